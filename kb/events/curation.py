"""What people decided about claims."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ClaimConfirmed:
    """A person checked a claim against its words and found it right."""

    TYPE: ClassVar[str] = "claim-confirmed"
    VERSION: ClassVar[int] = 1

    claim: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ClaimRetracted:
    """A person found a claim wrong; it leaves the graph."""

    TYPE: ClassVar[str] = "claim-retracted"
    VERSION: ClassVar[int] = 1

    claim: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClaimAmended:
    """A person put another value in a claim's place."""

    TYPE: ClassVar[str] = "claim-amended"
    VERSION: ClassVar[int] = 1

    claim: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionUndone:
    """A decision about claims was taken back."""

    TYPE: ClassVar[str] = "decision-undone"
    VERSION: ClassVar[int] = 1

    decision: int  # position of the event undone
    reason: str
