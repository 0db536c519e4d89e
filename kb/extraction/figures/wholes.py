"""Of how many a number is, where the whole stands apart: "Of the 62 aboard, 41 were rescued", "27, 11 of them boys".

Input: the text, a quantity, the quantities before it. Output: the quantity that is its whole, and what the part is
said to be; read by kb.extraction.figures.stage.
Pure. Never: takes a number of another sentence, or one that is smaller than its part.
"""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from kb.extraction.document import Document
from kb.extraction.quantity import Quantity
from kb.model import Figure, Span

NAMING: Final = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
REACH: Final = 120  # characters between a part and its whole
_FRONTED: Final = re.compile(  # before the whole
    r"(?:^|[.!?:;\n][\"”’')]*\s*|\bthat\s+)[\"“‘']?(?:out\s+)?of\s+(?:(?:the|its|their|his|her|all|those|these|some)\s+)*$",
    re.IGNORECASE,
)
_OF_THEM: Final = re.compile(  # of "those killed" the whole is the killed, whoever is told of last
    r"\s+of\s+(?:them|whom|which|these|those(?!\s+(?:who|\w+e[dn])\b))\b", re.IGNORECASE
)
_AMONG: Final = re.compile(r"[^.;:!?\n]*?,?\s(?:including|among\s+(?:them|whom))\s+(?:(?:at\s+least|about|some)\s+)?")
_OF_WHICH: Final = re.compile(  # "9,120 cases, of which only [1,344] were confirmed"
    r"[^.;:!?\n]*?,?\s+(?:and\s+)?of\s+(?:which|whom)\s+(?:(?:only|just)\s+)?"
)
_AMONG_THE_DEAD: Final = re.compile(
    r"(?:,?\s[\w’'-]+){1,7}?\s(?:was|were|is|are)\s(?:also\s|reported\s(?:to\sbe\s)?)?among\s(?:the|those)\s(?:\w+\s)?"
    r"(?:dead|deceased|victims|killed|injured|wounded|hurt|casualties|fatalities|missing|arrested|detained|rescued)\b"
)
_SAID_TO_BE: Final = re.compile(  # "11 of them [children]", "11 of which were [young oaks]"
    r"\s+of\s+(?:them|whom|which)\s+(?:(?:were|are|was|is)\s+)?(?P<kind>(?:[\w-]+\s+){0,2}?[\w-]+)(?=\s*[.,;:)]|\s+and\b|$)"
)
_HALF_WAY: Final = re.compile(r"[.!?][\"”’')]*\s+[\"“‘']?[A-Z\d]|\n")  # a sentence ends between


def whole_apart(text: str, quantity: Quantity, before: Sequence[Quantity], *, counts_itself: bool) -> Quantity | None:
    """Return the quantity that *quantity* is a part of, where other words stand between them; None for none.

    Args:
        before: the quantities in front of it, in text order.
        counts_itself: a noun of its own says what the number counts ("3 boats"); then a fronted whole is not its whole.
    """
    within_reach = list(takewhile(lambda q: quantity.span.start < q.span.end + REACH, reversed(before)))
    near = [q for q in reversed(within_reach) if _may_hold(text, q, quantity)]
    if _OF_THEM.match(text, quantity.span.end) and near:
        return next((q for q in reversed(near) if not _OF_THEM.match(text, q.span.end)), near[-1])
    gap = text[near[-1].span.end : quantity.span.start] if near and near[-1] is before[-1] else ""
    if _AMONG.fullmatch(gap) or _OF_WHICH.fullmatch(gap):
        return near[-1]
    if counts_itself:
        return None
    return next((q for q in reversed(near) if _FRONTED.search(text, max(0, q.span.start - 40), q.span.start)), None)


def whole_told(text: str, quantity: Quantity, event: str, before: Sequence[Figure]) -> float | None:
    """Return of how many of one event a number is a part by its words alone: "[two] nurses were among the dead".

    Args:
        before: the figures in front of it, the last of which to count more of *event* is the whole.
    """
    part = quantity.value
    if part is None or quantity.unit or not _AMONG_THE_DEAD.match(text, quantity.span.end):
        return None
    whole = (f.value for f in reversed(before) if f.event == event and not f.unit and f.whole is None)
    return next((value for value in whole if value is not None and value > part), None)


def said_to_be(document: Document, number: Span) -> str:
    """Return what a part is said to be: "children" of "27 dead, 11 of them children"; "" for none."""
    found = _SAID_TO_BE.match(document.text, number.end)
    if found is None:
        return ""
    first, last = document.tokens(Span(*found.span("kind")))
    words = document.doc[first:last]
    noun = len(words) > 0 and words[-1].pos_ in ("NOUN", "PROPN") and all(t.pos_ in NAMING for t in words)
    return words.text if noun else ""


def _may_hold(text: str, whole: Quantity, part: Quantity) -> bool:
    """Whether both are plain counts of one sentence, the part the smaller."""
    if whole.kind != "count" or part.kind != "count" or whole.upper or part.upper or whole.unit or part.unit:
        return False
    between = text[whole.span.end : part.span.start + 1]
    if len(between) > REACH or _HALF_WAY.search(between) or whole.value is None or part.value is None:
        return False
    return part.value < whole.value
