"""The catalog's rows of one article and of one entity.

Input: an article, its extraction, who its members are; an EntityView.
Output: table name -> rows in the order of the table's columns, and texts to
be searched; read by kb.projections.catalog.projection.
Pure.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.graph import words
from kb.graph.builder import PARTS
from kb.graph.iris import digest
from kb.graph.labels import event_label
from kb.graph.reality import reality
from kb.graph.registry_graph import EntityView
from kb.language.text_keys import name_key, person_key
from kb.model import Article, Event, Extraction, Span, Statement
from kb.projections.catalog import world_time
from kb.projections.catalog.topics import Topics
from kb.resolution.article import article_profile, dumps, keys
from kb.resolution.blocking import name_rows
from kb.resolution.events.partial import of_part

Row = tuple[Any, ...]


@dataclass(slots=True)
class Rows:
    """What goes into the tables, and (kind, id, title, body) of what can be searched."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    texts: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, table: str, *values: Any) -> None:
        """Put one row into a table."""
        self.tables.setdefault(table, []).append(values)


@dataclass(frozen=True, slots=True)
class Known:
    """What the log says around an article.

    Attributes:
        position: of the event that brought it.
        added_at: when that was recorded.
        extraction_position: of the event that recorded what was read, 0 if none.
        links: local id of an entity or event -> canonical id.
        standing: see kb.graph.item_standing; what is not in it is sure.
    """

    position: int
    added_at: str
    extraction_position: int
    links: Mapping[str, str]
    standing: Mapping[str, float] = field(default_factory=dict)


def article_rows(article: Article, extraction: Extraction | None, known: Known, *, indexed: bool = True) -> Rows:
    """Return the rows of one article; *indexed*: with those that linking looks up, which only what was read decides."""
    rows = Rows()
    found = extraction or Extraction(article.id, "", "")
    kept = _Kept(article, found, known)
    rows.add(
        "articles",
        article.id,
        article.title,
        article.source,
        article.url,
        article.published,
        article.language,
        article.external_id,
        len(article.text),
        f"{found.extractor}/{found.version}" if extraction else "",
        known.position,
        known.extraction_position,
        known.added_at,
        json.dumps(list(found.notes)),
        len(found.entities),
        len(kept.events),
        len(kept.statements),
        len(found.figures),
        len(found.offices),
    )
    rows.texts.append(("article", article.id, article.title, article.text[article.body_start :]))
    for local, entity in known.links.items():
        rows.add("members", article.id, local, entity, "event" if local in kept.events else "entity")
    for event in kept.events.values():
        _event(rows, kept, event)
    topics = Topics(found)
    for statement in kept.statements.values():
        _statement(rows, kept, topics, statement)
    _figures(rows, kept)
    _offices(rows, kept)
    if extraction is not None and indexed:
        _index(rows, article, extraction)
    return rows


def _index(rows: Rows, article: Article, extraction: Extraction) -> None:
    """What linking looks up: the article's profile, and the keys under which its entities are met."""
    profile = article_profile(article, extraction)
    rows.add("link_profiles", article.id, dumps(profile))
    for row in keys(profile):
        rows.add("link_keys", row.key, int(row.identified), row.day, article.id, row.local)
    for named in name_rows(profile.entities):
        rows.add("link_names", named.key, int(named.identified), named.name, named.day, article.id, named.local)


def entity_rows(view: EntityView) -> Rows:
    """Return the rows of one canonical entity."""
    rows = Rows()
    rows.add(
        "entities",
        view.id,
        view.label,
        view.type,
        view.country,
        view.description,
        view.within,
        view.latitude,
        view.longitude,
        json.dumps(list(view.external)),
        json.dumps(list(view.absorbed)),
        json.dumps(list(view.aliases), ensure_ascii=False),
        view.articles,
        name_key(view.label) or view.label,
    )
    key = person_key if view.type == "person" else name_key
    for name in dict.fromkeys((view.label, *view.aliases)):
        rows.add("entity_names", view.id, name, key(name))
    rows.texts.append(("entity", view.id, view.label, " ; ".join((*view.aliases, view.description))))
    return rows


class _Kept:
    """One article with names for what was read from it."""

    def __init__(self, article: Article, extraction: Extraction, known: Known) -> None:
        self.article = article
        self.extraction = extraction
        self.known = known
        self.entities = {entity.id: entity for entity in extraction.entities}
        self.events = {e.id: e for e in extraction.events}
        self.statements = {s.id: s for s in extraction.statements}

    def id(self, local: str) -> str:
        """Return the id that the node of a local id has in its IRI."""
        return digest(self.article.id, local) if local else ""

    def entity(self, local: str) -> str:
        """Return the canonical id of a local entity, "" for none."""
        return self.known.links.get(local, "")

    def standing(self, local: str) -> float:
        """Return how sure an item is."""
        return self.known.standing.get(local, 1.0)

    def words(self, span: Span | None) -> str:
        """Return the characters of a span, "" for none."""
        return span.of(self.article.text) if span else ""

    def claimed(self, rows: Rows, local: str, sources: Iterable[str]) -> None:
        """Note which statements claim an item."""
        for source in sources:
            if source in self.statements:
                rows.add("claims_of", self.id(local), self.id(source), self.article.id)


def _event(rows: Rows, kept: _Kept, event: Event) -> None:
    cues = [kept.words(kept.statements[s].cue) for s in event.sources if s in kept.statements]
    rows.add(
        "events",
        kept.id(event.id),
        kept.article.id,
        event.id,
        event.type,
        event_label(kept.article.text, event, kept.entities, kept.extraction.figures),
        reality(event.polarity, event.modality, cues),
        words.MODALITY[event.modality].rpartition("#")[2],
        event.time.earliest_begin[:10] if event.time else "",
        event.time.latest_end[:10] if event.time else "",
        kept.known.links.get(event.id, ""),
        event.confidence,
        event.trigger.start,
        event.trigger.end,
        kept.known.position,
        kept.standing(event.id),
    )
    if known := world_time.stamps(event):
        rows.add("event_times", kept.id(event.id), kept.article.id, *known)
    links = [("partOf", event.part_of)] if event.part_of in kept.events else []
    links += [("causedBy", cause) for cause in dict.fromkeys(event.causes) if cause in kept.events]
    for number, (link, other) in enumerate(links):
        rows.add("event_links", kept.id(event.id), kept.article.id, number, link, kept.id(other))
    fillers = [(role.role, kept.entity(role.entity), kept.id(role.event), role.span) for role in event.roles]
    for index, place in enumerate(event.places):
        span = event.place_spans[index] if index < len(event.place_spans) else None
        fillers.append(("place", kept.entity(place), "", span or event.trigger))
    seen: set[tuple[str, str, str, str]] = set()
    for role, entity, other, span in fillers:
        row = (words.ROLE[role].rpartition("#")[2], entity, other, kept.words(span))
        if row not in seen:
            rows.add("event_roles", kept.id(event.id), kept.article.id, len(seen), *row)
            seen.add(row)
    kept.claimed(rows, event.id, dict.fromkeys(event.sources))


def _statement(rows: Rows, kept: _Kept, topics: Topics, statement: Statement) -> None:
    spans = [span for span in (*statement.content, statement.cue, statement.speaker_span) if span]
    content = PARTS.join(kept.words(part) for part in statement.content)
    medium = kept.entities[statement.medium].name if statement.medium in kept.entities else ""
    identifier = kept.id(statement.id)
    rows.add(
        "statements",
        identifier,
        kept.article.id,
        statement.id,
        content,
        statement.mode,
        statement.status,
        statement.basis,
        kept.words(statement.cue),
        medium or kept.words(statement.medium_span),
        kept.id(statement.nested_in),
        statement.confidence,
        min((span.start for span in spans), default=0),
        max((span.end for span in spans), default=0),
        kept.known.position,
        statement.time.earliest_begin[:10] if statement.time else "",
        statement.time.latest_end[:10] if statement.time else "",
        kept.standing(statement.id),
    )
    for local in dict.fromkeys(kept.entity(topic) for topic in topics.of(statement)):
        if local:
            rows.add("statement_people", identifier, kept.article.id, "about", local, "")
    if channel := kept.entity(statement.medium):
        rows.add("statement_people", identifier, kept.article.id, "medium", channel, medium)
    for local in dict.fromkeys(kept.entity(speaker) for speaker in statement.speakers):
        rows.add("statement_people", identifier, kept.article.id, "speaker", local, kept.words(statement.speaker_span))
    for local in dict.fromkeys(kept.entity(addressee) for addressee in statement.addressees):
        span = kept.words(statement.addressee_span)
        rows.add("statement_people", identifier, kept.article.id, "addressee", local, span)
    rows.texts.append(("statement", identifier, kept.words(statement.speaker_span), content))


def _figures(rows: Rows, kept: _Kept) -> None:
    for figure in kept.extraction.figures:
        rows.add(
            "figures",
            kept.id(figure.id),
            kept.article.id,
            figure.id,
            kept.id(figure.event),
            figure.words(kept.article.text),
            words.COMPARATOR[figure.comparator].rpartition("#")[2],
            figure.value,
            figure.upper,
            figure.unit,
            figure.of,
            figure.whole,
            int(figure.withdrawn),
            figure.confidence,
            figure.span.start,
            figure.span.end,
            kept.known.position,
            kept.standing(figure.id),
            int(of_part(kept.article.text, figure, kept.extraction)),
            figure.change,
        )
        kept.claimed(rows, figure.id, dict.fromkeys(figure.sources))


def _offices(rows: Rows, kept: _Kept) -> None:
    for office in kept.extraction.offices:
        rows.add(
            "offices",
            kept.id(office.id),
            kept.article.id,
            office.id,
            kept.entity(office.person),
            office.role,
            kept.entity(office.organisation),
            kept.entity(office.place),
            kept.entity(office.country) or office.country,
            office.status,
            office.since,
            office.until,
            office.span.start,
            office.span.end,
            kept.known.position,
            kept.standing(office.id),
        )
