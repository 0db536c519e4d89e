"""Changed quads, for reading: what is new, gone or other of each event, statement, entity, decision.

Input: how one part of the graph changed, and who is who at both ends. Output: a Group.
Pure but for looking names up. Never: drops a quad: what is not told in words is counted, and stands in the group.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kb.graph import names
from kb.model.listing import is_listing
from kb.projections.folding.views import Views
from kb.projections.graph.changes import PartChange
from kb.service.history.diff_told import Entry, Group, Item, Told, Value

Term = object
Where = tuple[Term, Term]  # subject and predicate
_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONG: Final = 160  # characters of a value shown

# Nodes that carry a claim and are not one: where it stands, who claims it, how sure it is.
_BEARING: Final = frozenset(map(names.kb, "Claim Mention Phrase Time".split()))
_SOURCE: Final = names.kb("source")
_CALLED: Final = frozenset({names.LABEL, _SOURCE})  # what an article is called by
_WORDED: Final = frozenset({names.LABEL, *map(names.kb, "content exact because".split())})  # what it is called by
_EVIDENCE: Final = names.kb("evidence")
_QUIET: Final = frozenset(
    {names.LABEL, names.GENERATED_BY, names.kb("article")}
    | set(map(names.kb, "evidence claimedBy confidence mention trigger contentSpan cue speakerSpan basis".split()))
    | set(map(names.kb, "sha256 length mode modality event statementStatus mentionedIn".split()))
)


class Reader:
    """Tells changes in words.

    Args:
        before, after: who is who at the two positions, whichever is the earlier.
    """

    def __init__(self, before: Views, after: Views) -> None:
        self._views = (after, before)
        self._base = after.base() or before.base()
        self._labels: dict[tuple[str, bool], str] = {}

    def group(self, change: PartChange) -> Group:
        """Return one part's change."""
        told = self.told(change)
        return Group(told.kind, told.id, told.label, told.items, *_lines(change))

    def told(self, change: PartChange) -> Told:
        """Return one part's change in words."""
        kind, key = change.part
        if kind == "position":
            return Told(kind, self._id(kind, key), "", ())
        items = _Items(self, change)
        return Told(kind, self._id(kind, key), self._label(kind, key, change, items.called), tuple(items.made()))

    def _id(self, kind: str, key: str) -> str:
        if kind == "entity":
            happened = any(views.is_happening(key) for views in self._views)  # one that left is known before only
            return f"{'happening' if happened else 'entity'}-{key}"
        if kind == "article" and is_listing(key):
            kind = "listing"
        return f"{kind}-{key}" if kind in ("article", "listing", "record") else key

    def _label(self, kind: str, key: str, change: PartChange, called: Iterable[Quad]) -> str:
        if kind == "article":
            return self._article(key, called)
        quads = (*change.after, *change.before)
        if kind == "entity":
            own = (quad for quad in quads if quad.predicate == names.LABEL and _tail(quad.subject).endswith(f"-{key}"))
            return next((_text(quad.object) for quad in own), "") or self.entity(key)
        about = [quad for quad in quads if quad.predicate in (names.LABEL, names.kb("decisionType"))]
        return _text(about[0].object) if kind in ("record", "actor") and about else ""

    def _article(self, article: str, called: Iterable[Quad]) -> str:
        own = (f"article-{article}", f"listing-{article}")
        parts = {quad.predicate: _text(quad.object) for quad in called if _tail(quad.subject) in own}
        title, source = parts.get(names.LABEL, ""), parts.get(_SOURCE, "")
        return f"{title} ({source})" if title and source else title

    def entity(self, entity: str, *, before: bool = False) -> str:
        """Return what an entity or happening is called, or was before; its id if it is described at neither end."""
        if (entity, before) not in self._labels:
            order = reversed(self._views) if before else self._views
            views = (views.view(entity) for views in order if views.base())
            self._labels[entity, before] = next((view.label for view in views if view is not None), entity)
        return self._labels[entity, before]

    def value(self, term: Term, labels: Mapping[Term, str], *, before: bool = False) -> Value:
        """Return a term for reading, as what it names is called or was called before."""
        if not isinstance(term, NamedNode):
            return Value(_text(term))
        if not (self._base and term.value.startswith(f"{self._base}id/")):
            return Value(labels.get(term) or words_of(term))
        ref = _tail(term)
        kind, _, key = ref.partition("-")
        if term in labels:
            return Value(labels[term], ref)
        return Value(self.entity(key, before=before) if kind in ("entity", "happening") else ref, ref)


class _Items:
    """The items of one part's change.

    Attributes:
        called: what of it says what something is called, those of before first.
    """

    def __init__(self, reader: Reader, change: PartChange) -> None:
        self._reader = reader
        self._change = change
        self._labels: dict[Term, str] = {}
        self._bearing: set[Term] = set()
        self.called: list[Quad] = []
        evidence: list[Quad] = []
        for quad in chain(change.before, change.after):
            predicate: Term = quad.predicate  # made anew whenever it is asked for
            if predicate in _CALLED:
                self.called.append(quad)
            if predicate in _WORDED:
                self._labels.setdefault(quad.subject, _text(quad.object))
            elif predicate == _EVIDENCE:
                evidence.append(quad)
            elif predicate == names.TYPE and quad.object in _BEARING:
                self._bearing.add(quad.subject)
        for quad in evidence:
            subject: Term = quad.subject
            if subject in self._bearing:
                self._labels.setdefault(subject, self._labels.get(quad.object, ""))

    def made(self) -> Iterable[Item]:
        """Return them, in the order of their ids; those that came or left first."""
        told: dict[Term, list[Entry]] = {}
        for (subject, predicate), (gone, come) in self._by_property().items():
            told.setdefault(subject, []).extend(self._entries(predicate, gone, come))
        for subject, entry in self._certainties():
            told.setdefault(subject, []).append(entry)
        had = _about(told.keys(), self._change.gone, self._change.before)
        has = _about(told.keys(), self._change.come, self._change.after)
        found = []
        for subject, entries in told.items():
            kind = "changed" if subject in had and subject in has else "added" if subject in has else "gone"
            value = self._reader.value(subject, self._labels)
            entries.sort(key=lambda entry: (entry.name, str(entry.was), str(entry.now)))
            found.append(Item(kind, value.ref or _plain(subject), value.text, tuple(entries)))
        return sorted(
            found, key=lambda item: (item.change == "changed", item.id.partition("-")[0], item.label, item.id)
        )

    def _by_property(self) -> dict[Where, tuple[dict[Term, int], dict[Term, int]]]:
        found: dict[Where, tuple[dict[Term, int], dict[Term, int]]] = {}
        for index, quads in enumerate((self._change.gone, self._change.come)):
            for quad, position in quads.items():
                subject, predicate = quad.subject, quad.predicate
                if predicate not in _QUIET and subject not in self._bearing and not _is_class(quad):
                    found.setdefault((subject, predicate), ({}, {}))[index][quad.object] = position
        return found

    def _entries(self, predicate: Term, gone: Mapping[Term, int], come: Mapping[Term, int]) -> Iterable[Entry]:
        name = words_of(predicate)

        def value(term: Term, *, before: bool = False) -> Value:
            return self._reader.value(term, self._labels, before=before)

        if len(gone) == len(come) == 1:
            (old, left), (new, arrived) = *gone.items(), *come.items()
            yield Entry("changed", name, value(old, before=True), value(new), tuple(sorted({left, arrived})))
            return
        for term, position in gone.items():
            yield Entry("gone", name, value(term, before=True), None, (position,))
        for term, position in come.items():
            yield Entry("added", name, None, value(term), (position,))

    def _certainties(self) -> Iterable[tuple[Term, Entry]]:
        """Yield how much surer or less sure a claim became that is there at both ends, under what it is about."""
        certainty = names.kb("certainty")
        now: dict[Term, Quad] = {quad.subject: quad for quad in self._change.come if quad.predicate == certainty}
        was: dict[Term, Quad] = {quad.subject: quad for quad in self._change.gone if quad.predicate == certainty}
        parts: dict[Term, dict[Term, Term]] = {claim: {} for claim in now if claim in was}
        if not parts:  # nearly always: what is claimed comes or goes whole
            return
        for quad in self._change.after:
            if quad.subject in parts:
                parts[quad.subject][quad.predicate] = quad.object
        for claim, of in parts.items():
            stated = self._reader.value(of.get(names.OBJECT), self._labels)
            name = f"certainty of {words_of(of.get(names.PREDICATE))} {stated.text}"
            why = tuple(sorted({self._change.gone[was[claim]], self._change.come[now[claim]]}))
            old, new = _text(was[claim].object), _text(now[claim].object)
            yield of.get(names.SUBJECT), Entry("changed", name, Value(old), Value(new), why)


def _about(wanted: Collection[Term], changed: Collection[Quad], whole: Collection[Quad]) -> set[Term]:
    """Return the subjects of *whole* among *wanted*; few are looked for beyond what *changed* of it, mostly none."""
    found: set[Term] = {quad.subject for quad in changed}
    if len(whole) > len(changed) and not found.issuperset(wanted):
        found.update(quad.subject for quad in whole)
    return found


def words_of(term: Term) -> str:
    """Return the name of a property or concept in words: kb:eventType is "event type"."""
    return _name_of(term) if isinstance(term, NamedNode) else _text(term)


@lru_cache(maxsize=2048)
def _name_of(term: NamedNode) -> str:
    if term == names.TYPE:
        return "type"
    local = re.split(r"[#/]", term.value.rstrip("#/"))[-1]
    known = any(term.value.startswith(namespace) for namespace in names.PREFIXES.values())
    return _WORDS.sub(" ", local).lower().replace("_", " ") if known else term.value


def _is_class(quad: Quad) -> bool:
    return quad.predicate == names.TYPE and quad.object in _CLASSES


_CLASSES: Final = frozenset(
    {names.ACTIVITY, names.AGENT}
    | set(map(names.kb, "Article Event Statement Figure Position Happening Decision Official".split()))
)


def _lines(change: PartChange) -> tuple[dict[str, int], dict[str, int]]:
    gone, come = (
        dict(sorted((f"{quad} .", position) for quad, position in quads.items()))
        for quads in (change.gone, change.come)
    )
    return gone, come


def _text(term: Term) -> str:
    text = " ".join(term.value.split()) if isinstance(term, Literal) else _plain(term)
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def _plain(term: Term) -> str:
    return str(getattr(term, "value", term))


def _tail(term: Term) -> str:
    return _plain(term).rpartition("/")[2]
