"""What a number counts whose noun stands with the number before it: "by 48 votes to [46]", "two in Osk and [3] in Ula".

Input: the text, where a number stands, the figures before it. Output: the words for what is counted, "" for none;
read by kb.extraction.figures.stage.
Pure. Never: looks beyond the sentence, or over another verb's clause.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.model import Figure, Span

_VOTES: Final = re.compile(r"\s+votes?(?:\s+in\s+favou?r)?\s+(?:to|against)\s+")
_PLACE: Final = r"\s+(?:in|at|from|near)\s+(?:the\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,3}"
_ELSEWHERE: Final = re.compile(_PLACE + r",?\s+and\s+(?:a\s+further\s+|another\s+)?")
_BEHIND: Final = re.compile(_PLACE)
_OTHERS: Final = re.compile(r"\s+others\b")
_SAME_SENTENCE: Final = re.compile(r"[^.;!?\n]{0,80}")
_BEFALLEN: Final = re.compile(
    r"\s+others\s+(?:(?:were|was|are|have|had|has|been|went|still|later)\s+){0,2}"
    r"(?:died|dead|killed|drowned|injured|wounded|hurt|missing|arrested|detained|rescued|displaced)\b"
)
_BUT_FEWER: Final = re.compile(r"\s+but\s+(?:(?:no|not)\s+(?:more|over)|fewer|less|under|at\s+most)\b")
_NUMBER_OF: Final = re.compile(  # "the number of [cases] had climbed past 5,000"
    r"\b(?:number|total|count|tally)\sof\s(?P<noun>(?:[a-z-]+\s){0,2}?(?:[a-z-]+s|people|men|women|children))\s"
    r"(?:(?:in|at|across)\s[\w’' -]{1,40}?\s)?(?:(?:has|had|have)\s)?(?:(?:now|since|nearly|already)\s)?"
    r"(?:rose|risen|climbed|grew|grown|jumped|surged|fell|fallen|dropped|reached|passed|stood|stands|was|is|doubled)\b"
    r"(?:\s(?:by|to|at|past|from)(?:\s\S+\sto)?)?\s*$"
)
VOTES: Final = "votes"
PEOPLE: Final = "people"
REACH: Final = 110  # characters from "the number of" to its total


def counted_before(text: str, number: Span, before: Sequence[Figure]) -> str:
    """Return what a number without a noun of its own counts: what the number before it does, elsewhere or against.

    Args:
        before: the figures told before it, in text order.
    """
    if not before or before[-1].span.end >= number.start:
        return ""
    last = before[-1]
    gap = text[last.span.end : number.start]
    if _VOTES.fullmatch(gap):
        return VOTES
    if _OTHERS.match(text, number.end) and not last.unit:
        return _others_of(text, number, before) if _SAME_SENTENCE.fullmatch(gap) else ""
    told = re.match(rf"\s+{re.escape(last.of)}", gap) if last.of and not last.unit else None
    if told is None or not _ELSEWHERE.fullmatch(gap, told.end()):
        return ""
    return last.of if _BEHIND.match(text, number.end) else ""


def counted_behind(text: str, number: Span) -> bool:
    """Say whether a number counts what the next one does: "[more than 20] but fewer than 30 workers"."""
    return _BUT_FEWER.match(text, number.end) is not None


def counted_as_number_of(text: str, number: Span) -> str:
    """Return what a total is the number of by the words before it: "the number of [cases] climbed to"; "" for none."""
    found = _NUMBER_OF.search(text, max(0, number.start - REACH), number.start)
    return found["noun"] if found else ""


def _others_of(text: str, number: Span, before: Sequence[Figure]) -> str:
    """What "six others" are more of: "people" of those who die, else what alone is counted in the sentence."""
    near = [f.of for f in before if f.of and _SAME_SENTENCE.fullmatch(text, f.span.end, number.start)]
    if len(set(near)) == 1:
        return near[0]
    return PEOPLE if PEOPLE in near and _BEFALLEN.match(text, number.end) else ""
