"""How often Python looks for objects that hold each other, while much is made and hardly anything of that kind.

Input: a block that makes many objects which stay, or a server that has got ready. Output: the block, run with looking
put off; a process that looks seldom from then on.
Never: turns it off; leaves the process otherwise than the first of such blocks came upon it, or than settle left it.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

OBJECTS: Final = 200_000  # made beyond those let go of, before the youngest are looked at; Python's own is 700
SERVED: Final = 20_000  # the same in a server: a page makes some ten thousand, and lets go of them

_turn = Lock()
_blocks: list[tuple[int, int, int]] = []  # thresholds that each block in progress came upon, the first block's first


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Look for cycles a 300th as often: looking takes a tenth of adding and of a rebuild, which make almost none.

    Blocks may overlap in several threads: the thresholds are put back when the last one ends.
    """
    with _turn:
        _blocks.append(gc.get_threshold())
        gc.set_threshold(OBJECTS, *_blocks[0][1:])
    try:
        yield
    finally:
        with _turn:
            came_upon = _blocks[0]
            _blocks.pop()
            if not _blocks:
                gc.set_threshold(*came_upon)


def settle() -> None:
    """Have what is held now never be looked through again, and the rest seldom: for a server that has got ready.

    Else somebody's page waits for it: the first one after a change makes objects enough for a hundred looks.
    """
    gc.collect()
    gc.freeze()
    with _turn:
        if _blocks:  # the first block puts this back when the last ends
            _blocks[0] = (SERVED, *_blocks[0][1:])
        else:
            gc.set_threshold(SERVED, *gc.get_threshold()[1:])
