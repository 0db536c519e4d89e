"""Whom an event befell, told by a number alone: "[Seven] were freed", "[22 men] are missing".

Input: the head of an event's word, its class, the figures of a Document.
Output: the words and how sure they are, read by kb.extraction.events.roles.
Never: takes what the model marked as a filler; a length of time or a sum.
"""

from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.events.fillers import whole_words
from kb.extraction.syntax import UNDERGOING
from kb.model import Span

MISSING: Final = frozenset({"missing"})
TIMES: Final = frozenset("second minute hour day night week month quarter year decade".split())
PASSIVE: Final = frozenset({"nsubj:pass"})
COUNTING: Final = frozenset({"nummod", "det", "amod"})
SURE: Final = 0.8  # of such a number: of 5 in the held-back articles 4 were right


def counted_patient(document: Document, trigger: Token, coarse: str) -> tuple[Span, float] | None:
    """Return what a number counts that is the subject of a passive verb, or of one that befalls its subject.

    Args:
        coarse: class of the event.
    """
    befalls = coarse in UNDERGOING and not any(c.dep_ == "obj" for c in trigger.children)
    subjects = {*PASSIVE, "nsubj"} if befalls or trigger.lower_ in MISSING else PASSIVE
    for _, figure in document.analysis.layer("figure"):
        if figure.start > trigger.i:
            break
        number = head_token(document.doc, figure.start, figure.end)
        noun = number.head if number.dep_ in COUNTING else number
        mine = noun.dep_ in subjects and noun.head.i == trigger.i and noun.lemma_ not in TIMES
        if mine and not any(token in document.filler_at for token in (noun.i, number.i)):
            return whole_words(document, document.span(figure)), figure.score * SURE
    return None
