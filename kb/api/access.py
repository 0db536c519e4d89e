"""Who may write.

Input: settings, named tokens and a request. Output: who acts, or the error that refuses it.
On loopback without a token every program of this machine may write, but no page of another site that a browser shows;
with a token, be it of the settings or somebody's own, only who has one.
"""

import hmac
import ipaddress
from collections.abc import Sequence
from typing import Final, Protocol
from urllib.parse import urlsplit

from fastapi import Request

from kb.api.problems import ForbiddenError, UnauthorisedError
from kb.errors import InputError

_LOCAL_NAMES: Final = frozenset({"localhost", "testserver"})


class TokenNeededError(InputError):
    """Listening on an address that others reach, without a token."""

    code = "token-needed"

    def __init__(self, host: str) -> None:
        self.host = host
        super().__init__(
            f"Listening on {host} lets other machines in, and without a token they could write.",
            hint="Make one with `kb token new NAME`, or give --token SECRET; or listen on 127.0.0.1.",
        )


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches *host*."""
    if host in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Owners(Protocol):
    """Named tokens; see kb.service.tokens."""

    def all(self) -> Sequence[object]:
        """Return all tokens."""

    def owner(self, secret: str) -> str:
        """Return whose token a secret is, "" if it is nobody's."""


class Gatekeeper:
    """Decides about one request that would write; a dependency of the routes that do.

    Args:
        token: of the settings, "" for none.
        tokens: of the home.
    """

    def __init__(self, token: str, tokens: Owners | None = None) -> None:
        self._token = token
        self._tokens = tokens

    def __call__(self, request: Request) -> str:
        """Let it pass.

        Returns:
            Who acts, "person:NAME" of the token; "" for whom the server runs as.

        Raises:
            UnauthorisedError: a token is needed and was not given, or is wrong.
            ForbiddenError: a browser sends it for a page of another site, or under another name of this machine.
        """
        named = bool(self._tokens and self._tokens.all())
        if self._token or named:
            request.state.actor = self._known(request)
            return str(request.state.actor)
        host = request.headers.get("host", "")
        if not is_loopback(urlsplit(f"//{host}").hostname or ""):
            raise ForbiddenError(f"the host name {host!r}")
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            raise ForbiddenError(origin)
        return ""

    def _known(self, request: Request) -> str:
        """Return whose token a request brings."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        secret = given.strip() if scheme.lower() == "bearer" else ""
        if secret and self._tokens is not None and (name := self._tokens.owner(secret)):
            return f"person:{name}"
        if self._token and secret and hmac.compare_digest(secret.encode(), self._token.encode()):
            return ""
        raise UnauthorisedError(bool(given))
