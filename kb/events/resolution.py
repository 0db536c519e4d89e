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


@dataclass(frozen=True, slots=True)
class MembersMoved:
    """A person said for whom members of one entity, or of one happening, stand from now on.

    None of the ids that it names is another of them: what it parts, no rule joins again.

    Attributes:
        entity: the canonical id that they stood for.
        members: those that leave it.
        targets: for each of *members* the canonical id that it stands for now.
        merges: positions of the merges that it parts.
        different: the two members that were said to be two; empty if the members were named themselves.
        score: bits of the strongest pair that is parted.
    """

    TYPE: ClassVar[str] = "members-moved"
    VERSION: ClassVar[int] = 1

    entity: str
    members: tuple[str, ...]
    targets: tuple[str, ...]
    merges: tuple[int, ...] = ()
    different: tuple[str, ...] = ()
    score: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PairLeftOpen:
    """A person looked at two and could not say whether they are one.

    Attributes:
        pair: two canonical ids, or two members of one of them; in order.
        score: bits that spoke for one thing then.
        against: bits of the pair that spoke most against it.
    """

    TYPE: ClassVar[str] = "pair-left-open"
    VERSION: ClassVar[int] = 1

    pair: tuple[str, str]
    score: float
    against: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldScale:
    """How much more, or less, one field of a comparison counts: its bits are multiplied by *scale*."""

    field: str
    scale: float


@dataclass(frozen=True, slots=True)
class WeightsAdopted:
    """The weights of linking were fitted to what people decided here.

    Attributes:
        entities, events: by field, a "+" or "-" behind it for what speaks for one thing and against it; what is not
            named counts as it came.
        shift: bits added to every pair of entities; *event_shift*: of events.
        decisions: how many decisions they were fitted to.
    """

    TYPE: ClassVar[str] = "weights-adopted"
    VERSION: ClassVar[int] = 1

    entities: tuple[FieldScale, ...]
    events: tuple[FieldScale, ...] = ()
    shift: float = 0.0
    event_shift: float = 0.0
    decisions: int = 0
    reason: str = ""
