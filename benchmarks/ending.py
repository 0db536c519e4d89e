"""Servers of a benchmark end with it, also where it is killed.

Input: a command, or nothing where it is called in the server's process as it begins. Output: the command to start.
Linux alone; elsewhere nothing is done.
"""

import ctypes
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def end_with_parent() -> None:
    """Have the kernel kill this process when the one that started it ends."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() == 1:  # it had ended before
        os.kill(os.getpid(), signal.SIGKILL)


def ending_with_parent(command: Sequence[str]) -> list[str]:
    """Return the command that starts *command* so, by util-linux's setpriv where there is one."""
    program = shutil.which("setpriv")
    return [program, "--pdeathsig", "KILL", *command] if program else [*command]
