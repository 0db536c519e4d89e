"""Times that stand before the noun of what was then: "ahead of Saturday's [vote]", "before the March [election]".

Input: the words of a time in a Document. Output: the trigger whose noun they date; read by kb.extraction.dating.stage.
Pure. Never: finds a time.
"""

import re
from typing import Final

from kb.extraction.document import Document
from kb.language.analysis import Proposal
from kb.model import Span

AHEAD: Final = frozenset({"planned", "expected", "promised", "requested", "required", "possible", "conditional"})
REACH: Final = 4  # words from a time to the noun that it dates
BETWEEN: Final = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "PUNCT", "PART"})
_BEFORE: Final = re.compile(r"(?:just |shortly |days |hours |weeks )?(?:before|ahead of|prior to)\b", re.IGNORECASE)
PROCLAIMING: Final = frozenset({"declare", "proclaim", "designate", "decree", "name"})
POSSESSIVE: Final = frozenset({"'s", "’s", "'", "’"})


def is_before(document: Document, words: Span) -> bool:
    """Return whether *words* say that something else came before: "ahead of Saturday"."""
    return _BEFORE.match(words.of(document.text)) is not None


def is_proclaimed(document: Document, words: Span, event: Proposal) -> bool:
    """Return whether somebody sets a day of the week apart for an event: "declared [Thursday] a day of mourning".

    Whoever does so speaks of a day to come.
    """
    first, last = document.tokens(words)
    doc, text = document.doc, words.of(document.text)
    between = doc[last : event.start]
    if not 0 < first < last or not between or any(c.isdigit() for c in text):
        return False
    apart = doc[first - 1].lemma_ in PROCLAIMING and between[0].lower_ in ("a", "an", "as", "days")
    named = any(t.lower_ in ("day", "days", "holiday") for t in between)
    return apart and named and all(t.pos_ in BETWEEN | {"DET", "ADP"} and t.text != "," for t in between)


def dated_noun(document: Document, words: Span) -> Proposal | None:
    """Return the trigger on the noun that a time stands before, None where it stands before none."""
    last = document.tokens(words)[1]
    for token in document.doc[last : last + REACH]:
        if token.i in document.trigger_tokens:
            named = (p for _, p in document.analysis.layer("trigger") if p.start <= token.i < p.end)
            return next(named) if token.pos_ in ("NOUN", "PROPN") else None
        if token.pos_ not in BETWEEN or (token.pos_ == "PUNCT" and token.text not in ("-", *POSSESSIVE)):
            return None
    return None
