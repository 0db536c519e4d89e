"""The result of a query: what it is, and its bytes, complete before the first is handed out.

Made by kb.query.ready; read by kb.api and kb.cli.
Never: serialises; the worker did.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Final

from kb.query.answers import Kind
from kb.query.formats import Format

_CHUNK: Final = 256 << 10  # bytes; each part of an answer passes a dozen layers


@dataclass(slots=True)
class QueryResult:
    """A complete result. Read it once, by *chunks* or *read*, then close it (or use it in ``with``).

    Attributes:
        kind: solutions (SELECT), boolean (ASK), triples (CONSTRUCT, DESCRIBE).
        format: what it is written in.
        size: bytes.
        position: position of the log that the query saw.
        truncated: whether there was more than the limit of rows.
        warnings: what the asker may have got wrong, though the query is right.
        seconds: from its arrival until it was complete.
        kept: it was answered before, and the graph has not changed since.
    """

    kind: Kind
    format: Format
    size: int
    position: int
    truncated: bool
    _file: IO[bytes] = field(repr=False)
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    kept: bool = False

    @property
    def media_type(self) -> str:
        """Media type with charset, as a Content-Type header has it."""
        return self.format.content_type

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes in pieces of 256 KB and close the result."""
        with self:
            while part := self._file.read(_CHUNK):
                yield part

    def read(self) -> bytes:
        """Return all bytes and close the result."""
        return b"".join(self.chunks())

    def peek(self) -> bytes:
        """Return all bytes of a small result, which can be read all the same."""
        body = self._file.read()
        self._file.close()
        self._file = BytesIO(body)
        return body

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def __enter__(self) -> "QueryResult":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
