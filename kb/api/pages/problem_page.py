"""Errors as pages, for browsers; programs get them as RFC 9457 problems.

Input: what kb.api.traffic.problems says of an error. Output: a page that says it and what to do next, and needs
nothing of the knowledge base: it may be what is at fault.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from kb.api.pages.advice import advice
from kb.api.pages.frame import Frame
from kb.api.pages.links import AS_OF, address, local
from kb.api.pages.negotiation import HTML, wanted
from kb.api.pages.security import HEADERS
from kb.api.pages.site import Site
from kb.api.traffic.below import path_of

TITLES: Final = {
    400: "That cannot be answered",
    401: "Sign in to decide",
    403: "That was refused",
    404: "There is nothing here",
    405: "That is not possible here",
    409: "That cannot be done as things stand",
    413: "That is too much at once",
    422: "That cannot be answered",
    503: "Not available just now",
    504: "That took too long",
    507: "No room left",
}
MEANWHILE: Final = "It has changed meanwhile"
MOVED: Final = frozenset({"decided-meanwhile", "stream-conflict", "log-moved", "log-moved-on"})
NO_MOMENT: Final = frozenset({"bad-moment", "no-such-moment"})


def came_from(request: Request) -> str:
    """Return the path of the page here that a form was on, "" if none is named; what was typed in is there still."""
    parts = urlsplit(request.headers.get("referer", ""))
    if request.method != "POST" or parts.netloc != request.headers.get("host", ""):
        return ""
    root = path_of(request, "")
    path = parts.path.removeprefix(root) if parts.path.startswith(f"{root}/") else parts.path
    return local(address(path, parse_qsl(parts.query)))


def maker(site: Site) -> Callable[[Request, Mapping[str, Any]], Response | None]:
    """Return what makes a page of a problem, or None for a client that wants no page."""

    def make(request: Request, problem: Mapping[str, Any]) -> Response | None:
        if wanted(request.scope) != HTML:
            return None
        status = int(problem["status"])
        frame = _frame(site, request)
        told = advice(problem, getattr(request.state, "error", None), frame)
        if request.headers.get("hx-request"):
            return HTMLResponse(site.text("problem_part.html", told=told), status, headers=dict(HEADERS))
        usual = MEANWHILE if problem.get("code") in MOVED else TITLES.get(status, "Something went wrong")
        if problem.get("code") in NO_MOMENT:  # no link leads on into it
            frame = replace(frame, parameters=tuple(one for one in frame.parameters if one[0] != AS_OF))
        back = came_from(request)
        return site.show(
            request, "problem.html", frame, status, title=told.title or usual, problem=problem, told=told, back=back
        )

    return make


def _frame(site: Site, request: Request) -> Frame:
    """Return the frame of a page about a problem: with forms where there is an address to come back to."""
    bare = site.bare_frame(request)
    if request.method != "GET":
        return bare
    may_write = not bare.as_of and (bare.signed_in or not bare.sign_in)
    return replace(bare, token=site.forms.token(request), may_write=may_write)
