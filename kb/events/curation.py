"""Events of the curation stream: what people decided about claims and entities, and what they took back.

A claim is named as "ARTICLE#LOCAL" ("16bb0c0037e4eb97#v1", the whole event) or
"ARTICLE#claim-HASH" (one triple of it). *judged* says by content which claim
that was, so that the decision finds it again when the article is read anew.
"""

from dataclasses import dataclass
from typing import ClassVar

from kb.model import Span


@dataclass(frozen=True, slots=True)
class Judged:
    """What a decision was about, by content: where it stands in the article, its kind, what it said.

    Attributes:
        kind: event, statement, figure or office.
        local: its id in the reading that was judged: "v1".
        spans: the words it stands at; of a statement each part of its content.
        field: which part of it: "agent", "eventType"; "" for the whole.
        value: what that part said: a type, a number, a local entity id ("e3").
        words: where that part stands, None where nothing points at it by itself.
    """

    kind: str
    local: str
    spans: tuple[Span, ...]
    field: str = ""
    value: str = ""
    words: Span | None = None


@dataclass(frozen=True, slots=True)
class ClaimConfirmed:
    """A person checked a claim against its words and found it right."""

    TYPE: ClassVar[str] = "claim-confirmed"
    VERSION: ClassVar[int] = 2

    claim: str
    reason: str = ""
    judged: Judged | None = None


@dataclass(frozen=True, slots=True)
class ClaimRetracted:
    """A person found a claim wrong; it leaves the graph."""

    TYPE: ClassVar[str] = "claim-retracted"
    VERSION: ClassVar[int] = 2

    claim: str
    reason: str
    judged: Judged | None = None


@dataclass(frozen=True, slots=True)
class ClaimAmended:
    """A person put another value in a claim's place.

    Attributes:
        value: a type, a number, a time "BEGIN/END", a word; of an entity "entity-ID".
        name, type: of that entity, as it was called then.
    """

    TYPE: ClassVar[str] = "claim-amended"
    VERSION: ClassVar[int] = 2

    claim: str
    value: str
    reason: str
    judged: Judged | None = None
    name: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class EntityAmended:
    """A person said what an entity is called, of which type it is, or which id it has elsewhere.

    Attributes:
        entity: canonical id.
        field: label, type, external, or same: an id elsewhere of the very same thing.
        value: the label, the type, or "scheme:id"; "scheme:" for no id of that scheme.
    """

    TYPE: ClassVar[str] = "entity-amended"
    VERSION: ClassVar[int] = 1

    entity: str
    field: str
    value: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DecisionUndone:
    """A decision was taken back; one that took another back puts that one in force again."""

    TYPE: ClassVar[str] = "decision-undone"
    VERSION: ClassVar[int] = 1

    decision: int  # position of the event undone
    reason: str
