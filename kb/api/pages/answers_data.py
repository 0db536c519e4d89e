"""Answers of queries as data at the addresses of their pages: /query, /ask, /queries and each saved query.

Input: kb.api.serving.ports.Service. Output: JSON and CSV as SPARQL has them; Turtle: the triples of a query that makes
some, else what the graph says of the things that the answer names.
Never: runs what /sparql would not.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from fastapi import Request
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize
from starlette.responses import Response, StreamingResponse

from kb.api.pages.listing import IN_A_FILE, BadFilterError, as_csv, as_turtle
from kb.api.pages.negotiation import CSV, JSON, TURTLE
from kb.api.pages.site import Site
from kb.api.serving.ports import Reads
from kb.api.traffic.below import path_of
from kb.graph import names
from kb.service.answering.asking import ask
from kb.service.saved.binding import bind
from kb.service.saved.form import form

_ACCEPT: Final = {
    JSON: "application/sparql-results+json, application/ld+json;q=0.9",
    CSV: "text/csv, application/n-triples;q=0.9",
    TURTLE: "text/turtle, application/sparql-results+json;q=0.9",
}
_TRIPLE: Final = ("subject", "predicate", "object")
_QUERIES: Final = ("name", "title", "description", "origin", "address", "parameters", "text")
_OWN: Final = frozenset({"asOf", "view", "done", "format", "timeout", "minConfidence"})
_SHACL: Final = "http://www.w3.org/ns/shacl#"
_FORMS: Final = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "construct"}
_KIND: Final = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT)\b", re.IGNORECASE | re.MULTILINE)
_EXAMPLE: Final = "a query, as in SELECT * { ?event a kb:Event }"


def add(site: Site) -> None:
    """Add the routes."""
    _query(site)
    _ask(site)
    _queries(site)
    _saved(site)


def answered(site: Site, then: Reads, request: Request, text: str, format: str) -> Response:
    """Answer with what a query finds.

    Args:
        format: json, csv or ttl.

    Raises:
        QueryRefusedError: it is malformed, or takes too much; says why.
    """
    result = then.query(text, accept=_ACCEPT[format], min_confidence=_chance(request), manner=site.manner(request))
    if format == TURTLE and result.kind != "triples":
        found = json.loads(result.read())
        return as_turtle(then, list(dict.fromkeys(_named(found, f"{then.base_iri}id/")))[:IN_A_FILE])
    if format == CSV and result.kind == "triples":
        triples = (quad.triple for quad in parse(result.read(), RdfFormat.N_TRIPLES))
        return as_csv(request, _TRIPLE, [_row(one) for one in triples])
    headers = {"Vary": "Accept", "X-Kb-Position": str(result.position), "Content-Type": result.media_type}
    return StreamingResponse(result.chunks(), headers=headers)


def _row(triple: Triple) -> dict[str, str]:
    return {name: str(getattr(getattr(triple, name), "value", getattr(triple, name))) for name in _TRIPLE}


def _named(found: dict[str, Any], start: str) -> Iterator[str]:
    for row in found.get("results", {}).get("bindings", ()):
        for term in row.values():
            if term["type"] == "uri" and term["value"].startswith(start):
                yield term["value"].removeprefix(start)


def _chance(request: Request) -> float:
    given = request.query_params.get("minConfidence", "") or "0"
    try:
        return float(given)
    except ValueError:
        raise BadFilterError("minConfidence", given, "a chance from 0 to 1") from None


def _query(site: Site) -> None:
    def answer(request: Request, format: str) -> Response:
        text = request.query_params.get("query", "")
        if not text.strip():
            raise BadFilterError("query", text, _EXAMPLE)
        with site.reading(request) as (then, _):
            return answered(site, then, request, text, format)

    @site.router.get("/query")
    def values(request: Request) -> Response:
        """Send what the query in the address finds, as SPARQL's JSON."""
        return answer(request, JSON)

    @site.table("/query")
    def table(request: Request) -> Response:
        """Send it as a table."""
        return answer(request, CSV)

    @site.triples("/query")
    def triples(request: Request) -> Response:
        """Send the triples that it makes, or what the graph says of the things that it finds."""
        return answer(request, TURTLE)


def _ask(site: Site) -> None:
    def answer(request: Request, format: str) -> Response:
        question = request.query_params.get("q", "").strip()
        if not question:
            raise BadFilterError("q", question, "a question, as in Who said what about Kenya?")
        with site.reading(request) as (then, _):
            with then.catalog() as catalog:
                found = ask(question, catalog, then.base_iri, lambda text: then.query(text, format="json"))
                found.result.close()
                sparql = found.understood.sparql  # of the meaning that has an answer
            return answered(site, then, request, sparql, format)

    @site.table("/ask")
    def table(request: Request) -> Response:
        """Send the answer to the question as a table."""
        return answer(request, CSV)

    @site.triples("/ask")
    def triples(request: Request) -> Response:
        """Send what the graph says of the things that are the answer."""
        return answer(request, TURTLE)


def _queries(site: Site) -> None:
    @site.table("/queries")
    def table(request: Request) -> Response:
        """Send a row for each saved query."""
        with site.reading(request) as (then, _):
            forms = [form(one) for one in then.library().queries.values()]
        rows = [
            {
                **{name: getattr(one, name) for name in ("name", "title", "description", "origin", "text")},
                "address": path_of(request, f"/queries/{one.name}"),
                "parameters": [f"{field.name} ({field.kind})" for field in one.fields],
            }
            for one in forms
        ]
        return as_csv(request, _QUERIES, rows)

    @site.triples("/queries")
    def triples(request: Request) -> Response:
        """Send the saved queries in the terms that SHACL has for them."""
        with site.reading(request) as (then, _):
            base, saved = then.base_iri, then.library().queries.values()
            found = [triple for one in saved for triple in _described(f"{base}queries/{one.name}", one)]
        body = serialize(found, format=RdfFormat.TURTLE, prefixes={"sh": _SHACL, "rdfs": names.RDFS})
        return Response(body, headers={"Vary": "Accept", "Content-Type": "text/turtle; charset=utf-8"})


def _described(iri: str, saved: Any) -> Iterator[Triple]:
    shape, node = form(saved), NamedNode(iri)
    found = _KIND.search(shape.text)
    kind = found[1].upper() if found else "SELECT"
    yield Triple(node, names.TYPE, NamedNode(f"{_SHACL}SPARQL{kind.capitalize()}Executable"))
    yield Triple(node, names.LABEL, Literal(shape.title, language="en"))
    if shape.description:
        yield Triple(node, NamedNode(f"{names.RDFS}comment"), Literal(shape.description, language="en"))
    yield Triple(node, NamedNode(f"{_SHACL}{_FORMS[kind]}"), Literal(shape.text))


def _saved(site: Site) -> None:
    @site.triples("/queries/{name}")
    def triples(request: Request, name: str) -> Response:
        """Send the triples that a saved query makes, or what the graph says of the things that it finds.

        JSON and CSV at the same address are of kb.api.endpoint.saved.
        """
        given = {key: value for key, value in request.query_params.items() if key not in _OWN}
        with site.reading(request) as (then, _):
            saved = then.library().get(name)
            with then.catalog() as catalog:
                text = bind(saved, given, catalog, then.base_iri)
            return answered(site, then, request, text, TURTLE)
