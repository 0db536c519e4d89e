"""Who sends a request, as far as turns and budgets of queries go: an address, or the owner of a token.

Input: requests, named tokens. Output: a Visitor; read by kb.api.endpoint.sparql and kb.api.pages.
Never: refuses anybody: a token that is wrong is no token here.
"""

from dataclasses import dataclass
from typing import Final

from fastapi import Request

from kb.api.traffic.access import Owners
from kb.api.traffic.private import secret_of
from kb.query.limits import Limits
from kb.service.secret import is_secret

_TOKEN: Final = "token:"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks.

    Attributes:
        client: the same for all requests of one; turns are shared out among them.
        budget: limits of its queries; None for those of the service.
    """

    client: str
    budget: Limits | None = None

    @property
    def known(self) -> bool:
        """Whether a token says who it is."""
        return self.client.startswith(_TOKEN)

    @property
    def actor(self) -> str:
        """As the log of events has who acts: "person:NAME" of a token, else ""."""
        name = self.client.removeprefix(_TOKEN) if self.known else ""
        return f"person:{name}" if name else ""


class Visitors:
    """Tells visitors apart.

    Args:
        token: of the settings, "" for none.
        tokens: of the home.
        anonymous: limits of who brings no token; None for those of the service.
    """

    def __init__(self, token: str = "", tokens: Owners | None = None, anonymous: Limits | None = None) -> None:
        self._token = token
        self._tokens = tokens
        self._anonymous = anonymous

    @property
    def knows_some(self) -> bool:
        """Whether there is any token."""
        return bool(self._token or (self._tokens and self._tokens.all()))

    def __call__(self, request: Request) -> Visitor:
        """Return who sends *request*."""
        return self.bearing(request, secret_of(request.headers.get("authorization", "")))

    def bearing(self, request: Request, secret: str) -> Visitor:
        """Return who sends *request* with a token, "" for none; a browser brings it in a cookie."""
        if secret and self._tokens is not None and (name := self._tokens.owner(secret)):
            return Visitor(f"{_TOKEN}{name}")
        if secret and is_secret(secret, self._token):
            return Visitor(_TOKEN)
        return self.unknown(request.client.host if request.client else "")

    def unknown(self, host: str) -> Visitor:
        """Return who sends a request without a token from *host*."""
        return Visitor(host, self._anonymous)
