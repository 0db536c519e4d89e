"""Processes that tests start as from a terminal, however the tests themselves were started, and wait for."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_LONGEST: Final = 600.0  # seconds: what takes so long on a machine that does much else never comes


@contextmanager
def keyboard() -> Iterator[None]:
    """Let the keyboard interrupt what is started inside the block.

    A shell without job control starts what stands before `&` with SIGINT ignored, every child inherits that, and
    Python then raises no KeyboardInterrupt. A program does right to leave it so; a test of interrupts does not.
    """
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def wait_until(comes: Callable[[], bool], in_vain: Callable[[], object] = lambda: None) -> None:
    """Wait for something, however busy the machine is.

    Args:
        comes: whether it is so now.
        in_vain: returns something else than None once it can be so no more: a process has ended, say.

    Raises:
        AssertionError: it did not come.
    """
    limit = time.monotonic() + _LONGEST
    while not comes():
        ended = in_vain()
        assert ended is None or comes(), f"it ended before: {ended}"
        assert time.monotonic() < limit, "it did not come in time"
        time.sleep(0.02)


def is_gone(pid: int | str) -> bool:
    """Say whether a process has ended; one that nobody has asked after yet has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True
