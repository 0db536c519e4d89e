"""The columns that queries have asked for: made by a fork, brought on with the graph, bounded in bytes.

Input: the store in memory; predicates that are wanted; quads that come and go. Output: answers to Countings, through
kb.query.columns.held; used by kb.query.columns.making.
Never: reads much of the store in the process that keeps it: reading counts references, so that each page that was read
would be another one in each fork; answers from a column that is not as the graph is.
"""

import pickle
import time
from collections.abc import Collection, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import numpy as np
import pyoxigraph as ox

from kb.query.columns.column import Column
from kb.query.columns.counted import counted
from kb.query.columns.held import Counted, Held
from kb.query.columns.terms import Terms, stored
from kb.query.sparql.counting import Counting

MOST: Final = 64 << 20  # bytes of all columns and their terms
_LEAST: Final = 2000  # triples of a predicate: the engine counts fewer in a millisecond
_PART: Final = 10_000  # triples that are Python's objects at once
_CHANGED: Final = 10_000  # triples of one change, beyond which a column is made again
_SETS: Final = 1000  # of predicates that are known not to be worth it
_LATELY: Final = 600.0  # seconds for which a column that nobody asks for makes way for no other
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_AS_WRITTEN: Final = frozenset(map(ox.NamedNode, (f"{_XSD}string", f"{_RDF}langString")))
_Node = ox.NamedNode | ox.BlankNode | ox.Triple
_Term = _Node | ox.Literal


@dataclass(slots=True)
class _Made:
    """What a fork sends back: columns with the terms for all, which begin with those that were there before."""

    terms: Terms
    columns: dict[str, Column] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    full: bool = False


class Columns:
    """Columns of one store. One thread alone may use them.

    Args:
        store: whose triples they are; whoever changes it calls *seen* and *settle*.
        held: is told when there are new ones.
        most: bytes.
        least: triples of a predicate from which on it is worth it.
    """

    def __init__(self, store: ox.Store, held: Held, most: int = MOST, least: int = _LEAST) -> None:
        self._store = store
        self._held = held
        self._most = most
        self._least = least
        self._terms = Terms()
        self._columns: dict[str, Column] = {}
        self._wanted: dict[str, float] = {}  # predicate -> when it was asked for last
        self._refused: dict[str, float] = {}  # predicate -> when it was left to the engine
        self._few: dict[frozenset[str], float] = {}  # predicates -> when they were found not worth it
        self._coming: tuple[str, ...] = ()
        self._before = self._terms, 0  # the terms that a fork began with, and how many
        self._changed: dict[ox.NamedNode, set[tuple[_Node, _Term]]] = {}  # of those that are here or coming

    @property
    def missing(self) -> tuple[str, ...]:
        """What is wanted, not here and not coming."""
        there = {*self._columns, *self._coming}
        return tuple(predicate for predicate in self._wanted if predicate not in there)

    @property
    def listens(self) -> bool:
        """Whether there is a column that a change may touch."""
        return bool(self._changed)

    @property
    def size(self) -> int:
        """Bytes."""
        return self._terms.size + sum(column.size for column in self._columns.values())

    def want(self, predicates: Collection[str]) -> None:
        """Take note that these are wanted, if there is enough of one of them.

        Args:
            predicates: as N-Triples.
        """
        now, asked = time.monotonic(), frozenset(predicates)
        if now - self._few.get(asked, -_LATELY) < _LATELY:
            return
        if any(now - self._refused.get(predicate, -_LATELY) < _LATELY for predicate in asked):
            return
        if not self._wanted.keys() >= asked:
            there = [self._there(predicate) for predicate in asked]
            if not all(there) or max(there) < self._least:
                if len(self._few) >= _SETS:
                    self._few.clear()
                self._few[asked] = now
                return
        self._wanted |= dict.fromkeys(asked, now)

    def begin(self) -> None:
        """Take note that a fork, made now, makes what is missing; *take* ends that."""
        self._coming = self.missing
        self._before = self._terms, len(self._terms)
        self._changed |= {ox.NamedNode(predicate[1:-1]): set() for predicate in self._coming}

    def make(self) -> bytes:
        """Return the columns that are coming, from the fork to *take* here."""
        made = _Made(deepcopy(self._terms))
        for predicate in self._coming:
            if (column := self._made(predicate, made.terms)) is None:
                made.refused.append(predicate)
            else:
                made.columns[predicate] = column
            columns = (*self._columns.values(), *made.columns.values())
            if made.terms.size + sum(one.size for one in columns) > self._most:
                return pickle.dumps(_Made(Terms(), full=True))
        return pickle.dumps(made)

    def take(self, data: bytes) -> None:
        """Take what a fork has made; nothing where it broke off. What came too late for it is missing again."""
        coming, self._coming = self._coming, ()
        made = pickle.loads(data) if data else _Made(self._terms, refused=list(coming))
        if self._before[0] is not self._terms or self._before[1] < len(self._terms):  # its numbers mean other terms
            for predicate in coming:
                self._forget(ox.NamedNode(predicate[1:-1]))  # to be made anew
        elif made.full:
            self._make_room(coming)
        else:
            self._terms = made.terms
            for predicate in made.refused:
                self._refuse(predicate)
            for predicate, column in made.columns.items():
                if ox.NamedNode(predicate[1:-1]) in self._changed:  # else too much has changed meanwhile
                    self._columns[predicate] = column
            self.settle()
            self._held.renew(self.count)

    def seen(self, quad: ox.Quad) -> None:
        """Take note of a quad that comes or goes, or may."""
        changed = self._changed.get(quad.predicate)
        if changed is not None:
            changed.add((quad.subject, quad.object))

    def settle(self) -> None:
        """Bring the columns to where the store stands, after a change whose quads were all *seen*."""
        for predicate, changed in list(self._changed.items()):
            if len(changed) > _CHANGED:
                self._forget(predicate)
            elif changed and str(predicate) in self._columns:
                self._bring_on(predicate)

    def count(self, counting: Counting, rows: int | None) -> Counted | None:
        """Return the answer; see kb.query.columns.held."""
        if not self._columns.keys() >= counting.predicates:
            return None
        try:
            return counted(counting, self._columns, self._terms, rows)
        except MemoryError:
            return None

    def _there(self, predicate: str) -> int:
        """Return how many triples there are, as far as it matters."""
        quads = self._store.quads_for_pattern(None, ox.NamedNode(predicate[1:-1]), None, None)
        return len(list(islice(quads, self._least)))

    def _made(self, predicate: str, terms: Terms) -> Column | None:
        """Read a column from the store; None where a triple says something of a triple, or the terms are too many."""
        quads = self._store.quads_for_pattern(None, ox.NamedNode(predicate[1:-1]), None, None)
        subjects, objects = [terms.number([])], [terms.number([])]
        while part := [(subject, object) for subject, _, object, _ in islice(quads, _PART)]:
            if _is_unspeakable(part) or terms.size > self._most:
                return None
            subjects.append(terms.number([str(subject) for subject, _ in part]))
            objects.append(terms.number([str(object) for _, object in part]))
        return Column.of(np.concatenate(subjects), np.concatenate(objects))

    def _bring_on(self, predicate: ox.NamedNode) -> None:
        """Have a column say of each triple that has changed how often it is there now."""
        quads = self._changed[predicate]
        if _is_unspeakable(quads):
            self._refuse(str(predicate))
            return
        changed = {(str(subject), _text(object)): (subject, object) for subject, object in quads}
        quads.clear()
        look = self._store.quads_for_pattern
        times = [len(list(look(subject, predicate, object, None))) for subject, object in changed.values()]
        subjects = self._terms.number([subject for subject, _ in changed])
        objects = self._terms.number([object for _, object in changed])
        column = self._columns[str(predicate)]
        self._columns[str(predicate)] = column.with_pairs(subjects, objects, np.array(times, np.int32))
        if self.size > self._most:
            self._make_room((str(predicate),))

    def _refuse(self, predicate: str) -> None:
        """Leave it to the engine for a while."""
        self._refused[predicate] = time.monotonic()
        self._wanted.pop(predicate, None)
        self._forget(ox.NamedNode(predicate[1:-1]))

    def _forget(self, predicate: ox.NamedNode) -> None:
        """Let a column go, to be made anew while it is wanted."""
        self._changed.pop(predicate, None)
        self._columns.pop(str(predicate), None)

    def _make_room(self, newest: Collection[str]) -> None:
        """Begin anew without what nobody has asked for lately, or else without the *newest*."""
        now = time.monotonic()
        late = [predicate for predicate, at in self._wanted.items() if now - at > _LATELY]
        for predicate in late:
            del self._wanted[predicate]
        for predicate in newest if not late else ():
            self._refuse(predicate)
        self._columns, self._terms = {}, Terms()
        self._changed.clear()


def _text(term: _Term) -> str:
    """Return a term as it is stored, which those of a change need not be yet."""
    if isinstance(term, ox.Literal) and term.datatype not in _AS_WRITTEN:
        return stored(str(term))
    return str(term)


def _is_unspeakable(ends: Iterable[tuple[_Node, _Term]]) -> bool:
    """Whether a term is a triple, which no row of TSV can say."""
    return any(isinstance(subject, ox.Triple) or isinstance(object, ox.Triple) for subject, object in ends)
