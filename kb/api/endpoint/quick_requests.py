"""Which requests may take the short way (kb.api.endpoint.quick), and what was read of the last of them.

Input: methods, addresses, headers; the bytes of requests. Output: read by kb.api.endpoint.quick_connections.
Never: keeps what a request means, which is looked at each time; keeps long ones, or many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from kb.api.endpoint.asked import FORM, PATH, QUERY, SHORT

FORWARDED: Final = frozenset({b"x-forwarded-for", b"x-forwarded-proto"})  # what a proxy says of the client
_PLAIN: Final = FORWARDED | {
    b"host", b"accept", b"accept-encoding", b"user-agent", b"connection", b"content-type", b"content-length"
}  # fmt: skip
_TYPES: Final = frozenset({FORM.encode(), QUERY.encode(), f"{FORM};charset=utf-8".encode()})
_ASKS: Final = PATH.encode() + b"?query="
_LONGEST: Final = 4 << 10  # bytes of a request that is kept as it was read
_MOST: Final = 256  # requests that are
# of a scope, what is read of a request: all else is of its connection, or was put there later
_READ: Final = (
    "type",
    "asgi",
    "http_version",
    "scheme",
    "root_path",
    "headers",
    "method",
    "path",
    "raw_path",
    "query_string",
)


def is_plain(method: bytes, url: bytes, headers: Sequence[tuple[bytes, bytes]]) -> bool:
    """Say whether a request may bring a query and nothing else that a layer would have to look at."""
    names = [name for name, _ in headers]
    if len({*names}) != len(names) or not _PLAIN.issuperset(names):
        return False
    given = dict(headers)
    if b";" in given.get(b"accept-encoding", b""):  # weights, of which some may refuse
        return False
    size = given.get(b"content-length", b"0")
    if method == b"GET":
        return url.startswith(_ASKS) and size == b"0" and len(url) < SHORT
    if method != b"POST" or url != PATH.encode() or given.get(b"content-type", b"").lower() not in _TYPES:
        return False
    return size.isdigit() and 0 < int(size) <= SHORT


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it was read: a scope, but for the connection, and a body."""

    scope: dict[str, Any]
    body: bytes


class Requests:
    """Keeps the last requests by their bytes, so that the same is not read again."""

    def __init__(self) -> None:
        self._kept: dict[bytes, Request] = {}

    def find(self, data: bytes) -> Request | None:
        """Return what *data* says, None if it was not kept."""
        return self._kept.get(data)

    def keep(self, data: bytes, scope: dict[str, Any], body: bytes) -> None:
        """Keep what was read of *data*, a whole request after which the connection stays."""
        if len(data) > _LONGEST or not FORWARDED.isdisjoint(name for name, _ in scope["headers"]):
            return
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[data] = Request({name: scope[name] for name in _READ}, body)
