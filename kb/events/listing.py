"""Events of the streams of curated lists.

A list is known by its name. Each version is an event of its own, whole; what changed against the one before follows
from the two. The version in force is the last that was not undone.
"""

from dataclasses import dataclass
from typing import ClassVar

from kb.model.listing import ListEntry


@dataclass(frozen=True, slots=True)
class ListAdded:
    """A curated list came in, or a new version of it.

    Attributes:
        name: of the list.
        form: csv, ftm or turtle.
        origin: file name it was read from.
        sha256: of the file's bytes.
        left_out: rows of the file that could not be taken, as "line N: why".
    """

    TYPE: ClassVar[str] = "list-added"
    VERSION: ClassVar[int] = 1

    name: str
    form: str
    origin: str
    sha256: str
    entries: tuple[ListEntry, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListWithdrawn:
    """A curated list left the graph with all that rested on it; the log keeps it."""

    TYPE: ClassVar[str] = "list-withdrawn"
    VERSION: ClassVar[int] = 1

    name: str
    reason: str
