"""Answers that a client may keep: with a validator of their bytes, and nothing sent again that it has.

Input: a request, bytes. Output: the answer, or 304.
"""

import hashlib
from typing import Final

from fastapi import Request, Response

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


def has(request: Request, tag: str) -> bool:
    """Say whether the client has what *tag* stands for, by If-None-Match."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return tag.removeprefix("W/") in known or known == ["*"]
