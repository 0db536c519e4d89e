"""The form by which a person decides on a page: confirm, retract, amend, merge, undo and the others.

Input: a form with its token. Output: one decision by the service, and the way back to the page, which says what was
recorded and offers to undo it. Works without scripts.
"""

from typing import Annotated

from fastapi import Form, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from kb.api.pages.amending import offer
from kb.api.pages.links import local, returning
from kb.api.pages.members import moving
from kb.api.pages.security import TOKEN, cookie
from kb.api.pages.site import Site
from kb.api.routes.decisions import Action

Words = Annotated[str, Form(max_length=20_000)]
Number = Annotated[int, Form(ge=0)]
Asked = Annotated[str, Query(max_length=4000)]


def who_acts(site: Site, request: Request, csrf: str, needs: str = "write") -> str:
    """Return who sends a form, "" for whom the server runs as.

    Args:
        needs: the scope that a token must have.

    Raises:
        ForbiddenError, StaleFormError: no page of this server sent it.
        UnauthorisedError: who writes must sign in, and has not.
        ScopeError: the token is for less.
    """
    site.forms.check(request, csrf)
    return site.gatekeeper.actor(request, cookie(request, TOKEN), needs=needs)


def back_with(back: str, position: int) -> str:
    """Return the address of the page that a form was on, told what was recorded."""
    return returning(back, {"done": str(position)})


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/decide")
    def ask(
        request: Request, what: Asked, value: Asked = "", of: Asked = "", back: Asked = "/", part: Asked = ""
    ) -> Response:
        """Ask what is to be decided about a claim, a *part* of something, or which one a member is.

        htmx gets the form alone.
        """
        alone = bool(request.headers.get("hx-request"))
        template = "decide_part.html" if alone else "decide.html"
        frame = site.frame(request)
        with site.service.catalog() as catalog:
            stands = moving(catalog, what, part)
        can = offer(part, value)
        return site.show(
            request, template, frame, what=what, can=can, of=of, back=local(back), alone=alone, stands=stands
        )

    @site.router.post("/decide")
    async def decide(
        request: Request,
        action: Annotated[Action, Form()],
        csrf: Annotated[str, Form(max_length=200)] = "",
        what: Words = "",
        value: Words = "",
        value_called: Annotated[str, Form(alias="value-called", max_length=20_000)] = "",
        position: Number = 0,
        reason: Annotated[str, Form(max_length=10_000)] = "",
        seen: Number = 0,
        back: Annotated[str, Form(max_length=4000)] = "/",
    ) -> Response:
        """Record one decision and go back; what a value is called stands for it where none was picked.

        htmx is told where to go on, and puts what is refused beside the form.
        """
        actor = who_acts(site, request, csrf)
        words = {
            "what": what,
            "value": value.strip() or value_called.strip(),
            "position": position,
            "reason": reason.strip(),
            "seen": seen,
        }
        done = await run_in_threadpool(lambda: site.service.decided(action, actor, **words))
        leads = RedirectResponse(back_with(back, done), 303)
        if request.headers.get("hx-request"):  # which would put a page it is led to into the form
            return Response(headers={"HX-Redirect": leads.headers["location"]})
        return leads
