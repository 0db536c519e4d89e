"""Logs for tests: small worlds of articles, links, merges and withdrawals.

A world is drawn as a list of plain commands; those that make no sense at their
turn (undoing what was never merged) are left out, so that every drawn list is a log.
"""

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from kb import events as ev
from kb.events import DomainEvent
from kb.events.streams import BASE, CURATION, RESOLUTION, article_stream, extraction_stream
from kb.log import InMemoryEventLog
from kb.model import Article, Extraction
from kb.model.identity import country_identifier, external_id
from tests.graph import sample

TURTLE = (
    "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix kb: <https://w3id.org/newskb#> .\n"
    "kb:Thing a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:unionOf (kb:A kb:B) ] .\n"
)
ENTITIES = ("aa", "bb", "cc", "dd")
HAPPENINGS = ("h1", "h2")
LOCALS = ("e1", "e2", "e3")
EVENTS = ("v1", "v4")

Command = tuple[Any, ...]

SETTLED: tuple[Command, ...] = (
    ("add", "0"),
    ("read", "0", "full"),
    ("link", "0", "e1", "aa"),
    ("link", "0", "e2", "cc"),
    ("tell", "0", "v4", "h1"),
    ("add", "1"),
    ("read", "1", "full"),
    ("link", "1", "e1", "bb"),
    ("tell", "1", "v4", "h2"),
    ("describe", "aa", "dd", "city"),
    ("merge", "aa", "bb"),
)
"""A start from which most drawn commands make sense."""

_ARTICLE = st.sampled_from("0123")
_ENTITY = st.sampled_from(ENTITIES)
_COMMAND = st.lists(
    st.one_of(
        st.tuples(st.just("add"), _ARTICLE),
        st.tuples(st.just("read"), _ARTICLE, st.sampled_from(["full", "less", "names", "nothing"])),
        st.tuples(st.just("withdraw"), _ARTICLE),
        st.tuples(st.just("correct"), _ARTICLE, _ARTICLE),
        st.tuples(st.just("link"), _ARTICLE, st.sampled_from(LOCALS), _ENTITY),
        st.tuples(st.just("identify"), _ARTICLE, st.sampled_from(LOCALS)),
        st.tuples(st.just("tell"), _ARTICLE, st.sampled_from(EVENTS), st.sampled_from(HAPPENINGS)),
        st.tuples(st.just("merge"), _ENTITY, _ENTITY),
        st.tuples(st.just("merge"), st.just("h1"), st.just("h2")),
        st.tuples(st.just("undo"), st.sampled_from("01234")),
        st.tuples(st.just("describe"), _ENTITY, _ENTITY, st.sampled_from(["city", "person"])),
        st.tuples(st.just("apart"), _ENTITY, _ENTITY),
        st.tuples(st.just("retract"), _ARTICLE, st.sampled_from(["v1", "s1", "q1", "o1"])),
        st.tuples(st.just("confirm"), _ARTICLE, st.sampled_from(["v4", "s2"])),
        st.tuples(st.just("amend"), _ARTICLE, st.sampled_from([("v1", "flood"), ("v4", "fire"), ("q1", "exactly 9")])),
        st.tuples(st.just("call"), _ENTITY, st.sampled_from([("label", "X"), ("type", "city"), ("external", "a:b")])),
        st.tuples(st.just("undecide"), st.sampled_from("0123")),
        st.tuples(st.just("import"), st.sampled_from("ab")),
        st.tuples(st.just("drop"), st.sampled_from("ab")),
    ),
    max_size=20,
)
COMMANDS: st.SearchStrategy[list[Command]] = st.builds(
    lambda settled, commands: [*SETTLED[:settled], *commands], st.sampled_from([0, 7, 11]), _COMMAND
)


def text_of(number: str) -> Article:
    """Return the article called *number*: the sample with other words at its end."""
    return sample.article(f"{sample.TEXT} Edition {number}.", source=("Gazette", "Courier")[int(number) % 2])


def reading(number: str, kind: str = "full") -> Extraction:
    """Return what an extractor takes from article *number*; the others are newer and leave things out."""
    full = sample.extraction(text_of(number))
    if kind == "full":
        return full
    if kind == "names":
        told = dataclasses.replace(full, version="3", events=(), statements=(), figures=(), offices=(), mentions=())
        return dataclasses.replace(told, entities=full.entities[1:3])
    if kind == "nothing":
        return Extraction(full.article, full.extractor, "4")
    kept = tuple(event for event in full.events if event.id == "v4")
    renamed = tuple(dataclasses.replace(e, id={"e1": "e2", "e2": "e1"}.get(e.id, e.id)) for e in full.entities[:3])
    return dataclasses.replace(
        full, version="2", events=kept, statements=(), figures=(), offices=(), mentions=(), entities=renamed
    )


class World:
    """A log in memory, written by commands, with a clock that ticks."""

    def __init__(self) -> None:
        self._now = datetime(2031, 5, 8, tzinfo=UTC)
        self.log = InMemoryEventLog(self._tick)
        self._read: dict[str, Extraction] = {}
        self._merges: list[str] = []
        self._decisions: list[int] = []
        self._imported: set[str] = set()
        self._added: set[str] = set()
        self.put(BASE, ev.BaseCreated(sample.BASE, "0.1.0"))
        self.put(BASE, ev.OntologyAdopted("0" * 64, TURTLE))

    def _tick(self) -> datetime:
        self._now += timedelta(seconds=1, microseconds=100_000)
        return self._now

    def put(self, stream: str, *events: DomainEvent, actor: str = "rule:test/1") -> int:
        """Append events and return the position reached."""
        return self.log.append(stream, self.log.stream_version(stream), events, actor=actor)[-1].position

    def run(self, commands: Sequence[Command]) -> "World":
        """Carry out commands in order, leaving out what makes no sense."""
        for name, *arguments in commands:
            getattr(self, f"_{name}_" if name == "read" else f"_{name}")(*arguments)
        return self

    def _add(self, number: str) -> None:
        article = text_of(number)
        self._added.add(number)
        self.put(article_stream(article.id), ev.ArticleAdded(article.id, article, "test"))

    def _read_(self, number: str, kind: str) -> None:
        if number in self._added:
            made = reading(number, kind)
            self._read[number] = made
            self.put(extraction_stream(made.article), ev.ExtractionRecorded(made.article, made), actor="extractor:x/1")

    def _withdraw(self, number: str) -> None:
        if number in self._added:
            article = text_of(number).id
            self._decisions.append(self.put(article_stream(article), ev.ArticleWithdrawn(article, "asked to")))

    def _correct(self, number: str, old: str) -> None:
        if old in self._added and old != number:
            article = text_of(number)
            self._added.add(number)
            self.put(article_stream(article.id), ev.ArticleCorrected(article.id, article, text_of(old).id, "test"))

    def _link(self, number: str, local: str, entity: str) -> None:
        if number in self._read and any(e.id == local for e in self._read[number].entities):
            member = f"{text_of(number).id}#{local}"
            self.put(RESOLUTION, ev.EntitiesLinked(entity, (member,), 3.5, ("same name",)))

    def _identify(self, number: str, local: str) -> None:
        """Link an entity to what its id elsewhere, or its country, stands for."""
        for entity in self._read[number].entities if number in self._read else ():
            known = entity.external or (country_identifier(entity.country) if entity.country else "")
            if entity.id == local and known:
                self._link(number, local, external_id(known))

    def _tell(self, number: str, local: str, happening: str) -> None:
        if number in self._read and any(e.id == local for e in self._read[number].events):
            member = f"{text_of(number).id}#{local}"
            self.put(RESOLUTION, ev.HappeningsLinked(happening, (member,), 2.0, ("same day",)))

    def _merge(self, kept: str, absorbed: str) -> None:
        if kept != absorbed:
            self._merges.append(f"m{len(self._merges)}")
            self.put(RESOLUTION, ev.EntitiesMerged(self._merges[-1], kept, absorbed, 5.0, ("same name",)))

    def _undo(self, which: str) -> None:
        if int(which) < len(self._merges):
            self.put(RESOLUTION, ev.MergeUndone(self._merges[int(which)], "namesake"), actor="person:ana")

    def _describe(self, entity: str, within: str, kind: str) -> None:
        place = within if within != entity else ""
        self.put(
            RESOLUTION,
            ev.EntityDescribed(entity, f"The {entity}", kind, ("geonames:7",), "XX", place, 1.5, -2.25, "described"),
        )

    def _apart(self, one: str, other: str) -> None:
        if one != other:
            self.put(RESOLUTION, ev.EntitiesKeptApart((one, other), -3.0, ("other country",)))

    def _decide(self, event: DomainEvent) -> None:
        self._decisions.append(self.put(CURATION, event, actor="person:ana"))

    def _retract(self, number: str, local: str) -> None:
        if number in self._added:
            self._decide(ev.ClaimRetracted(f"{text_of(number).id}#{local}", "wrong"))

    def _confirm(self, number: str, local: str) -> None:
        if number in self._added:
            self._decide(ev.ClaimConfirmed(f"{text_of(number).id}#{local}"))

    def _amend(self, number: str, said: tuple[str, str]) -> None:
        if number in self._added:
            self._decide(ev.ClaimAmended(f"{text_of(number).id}#{said[0]}", said[1], "see photo"))

    def _call(self, entity: str, said: tuple[str, str]) -> None:
        self._decide(ev.EntityAmended(entity, *said))

    def _undecide(self, which: str) -> None:
        if int(which) < len(self._decisions):
            self.put(CURATION, ev.DecisionUndone(self._decisions[int(which)], "changed my mind"))

    def _import(self, name: str) -> None:
        graph = f"http://elsewhere.example/{name}"
        self._imported.add(graph)
        number = f'"00{self.log.position()}"^^<http://www.w3.org/2001/XMLSchema#integer>'
        line = f"<http://elsewhere.example/x> <http://elsewhere.example/p> {number} .\n"
        self.put(BASE, ev.GraphImported(graph, line, "test.nt"))

    def _drop(self, name: str) -> None:
        graph = f"http://elsewhere.example/{name}"
        if graph in self._imported:
            self._imported.discard(graph)
            self.put(BASE, ev.GraphDropped(graph, "no longer needed"))
