"""What changed between two moments as a table and as triples; kb.api.routes.diff has it as JSON and as an RDF Patch.

Input: kb.service.history.differing.Diff. Output: CSV, a row for each property that changed; Turtle, a set of changes,
each a reified triple.
Never: holds a long difference: both are written as it is read.
"""

import csv
import io
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import Final

from fastapi import Request
from pyoxigraph import NamedNode, Quad
from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse

from kb.api.pages.listing import BadFilterError, cell
from kb.api.pages.site import Site
from kb.api.routes.diff import AT_ONCE, MOST, BusyComparingError, gathered
from kb.graph import names
from kb.service.history.diff_told import Told, Value
from kb.service.history.differing import Diff

COLUMNS: Final = (
    "part",
    "id",
    "label",
    "thing",
    "name",
    "change",
    "property",
    "was",
    "was_id",
    "now",
    "now_id",
    "events",
)
_CS: Final = "http://purl.org/vocab/changeset/schema#"
_ROWS: Final = 500  # rows or triples written at once


def add(site: Site) -> None:
    """Add the routes."""
    running = threading.BoundedSemaphore(AT_ONCE)

    def compared(request: Request, held: ExitStack) -> Diff:
        start, goal = (request.query_params.get(name, "") for name in ("from", "to"))
        if not start:
            raise BadFilterError("from", start, "an event of the log, or a day, as in from=3")
        if not running.acquire(blocking=False):
            raise BusyComparingError(AT_ONCE)
        held.callback(running.release)
        return held.enter_context(site.service.diff(start, goal, most=MOST))

    def sent(request: Request, held: ExitStack, pieces: Iterable[str], media: str, ending: str) -> Response:
        headers = {"Vary": "Accept", "Content-Disposition": f'attachment; filename="diff.{ending}"'}
        background = BackgroundTask(held.pop_all().close)
        body = gathered(piece.encode() for piece in pieces)
        return StreamingResponse(body, media_type=f"{media}; charset=utf-8", headers=headers, background=background)

    @site.table("/diff")
    def table(request: Request) -> Response:
        """Send a row for each property that changed."""
        with ExitStack() as held:
            return sent(request, held, as_table(compared(request, held)), "text/csv", "csv")

    @site.triples("/diff")
    def triples(request: Request) -> Response:
        """Send a change set: every triple that came or left, with its graph and its event."""
        with ExitStack() as held:
            found = compared(request, held)
            return sent(request, held, as_change_set(found, site.service.base_iri), "text/turtle", "ttl")


def as_table(diff: Diff) -> Iterator[str]:
    """Yield pieces of a table of what changed in words."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for _, group in diff.told():
        for number, row in enumerate(_rows(group)):
            writer.writerow([cell(one) for one in row])
            if number % _ROWS == _ROWS - 1:
                yield _taken(text)
        yield _taken(text)


def _rows(group: Told) -> Iterator[tuple[object, ...]]:
    for item in group.items:
        for entry in item.entries:
            said = (entry.change, entry.name, *_said(entry.was), *_said(entry.now), list(entry.why))
            yield (group.kind, group.id, group.label, item.id, item.label, *said)


def _said(value: Value | None) -> tuple[str, str]:
    return ("", "") if value is None else (value.text, value.ref)


def _taken(text: io.StringIO) -> str:
    made = text.getvalue()
    text.seek(0)
    text.truncate()
    return made


def as_change_set(diff: Diff, base: str) -> Iterator[str]:
    """Yield pieces of a change set in the terms of http://purl.org/vocab/changeset/schema#."""
    this = f"<{base}diff?from={diff.start}&to={diff.goal}>"
    yield (
        f"@prefix cs: <{_CS}> .\n@prefix rdf: <{names.RDF}> .\n@prefix dcterms: <{names.DCT}> .\n"
        f"@prefix prov: <{names.PROV}> .\n\n{this} a cs:ChangeSet .\n"
    )
    for change in diff.changes():  # not put into words, of which nothing is sent here
        for said, quads in (("removal", change.gone), ("addition", change.come)):
            told = (_told(quad, quads[quad], base) for quad in sorted(quads, key=lambda quad: f"{quad} ."))
            while some := "".join(f"{this} cs:{said} {one}" for one in islice(told, _ROWS)):
                yield some


def _told(quad: Quad, position: int, base: str) -> str:
    triple = f"rdf:subject {quad.subject} ; rdf:predicate {quad.predicate} ; rdf:object {quad.object}"
    graph = f" ; dcterms:isPartOf {quad.graph_name}" if isinstance(quad.graph_name, NamedNode) else ""
    return f"[ a rdf:Statement ; {triple}{graph} ; prov:wasGeneratedBy <{base}id/record-{position}> ] .\n"
