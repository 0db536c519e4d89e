"""Texts of an earlier event that hold what is searched for, ranked as the full-text index of then would rank them.

Input: a connection over which rows of then are laid (kb.projections.past.overlay), phrases. Output: texts with ranks,
the very numbers that SQLite's bm25 gives over an index of the texts of then alone.
Never: makes such an index. What of a rank depends on all texts (how many there are, how long they are, how many hold a
phrase) is counted over both files less what is hidden; how often a text holds a phrase is read off the rank that its
own file's index gives for that phrase alone.
"""

import json
import math
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from kb.projections.catalog.reading import KINDS

FILES: Final = ("main", "past")
_K1: Final = 1.2  # as SQLite's own bm25 has them
_B: Final = 0.75
_PHRASES: Final = 1000  # of which it is known how many texts hold them
_LEAST: Final = 1e-6  # weight of a phrase that half of the texts hold
_HELD: Final = (  # weights that are whole numbers, so that how often a phrase stands in a text is one, too
    "SELECT s.rowid, bm25(search, 4.0, 1.0), d.sz FROM {file}.search s "
    "JOIN {file}.search_docsize d ON d.id = s.rowid "
    "WHERE s.search MATCH ? AND +s.rowid IN (SELECT value FROM json_each(?)) ORDER BY s.rowid"
)
_HOLDING: Final = (
    "SELECT count(*), total(+rowid IN (SELECT number FROM temp.gone_number)) FROM {file}.search WHERE search MATCH ?"
)
_FOUND: Final = np.dtype([("number", np.int64), ("so", np.bool_)])
_ROW: Final = np.dtype([("number", np.int64), ("rank", np.float64), ("words", np.int64)])

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A text that holds what is searched for.

    Attributes:
        number: of the text.
        rank: the lower the better.
        file: "main" or "past", where it stands.
        so: whether it is an entity's that is called just as was asked for.
    """

    number: int
    rank: float
    file: str
    so: bool


@dataclass(frozen=True, slots=True)
class _Index:
    """What an index of full texts says of all of them: how many there are, and how many words they have."""

    texts: int
    words: int

    def weight(self, holding: int) -> float:
        """Return how much a phrase says that so many texts hold."""
        found = math.log((self.texts - holding + 0.5) / (holding + 0.5))
        return found if found > 0.0 else _LEAST

    def share(self, often: Array, words: Array) -> Array:
        """Return what texts of so many words have of a phrase's weight that they hold so often."""
        found: Array = (often * (_K1 + 1.0)) / (often + self._length(words))
        return found

    def often(self, share: Array, words: Array) -> Array:
        """Return how often texts hold a phrase, by their share of its weight."""
        found: Array = np.rint(share * self._length(words) / (_K1 + 1.0 - share))
        return found

    def _length(self, words: Array) -> Array:
        found: Array = _K1 * (1 - _B + _B * words / (self.words / self.texts))
        return found


class Ranking:
    """Ranks texts of then; for one connection, whose rows do not change."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._words: dict[bytes, int] = {}
        self._often: dict[tuple[str, str], tuple[int, int]] = {}

    def best(
        self, query: str, phrases: Sequence[str], kinds: Sequence[str], most: int, called: str = ""
    ) -> list[Ranked]:
        """Return the best texts that match a query of the full-text engine, and all that are as good as the last.

        Args:
            query: made of *phrases* alone, all or any of which a text has to hold.
            kinds: of texts.
            most: how many are wanted.
            called: what an entity is called, whatever the case, that is wanted however good its text is.
        """
        found = {file: self._matching(file, query, kinds, called) for file in FILES}
        matching = {file: rows["number"] for file, rows in found.items()}
        if not any(map(len, matching.values())):
            return []
        ranks = {file: np.zeros(len(some)) for file, some in matching.items()}
        asked = {file: json.dumps(some.tolist()) for file, some in matching.items()}
        for phrase in phrases:
            holding = {file: self._holding(file, phrase) for file in FILES}
            weight = self._then.weight(sum(all_of - hidden for all_of, hidden in holding.values()))
            for file, (all_of, _) in holding.items():
                some, own = self._held(file, phrase, asked[file]), self._there[file]
                there = np.isin(matching[file], some["number"], assume_unique=True)
                often = own.often(-some["rank"] / own.weight(all_of), some["words"]) if len(some) else some["rank"]
                ranks[file][there] += weight * self._then.share(often, some["words"])
        every = np.concatenate([-1.0 * ranks[file] for file in FILES])
        last = np.partition(every, most - 1)[most - 1] if len(every) > most else math.inf
        return [
            Ranked(int(number), float(-1.0 * rank), file, bool(so))
            for file in FILES
            for (number, so), rank in zip(found[file], ranks[file], strict=True)
            if -1.0 * rank <= last or so
        ]

    def _matching(self, file: str, query: str, kinds: Sequence[str], called: str) -> Array:
        """Return the numbers of texts in one file that match a query, in order, and which are of entities called so."""
        asked = f"SELECT s.rowid FROM {file}.search s WHERE s.search MATCH ? ORDER BY s.rowid"
        values = [query]
        if set(kinds) != set(KINDS):  # to look for what each is of takes longer than the rest
            marks = ", ".join("?" * len(kinds))
            asked = (
                f"SELECT s.rowid FROM {file}.search s JOIN {file}.search_keys k ON k.number = s.rowid "
                f"WHERE s.search MATCH ? AND k.kind IN ({marks}) ORDER BY s.rowid"
            )
            values += kinds
        numbers = np.fromiter((row[0] for row in self._connection.execute(asked, values)), np.int64)
        found = np.zeros(len(numbers), _FOUND)
        found["number"] = numbers
        if called and "entity" in kinds and len(numbers):
            found["so"] = np.isin(numbers, self._called(file, query, called))
        return found[~np.isin(numbers, self._hidden, assume_unique=True)] if file == "main" else found

    def _called(self, file: str, query: str, called: str) -> Array:
        """Return the numbers of texts of entities that are called so: all words of a query are in their titles."""
        rows = self._connection.execute(
            f"SELECT s.rowid FROM {file}.search s JOIN {file}.search_keys k ON k.number = s.rowid "
            "WHERE s.search MATCH ? AND k.kind = 'entity' AND s.title = ? COLLATE NOCASE",
            (f"{{title}} : ({query})", called),
        )
        return np.fromiter((row[0] for row in rows), np.int64)

    def _holding(self, file: str, phrase: str) -> tuple[int, int]:
        """Return how many texts in one file hold a phrase, and how many of them are hidden."""
        found = self._often.get((file, phrase))
        if found is None:
            all_of, hidden = self._connection.execute(_HOLDING.format(file=file), (phrase,)).fetchone()
            found = int(all_of), int(hidden) if file == "main" else 0
            if len(self._often) < _PHRASES:
                self._often[file, phrase] = found
        return found

    def _held(self, file: str, phrase: str, asked: str) -> Array:
        """Return number, rank and length of those texts in one file that hold a phrase, in the order of the numbers.

        Args:
            asked: numbers of texts, as JSON.
        """
        rows = self._connection.execute(_HELD.format(file=file), (phrase, asked))
        return np.fromiter(((number, rank, self._length(sizes)) for number, rank, sizes in rows), _ROW)

    def _length(self, sizes: bytes) -> int:
        """Return how many words a text has, by the engine's record of its parts; few differ."""
        found = self._words.get(sizes)
        if found is None:
            found = self._words[sizes] = sum(_numbers(sizes))
        return found

    @cached_property
    def _hidden(self) -> Array:
        rows = self._connection.execute("SELECT number FROM temp.gone_number ORDER BY number")
        return np.fromiter((row[0] for row in rows), np.int64)

    @cached_property
    def _there(self) -> dict[str, _Index]:
        return {file: self._index(file) for file in FILES}

    @cached_property
    def _then(self) -> _Index:
        now, past = self._there["main"], self._there["past"]
        rows = self._connection.execute(
            "SELECT sz FROM main.search_docsize d JOIN temp.gone_number g ON g.number = d.id"
        )
        gone = sum(self._length(row[0]) for row in rows)
        return _Index(now.texts - len(self._hidden) + past.texts, now.words - gone + past.words)

    def _index(self, file: str) -> _Index:
        row = self._connection.execute(f"SELECT block FROM {file}.search_data WHERE id = 1").fetchone()
        texts, *words = _numbers(row[0]) if row and row[0] else (0,)
        return _Index(texts, sum(words))


def _numbers(data: bytes) -> Iterator[int]:
    """Yield the numbers of a record of the full-text engine: seven bits a byte, the highest first."""
    number = length = 0
    for byte in data:
        length += 1
        number = number << 8 | byte if length == 9 else number << 7 | byte & 0x7F
        if length == 9 or byte < 0x80:
            yield number
            number = length = 0
