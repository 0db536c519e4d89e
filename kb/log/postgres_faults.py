"""What PostgreSQL and the way to it report, as errors with what, where and what to do.

Input: psycopg.Error raised inside ``with database_faults(address)``.
Output: StorageError, LockedError, NotFoundError or IntegrityError, the cause kept.
Never: shows a password; hides an error that it does not know.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import psycopg
from psycopg import errors

from kb.errors import IntegrityError, KbError, LockedError, NotFoundError, StorageError
from kb.log.contract import UnreachableError
from kb.log.postgres_address import Address

# the server goes down or comes up, or took the connection away: another try may succeed
_PASSING: Final = frozenset({"57P01", "57P02", "57P03", "57P05", "08000", "08003", "08006", "08001", "08004", "53300"})

# words of refusals that stay# words of refusals that stay
_FINAL: Final = (
    "authentication",
    "does not exist",
    "pg_hba.conf",
    "host name",
    "resolve host",
    "certificate",
    "not permitted to log in",
)


class NoDatabaseError(NotFoundError):
    """The server has no such database."""

    code = "no-database"

    def __init__(self, address: Address, reason: str) -> None:
        self.address = address.shown
        super().__init__(
            f"There is no database at {address.shown}: {reason}.", hint="Make it first, with `createdb NAME`."
        )


class NoLogError(NotFoundError):
    """The database has no log of kb in that schema."""

    code = "no-log"

    def __init__(self, address: Address) -> None:
        self.address = address.shown
        super().__init__(
            f"There is no log in the schema {address.schema} of {address.shown}.",
            hint="`kb init` makes one, `kb add` does it too; ?schema=NAME at the end of the address names another.",
        )


class NotAllowedError(StorageError):
    """The role may not do this, or the server takes no writes."""

    code = "read-only"

    def __init__(self, address: Address, reason: str) -> None:
        self.address = address.shown
        self.reason = reason
        super().__init__(
            f"The log at {address.shown} refuses that: {reason}.",
            hint="Name a user with that right; `kb log setup-postgres` tells which roles there are.",
        )


class NewerLogError(StorageError):
    """The log in the database has a format that a newer version of kb made."""

    code = "newer-version"

    def __init__(self, address: Address, found: int, known: int) -> None:
        self.address = address.shown
        self.found = found
        self.known = known
        super().__init__(
            f"The log at {address.shown} has format {found}; this kb knows format {known}.",
            hint="Update kb on this machine (`pip install -U newskb`)."
            if found > known
            else "Copy it with the kb that made it: `kb log copy`.",
        )


class DatabaseFullError(StorageError):
    """The server has no room left."""

    code = "disk-full"

    def __init__(self, address: Address) -> None:
        self.address = address.shown
        super().__init__(
            f"The disk of the database {address.shown} is full: nothing of this was stored.",
            hint="Free some space on the server, then try again.",
        )


class OutcomeUnknownError(StorageError):
    """The connection broke while events were being stored, and the server did not come back to be asked."""

    code = "outcome-unknown"

    def __init__(self, address: Address) -> None:
        self.address = address.shown
        super().__init__(
            f"The connection to {address.shown} broke while events were stored; whether they were is not known.",
            hint="Look with `kb log` when the server is back; an article that went in is not added twice.",
        )


class LogBusyError(LockedError):
    """Other programs kept the log for too long."""

    code = "busy"

    def __init__(self, address: Address, holder: str, timeout: float) -> None:
        self.address = address.shown
        self.holder = holder
        self.timeout = timeout
        super().__init__(
            f"The log at {address.shown} is held by {holder}, which did not let go within {timeout:g} seconds.",
            hint="Wait until it has finished, or allow more time with KB_LOCK_TIMEOUT.",
        )


class DatabaseDamagedError(IntegrityError):
    """The server finds its own files damaged."""

    code = "corrupt"

    def __init__(self, address: Address, reason: str) -> None:
        self.address = address.shown
        self.reason = reason
        super().__init__(
            f"The database {address.shown} is damaged: {reason}.", hint="Restore it from a backup of the server."
        )


class RefusedError(StorageError):
    """PostgreSQL refused for a reason that has no name here."""

    code = "database"

    def __init__(self, address: Address, reason: str) -> None:
        self.address = address.shown
        self.reason = reason
        super().__init__(f"The database {address.shown} refused: {reason}.", hint="The server's own log says more.")


_NAMED: Final[Sequence[tuple[tuple[type[psycopg.Error], ...], Callable[[Address, str], KbError]]]] = (
    ((errors.InvalidCatalogName,), NoDatabaseError),
    ((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction), NotAllowedError),
    ((errors.UndefinedTable, errors.InvalidSchemaName), lambda address, _: NoLogError(address)),
    ((errors.DiskFull,), lambda address, _: DatabaseFullError(address)),
    (
        (errors.LockNotAvailable, errors.DeadlockDetected, errors.QueryCanceled),
        lambda address, _: LogBusyError(address, "another program", 60.0),
    ),
    ((errors.DataCorrupted, errors.IndexCorrupted), DatabaseDamagedError),
)


@contextmanager
def database_faults(address: Address) -> Iterator[None]:
    """Translate what goes wrong with the database at *address* inside the block."""
    try:
        yield
    except psycopg.Error as error:
        raise translated(error, address) from error


def is_passing(error: psycopg.Error) -> bool:
    """Say whether *error* means that the connection is gone or the server not ready, so that another try may do."""
    if error.sqlstate is not None:
        return error.sqlstate in _PASSING
    return isinstance(error, psycopg.OperationalError)


def is_final(error: psycopg.Error) -> bool:
    """Say whether a server that is only coming up would not have answered so: who waits for it would wait in vain.

    The driver has no code for these; where it speaks another language they are waited for like others.
    """
    said = str(error)
    return not is_passing(error) or any(words in said for words in _FINAL)


def translated(error: psycopg.Error, address: Address) -> KbError:
    """Return the error to show for *error*."""
    reason = _reason(error)
    for kinds, make in _NAMED:
        if isinstance(error, kinds):
            return make(address, reason)
    if is_passing(error) or isinstance(error, errors.InvalidAuthorizationSpecification):
        unknown = error.sqlstate is None and 'database "' in reason and "does not exist" in reason
        return NoDatabaseError(address, reason) if unknown else UnreachableError(address.shown, reason)
    return RefusedError(address, reason)


def _reason(error: psycopg.Error) -> str:
    """Return the server's own sentence, on one line, without severity, hint and full stop."""
    said = error.diag.message_primary or str(error) or type(error).__name__
    first = next((line for line in said.splitlines() if line.strip()), said)
    return first.rpartition("FATAL:")[2].strip().rstrip(".")
