"""The data set described for machines that look for one: VoID, DCAT, ontology, JSON-LD context, sitemap, robots.

Input: kb.api.serving.ports.Service. Output: RDF by Accept or by ending; JSON-LD; XML; text.
Counting asks the graph as anybody would, and is done once a position.
"""

import threading
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final, Literal
from xml.sax.saxutils import escape

from fastapi import APIRouter, Path, Request, Response
from pyoxigraph import RdfFormat, Triple, parse, serialize

from kb.api.pages.links import page_of
from kb.api.routes.browse import PROBLEMS, AsOf
from kb.api.serving.ports import Reads, Service
from kb.api.traffic.validators import answered
from kb.errors import NotFoundError
from kb.exporting import describing
from kb.projections.files.rdf import turtle
from kb.query.formats import TRIPLES, Format, negotiated

_ENDINGS: Final = {"ttl": "turtle", "nt": "ntriples", "jsonld": "jsonld", "rdf": "rdfxml"}
_OFFERED: Final = tuple(format for format in TRIPLES if format.name in _ENDINGS.values())
_WRITTEN: Final = {
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
_DAY: Final = 86_400  # seconds that a context may be kept
_A_PAGE: Final = 5_000  # addresses of one sitemap; the protocol allows 50,000
_RDF: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "RDF by Accept.", "content": {format.media_type: {} for format in _OFFERED}}
}
_ROBOTS: Final = """User-agent: *
Disallow: /sparql
Disallow: /export.
Disallow: /diff
Disallow: /log
Disallow: /timeline
Disallow: /search
Sitemap: {base}sitemap.xml
"""
_MAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"

Ending = Annotated[str, Path(pattern=r"^[a-z]+$", max_length=10, description="ttl, nt, jsonld or rdf.")]


class NoSuchDocumentError(NotFoundError):
    """A document does not come with an ending."""

    code = "no-such-document"

    def __init__(self, name: str, ending: str) -> None:
        self.name = name
        self.ending = ending
        super().__init__(f"There is no /{name}.{ending}.", hint=f"There is .{', .'.join(_ENDINGS)}.")


class _Counted:
    """Facts about the graph, counted once a position."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], describing.Facts] = {}

    def of(self, then: Reads) -> describing.Facts:
        """Return what the graph holds."""
        with then.moment() as moment:
            position = moment.position
            last = next(iter(moment.log.envelopes(after=max(position - 1, 0))), None)
            at, course = (last.recorded_at, last.hash) if last is not None else ("", "")
        with self._lock:  # one at a time: each asks for all triples
            key = (course, then.base_iri)
            if key not in self._known:
                asked = {
                    name: describing.counted(then.query(query, format="json").read())
                    for name, query in (
                        ("classes", describing.CLASSES),
                        ("properties", describing.PROPERTIES),
                        ("example", describing.EXAMPLE),
                    )
                }
                example = next(iter(asked["example"]), "")
                self._known.clear()
                self._known[key] = describing.Facts(position, at, asked["classes"], asked["properties"], example)
            return self._known[key]


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(tags=["linked data"], responses=PROBLEMS)
    _described(routes, service)
    _ontology(routes, service)
    _for_crawlers(routes, service)
    return routes


def _described(routes: APIRouter, service: Service) -> None:
    counted = _Counted()

    def described(request: Request, as_of: str, chosen: Format) -> Response:
        with service.at(as_of) as then:
            facts = counted.of(then)
            triples = describing.description(then.base_iri, facts, describing.downloads(then.base_iri))
        return answered(request, _rdf(triples, chosen.name), chosen.content_type, vary="Accept")

    @routes.head("/.well-known/void", include_in_schema=False)
    @routes.get("/.well-known/void", response_class=Response, responses=_RDF)
    def void(request: Request, as_of: AsOf = "") -> Response:
        """Describe the data set in VoID and DCAT: what it counts, its files, its endpoint."""
        return described(request, as_of, negotiated(request.headers.get("accept", ""), _OFFERED))

    @routes.head("/dcat", include_in_schema=False)
    @routes.get("/dcat", response_class=Response, responses=_RDF)
    def dcat(request: Request, as_of: AsOf = "") -> Response:
        """Describe the data set, as /.well-known/void does."""
        return described(request, as_of, negotiated(request.headers.get("accept", ""), _OFFERED))

    @routes.head("/dcat.{ending}", include_in_schema=False)
    @routes.get("/dcat.{ending}", response_class=Response, responses=_RDF)
    def dcat_file(request: Request, ending: Ending, as_of: AsOf = "") -> Response:
        """Describe the data set, in the format of the ending."""
        return described(request, as_of, _by_ending("dcat", ending))


def _ontology(routes: APIRouter, service: Service) -> None:
    def sent(request: Request, as_of: str, chosen: Format) -> Response:
        with service.at(as_of) as then:
            adopted = then.ontology()
        if chosen.name == "turtle":
            return answered(request, adopted, chosen.content_type, vary="Accept")
        triples = [quad.triple for quad in parse(adopted, format=RdfFormat.TURTLE)]
        return answered(request, _rdf(triples, chosen.name), chosen.content_type, vary="Accept")

    @routes.head("/ontology", include_in_schema=False)
    @routes.get("/ontology", response_class=Response, responses=_RDF)
    def ontology(request: Request, as_of: AsOf = "") -> Response:
        """Send the ontology as adopted."""
        return sent(request, as_of, negotiated(request.headers.get("accept", ""), _OFFERED))

    @routes.head("/ontology.{ending}", include_in_schema=False)
    @routes.get("/ontology.{ending}", response_class=Response, responses=_RDF)
    def ontology_file(request: Request, ending: Ending, as_of: AsOf = "") -> Response:
        """Send the ontology as adopted, in the format of the ending."""
        return sent(request, as_of, _by_ending("ontology", ending))

    @routes.head("/context.jsonld", include_in_schema=False)
    @routes.get("/context.jsonld", response_class=Response)
    def context(request: Request, as_of: AsOf = "") -> Response:
        """Send the JSON-LD context of the vocabulary, which clients may keep for a day."""
        with service.at(as_of) as then:
            made = describing.context(then.ontology())
        return answered(request, made, "application/ld+json", seconds=_DAY)


def _for_crawlers(routes: APIRouter, service: Service) -> None:
    @routes.head("/robots.txt", include_in_schema=False)
    @routes.get("/robots.txt", response_class=Response)
    def robots(request: Request) -> Response:
        """Ask crawlers to leave alone what costs much."""
        return answered(request, _ROBOTS.format(base=service.base_iri).encode(), "text/plain; charset=utf-8")

    @routes.head("/sitemap.xml", include_in_schema=False)
    @routes.get("/sitemap.xml", response_class=Response)
    def sitemap(request: Request) -> Response:
        """List the sitemaps of articles and entities."""
        base = service.base_iri
        with service.catalog() as catalog:
            counts = catalog.counts()
        parts = [
            f"<sitemap><loc>{escape(f'{base}sitemap/{kind}-{number}.xml')}</loc></sitemap>"
            for kind in ("articles", "entities")
            for number in range(1, -(-counts[kind] // _A_PAGE) + 1)
        ]
        return answered(request, _xml("sitemapindex", parts), "application/xml")

    @routes.head("/sitemap/{kind}-{number}.xml", include_in_schema=False)
    @routes.get("/sitemap/{kind}-{number}.xml", response_class=Response)
    def part_of_sitemap(
        request: Request,
        kind: Literal["articles", "entities"],
        number: Annotated[int, Path(ge=1, le=10_000)],
    ) -> Response:
        """List addresses of pages, each with when an article last told of it."""
        with service.catalog() as catalog:
            found = catalog.ids(kind, limit=_A_PAGE, offset=(number - 1) * _A_PAGE)
        if not found:
            raise NoSuchDocumentError(f"sitemap/{kind}-{number}", "xml")
        one = "article" if kind == "articles" else "entity"
        return answered(request, _xml("urlset", _places(service.base_iri, one, found)), "application/xml")


def _places(base: str, kind: str, found: Iterable[tuple[str, str]]) -> Iterator[str]:
    for identifier, added in found:
        last = f"<lastmod>{added[:19]}Z</lastmod>" if added else ""
        yield f"<url><loc>{escape(base + page_of(f'{kind}-{identifier}').lstrip('/'))}</loc>{last}</url>"


def _xml(root: str, parts: Iterator[str] | list[str]) -> bytes:
    text = "\n".join(parts)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_MAP}">\n{text}\n</{root}>\n'.encode()


def _by_ending(name: str, ending: str) -> Format:
    if ending not in _ENDINGS:
        raise NoSuchDocumentError(name, ending)
    return next(format for format in _OFFERED if format.name == _ENDINGS[ending])


def _rdf(triples: list[Triple], format: str) -> bytes:
    if format == "turtle":
        return turtle(triples, describing.PREFIXES)
    return serialize(sorted(dict.fromkeys(triples), key=str), format=_WRITTEN[format]) or b""
