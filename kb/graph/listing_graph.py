"""The graph of one row of a curated list: everything that it says, as quads.

Input: the row, the list's name, and whom its members stand for. Output: the quads of BASE graph/listing-ID.
Every triple that a list brings stands in the graph of the row that says so, whose node names list and line.
Pure and deterministic, like kb.graph.article_graph.
"""

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kb.graph import names, words
from kb.graph.iris import Iris
from kb.graph.registry_graph import elsewhere
from kb.model import Office
from kb.model.identity import own_id
from kb.model.listing import MAIN, ListEntry, as_extraction

Term = NamedNode | Literal
_HOMEPAGE = NamedNode("http://xmlns.com/foaf/0.1/homepage")


def listing_quads(
    listing: str, name: str, entry: ListEntry, links: Mapping[str, str], base: str, *, recorded: int
) -> tuple[Quad, ...]:
    """Return the graph of one listing.

    Args:
        listing: its id.
        name: of the list.
        entry: what the row says.
        links: local id -> canonical id, of e1 (the entity), and the bodies and places of its offices.
        base: base IRI of the home.
        recorded: log position of the list's event.
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
        (whole, names.TYPE, names.kb("CuratedList")),
        (whole, names.LABEL, names.text(name)),
        (entity, names.LABEL, names.text(entry.name)),
        *((entity, names.TYPE, cls) for cls in names.entity_classes(entry.type)),
        *((entity, names.kb("alias"), names.text(alias)) for alias in entry.aliases),
    ]
    if entry.line:
        found.append((node, names.kb("line"), names.integer(entry.line)))
    for term, text in (("country", entry.country), ("description", entry.description)):
        if text:
            found.append((entity, names.kb(term), names.text(text)))
    if entry.website:
        found.append((entity, _HOMEPAGE, NamedNode(entry.website)))
    if entry.latitude is not None and entry.longitude is not None:
        found.append((entity, names.kb("latitude"), names.decimal(entry.latitude)))
        found.append((entity, names.kb("longitude"), names.decimal(entry.longitude)))
    quads = [Quad(*triple, graph) for triple in found]
    quads += [elsewhere(entity, external, graph) for external in entry.all_ids]
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
        (who(office.person), names.TYPE, names.kb("Official")),
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
