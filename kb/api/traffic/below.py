"""The server below a path of its host, where a proxy has it: https://example.org/kb/, not a host of its own.

Input: ASGI messages; the path (setting *root_path*). Output: requests as the routes know them, with the path taken off
where the proxy left it on; answers whose headers lead back below it. Bodies put it before their addresses themselves:
pages in kb.api.pages.rendering, all others by *path_of* and *url_of*. IRIs are names, and stay.
Never: guesses. A proxy or an application around this one that says another path is refused, since links would lead out.
"""

import re
from collections.abc import Sequence
from typing import Final

from starlette.datastructures import URL
from starlette.requests import Request
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.errors import InputError

_STATE: Final = "kb.below"
_PATH: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")
_SAID: Final = b"x-forwarded-prefix"
_LEADS: Final = frozenset({b"location", b"hx-redirect", b"content-location"})
_LINK: Final = b"link"
_LINKED: Final = re.compile(rb"<(?=/(?!/))")


class RootPathError(InputError):
    """What is given as root path is none."""

    code = "bad-root-path"

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(
            f"{given} is no path that a server can be below.",
            hint="It begins with a slash, ends without one, and has letters, digits and . _ ~ - between: /kb.",
        )


class TakenRootPathError(InputError):
    """The server has something of its own at the path that it is to be below."""

    code = "taken-root-path"

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"The server has something of its own at {path}: whether that is to be taken off could not be told.",
            hint="Take a path that no page of it has, /kb for example.",
        )


class OtherRootPathError(InputError):
    """What stands in front of the server says that it is below another path than the server knows."""

    code = "other-root-path"

    def __init__(self, said: str, known: str) -> None:
        self.said = said
        self.known = known
        here = f"below {known}" if known else "at the root of its host"
        wanted = f"Start it with --root-path {said}" if said else "Start it without --root-path"
        super().__init__(
            f"What stands before this server says that it is {f'below {said}' if said else 'at the root'}; "
            f"it was started {here}, and its links would lead astray.",
            hint=f"{wanted}, or have the proxy say {known or 'nothing'} in X-Forwarded-Prefix.",
        )


def root_path(given: str) -> str:
    """Return a root path as it is used: "" for the root of a host, else a path without a slash at its end.

    Raises:
        RootPathError: it is none.
    """
    path = given.strip().rstrip("/")
    if path and (not _PATH.fullmatch(path) or {".", ".."} & {*path.split("/")}):
        raise RootPathError(given)
    return path


def free(path: str, routes: Sequence[BaseRoute]) -> None:
    """Refuse a root path that a route has, too.

    Raises:
        TakenRootPathError: one has it.
    """
    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    if path and any(route.matches(scope)[0] is not Match.NONE for route in routes):
        raise TakenRootPathError(path)


def path_of(request: Request, path: str) -> str:
    """Return the address of a path of this server as its clients know it."""
    return f"{request.scope.get(_STATE, '')}{path}"


def url_of(request: Request) -> URL:
    """Return the address that a request was sent to, as its client knows it."""
    return request.url.replace(path=path_of(request, request.url.path))


def server_of(request: Request) -> str:
    """Return the address of the server as its client knows it, without a slash at its end."""
    return str(request.url.replace(path=path_of(request, ""), query="", fragment=""))


class Below:
    """Wraps the whole application.

    Args:
        app: the application.
        path: below which it is, "" for the root of its host.
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on without the path, and its answer with it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = _said(scope)
        if said is not None and said != self._path:
            self._enter(scope)  # so that the refusal's own cookie and address are of the path
            await _refused(OtherRootPathError(said, self._path), scope, receive, send)
            return
        if not self._path:
            await self._app(scope, receive, send)
            return

        async def led(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [self._led(*one) for one in message["headers"]]}
            await send(message)

        self._enter(scope)
        await self._app(scope, receive, led)

    def _enter(self, scope: Scope) -> None:  # the same scope: what counts by route reads it afterwards
        path, raw = scope["path"], scope.get("raw_path") or b""
        if path == self._path or path.startswith(f"{self._path}/"):
            path, raw = path[len(self._path) :] or "/", raw[len(self._path) :] or b"/"
        scope.update({"path": path, "raw_path": raw, "root_path": "", _STATE: self._path})

    def _led(self, name: bytes, value: bytes) -> tuple[bytes, bytes]:
        lower = name.lower()
        if lower in _LEADS and value.startswith(b"/") and not value.startswith(b"//"):
            return name, self._path.encode() + value
        if lower == _LINK:
            return name, _LINKED.sub(b"<" + self._path.encode(), value)
        return name, value


def _said(scope: Scope) -> str | None:
    """Return the path that is named in front of this server, None if nobody names one."""
    for name, value in scope["headers"]:
        if name == _SAID:
            return str(value.decode("latin-1").strip().rstrip("/"))
    return str(scope["root_path"]).rstrip("/") if scope.get("root_path") else None


async def _refused(error: OtherRootPathError, scope: Scope, receive: Receive, send: Send) -> None:
    from kb.api.traffic.problems import answered

    response = await answered(Request(scope, receive), error)
    await response(scope, receive, send)
