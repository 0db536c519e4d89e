"""Keyed values on SQLite: where the fold of the log keeps what it knows.

Input: (kind, part, key) -> JSON value, put by kb.projections.folding.projection.
Output: single values, and the items of one part in the order of their keys.
Never: commits; the owner of the connection does, together with its position.
Targeted reads only: a step never loads more than the parts that it names.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS state (
    kind TEXT NOT NULL, part TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (kind, part, key)
) WITHOUT ROWID;
"""


_AT_ONCE: Final = 20  # parts that are looked up by one question
_REMEMBERED: Final = 100_000  # answers, most of them to what has nothing: some 30 MB
_ONE: Final = "1"  # what most values are
_written: Final = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode


def value_of(text: str) -> Any:
    if text == _ONE:
        return 1
    if text[0] == '"' and "\\" not in text:  # an id or a plain word, as links have by the thousand
        return text[1:-1]
    return json.loads(text)


class Tables:
    """The values of one connection; the same calls on a file and in memory."""

    _held: dict[tuple[str, str, str], str | None] | None = None
    _recalled: dict[tuple[str, tuple[str, ...]], list[Any]] | None = None

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @contextmanager
    def watched(self) -> Iterator[dict[tuple[str, str, str], str | None]]:
        """Note what each value was before the block changed it: JSON text, None for a value that was not there."""
        self._held = {}
        try:
            yield self._held
        finally:
            self._held = None

    @contextmanager
    def remembered(self) -> Iterator[None]:
        """Answer from memory what was read before in the block; for who is the only one to change values.

        Many parts are read again and again where all of a base is projected, and nothing changes meanwhile.
        """
        self._recalled = {}
        try:
            yield
        finally:
            self._recalled = None

    def unchanging(self) -> "Tables":
        """Return the same values for who reads them while nobody changes any: what was read once is remembered."""
        same = Tables(self._connection)
        same._recalled = {}
        return same

    def _rows(self, question: str, *values: str) -> list[Any]:
        """Return rows as SQLite has them; texts, so that nobody changes what is remembered."""
        if self._recalled is None:
            return self._connection.execute(question, values).fetchall()
        found = self._recalled.get((question, values))
        if found is None:
            if len(self._recalled) >= _REMEMBERED:
                self._recalled.clear()
            found = self._recalled[question, values] = self._connection.execute(question, values).fetchall()
        return found

    def _changes(self) -> None:
        if self._recalled:
            self._recalled.clear()

    def restore(self, values: Mapping[tuple[str, str, str], str | None]) -> None:
        """Put values back as *watched* noted them."""
        self._changes()
        gone = sorted(at for at, text in values.items() if text is None)
        self._connection.executemany("DELETE FROM state WHERE kind = ? AND part = ? AND key = ?", gone)
        there = sorted((*at, text) for at, text in values.items() if text is not None)
        self._connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?, ?, ?)", there)

    def _note(self, kind: str, part: str, key: str) -> None:
        if self._held is not None and (kind, part, key) not in self._held:
            self._held[kind, part, key] = self._text(kind, part, key)

    def _text(self, kind: str, part: str, key: str) -> str | None:
        rows = self._rows("SELECT value FROM state WHERE kind = ? AND part = ? AND key = ?", kind, part, key)
        return rows[0][0] if rows else None

    def get(self, kind: str, part: str, key: str = "") -> Any:
        """Return a value, None if there is none."""
        text = self._text(kind, part, key)
        return None if text is None else value_of(text)

    def gets(self, kind: str, parts: Iterable[str]) -> dict[str, Any]:
        """Return part -> its value under no key, None if there is none."""
        found: dict[str, Any] = dict.fromkeys(parts)
        asked = sorted(found)
        for at in range(0, len(asked), _AT_ONCE):
            some = asked[at : at + _AT_ONCE]
            rows = self._connection.execute(
                f"SELECT part, value FROM state WHERE kind = ? AND key = '' AND part IN ({', '.join('?' * len(some))})",
                [kind, *some],
            )
            found |= {part: value_of(text) for part, text in rows}
        return found

    def put(self, kind: str, part: str, key: str = "", value: Any = 1) -> None:
        """Set a value."""
        self._note(kind, part, key)
        self._changes()
        text = _written(value)
        self._connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?, ?, ?)", (kind, part, key, text))

    def count(self, kind: str, part: str, key: str, change: int) -> None:
        """Add *change* to a number; what falls to zero is gone."""
        before = self._text(kind, part, key)
        if self._held is not None:  # so that it is not read a second time
            self._held.setdefault((kind, part, key), before)
        now = (0 if before is None else value_of(before)) + change
        if now:
            self.put(kind, part, key, now)
        else:
            self.delete(kind, part, key)

    def delete(self, kind: str, part: str, key: str = "") -> None:
        """Remove a value if it is there."""
        self._note(kind, part, key)
        self._changes()
        self._connection.execute("DELETE FROM state WHERE kind = ? AND part = ? AND key = ?", (kind, part, key))

    def clear(self, kind: str, part: str) -> None:
        """Remove every value of a part."""
        if self._held is not None:
            for key in self.keys(kind, part):
                self._note(kind, part, key)
        self._changes()
        self._connection.execute("DELETE FROM state WHERE kind = ? AND part = ?", (kind, part))

    def items(self, kind: str, part: str) -> list[tuple[str, Any]]:
        """Return (key, value) of a part, in the order of the keys."""
        return [(key, value_of(value)) for key, value in self.texts(kind, part)]

    def texts(self, kind: str, part: str) -> list[tuple[str, str]]:
        """Return (key, JSON text) of a part, in the order of the keys."""
        return self._rows("SELECT key, value FROM state WHERE kind = ? AND part = ? ORDER BY key", kind, part)

    def keys(self, kind: str, part: str) -> list[str]:
        """Return the keys of a part, in order."""
        rows = self._rows("SELECT key FROM state WHERE kind = ? AND part = ? ORDER BY key", kind, part)
        return [row[0] for row in rows]

    def each(self, kind: str, part: str) -> Iterator[str]:
        """Yield the keys of a part, in order, as they are wanted; nothing may be changed meanwhile."""
        rows = self._connection.execute("SELECT key FROM state WHERE kind = ? AND part = ? ORDER BY key", (kind, part))
        return (row[0] for row in rows)

    def last(self, kind: str, part: str) -> str:
        """Return the last key of a part, "" if it is empty."""
        row = self._connection.execute(
            "SELECT max(key) FROM state WHERE kind = ? AND part = ?", (kind, part)
        ).fetchone()
        return row[0] or ""

    def lasts(self, kind: str, parts: Iterable[str]) -> dict[str, str]:
        """Return part -> its last key, of those parts that hold anything."""
        asked = list(parts)
        found: dict[str, str] = {}
        for at in range(0, len(asked), _AT_ONCE):
            some = asked[at : at + _AT_ONCE]
            found |= self._connection.execute(
                f"SELECT part, max(key) FROM state WHERE kind = ? AND part IN ({', '.join('?' * len(some))}) "
                "GROUP BY part",
                [kind, *some],
            ).fetchall()
        return found

    def between(self, kind: str, part: str, after: str, until: str) -> list[str]:
        """Return the keys of a part behind *after*, up to *until*, in order."""
        rows = self._connection.execute(
            "SELECT key FROM state WHERE kind = ? AND part = ? AND key > ? AND key <= ? ORDER BY key",
            (kind, part, after, until),
        )
        return [row[0] for row in rows]

    def has(self, kind: str, part: str) -> bool:
        """Say whether a part holds anything."""
        return bool(self._rows("SELECT 1 FROM state WHERE kind = ? AND part = ? LIMIT 1", kind, part))

    def holding(self, kind: str, parts: Iterable[str]) -> set[str]:
        """Return those parts that hold anything."""
        rows = self._connection.execute(
            "SELECT asked.value FROM json_each(?) asked "
            "WHERE EXISTS (SELECT 1 FROM state WHERE kind = ? AND part = asked.value)",
            (json.dumps(sorted(parts)), kind),
        )
        return {row[0] for row in rows}

    def parts(self, kind: str) -> Iterator[str]:
        """Yield the parts of a kind, in order; what is changed meanwhile beyond the last one is seen."""
        last: str | None = None
        while True:
            row = self._connection.execute(
                "SELECT part FROM state WHERE kind = ? AND part > ? ORDER BY part LIMIT 1"
                if last is not None
                else "SELECT part FROM state WHERE kind = ? ORDER BY part LIMIT 1",
                (kind,) if last is None else (kind, last),
            ).fetchone()
            if row is None:
                return
            last = str(row[0])
            yield last
