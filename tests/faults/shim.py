"""The fault-injecting layer: shim.c compiled, loaded into a process, armed.

Input: a C compiler. Output: a library for LD_PRELOAD, and its functions in a process that has it.
Never: changes anything outside the root it is armed for.
"""

import ctypes
import os
import shutil
import subprocess
from enum import IntEnum
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
_NAME = "faults.so"
_ONTOLOGY = "<urn:kb:o> a <http://www.w3.org/2002/07/owl#Ontology> ."


class Mode(IntEnum):
    """How the chosen call fails; shim.c says what each does.

    The last three come from outside, at a moment of time: MOMENT kills the process, CUT ends its connections to the
    log's server, CRASH lets that server fall and start again.
    """

    COUNT = 1
    KILL = 2
    TORN = 3
    POWER = 4
    FULL = 5
    SYNC = 6
    MOMENT = 7
    CUT = 8
    CRASH = 9


def compiler() -> str | None:
    """Return the C compiler, None if there is none."""
    return shutil.which("gcc") or shutil.which("cc")


def build(folder: Path) -> Path:
    """Compile the library into *folder* and return its path."""
    library = folder / _NAME
    command = [str(compiler()), "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl", "-lpthread"]
    subprocess.run(command, check=True, capture_output=True)
    return library


def environment(folder: Path) -> dict[str, str]:
    """Return this process's environment for one with the layer and an ontology of one line, both made in *folder*."""
    ontology = folder / "ontology"
    ontology.mkdir(parents=True, exist_ok=True)
    (ontology / "ontology.ttl").write_text(_ONTOLOGY, encoding="utf-8")
    return {**os.environ, "LD_PRELOAD": str(build(folder)), "KB_ONTOLOGY": str(ontology)}


def loaded() -> bool:
    """Return whether this process has the layer."""
    return Path(os.environ.get("LD_PRELOAD", "")).name == _NAME


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(os.environ["LD_PRELOAD"])
    for name in ("fault_calls", "fault_writes", "fault_syncs"):
        getattr(library, name).restype = ctypes.c_long
    library.fault_arm.argtypes = [ctypes.c_int, ctypes.c_long, ctypes.c_uint, ctypes.c_char_p]
    return library


def arm(mode: Mode, at: int, seed: int, root: Path) -> None:
    """From now on count what changes files under *root*, and let call number *at* fail."""
    _library().fault_arm(int(Mode.COUNT if mode >= Mode.MOMENT else mode), at, seed, os.fsencode(root))


def disarm() -> None:
    """Nothing fails any more."""
    _library().fault_disarm()


def counted() -> dict[Mode, int]:
    """Return over how many calls the faults of each mode can be spread."""
    library = _library()
    calls, writes, syncs = library.fault_calls(), library.fault_writes(), library.fault_syncs()
    return {Mode.KILL: calls, Mode.POWER: calls, Mode.TORN: writes, Mode.FULL: writes, Mode.SYNC: syncs}
