"""Statements over the tables of a log on PostgreSQL, and whether the tables are guarded as they were made.

Input: filters. Output: SQL with its values, in the column order of kb.log.sqlite_rows, which packs payloads for both.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from kb.log.postgres_connection import Connection
from kb.log.postgres_schema import TRIGGERS, tables
from kb.log.sqlite_rows import COLUMNS

_COLUMNS: Final = COLUMNS[2]
_TYPES: Final = "int8 text int8 text int4 text text int8 text text int8 bytea bytea text".split()
_FUNCTION: Final = re.compile(r"CREATE FUNCTION \w+\.(\w+)\(\).*?AS \$\$(.*?)\$\$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Insert:
    """How rows of kb.log.sqlite_rows.row_of get in.

    Attributes:
        statement: one row.
        as_copy: many rows, in PostgreSQL's binary format.
        types: of the columns, for as_copy.
    """

    statement: str
    as_copy: str
    types: tuple[str, ...]


INSERT: Final = Insert(
    f"INSERT INTO event ({_COLUMNS}) VALUES ({', '.join(['%s'] * len(_TYPES))})",
    f"COPY event ({_COLUMNS}) FROM STDIN (FORMAT BINARY)",
    tuple(_TYPES),
)
SELECT: Final = f"SELECT {_COLUMNS} FROM event"
COUNTED: Final = "SELECT type, actor, count(*) FROM event WHERE position > %s AND position <= %s GROUP BY type, actor"
VERSIONS: Final = (  # max over one stream reads one index entry; GROUP BY would read the streams whole
    "SELECT wanted, coalesce((SELECT max(stream_version) FROM event WHERE stream = wanted), 0) "
    "FROM unnest(%s::text[]) AS wanted"
)


def page_query(
    after: int, seen: int, stream: str | None, types: Collection[str] | None, page: int
) -> tuple[str, list[Any]]:
    """Return the SELECT for one page of envelopes and its values; each walks one index in order.

    Args:
        after: position behind which the page begins.
        seen: stream version behind which it begins, by which a stream's own index pages.
        stream: only this stream.
        types: only these types.
        page: rows at most.
    """
    where, order = ["position > %s"], "position"
    values: list[Any] = [after]
    if stream is not None:
        where += ["stream = %s", "stream_version > %s"]
        values += [stream, seen]
        order = "stream_version"
    if types is not None:
        where.append("type = ANY(%s)")
        values.append(sorted(types))
    return f"{SELECT} WHERE {' AND '.join(where)} ORDER BY {order} LIMIT %s", [*values, page]


def unguarded(connection: Connection, schema: str) -> str:
    """Return the name of a trigger or its function that is missing, off or another than was made, "" if all is well."""
    rows = connection.execute(
        "SELECT tgname, proname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE tgrelid IN ('event'::regclass, 'erasure'::regclass) AND tgenabled IN ('O', 'A') AND NOT tgisinternal"
    ).fetchall()
    made = dict(_FUNCTION.findall(tables(schema)))
    sound = {trigger for trigger, function, source in rows if made.get(function) == source}
    return min(TRIGGERS - sound, default="")
