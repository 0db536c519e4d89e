"""The catalog's own history: of each small step of the log, what the fold held before it, and what it touched.

Input: a stretch of events as the catalog takes it in. Output: rows of the table "step", read backwards by
kb.projections.past.rewinding, which takes a catalog back to an earlier event with them; the same values by their keys
in the table "held", from which kb.projections.past.fold reads single ones as they were, however long ago.
Never: is needed to go on; a catalog without them (made by an earlier kb, or as of a moment) only cannot go back. An
erasure makes catalog and steps anew (kb.projections.purging): what they held is gone with the file.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kb.events import ArticleAdded, ArticleCorrected, Recorded
from kb.projections.contract import Touched

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS step (
    after INTEGER PRIMARY KEY, before INTEGER NOT NULL, touched BLOB NOT NULL, held BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS held (
    kind TEXT NOT NULL, part TEXT NOT NULL, key TEXT NOT NULL, after INTEGER NOT NULL, value TEXT,
    PRIMARY KEY (kind, part, key, after)
) WITHOUT ROWID;
"""
MOST: Final = 24  # events in a step, so that few have to be taken in again to stand inside one
_LEVEL: Final = 1
_STRETCH: Final = 1000  # steps whose values are held in memory at once

Key = tuple[str, str, str]  # kind, part and key of a value of the fold


@dataclass(frozen=True, slots=True)
class Step:
    """One step that the catalog took.

    Attributes:
        before, after: positions between which it led.
        touched: what was to be projected again.
        held: what the fold held before, JSON texts as stored; None where it held nothing.
    """

    before: int
    after: int
    touched: Touched
    held: Mapping[Key, str | None]


def cut(batch: Sequence[Recorded]) -> Iterator[Sequence[Recorded]]:
    """Yield a batch in steps: one an article where that is possible, of MOST events at most."""
    part: list[Recorded] = []
    for recorded in batch:
        if part and (len(part) >= MOST or isinstance(recorded.event, ArticleAdded | ArticleCorrected)):
            yield tuple(part)
            part = []
        part.append(recorded)
    if part:
        yield tuple(part)


def keep(connection: sqlite3.Connection, step: Step) -> None:
    """Write a step; the caller's transaction holds it."""
    connection.execute(
        "INSERT OR REPLACE INTO step VALUES (?, ?, ?, ?)",
        (step.after, step.before, _packed(list(step.touched.pairs())), _packed(list(_grouped(step.held)))),
    )
    rows = sorted((*at, step.after, text) for at, text in step.held.items())
    connection.executemany("INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?, ?)", rows)


def back(connection: sqlite3.Connection, start: int, goal: int) -> Iterator[Step]:
    """Yield the steps that lead back from *start* until *goal* or before it, the latest first.

    Ends early where a step is missing.
    """
    reached = start
    while reached > goal:
        row = connection.execute("SELECT before, touched, held FROM step WHERE after = ?", (reached,)).fetchone()
        if row is None:
            return
        before, touched, held = row
        values = {(kind, part, key): text for kind, part, kept in _unpacked(held) for key, text in kept.items()}
        yield Step(before, reached, Touched.of(_unpacked(touched)), values)
        reached = before


def first(connection: sqlite3.Connection, start: int, goal: int = 0) -> int:
    """Return how far back the steps lead from *start* without a gap; no farther than the one that passes *goal*."""
    reached = start
    rows = connection.execute("SELECT after, before FROM step WHERE after <= ? ORDER BY after DESC", (start,))
    for after, before in rows:
        if after != reached or reached <= goal:
            break
        reached = before
    return reached


def last_end(connection: sqlite3.Connection, position: int) -> int:
    """Return the last end of a step at or before *position*, 0 for none."""
    row = connection.execute("SELECT max(after) FROM step WHERE after <= ?", (position,)).fetchone()
    return int(row[0] or 0)


def is_end(connection: sqlite3.Connection, position: int) -> bool:
    """Say whether a step begins or ends at *position*."""
    row = connection.execute(
        "SELECT after, before FROM step WHERE after >= ? ORDER BY after LIMIT 1", (position,)
    ).fetchone()
    return row is not None and position in row


def touched_since(connection: sqlite3.Connection, start: int, goal: int) -> Touched | None:
    """Return all that was touched between *goal* and the later *start*, None if a step is missing.

    Both are ends of steps. Where one lies within a step that is counted whole, but not what came and went within it.
    """
    touched, reached = Touched(), start
    rows = connection.execute(
        "SELECT after, before, touched, held FROM step WHERE after > ? AND before < ? ORDER BY after DESC",
        (goal, start),
    )
    for after, before, what, held in rows:
        if after < reached or (reached < start and after != reached):
            return None
        touched.add(Touched.of(_unpacked(what)))
        touched.actors |= {part for kind, part, _ in _unpacked(held) if kind == "actor"}
        reached = before
    return touched if reached <= goal else None


def each(connection: sqlite3.Connection, start: int, goal: int) -> Iterator[tuple[int, int, Touched]]:
    """Yield before, after and what was touched of each step that begins before *goal* and ends after *start*."""
    first_acts: dict[int, set[str]] = {}
    rows = connection.execute(
        "SELECT after, part FROM held WHERE kind = 'actor' AND after > ? AND value IS NULL", (start,)
    )
    for after, actor in rows:
        first_acts.setdefault(after, set()).add(actor)
    rows = connection.execute(
        "SELECT before, after, touched FROM step WHERE after > ? AND before < ? ORDER BY after", (start, goal)
    )
    for before, after, what in rows:
        touched = Touched.of(_unpacked(what))
        touched.actors |= first_acts.get(after, set())
        yield before, after, touched


def held_back(connection: sqlite3.Connection, start: int, goal: int) -> Iterator[tuple[int, dict[Key, str | None]]]:
    """Yield what the fold held before all that came since *goal*, stretch by stretch; later ones take precedence.

    Yields:
        The position that a stretch leads back to, the last at or before *goal*, and JSON texts as stored, None for
        what was not there. Ends early where a step is missing.
    """
    values: dict[Key, str | None] = {}
    reached = start
    for number, step in enumerate(back(connection, start, goal), 1):
        values.update(step.held)
        reached = step.before
        if number % _STRETCH == 0:
            yield reached, values
            values = {}
    if values or reached == start:
        yield reached, values


def forget(connection: sqlite3.Connection) -> None:
    """Forget the whole history, as where an earlier kb kept none; going back then replays the log."""
    forget_after(connection, -1)


def forget_after(connection: sqlite3.Connection, position: int) -> None:
    """Forget the steps that end after an event, where the catalog goes back to it."""
    for table in ("step", "held"):
        connection.execute(f"DELETE FROM {table} WHERE after > ?", (position,))


def _grouped(held: Mapping[Key, str | None]) -> Iterator[tuple[str, str, dict[str, str | None]]]:
    groups: dict[tuple[str, str], dict[str, str | None]] = {}
    for (kind, part, key), text in held.items():
        groups.setdefault((kind, part), {})[key] = text
    yield from ((kind, part, kept) for (kind, part), kept in groups.items())


def _packed(value: object) -> bytes:
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode(), _LEVEL)


def _unpacked(data: bytes) -> list:  # type: ignore[type-arg]  # lists as _packed had them
    found: list[object] = json.loads(zlib.decompress(data))
    return found
