"""Makes pages ready before somebody asks for them: templates, files, routes, what is counted over all of the base.

Input: the application with its pages. Output: nothing; what was made is kept with the pages.
Never: fails: what is wrong is told to whoever asks.
"""

import asyncio
import logging
import time
from collections.abc import Iterable, MutableMapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware

from kb.api.pages.site import MENU, Site

_log = logging.getLogger("kb.api")
_LATER: Final = frozenset({"/add"})  # a form needs nothing


def warm(app: FastAPI, site: Site) -> None:
    """Make templates and files ready, and each page of the main menu once, as a browser would ask for it."""
    began = time.monotonic()
    try:
        site.warm()
        _routes(app.routes)
        ask(app)
    except Exception as error:  # noqa: BLE001 - a base at fault is told where it is asked for
        _log.warning("Pages could not be made ready: %s", error)
        return
    _log.info("Pages are ready, after %.1f seconds.", time.monotonic() - began)


def _routes(routes: Iterable[Any]) -> None:
    """Have the schemas of included routes made, which the framework does when the first request comes to one."""
    for route in routes:
        if (make := getattr(route, "effective_candidates", None)) is not None:
            _routes(make())


def ask(app: FastAPI) -> None:
    """Make each page of the main menu once, as a browser would ask for it; raise the first fault after all others."""
    faults: list[Exception] = []
    for path in (item.path for item in MENU if item.path not in _LATER):
        try:
            asyncio.run(_ask(app, path))
        except Exception as error:  # noqa: BLE001 - a query that took too long keeps no other page from being ready
            faults.append(error)
    if faults:
        raise faults[0]


async def _ask(app: FastAPI, path: str) -> None:
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "root_path": "", "query_string": b"", "app": app,
        "state": {"begun": True},  # whole pages, whose faults are told
        "headers": [(b"host", b"localhost"), (b"accept", b"text/html")],
        "client": ("127.0.0.1", 0), "server": ("127.0.0.1", 0),
    }  # fmt: skip

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: MutableMapping[str, Any]) -> None:
        pass

    await AsyncExitStackMiddleware(app.router)(scope, receive, send)  # past the limits for visitors
