"""What the reader's heads say about one text, before any stage decides.

Input: written by kb.language.reader from the model's outputs.
Output: read by the stages of kb.extraction, which alone make entities,
statements and events of it.
Never: decides, merges or drops a proposal for reasons of meaning.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from spacy.tokens import Doc

LAYERS: Final = (
    "name",  # label PER | ORG | LOC
    "mention",  # label person | organisation | group | country | place; attributes kind, type
    "trigger",  # label: one of the event classes; attributes polarity, modality
    "cue",  # label "cue": the reporting word or words; attribute status
    "content",  # label direct | indirect | evidential
    "figure",  # label "figure": number with comparator words and unit sign
    "time",  # label "time": words that date an event
    "office",  # label "office": words of a role; attribute status
    "argument",  # label "argument": a role filler that is no entity ("mortar shells")
)

ROLE_RELATIONS: Final = (  # trigger -> mention | argument | trigger
    "agent",  # also judge
    "participant",  # also party, candidate, mediator, chair, observer
    "patient",  # also theme, target
    "recipient",  # also addressee, beneficiary
    "instrument",  # also means
    "circumstance",  # also cause, reason, purpose, topic
    "origin",
    "destination",  # also path, route
    "place",
)

RELATIONS: Final = (
    *ROLE_RELATIONS,
    "time",  # trigger -> time
    "measure",  # trigger -> figure
    "same",  # trigger -> an earlier trigger of the same happening
    "part-of",  # trigger -> trigger of the larger happening
    "cause",  # trigger -> trigger of the happening that caused it
    "speaker",  # cue -> mention
    "addressee",  # cue -> mention
    "medium",  # cue -> mention
    "content",  # cue -> content
    "holder",  # office -> mention of the person
    "body",  # office -> mention of organisation, country or place
    "coref",  # mention -> an earlier mention of the same entity
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A run of tokens that one head marks.

    Attributes:
        layer: one of LAYERS.
        label: as the layer says.
        start: first token, index into the Doc.
        end: token after the last one.
        score: probability in [0, 1] that span and label are right.
        attributes: attribute name -> (value, probability).
    """

    layer: str
    label: str
    start: int
    end: int
    score: float
    attributes: Mapping[str, tuple[str, float]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Relation:
    """A directed link between two proposals.

    Attributes:
        label: one of RELATIONS.
        head: index of the proposal it goes out from.
        tail: index of the proposal it goes to.
        score: probability in [0, 1].
    """

    label: str
    head: int
    tail: int
    score: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """One text as read by the model.

    Attributes:
        doc: spaCy Doc over the whole text: tokens, sentence starts, part of
            speech (UPOS), lemma, head and relation (Universal Dependencies).
            ``token.idx`` is the offset in code points.
        proposals: all layers, sorted by (layer order, start).
        relations: sorted by (head, tail, label); those above the reader's floor.
    """

    doc: Doc
    proposals: tuple[Proposal, ...] = ()
    relations: tuple[Relation, ...] = ()
    _layers: dict[str, list[tuple[int, Proposal]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def layer(self, name: str) -> Iterator[tuple[int, Proposal]]:
        """Yield (index, proposal) of one layer, in text order."""
        if self.proposals and not self._layers:
            for row in enumerate(self.proposals):
                self._layers.setdefault(row[1].layer, []).append(row)
        return iter(self._layers.get(name, ()))

    def offsets(self, proposal: Proposal) -> tuple[int, int]:
        """Return the proposal's span as code points, end exclusive."""
        last = self.doc[proposal.end - 1]
        return self.doc[proposal.start].idx, last.idx + len(last)
