"""Pages whose answer takes a while: what stands above the answer is sent meanwhile, so that something is to be seen.

Input: what makes the whole page, and what makes the same page without its answer. Output: the whole page where it is
there soon; else its beginning, up to a mark in the template, and the rest once it is there.
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
_SOON: Final = 0.15  # seconds
_AT_ONCE: Final = 40  # pages that are made so
_END: Final = b"</main></body></html>\n"
_makers: Final = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="kb-page")


def begun(request: Request, whole: Callable[[], Response], above: Callable[[], Response]) -> Response:
    """Answer with a page, in two parts where it takes long.

    Args:
        request: of a browser.
        whole: makes the page.
        above: makes it without its answer; both have the mark, and the same before it.
    """
    made = _makers.submit(copy_context().run, whole)
    if wait([made], _SOON).done:
        return made.result()
    first = above()
    head, mark, _ = _text(first).partition(MARK)
    if not mark:
        return made.result()
    packs = "gzip" in request.headers.get("accept-encoding", "")
    headers = {name: value for name, value in first.headers.items() if name not in ("content-length", "set-cookie")}
    headers |= {"content-encoding": "gzip"} if packs else {}
    parts = _parts(head + mark, made)
    answer = StreamingResponse(_packed(parts) if packs else parts, headers=headers)
    answer.raw_headers += [(name, value) for name, value in first.raw_headers if name == b"set-cookie"]
    return answer


def _parts(head: bytes, made: "Future[Response]") -> Iterator[bytes]:
    yield head
    try:
        yield _text(made.result()).partition(MARK)[2]
    except KbError as error:
        said = " ".join(filter(None, (str(error), error.hint)))
        yield f'<p class="problem" role="alert"><bdi>{escape(said)}</bdi></p>'.encode() + _END


def _text(response: Response) -> bytes:
    body = bytes(response.body)
    return gzip.decompress(body) if response.headers.get("content-encoding") == "gzip" else body


def _packed(parts: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(5, wbits=31)
    for part in parts:
        yield packer.compress(part) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()
