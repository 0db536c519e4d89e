"""Where the files lie that the package brings with it: ontology, shapes, seeds.

Input: the name of a folder. Output: its path, in an installed wheel (kb/data)
or in a checkout (the repository's top level).
Never: reads or writes a file; looks for a folder a second time that was found.
"""

import os
from functools import lru_cache
from pathlib import Path

from kb.errors import KbError

_PACKAGE = Path(__file__).resolve().parent


class MissingResourceError(KbError):
    """A folder that the package should bring is not there."""

    code = "missing-resource"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"The folder {name!r} that belongs to the package is missing.",
            hint="Install the package again; in a checkout, run from a complete clone.",
        )


def resource(name: str) -> Path:
    """Return the folder *name*: "ontology", "shapes", "seeds", another one under kb/data, or "data" itself.

    The environment variable KB_ONTOLOGY (KB_SHAPES, KB_SEEDS ...) puts
    another folder in its place.

    Raises:
        MissingResourceError: no such folder in the wheel or the checkout.
    """
    return _found(name, os.environ.get(f"KB_{name.upper()}", ""))


@lru_cache(maxsize=64)
def _found(name: str, override: str) -> Path:
    candidates = [Path(override)] if override else [_PACKAGE / "data" / name, _PACKAGE.parent / name, _PACKAGE / name]
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise MissingResourceError(name)
