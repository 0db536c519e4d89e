"""What keeps pages safe in a browser: headers, a session for forms, and the check of a form's origin and token.

Input: requests. Output: headers; tokens; the error that refuses a form.
Never: takes a cookie as proof for a route of the JSON interface: those want a bearer token in a header.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request, Response

from kb.api.traffic.below import path_of
from kb.api.traffic.problems import ForbiddenError
from kb.errors import InputError

SESSION: Final = "kb-session"
TOKEN: Final = "kb-token"
_PORT: Final = re.compile(r":([0-9]{1,5})\Z")
_LONG: Final = 180 * 24 * 3600  # seconds
_POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cache-Control": "private, no-cache",
    }
)


class StaleFormError(InputError):
    """A form without the token of its session: of a page shown before the server was started, or of another site."""

    code = "stale-form"

    def __init__(self) -> None:
        super().__init__(
            "The form was shown before the server was started, or in another session.",
            hint="Go back, load the page again, and send it once more.",
        )


class Forms:
    """Makes and checks the tokens of forms; the key is this process's own."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def session(self, request: Request) -> str:
        """Return the session of a request, a new one where it has none; *keep* sends it."""
        if not hasattr(request.state, "form_session"):
            request.state.form_session = cookie(request, SESSION) or secrets.token_urlsafe(24)
        return str(request.state.form_session)

    def token(self, request: Request) -> str:
        """Return a token for the forms of a page; another one each time, so that compression tells nothing of it."""
        salt = secrets.token_hex(8)
        return f"{salt}.{self._signed(salt, self.session(request))}"

    def keep(self, request: Request, response: Response) -> None:
        """Send the session's cookie along, if a token was made and the browser has none."""
        if hasattr(request.state, "form_session") and not cookie(request, SESSION):
            set_cookie(request, response, SESSION, request.state.form_session)

    def check(self, request: Request, token: str) -> None:
        """Refuse a form that no page of this server sent.

        Raises:
            ForbiddenError: a page of another origin sent it.
            StaleFormError: it has no token of its session.
        """
        host, origin = request.headers.get("host", ""), request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            raise ForbiddenError(origin)
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            raise ForbiddenError("another site")
        session = cookie(request, SESSION)
        salt, _, signature = token.partition(".")
        if not session or not hmac.compare_digest(signature.encode(), self._signed(salt, session).encode()):
            raise StaleFormError

    def _signed(self, salt: str, session: str) -> str:
        return hmac.new(self._key, f"{salt}.{session}".encode(), hashlib.sha256).hexdigest()


def cookie_name(request: Request, name: str) -> str:
    """Return what a cookie of this server is called in a browser.

    A browser has one jar for all ports of a host, and sends what is of a path along with what is of the paths above:
    port and path, as the browser has them, tell the servers of one host apart.
    """
    found = _PORT.search(request.headers.get("host", "").rpartition("]")[2])
    return name + (f"-{found[1]}" if found else "") + path_of(request, "").replace("/", "!")


def cookie(request: Request, name: str) -> str:
    """Return what a browser keeps for this server under a name, "" for nothing."""
    return request.cookies.get(cookie_name(request, name), "")


def set_cookie(request: Request, response: Response, name: str, value: str, *, seen_by_scripts: bool = False) -> None:
    """Set a cookie of this site alone; "" removes it."""
    response.set_cookie(
        cookie_name(request, name),
        value,
        max_age=_LONG if value else 0,
        httponly=not seen_by_scripts,
        samesite="lax",
        secure=request.url.scheme == "https",
        path=path_of(request, "/"),
    )
