"""What the page of an article shows beside its text: facts, each with the marks that lead to it and from it.

Input: a Reading, as people's decisions leave it. Output: Panel values for the template, Marks for kb.api.pages.marking.
Pure. Never: a fact of an extraction without its characters.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kb.api.pages.dating import readable
from kb.api.pages.marking import Mark
from kb.api.pages.wording import country, standing
from kb.model import Entity, Event, Span, Statement
from kb.model.extraction import PLACE_TYPES
from kb.service.display.event_pages import event_facts
from kb.service.display.page import Fact
from kb.service.display.reading import Reading, figure_fact, office_facts
from kb.service.display.wording import stance, time_words

KINDS: Final = {
    "person": "people",
    "body": "organisations",
    "place": "places",
    "event": "events",
    "figure": "figures",
    "statement": "statements",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Part of what is told of an item: a role, a place, a time, a figure.

    Attributes:
        fact: with value, certainty, who says so, and the id of its claim.
        at: "START-END" of the first words that it rests on, "" for none.
    """

    fact: Fact
    at: str


@dataclass(frozen=True, slots=True)
class Item:
    """An event, a statement, an entity or an office as the article has it.

    Attributes:
        key: of the fact, named by marks; its place in the page is "f-KEY".
        kind: as in KINDS, or "office".
        title, gist: in words; the gist is what a reader sees who points at the text.
        ref: id of the page about it, "" for none.
        anchor: place in the text that it leads to, "" if it has none.
        claim, value: what is decided about, and what it says now; "" for what is no claim.
        quoted: words of a statement; *stance*: those that say more than that it was made ("denied").
        member: of an entity, "ARTICLE#LOCAL": by it is decided which one it is; "" for what is none.
    """

    key: str
    kind: str
    title: str
    gist: str
    ref: str
    anchor: str
    certainty: float = 1.0
    by: str = ""
    claim: str = ""
    value: str = ""
    quoted: str = ""
    stance: str = ""
    direct: bool = False
    tag: str = ""
    member: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Items of one kind."""

    title: str
    name: str
    items: tuple[Item, ...]


def groups(reading: Reading) -> tuple[Group, ...]:
    """Return all that one article says, by kind; kinds of which it says nothing are left out."""
    read = reading.extraction
    named = [entity for entity in read.entities if entity.named]
    found = (
        Group("What happened", "events", tuple(_event(reading, event) for event in read.events)),
        Group("Who said what", "statements", tuple(_statement(reading, one) for one in read.statements)),
        Group("Who holds which office", "offices", tuple(_offices(reading))),
        Group("Who and where", "entities", tuple(_entity(reading, entity) for entity in named)),
    )
    return tuple(group for group in found if group.items)


def marks(reading: Reading) -> Iterator[Mark]:
    """Yield what is marked in the text."""
    read = reading.extraction
    for mention in read.mentions:
        entity = reading.entities.get(mention.entity)
        if entity is not None:
            fact = _key(entity.id) if entity.named else ""
            yield Mark(mention.span.start, mention.span.end, kind_of(entity), f"m-{mention.id}", fact)
    for statement in read.statements:
        yield from _several(statement.content, "statement", reading.ref(statement.id), _key(statement.id))
    for event in read.events:
        yield from _several((event.trigger, *event.other_mentions), "event", reading.ref(event.id), _key(event.id))
    for figure in read.figures:
        if figure.event in reading.events:
            yield Mark(figure.span.start, figure.span.end, "figure", reading.claim(figure.id), _key(figure.event))


def kind_of(entity: Entity) -> str:
    """Return under which kind an entity is marked; a country is a place, acting or not."""
    if entity.type == "person":
        return "person"
    return "place" if entity.type in PLACE_TYPES or entity.type == "country" else "body"


def counts(found: Iterable[Mark]) -> dict[str, int]:
    """Return kind -> how many things of it are marked."""
    told: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for mark in found:
        if mark.kind in told:
            told[mark.kind].add(mark.fact if mark.kind not in ("figure",) else mark.anchor)
    return {kind: len(keys - {""}) for kind, keys in told.items()}


def _key(local: str) -> str:
    return f"fact-{local}"


def _several(spans: Sequence[Span], kind: str, anchor: str, fact: str) -> Iterator[Mark]:
    for number, span in enumerate(sorted(spans)):
        if span.start < span.end:
            yield Mark(span.start, span.end, kind, anchor if number == 0 else "", fact)


def _at(fact: Fact) -> str:
    return f"{fact.quotes[0].start}-{fact.quotes[0].end}" if fact.quotes else ""


def _event(reading: Reading, event: Event) -> Item:
    figures = [figure for figure in reading.extraction.figures if figure.event == event.id]
    facts = event_facts(reading, event)
    facts += [replace(figure_fact(reading, one), name="figure", ref="") for one in figures]
    told = (event.type.replace("_", " "), reading.became(event), readable(time_words(event.time)))
    return Item(
        key=_key(event.id),
        kind="event",
        title=reading.name(event.id),
        gist=", ".join(part for part in told if part),
        ref=reading.ref(event.id),
        anchor=reading.ref(event.id),
        certainty=event.confidence,
        by=reading.voice(event.sources),
        claim=reading.claim(event.id),
        lines=tuple(Line(fact, _at(fact)) for fact in facts),
    )


def _statement(reading: Reading, statement: Statement) -> Item:
    speakers = reading.voice([statement.id])
    cue = " ".join(statement.cue.of(reading.article.text).split()) if statement.cue else ""
    to = ", ".join(reading.name(one) for one in statement.addressees)
    medium = reading.name(statement.medium) if statement.medium else ""
    refused = statement.status == "not_reported_content"
    more = cue if refused else stance(reading.article, statement)
    told = (
        f"“{cue}”" if cue and not (more and statement.content) else "",
        f"to {to}" if to else "",
        f"via {medium}" if medium else "",
    )
    return Item(
        key=_key(statement.id),
        kind="statement",
        title=speakers,
        gist=", ".join(part for part in told if part),
        ref=reading.ref(statement.id),
        anchor=reading.ref(statement.id) if statement.content else "",
        certainty=statement.confidence,
        claim=reading.claim(statement.id),
        quoted=reading.content(statement),
        stance=more if statement.content else "",
        direct=statement.mode == "direct",
        tag=standing(statement.status),
    )


def _offices(reading: Reading) -> Iterator[Item]:
    for office, fact in zip(reading.extraction.offices, office_facts(reading), strict=True):
        yield Item(
            key=_key(office.id),
            kind="office",
            title=fact.name,
            gist=fact.value,
            ref=fact.ref,
            anchor="",
            certainty=fact.certainty,
            claim=fact.claim,
            value=office.role,
            lines=(Line(fact, _at(fact)),),
        )


def _entity(reading: Reading, entity: Entity) -> Item:
    first = min((m for m in reading.extraction.mentions if m.entity == entity.id), key=lambda m: m.span, default=None)
    within = reading.name(entity.within) if entity.within else ""
    land = country(entity.country) if entity.country and entity.type != "country" else ""
    parts = [entity.type.replace("_", " "), entity.description, f"in {within}" if within else ""]
    parts.append(land if land != within else "")
    return Item(
        key=_key(entity.id),
        kind=kind_of(entity),
        title=entity.name,
        gist=", ".join(part for part in parts if part),
        ref=reading.ref(entity.id),
        anchor=f"m-{first.id}" if first else "",
        certainty=entity.confidence,
        member=f"{reading.article.id}#{entity.id}",
    )
