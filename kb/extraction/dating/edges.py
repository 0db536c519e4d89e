"""Which end of a happening a time dates: "the war [began] in April", "talks [ended] on Monday".

Input: the time of an event, its triggers in a Document.
Output: the time with what it says nothing of left open; read by kb.extraction.dating.stage.
Pure. Never: closes what the words leave open.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from spacy.tokens import Token

from kb.extraction.clause_owners import BEGINNING, ENDING
from kb.extraction.document import Document, head_token
from kb.language.analysis import Proposal
from kb.model import TimeValue

LIGHT_WORDS: Final = 4  # tokens of "was then to begin"
SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
RELATIVE: Final = frozenset({"that", "which", ","})  # between a noun and the clause that tells of it


def edged(document: Document, value: TimeValue, triggers: Sequence[tuple[int, Proposal]]) -> TimeValue:
    """Return *value* as the begin alone where the happening "began" then, as the end alone where it "ended" then."""
    if value.words is None:
        return value
    first, last = document.tokens(value.words)
    verb = next((v for _, p in triggers if (v := _phase(document, p, first, last)) is not None), None)
    if verb is None:
        return value
    if verb.lemma_ in BEGINNING:
        return replace(value, earliest_end="", latest_end="") if value.earliest_begin else value
    return replace(value, earliest_begin="", latest_begin="") if value.latest_end else value


def _phase(document: Document, trigger: Proposal, first: int, last: int) -> Token | None:
    """The verb of beginning or ending that a noun is the subject of, beside the time; None for none."""
    head = head_token(document.doc, trigger.start, trigger.end)
    if head.pos_ not in ("NOUN", "PROPN") or first >= last:
        return None
    verb = _right_behind(document, trigger) or (head.head if head.dep_ in SUBJECTS else head)
    if verb.lemma_ not in BEGINNING | ENDING or document.sentence_of[first] != document.sentence_of[verb.i]:
        return None
    between = document.doc[verb.i + 1 : first] if verb.i < first else document.doc[last : verb.i]
    return None if any(t.pos_ == "VERB" or t.dep_ == "mark" for t in between) else verb


def _right_behind(document: Document, noun: Proposal) -> Token | None:
    """The verb of beginning or ending right behind a noun, whatever the tree makes of it: "a war, which [began]"."""
    for token in document.doc[noun.end : noun.end + LIGHT_WORDS]:
        if token.lemma_ in BEGINNING | ENDING and token.pos_ in ("VERB", "AUX"):
            return token
        if token.pos_ not in ("AUX", "ADV", "PART") and token.lower_ not in RELATIVE:
            return None
    return None


def is_ahead(value: TimeValue | None, today: date | None) -> bool:
    """Return whether a time begins more than a day, which may be another zone's, after *today*; not if unknown."""
    if value is None or today is None:
        return False
    return value.earliest_begin[:10] > (today + timedelta(days=1)).isoformat()
