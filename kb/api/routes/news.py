"""What changes, for feed readers and for linked-data event streams: Atom, and LDES in pages that never change.

Input: kb.api.serving.ports.Service. Output: application/atom+xml, newest first; RDF, oldest first.
Never: tells more of an event than what surrounds it and a few words: payloads are at /log.
"""

import re
from typing import Annotated, Any, Final
from xml.etree import ElementTree as Xml

from fastapi import APIRouter, Path, Query, Request, Response
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kb.api.routes.browse import PROBLEMS
from kb.api.serving.ports import Service
from kb.api.traffic.validators import answered
from kb.errors import NotFoundError
from kb.graph import names
from kb.graph.iris import Iris
from kb.log import EventLog
from kb.projections.files.rdf import turtle
from kb.query.formats import TRIPLES, negotiated
from kb.service.history.differing import Why, why

_ATOM: Final = "http://www.w3.org/2005/Atom"
_LDES: Final = "https://w3id.org/ldes#"
_TREE: Final = "https://w3id.org/tree#"
_ENTRIES: Final = 50
_MEMBERS: Final = 100
_LONG: Final = 31_536_000  # seconds that a full page may be kept
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMATS: Final = tuple(format for format in TRIPLES if format.name in ("turtle", "ntriples", "jsonld"))
_WRITTEN: Final = {"ntriples": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
_SENT: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "RDF by Accept.", "content": {format.media_type: {} for format in _FORMATS}}
}


class NoSuchPageError(NotFoundError):
    """The stream of changes has no such page."""

    code = "no-such-page"

    def __init__(self, number: int, last: int) -> None:
        self.number = number
        super().__init__(f"There is no page {number} of the changes.", hint=f"They go from 1 to {last}.")


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(tags=["log"], responses=PROBLEMS)
    _feed(routes, service)
    _stream(routes, service)
    return routes


def _feed(routes: APIRouter, service: Service) -> None:
    @routes.head("/changes.atom", include_in_schema=False)
    @routes.get("/changes.atom", response_class=Response)
    def changes(
        request: Request,
        before: Annotated[int, Query(ge=0, description="Only what came before this event; 0: the newest.")] = 0,
    ) -> Response:
        """Send the last events of the log as an Atom feed; `next` leads to those before them."""
        head = service.log.position()
        until = min(before - 1, head) if before else head
        events = list(reversed(_read(service.log, max(until - _ENTRIES, 0), until)))
        return answered(request, _atom(service.base_iri, events, before), "application/atom+xml")


def _read(log: EventLog, after: int, until: int) -> list[Why]:
    if until <= after:
        return []
    return [why(recorded) for recorded in log.read(after=after, limit=until - after)]


def _atom(base: str, events: list[Why], before: int) -> bytes:
    feed = Xml.Element("feed", xmlns=_ATOM)
    here = f"{base}changes.atom"

    def put(parent: Xml.Element, name: str, text: str = "", **attributes: str) -> Xml.Element:
        made = Xml.SubElement(parent, name, attributes)
        made.text = _NOT_XML.sub("\ufffd", text) or None
        return made

    put(feed, "id", here)
    put(feed, "title", f"Changes of {base}")
    put(feed, "updated", events[0].recorded_at if events else "1970-01-01T00:00:00Z")
    put(feed, "link", rel="self", href=f"{here}?before={before}" if before else here)
    put(feed, "link", rel="alternate", href=f"{base}log", type="application/json")
    if events and events[-1].position > 1:
        put(feed, "link", rel="next", href=f"{here}?before={events[-1].position}")
    if before:
        put(feed, "link", rel="first", href=here)
    iris = Iris(base)
    for event in events:
        entry = put(feed, "entry")
        put(entry, "id", iris.record(event.position).value)
        put(entry, "title", event.said or event.type.replace("-", " "))
        put(entry, "updated", event.recorded_at)
        put(put(entry, "author"), "name", event.actor)
        put(entry, "category", term=event.type)
        put(entry, "link", rel="alternate", href=f"{base}log?after={event.position - 1}", type="application/json")
        put(entry, "summary", f"Event {event.position:,} of the log: {event.type.replace('-', ' ')}.")
    text: bytes = Xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _stream(routes: APIRouter, service: Service) -> None:
    def sent(request: Request, triples: list[Triple], seconds: int = 0) -> Response:
        chosen = negotiated(request.headers.get("accept", ""), _FORMATS)
        if chosen.name == "turtle":
            body = turtle(triples, {**names.PREFIXES, "ldes": _LDES, "tree": _TREE})
        else:
            body = serialize(triples, format=_WRITTEN[chosen.name]) or b""
        return answered(request, body, chosen.content_type, seconds=seconds, vary="Accept")

    @routes.head("/ldes", include_in_schema=False)
    @routes.get("/ldes", response_class=Response, responses=_SENT)
    def stream(request: Request) -> Response:
        """Send the linked-data event stream of changes: where its first page is."""
        collection, view = NamedNode(f"{service.base_iri}ldes"), NamedNode(f"{service.base_iri}ldes/1")
        return sent(request, _collection(collection, view))

    @routes.head("/ldes/{number}", include_in_schema=False)
    @routes.get("/ldes/{number}", response_class=Response, responses=_SENT)
    def page(request: Request, number: Annotated[int, Path(ge=1)]) -> Response:
        """Send one page of a hundred events; those that are full never change."""
        head = service.log.position()
        last = max(-(-head // _MEMBERS), 1)
        if number > last:
            raise NoSuchPageError(number, last)
        events = _read(service.log, (number - 1) * _MEMBERS, min(number * _MEMBERS, head))
        full = number < last
        return sent(request, _page(service.base_iri, number, events, full), _LONG if full else 0)


def _collection(collection: NamedNode, view: NamedNode) -> list[Triple]:
    return [
        Triple(collection, names.TYPE, NamedNode(f"{_LDES}EventStream")),
        Triple(collection, NamedNode(f"{_LDES}timestampPath"), names.ENDED_AT),
        Triple(collection, NamedNode(f"{_TREE}view"), view),
    ]


def _page(base: str, number: int, events: list[Why], full: bool) -> list[Triple]:
    iris, collection, node = Iris(base), NamedNode(f"{base}ldes"), NamedNode(f"{base}ldes/{number}")
    found = [*_collection(collection, node), Triple(node, names.TYPE, NamedNode(f"{_TREE}Node"))]
    if full:
        relation = NamedNode(f"{node.value}#next")
        found += [
            Triple(node, NamedNode(f"{_TREE}relation"), relation),
            Triple(relation, names.TYPE, NamedNode(f"{_TREE}GreaterThanOrEqualToRelation")),
            Triple(relation, NamedNode(f"{_TREE}node"), NamedNode(f"{base}ldes/{number + 1}")),
            Triple(relation, NamedNode(f"{_TREE}path"), names.kb("logPosition")),
            Triple(relation, NamedNode(f"{_TREE}value"), names.integer(number * _MEMBERS + 1)),
        ]
    for event in events:
        record = iris.record(event.position)
        found += [
            Triple(collection, NamedNode(f"{_TREE}member"), record),
            Triple(record, names.TYPE, names.ACTIVITY),
            Triple(record, names.kb("logPosition"), names.integer(event.position)),
            Triple(record, names.kb("decisionType"), Literal(event.type)),
            Triple(record, names.ENDED_AT, names.date_time(event.recorded_at)),
            Triple(record, names.ASSOCIATED_WITH, iris.agent(event.actor)),
            Triple(record, names.LABEL, names.text(event.said or event.type)),
        ]
    return found
