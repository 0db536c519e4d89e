"""Erases payloads on PostgreSQL: blanks them, and has the table of events written anew so that they leave its files.

Input: a connection inside an append's transaction; one of the table's owner.
Output: rows without payload; a table without dead rows.
Never: blanks what no recorded event erases; reaches the server's write-ahead log, standbys or backups, which keep
what was written until they are recycled; docs/postgres.md says what to do there.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Final

from psycopg import errors

from kb.events import Erased, Recorded
from kb.log.chain import to_erase
from kb.log.contract import UnscrubbedError
from kb.log.postgres_address import Address
from kb.log.postgres_connection import Connection
from kb.log.postgres_faults import LogBusyError

_PATIENCE: Final = 20.0  # seconds that older readers are given to end
_PAUSE: Final = 0.2
_MOMENT: Final = "500ms"  # for which those who come after may be held up, each time the table is asked for
_NAME: Final = "INSERT INTO erasure (position, recorded) VALUES (%s, %s)"
_BLANK: Final = "UPDATE event SET payload = '', salt = '', checksum = 0 WHERE position = %s"


class NotScrubbedError(UnscrubbedError):
    """Payloads were blanked, but this role may not have the table written anew."""

    def __init__(self, address: Address) -> None:
        self.address = address.shown
        super().__init__(
            f"The events of {address.shown} are erased, but their bytes may still lie in the server's files: "
            "this role does not own the table.",
            hint=f"Have its owner run: VACUUM FULL {address.schema}.event",
        )


def blank(connection: Connection, sealed: Sequence[Recorded]) -> None:
    """Carry out the erasures of a batch that was just inserted.

    Raises:
        InputError: see kb.log.chain.to_erase.
    """
    erasing = [recorded.event for recorded in sealed if isinstance(recorded.event, Erased)]
    if not erasing:
        return
    named = sorted({position for event in erasing for position in event.positions})
    rows = connection.execute(
        "SELECT position, type FROM event WHERE position = ANY(%s) AND position < %s", [named, sealed[0].position]
    ).fetchall()
    types = dict(rows)
    gone = to_erase(sealed, lambda position: types.get(position, ""))
    known = connection.execute("SELECT position FROM erasure WHERE position = ANY(%s)", [sorted(gone)]).fetchall()
    fresh = {position: gone[position] for position in gone.keys() - {row[0] for row in known}}
    name(connection, fresh)
    connection.cursor().executemany(_BLANK, [(position,) for position in sorted(fresh)])


def name(connection: Connection, gone: Mapping[int, int]) -> None:
    """Note which positions are erased, and by which event, as the table's triggers ask for."""
    if gone:
        connection.cursor().executemany(_NAME, sorted(gone.items()))


def scrub(connection: Connection, address: Address) -> None:
    """Write the table anew once nobody can see its old rows any more.

    Raises:
        NotScrubbedError: the role does not own the table.
        LogBusyError: an older transaction goes on, which keeps the old rows alive, or the table in use.

    Who waits for the table holds up everybody who comes after: so it is asked for again and again, for a moment.
    """
    owns = connection.execute(
        "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = 'event'::regclass"
    ).fetchone()
    if owns != (True,):
        raise NotScrubbedError(address)
    now = connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint").fetchone()
    deadline = time.monotonic() + _PATIENCE
    while holder := _older(connection, now[0] if now else 0):
        if time.monotonic() > deadline:
            raise LogBusyError(address, holder, _PATIENCE)
        time.sleep(_PAUSE)
    waits = connection.execute("SELECT current_setting('lock_timeout')").fetchone()
    connection.execute("SELECT set_config('lock_timeout', %s, false)", [_MOMENT])
    try:
        while not _written_anew(connection):
            if time.monotonic() > deadline:
                raise LogBusyError(address, "another program", _PATIENCE)
            time.sleep(_PAUSE)
    finally:
        connection.execute("SELECT set_config('lock_timeout', %s, false)", waits)


def _written_anew(connection: Connection) -> bool:
    """Have the table written anew, if nobody uses it just now."""
    try:
        connection.execute("VACUUM (FULL) event")
    except errors.LockNotAvailable:
        return False
    return True


def _older(connection: Connection, before: int) -> str:
    """Return the name of a session of this database that still sees what was before transaction *before*, "" if none.

    Sessions of other users are seen only by members of pg_read_all_stats.
    """
    row = connection.execute(
        "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_xmin IS NOT NULL AND age(backend_xmin) > age((%s %% 4294967296)::text::xid) LIMIT 1",
        [before],
    ).fetchone()
    return (str(row[0]) or "another program") if row else ""
