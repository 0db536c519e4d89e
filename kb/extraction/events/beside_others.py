"""Triggers that are one with the words or the trigger beside them: "a [reduced] sentence", "state of [calamity]".

Input: the trigger proposals of a Document. Output: whether one only tells more of another or goes on from it, and the
whole of one that was broken off; read by kb.extraction.events.happenings.
Pure. Never: joins what the sentence tells apart.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from kb.extraction.document import Document, head_token
from kb.language.analysis import Proposal

SURE: Final = 0.37  # how sure the trigger is that another gives way to
REACH: Final = 4  # tokens behind "of" to the noun
STATES: Final = frozenset({"out", "off", "down"})
_HYPHENS: Final = frozenset("-‑")


def only_tells_more(document: Document, proposal: Proposal, marked: Mapping[int, Proposal]) -> bool:
    """Say whether words only say more of an event told of beside them, in its class.

    So an adjective before the event's noun, "a [reduced] sentence", and what is out: "[power] was out".
    """
    head = head_token(document.doc, proposal.start, proposal.end)
    before = head.dep_ in ("amod", "compound") and head.pos_ in ("ADJ", "VERB") and head.head.i == proposal.end
    said = proposal.label == "disruption" and head.dep_ == "nsubj" and head.head.lower_ in STATES
    other = proposal.end if before else head.head.i if said else -1
    return other >= 0 and any(
        p.start == other and p.label == proposal.label and p.score >= SURE for p in marked.values()
    )


def to_its_noun(document: Document, proposal: Proposal) -> Proposal:
    """Return a trigger that ends in "of" with the noun behind: "declared a [state of] calamity"."""
    doc, end = document.doc, proposal.end
    if end >= len(doc) or end - proposal.start < 2 or doc[end - 1].lower_ != "of":
        return proposal
    behind = doc[end : min(end + REACH, doc[end].sent.end)]
    noun = next((t for t in behind if t.pos_ not in ("DET", "ADJ", "NUM")), None)
    return replace(proposal, end=noun.i + 1) if noun is not None and noun.pos_ in ("NOUN", "PROPN") else proposal


def goes_on(document: Document, before: Proposal, proposal: Proposal) -> bool:
    """Say whether a trigger goes on from the noun before: "air raid warnings" are one thing, "cholera deaths" two."""
    doc = document.doc
    nouns = doc[proposal.start - 1].pos_ in ("NOUN", "PROPN", "ADJ") and doc[proposal.start].pos_ in ("NOUN", "PROPN")
    return nouns and (before.label == proposal.label or before.end > proposal.start)


def unhyphened(document: Document, proposal: Proposal) -> tuple[str, ...]:
    """Return the one word that a trigger is without its hyphen: "co-operation" is no operation."""
    first = proposal.start
    while first > 1 and document.doc[first - 1].text in _HYPHENS and not document.doc[first - 1].whitespace_:
        first -= 2
    tokens = [token for token in document.doc[first : proposal.end] if token.text not in _HYPHENS]
    if len(tokens) < 2 or " " in document.token_span(first, proposal.end).of(document.text):
        return ()
    return ("".join((*(t.lower_ for t in tokens[:-1]), tokens[-1].lemma_ or tokens[-1].lower_)),)
