"""Keeps what people have written to a file from taking the place of one that a home lives by.

Input: the path that somebody named. Output: nothing, or an error that says whose the file is.
Never: looks into a file; minds a file that is none of a home's own, wherever it lies.
"""

import os
import re
from pathlib import Path
from typing import Final

from kb.errors import ConflictError

_FOLDERS: Final = frozenset({"graph", "past"})
_FILES: Final = re.compile(
    r"(?:home|tokens|stopped)\.json|lock(?:\.holder)?|(?:log|catalog|review|watch)\.sqlite.*|signatures(?:\.format1)?\.jsonl|"
    r"upgrades\.jsonl"
)


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
    """Make sure that writing to *path*, which need not be there, takes nothing from a home.

    Raises:
        OwnFileError: a home lives by what is called so.
    """
    there = Path(os.path.realpath(path))
    for home in there.parents:
        if (home / "home.json").is_file():
            first, *rest = there.relative_to(home).parts
            if first in _FOLDERS or (not rest and _FILES.fullmatch(first)):
                raise OwnFileError(path, home)
