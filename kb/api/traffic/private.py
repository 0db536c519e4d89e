"""A server that answers only those who have a token, for reading too.

Input: requests. Output: the request passed on, or 401. A token comes as ``Authorization: Bearer TOKEN``, or as the
password of ``Authorization: Basic``, which browsers ask for by themselves; the name beside it counts for nothing.
Never: keeps /health from those who watch over the service.
"""

import base64
import binascii
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from kb.api.traffic.access import Owners
from kb.api.traffic.problems import problem
from kb.service.secret import is_secret

_OPEN: Final = frozenset({"/health"})


class Private:
    """Wraps the application.

    Args:
        app: what answers.
        token: of the settings, "" for none.
        tokens: of the home.
    """

    def __init__(self, app: ASGIApp, token: str, tokens: Owners | None) -> None:
        self._app = app
        self._token = token
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 401."""
        if scope["type"] != "http" or scope["path"] in _OPEN or self._knows(Request(scope)):
            await self._app(scope, receive, send)
            return
        hint = "Send the header Authorization: Bearer TOKEN, or the token as a password."
        response = problem(Request(scope), 401, "This server asks for a token.", code="unauthorised", hint=hint)
        response.headers.append("WWW-Authenticate", "Bearer")
        response.headers.append("WWW-Authenticate", 'Basic realm="kb", charset="UTF-8"')
        await response(scope, receive, send)

    def _knows(self, request: Request) -> bool:
        secret = secret_of(request.headers.get("authorization", ""))
        if not secret:
            return request.method == "OPTIONS"  # a preflight brings no token
        if self._tokens is not None and self._tokens.owner(secret):
            return True
        return is_secret(secret, self._token)


def secret_of(authorization: str) -> str:
    """Return the token that a header brings, "" for none."""
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return given.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(given.strip(), validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""
