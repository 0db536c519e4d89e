"""What a property had beside what it has: value by value, and within a value word by word.

Input: entries of a thing that changed, from kb.service.history.diff_told. Output: lines for the page /diff.
Pure. Never: leaves an entry out; marks a word that both values have.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from rapidfuzz.distance import Indel

from kb.api.routes.words_changed import word_changes
from kb.service.history.diff_told import Entry

_ALIKE: Final = 0.5  # of the words of two values, from which they are told as one that changed
_MOST: Final = 40  # values of one property that are compared with each other

Run = tuple[str, str]  # same, gone or new; the words


@dataclass(frozen=True, slots=True)
class Line:
    """A value that came, left or changed.

    Attributes:
        entry: what was and what is.
        renamed: whether both are called alike: another thing of the same name.
        unseen: whether both read alike and differ in what is not shown: beyond the length that is, or in their kind.
        runs: the words of both, where they have most in common.
    """

    entry: Entry
    renamed: bool = False
    unseen: bool = False
    runs: tuple[Run, ...] = ()


def by_property(entries: Iterable[Entry]) -> list[tuple[str, list[Line]]]:
    """Return each property with its values: those that left beside what took their place, where that can be told."""
    ordered = sorted(entries, key=lambda entry: entry.name)
    return [(name, [_line(one) for one in _paired(list(some))]) for name, some in groupby(ordered, lambda e: e.name)]


def _paired(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield entries, each that left joined with the one that came and is most like it."""
    come = [one for one in entries if one.change == "added"]
    left = [one for one in entries if one.change == "gone"]
    if len(come) > _MOST or len(left) > _MOST:
        yield from entries
        return
    yield from (one for one in entries if one.change == "changed")
    for one in left:
        alike = max(come, key=lambda other: _likeness(one, other), default=None)
        if alike is None or _likeness(one, alike) < _ALIKE:
            yield one
            continue
        come.remove(alike)
        yield replace(one, change="changed", now=alike.now, why=tuple(sorted({*one.why, *alike.why})))
    yield from come


def _likeness(one: Entry, other: Entry) -> float:
    old, new = _words(one.was), _words(other.now)
    return Indel.normalized_similarity(old.split(), new.split())


def _words(value: object) -> str:
    return str(getattr(value, "text", ""))


def _line(entry: Entry) -> Line:
    old, new = _words(entry.was), _words(entry.now)
    if entry.was is None or entry.now is None:
        return Line(entry)
    if old == new:
        return Line(entry, renamed=entry.was.ref != entry.now.ref, unseen=entry.was.ref == entry.now.ref)
    if Indel.normalized_similarity(old.split(), new.split()) < _ALIKE:
        return Line(entry)
    return Line(entry, runs=tuple(word_changes(old, new)))
