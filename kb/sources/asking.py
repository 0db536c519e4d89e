"""Asks a service over HTTP for JSON: politely, with bounds on all that it may do.

Input: addresses, form fields. Output: decoded JSON.
Never: waits longer, reads more or follows further than Bounds say; sends cookies or credentials; believes NaN.
"""

import json
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

from kb.errors import InputError
from kb.sources.connection import MOVED, BrokenError, TooMuchError, ask, retry_after
from kb.sources.network import BadAddressError, Target, target

_AGAIN: Final = frozenset({429, 502, 503, 504})
_KEEPS_METHOD: Final = frozenset({307, 308})
_SHOWN: Final = 120


class ServiceError(InputError):
    """A service elsewhere is down, slow, or answers what it should not.

    Attributes:
        url: that was asked.
        reason: a clause.
    """

    code = "service"

    def __init__(self, url: str, reason: str, hint: str = "") -> None:
        self.url = url
        self.reason = reason
        super().__init__(
            f"The service at {url} {reason}.",
            hint=hint or "Try again later, or look at the address in a browser.",
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a service may cost.

    Attributes:
        timeout: seconds for one answer, from the first byte sent to the last one read.
        most_bytes: of an answer.
        tries: how often it is asked for one answer.
        longest_wait: seconds; a service that asks to wait longer is left alone.
        pause: seconds between two requests.
        redirects: how many are followed.
    """

    timeout: float = 20.0
    most_bytes: int = 4_000_000
    tries: int = 3
    longest_wait: float = 60.0
    pause: float = 0.2
    redirects: int = 3


class Asker:
    """Asks one service.

    Args:
        allowed: hosts that may be asked though their address is private.
        bounds: see Bounds.
        sleep: waits so many seconds.
    """

    def __init__(
        self, allowed: tuple[str, ...] = (), bounds: Bounds = Bounds(), sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._allowed = allowed
        self._bounds = bounds
        self._sleep = sleep
        self._asked = 0.0

    def get(self, url: str) -> tuple[Any, str]:
        """Return the JSON at an address, and the address that it was found at.

        Raises:
            BadAddressError: see kb.sources.network.target.
            ServiceError: the service fails.
        """
        return self._answer("GET", url, None)

    def post(self, url: str, fields: Mapping[str, str]) -> Any:
        """Return the JSON that a form is answered with; raises as *get*."""
        return self._answer("POST", url, fields)[0]

    def _answer(self, method: str, url: str, fields: Mapping[str, str] | None) -> tuple[Any, str]:
        for left in reversed(range(self._bounds.tries)):
            wait, reason = 0.0, ""
            try:
                status, headers, body, at = self._followed(method, url, fields)
            except BrokenError as broken:
                reason = str(broken)
            else:
                if status == 200:
                    return _json(at, body), at
                reason = f"answers {status}"
                if status not in _AGAIN:
                    raise ServiceError(
                        url, f"{reason}{_words(body)}", "Check the address: it must be that of the service."
                    )
                wait = retry_after(headers.get("Retry-After", ""))
                if wait > self._bounds.longest_wait:
                    raise ServiceError(url, f"asks to wait {wait:.0f} seconds", "Ask it again then.")
            if not left:
                raise ServiceError(url, f"{reason}; it was asked {self._bounds.tries} times")
            self._sleep(max(wait, 0.5 * 2 ** (self._bounds.tries - 1 - left)))
        raise AssertionError("unreachable")

    def _followed(
        self, method: str, url: str, fields: Mapping[str, str] | None
    ) -> tuple[int, Mapping[str, str], bytes, str]:
        at = url
        for hop in range(self._bounds.redirects + 1):
            there = target(at, self._allowed, written=hop == 0)
            status, headers, body = self._once(method, there, fields)
            if status not in MOVED:
                return status, headers, body, there.url
            location = urljoin(there.url, headers.get("Location", ""))
            if not headers.get("Location"):
                raise ServiceError(url, f"answers {status} without saying where it has moved")
            if method == "POST" and status not in _KEEPS_METHOD:
                raise ServiceError(url, f"has moved to {location[:_SHOWN]}", "Give that address.")
            if there.scheme == "https" and not location.startswith("https:"):
                raise ServiceError(url, "redirects from https to an address without encryption")
            at = location
        raise ServiceError(url, f"redirects more than {self._bounds.redirects} times")

    def _once(
        self, method: str, there: Target, fields: Mapping[str, str] | None
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Ask once, at the address that was looked up, and read no more than may be read."""
        if (rest := self._asked + self._bounds.pause - time.monotonic()) > 0:
            self._sleep(rest)
        self._asked = time.monotonic()
        try:
            reply = ask(
                method,
                there,
                timeout=self._bounds.timeout,
                most_bytes=self._bounds.most_bytes,
                headers={"Accept": "application/json"},
                fields=fields,
            )
        except TooMuchError as error:
            reason = f"answers with more than {self._bounds.most_bytes:,} bytes"
            raise ServiceError(there.url, reason, "Ask for fewer at once: --batch 5.") from error
        return reply.status, reply.headers, reply.body


def _json(url: str, body: bytes) -> Any:
    def refuse(name: str) -> float:
        raise ValueError(f"{name} is no number of JSON")

    try:
        return json.loads(body.decode("utf-8"), parse_constant=refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise ServiceError(
            url,
            f"answers something that is no JSON ({_cut(str(error))})",
            "Check the address: it must be that of the service.",
        ) from error


def _finite(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise ValueError(f"{text} is no finite number")
    return found


def _words(body: bytes) -> str:
    text = _cut(" ".join(body[:1000].decode("utf-8", "replace").split()))
    return f": {text}" if text and not text.startswith("<") else ""


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


__all__ = ["Asker", "BadAddressError", "Bounds", "ServiceError"]
