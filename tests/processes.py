"""Processes that tests start as from a terminal, however the tests themselves were started."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


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
