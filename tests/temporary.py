"""Where tests keep their homes: in memory, if the machine has room for them there.

Half of what most tests wait for is a disk that writes down what is thrown away
a moment later. Nothing here can see the difference: crashes of processes lose
nothing that the kernel holds, and tests/faults decides itself what a lost
power supply keeps.
"""

import os
import tempfile
from pathlib import Path

_SHARED = Path("/dev/shm")
_ROOM = 4 << 30  # a session of two workers holds up to 1 GB


def settle() -> None:
    """Let temporary files lie in memory, for this process and those it starts, unless TMPDIR says where."""
    if "TMPDIR" not in os.environ and _has_room():
        os.environ["TMPDIR"] = str(_SHARED)
        tempfile.tempdir = None  # asked again


def _has_room() -> bool:
    if not os.access(_SHARED, os.W_OK | os.X_OK):
        return False
    about = os.statvfs(_SHARED)
    if about.f_flag & os.ST_NOEXEC or about.f_bavail * about.f_frsize < _ROOM:
        return False
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    free = next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), 0)
    return free >= 2 * _ROOM
