"""Takes the network from this process for good, by a filter of the kernel.

Input: nothing. Output: whether sockets can no longer be made; read by kb.query.workers.worker.
Never: takes files away: an engine that reads its store while it answers needs them.

A filter of four steps: on the machines it knows, ``socket`` fails with "permission denied", everything else passes.
"""

import ctypes
import errno
import platform
import socket
import struct
import sys
from typing import Final

_NO_NEW_PRIVILEGES: Final = 38
_SET_SECCOMP: Final = 22
_FILTER: Final = 2
_FAIL: Final = 0x00050000 | errno.EACCES
_PASS: Final = 0x7FFF0000
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # instructions of the classic packet filter
_NUMBER_AT, _MACHINE_AT = 0, 4  # where the kernel puts the call's number and the machine's kind
_MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # kind, number of ``socket``


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def forbid_sockets() -> bool:
    """Have every later attempt to make a socket fail, in this thread and those it starts.

    Returns:
        Whether it does; False on a machine or a kernel that has no such filter.
    """
    known = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    kind, number = known
    steps = b"".join(
        struct.pack("=HBBI", *step)
        for step in (
            (_LOAD, 0, 0, _MACHINE_AT),
            (_EQUAL, 0, 3, kind),
            (_LOAD, 0, 0, _NUMBER_AT),
            (_EQUAL, 0, 1, number),
            (_RETURN, 0, 0, _FAIL),
            (_RETURN, 0, 0, _PASS),
        )
    )
    buffer = ctypes.create_string_buffer(steps)
    program = _Program(len(steps) // 8, ctypes.addressof(buffer))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_NO_NEW_PRIVILEGES, *(ctypes.c_ulong(value) for value in (1, 0, 0, 0))) != 0:
        return False
    if library.prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(program), 0, 0) != 0:
        return False
    try:
        socket.socket().close()
    except PermissionError:
        return True
    return False
