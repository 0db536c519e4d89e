"""Commands that run until somebody stops them: a service manager's SIGTERM counts as the keyboard's Ctrl-C.

Output: KeyboardInterrupt in the main thread. Never: changes what a process in another thread of a test does.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def stopped_by_term() -> Iterator[None]:
    """Raise KeyboardInterrupt on SIGTERM inside the block, so that nothing is left half done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
