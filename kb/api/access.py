"""Who may write.

Input: settings and a request. Output: nothing, or the error that refuses it.
On loopback without a token every program of this machine may write, but no page of another site that a browser shows;
with a token, only who has it.
"""

import hmac
import ipaddress
from typing import Final
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
            hint="Give --token SECRET or set KB_TOKEN; or listen on 127.0.0.1.",
        )


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches *host*."""
    if host in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Gatekeeper:
    """Decides about one request that would write; a dependency of the routes that do."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: Request) -> None:
        """Let it pass.

        Raises:
            UnauthorisedError: a token is needed and was not given, or is wrong.
            ForbiddenError: a browser sends it for a page of another site, or under another name of this machine.
        """
        if self._token:
            scheme, _, given = request.headers.get("authorization", "").partition(" ")
            right = hmac.compare_digest(given.strip().encode(), self._token.encode())
            if scheme.lower() != "bearer" or not right:
                raise UnauthorisedError(bool(given))
            return
        host = request.headers.get("host", "")
        if not is_loopback(urlsplit(f"//{host}").hostname or ""):
            raise ForbiddenError(f"the host name {host!r}")
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            raise ForbiddenError(origin)
