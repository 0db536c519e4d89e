"""Fetches a feed over HTTP again and again, as whoever runs the site would like it done.

Input: an address, and what was remembered of the last answer. Output: Fetched, or FetchError, which says when to come
back.
Never: asks a private address unless it may; follows a redirect to one from a public address; asks one host twice
within the pause; asks for what it has (ETag, Last-Modified); comes back before it was told to.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin

from kb.errors import InputError
from kb.sources.connection import MOVED, BrokenError, Reply, TooMuchError, ask, retry_after
from kb.sources.network import BadAddressError, Target, target
from kb.sources.outcome import MAX_BYTES

_ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8, */*;q=0.1"
)
_FOR_GOOD: Final = frozenset({301, 308})
_LATER: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_CHARSET: Final = re.compile(r"charset\s*=\s*\"?([\w.:+-]+)", re.I)
_FRESH: Final = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.I)
_MOST_FRESH: Final = 86_400.0
_LONGEST_HEADER: Final = 1000
_LONGEST_SHOWN: Final = 200


class FetchError(InputError):
    """A feed could not be fetched.

    Attributes:
        url: that was asked.
        reason: a clause.
        wait: seconds that it asked to be left alone for, 0 if it said nothing.
        gone: whether it said that it will never come back.
        status: of the answer, 0 if there was none.
    """

    code = "fetch"

    def __init__(
        self, url: str, reason: str, *, hint: str = "", wait: float = 0.0, gone: bool = False, status: int = 0
    ) -> None:
        self.url = url
        self.reason = reason
        self.wait = wait
        self.gone = gone
        self.status = status
        super().__init__(f"{url} {reason}.", hint=hint or "Look at the address in a browser.")


@dataclass(frozen=True, slots=True)
class Manners:
    """How a site is asked.

    Attributes:
        timeout: seconds for one answer, all of it.
        most_bytes: of one, uncompressed.
        pause: seconds between two requests to one host.
        redirects: how many are followed.
        private: whether private addresses, this machine among them, may be asked.
        ports: that may be asked; empty: any.
        accept: what is asked for.
        looks: whether it is asked again without anybody's doing, as feeds are; else whoever named it asks again.
    """

    timeout: float = 30.0
    most_bytes: int = MAX_BYTES
    pause: float = 1.0
    redirects: int = 5
    private: bool = False
    ports: frozenset[int] = frozenset()
    accept: str = _ACCEPT
    looks: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was answered.

    Attributes:
        url: where it was found.
        body: None if nothing has changed.
        charset: that the server declares, "" if it does not.
        etag, modified: to be sent with the next request.
        fresh: seconds for which it says that nothing new will come.
        moved: where it has moved for good, "" if it has not.
        inside: whether that is a private address.
        media: type of the body as the server says, without parameters.
    """

    url: str
    body: bytes | None
    charset: str = ""
    etag: str = ""
    modified: str = ""
    fresh: float = 0.0
    moved: str = ""
    inside: bool = False
    media: str = ""


@dataclass(slots=True)
class Fetcher:
    """Fetches. One for all feeds, so that the pause counts for feeds of one host together.

    Attributes:
        manners: see Manners.
        sleep: waits so many seconds.
        pauses: host -> a longer pause that it asks for.
    """

    manners: Manners = field(default_factory=Manners)
    sleep: Callable[[float], None] = time.sleep
    pauses: dict[str, float] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str, *, etag: str = "", modified: str = "", inside: bool = True) -> Fetched:
        """Return what is at an address now, or that it is what it was.

        Args:
            etag, modified: of what is there already.
            inside: whether it may be private where the manners allow that; False for what a public site names.

        Raises:
            BadAddressError: see kb.sources.network.target.
            FetchError: no answer, or one that is no feed's.
        """
        known = {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value}
        at, moved, inside, kept = url, "", inside and self.manners.private, True
        for hop in range(self.manners.redirects + 1):
            there = self._there(url, at, hop, inside)
            inside = inside and there.private  # from a public address no way leads inside
            reply = self._once(url, there, known)
            if reply.status not in MOVED:
                return self._fetched(url, there, reply, moved)
            at = self._onward(url, there, reply)
            kept = kept and reply.status in _FOR_GOOD
            moved = at if kept else moved
        raise FetchError(url, f"redirects more than {self.manners.redirects} times")

    def _there(self, url: str, at: str, hop: int, inside: bool) -> Target:
        """Return where the request goes to that *url* leads to after so many redirects.

        Raises:
            BadAddressError: it may not be asked; names *url*, which whoever watches it knows.
        """
        try:
            there = target(at, here=False, private=inside, hint=_hint(hop))
            if self.manners.ports and there.port not in self.manners.ports:
                raise BadAddressError(there.url, f"port {there.port} is none of the web's")
        except BadAddressError as error:
            if not hop:
                raise
            reason = f"it redirects to {at[:_LONGEST_SHOWN]}, and {error.reason}"
            raise BadAddressError(url, reason, error.hint or "") from error
        return there

    def _onward(self, url: str, there: Target, reply: Reply) -> str:
        location = reply.headers.get("Location", "")
        if not location:
            raise FetchError(url, f"answers {reply.status} without saying where it has moved")
        try:
            onward = urljoin(there.url, location)
        except ValueError as error:  # "http://[::bad/"
            raise FetchError(url, f"redirects to {location[:80]!r}, which is no address") from error
        if there.scheme == "https" and not onward.startswith("https:"):
            raise FetchError(url, "redirects from https to an address without encryption")
        return onward

    def _once(self, url: str, there: Target, known: Mapping[str, str]) -> Reply:
        before = self._asked.get(there.host)
        pause = self.pauses.get(there.host, self.manners.pause)
        if before is not None and (rest := before + pause - time.monotonic()) > 0:
            self.sleep(rest)
        headers = {"Accept": self.manners.accept, "Accept-Encoding": "gzip", **known}
        ours = self.manners
        try:
            return ask("GET", there, headers=headers, timeout=ours.timeout, most_bytes=ours.most_bytes)
        except BrokenError as error:
            hint = f"Look whether the site is up; {'the next look tries again' if ours.looks else 'then ask again'}."
            raise FetchError(url, str(error), hint=hint) from error
        except TooMuchError as error:
            raise FetchError(url, f"answers with more than {self.manners.most_bytes / 1e6:g} MB") from error
        finally:
            self._asked[there.host] = time.monotonic()

    def _fetched(self, url: str, there: Target, reply: Reply, moved: str) -> Fetched:
        status, headers = reply.status, reply.headers
        fresh = _FRESH.search(headers.get("Cache-Control", ""))
        seconds = min(float(fresh[1]), _MOST_FRESH) if fresh else 0.0
        if status == 304:
            return Fetched(there.url, None, fresh=seconds, moved=moved, inside=there.private)
        if status == 200:
            return Fetched(
                there.url,
                reply.body,
                _charset(headers.get("Content-Type", "")),
                headers.get("ETag", "")[:_LONGEST_HEADER],
                headers.get("Last-Modified", "")[:_LONGEST_HEADER],
                seconds,
                moved,
                there.private,
                headers.get("Content-Type", "").partition(";")[0].strip().lower(),
            )
        if status == 410:
            raise FetchError(
                url,
                "is gone for good (410)",
                gone=True,
                hint="It does not come back: ask for it no more.",
                status=status,
            )
        wait = retry_after(headers.get("Retry-After", "")) if status in _LATER else 0.0
        later = f"; it asks to be left alone for {wait:.0f} seconds" if wait else ""
        again = "It is asked again when that time is over." if wait else "The next look tries again."
        if not self.manners.looks:
            again = "Ask again when that time is over." if wait else "Ask again later."
        hint = again if status in _LATER else ""
        raise FetchError(url, f"answers {status}{later}", wait=wait, hint=hint, status=status)


def _hint(hop: int) -> str:
    if hop:
        return "Nothing was fetched. If that is meant, give the address that it leads to, with --allow-private."
    return "If that is meant, say --allow-private."


def _charset(content_type: str) -> str:
    found = _CHARSET.search(content_type)
    return found[1] if found else ""
