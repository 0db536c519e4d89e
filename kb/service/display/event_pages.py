"""The page about an event: as one article tells it, and beside it what the others tell of the same happening.

Input: the article's reading, the versions of the others, decisions, sources. Output: a kb.service.display.page value.
Pure. Never: shows a fact of an extraction without its words.
"""

from dataclasses import dataclass

from kb.graph.builder import sure
from kb.graph.claims import FIRST_PLACE, role_field
from kb.model import Event
from kb.service.display.page import Fact, Page, Section, Source, quotes
from kb.service.display.pages import Decision, decision_fact, filled
from kb.service.display.reading import Reading, figure_fact, statement_fact
from kb.service.display.wording import time_words


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is known of a happening beside one article's version of it.

    Attributes:
        versions: sections with every article's version, this one's too.
        same: the events of other articles that tell of it.
        sources: who tells of it independently, of all these articles.
        claims: what they say, each with who says so independently.
        decisions: why they are the same.
        label: what the happening is called, as in the graph.
    """

    versions: tuple[Section, ...]
    same: tuple[Fact, ...]
    sources: tuple[Source, ...]
    claims: tuple[Fact, ...]
    decisions: tuple[Decision, ...]
    label: str = ""


def event_page(reading: Reading, event: Event, elsewhere: Elsewhere | None = None) -> Page:
    """Return what one article says of an event, and others of the happening, if any do."""
    article = reading.article
    figures = [figure_fact(reading, f) for f in reading.extraction.figures if f.event == event.id]
    said = [statement_fact(reading, reading.statements[s]) for s in event.sources if s in reading.statements]
    own = reading.name(event.id)
    title = elsewhere.label if elsewhere and elsewhere.label else own
    return Page(
        kind="event",
        id=reading.ref(event.id),
        iri=reading.iris.event(article.id, event.id).value,
        title=title,
        subtitle=f"as told by {article.title or article.id}" + (f": {own}" if own != title else ""),
        sections=filled(
            Section("What, who, where, when", tuple(event_facts(reading, event))),
            Section("Figures", tuple(figures)),
            Section("Who says so", tuple(said)),
            *(_beside(elsewhere) if elsewhere else ()),
        ),
    )


def _beside(elsewhere: Elsewhere) -> tuple[Section, ...]:
    sources = tuple(_source_fact(source) for source in elsewhere.sources)
    return (
        *elsewhere.versions,
        Section("The same event elsewhere", elsewhere.same),
        Section(f"Independent sources: {len(sources)}", sources),
        Section("Independent sources, claim by claim", elsewhere.claims),
        Section("Why these are one", tuple(decision_fact(decision) for decision in elsewhere.decisions)),
    )


def event_facts(reading: Reading, event: Event) -> list[Fact]:
    """Return what one article says of an event: type, reality, participants, places, time, whole and causes."""
    article = reading.article
    by = reading.voice(event.sources)
    told = quotes(article, [event.trigger, *event.other_mentions])
    real = sure(event.reality_confidence, event.confidence)
    facts = [
        Fact(
            "type", event.type.replace("_", " "), certainty=event.confidence, claim=reading.claim(event.id, "eventType")
        ),
        Fact("reality", reading.became(event), "", told, by, real, reading.claim(event.id, "reality")),
    ]
    for number, role in enumerate(event.roles):
        local = role.entity or role.event
        value = reading.name(local) if local else " ".join(role.span.of(article.text).split())
        ref = reading.ref(local) if local else ""
        claim = reading.claim(event.id, role_field(role.role), number)
        facts.append(Fact(role.role, value, ref, quotes(article, [role.span]), by, role.confidence, claim))
    for index, place in enumerate(event.places):
        span = event.place_spans[index] if index < len(event.place_spans) else None
        certainty = event.place_confidences[index] if index < len(event.place_confidences) else event.confidence
        claim = reading.claim(event.id, "place", FIRST_PLACE + index)
        facts.append(
            Fact("place", reading.name(place), reading.ref(place), quotes(article, [span]), by, certainty, claim)
        )
    if event.time is not None and time_words(event.time):
        certainty = sure(event.time_confidence, event.confidence)
        claim = reading.claim(event.id, "time")
        facts.append(
            Fact("time", time_words(event.time), "", quotes(article, [event.time.words]), by, certainty, claim)
        )
    linked = sure(event.link_confidence, event.confidence)
    links = [("part of", event.part_of, reading.claim(event.id, "partOf"))] if event.part_of else []
    links += [("caused by", cause, reading.claim(event.id, "causedBy", n)) for n, cause in enumerate(event.causes)]
    facts += [
        Fact(name, reading.name(local), reading.ref(local), quotes(article, [event.trigger]), "", linked, claim)
        for name, local, claim in links
    ]
    return facts


def _source_fact(source: Source) -> Fact:
    count = f"{len(source.articles)} article{'' if len(source.articles) == 1 else 's'}"
    return Fact(source.name, f"{count}, {source.why}" if source.why else count, source.ref, sources=(source,))
