"""Who may write.

Input: settings, named tokens and a request. Output: who acts, or the error that refuses it.
On loopback without a token every program of this machine may write, but no page of another site that a browser shows;
with a token, be it of the settings or somebody's own, only who has one.
"""

import ipaddress
from collections.abc import Sequence
from typing import Final, Protocol
from urllib.parse import urlsplit

from fastapi import Request

from kb.api.traffic.problems import ForbiddenError, ScopeError, UnauthorisedError
from kb.errors import InputError, KbError
from kb.service.secret import is_secret

_SCOPES: Final = ("read", "write", "admin")
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

    def scope(self, secret: str) -> str:
        """Return what its bearer may: read, write or admin; "" if it is nobody's."""


class Gatekeeper:
    """Decides about one request that would write; a dependency of the routes that do.

    Args:
        token: of the settings, "" for none.
        tokens: of the home.
    """

    def __init__(self, token: str, tokens: Owners | None = None) -> None:
        self._token = token
        self._tokens = tokens

    @property
    def asks(self) -> bool:
        """Whether writers must bring a token."""
        return bool(self._token or (self._tokens and self._tokens.all()))

    def knows(self, secret: str) -> bool:
        """Say whether a token lets its bearer write."""
        try:
            self.bearer(secret)
        except (UnauthorisedError, ScopeError):
            return False
        return True

    def bearer(self, secret: str) -> str:
        """Return whose token *secret* is, "" for the server's own.

        Raises:
            UnauthorisedError: it is nobody's.
            ScopeError: it is for reading alone.
        """
        return self._owner(secret)

    def __call__(self, request: Request) -> str:
        """Let it pass; the token is in the header Authorization.

        Returns:
            Who acts, "person:NAME" of the token; "" for whom the server runs as.

        Raises:
            UnauthorisedError: a token is needed and was not given, or is wrong.
            ScopeError: the token is for less.
            ForbiddenError: a browser sends it for a page of another site, or under another name of this machine.
        """
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        return self.actor(request, given.strip() if scheme.lower() == "bearer" else "", bool(given))

    def admin(self, request: Request) -> str:
        """Let it pass if its token is for what cannot be taken back lightly; returns and raises as a call does."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        return self.actor(request, given.strip() if scheme.lower() == "bearer" else "", bool(given), "admin")

    def actor(self, request: Request, secret: str, given: bool | None = None, needs: str = "write") -> str:
        """Let a request pass that brings *secret*; returns and raises as a call does.

        Args:
            given: whether it brings anything at all, be it of no use.
            needs: the scope that its token must have.
        """
        if self.asks:
            request.state.actor = self._owner(secret, given, needs)
            return str(request.state.actor)
        host = request.headers.get("host", "")
        if not is_loopback(urlsplit(f"//{host}").hostname or ""):
            raise ForbiddenError(f"the host name {host!r}")
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            raise ForbiddenError(origin)
        return ""

    @staticmethod
    def refusal(request: Request) -> KbError | None:
        """Return why a request may not write at all, None if it may, or its route asks nobody.

        The framework parses a body before it asks a route's gatekeeper: who may not write need not learn what is wrong
        with what he sent.
        """
        dependant = getattr(request.scope.get("route"), "dependant", None)
        for asked in dependant.dependencies if dependant is not None else ():
            if isinstance(getattr(asked.call, "__self__", asked.call), Gatekeeper):
                try:
                    asked.call(request)
                except KbError as error:
                    return error
        return None

    def _owner(self, secret: str, given: bool | None = None, needs: str = "write") -> str:
        """Return whose token *secret* is."""
        if secret and self._tokens is not None and (name := self._tokens.owner(secret)):
            scope = self._tokens.scope(secret)
            if _SCOPES.index(scope) < _SCOPES.index(needs):
                raise ScopeError(scope, needs)
            return f"person:{name}"
        if secret and is_secret(secret, self._token):
            return ""
        raise UnauthorisedError(bool(secret) if given is None else given)
