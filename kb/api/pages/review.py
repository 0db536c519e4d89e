"""The page that asks a person who is who: one question with both sides beside each other, then at once the next.

Input: kb.api.ports.Service, forms. Output: answers. Programs have /review.
Works without scripts; with them a key is an answer.
"""

from typing import Annotated, Any, Final, Literal
from urllib.parse import parse_qsl, urlsplit

from fastapi import Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from kb.api.pages.deciding import back_with, who_acts
from kb.api.pages.links import local, returning
from kb.api.pages.listing import BadFilterError
from kb.api.pages.site import Site
from kb.service.deciding import Done
from kb.service.review_queue import KINDS

AHEAD: Final = 8  # questions shown below the one that is asked
_OF: Final = ("entity", "event")
_REASONS: Final = {
    "near": "The evidence is about even.",
    "contradicted": "The evidence is for it, but something speaks against it.",
    "weak": "They are one now, held together by this pair alone.",
}


def _choice(request: Request, name: str, known: tuple[str, ...]) -> str:
    given = request.query_params.get(name, "")
    if given and given not in known:
        raise BadFilterError(name, given, f"one of {', '.join(known)}")
    return given


def _skipping(back: str, by: int) -> str:
    """Return the address of the page with so many questions more left out."""
    skipped = dict(parse_qsl(urlsplit(local(back)).query)).get("skip", "0")
    number = int(skipped) if skipped.isascii() and skipped.isdigit() and len(skipped) < 9 else 0
    return returning(back, {"skip": str(number + by), "done": None})


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/review")
    def page(request: Request) -> Response:
        """Ask the question whose answer is worth most, after those that were skipped."""
        filters: dict[str, Any] = {
            "kind": _choice(request, "kind", _OF),
            "why": _choice(request, "why", tuple(KINDS)),
            "entity": request.query_params.get("entity", "").strip(),
        }
        given = request.query_params.get("skip", "0")
        if not (given.isascii() and given.isdigit() and len(given) < 9):
            raise BadFilterError("skip", given, "how many questions are left out, as in 2")
        frame = site.frame(request)
        found = site.kept(
            ("questions", frame.position, given, *filters.values()),
            lambda: site.service.questions(**filters, limit=AHEAD + 1, offset=int(given), quoted=1),
        )
        return site.show(
            request,
            "review.html",
            frame,
            found=found,
            question=found.items[0] if found.items else None,
            ahead=found.items[1:],
            skipped=int(given),
            reasons=_REASONS,
        )

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
        done: Done = await run_in_threadpool(lambda: site.service.answer(question, said, actor, reason.strip(), seen))
        return RedirectResponse(back_with(back, done.position), 303)
