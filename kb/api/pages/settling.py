"""What a reader settles for a browser: light or dark, and with which token decisions are taken.

Input: forms. Output: cookies, and the way back to the page that was looked at.
"""

from typing import Annotated, Literal

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from kb.api.pages.frame import THEME
from kb.api.pages.links import local
from kb.api.pages.security import TOKEN, set_cookie
from kb.api.pages.site import Site

Back = Annotated[str, Form(max_length=4000)]
Sent = Annotated[str, Form(max_length=200)]
Theme = Annotated[Literal["light", "dark", "system"], Form()]


def add(site: Site) -> None:
    """Add the routes."""

    @site.router.post("/theme")
    def set_theme(
        request: Request,
        theme: Annotated[Literal["light", "dark", "system"], Form()],
        csrf: Sent = "",
        back: Back = "/",
    ) -> Response:
        """Keep a theme, or go by what the system has."""
        site.forms.check(request, csrf)
        response = RedirectResponse(local(back), 303)
        set_cookie(request, response, THEME, "" if theme == "system" else theme, seen_by_scripts=True)
        return response

    @site.page("/sign-in")
    def ask_token(request: Request) -> Response:
        """Ask for a token."""
        return site.show(
            request, "sign_in.html", site.frame(request), back=local(request.query_params.get("back", "/"))
        )

    @site.router.post("/sign-in")
    def sign_in(
        request: Request, token: Annotated[str, Form(max_length=1000)] = "", csrf: Sent = "", back: Back = "/"
    ) -> Response:
        """Keep a token in a cookie that no script reads."""
        site.forms.check(request, csrf)
        site.gatekeeper.bearer(token.strip())
        response = RedirectResponse(local(back), 303)
        set_cookie(request, response, TOKEN, token.strip())
        return response

    @site.router.post("/sign-out")
    def sign_out(request: Request, csrf: Sent = "", back: Back = "/") -> Response:
        """Forget the token."""
        site.forms.check(request, csrf)
        response = RedirectResponse(local(back), 303)
        set_cookie(request, response, TOKEN, "")
        return response
