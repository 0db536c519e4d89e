"""Patterns of triples joined over columns of numbers.

Input: patterns of a kb.query.sparql.counting.Counting, their columns. Output: the rows that match, as often as they do.
Pure. Never: makes more than four million rows, or a product of patterns that share nothing: those the engine makes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.query.columns.column import Column, codes
from kb.query.columns.terms import Numbers, Terms, stored

_MOST: Final = 4_000_000  # rows
_NEAR: Final = 4  # numbers for each that is sought, up to which a table of all of them is quicker than a search


class Relation(NamedTuple):
    """Rows: of each variable, without "?", the numbers of its terms."""

    columns: dict[str, Numbers]
    length: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A pattern; an end is a variable, or the number of a term."""

    column: Column
    subject: str | int
    object: str | int

    @property
    def variables(self) -> set[str]:
        return {end for end in (self.subject, self.object) if isinstance(end, str)}

    @property
    def size(self) -> int:
        """How many triples have its constants."""
        start, end = self._range()
        return end - start

    def _range(self) -> tuple[int, int]:
        if isinstance(self.subject, int):
            return _range(self.column.subjects, self.subject)
        if isinstance(self.object, int):
            column = self.column
            return _range(column.objects, self.object, column.by_object)
        return 0, len(self.column)

    def sorted_by(self, variable: str) -> tuple[Numbers, Numbers | None]:
        """Return what stands at *variable*, sorted, and at the other one if there is another."""
        column, (start, end) = self.column, self._range()
        if isinstance(self.subject, int):
            return column.objects[start:end], None
        if isinstance(self.object, int):
            return column.subjects[column.by_object[start:end]], None
        if self.subject == self.object:
            return column.subjects[column.subjects == column.objects], None
        if variable == self.subject:
            return column.subjects, column.objects
        return column.objects[column.by_object], column.subjects[column.by_object]

    def rows(self) -> Relation:
        """Return all that match."""
        first = self.subject if isinstance(self.subject, str) else self.object
        assert isinstance(first, str)
        values, others = self.sorted_by(first)
        found = {first: values}
        if others is not None:
            assert isinstance(self.object, str)
            found[self.object] = others
        return Relation(found, len(values))


def joined(
    patterns: Sequence[tuple[str, str, str]], columns: Mapping[str, Column], terms: Terms, needed: Collection[str]
) -> Relation | None:
    """Return the rows of *patterns* with the variables that are *needed*; None where the engine should make them."""
    left = [
        _Pattern(columns[predicate], _end(subject, terms), _end(object, terms))
        for subject, predicate, object in patterns
    ]
    if not all(pattern.variables for pattern in left):
        return None
    left.sort(key=lambda pattern: pattern.size)
    found = _narrowed(left.pop(0).rows(), left, needed)
    while left:
        touching = [place for place, pattern in enumerate(left) if pattern.variables & found.columns.keys()]
        if not touching:
            return None
        more = _with(found, left.pop(touching[0]), len(terms))
        if more is None:
            return None
        found = _narrowed(more, left, needed)
    return found


def _narrowed(rows: Relation, left: Sequence[_Pattern], needed: Collection[str]) -> Relation:
    """Return *rows* without the variables that nobody asks for any more."""
    asked = set(needed).union(*(pattern.variables for pattern in left))
    return Relation({name: values for name, values in rows.columns.items() if name in asked}, rows.length)


def _with(rows: Relation, pattern: _Pattern, terms: int) -> Relation | None:
    """Return *rows* joined with a pattern that has a variable of theirs."""
    subject, object = pattern.subject, pattern.object
    both = pattern.variables <= rows.columns.keys() and len(pattern.variables) > 1
    if both:
        assert isinstance(subject, str)
        assert isinstance(object, str)
        column = pattern.column
        sought = codes(rows.columns[subject], rows.columns[object])
        start, times = _found(codes(column.subjects, column.objects), sought)
        others = None
    else:
        (shared,) = pattern.variables & rows.columns.keys()
        keys, others = pattern.sorted_by(shared)
        start, times = _matches(keys, rows.columns[shared], terms)
    length = int(times.sum())
    if length > _MOST:
        return None
    if length == len(times) and (not length or times.max() == 1):
        made, at = dict(rows.columns), start
    else:
        made = {name: np.repeat(values, times) for name, values in rows.columns.items()}
        at = np.repeat(start - (np.cumsum(times) - times), times) + np.arange(length)
    if others is not None:
        (name,) = pattern.variables - {shared}
        made[name] = others[at]
    return Relation(made, length)


def _matches(keys: Numbers, sought: Numbers, terms: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the *keys*, sorted, that are as each number *sought* begin, and how many there are.

    Args:
        terms: more than any number.
    """
    if terms > _NEAR * (len(sought) + len(keys)):
        return _found(keys, sought)
    times = np.bincount(keys, minlength=terms)
    start = np.cumsum(times)
    start -= times
    return start[sought], times[sought]


def _found(
    keys: NDArray[np.int32] | NDArray[np.int64], sought: NDArray[np.int32] | NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    start = np.searchsorted(keys, sought)
    return start, np.searchsorted(keys, sought, "right") - start


def _range(values: Numbers, number: int, order: Numbers | None = None) -> tuple[int, int]:
    sought = np.int32(number)
    start = np.searchsorted(values, sought, sorter=order)
    return int(start), int(np.searchsorted(values, sought, "right", sorter=order))


def _end(text: str, terms: Terms) -> str | int:
    return text[1:] if text.startswith("?") else terms.find(stored(text))
