"""What a database tells of the log in it: its id, its size, the server, and what this role may do.

Input: an Address. Output: values for kb.log.remote_home, `kb status` and `kb doctor`.
Never: writes an event; makes tables and roles where it is asked to, and nothing else.
"""

from contextlib import closing
from dataclasses import dataclass

from kb.log.contract import OnAway
from kb.log.postgres_address import Address
from kb.log.postgres_connection import Session, connect, prepare
from kb.log.postgres_faults import database_faults
from kb.log.postgres_schema import ERASING, roles

_STANDING = (
    "SELECT current_setting('server_version'), current_user, pg_total_relation_size('event'), "
    "has_table_privilege('event', 'INSERT'), has_column_privilege('event', 'payload', 'UPDATE'), "
    "pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = 'event'::regclass), 'USAGE'), "
    "pg_is_in_recovery(), current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on', EXISTS ("
    f"SELECT FROM pg_trigger WHERE tgrelid = 'event'::regclass AND tgname = '{ERASING}' AND tgenabled IN ('O', 'A'))"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a log on PostgreSQL is.

    Attributes:
        version: of the server.
        role: that this program is to the server.
        bytes: that the events take, with their indexes.
        may_append, may_erase, owns: what the role may do.
        standby: whether the server only follows another one.
        safe: whether the server writes so that a power cut loses nothing.
        guarded: whether it refuses that who may not erase records an erasure; of earlier versions it does not.
    """

    version: str
    role: str
    bytes: int
    may_append: bool
    may_erase: bool
    owns: bool
    standby: bool
    safe: bool
    guarded: bool


def log_id(address: Address, *, create: bool = False, patience: float = 0.0, on_away: OnAway | None = None) -> str:
    """Return the id that the log was given when its tables were made.

    Args:
        address: of the log.
        create: see kb.log.postgres_connection.prepare.
        patience, on_away: see kb.log.postgres_connection.Session.

    Raises:
        NotFoundError, StorageError: see kb.log.postgres_connection.prepare and kb.log.postgres_faults.
    """
    with closing(Session(address, patience=patience, on_away=on_away)) as session:
        session.first(create=create)
        row = session.run(lambda connection: connection.execute("SELECT id FROM mark").fetchone())
    return row[0].hex if row else ""


def set_up(address: Address) -> None:
    """Make the tables if they are not there, and the roles; see kb.log.postgres_schema.roles.

    Raises:
        NotAllowedError: this role may not make roles, or does not own the tables.
        others: as log_id.
    """
    with database_faults(address), closing(connect(address, busy=60.0)) as connection:
        prepare(connection, address, create=True)
        with connection.transaction():
            connection.execute(roles(address.schema).encode())


def inspect(address: Address) -> Standing:
    """Return how the log is; raises as log_id."""
    with database_faults(address), closing(connect(address, busy=60.0)) as connection:
        row = connection.execute(_STANDING).fetchone()
    assert row is not None
    return Standing(*row)
