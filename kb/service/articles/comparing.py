"""What differs between two extractions of one article, kind by kind.

Input: the article and two extractions of it. Output: a Comparison: only in the
first, only in the second, in both but told differently; printed by `kb
compare`, and the report of `kb reextract`.
Pure. Never: says which of the two is right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kb.graph.labels import event_label
from kb.model import Article, Entity, Event, Extraction, Figure, Office, Span, Statement
from kb.service.articles.aligning import KINDS, align
from kb.service.display.wording import figure_words, office_words, reality_words, time_words

_LONGEST: Final = 100

Values = dict[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that one of the two tells, or both.

    Attributes:
        kind: entities, offices, statements, events or figures.
        first, second: local ids, "" where it is missing.
        label: for reading.
        start, end: where it stands, code points of the stored text; 0, 0 for an entity without mention.
        differs: field -> (value of the first, value of the second), in words.
    """

    kind: str
    first: str
    second: str
    label: str
    start: int
    end: int
    differs: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two extractions side by side.

    Attributes:
        first, second: extractor and version of each.
        only_first, only_second, different: in text order within a kind.
        same: kind -> how many are told alike.
    """

    first: str
    second: str
    only_first: tuple[Told, ...]
    only_second: tuple[Told, ...]
    different: tuple[Told, ...]
    same: Mapping[str, int]

    @property
    def differences(self) -> int:
        """How many things are not told alike."""
        return len(self.only_first) + len(self.only_second) + len(self.different)


def compare(article: Article, first: Extraction, second: Extraction) -> Comparison:
    """Return what differs between two extractions of *article*."""
    pairs = align(first, second)
    back = {a: b for b, a in pairs.items()}
    one = _Side(article.text, first, {})
    two = _Side(article.text, second, pairs, one)
    only_first, only_second, different = [], [], []
    same = dict.fromkeys(KINDS, 0)
    for kind in KINDS:
        others = {item.id: item for item in getattr(second, kind)}
        for item in getattr(first, kind):
            if item.id not in back:
                only_first.append(one.told(kind, item, item.id, ""))
                continue
            differs = _differs(one.values(item), two.values(others[back[item.id]]))
            if differs:
                different.append(one.told(kind, item, item.id, back[item.id], differs))
            else:
                same[kind] += 1
        only_second += [two.told(kind, item, "", item.id) for item in others.values() if item.id not in pairs]
    return Comparison(
        f"{first.extractor}/{first.version}",
        f"{second.extractor}/{second.version}",
        tuple(only_first),
        tuple(only_second),
        tuple(different),
        same,
    )


def _differs(a: Values, b: Values) -> tuple[tuple[str, str, str], ...]:
    """Return the fields that differ, also those that one alone has, as a role; of lists only what the other lacks."""
    found = []
    for name in (*a, *(one for one in b if one not in a)):
        first, second = a.get(name, ()), b.get(name, ())
        if isinstance(first, tuple) and isinstance(second, tuple):
            first, second = (
                ", ".join(x for x in one if x not in other) for one, other in ((first, second), (second, first))
            )
        if first != second:
            found.append((name, str(first), str(second)))
    return tuple(found)


class _Side:
    """One of the two: its items in words; what both have is called as the *other* calls it."""

    def __init__(self, text: str, extraction: Extraction, to: Mapping[str, str], other: "_Side | None" = None) -> None:
        self._text = text
        self._to = to
        self._other = other
        self._entities = {entity.id: entity for entity in extraction.entities}
        self._figures = extraction.figures
        self._events = {event.id: event for event in extraction.events}
        self._statements = {statement.id: statement for statement in extraction.statements}
        self._mentions: dict[str, list[Span]] = {}
        for mention in extraction.mentions:
            self._mentions.setdefault(mention.entity, []).append(mention.span)

    def told(
        self, kind: str, item: Any, first: str, second: str, differs: tuple[tuple[str, str, str], ...] = ()
    ) -> Told:
        span = self._span(item)
        return Told(kind, first, second, self.label(item), span.start if span else 0, span.end if span else 0, differs)

    def _span(self, item: Any) -> Span | None:
        if isinstance(item, Entity):
            return min(self._mentions.get(item.id, ()), default=None)
        if isinstance(item, Event):
            return item.trigger
        if isinstance(item, Statement):
            return next(iter((*item.content, item.cue)), None)
        span: Span = item.span
        return span

    def label(self, item: Any) -> str:
        """Return how an item is called for reading."""
        match item:
            case Entity():
                return f"{item.name} ({item.type.replace('_', ' ')})"
            case Event():
                return event_label(self._text, item, self._entities, self._figures)
            case Statement():
                speakers = ", ".join(self._name(s) for s in item.speakers) or "somebody"
                return f"{speakers}: {_short(self._words(item.content)) or '(nothing reported)'}"
            case Figure():
                return f"{figure_words(item, item.span.of(self._text))}, of {self._name(item.event)}"
            case _:
                return f"{self._name(item.person)}, {office_words(item)}"

    def _name(self, local: str) -> str:
        if local in self._entities:
            return self._entities[local].name
        if local in self._events:
            return event_label(self._text, self._events[local], self._entities, self._figures)
        if local in self._statements:
            return f"“{_short(self._words(self._statements[local].content))}”"
        return local

    def _words(self, spans: tuple[Span, ...]) -> str:
        return " … ".join(" ".join(span.of(self._text).split()) for span in spans)

    def _called(self, local: str) -> str:
        """Return the name of what a field refers to; the other side's name for it if that has it as well."""
        if self._other is not None and local in self._to:
            return self._other._name(self._to[local])
        return self._name(local) if local else ""

    def values(self, item: Any) -> Values:
        """Return field -> value in words; names of the same things are the same."""
        makers: dict[type, Callable[[Any], Values]] = {
            Entity: self._entity_values,
            Event: self._event_values,
            Statement: self._statement_values,
            Figure: self._figure_values,
            Office: self._office_values,
        }
        return makers[type(item)](item)

    def _entity_values(self, e: Entity) -> Values:
        return {
            "type": e.type,
            "name": e.name,
            "mentions": tuple(f"{self._words((s,))} [{s.start}]" for s in sorted(self._mentions.get(e.id, ()))),
            "country": e.country,
            "identifier": e.external,
        }

    def _cues(self, event: Event) -> list[str]:
        told = (self._statements.get(source) for source in event.sources)
        return [one.cue.of(self._text) if one and one.cue else "" for one in told]

    def _event_values(self, v: Event) -> Values:
        roles: dict[str, tuple[str, ...]] = {}
        for r in sorted(v.roles, key=lambda r: r.role):
            filler = self._called(r.entity or r.event) or " ".join(r.span.of(self._text).split())
            roles[r.role] = tuple(sorted((*roles.get(r.role, ()), filler)))
        return {
            "type": v.type,
            "reality": reality_words(v, self._cues(v)),
            "words": " ".join(v.trigger.of(self._text).split()),
            **roles,
            "places": ", ".join(sorted(self._called(p) for p in set(v.places))),
            "time": time_words(v.time),
            "part of": self._called(v.part_of),
            "according to": ", ".join(sorted(self._called(s) for s in v.sources)),
        }

    def _statement_values(self, s: Statement) -> Values:
        return {
            "content": self._words(s.content),
            "speakers": ", ".join(sorted(self._called(e) for e in s.speakers)),
            "mode": s.mode,
            "status": s.status.replace("_", " "),
            "medium": self._called(s.medium) or self._words((s.medium_span,) if s.medium_span else ()),
            "addressees": ", ".join(sorted(self._called(e) for e in s.addressees)),
            "within": self._called(s.nested_in),
        }

    def _figure_values(self, q: Figure) -> Values:
        return {
            "value": figure_words(q, q.span.of(self._text)),
            "event": self._called(q.event),
            "according to": ", ".join(sorted(self._called(s) for s in q.sources)),
        }

    def _office_values(self, o: Office) -> Values:
        return {
            "holder": self._called(o.person),
            "role": o.role,
            "status": o.status,
            "of": ", ".join(self._called(x) for x in (o.organisation, o.place, o.country) if x),
        }


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
