"""Pages about an article, an entity or a statement, from what was read; those about events are in event_pages.

Input: articles with their extractions, the names of canonical entities, and
the decisions that linked them. Output: kb.service.display.page values.
Pure. Never: shows a fact of an extraction without its words.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from kb.graph.builder import sure
from kb.graph.iris import Iris
from kb.model import Entity, Span, Statement
from kb.service.display.page import Fact, Page, Section, Source, quotes
from kb.service.display.reading import Reading, event_fact, figure_fact, office_facts, statement_fact
from kb.service.display.wording import stance, time_words


@dataclass(frozen=True, slots=True)
class Decision:
    """Why mentions were linked, as the log recorded it."""

    position: int
    recorded_at: str
    actor: str
    what: str
    score: float
    reasons: tuple[str, ...]


def article_page(reading: Reading, left_out: Sequence[str] = ()) -> Page:
    """Return all that one article says.

    Args:
        left_out: why something that its extractor read is not in the graph.
    """
    article, extraction = reading.article, reading.extraction
    record = {
        "source": article.source,
        "published": article.published,
        "url": article.url,
        "language": article.language,
        "length": f"{len(article.text):,} characters",
        "read by": f"{extraction.extractor} {extraction.version}",
    }
    about = [Fact(name, value) for name, value in record.items() if value]
    about += [Fact("note", note) for note in extraction.notes]
    people = [e for e in extraction.entities if e.type == "person"]
    return Page(
        kind="article",
        id=f"article-{article.id}",
        iri=reading.iris.article(article.id).value,
        title=article.title or f"Article {article.id}",
        subtitle=", ".join(part for part in (article.source, article.published[:10]) if part),
        sections=filled(
            Section("About", tuple(about)),
            Section("Offices", tuple(office_facts(reading))),
            Section("People", tuple(_entity_fact(reading, entity) for entity in people)),
            Section("Organisations, groups and places", tuple(_others(reading, people))),
            Section("What happened", tuple(event_fact(reading, event) for event in extraction.events)),
            Section("Figures", tuple(figure_fact(reading, figure) for figure in extraction.figures)),
            Section("Who said what", tuple(statement_fact(reading, s) for s in extraction.statements)),
            Section("Left out", tuple(Fact("rejected", reason) for reason in left_out)),
        ),
    )


def entity_page(
    iris: Iris,
    identifier: str, label: str, facts: Sequence[Fact], readings: Sequence[tuple[Reading, Sequence[str]]],
    decisions: Sequence[Decision],
) -> Page:  # fmt: skip
    """Return all that the articles say about one canonical entity.

    Args:
        iris: of the home.
        identifier: canonical id.
        label: its name.
        facts: what the registry knows: type, country, identifiers.
        readings: each article that names it, with the local ids that it has there.
        decisions: why these are one.
    """
    roles: list[Fact] = []
    said: list[Fact] = []
    offices: list[Fact] = []
    named: list[Fact] = []
    for reading, locals_ in readings:
        own = set(locals_)
        offices += [replace(fact, name="office", ref="") for fact in office_facts(reading, own)]
        roles += _roles_of(reading, own)
        said += [
            replace(statement_fact(reading, statement), name=stance(reading.article, statement) or statement.mode)
            for statement in reading.extraction.statements
            if own & set(statement.speakers)
        ]
        spans = [mention.span for mention in reading.extraction.mentions if mention.entity in own]
        words = dict.fromkeys(" ".join(span.of(reading.article.text).split()) for span in sorted(spans))
        title = reading.article.title or reading.article.id
        named.append(
            Fact(title, ", ".join(words), f"article-{reading.article.id}", quotes(reading.article, sorted(spans)[:3]))
        )
    return Page(
        kind="entity",
        id=f"entity-{identifier}",
        iri=iris.entity(identifier).value,
        title=label,
        subtitle=", ".join(fact.value for fact in facts if fact.name in ("type", "country")),
        sections=filled(
            Section("About", tuple(facts)),
            Section("Offices", tuple(offices)),
            Section("Took part in", tuple(roles)),
            Section("Said", tuple(said)),
            Section("Named in", tuple(named)),
            Section("Why these are one", tuple(decision_fact(decision) for decision in decisions)),
        ),
    )


def statement_page(
    reading: Reading, statement: Statement, sources: Callable[[str], tuple[Source, ...]] = lambda local: ()
) -> Page:
    """Return one statement with who, how, to whom and about what.

    Args:
        reading: of its article.
        statement: in it.
        sources: finds who else tells of an event of the article that it claims, each by himself.
    """
    article = reading.article
    said, words = statement.confidence, quotes(article, statement.content)
    facts = [Fact("content", reading.content(statement), "", words, certainty=said)] if statement.content else []
    for index, speaker in enumerate(statement.speakers):
        spans = [statement.speaker_span or _first(reading, speaker)]
        certainty = sure(statement.speaker_confidence, said)
        name, ref = reading.name(speaker), reading.ref(speaker)
        claim = reading.claim(statement.id, "speaker", index)
        facts.append(Fact("speaker", name, ref, quotes(article, spans), certainty=certainty, claim=claim))
    cue = " ".join(statement.cue.of(article.text).split()) if statement.cue else ""
    facts.append(Fact("mode", statement.mode + (f", “{cue}”" if cue else ""), "", quotes(article, [statement.cue])))
    if statement.medium:
        spans = [statement.medium_span or _first(reading, statement.medium)]
        name, ref = reading.name(statement.medium), reading.ref(statement.medium)
        facts.append(Fact("medium", name, ref, quotes(article, spans), claim=reading.claim(statement.id, "medium")))
    for index, other in enumerate(statement.addressees):
        spans = [statement.addressee_span or _first(reading, other)]
        claim = reading.claim(statement.id, "addressee", index)
        facts.append(Fact("to", reading.name(other), reading.ref(other), quotes(article, spans), claim=claim))
    if statement.time is not None and time_words(statement.time):
        facts.append(Fact("time", time_words(statement.time), "", quotes(article, [statement.time.words])))
    if statement.nested_in:
        facts.append(Fact("inside", reading.name(statement.nested_in), reading.ref(statement.nested_in)))
    if statement.status != "reported":
        facts.append(Fact("status", statement.status.replace("_", " "), "", quotes(article, [statement.cue])))
    claims = [
        replace(event_fact(reading, reading.events[e]), sources=sources(e))
        for e in statement.claims
        if e in reading.events
    ]
    return Page(
        kind="statement",
        id=reading.ref(statement.id),
        iri=reading.iris.statement(article.id, statement.id).value,
        title=reading.content(statement) or f"{reading.voice([statement.id])}: no content reported",
        subtitle=f"{reading.voice([statement.id])}, in {article.title or article.id}",
        sections=filled(Section("Statement", tuple(facts)), Section("What it claims happened", tuple(claims))),
    )


def _others(reading: Reading, people: Sequence[Entity]) -> Iterable[Fact]:
    return (_entity_fact(reading, e) for e in reading.extraction.entities if e not in people and e.named)


def _entity_fact(reading: Reading, entity: Entity) -> Fact:
    spans = sorted(m.span for m in reading.extraction.mentions if m.entity == entity.id)
    parts = [entity.type.replace("_", " "), entity.description, entity.country]
    parts.append(f"in {reading.name(entity.within)}" if entity.within else "")
    value = ", ".join(part for part in parts if part)
    return Fact(
        entity.name, value, reading.ref(entity.id), quotes(reading.article, spans[:1]), certainty=entity.confidence
    )


def _roles_of(reading: Reading, own: set[str]) -> list[Fact]:
    found = []
    for event in reading.extraction.events:
        parts = [(role.role, role.span) for role in event.roles if role.entity in own]
        spans = dict(zip(event.places, event.place_spans, strict=False))
        parts += [("place", spans.get(place, event.trigger)) for place in event.places if place in own]
        for name, span in parts:
            value = f"{reading.name(event.id)} ({reading.became(event)})"
            by = reading.voice(event.sources)
            found.append(
                Fact(name, value, reading.ref(event.id), quotes(reading.article, [span]), by, event.confidence)
            )
    return found


def decision_fact(decision: Decision) -> Fact:
    """Return a decision as one line, with its reasons."""
    reasons = "; ".join(decision.reasons) or "no reason recorded"
    value = f"{decision.what}: {reasons} ({decision.score:g} bits; {decision.actor}, {decision.recorded_at[:10]})"
    return Fact(f"event {decision.position}", value)


def _first(reading: Reading, local: str) -> Span | None:
    return next((m.span for m in reading.extraction.mentions if m.entity == local), None)


def filled(*sections: Section) -> tuple[Section, ...]:
    """Return the sections that have something to say."""
    return tuple(section for section in sections if section.facts)
