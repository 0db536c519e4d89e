"""Wakes those who wait for the log's next event, by PostgreSQL's NOTIFY.

Input: notifications on the log's channel. Output: a wake-up for every waiting
thread. Never: tells a position that was not asked of the log itself; a
notification that is lost (a server that restarts, a standby, which has none)
costs a waiting thread at most its own poll.
"""

import contextlib
import threading
from typing import Final

import psycopg
from psycopg import sql

from kb.log.postgres_address import Address
from kb.log.postgres_connection import connect

POLL: Final = 1.0  # seconds after which a waiting thread looks for itself
_LISTEN: Final = 0.5  # seconds between looks whether to stop
_RETRY: Final = 1.0


def channel(schema: str) -> str:
    """Return the name under which appends to the log in *schema* are told."""
    return f"kb_{schema}"


class Listener:
    """Listens on a connection of its own from the first wait on, until closed."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._changed = threading.Condition()
        self._count = 0  # wake-ups so far
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self._ready = threading.Event()

    @property
    def count(self) -> int:
        """How often anybody was woken; taken before a look at the log, and given to sleep after it."""
        return self._count

    def listen(self) -> None:
        """Begin to listen, if nobody did yet, and wait until the server knows, or cannot."""
        with self._changed:
            if self._thread is None and not self._stopped.is_set():
                self._thread = threading.Thread(target=self._listen, name="kb-log-listener", daemon=True)
                self._thread.start()
        self._ready.wait(POLL)

    def sleep(self, count: int, seconds: float) -> None:
        """Return when woken since *count* was taken, after *seconds* at the latest."""
        with self._changed:
            self._changed.wait_for(lambda: self._count != count or self._stopped.is_set(), min(seconds, POLL))

    def wake(self) -> None:
        """Wake all who sleep."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Stop listening and wake all."""
        self._stopped.set()
        self.wake()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _listen(self) -> None:
        while not self._stopped.is_set():
            with contextlib.suppress(psycopg.Error):
                self._until_lost()
            self._ready.set()
            self.wake()  # what was told while nobody listened
            self._stopped.wait(_RETRY)

    def _until_lost(self) -> None:
        with connect(self._address, busy=10.0) as connection:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel(self._address.schema))))
            self._ready.set()
            self.wake()
            while not self._stopped.is_set():
                for _ in connection.notifies(timeout=_LISTEN):
                    self.wake()
