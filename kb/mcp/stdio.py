"""The server over standard input and output, which also answers what is no message: a client that waits would hang.

Input: a server of the kit. Output: its messages, one a line; for a line that is no JSON, or no message, an error of
JSON-RPC with the id null, since nobody can tell which request it was.
Never: answers an empty line.
"""

from types import TracebackType
from typing import Any, Self

from anyio import EndOfStream
from mcp.server import MCPServer
from mcp.server.stdio import stdio_server
from mcp.shared._stream_protocols import ReadStream, WriteStream
from mcp.shared.message import SessionMessage
from mcp_types import INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError
from pydantic import ValidationError


async def serve(server: MCPServer[Any]) -> None:
    """Serve until standard input ends."""
    inner = server._lowlevel_server
    async with stdio_server() as (lines, out):  # as the kit does, but for what stands between
        await inner.run(_Heard(lines, out), out, inner.create_initialization_options())


class _Heard:
    """The messages of a stream; what is none is answered here, and goes no further."""

    def __init__(self, lines: ReadStream[SessionMessage | Exception], out: WriteStream[SessionMessage]) -> None:
        self._lines = lines
        self._out = out

    @property
    def last_context(self) -> Any:
        """The sender's, which the kit looks for."""
        return getattr(self._lines, "last_context", None)

    async def receive(self) -> SessionMessage | Exception:
        """Return the next message."""
        while isinstance(item := await self._lines.receive(), Exception):
            if (error := _answer(item)) is not None:
                await self._out.send(SessionMessage(error))
        return item

    async def aclose(self) -> None:
        """Close the stream."""
        await self._lines.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> SessionMessage | Exception:
        try:
            return await self.receive()
        except EndOfStream:
            raise StopAsyncIteration from None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> bool | None:
        await self.aclose()
        return None


def _answer(fault: Exception) -> JSONRPCError | None:
    """Return the error for a line, None for an empty one."""
    first = fault.errors(include_url=False)[0] if isinstance(fault, ValidationError) else None
    if first is not None and first["type"] == "json_invalid":
        if not str(first["input"]).strip():
            return None
        data = ErrorData(code=PARSE_ERROR, message=f"Parse error: this line is no JSON ({first['ctx']['error']}).")
    else:
        data = ErrorData(code=INVALID_REQUEST, message="Invalid request: this line is JSON and no JSON-RPC message.")
    return JSONRPCError(jsonrpc="2.0", id=None, error=data)
