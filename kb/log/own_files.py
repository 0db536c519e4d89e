"""Keeps what people have written to a file from taking the place of one that a home lives by.

Input: the path that somebody named. Output: nothing, or an error that says whose the file is.
Never: looks into a file; minds a file that is none of a home's own, wherever it lies.
"""

import os
from pathlib import Path
from typing import Final

from kb.errors import ConflictError

_FOLDERS: Final = frozenset({"graph", "past"})
_FILES: Final = (
    "home.json", "log.", "catalog.", "review.", "watch.", "signatures.", "upgrades.", "tokens.json", "stopped.json",
    "lock",
)  # fmt: skip


class OwnFileError(ConflictError):
    """Something was to be written over a file of a home."""

    code = "own-file"

    def __init__(self, path: Path, home: Path) -> None:
        self.path = path
        self.home = home
        super().__init__(
            f"{path} is where the knowledge base in {home} has its own files.",
            hint="Name another file, or one elsewhere.",
        )


def check_none_of_a_home(path: Path) -> None:
    """Make sure that writing to *path* takes nothing from a home, and puts nothing where it looks for its own.

    Raises:
        OwnFileError: a home lives by a file there, or would by one of that name.
    """
    there = Path(os.path.realpath(path))
    for home in there.parents:
        if (home / "home.json").is_file():
            first = there.relative_to(home).parts[0]
            if first in _FOLDERS or (there.parent == home and first.startswith(_FILES)):
                raise OwnFileError(path, home)
