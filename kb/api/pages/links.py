"""Addresses of pages: of a thing by its id, and of a page with what it was asked.

Input: ids as in IRIs ("entity-ID"), parameters. Output: paths below this server, with the moment that is asked about.
Pure. Never: an address of another host.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

AS_OF: Final = "asOf"
_FOLDERS: Final[Mapping[str, str]] = {
    "article": "/articles",
    "entity": "/entities",
    "event": "/events",
    "happening": "/events",
    "statement": "/statements",
}
_LOCAL: Final = re.compile(r"/(?![/\\])[^\\\s]*\Z")
Parameters = Iterable[tuple[str, str]]


def address(path: str, parameters: Parameters = (), fragment: str = "") -> str:
    """Return a path with parameters, the empty ones left out."""
    query = urlencode([(name, value) for name, value in parameters if value])
    return path + (f"?{query}" if query else "") + (f"#{quote(fragment, safe=':/')}" if fragment else "")


def page_of(identifier: str) -> str:
    """Return the path of the page about a thing, "KIND-ID"."""
    kind = identifier.partition("-")[0]
    folder = _FOLDERS.get(kind)
    return f"{folder}/{quote(identifier)}" if folder else f"/doc/{quote(identifier)}.html"


def local(given: str) -> str:
    """Return a path below this server as it was given, "/" for anything else."""
    if not _LOCAL.match(given) or urlsplit(given).netloc or urlsplit(given).scheme:
        return "/"
    return given


def changed(parameters: Parameters, changes: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """Return parameters with some put in place of those of their names; None or "" takes one away."""
    kept = [(name, value) for name, value in parameters if name not in changes]
    return kept + [(name, value) for name, value in changes.items() if value]


def returning(back: str, changes: Mapping[str, str | None]) -> str:
    """Return where a form came from, below this server, with other parameters."""
    parts = urlsplit(local(back))
    query = urlencode(changed(parse_qsl(parts.query), changes))
    return urlunsplit(("", "", parts.path, query, parts.fragment))
