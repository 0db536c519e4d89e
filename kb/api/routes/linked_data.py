"""The home's own IRIs, answered: what each names, the graph each article wrote.

Input: kb.api.serving.ports.Service. Output: RDF or JSON by Accept or by ending.
``/id/X`` names a thing, which no server can send: it answers 303 with the document about it.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse, StreamingResponse

from kb.api.routes.browse import PROBLEMS, AsOf
from kb.api.schemas import pages as page_schemas
from kb.api.serving.ports import Reads, Service
from kb.api.traffic.validators import has, kept, tag_at, unchanged
from kb.errors import NotFoundError
from kb.query.formats import TRIPLES, Format, negotiated
from kb.query.service import QueryResult

JSON: Final = Format("json", "application/json")
TEXT: Final = Format("text", "text/plain")
_ENDINGS: Final = {
    "ttl": "turtle",
    "nt": "ntriples",
    "jsonld": "jsonld",
    "rdf": "rdfxml",
    "trig": "trig",
    "nq": "nquads",
    "json": "json",
}
_DOCUMENTS: Final = tuple(format for format in TRIPLES if format.name in ("turtle", "ntriples", "jsonld", "rdfxml"))
_PAGES: Final = frozenset({"article", "entity", "event", "statement", "happening", "figure", "position"})
_ABOUT: Final = """
CONSTRUCT {{ <{iri}> ?out ?object . ?subject ?in <{iri}> }}
WHERE {{ {{ <{iri}> ?out ?object }} UNION {{ ?subject ?in <{iri}> }} }}
ORDER BY ?subject ?in ?out ?object
"""
_GRAPH: Final = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o"
_IS_THERE: Final = """
ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }} UNION {{ GRAPH <{iri}> {{ ?s ?p ?o }} }} }}
"""
_TELLS: Final = "ASK {{ <{iri}> ?p ?o }}"  # an article: of one that was withdrawn only the decision to do so is told

Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9_~-]+$", max_length=200)]
MinConfidence = Annotated[
    float, Query(alias="minConfidence", description="Without what is less sure than this chance, 0 to 1.")
]
Document = Annotated[str, Path(pattern=r"^[A-Za-z0-9_~-]+(\.[a-z]+)?$", max_length=200)]


class NoSuchNodeError(NotFoundError):
    """The graph says nothing about an IRI of this home."""

    code = "no-such-node"

    def __init__(self, iri: str) -> None:
        self.iri = iri
        super().__init__(f"The graph says nothing about {iri}.", hint="GET /search?q=NAME finds what there is.")


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(tags=["linked data"], responses=PROBLEMS)
    _things(routes, service)
    return routes


def _things(routes: APIRouter, service: Service) -> None:
    @routes.head("/id/{name}", include_in_schema=False)
    @routes.get("/id/{name}", status_code=303, response_class=RedirectResponse)
    def thing(name: Name, request: Request) -> Response:
        """Go to the document about a thing: the ending is chosen by Accept; what was asked besides goes along.

        Who takes plain text is sent to that of an article.
        """
        forms = (*_DOCUMENTS, JSON, TEXT) if name.startswith("article-") else (*_DOCUMENTS, JSON)
        chosen = negotiated(request.headers.get("accept", ""), forms)
        further = f"?{request.url.query}" if request.url.query else ""
        if chosen is TEXT:
            return RedirectResponse(f"/articles/{name}/text{further}", 303, headers={"Vary": "Accept"})
        ending = next(end for end, format in _ENDINGS.items() if format == chosen.name)
        return RedirectResponse(f"/doc/{name}.{ending}{further}", 303, headers={"Vary": "Accept"})

    @routes.head("/doc/{name}", include_in_schema=False)
    @routes.get("/doc/{name}", response_class=Response)
    def document(name: Document, request: Request, sure: MinConfidence = 0.0, as_of: AsOf = "") -> Response:
        """Send what the graph says about a thing; ending .ttl, .nt, .jsonld, .rdf or .json, else by Accept."""
        stem, _, ending = name.partition(".")
        iri = f"{service.base_iri}id/{stem}"
        with service.at(as_of) as then:
            json = (ending and _ENDINGS.get(ending) == "json") or (not ending and _wants_json(request))
            headers = _kept(then, request, JSON.name if json else ending, sure)
            if has(request, headers["ETag"], there=False):
                return unchanged(headers)
            if json:
                page = _page(then, stem, iri, sure)
                return unchanged(headers) if has(request, headers["ETag"]) else JSONResponse(page, headers=headers)
            result = _construct(then, _ABOUT.format(iri=iri), ending, request, iri, sure)
            if has(request, headers["ETag"]):  # "*" is of what is there
                result.close()
                return unchanged(headers)
        return _sent(result, headers | {"Link": ", ".join(_alternates(stem, iri))})

    @routes.head("/graph/{name}", include_in_schema=False)
    @routes.get("/graph/{name}", response_class=Response)
    def graph(name: Document, request: Request, sure: MinConfidence = 0.0, as_of: AsOf = "") -> Response:
        """Send one named graph, for example all that an article says."""
        stem, _, ending = name.partition(".")
        iri = f"{service.base_iri}graph/{stem}"
        with service.at(as_of) as then:
            headers = _kept(then, request, ending, sure)
            if has(request, headers["ETag"], there=False):
                return unchanged(headers)
            result = _construct(then, _GRAPH.format(iri=iri), ending, request, iri, sure)
            if has(request, headers["ETag"]):
                result.close()
                return unchanged(headers)
            return _sent(result, headers)


def _kept(then: Reads, request: Request, ending: str, sure: float) -> dict[str, str]:
    """Return the headers by which a client asks again for what it has."""
    form = ending or negotiated(request.headers.get("accept", ""), _DOCUMENTS).name
    return kept(tag_at(then, request.url.path, form, sure))


def _wants_json(request: Request) -> bool:
    return negotiated(request.headers.get("accept", ""), (*_DOCUMENTS, JSON)) is JSON


def _page(then: Reads, stem: str, iri: str, sure: float) -> dict[str, object]:
    if stem.partition("-")[0] not in _PAGES:
        raise NoSuchNodeError(iri)
    return page_schemas.Described.model_validate(then.page(stem, sure)).model_dump()


def _construct(then: Reads, query: str, ending: str, request: Request, iri: str, sure: float) -> QueryResult:
    format = _ENDINGS.get(ending, "")
    if ending and format in ("", "json"):
        raise NoSuchNodeError(f"{iri}.{ending}")
    accept = "" if ending else request.headers.get("accept", "")
    if not ending:
        format = negotiated(accept, _DOCUMENTS).name
    there = _TELLS if "/id/article-" in iri else _IS_THERE
    if then.query(there.format(iri=iri), format="csv", min_confidence=sure).read() != b"true":
        then.refuse_gone(iri.rpartition("/")[2])
        raise NoSuchNodeError(iri)
    return then.query(query, format=format, min_confidence=sure)


def _alternates(stem: str, iri: str) -> list[str]:
    links = [f'<{iri}>; rel="describes"']
    paged = stem.partition("-")[0] in _PAGES
    if paged:
        links.append(f'</doc/{stem}.html>; rel="alternate"; type="text/html"')
    for format in (*_DOCUMENTS, JSON) if paged else _DOCUMENTS:
        ending = next(end for end, name in _ENDINGS.items() if name == format.name)
        links.append(f'</doc/{stem}.{ending}>; rel="alternate"; type="{format.media_type}"')
    if stem.startswith("article-"):
        links.append(f'</articles/{stem}/text>; rel="alternate"; type="text/plain"')
    return links


def _sent(result: QueryResult, headers: dict[str, str]) -> Response:
    headers |= {"X-Kb-Position": str(result.position), "Content-Length": str(result.size)}
    headers["X-Kb-Truncated"] = "true" if result.truncated else "false"
    return StreamingResponse(result.chunks(), headers=headers | {"Content-Type": result.media_type})
