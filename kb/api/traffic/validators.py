"""Answers that a client may keep: with a validator of their bytes, and nothing sent again that it has.

Input: a request, and bytes, or the moment that an answer is about. Output: the answer, or 304.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Final

from fastapi import Request, Response

from kb import __version__
from kb.api.serving.ports import Reads

_TAG: Final = re.compile(r'(?:W/)?"[^"]*"')
_REVALIDATED: Final = "public, no-cache"


def answered(request: Request, body: bytes, media_type: str, *, seconds: int = 0, vary: str = "") -> Response:
    """Return *body*, or 304 if the client has it.

    Args:
        seconds: for how long it may be kept without asking; 0: asked for each time.
        vary: request headers that it depends on.
    """
    tag = f'"{hashlib.sha256(media_type.encode() + b"|" + body).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={seconds}" if seconds else _REVALIDATED}
    if vary:
        headers["Vary"] = vary
    if has(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def tag_at(then: Reads, *parts: object) -> str:
    """Return a validator of an answer that is made from the log up to *then*, and from *parts* of the request."""
    with then.moment() as moment:
        position = moment.position
        head = next((one.hash for one in moment.log.envelopes(after=position - 1)), "") if position else ""
    told = repr((__version__, then.base_iri, head, position, *parts))
    return f'"{hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:24]}"'


def kept(tag: str, vary: str = "Accept") -> dict[str, str]:
    """Return the headers of an answer that a client may keep, and asks for again by *tag*."""
    return {"ETag": tag, "Cache-Control": "no-cache", "Vary": vary}


def unchanged(headers: Mapping[str, str]) -> Response:
    """Return the answer to who has the answer already."""
    return Response(status_code=304, headers=dict(headers))


def has(request: Request, tag: str, *, there: bool = True) -> bool:
    """Say whether the client has what *tag* stands for, by If-None-Match.

    Args:
        there: False where there may be nothing, so that "*" says nothing.
    """
    return stands_for(asked_for(request), tag, there=there)


def asked_for(request: Request) -> str:
    """Return what a client has, of all lines of If-None-Match that it sent."""
    return ",".join(request.headers.getlist("if-none-match"))


def stands_for(known: str, tag: str, *, there: bool = True) -> bool:
    """Say whether one of the tags of *known* is *tag*, weak or not; a tag may have a comma in it.

    Args:
        known: If-None-Match.
        there: as of *has*.
    """
    bare = tag.removeprefix("W/")
    return bare in (one.removeprefix("W/") for one in _TAG.findall(known)) or (there and known.strip() == "*")
