"""What happened to the knowledge base, in the past tense.

The stored type is the literal TYPE, never the class path. Every payload is
JSON once written by kb.events.codec. Imports kb.model and nothing else.
"""

from kb.events.article import ArticleAdded, ArticleCorrected, ArticleWithdrawn
from kb.events.base import BaseCreated, Erased, GraphDropped, GraphImported, OntologyAdopted
from kb.events.curation import ClaimAmended, ClaimConfirmed, ClaimRetracted, DecisionUndone, EntityAmended, Judged
from kb.events.envelope import DomainEvent, Envelope, PayloadErased, Recorded
from kb.events.extraction import ExtractionRecorded, ExtractionRejected
from kb.events.listing import ListAdded, ListWithdrawn
from kb.events.outside import Asked, Candidate, CandidateRejected, CandidatesFound
from kb.events.resolution import (
    EntitiesKeptApart,
    EntitiesLinked,
    EntitiesMerged,
    EntityDescribed,
    FieldScale,
    HappeningsLinked,
    MembersMoved,
    MergeUndone,
    PairLeftOpen,
    WeightsAdopted,
)

__all__ = [
    "ArticleAdded",
    "ArticleCorrected",
    "ArticleWithdrawn",
    "Asked",
    "BaseCreated",
    "Candidate",
    "CandidateRejected",
    "CandidatesFound",
    "ClaimAmended",
    "ClaimConfirmed",
    "ClaimRetracted",
    "DecisionUndone",
    "DomainEvent",
    "EntitiesKeptApart",
    "EntitiesLinked",
    "EntitiesMerged",
    "EntityAmended",
    "EntityDescribed",
    "Envelope",
    "Erased",
    "ExtractionRecorded",
    "ExtractionRejected",
    "FieldScale",
    "GraphDropped",
    "GraphImported",
    "HappeningsLinked",
    "Judged",
    "ListAdded",
    "ListWithdrawn",
    "MembersMoved",
    "MergeUndone",
    "OntologyAdopted",
    "PairLeftOpen",
    "PayloadErased",
    "Recorded",
    "WeightsAdopted",
]
