"""The graph of one row of a curated list: everything that it says, as quads.

Input: the row, the list's name, and whom its members stand for. Output: the quads of BASE graph/listing-ID.
What the row says of the entity is said of the row, in terms of SKOS and Dublin Core; what comes of it for the entity
stands in the registry alone (kb.graph.registry_graph), or the union of all graphs would match it once for each row.
Pure and deterministic, like kb.graph.article_graph.
"""

from collections.abc import Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kb.graph import names, words
from kb.graph.iris import Iris
from kb.model import Office
from kb.model.identity import own_id
from kb.model.listing import MAIN, ListEntry, as_extraction

Term = NamedNode | Literal
_DESCRIPTION: Final = NamedNode(f"{names.DCT}description")
_COUNTRY: Final = NamedNode(f"{names.DCT}coverage")
_KIND: Final = NamedNode(f"{names.DCT}type")
_WHERE: Final = NamedNode(f"{names.DCT}spatial")
_NAME: Final = NamedNode(f"{names.SKOS}prefLabel")
_ALIAS: Final = NamedNode(f"{names.SKOS}altLabel")
_POINT: Final = NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")


def listing_quads(
    listing: str, name: str, entry: ListEntry, links: Mapping[str, str], base: str, *, recorded: int, first: bool = True
) -> tuple[Quad, ...]:
    """Return the graph of one listing.

    Args:
        listing: its id.
        name: of the list.
        entry: what the row says.
        links: local id -> canonical id, of e1 (the entity), and the bodies and places of its offices.
        base: base IRI of the home.
        recorded: log position of the list's event.
        first: whether the list itself is told of here, as by one of its rows.
    """
    iris = Iris(base)
    graph, node, whole = iris.article_graph(listing), iris.article(listing), iris.curated_list(name)
    entity = iris.entity(links.get(MAIN) or own_id(listing, MAIN))
    found: list[tuple[NamedNode, NamedNode, Term]] = [
        (node, names.TYPE, names.kb("Listing")),
        (node, names.LABEL, names.text(f"{entry.name}, {name}" + (f", line {entry.line}" if entry.line else ""))),
        (node, names.kb("list"), whole),
        (node, names.kb("lists"), entity),
        (node, names.kb("listingKey"), names.text(entry.key)),
        (node, names.GENERATED_BY, iris.record(recorded)),
        (node, _NAME, names.text(entry.name)),
        *((node, _KIND, cls) for cls in names.entity_classes(entry.type)),
        *((node, _ALIAS, names.text(alias)) for alias in entry.aliases),
        *((node, names.IDENTIFIER, names.text(external)) for external in entry.all_ids),
    ]
    if first:
        found += [(whole, names.TYPE, names.kb("CuratedList")), (whole, names.LABEL, names.text(name))]
    if entry.line:
        found.append((node, names.kb("line"), names.integer(entry.line)))
    for term, text in ((_COUNTRY, entry.country), (_DESCRIPTION, entry.description)):
        if text:
            found.append((node, term, names.text(text)))
    if entry.website:
        found.append((node, names.HOMEPAGE, NamedNode(entry.website)))
    if entry.latitude is not None and entry.longitude is not None:
        at = " ".join(names.decimal(number).value for number in (entry.longitude, entry.latitude))
        found.append((node, _WHERE, Literal(f"POINT({at})", datatype=_POINT)))
    quads = [Quad(*triple, graph) for triple in found]
    for office in as_extraction(listing, entry).offices:
        quads += [Quad(*triple, graph) for triple in _office(listing, entry.name, office, links, iris)]
    return tuple(sorted(dict.fromkeys(quads), key=str))


def _office(
    listing: str, holder: str, office: Office, links: Mapping[str, str], iris: Iris
) -> list[tuple[NamedNode, NamedNode, Term]]:
    node = iris.position(listing, office.id)

    def who(local: str) -> NamedNode:
        return iris.entity(links.get(local) or own_id(listing, local))

    found: list[tuple[NamedNode, NamedNode, Term]] = [
        (node, names.TYPE, names.kb("Position")),
        (node, names.LABEL, names.text(f"{holder}, {office.role}")),
        (node, names.kb("holder"), who(office.person)),
        (node, names.kb("roleTitle"), names.text(office.role)),
        (node, names.kb("positionStatus"), names.node(words.POSITION_STATUS[office.status])),
        (node, names.kb("listing"), iris.article(listing)),
    ]
    if office.organisation:
        found.append((node, names.kb("organization"), who(office.organisation)))
    if office.place:
        found.append((node, names.kb("jurisdiction"), who(office.place)))
    if office.country:
        found.append((node, names.kb("country"), names.text(office.country)))
    for term, day in (("since", office.since), ("until", office.until)):
        if day:
            found.append((node, names.kb(term), names.date(_whole_day(day, last=term == "until"))))
    return found


def _whole_day(stamp: str, *, last: bool) -> str:
    """Return the first or last day of a year, a month or a day."""
    if len(stamp) == 4:
        return f"{stamp}-12-31" if last else f"{stamp}-01-01"
    if len(stamp) == 7:
        import calendar

        end = calendar.monthrange(int(stamp[:4]), int(stamp[5:7]))[1]
        return f"{stamp}-{end if last else 1:02d}"
    return stamp[:10]
