"""Records of the services as rows of plain values, one function a kind.

Input: records. Output: dicts whose keys are the columns of a Table; ids are those that every method takes
("event-HASH"), numbers stay numbers, what is several is a list.
Pure.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from kb.projections.catalog.records import (
    ArticleRecord,
    EntityRecord,
    EventRecord,
    FigureRecord,
    Hit,
    Named,
    OfficeRecord,
    StatementRecord,
)
from kb.resolution.comparison import Part
from kb.service.curation.decisions import Row as DecisionRow
from kb.service.display.page import Fact
from kb.service.happenings.odds import Odds
from kb.service.happenings.quantity import Quantity, Value
from kb.service.happenings.timeline import Entry
from kb.service.intake.adding import Result
from kb.service.saved.header import SavedQuery

Plain = Mapping[str, Any]

_COUNTED: Final = ("entities", "events", "statements", "figures", "offices")
ARTICLE: Final = (*"id title source published url language length extractor added_at".split(), *_COUNTED)
ENTITY: Final = tuple("id label type country description within latitude longitude external aliases articles".split())
EVENT: Final = tuple(
    "id type label reality begin end actors undergoers places figures confidence article start stop happening".split()
)
STATEMENT: Final = tuple("id speakers content mode cue medium addressees confidence article start stop".split())
FIGURE: Final = tuple(
    "id words value upper comparator unit counts change withdrawn claimed_by event confidence article start".split()
)
OFFICE: Final = tuple("id person title of status since until article start stop".split())
HIT: Final = ("id", "title", "snippet", "score", "match")
ENTRY: Final = tuple("begin end label realities places roles joins figures articles happening".split())
QUANTITY: Final = tuple("happening label counts state values said_by sources at_odds".split())
ODDS: Final = ("happening", "label", "kind", "because", "claims", "articles")
DECISION: Final = tuple("position recorded_at actor type what state why article entities names".split())
RESULT: Final = ("status", "id", "title", "where", *_COUNTED, "rejected", "notes", "error")
SAVED: Final = ("name", "title", "description", "parameters", "origin")
FACT: Final = tuple("section name value ref by certainty claim words article start end".split())
PART: Final = ("bits", "words")

_ACTORS: Final = frozenset({"agent", "party", "participant", "judge", "candidate"})
_UNDERGOERS: Final = frozenset({"patient", "target", "theme", "recipient"})


def article(record: ArticleRecord) -> Plain:
    """Return an article's row; see ARTICLE."""
    return {name: getattr(record, name) for name in ARTICLE} | {"id": f"article-{record.id}"}


def entity(record: EntityRecord) -> Plain:
    """Return an entity's row; see ENTITY."""
    row = {name: getattr(record, name) for name in ENTITY}
    within = record.within.label if record.within else None
    return row | {
        "id": f"entity-{record.id}",
        "within": within,
        "external": list(record.external),
        "aliases": list(record.aliases),
    }


def event(record: EventRecord) -> Plain:
    """Return an event's row; see EVENT. *start* and *stop* are the characters of its word in the article."""

    def filled(roles: frozenset[str]) -> list[str]:
        return [_name(who.entity) or who.words for who in record.participants if who.role in roles]

    return {
        "id": f"event-{record.id}",
        "type": record.type,
        "label": record.label,
        "reality": record.reality,
        "begin": record.begin or None,
        "end": record.end or None,
        "actors": filled(_ACTORS),
        "undergoers": filled(_UNDERGOERS),
        "places": filled(frozenset({"place"})),
        "figures": _figures(record),
        "confidence": record.confidence,
        "article": f"article-{record.article}",
        "start": record.start,
        "stop": record.stop,
        "happening": f"happening-{record.happening}" if record.happening else None,
    }


def statement(record: StatementRecord) -> Plain:
    """Return a statement's row; see STATEMENT."""
    row = {name: getattr(record, name) for name in STATEMENT}
    return row | {
        "id": f"statement-{record.id}",
        "speakers": _names(record.speakers) or [record.speaker_words] * bool(record.speaker_words),
        "addressees": _names(record.addressees),
        "article": f"article-{record.article}",
    }


def figure(record: FigureRecord) -> Plain:
    """Return a figure's row; see FIGURE."""
    row = {name: getattr(record, name, None) for name in FIGURE}
    return row | {
        "id": f"figure-{record.id}",
        "change": record.change or None,
        "event": f"event-{record.event}",
        "claimed_by": [f"statement-{one}" for one in record.claimed_by],
        "article": f"article-{record.article}",
    }


def office(record: OfficeRecord) -> Plain:
    """Return an office's row; see OFFICE."""
    row = {name: getattr(record, name, None) for name in OFFICE}
    return row | {
        "id": f"position-{record.id}",
        "person": record.person.label,
        "of": _names(named for named in (record.organisation, record.place) if named),
        "since": record.since or None,
        "until": record.until or None,
        "article": f"article-{record.article}",
    }


def hit(record: Hit) -> Plain:
    """Return the row of something found; see HIT."""
    return {name: getattr(record, name) for name in HIT} | {"id": f"{record.kind}-{record.id}"}


def entry(record: Entry) -> Plain:
    """Return the row of a happening on a timeline; see ENTRY."""
    lone = len(record.events) == 1 and not record.events[0].happening
    return {
        "begin": record.begin or None,
        "end": record.end or None,
        "label": record.label,
        "realities": list(record.realities),
        "places": _names(record.places),
        "roles": list(record.roles),
        "joins": [f"{join.kind} {join.label}" for join in record.joins],
        "figures": list(dict.fromkeys(f"{one.words} {one.counts}".strip() for one in record.figures)),
        "articles": [f"article-{one}" for one in record.articles],
        "happening": f"{'event' if lone else 'happening'}-{record.id}",
    }


def quantity(record: Quantity) -> Plain:
    """Return the row of figures side by side; see QUANTITY. *values*, *said_by* and *sources* go together."""
    return {
        "happening": f"happening-{record.happening}",
        "label": record.label,
        "counts": record.counts,
        "state": record.state,
        "values": [_said(value, record) for value in record.values],
        "said_by": [", ".join(value.said_by) for value in record.values],
        "sources": [value.source for value in record.values],
        "at_odds": len(record.odds),
    }


def odds(record: Odds) -> Plain:
    """Return the row of two claims that cannot both be true; see ODDS."""
    row = {name: getattr(record, name) for name in ODDS}
    return row | {"claims": list(record.claims), "articles": list(record.articles)}


def decision(record: DecisionRow) -> Plain:
    """Return the row of a decision; see DECISION."""
    row = {name: getattr(record, name) for name in DECISION}
    return row | {
        "article": f"article-{record.article}" if record.article else None,
        "entities": [f"entity-{one}" for one in record.entities],
        "names": list(record.names),
    }


def result(record: Result) -> Plain:
    """Return the row of what became of an article; see RESULT."""
    return {
        "status": record.status,
        "id": f"article-{record.article}" if record.article else None,
        "title": record.title,
        "where": record.where,
        **{name: record.counts.get(name, 0) for name in _COUNTED},
        "rejected": record.rejected,
        "notes": list(record.notes),
        "error": str(record.error) if record.error else None,
    }


def saved(record: SavedQuery) -> Plain:
    """Return the row of a saved query; see SAVED."""
    row = {name: getattr(record, name) for name in SAVED}
    return row | {"parameters": [f"{one.name}: {one.kind}{'' if one.required else '?'}" for one in record.parameters]}


def fact(record: tuple[str, Fact]) -> Plain:
    """Return the row of a fact of a section; see FACT. *words* with *start* and *end* are its first quote."""
    section, said = record
    first = said.quotes[0] if said.quotes else None
    return {
        "section": section,
        "name": said.name,
        "value": said.value,
        "ref": said.ref or None,
        "by": said.by or None,
        "certainty": said.certainty,
        "claim": said.claim or None,
        "words": first.words if first else None,
        "article": f"article-{first.article}" if first else None,
        "start": first.start if first else None,
        "end": first.end if first else None,
    }


def part(record: Part) -> Plain:
    """Return the row of one field's weight; see PART."""
    return {"bits": record.bits, "words": record.words}


def _said(value: Value, among: Quantity) -> str:
    if value.withdrawn:
        return f"{value.told} (withdrawn)"
    after = next((one.told for one in among.values if value.replaced_by == one.figure), "")
    return f"{value.told} (replaced by {after})" if after else value.told


def _figures(record: EventRecord) -> list[str]:
    return [" ".join(f"{one.words} {one.counts}".split()) for one in record.figures]


def _name(named: Named | None) -> str:
    return named.label if named else ""


def _names(found: Iterable[Named]) -> list[str]:
    return [named.label for named in found if named.label]
