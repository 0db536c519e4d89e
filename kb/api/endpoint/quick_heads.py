"""Heads of small answers, worked out once for all that are alike: what differs from one to the next is filled in.

Input: results of queries, and what works a head out as all layers together leave it (kb.api.endpoint.quick).
Output: the lines of a head.
Never: takes one head for another's: all that a header is made from is in its key, or is filled in.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Final

from kb.api.endpoint.sending import Run
from kb.query.service import QueryResult

Pairs = Sequence[tuple[bytes, bytes]]  # of headers
_MOST: Final = 256  # heads of some 600 bytes each
_FILLED: Final = {b"content-length": b"%(size)d", b"x-kb-seconds": b"%(seconds)b"}


class Heads:
    """Keeps heads of the last answers of each kind."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, bytes] = {}

    def of(self, run: Run, done: QueryResult, size: int, kind: Hashable, make: Callable[[], Pairs]) -> bytes:
        """Return the lines of the head of an answer without warnings.

        Args:
            size: bytes of the body.
            kind: what it is made from besides.
            make: returns the headers, if none alike was asked for before.
        """
        tagged = (run.asked, run.accept, run.head) if run.cacheable else None
        key = (done.format.name, done.position, done.truncated, done.kept, kind, tagged)
        form = self._kept.get(key)
        if form is None:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            form = self._kept[key] = b"".join(map(_line, make()))
        return form % {b"size": size, b"seconds": b"%.3f" % done.seconds}


def _line(pair: tuple[bytes, bytes]) -> bytes:
    name, value = pair
    return b"%s: %s\r\n" % (name, _FILLED.get(name) or value.replace(b"%", b"%%"))
