"""The SPARQL 1.1 Graph Store Protocol, its reading half: a graph by ?graph=IRI, or the union of all by ?default.

Input: HTTP requests. Output: RDF by Accept, or a problem. A graph of this home also answers at its own IRI
(kb.api.routes.linked_data), which is the protocol's direct identification.
Never: changes a graph: the log alone does.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from kb.api.endpoint.sending import sent
from kb.api.routes.browse import PROBLEMS, AsOf
from kb.api.serving.ports import Service
from kb.api.traffic.validators import has, kept, tag_at, unchanged
from kb.errors import InputError, NotFoundError
from kb.query.formats import TRIPLES, negotiated
from kb.query.sparql.naming import check_iri

_THERE: Final = "ASK {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
_ONE: Final = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o"
_ALL: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


class NoSuchGraphError(NotFoundError):
    """No quad is in a graph."""

    code = "no-such-graph"

    def __init__(self, iri: str) -> None:
        self.iri = iri
        super().__init__(
            f"There is no graph {iri}.", hint="SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } lists those that there are."
        )


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(tags=["sparql"], responses=PROBLEMS)

    @routes.head("/graph-store", include_in_schema=False)
    @routes.get("/graph-store", response_class=Response)
    def stored_graph(
        request: Request,
        graph: Annotated[
            str, Query(description="IRI of the graph.", examples=["http://localhost:8000/graph/registry"])
        ] = "",
        default: Annotated[str | None, Query(description="The union of all graphs; takes no value.")] = None,
        as_of: AsOf = "",
    ) -> Response:
        """Send one graph, or with ?default the union of all, as RDF by Accept."""
        if bool(graph) == (default is not None):
            raise InputError("Name one graph.", hint="Give ?graph=IRI, or ?default for the union of all.")
        chosen = negotiated(request.headers.get("accept", ""), TRIPLES)
        if graph:
            check_iri(graph)
        with service.at(as_of) as then:
            headers = kept(tag_at(then, request.url.path, graph, chosen.name))
            if has(request, headers["ETag"], there=not graph):
                return unchanged(headers)
            if graph and then.query(_THERE.format(iri=graph), format="csv").read() != b"true":
                raise NoSuchGraphError(graph)
            if has(request, headers["ETag"]):  # "*" is of what is there
                return unchanged(headers)
            result = then.query(_ONE.format(iri=graph) if graph else _ALL, format=chosen.name)
        headers |= {
            "Content-Type": result.media_type,
            "X-Kb-Position": str(result.position),
            "X-Kb-Truncated": "true" if result.truncated else "false",
        }
        return sent(result, headers)

    return routes
