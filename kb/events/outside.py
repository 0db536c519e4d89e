"""What services elsewhere answered when they were asked who is who. Answers decide nothing."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody or something elsewhere that may be meant.

    Attributes:
        external: its id, "scheme:id".
        name: as the service has it.
        score: of the service, in whatever scale it has.
        match: whether the service is sure.
        types: what the service says that it is.
    """

    external: str
    name: str
    score: float
    match: bool = False
    types: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One entity, and whom a service takes it for.

    Attributes:
        entity: canonical id.
        query: the name that was asked for.
        candidates: the best first; empty if the service knows none.
    """

    entity: str
    query: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidatesFound:
    """A reconciliation service was asked about a batch of entities, and answered for all of them.

    Attributes:
        service: its address.
        space: the space of its ids, as its manifest says.
    """

    TYPE: ClassVar[str] = "candidates-found"
    VERSION: ClassVar[int] = 1

    service: str
    space: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class CandidateRejected:
    """An entity is not what a service takes it for; it is not proposed again."""

    TYPE: ClassVar[str] = "candidate-rejected"
    VERSION: ClassVar[int] = 1

    entity: str
    external: str
    reason: str = ""
