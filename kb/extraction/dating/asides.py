"""Whose time it is not, by the words beside it: what a toll stood at then, what was planned for it, what ended by it.

Input: the words of a time and the trigger that it is linked to, in a Document.
Output: whether the time cannot be that of the trigger's happening; read by kb.extraction.dating.stage.
Never: finds a time.

Told by the order of words, as in kb.extraction.clause_owners.
"""

from typing import Final

from spacy.tokens import Token

from kb.extraction.clause_owners import BEGINNING, ENDING
from kb.extraction.document import Document, head_token
from kb.language.analysis import Proposal
from kb.model import Span

COUNTS: Final = frozenset({"toll", "tally", "count"})
STANDING_AT: Final = frozenset("stand rise climb reach pass hit grow jump exceed top double increase be".split())
TELLING_COUNT: Final = frozenset("raise put lower revise update give increase".split())
PLANNED: Final = frozenset("planned scheduled set slated due called billed timetabled".split())
FOR: Final = frozenset({"for", "on"})
THAT: Final = frozenset({"that", "which"})
LIMITS: Final = BEGINNING | ENDING | {"expire", "lapse"}
UNTIL_THEN: Final = frozenset({"before", "until"})
SUBJECT: Final = frozenset({"nsubj", "nsubj:pass"})


def is_of_count(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a time says when the dead were counted: "the [toll] had stood at 820 on Monday evening".

    Not what stands between the toll and the verb: "the toll from the raid on Sunday rose".
    """
    noun = head_token(document.doc, event.start, event.end)
    first, last = document.tokens(words)
    verb = noun.head
    if noun.lemma_ not in COUNTS or verb.pos_ not in ("VERB", "AUX") or first >= last:
        return False
    counted = noun.dep_ in SUBJECT and verb.lemma_ in STANDING_AT
    told = noun.dep_ in ("obj", "nsubj:pass") and verb.lemma_ in TELLING_COUNT
    behind = max(verb.i, noun.i) < first < noun.sent.end
    return (counted or told) and (behind or noun.sent.start <= first < last < min(verb.i, noun.i))


def was_planned_for(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a time is of a plan that was dealt with: "a march set for Monday was [banned]".

    It stays that of whatever noun is planned.
    """
    doc, first = document.doc, document.tokens(words)[0]
    lead = first if doc[first].lower_ in FOR else first - 1
    if not 0 < lead < len(doc) or doc[lead].lower_ not in FOR or doc[lead - 1].lower_ not in PLANNED:
        return False
    planned = doc[lead - 1]
    bare = not any(t.pos_ == "AUX" for t in doc[max(planned.sent.start, planned.i - 2) : planned.i])
    verb = head_token(doc, event.start, event.end)
    own = event.start <= planned.i < event.end or event.end == planned.i
    return bare and not own and verb.pos_ == "VERB" and verb.sent.start <= planned.i < verb.sent.end


def is_of_limit(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether something beside an event begins or ends at a time: "[paid] under a deal that ends in May"."""
    doc, first = document.doc, document.tokens(words)[0]
    verb = next((t for t in reversed(doc[event.end : first]) if t.pos_ in ("VERB", "AUX")), None)
    if verb is None or verb.lemma_ not in LIMITS or doc[verb.i - 1].lower_ not in THAT:
        return False
    noun = verb.i - 2
    return noun >= event.end and doc[noun].pos_ in ("NOUN", "PROPN")


def is_of_what_came_then(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether a time is of what an event's verb came before: "[failed] once before it was scrapped in 2025".

    And not that of what a thing that began then came after: "began on 1 July after a court [restored] a quota".
    """
    doc, (first, last) = document.doc, document.tokens(words)
    head = head_token(doc, event.start, event.end)
    if first >= last or doc[first].sent.start != head.sent.start:
        return False
    if event.end <= first:
        side = next((t for t in doc[event.end : first] if t.lower_ in UNTIL_THEN), None)
        return side is not None and any(_tells(document, t) for t in doc[side.i + 1 : first])
    if doc[last : last + 1].text.lower() != "after" or head.pos_ != "VERB" or head.i <= last:
        return False
    began = next((t for t in reversed(doc[head.sent.start : first]) if t.pos_ == "VERB"), None)
    return began is not None and began.lemma_ in BEGINNING and not any(t.pos_ == "VERB" for t in doc[last : head.i])


def _tells(document: Document, token: Token) -> bool:
    return token.pos_ == "VERB" or (token.pos_ in ("NOUN", "PROPN") and token.i in document.trigger_tokens)
