"""Parameters that a route would pass over, so that its answer looked like another one.

Input: a request. Output: the error that refuses it, or nothing.
Never: looks at a body; refuses other parameters that nobody knows.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from fastapi import Request

from kb.errors import InputError

_VIEWED: Final = ("/sparql", "/doc/", "/graph/", "/export.", "/id/", "/queries/", "/ask")
# what has rows with a confidence
_SURE: Final = re.compile(r"/(?:events|statements|figures|offices|timeline|map)(?:\.[a-z]+)?")
TIMELESS: Final = (
    "/log", "/diff",  # the log itself; between two moments
    "/health", "/metrics",
    "/changes.atom", "/ldes", "/dumps", "/sitemap", "/robots.txt",
    "/review",  # what is open now
    "/add", "/decide", "/sign-in",  # forms
    "/reconcile/properties", "/reconcile/suggest/type", "/reconcile/suggest/property",  # the vocabulary
)  # fmt: skip
_VIEWS: Final = ("minConfidence", "min_confidence", "min-confidence", "minconfidence")
_TIMES: Final = ("as_of", "as-of", "asof")


class GivenTwiceError(InputError):
    """A parameter stands twice in an address, and only one could be heard."""

    code = "given-twice"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"The parameter {name[:60]} is given twice.", hint="Give it once.")


def once(given: Iterable[tuple[str, str]]) -> None:
    """Refuse an address that has a parameter twice.

    Raises:
        GivenTwiceError: names it.
    """
    seen: set[str] = set()
    for name, _ in given:
        if name in seen:
            raise GivenTwiceError(name)
        seen.add(name)


async def refuse(request: Request) -> None:  # async: in a thread it would cost more than it does
    """Refuse a view or a time of the past where there is none, two of them, or one misspelt; see *look* and *once*."""
    if request.scope["query_string"]:
        once(one for one in request.query_params.multi_items() if one[0] in ("asOf", "minConfidence"))
        look(request.url.path, request.query_params)


def look(path: str, given: Mapping[str, str]) -> None:
    """The same, of a path and its parameters.

    Raises:
        InputError: what is not filtered, or is of today, must not look as if it were otherwise; nor must a moment
            that a client forgot to fill in.
    """
    viewed = path.startswith(_VIEWED) or bool(_SURE.fullmatch(path))
    names = _VIEWS[1:] if viewed else _VIEWS
    if asked := next((name for name in names if name in given), ""):
        hint = "/sparql, /doc, /graph, /export, /events and others do; here each fact has its confidence beside it."
        raise InputError(f"{path} knows no {asked}.", hint="It is called minConfidence." if viewed else hint)
    if not given.get("asOf", "now").strip():
        raise InputError("asOf is empty.", hint="Give an event or a time, or leave it out to ask about now.")
    timeless = path.startswith(TIMELESS)
    names = (*_TIMES, "asOf") if timeless else _TIMES
    if asked := next((name for name in names if name in given), ""):
        hint = "It tells of now. Lists, single things, /search, /timeline, /sparql and others take asOf."
        raise InputError(f"{path} knows no {asked}.", hint=hint if timeless else "It is called asOf.")
