"""What somebody is punished, held or tried for: it keeps its place and its time.

Input: the triggers of an event, words that the model links to it, a Document.
Output: whether the words are those of the deed, read by the stages of places and times.
Never: finds a place or a time.
"""

from collections.abc import Sequence
from typing import Final

from kb.extraction.document import Document, head_token
from kb.language.analysis import Proposal
from kb.model import Span

PUNISHING: Final = frozenset({"legal", "crime"})  # classes
SURER: Final = 0.2  # by how much the model rather gives the words to the deed
DONE: Final = 0.5  # how sure a time must be that of what was done
LEADING: Final = frozenset({"in", "over", "for", "of", "with", "after", "on"})  # from what was done to the deed
OWN: Final = 0.9  # how sure words behind a deed told by a verb must be its own


def is_of_deed(document: Document, triggers: Sequence[tuple[int, Proposal]], label: str, words: Span) -> bool:
    """Return whether *words* tell where or when the deed was, not what was done about it.

    Of "charged three men with stealing a cup last month" the month is that of the theft, which the model links to it
    more surely; of "convicted in May of robbing a bank in Osk" Osk is where the bank is, as the order of words says.

    Args:
        label: "place" or "time", the relation that the words have.
    """
    here = document.tokens(words)[0]
    for index, proposal in triggers:
        if proposal.label not in PUNISHING:
            continue
        own = _score(document, index, label, words)
        for deed in _deeds(document, index):
            theirs = _score(document, deed, label, words)
            if own and theirs - own >= SURER:
                return True
            verb = head_token(document.doc, *_range(document, deed))
            behind = label == "place" and proposal.end <= verb.i < here and verb.lower_.endswith("ing")
            if behind and verb.pos_ == "VERB" and theirs >= OWN:
                return True
    return False


def is_of_punishing(document: Document, triggers: Sequence[tuple[int, Proposal]], words: Span) -> bool:
    """Return whether *words* tell when something was done about a deed, and not when the deed was.

    Of "were charged Thursday in the shooting" and "charged with murder Thursday" the day is that of the charge.
    """
    first, last = document.tokens(words)
    punishing = [(i, p) for i, p in document.analysis.layer("trigger") if p.label in PUNISHING and p.end <= first]
    for index, deed in triggers:
        noun = head_token(document.doc, deed.start, deed.end)
        if noun.pos_ != "NOUN" and document.doc[deed.start - 1].lower_ != "the":
            continue  # "the killing of four", whatever the tree takes it for
        for other, proposal in punishing:
            if index not in _deeds(document, other) or _score(document, other, "time", words) < DONE:
                continue
            if last <= deed.start:
                between = document.doc[last : deed.start]
                led = any(t.lower_ in LEADING for t in between) and not any(t.pos_ == "VERB" for t in between)
            else:
                led = proposal.end <= deed.start and first == deed.end and document.doc[first].pos_ != "ADP"
            if led:
                return True
    return False


def _deeds(document: Document, trigger: int) -> list[int]:
    """The triggers that tell in the same sentence what a punishing one is about."""
    proposals, sentence = document.analysis.proposals, document.sentence_of
    rows = (r for r in document.relations_of.get(trigger, ()) if r.label == "circumstance")
    told = (r.tail for r in rows if proposals[r.tail].layer == "trigger")
    return [i for i in told if sentence[proposals[i].start] == sentence[proposals[trigger].start]]


def _score(document: Document, trigger: int, label: str, words: Span) -> float:
    proposals = document.analysis.proposals
    rows = (r for r in document.relations_of.get(trigger, ()) if r.label == label)
    return max((r.score for r in rows if document.span(proposals[r.tail]).overlaps(words)), default=0.0)


def _range(document: Document, index: int) -> tuple[int, int]:
    proposal = document.analysis.proposals[index]
    return proposal.start, proposal.end
