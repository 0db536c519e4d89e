"""Shares of a vote that no word links to it: "its own count gave Paz [49.1] percent and the mayor [48.8]".

Input: the text, a share, the figures found before it, the types of events. Output: the event that they are of; read by
kb.extraction.figures.stage.
Pure. Never: makes a share of what no vote is told of before, or looks farther back than two paragraphs.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from kb.extraction.quantity import Quantity

VOTES: Final = frozenset(
    "election vote_count by_election run_off primary referendum poll exit_poll opinion_poll".split()
)
_WORD: Final = r"(?:[A-Z]\.|[^\W\d_][\w’'-]*)"
_NAME: Final = rf"(?:the\s)?{_WORD}(?:\s{_WORD}){{0,3}}"
_GAVE: Final = re.compile(
    rf"\b(?:gave|gives|giving|put|puts|show(?:s|ed|ing)?|had|has|have)\s{_NAME}\s(?:(?:at|on|with)\s)?"
    r"(?:(?:only|just|about|around|nearly|almost|some)\s)?$"
)
_BESIDE: Final = re.compile(rf"(?:,|;)?(?:\s(?:and|against|to))?\s{_NAME}\s")
_PARAGRAPHS: Final = 2
_REACH: Final = 70  # characters before a share in which its verb stands


def share_of(text: str, share: Quantity, before: Sequence[tuple[Quantity, str]], types: Mapping[str, str]) -> str:
    """Return the vote that a share in percent is of, "" for none.

    Args:
        before: the figures found before it, each with its event.
        types: event -> its type.
    """
    if share.unit != "percent" or share.value is None:
        return ""
    shares = [(one, event) for one, event in before if one.unit == "percent" and types.get(event) in VOTES]
    if not shares:
        return ""
    last, event = shares[-1]
    if last.span.end >= share.span.start:
        return ""
    gap = text[last.span.end : share.span.start]
    if "." not in gap and "\n" not in gap and _BESIDE.fullmatch(gap):
        return event
    near = len(re.findall(r"\n\s*", gap)) <= _PARAGRAPHS
    return event if near and _GAVE.search(text, max(0, share.span.start - _REACH), share.span.start) else ""
