"""Leases: a named task runs on one machine at a time, of all that share a log on PostgreSQL.

Input: a name, and for how long nobody else may have it unless it is renewed.
Output: a Lease with a token that rises with each holder, so that what an older
holder still writes can be told from what the present one does.
A lease differs from a turn (kb.log.turns): it outlives a connection that breaks,
by the server's clock and not the machines', and is for tasks of minutes.
Never: says that it is held after it has run out, on a machine that slept meanwhile either.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from kb.errors import InputError, KbError, LockedError
from kb.log.contract import OnWait
from kb.log.postgres_address import Address
from kb.log.postgres_connection import Connection, Session, program

_POLL: Final = 0.5  # seconds between tries for a lease that another program holds
_TAKE: Final = (
    "INSERT INTO lease AS held (name, holder, token, expires) "
    "VALUES (%(name)s, %(holder)s, 1, clock_timestamp() + make_interval(secs => %(seconds)s)) "
    "ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, token = held.token + 1, expires = excluded.expires "
    "WHERE held.expires <= clock_timestamp() RETURNING token"
)
_RENEW: Final = (
    "UPDATE lease SET expires = clock_timestamp() + make_interval(secs => %(seconds)s) "
    "WHERE name = %(name)s AND token = %(token)s AND expires > clock_timestamp() RETURNING token"
)
_RELEASE: Final = "UPDATE lease SET expires = clock_timestamp() WHERE name = %(name)s AND token = %(token)s"
_now: Final = partial(time.clock_gettime, time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic
_HOLDER: Final = "SELECT holder FROM lease WHERE name = %s AND expires > clock_timestamp()"


class LeaseHeldError(LockedError):
    """Another program has the lease."""

    code = "lease-held"

    def __init__(self, name: str, holder: str) -> None:
        self.name = name
        self.holder = holder
        super().__init__(f"The task {name!r} is done by {holder}.", hint="Let it finish, or wait for it with --wait.")


class LeaseLostError(LockedError):
    """The lease ran out before it was renewed; another program may have it now."""

    code = "lease-lost"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"The lease of the task {name!r} was lost: the database was away, or this program stood still.",
            hint="Look whether another machine has done the task, then begin again.",
        )


@dataclass
class Lease:
    """A lease that is held.

    Attributes:
        name: of the task.
        token: 1 for its first holder ever, one more for each later one.
    """

    name: str
    token: int
    _until: float  # by this machine's steady clock, and a little earlier than by the server's
    _lost: threading.Event = field(default_factory=threading.Event)

    @property
    def left(self) -> float:
        """Seconds for which nobody else can have it, unless it is renewed; 0 if it is lost."""
        return 0.0 if self._lost.is_set() else max(0.0, self._until - _now())

    @property
    def held(self) -> bool:
        """Whether nobody else can have it yet."""
        return self.left > 0

    def check(self) -> None:
        """Make sure that it is held.

        Raises:
            LeaseLostError: it is not.
        """
        if not self.held:
            raise LeaseLostError(self.name)


class Leases:
    """Takes leases on a log's database.

    Args:
        address: of the log.
        seconds: that a lease lasts unless it is renewed, which is tried three times in that time.
    """

    def __init__(self, address: Address, *, seconds: float = 30.0) -> None:
        self._address = address
        self._seconds = seconds

    @contextmanager
    def hold(self, name: str, *, wait: float = 0.0, on_wait: OnWait | None = None) -> Iterator[Lease]:
        """Hold the lease *name* for the block; it is renewed until the block ends.

        Args:
            wait: seconds to wait for another program that has it.
            on_wait: called once with that program's name, if there is need to wait.

        Raises:
            InputError: no name.
            LeaseHeldError: another program kept it.
            NotAllowedError: this role may only read.
        """
        if not name or not name.isprintable():
            raise InputError(f"Not a name for a task: {name!r}.")
        with closing(Session(self._address, busy=10.0, patience=self._seconds)) as session:
            session.first()
            lease = self._take(session, name, wait, on_wait)
            stopped = threading.Event()
            renewing = threading.Thread(target=self._renew, args=(session, lease, stopped), name="kb-lease")
            renewing.start()
            try:
                yield lease
            finally:
                stopped.set()
                renewing.join()
                values = {"name": name, "token": lease.token}
                if lease.held:
                    session.run(lambda connection: connection.execute(_RELEASE, values))

    def _take(self, session: Session, name: str, wait: float, on_wait: OnWait | None) -> Lease:
        values = {"name": name, "holder": program(), "seconds": self._seconds}
        deadline = time.monotonic() + wait
        while True:
            until = _now() + self._seconds
            row = session.run(lambda connection: connection.execute(_TAKE, values).fetchone())
            if row is not None:
                return Lease(name, int(row[0]), until)
            holder = session.run(lambda connection: connection.execute(_HOLDER, [name]).fetchone())
            if time.monotonic() >= deadline:
                raise LeaseHeldError(name, str(holder[0]) if holder else "another program")
            if on_wait is not None and holder:
                on_wait(str(holder[0]))
                on_wait = None
            time.sleep(min(_POLL, max(0.0, deadline - time.monotonic())))

    def _renew(self, session: Session, lease: Lease, stopped: threading.Event) -> None:
        values = {"name": lease.name, "token": lease.token, "seconds": self._seconds}

        def renew(connection: Connection) -> bool:
            return connection.execute(_RENEW, values).fetchone() is not None

        while not stopped.wait(self._seconds / 3):
            until = _now() + self._seconds
            try:
                renewed = session.run(renew)
            except KbError:  # the server is away
                renewed = lease.held  # try again until it runs out
                until = lease._until
            if not renewed:
                lease._lost.set()
                return
            lease._until = until
