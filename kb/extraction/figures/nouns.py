"""Events that the noun behind a number names: "three days of heavy [rain]", "a third of the [victims]".

Input: a figure proposal and the triggers of a Document, the events that they tell.
Output: the event or the trigger; read by kb.extraction.figures.stage.
Never: looks at the model's links from figures to triggers.
"""

import re
from collections.abc import Mapping
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document
from kb.language.analysis import Proposal

DEATH: Final = "death"
OF_THE_DEAD: Final = re.compile(r"\s+of\s+(?:the|those|all)\s+(?:victims|dead|fatalities|bodies)\b", re.IGNORECASE)
COUNTED: Final = 0.5  # how likely a number before it counts a happening
_THAN: Final = re.compile(
    r"\s+(?:\w+\s+)?(?:more|fewer|less|higher|lower)\s+than\s+(?:at|in|during|for)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}"
)
TOTAL: Final = re.compile(
    r"\b(?:bring|brought|tak|took|rais|push|swell|lift)\w*\s+(?:the|its|their|this\s+year['’]s)\s+(?:[\w’'-]+\s+){0,2}?"
    r"(?:total|number|tally|count|toll|figure)\b[^.;:!?\n]{0,80}?\bto\s+$",
    re.IGNORECASE,
)
TOTAL_REACH: Final = 130  # characters
STRETCH: Final = re.compile(  # of time, or of what falls from the sky
    r"(?:minute|hour|day|night|week|month|year|decade|millimet(?:re|er)|centimet(?:re|er)|inche?|mm|cm)s?$",
    re.IGNORECASE,
)


def counting(document: Document, events: Mapping[int, str], number: Token) -> str:
    """Return the event that the noun of a number names: the attacks of "521 attacks"; "" for none."""
    named = document.triggers_at.get(number.head.i, ())
    return next((events[i] for i in named if i in events), "")


def lasting_of(document: Document, events: Mapping[int, str], proposal: Proposal) -> str:
    """Return the event whose noun stands behind a stretch of time: of "three days of rain" the rain; "" for none."""
    doc, of = document.doc, proposal.end
    if of + 1 >= len(doc) or doc[of].lower_ != "of" or not STRETCH.search(document.span(proposal).of(document.text)):
        return ""
    noun = next((t.i for t in doc[of + 1 : doc[of].sent.end] if t.pos_ not in ("DET", "ADJ")), -1)
    named = (i for i, p in document.analysis.layer("trigger") if p.start <= noun < p.end)
    return next((events[i] for i in named if i in events), "")


def total_of(document: Document, events: Mapping[int, str], number: Proposal) -> str:
    """Return the event that was counted before a total in its sentence: "nine [cases], bringing the total to 64"."""
    span = document.span(number)
    if not TOTAL.search(document.text, max(0, span.start - TOTAL_REACH), span.start):
        return ""
    sentence = document.doc[number.start].sent
    counted = (
        i
        for i, p in document.analysis.layer("trigger")
        if sentence.start < p.start < number.start and i in events and _has_number(document.doc[p.start])
    )
    return next((events[i] for i in counted), "")


def _has_number(noun: Token) -> bool:
    before = noun.doc[max(0, noun.i - 3) : noun.i]
    return any(t.pos_ == "NUM" and all(between.pos_ == "ADJ" for between in noun.doc[t.i + 1 : noun.i]) for t in before)


def set_beside(document: Document, events: Mapping[int, str], number: Proposal, head: int) -> str:
    """Return the event that a number compares: the arrests of "held 14, three more than in the last [poll]".

    "" where the linked happening is not what is compared with, or nothing was counted before in the sentence.
    """
    linked, end = document.analysis.proposals[head], document.span(number).end
    compared = linked.start >= number.end and _THAN.fullmatch(document.text, end, document.span(linked).start)
    if not compared:
        return ""
    sentence = document.doc[number.start].sent
    counted = [
        events[r.head]
        for r in document.analysis.relations
        if r.label == "measure" and r.head in events and r.score >= COUNTED
        if sentence.start <= document.analysis.proposals[r.tail].start < number.start
    ]
    return counted[-1] if counted else ""


def of_the_dead(document: Document, number: Proposal) -> int | None:
    """Return the death whose victims a number is of: "a third of the victims"; None for other words.

    The last one of its paragraph, else the first of the article, which is the story's own.
    """
    span = document.span(number)
    if not OF_THE_DEAD.match(document.text, span.end):
        return None
    deaths = [(document.span(p), i) for i, p in document.analysis.layer("trigger") if p.label == DEATH]
    before = [(words, i) for words, i in deaths if words.end <= span.start]
    here = document.paragraph(span.start)
    beside = [i for words, i in before if document.paragraph(words.start) == here]
    return beside[-1] if beside else before[0][1] if before else None
