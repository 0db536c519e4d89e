"""The page for questions in plain English: what was understood, the answer below, and the SPARQL that gave it.

Input: kb.api.serving.ports.Service. Output: answers. JSON at the same address is of kb.api.endpoint.ask.
Never: asks a language model: a page has no key, and strangers run up no costs.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.begun import begun
from kb.api.pages.frame import Frame
from kb.api.pages.meant import meant, noted
from kb.api.pages.query import ROWS, Found, read_out, show, stopped
from kb.api.pages.site import Site
from kb.api.serving.ports import Reads
from kb.errors import QueryRefusedError
from kb.log.chain import utc_now
from kb.query.manner import Manner
from kb.query.result import QueryResult
from kb.service.answering.answer import Understood, understand
from kb.service.answering.asking import UNANSWERED, ask
from kb.service.answering.errors import NotUnderstoodError
from kb.service.answering.exemplary import examples_of, is_understood

_ENDS: Final = (".", "?", "!", "…", ".”", "?”", "!”", '."', '?"', '!"')


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/ask")
    def page(request: Request) -> Response:
        """Answer the question in the address, or say which ones would be understood."""
        question = request.query_params.get("q", "").strip()
        if not question:
            return _shown(site, request, question)
        return begun(
            request, lambda: _shown(site, request, question), lambda: _shown(site, request, question, waits=True)
        )


def _shown(site: Site, request: Request, question: str, *, waits: bool = False) -> Response:
    """Answer with the page; where it *waits* for its answer, without that."""
    asked, refused = None, None
    with site.reading(request) as (then, frame):
        if not question:
            frame = replace(frame, formats=())  # there is no answer yet that could be had otherwise
        elif not waits:
            try:
                asked = _lately(site, request, frame, then, question)
            except NotUnderstoodError as error:
                refused = error
        understood, found = asked or (None, None)
        return show(
            site,
            request,
            frame,
            "ask.html",
            found,
            understood.sparql if understood is not None else "",
            form=True,
            question=question,
            understood=understood,
            meant=list(meant(understood.slots)) if understood is not None else (),
            **_told(understood.notes if understood is not None else ()),
            refused=refused,
            examples=_examples(site, frame, then),
        )


def _examples(site: Site, frame: Frame, then: Reads) -> tuple[str, ...]:
    """Return questions that are understood, about what the base holds at the moment that is shown."""
    if frame.empty:
        return ()
    today = utc_now().date().isoformat()
    with then.catalog() as catalog:
        found = site.kept(("examples", frame.course, frame.as_of), lambda: examples_of(catalog))
        # most articles change nobody whom an example is about: to understand two dozen questions takes far longer
        return tuple(
            one
            for one in found
            if site.examples.kept((one, today, frame.as_of), partial(is_understood, one, catalog, today))
        )


def _told(notes: Sequence[str]) -> dict[str, Any]:
    """Return notes in pieces, each a sentence, and apart from them what articles say where no fact answers."""
    said = [one.removeprefix(UNANSWERED) for one in notes if one.startswith(UNANSWERED)]
    others = [
        f"{one[:1].upper()}{one[1:]}{'' if one.endswith(_ENDS) else '.'}"
        for one in notes
        if not one.startswith(UNANSWERED)
    ]
    return {"notes": [list(noted(one)) for one in others], "passages": [list(noted(one)) for one in said]}


def _lately(site: Site, request: Request, frame: Frame, then: Reads, question: str) -> tuple[Understood, Found]:
    """Return what _asked does, as it was found before where nothing can have changed since."""
    manner = site.manner(request, ROWS)
    key = ("ask", frame.course, question, utc_now().date(), repr(manner.budget))
    return site.answers.kept(key, lambda: _asked(question, then, manner), lambda made: made[1].problem is None)


def _asked(question: str, then: Reads, manner: Manner) -> tuple[Understood, Found]:
    """Return what a question means that has an answer, and the answer; the first meaning where its query was stopped.

    Raises:
        NotUnderstoodError: no form fits, or it names what is not there.
    """

    def answered(sparql: str) -> QueryResult:
        return then.query(sparql, format="json", manner=manner)

    with then.catalog() as catalog:
        try:
            found = ask(question, catalog, then.base_iri, answered)
        except QueryRefusedError as error:
            understood = understand(question, catalog, then.base_iri, utc_now().date().isoformat())
            return understood, stopped(error)
    return found.understood, read_out(then, found.result)
