"""The saved queries there are: those of the package, and those of a home's folder "queries".

Input: folders with .rq files. Output: SavedQuery values, and what is wrong with files that are none.
Never: lets one bad file hide the others; follows a name out of its folder.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from kb.resources import resource
from kb.service.saved.errors import BadSavedQueryError, NoSuchSavedQueryError
from kb.service.saved.header import MOST, SavedQuery, read

FOLDER: Final = "queries"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\Z")


@dataclass(frozen=True, slots=True)
class Library:
    """Saved queries.

    Attributes:
        queries: by name; one of the home stands in the place of a shipped one of its name.
        problems: what is wrong with files that could not be taken.
    """

    queries: Mapping[str, SavedQuery]
    problems: tuple[BadSavedQueryError, ...] = ()

    def get(self, name: str) -> SavedQuery:
        """Return one query.

        Raises:
            BadSavedQueryError: its file is none.
            NoSuchSavedQueryError: there is none of that name.
        """
        for problem in self.problems:
            if problem.file == f"{name}.rq":
                raise problem
        if name not in self.queries:
            raise NoSuchSavedQueryError(name, sorted(self.queries))
        return self.queries[name]


def library(home: Path | None = None) -> Library:
    """Return the saved queries of the package and of a home.

    Args:
        home: its folder; its own queries are read again each time, so that one just written is there.
    """
    shipped = _shipped()
    if home is None or not (home / FOLDER).is_dir():
        return shipped
    own = _folder(home / FOLDER, "own")
    queries = {**shipped.queries, **own.queries}
    return Library(dict(sorted(queries.items())), (*shipped.problems, *own.problems))


@lru_cache(maxsize=1)
def _shipped() -> Library:
    return _folder(resource(FOLDER), "shipped")


def _folder(folder: Path, origin: str) -> Library:
    queries: dict[str, SavedQuery] = {}
    problems: list[BadSavedQueryError] = []
    for path in sorted(folder.glob("*.rq")):
        try:
            queries[path.stem] = _file(path, origin)
        except BadSavedQueryError as error:
            problems.append(error)
    return Library(queries, tuple(problems))


def _file(path: Path, origin: str) -> SavedQuery:
    if not _NAME.match(path.stem):
        raise BadSavedQueryError(path.name, 0, "its name may have small letters, digits and - only")
    try:
        with path.open("rb") as file:
            text = file.read(MOST + 1).decode("utf-8-sig")  # editors write a mark before it
    except UnicodeDecodeError as error:
        raise BadSavedQueryError(path.name, 0, "it is not UTF-8") from error
    except OSError as error:
        raise BadSavedQueryError(path.name, 0, f"it cannot be read ({error.strerror})") from error
    return read(path.stem, text, origin)
