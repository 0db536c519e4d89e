"""The classes of the graph as tables: which columns each has, and what stands in them.

Input: kb.exporting.reading.Graph. Output: Table: name, columns, rows; read by kb.exporting.tables.
A row's first column is its IRI, columns named like a class hold IRIs of that table; so tables can be joined.
Never: leaves a class of the articles' graphs out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from kb.exporting.reading import ROLES, Graph, Node, entity_type, roles_of
from kb.graph import names
from kb.graph.vocabulary import KB

Kind = Literal["iri", "text", "number", "integer", "boolean", "day", "time"]
Row = tuple[Any, ...]
Rows = Callable[[Graph], Iterator[Row]]

_PUBLISHED_AT: Final = KB.publishedAt
SEPARATOR: Final = "; "  # between several values in one cell


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        kind: iri, text, number, integer, boolean, day (ISO 8601 date), time (ISO 8601 date and time).
        table: which table the IRIs in it stand in, "" for none.
    """

    name: str
    kind: Kind = "text"
    table: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One class as a table."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Rows


def _columns(text: str) -> tuple[Column, ...]:
    """Read "name name:kind name:iri>table" as columns."""
    found = []
    for word in text.split():
        name, _, rest = word.partition(":")
        kind, _, table = rest.partition(">")
        found.append(Column(name, kind or "text", table))  # type: ignore[arg-type]
    return tuple(found)


def _joined(values: Iterator[str] | tuple[str, ...]) -> str:
    return SEPARATOR.join(dict.fromkeys(" ".join(value.split()) for value in values))


def _articles(graph: Graph) -> Iterator[Row]:
    for node in graph.of(KB.Article):
        yield (
            *(node.iri, node.one(KB.title), node.one(KB.source), node.one(KB.url), node.one(KB.published)),
            *(node.one(_PUBLISHED_AT), node.one(KB.language), node.whole(KB.length), node.one(KB.sha256)),
            node.one(KB.extractor),
        )


def _entities(graph: Graph) -> Iterator[Row]:
    for node in graph.entities():
        same = (*node.many(names.EXACT_MATCH.value), *node.many(names.SAME_AS.value))
        within = node.one(KB.within)
        yield (
            *(node.iri, graph.label(node.iri), entity_type(node), _joined(node.many(KB.alias)), node.one(KB.country)),
            *(within, graph.label(within), node.number(KB.latitude), node.number(KB.longitude)),
            *(node.one(KB.description), _joined((*same, *node.many(names.IDENTIFIER.value)))),
            len(node.many(KB.mentionedIn)),
        )


def _mentions(graph: Graph) -> Iterator[Row]:
    for node in graph.of(KB.Mention):
        entity = node.one(KB.refersTo)
        yield (
            *(node.iri, node.one(KB.article), node.whole(KB.start), node.whole(KB.end), node.one(KB.exact)),
            *(node.local(KB.mentionKind), entity, graph.label(entity), node.number(KB.confidence)),
        )


def _events(graph: Graph) -> Iterator[Row]:
    for node in graph.of(KB.Event):
        time = graph.node(node.one(KB.time)) if node.one(KB.time) else Node("", {})
        stamps = (time.one(one) for one in (KB.earliestBegin, KB.latestBegin, KB.earliestEnd, KB.latestEnd))
        place = node.one(KB.place)
        yield (
            *(node.iri, node.one(KB.happening), node.one(KB.article), node.local(KB.eventType), graph.label(node.iri)),
            *(node.local(KB.reality), node.local(KB.modality), node.one(KB.begin), node.one(KB.end), *stamps),
            *(time.one(names.LABEL.value), place, graph.label(place), node.one(KB.partOf)),
            *(_joined(node.many(KB.causedBy)), node.number(KB.confidence)),
        )


def _participants(graph: Graph) -> Iterator[Row]:
    for iri in graph.names(KB.Event):
        node = graph.node(iri)
        roles = sorted(roles_of(node))
        sure = _certainties(graph, iri) if roles else {}
        for role, who in roles:
            yield iri, role, who, graph.label(who), sure.get((role, who))


def _certainties(graph: Graph, subject: str) -> dict[tuple[str, str], float]:
    """Return how sure the claims about the roles of *subject* are, by role and value."""
    found: dict[tuple[str, str], float] = {}
    for iri in graph.sources_of(names.SUBJECT.value, subject):
        claim = graph.node(iri)
        role, sure = ROLES.get(claim.one(names.PREDICATE.value)), claim.number(KB.certainty)
        if role and sure is not None:
            found[role, claim.one(names.OBJECT.value)] = sure
    return found


def _statements(graph: Graph) -> Iterator[Row]:
    for node in graph.of(KB.Statement):
        cue, medium = node.one(KB.cue), node.one(KB.medium)
        yield (
            *(node.iri, node.one(KB.article), _joined(tuple(graph.label(one) for one in node.many(KB.speaker)))),
            *(node.one(KB.content), node.local(KB.mode), node.local(KB.statementStatus), node.local(KB.basis)),
            *(graph.label(cue), graph.label(medium), node.one(KB.nestedIn), node.number(KB.confidence)),
        )


def _statement_links(graph: Graph) -> Iterator[Row]:
    for node in graph.of(KB.Statement):
        for link, predicate in _STATEMENT_LINKS:
            for other in node.many(predicate):
                yield node.iri, link, other, graph.label(other)


_STATEMENT_LINKS: Final = (
    *(("about", KB.about), ("addressee", KB.addressee), ("asserts", KB.asserts), ("medium", KB.medium)),
    *(("place", KB.place), ("speaker", KB.speaker)),
)


def _figures(graph: Graph) -> Iterator[Row]:
    for node in graph.of(KB.Figure):
        yield (
            *(node.iri, node.one(KB.event), node.one(KB.article), _joined(map(graph.label, node.many(KB.evidence)))),
            *(node.local(KB.comparator), node.number(KB.value), node.number(KB.upperValue), node.one(KB.unit)),
            *(node.one(KB.counts), node.number(KB.whole), node.local(KB.change), node.one(KB.withdrawn) == "true"),
            *(_joined(node.many(KB.claimedBy)), node.number(KB.confidence)),
        )


def _offices(graph: Graph) -> Iterator[Row]:
    for node in graph.of(KB.Position):
        holder, body, place = node.one(KB.holder), node.one(KB.organization), node.one(KB.jurisdiction)
        yield (
            *(node.iri, holder, graph.label(holder), node.one(KB.roleTitle), body, graph.label(body), place),
            *(graph.label(place), node.one(KB.country), node.local(KB.positionStatus), node.one(KB.since)),
            *(node.one(KB.until), node.one(KB.article) or node.one(KB.listing), node.number(KB.confidence)),
        )


def _happenings(graph: Graph) -> Iterator[Row]:
    for node in graph.of(KB.Happening):
        kind, sources = node.local(KB.happeningType), node.whole(KB.independentSources)
        yield node.iri, kind, graph.label(node.iri), len(node.many(KB.reportedBy)), sources


def _claims(graph: Graph) -> Iterator[Row]:
    chosen = graph.chosen
    claims = graph.names(KB.Claim) if chosen is None else _claims_about(graph)
    for iri in claims:
        node = graph.node(iri)
        terms = (node.one(one.value) for one in (names.SUBJECT, names.PREDICATE, names.OBJECT))
        said, shown = node.many(KB.claimedBy), node.many(KB.evidence)
        yield iri, *terms, node.one(KB.article), node.number(KB.certainty), _joined(said), _joined(shown)


def _claims_about(graph: Graph) -> Iterator[str]:
    for iri in sorted(graph.chosen or ()):
        yield from graph.sources_of(names.SUBJECT.value, iri)


def _contradictions(graph: Graph) -> Iterator[Row]:
    for node in graph.of(KB.Contradiction):
        one, other, *_ = (*node.many(KB.between), "", "")
        told = next(iter(graph.sources_of(KB.contradiction, node.iri)), "")  # an event where one article is at odds
        happening = (graph.node(told).one(KB.happening) if told else "") or told
        yield node.iri, happening, node.one(KB.contradictionKind), node.one(KB.because), one, other


TABLES: Final = (
    Table(
        "articles",
        "An article as it was read.",
        _columns(
            "article:iri title source url:iri published:day published_at:time language length:integer sha256 extractor"
        ),
        _articles,
    ),
    Table(
        "entities",
        "A person, body, country or place, as all articles together have it.",
        _columns(
            "entity:iri label type aliases country within:iri>entities within_label latitude:number longitude:number "
            "description same_as articles:integer"
        ),
        _entities,
    ),
    Table(
        "mentions",
        "Characters start to end (exclusive, in code points) of an article.",
        _columns(
            "mention:iri article:iri>articles start:integer end:integer exact kind entity:iri>entities entity_label "
            "confidence:number"
        ),
        _mentions,
    ),
    Table(
        "events",
        "An event as one article tells it.",
        _columns(
            "event:iri happening:iri>happenings article:iri>articles type label reality modality begin:day end:day "
            "earliest_begin:time latest_begin:time earliest_end:time latest_end:time time_words place:iri>entities "
            "place_label part_of:iri>events caused_by confidence:number"
        ),
        _events,
    ),
    Table(
        "participants",
        "Who or what has a role in an event: an entity, another event, or mere words.",
        _columns("event:iri>events role participant:iri participant_label certainty:number"),
        _participants,
    ),
    Table(
        "statements",
        "Something that somebody is reported to have said.",
        _columns(
            "statement:iri article:iri>articles speakers content mode status basis cue medium "
            "nested_in:iri>statements confidence:number"
        ),
        _statements,
    ),
    Table(
        "statement_links",
        "Who speaks, to whom, through what, about what; which events a statement claims.",
        _columns("statement:iri>statements link other:iri other_label"),
        _statement_links,
    ),
    Table(
        "figures",
        "A number about an event, as one article gives it.",
        _columns(
            "figure:iri event:iri>events article:iri>articles words comparator value:number upper_value:number unit "
            "counts whole:number change withdrawn:boolean claimed_by confidence:number"
        ),
        _figures,
    ),
    Table(
        "offices",
        "An office that a person holds, held or seeks, as one article or row of a curated list says.",
        _columns(
            "office:iri holder:iri>entities holder_label title organization:iri>entities organization_label "
            "jurisdiction:iri>entities jurisdiction_label country status since:day until:day article:iri "
            "confidence:number"
        ),
        _offices,
    ),
    Table(
        "happenings",
        "What events of one or more articles tell of.",
        _columns("happening:iri type label events:integer independent_sources:integer"),
        _happenings,
    ),
    Table(
        "claims",
        "One triple that an article claims, how sure that is, and the words it rests on.",
        _columns(
            "claim:iri subject:iri predicate:iri object article:iri>articles certainty:number claimed_by evidence"
        ),
        _claims,
    ),
    Table(
        "contradictions",
        "Two claims about one happening that cannot both be true.",
        _columns("contradiction:iri happening:iri>happenings kind because one:iri>claims other:iri>claims"),
        _contradictions,
    ),
)  # fmt: skip
BY_NAME: Final = {table.name: table for table in TABLES}
