"""Messages between pool and zygote, beside this module, over a stream socket: JSON, bytes, and file descriptors.

A message is a header of two lengths (JSON, bytes), the JSON, the bytes. Descriptors ride on the header.
Both ends are ours and share one version; nothing here is read from the network.
"""

import json
import socket
import struct
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

END_OF_REPORT: Final = b"\x1e"  # what a worker's report, a line of JSON, follows; standard error stands before it
HEADER: Final = struct.Struct("!II")
_DESCRIPTORS: Final = 4
_decode: Final = json.JSONDecoder().raw_decode
_written: Final = json.JSONEncoder(separators=(",", ":")).encode  # json.dumps would make one each time


def read(text: bytes | bytearray) -> dict[str, Any]:
    """Return what was written as JSON by the other end; json.loads would look for its encoding first."""
    return cast("dict[str, Any]", _decode(text.decode())[0])


def send(
    channel: socket.socket, message: Mapping[str, Any], body: bytes = b"", descriptors: Sequence[int] = ()
) -> None:
    """Send one message; the descriptors are duplicated for the receiver.

    Raises:
        OSError: the other end is gone.
    """
    text = _written(message).encode()
    data = b"".join((HEADER.pack(len(text), len(body)), text, body))
    if descriptors:
        data = data[socket.send_fds(channel, [data], list(descriptors)) :]
    if data:
        channel.sendall(data)


def receive(
    channel: socket.socket, first: int = HEADER.size, *, files: bool = True
) -> tuple[dict[str, Any], bytes, list[int]]:
    """Wait for one message and return (JSON object, bytes, descriptors, now owned by the caller).

    Args:
        first: bytes to take at once; more than a header only where each message is answered before the next is sent.
        files: descriptors may come along; where none may, it takes less.

    Raises:
        EOFError: the other end is gone.
    """
    begin, descriptors = socket.recv_fds(channel, first, _DESCRIPTORS)[:2] if files else (channel.recv(first), [])
    if not begin:
        raise EOFError
    if len(begin) < HEADER.size:
        begin += _exactly(channel, HEADER.size - len(begin))
    text_length, body_length = HEADER.unpack_from(begin)
    rest = begin[HEADER.size :]
    if len(rest) < text_length + body_length:
        rest += _exactly(channel, text_length + body_length - len(rest))
    return read(rest[:text_length]), rest[text_length:], descriptors


def _exactly(channel: socket.socket, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = channel.recv(min(count - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
