"""Decisions on who is who across articles.

A *member* is an article's own entity or event, written "ARTICLE#LOCAL"
("16bb0c0037e4eb97#e3"). An *entity* is a canonical id minted by resolution.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class EntitiesLinked:
    """Members were found to be one canonical entity, new or known."""

    TYPE: ClassVar[str] = "entities-linked"
    VERSION: ClassVar[int] = 1

    entity: str
    members: tuple[str, ...]
    score: float  # bits
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntitiesMerged:
    """Two canonical entities are one; *absorbed* keeps answering as *entity*."""

    TYPE: ClassVar[str] = "entities-merged"
    VERSION: ClassVar[int] = 1

    merge_id: str
    entity: str
    absorbed: str
    score: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeUndone:
    """A merge was taken back; the entities it joined are apart again."""

    TYPE: ClassVar[str] = "merge-undone"
    VERSION: ClassVar[int] = 1

    merge_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class EntitiesKeptApart:
    """Two canonical entities look alike and are not one."""

    TYPE: ClassVar[str] = "entities-kept-apart"
    VERSION: ClassVar[int] = 1

    entities: tuple[str, str]
    score: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityDescribed:
    """A canonical entity's label, type and identifiers elsewhere."""

    TYPE: ClassVar[str] = "entity-described"
    VERSION: ClassVar[int] = 1

    entity: str
    label: str
    type: str
    external: tuple[str, ...] = ()  # "geonames:703448"
    country: str = ""
    within: str = ""  # canonical id of the place that holds it
    latitude: float | None = None
    longitude: float | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class HappeningsLinked:
    """Events of several articles tell of one happening."""

    TYPE: ClassVar[str] = "happenings-linked"
    VERSION: ClassVar[int] = 1

    happening: str
    members: tuple[str, ...]
    score: float
    reasons: tuple[str, ...] = ()
