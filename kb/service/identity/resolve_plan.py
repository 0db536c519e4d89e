"""What judging anew would change, as values.

Input: none. Output: Change and Plan, made by kb.service.identity.resolving and shown by the command line and the HTTP
service. Pure.
"""

from dataclasses import dataclass, field

from kb.events import DomainEvent


@dataclass(frozen=True, slots=True)
class Change:
    """A member that would stand for another than now.

    Attributes:
        member: "ARTICLE#LOCAL".
        label: what its article calls it.
        kind: entity or happening.
        does: linked, or parted where nobody else is what it would be.
        before, after: canonical ids, with what they are called.
        bits: of what speaks for it.
        reasons: the weight by field, in words.
    """

    member: str
    label: str
    kind: str
    does: str
    before: tuple[str, str]
    after: tuple[str, str]
    bits: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What judging anew would change.

    Attributes:
        position: of the log that it holds for.
        articles: how many were looked at.
        changes: who would stand for another.
        apart: how many pairs of namesakes would be noted as two besides.
        disputed: members about which two articles disagree, each with its own neighbours in time.
        settled: whether a plan made after this one was written would change nothing.
        events: what would be recorded, in order.
        rule: by whom.
    """

    position: int
    articles: int
    changes: tuple[Change, ...]
    apart: int
    disputed: tuple[str, ...]
    settled: bool
    events: tuple[DomainEvent, ...] = field(repr=False)
    rule: str
