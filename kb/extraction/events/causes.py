"""What brought an event about and what it is a part of, as the model links them, within what the words allow.

Input: a Happening of a Document with its links, the events' ids.
Output: another event's id and how sure the link is, read by kb.extraction.events.stage.
Never: finds a cause that the model does not.
"""

import re
from collections.abc import Mapping
from typing import Final

from spacy.tokens import Token

from kb.extraction.dating.measured import is_beside
from kb.extraction.document import Document, head_token
from kb.extraction.events.happenings import Happening
from kb.extraction.order import is_later

LINK_FLOOR: Final = 0.5
_THEN: Final = re.compile(  # "after" tells of a cause, too: "after a party, when [15 died]"
    r"\b(?:(?:since|than|like)\b[^.;:]{0,40}?|after\b[^.;:]{0,40}?\b(?:1[89]|20)\d\d),?\s(?:when|in\swhich)\s"
)


def linked(document: Document, happening: Happening, label: str, ids: Mapping[int, str], own: str) -> tuple[str, float]:
    """Return the event that a link of *label* leads to, and how surely; "" and 1 where none does."""
    rows = [
        (r.score, ids[r.tail], document.analysis.proposals[r.tail].score)
        for index, _ in happening.triggers
        for r in document.relations_of.get(index, ())
        if r.label == label
        and r.score >= LINK_FLOOR
        and ids.get(r.tail, own) != own
        and not _is_of_then(document, r.tail, index)
        and not _is_measure(document, r.tail, index)
        and not (label == "cause" and _is_told_below(document, r.tail, index))
        and not (label == "cause" and is_later(_head(document, r.tail), _head(document, index)))
        and not (label == "cause" and _is_beyond(document, r.tail, index))
    ]
    score, other, sure = max(rows, default=(1.0, "", 1.0))
    return other, score * sure


def _is_beyond(document: Document, cause: int, effect: int) -> bool:
    """Whether a headline tells two things with a semicolon between: "Migrants tell of [beatings]; 17 [drowned]"."""
    one, other = (document.span(document.analysis.proposals[i]) for i in (cause, effect))
    title = document.title
    both = title is not None and title.covers(one) and title.covers(other)
    return both and ";" in document.text[one.end : other.start]


def _is_told_below(document: Document, cause: int, effect: int) -> bool:
    """Whether a cause is first told in a later paragraph than what it is said to bring about, the title aside."""
    one, other = (document.span(document.analysis.proposals[i]) for i in (cause, effect))
    title = document.title is not None and document.title.covers(other)
    return not title and document.paragraph(one.start) > document.paragraph(other.start)


def _is_measure(document: Document, other: int, trigger: int) -> bool:
    """Whether an event is only measured against another: "turnout was below that of the [vote] in 2017"."""
    one, event = (document.span(document.analysis.proposals[i]) for i in (other, trigger))
    within = document.sentence_of[document.tokens(one)[0]] == document.sentence_of[document.tokens(event)[0]]
    return within and is_beside(document.text, event.end, one.start)


def _is_of_then(document: Document, other: int, trigger: int) -> bool:
    """Whether an event is of a time with which another is only compared: "the worst [fire] since 2014, when 15 [died]".

    What stands before that time has not brought it about, nor what other sentences tell.
    """
    one, event = (document.span(document.analysis.proposals[i]) for i in (other, trigger))
    sentence = _head(document, trigger).sent
    found = _THEN.search(document.text, sentence.start_char, event.start)
    return found is not None and not found.start() < one.start < sentence.end_char


def _head(document: Document, index: int) -> Token:
    proposal = document.analysis.proposals[index]
    return head_token(document.doc, proposal.start, proposal.end)
