"""Whose time it is not, by the words beside it: what a toll stood at then, what was planned for it, what ended by it.

Input: the words of a time and the trigger that it is linked to, in a Document.
Output: whether the time cannot be that of the trigger's happening; read by kb.extraction.dating.stage.
Never: finds a time.

Told by the order of words, as in kb.extraction.clause_owners.
"""

import re
from typing import Final

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from kb.extraction.clause_owners import BEGINNING, ENDING, UNITS
from kb.extraction.document import Document, head_token
from kb.extraction.time.calendar_words import DAY_RE, MONTH_RE, WEEKDAY_RE
from kb.language.analysis import Proposal
from kb.model import Span

COUNTS: Final = frozenset({"toll", "tally", "count"})
NUMBERS: Final = COUNTS | {"number"}  # "the number of people killed in the raid rose"
STANDING_AT: Final = frozenset("stand rise climb reach pass hit grow jump exceed top double increase be".split())
RISING: Final = STANDING_AT - {"stand", "be", "hit", "top"}  # also nouns and deeds of their own
TELLING_COUNT: Final = frozenset("raise put lower revise update give increase".split())
PLANNED: Final = frozenset("planned scheduled set slated due called billed timetabled".split())
FOR: Final = frozenset({"for", "on"})
THAT: Final = frozenset({"that", "which"})
LIMITS: Final = BEGINNING | ENDING | {"expire", "lapse"}
ON_TOO: Final = frozenset("planned scheduled slated due timetabled".split())  # "set on Monday" tells when fires were
UNTIL_THEN: Final = frozenset({"before", "until"})
_DAY: Final = re.compile(
    rf"\b(?:{WEEKDAY_RE}|{MONTH_RE}\s+{DAY_RE}|{DAY_RE}\s+{MONTH_RE}|today|yesterday)\b", re.IGNORECASE
)  # no longer time: in a year somebody does much that has nothing to do with what came before
SUBJECT: Final = frozenset({"nsubj", "nsubj:pass"})


def is_of_count(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a time says when the dead were counted: "the [toll] had stood at 820 on Monday evening".

    Nor is it of what the toll is of: "the toll from the [raid] in Osk rose to 12 on Monday". What stands between the
    toll and the verb is: "the toll from the raid on Sunday rose".
    """
    if _is_of_rise(document, words, event):
        return True
    noun = head_token(document.doc, event.start, event.end)
    first, last = document.tokens(words)
    verb = noun.head
    if noun.lemma_ not in COUNTS or verb.pos_ not in ("VERB", "AUX") or first >= last:
        return False
    counted = noun.dep_ in SUBJECT and verb.lemma_ in STANDING_AT
    told = noun.dep_ in ("obj", "nsubj:pass") and verb.lemma_ in TELLING_COUNT
    behind = max(verb.i, noun.i) < first < noun.sent.end
    return (counted or told) and (behind or noun.sent.start <= first < last < min(verb.i, noun.i))


def _is_of_rise(document: Document, words: Span, event: Proposal) -> bool:
    """Whether a time stands behind "rose to NUMBER", before which a toll, or what it is of, is the event."""
    doc, first = document.doc, document.tokens(words)[0]
    if not event.end <= first < doc[event.start].sent.end:
        return False
    verb = next((t for t in doc[event.end : first] if t.pos_ == "VERB" or t.text in ",;:"), None)
    if verb is None or verb.lemma_ not in RISING or verb.lower_ == verb.lemma_:
        return False
    behind = doc[verb.i + 1 : first]
    if not any(t.like_num for t in behind) or any(t.pos_ == "VERB" or t.text in ",;:" for t in behind):
        return False
    ahead = doc[doc[event.start].sent.start : event.end]
    toll = next((t for t in reversed(ahead) if t.lemma_ in NUMBERS), None)
    return toll is not None and not any(t.text in ",;:" for t in doc[toll.i : event.start])


def was_planned_for(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a time is of a plan that was dealt with: "a march set for Monday was [banned]".

    It stays that of whatever noun is planned.
    """
    doc, first = document.doc, document.tokens(words)[0]
    lead = first if doc[first].lower_ in FOR else first - 1
    if not 0 < lead < len(doc) or doc[lead].lower_ not in FOR or doc[lead - 1].lower_ not in PLANNED:
        return False
    planned = doc[lead - 1]
    if doc[lead].lower_ != "for" and planned.lower_ not in ON_TOO:
        return False
    bare = not any(t.pos_ == "AUX" for t in doc[max(planned.sent.start, planned.i - 2) : planned.i])
    verb = head_token(doc, event.start, event.end)
    own = event.start <= planned.i < event.end or event.end == planned.i
    return bare and not own and verb.pos_ == "VERB" and verb.sent.start <= planned.i < verb.sent.end


def is_of_limit(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether something beside an event begins or ends at a time: "[paid] under a deal that ends in May".

    A noun's own clause may stand behind what belongs to it: "[protests] in Kenya that began on 18 June".
    """
    doc, first = document.doc, document.tokens(words)[0]
    if head_token(doc, event.start, event.end).pos_ != "VERB":
        return False
    verb = next((t for t in reversed(doc[event.end : first]) if t.pos_ in ("VERB", "AUX")), None)
    if verb is None or verb.lemma_ not in LIMITS or doc[verb.i - 1].lower_ not in THAT:
        return False
    noun = verb.i - 2
    return noun >= event.end and doc[noun].pos_ in ("NOUN", "PROPN")


def is_of_what_came_then(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a time is of what an event's verb came before: "[failed] once before it was scrapped in 2025".

    And not that of what a thing that began then came after: "began on 1 July after a court [restored] a quota".
    What somebody did before doing the next thing was on the same day, where nothing says how long it took: "[killed]
    three before fleeing on Monday", not "[held] for weeks before being freed on Monday".
    """
    doc, (first, last) = document.doc, document.tokens(words)
    head = head_token(doc, event.start, event.end)
    if first >= last or doc[first].sent.start != head.sent.start:
        return False
    if event.end <= first:
        side = next((t for t in doc[event.end : first] if t.lower_ in UNTIL_THEN), None)
        if side is None or not any(_tells(document, t) for t in doc[side.i + 1 : first]):
            return False
        return not (_goes_on(side) and _is_day(words.of(document.text)) and not _lasts(doc[event.end : side.i]))
    if doc[last : last + 1].text.lower() != "after" or head.pos_ != "VERB" or head.i <= last:
        return False
    began = next((t for t in reversed(doc[head.sent.start : first]) if t.pos_ == "VERB"), None)
    return began is not None and began.lemma_ in BEGINNING and not any(t.pos_ == "VERB" for t in doc[last : head.i])


def _goes_on(before: Token) -> bool:
    """Return whether the same doer goes on: "[before] fleeing", "[before] being shot dead"."""
    return before.lower_ == "before" and before.doc[before.i + 1].lower_.endswith("ing")


def _is_day(words: str) -> bool:
    return _DAY.search(words) is not None


def _lasts(between: Tokens) -> bool:
    return any(token.lemma_ in UNITS for token in between)


def _tells(document: Document, token: Token) -> bool:
    return token.pos_ == "VERB" or (token.pos_ in ("NOUN", "PROPN") and token.i in document.trigger_tokens)
