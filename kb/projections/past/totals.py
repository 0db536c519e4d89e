"""How many there were of everything as of an earlier event, and how many had each value of some columns.

Input: the file with the rows of then (kb.projections.past.overlay), the catalog that it is laid over. Output: rows of
that file's table "meta", which nothing changes any more; read by kb.projections.past.reader.
Never: counts again what was noted: what is hidden has to be counted row by row, and the whole of now by an index.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

TOTAL: Final = "total of"  # begins the name of a row that says how many there were
_COUNTED: Final = ("articles", "entities", "events", "statements", "figures", "offices")
TALLIED: Final = (  # what lists without conditions are told apart by, and the days on which something began
    ("articles", ("language",)),
    ("articles", ("substr(published, 1, 10)",)),
    ("entities", ("type",)),
    ("entities", ("country",)),
    ("events", ("reality",)),
    ("events", ("begin",)),
    ("events", ("begin", '"end"')),
    ("events", ("type",)),
)


def tally_of(table: str, columns: Sequence[str]) -> str:
    """Return the name of the row that says how many rows of a table had each value of some columns."""
    return f"tally of {table} by {', '.join(columns)}"


LAST: Final = tally_of(*TALLIED[-1])
"""The name of the row that is written last: a file that has it has all."""


def note(file: sqlite3.Connection, now: sqlite3.Connection) -> None:
    """Write how many there were: of now, less what is hidden, and what the file has."""
    articles, entities = (
        json.dumps([row[0] for row in file.execute(f"SELECT id FROM gone_{kind}")]) for kind in ("article", "entity")
    )
    gone = dict.fromkeys(_COUNTED, ("article", articles)) | {"articles": ("id", articles), "entities": ("id", entities)}
    found: list[tuple[str, str]] = []
    for table in _COUNTED:
        [total] = _told(file, now, table, (), *gone[table]).values() or [0]
        found.append((f"{TOTAL} {table}", str(total)))
    found.append((f"{TOTAL} happenings", str(_happenings(file, now, articles))))
    for table, columns in TALLIED:
        told = _told(file, now, table, columns, *gone[table])
        found.append((tally_of(table, columns), json.dumps([[*values, number] for values, number in told.items()])))
    file.executemany("INSERT INTO meta VALUES (?, ?)", found)


def _told(
    file: sqlite3.Connection, now: sqlite3.Connection, table: str, columns: Sequence[str], column: str, gone: str
) -> Counter[tuple[Any, ...]]:
    named = ", ".join([*columns, "count(*)"])
    groups = f" GROUP BY {', '.join(columns)}" if columns else ""
    hidden = f" WHERE {column} IN (SELECT value FROM json_each(?))"
    told: Counter[tuple[Any, ...]] = Counter()
    _add(told, now.execute(f"SELECT {named} FROM main.{table}{groups}"), 1)
    _add(told, now.execute(f"SELECT {named} FROM main.{table}{hidden}{groups}", [gone]), -1)
    _add(told, file.execute(f"SELECT {named} FROM {table}{groups}"), 1)
    return +told


def _add(told: Counter[tuple[Any, ...]], rows: Iterable[Sequence[Any]], times: int) -> None:
    for *values, number in rows:
        told[tuple(values)] += times * int(number)


def _happenings(file: sqlite3.Connection, now: sqlite3.Connection, gone: str) -> int:
    """Return how many happenings events told of then, "" for none among them; *gone*: what is hidden of now's."""
    [[all_of]] = now.execute("SELECT count(DISTINCT happening) FROM main.events").fetchall()
    hidden = now.execute(
        "SELECT DISTINCT happening FROM main.events WHERE article IN (SELECT value FROM json_each(?1)) "
        "EXCEPT SELECT happening FROM main.events WHERE happening IN "
        "(SELECT happening FROM main.events WHERE article IN (SELECT value FROM json_each(?1))) "
        "AND article NOT IN (SELECT value FROM json_each(?1))",
        [gone],
    ).fetchall()
    come = {row[0] for row in file.execute("SELECT DISTINCT happening FROM events")}
    told = now.execute(
        "SELECT count(*) FROM json_each(?) asked "
        "WHERE EXISTS (SELECT 1 FROM main.events WHERE happening = asked.value)",
        [json.dumps(sorted(come))],
    ).fetchone()[0]
    return int(all_of - len({row[0] for row in hidden} - come) + len(come) - told)
