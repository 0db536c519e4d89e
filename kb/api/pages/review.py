"""The page that asks a person who is who: one question with both sides beside each other, then at once the next.

Input: kb.api.serving.ports.Service, forms. Output: answers. Programs have /review.
Works without scripts; with them a key is an answer.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Annotated, Any, Final, Literal
from urllib.parse import parse_qsl, urlsplit

from fastapi import Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from kb.api.pages.deciding import who_acts
from kb.api.pages.frame import Frame
from kb.api.pages.links import local, returning
from kb.api.pages.listing import IN_A_FILE, BadFilterError, as_csv, as_turtle
from kb.api.pages.picking import called, settled
from kb.api.pages.site import Site
from kb.api.serving.ports import Service
from kb.errors import NotFoundError
from kb.service.review.queue import KINDS
from kb.service.review.reviewing import Question, Questions

AHEAD: Final = 8  # questions shown below the one that is asked
_IN_A_TABLE: Final = 100  # questions made out for a table or triples, unless more are asked for
_OF: Final = ("entity", "event")
_COLUMNS: Final = (
    "question", "kind", "why", "first", "first_label", "second", "second_label", "bits", "needed", "claims", "worth",
    "reason",
)  # fmt: skip
_REASONS: Final = {
    "near": "The evidence is about even.",
    "contradicted": "The evidence is for it, but something speaks against it.",
    "weak": "They are one now, held together by this pair alone.",
}
WHY: Final = {"near": "about even", "contradicted": "something against it", "weak": "one by this pair alone"}


def _choice(request: Request, name: str, known: tuple[str, ...]) -> str:
    given = request.query_params.get(name, "")
    if given and given not in known:
        raise BadFilterError(name, given, f"one of {', '.join(known)}")
    return given


def asked(request: Request) -> tuple[dict[str, str], int]:
    """Return by what the queue is narrowed, and how many questions are left out.

    Raises:
        BadFilterError: a value is of another kind.
    """
    filters = {
        "kind": _choice(request, "kind", _OF),
        "why": _choice(request, "why", tuple(KINDS)),
        "entity": request.query_params.get("entity", "").strip(),
    }
    return filters, _number(request, "skip", 0, 10**8, "how many questions are left out, as in 2")


def _number(request: Request, name: str, usual: int, most: int, said: str) -> int:
    given = request.query_params.get(name, "") or str(usual)
    if not (given.isascii() and given.isdigit() and len(given) < 9 and int(given) <= most):
        raise BadFilterError(name, given, said)
    return int(given)


def _rows(questions: Iterable[Question]) -> Iterator[dict[str, Any]]:
    for one in questions:
        item = one.item
        values = {name: getattr(item, name) for name in ("kind", "why", "bits", "needed", "claims", "worth", "reason")}
        sides = zip(("first", "second"), one.sides, strict=True)
        named = {key: value for at, side in sides for key, value in ((at, side.id), (f"{at}_label", side.label))}
        yield {"question": f"review-{item.id}", **values, **named}


def _skipping(back: str, by: int) -> str:
    """Return the address of the page with so many questions more left out."""
    skipped = dict(parse_qsl(urlsplit(local(back)).query)).get("skip", "0")
    number = int(skipped) if skipped.isascii() and skipped.isdigit() and len(skipped) < 9 else 0
    return returning(back, {"skip": str(number + by), "done": None, "answered": None})


def _asked_again(request: Request, frame: Frame, service: Service) -> Question | None:
    """Return the question whose answer was just taken back, also where the queue does not have it again yet."""
    answered = request.query_params.get("answered", "")
    if not answered or frame.recorded is None or frame.recorded.what != "decision-undone" or frame.recorded.again:
        return None
    with suppress(NotFoundError):
        return service.question(answered)
    return None


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/review")
    def page(request: Request) -> Response:
        """Ask the question whose answer is worth most, after those that were skipped."""
        with site.service.catalog() as catalog:
            if (elsewhere := settled(request, catalog, ["entity"])) is not None:
                return elsewhere
            name = called(catalog, request.query_params.get("entity", ""))
        filters, skipped = asked(request)
        frame = site.frame(request)
        found = site.kept(
            ("questions", frame.course, frame.behind, skipped, *filters.values()),
            lambda: site.service.questions(**filters, limit=AHEAD + 1, offset=skipped, quoted=1),
            lambda made: made.settled,
        )
        again = _asked_again(request, frame, site.service)
        question = again or (found.items[0] if found.items else None)
        ahead = [
            (at, one) for at, one in enumerate(found.items, skipped) if question and one.item.id != question.item.id
        ]
        return site.show(
            request,
            "review.html",
            frame,
            found=found,
            question=question,
            ahead=ahead[:AHEAD],
            skipped=skipped,
            reasons=_REASONS,
            why=WHY,
            called=name,
            back="",
        )

    @site.page("/review/{question}")
    def one(request: Request, question: str) -> Response:
        """Ask one question, whatever comes before it; its address can be sent on. Then the queue goes on."""
        return site.show(
            request,
            "review.html",
            site.frame(request),
            found=site.service.questions(**asked(request)[0], limit=1, offset=0, quoted=0),
            question=site.service.question(question),
            ahead=(),
            skipped=0,
            reasons=_REASONS,
            why=WHY,
            called="",
            back="/review",
        )

    @site.table("/review/{question}")
    def row(request: Request, question: str) -> Response:
        """Send one question as the row that it has in the list."""
        return as_csv(request, _COLUMNS, _rows([site.service.question(question)]))

    @site.triples("/review/{question}")
    def sides(question: str) -> Response:
        """Send what the graph says of both that are asked about."""
        return as_turtle(site.service, [side.id for side in site.service.question(question).sides])

    def listed(request: Request) -> tuple[Questions, int]:
        filters, skipped = asked(request)
        limit = _number(request, "limit", _IN_A_TABLE, IN_A_FILE, f"how many questions at most, up to {IN_A_FILE:,}")
        found = site.service.questions(**filters, limit=max(limit, 1), offset=skipped, quoted=0)
        return found, skipped + len(found.items)

    @site.table("/review")
    def table(request: Request) -> Response:
        """Send a row for each question, the most worthwhile first; where more wait, a link says where."""
        found, seen = listed(request)
        answer = as_csv(request, _COLUMNS, _rows(found.items))
        if seen < found.total:
            query = request.url.include_query_params(skip=seen).query
            answer.headers["Link"] = f'</review.csv?{query}>; rel="next"'
        return answer

    @site.triples("/review")
    def triples(request: Request) -> Response:
        """Send what the graph says of those that are asked about."""
        sides = (side.id for one in listed(request)[0].items for side in one.sides)
        return as_turtle(site.service, list(dict.fromkeys(sides)))

    @site.router.post("/review/answer")
    async def answer(
        request: Request,
        question: Annotated[str, Form(max_length=64)],
        said: Annotated[Literal["same", "different", "unsure", "skip"], Form()],
        csrf: Annotated[str, Form(max_length=200)] = "",
        reason: Annotated[str, Form(max_length=10_000)] = "",
        seen: Annotated[int, Form(ge=0)] = 0,
        back: Annotated[str, Form(max_length=4000)] = "/review",
    ) -> Response:
        """Record one answer, or none, and go on to the next question."""
        actor = who_acts(site, request, csrf)
        if said == "skip":
            return RedirectResponse(_skipping(back, 1), 303)
        position = await run_in_threadpool(lambda: site.service.answered(question, said, actor, reason.strip(), seen))
        return RedirectResponse(returning(back, {"done": str(position), "answered": question}), 303)
