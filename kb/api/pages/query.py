"""The page for SPARQL: an editor, the answer as a table, chart, timeline, map or graph, and where a query went wrong.

Input: kb.api.serving.ports.Service. Output: answers. The address holds query, view and moment.
Never: runs what /sparql would not; a query costs here what it costs there, and fewer rows are shown.
"""

import json
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

from fastapi import Request
from starlette.responses import JSONResponse, Response

from kb.api.pages import answer_drawings, answers
from kb.api.pages.begun import begun
from kb.api.pages.frame import Frame
from kb.api.pages.ontology import groups
from kb.api.pages.site import Site
from kb.api.schemas.shapes import bare
from kb.api.serving.ports import Reads
from kb.errors import NotFoundError, QueryRefusedError
from kb.query.errors import MalformedQueryError
from kb.query.manner import Manner
from kb.query.result import QueryResult
from kb.query.sparql.prefixes import known
from kb.service.saved.form import form as form_of

ROWS: Final = 500  # shown on the page; a download has all that the server's limit allows
_ACCEPT: Final = "application/sparql-results+json, application/n-triples;q=0.9"
_LABELLED: Final = {"event": "SELECT label FROM events WHERE id = ?"}
_CALLED: Final = "SELECT ?thing ?label { VALUES ?thing { %s } ?thing rdfs:label ?label }"
_DOWNLOADS: Final = {
    "solutions": (("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("xml", "XML")),
    "triples": (("turtle", "Turtle"), ("ntriples", "N-Triples"), ("jsonld", "JSON-LD")),
}
_ANEW: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)  # another answer each time
_FIRST: Final = """SELECT ?type (COUNT(?event) AS ?events) WHERE {
  ?event a kb:Event ; kb:eventType ?type
}
GROUP BY ?type
ORDER BY DESC(?events)"""

_NOT_OURS: Final = (  # terms that a query seldom does without
    ("rdfs:label", "label", "What something is called."),
    ("rdf:type", "type", "The class that something is of; a stands for it."),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a query.

    Attributes:
        table: the rows that are shown, None if it failed.
        kind: of the result: solutions, boolean or triples.
        truncated: whether there are more than are shown.
        warnings: what the asker may have got wrong.
        seconds: it took.
        problem: why it failed.
        line, column: where it is malformed, from 1; 0 if not known.
        excerpt: that line with a caret.
    """

    table: answers.Table | None = None
    kind: str = ""
    truncated: bool = False
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    problem: QueryRefusedError | None = None
    line: int = 0
    column: int = 0
    excerpt: str = ""

    @property
    def views(self) -> tuple[str, ...]:
        """How it can be looked at."""
        return (*self.table.views, *answer_drawings.views(self.table)) if self.table is not None else ()


def run(then: Reads, text: str, manner: Manner) -> Found:
    """Return what a query finds, or why it does not."""
    try:
        return read_out(then, then.query(text, accept=_ACCEPT, manner=manner))
    except QueryRefusedError as error:
        return stopped(error)


def lately(site: Site, request: Request, frame: Frame, then: Reads, text: str) -> Found:
    """Return what a query finds, as it was found before where nothing can have changed: its next view costs nothing."""
    manner = site.manner(request, ROWS)
    if _ANEW.search(text):
        return run(then, text, manner)
    key = ("query", frame.course, text, repr(manner.budget))
    return site.answers.kept(key, lambda: run(then, text, manner), lambda found: found.problem is None)


def stopped(error: QueryRefusedError) -> Found:
    """Return why a query was not answered, and where it is malformed."""
    where = error if isinstance(error, MalformedQueryError) else None
    place = (where.line, where.column, where.excerpt) if where is not None else (0, 0, "")
    return Found(problem=error, line=place[0], column=place[1], excerpt=place[2])


def read_out(then: Reads, result: QueryResult) -> Found:
    """Return what a result in SPARQL's JSON or N-Triples holds, and close it."""
    naming = answers.Naming(then.base_iri, known(then.base_iri))
    with result:
        body = result.read()
    read = answers.triples if result.kind == "triples" else answers.solutions
    table = read(body, naming)
    return Found(
        table.called(_labels(then, table.things)), result.kind, result.truncated, tuple(result.warnings), result.seconds
    )


def show(
    site: Site, request: Request, frame: Frame, template: str, found: Found | None, text: str, **more: Any
) -> Response:
    """Answer with a page that has the answer to a query in it.

    Args:
        text: the query, "" for none.
        more: what else the template shows.
    """
    asked = request.query_params.get("view", "table")
    table = found.table if found is not None else None
    view = asked if found is not None and asked in found.views else "table"
    return site.show(
        request,
        template,
        frame,
        400 if found is not None and found.problem is not None else 200,
        text=text,
        found=found,
        view=view,
        rows=ROWS,
        chart=answers.chart(table) if table is not None and view == "chart" else None,
        moments=answer_drawings.moments(table) if table is not None and view == "timeline" else (),
        spots=answer_drawings.spots(table) if table is not None and view == "map" else (),
        graph=answer_drawings.graph(table) if table is not None and view == "graph" else None,
        downloads=_DOWNLOADS.get(found.kind, _DOWNLOADS["solutions"]) if found is not None else (),
        **{"form": None, **more},
    )


def _labels(then: Reads, names: Collection[str]) -> dict[str, str]:
    """What things are called, by id."""
    found: dict[str, str] = {}
    with then.catalog() as catalog:
        for name in names:
            kind = name.partition("-")[0]
            if kind == "statement":
                found[name] = "statement"  # what it says is seldom left out of a query
            elif kind == "entity":
                with suppress(NotFoundError):
                    found[name] = catalog.get_entity(bare(kind, name)).label
            elif kind == "article":
                with suppress(NotFoundError):
                    found[name] = catalog.get_article(bare(kind, name)).called
            elif kind in _LABELLED:
                rows = catalog.rows(_LABELLED[kind], [bare(kind, name)])
                found[name] = str(rows[0][0]) if rows else ""
    found |= _phrases(then, [name for name in names if name.startswith("phrase-")])
    return {name: label for name, label in found.items() if label}


def _phrases(then: Reads, names: Sequence[str]) -> dict[str, str]:
    """Return what phrases say, which only the graph has; nothing while it answers no query."""
    if not names:
        return {}
    with suppress(QueryRefusedError), then.query(_CALLED % " ".join(f"id:{name}" for name in names)) as result:
        rows = json.loads(result.read())["results"]["bindings"]
        return {row["thing"]["value"].rpartition("/")[2]: row["label"]["value"] for row in rows}
    return {}


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/query")
    def page(request: Request) -> Response:
        """Show the editor, and the answer to what the address asks."""
        if not request.query_params.get("query", "").strip():
            return _shown(site, request)
        return begun(request, lambda: _shown(site, request), lambda: _shown(site, request, waits=True))

    @site.router.get("/query/terms")
    def terms(request: Request) -> Response:
        """Send what the editor completes: prefixes, and terms of the ontology with what they mean."""
        value: dict[str, Any] = site.kept(("query terms", site.service.ontology()), lambda: _terms(site.service))
        return JSONResponse(value, headers={"Cache-Control": "private, max-age=3600"})


def _shown(site: Site, request: Request, *, waits: bool = False) -> Response:
    """Answer with the editor and what its query finds; where it *waits* for that, without."""
    text = request.query_params.get("query", "")
    with site.reading(request) as (then, frame):
        found = lately(site, request, frame, then, text) if text.strip() and not waits else None
        if not text.strip():
            frame = replace(frame, formats=())  # there is no answer yet that could be had otherwise
        saved = [form_of(one) for one in then.library().queries.values()]
    return show(
        site,
        request,
        frame,
        "query.html",
        found,
        text,
        waits=waits,
        first=_FIRST,
        prefixes=sorted(known(site.service.base_iri)),
        saved=saved,
        seconds=site.query_seconds(request),
    )


def _terms(then: Reads) -> dict[str, Any]:
    """Prefix -> IRI, and the terms that a query is written with: name, label, what it means."""
    ours = [[term.name, term.label, term.comment] for group in groups(then.ontology()) for term in group.terms]
    return {"prefixes": known(then.base_iri), "terms": [*ours, *_NOT_OURS]}
