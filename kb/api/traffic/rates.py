"""How many requests a visitor may send: so many a second on average, and ten seconds' worth at once.

Input: requests, who sends them (kb.api.traffic.visitors). Output: the request passed on, or 429 with Retry-After.
Never: counts those who bring a token; keeps more than a bounded number of addresses in mind.
"""

import math
import time
from collections import OrderedDict
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from kb.api.traffic.problems import problem
from kb.api.traffic.visitors import Visitors

_BURST: Final = 10.0  # seconds' worth of requests that may come at once
_KEPT: Final = 10_000  # addresses


class Buckets:
    """Tokens that fill up at a rate, one bucket an address (RFC 2697 calls it a committed rate and burst).

    Args:
        rate: tokens a second.
    """

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._most = max(rate * _BURST, 1.0)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # the one asked last stands last

    def take(self, who: str, now: float) -> float:
        """Take one token; return the seconds until there is one, 0 if it was there."""
        left, since = self._left.pop(who, (self._most, now))
        left = min(self._most, left + (now - since) * self._rate)
        if len(self._left) >= _KEPT:
            self._left.popitem(last=False)
        enough = left >= 1.0
        self._left[who] = (left - 1.0 if enough else left, now)
        return 0.0 if enough else (1.0 - left) / self._rate


class RateLimit:
    """Wraps the application.

    Args:
        app: what answers.
        buckets: of all addresses; another application beside this one takes from the same.
        visitors: tells who sends a request.
    """

    def __init__(self, app: ASGIApp, buckets: Buckets, visitors: Visitors) -> None:
        self._app = app
        self._buckets = buckets
        self._visitors = visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 429."""
        if scope["type"] == "http":
            request = Request(scope)
            visitor = self._visitors(request)
            wait = 0.0 if visitor.known else self._buckets.take(visitor.client, time.monotonic())
            if wait:
                seconds = str(math.ceil(wait))
                detail = "You send more requests than one address may."
                response = problem(request, 429, detail, code="too-many-requests", hint=f"Try again in {seconds} s.")
                response.headers["Retry-After"] = seconds
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)
