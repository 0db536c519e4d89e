"""Pages whose answer takes a while: what stands above the answer is sent meanwhile, so that something is to be seen.

Input: what makes the whole page, and what makes the same page without its answer, or a page without a subject. Output:
the whole page where it is there soon; else its beginning, up to a mark in the template, and the rest once it is there.
Never: needs a script; moves what is shown already. What was begun is 200, whatever comes of the answer: programs ask
for another format at the same address, and are told by its status.
"""

import gzip
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from html import escape
from typing import Final

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from kb.errors import KbError

MARK: Final = b"<!-- answer -->"
PAGE: Final = b"<!-- page -->"
_SOON: Final = 0.15  # seconds
_READY: Final = 0.3  # seconds: what is answered then has its own status, and half a second is soon for people
_AT_ONCE: Final = 40  # pages that are made so
_END: Final = b"</main></body></html>\n"
_AGAIN: Final = (
    b'<main id="main" tabindex="-1"><meta http-equiv="refresh" content="0"><p><a href="">Show it</a></p>' + _END
)
_makers: Final = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="kb-page")


def begun(request: Request, whole: Callable[[], Response], above: Callable[[], Response]) -> Response:
    """Answer with a page, in two parts where it takes long.

    Args:
        request: of a browser.
        whole: makes the page.
        above: makes it without its answer; both have the mark, and the same body before it.
    """
    if getattr(request.state, "begun", False):
        return whole()
    made = _makers.submit(copy_context().run, whole)
    if wait([made], _SOON).done:
        return made.result()
    first = above()
    if MARK not in _text(first):
        return made.result()
    return _streamed(request, first, _parts(_text(first), made))


def readied(
    request: Request, ready: Callable[[], None], whole: Callable[[], Response], above: Callable[[], Response]
) -> Response:
    """Answer with a page for which something must be made ready, and with its masthead where that takes long.

    Args:
        request: of a browser.
        ready: makes it ready; its errors are told where the page would be.
        whole: makes the page.
        above: makes a page with nothing but the masthead.
    """
    made = _makers.submit(copy_context().run, ready)
    if wait([made], _READY).done:  # well or not, which the page finds out as well
        return whole()
    request.state.begun = True
    first = above()
    return _streamed(request, first, _rest(_text(first), made, whole))


def _streamed(request: Request, first: Response, parts: Iterator[bytes]) -> Response:
    packs = "gzip" in request.headers.get("accept-encoding", "")
    headers = {name: value for name, value in first.headers.items() if name not in ("content-length", "set-cookie")}
    headers |= {"content-encoding": "gzip"} if packs else {}
    answer = StreamingResponse(_packed(parts) if packs else parts, headers=headers)
    answer.raw_headers += [(name, value) for name, value in first.raw_headers if name == b"set-cookie"]
    return answer


def _parts(first: bytes, made: "Future[Response]") -> Iterator[bytes]:
    yield first.partition(MARK)[0] + MARK
    try:
        above, _, below = _text(made.result()).partition(MARK)
        yield _loads(above, first) + below
    except KbError as error:
        yield _told(error) + _END


def _rest(first: bytes, made: "Future[None]", whole: Callable[[], Response]) -> Iterator[bytes]:
    yield first.partition(PAGE)[0]
    try:
        made.result()
    except KbError as error:
        yield b'<main id="main" tabindex="-1">' + _told(error) + _END
        return
    try:
        page = whole()
    except Exception:  # noqa: BLE001 - it is answered with its own status when it is asked for again, now at once
        yield _AGAIN
        return
    above, mark, below = (_text(page) if page.status_code == 200 else b"").partition(PAGE)
    yield _loads(above, first) + below if mark else _AGAIN


def _loads(page: bytes, but: bytes) -> bytes:
    """Return what the head of a page has that another's has not, line by line: its title, styles and scripts."""
    there, wanted = ([line.strip() for line in one.partition(b"</head>")[0].splitlines()] for one in (but, page))
    return b"".join(line + b"\n" for line in wanted if line not in there)


def _told(error: KbError) -> bytes:
    said = " ".join(filter(None, (str(error), error.hint)))
    return f'<p class="problem" role="alert"><bdi>{escape(said)}</bdi></p>'.encode()


def _text(response: Response) -> bytes:
    body = bytes(response.body)
    return gzip.decompress(body) if response.headers.get("content-encoding") == "gzip" else body


def _packed(parts: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(5, wbits=31)
    for part in parts:
        yield packer.compress(part) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()
