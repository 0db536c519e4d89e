"""One request to one address: sent where it was looked up, answered within bounds.

Input: a Target of kb.sources.network, headers, a form. Output: a Reply.
Never: follows a redirect; waits longer or reads more than it is told; sends cookies or credentials; lets somebody who
sends a byte now and then hold it longer than the time for the whole answer.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from kb import __version__
from kb.sources.network import Target

MOVED: Final = frozenset({301, 302, 303, 307, 308})
_PIECE: Final = 65_536


class BrokenError(Exception):
    """The connection did not bring an answer; it may be tried again. Its text is a clause."""


class TooMuchError(Exception):
    """The answer is longer than it may be."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered.

    Attributes:
        headers: names in any case.
        body: decoded from the transfer's compression.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    method: str,
    there: Target,
    *,
    timeout: float,
    most_bytes: int,
    headers: Mapping[str, str],
    fields: Mapping[str, str] | None = None,
) -> Reply:
    """Ask once.

    Args:
        timeout: seconds for everything, from connecting to the last byte.
        most_bytes: of the body, uncompressed.
        headers: beside Host and User-Agent.
        fields: of a form to send.

    Raises:
        BrokenError: no answer, or not in time.
        TooMuchError: more than *most_bytes*.
    """
    sent = {"User-Agent": f"newskb/{__version__}", "Host": host_header(there), **headers}
    form: dict[str, Any] = {} if fields is None else {"fields": dict(fields), "encode_multipart": False}
    opened: list[socket.socket] = []
    with _ended_after(timeout, opened) as late:
        try:
            with _pool(there, timeout, opened) as pool:
                response = pool.request(method, there.path, headers=sent, preload_content=False, redirect=False, **form)
                return Reply(response.status, response.headers, _read(response, timeout, most_bytes, late))
        except (HTTPError, OSError) as error:
            said = f"takes longer than {timeout:g} seconds" if late.is_set() else _said(error, timeout)
            raise BrokenError(said) from error


def _pool(there: Target, timeout: float, opened: list[socket.socket]) -> urllib3.HTTPConnectionPool:
    limits: dict[str, Any] = {"timeout": urllib3.Timeout(total=timeout), "retries": False, "maxsize": 1}

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            opened.append(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            opened.append(self.sock)

    pool: urllib3.HTTPConnectionPool
    if there.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            there.address, there.port, server_hostname=there.host, assert_hostname=there.host, **limits
        )
        pool.ConnectionCls = Secure
    else:
        pool = urllib3.HTTPConnectionPool(there.address, there.port, **limits)
        pool.ConnectionCls = Plain
    return pool


@contextmanager
def _ended_after(seconds: float, opened: list[socket.socket]) -> Iterator[threading.Event]:
    """Shut what is open when the time is over: the time limit of a socket begins anew with each byte."""
    late = threading.Event()

    def shut() -> None:
        late.set()
        for one in opened:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, shut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _read(response: Any, timeout: float, most_bytes: int, late: threading.Event) -> bytes:
    found = bytearray()
    deadline = time.monotonic() + timeout
    for piece in response.stream(_PIECE, decode_content=True):
        found += piece
        if len(found) > most_bytes:
            raise TooMuchError
        if time.monotonic() > deadline:
            break
    if late.is_set() or time.monotonic() > deadline:  # what was shut may look like the answer's end
        raise BrokenError(f"takes longer than {timeout:g} seconds")
    return bytes(found)


def _said(error: Exception, timeout: float) -> str:
    if isinstance(error, urllib3.exceptions.NewConnectionError):
        return "cannot be reached"
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return f"takes longer than {timeout:g} seconds"
    if isinstance(error, urllib3.exceptions.SSLError):
        untrusted = any(isinstance(one, ssl.SSLCertVerificationError) for one in (error.__cause__, *error.args))
        return "has no certificate that this machine trusts" if untrusted else "does not speak TLS as https needs it"
    return f"breaks off ({type(error).__name__})"


def host_header(there: Target) -> str:
    """Return the host as the header has it: without the port that goes without saying."""
    usual = {"http": 80, "https": 443}[there.scheme]
    name = f"[{there.host}]" if ":" in there.host else there.host
    return name if there.port == usual else f"{name}:{there.port}"


def retry_after(given: str) -> float:
    """Return the seconds of a Retry-After, 0 for one that says nothing."""
    given = given.strip()
    if given.isascii() and given.isdigit():
        return float(given)
    try:
        then = parsedate_to_datetime(given)
    except (TypeError, ValueError):
        return 0.0
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
