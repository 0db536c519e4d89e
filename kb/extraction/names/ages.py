"""Ages that the text gives somebody: a 34-year-old clerk is not "NAME, 19".

Input: candidates, the text. Output: whether two are of different ages; read by kb.extraction.names.coreference.
Pure. Never: reckons an age from a year.
"""

import re
from collections.abc import Iterable
from typing import Final

from kb.extraction.names.stage import Candidate

_BEFORE: Final = re.compile(r"\b(\d{1,3})[-‐‑ ]year[-‐‑ ]old,?\s+(?:[\w’'-]+\s+){0,3}$", re.IGNORECASE)
_INSIDE: Final = re.compile(r"\b(\d{1,3})[-‐‑ ]year[-‐‑ ]old\b", re.IGNORECASE)
_CUT: Final = re.compile(r"\d{1,3}(?:[-‐‑ ]year(?:[-‐‑ ]old)?)?", re.IGNORECASE)  # "34-year" of "34-year-old"
_BEHIND: Final = re.compile(r"(?:,\s+(?:aged\s+|now\s+|then\s+)?|\s+\(|\s+aged\s+)(\d{1,3})(?=[,.;:)]|\s+who\b)")
REACH: Final = 48  # characters of "34-year-old former shop"
OLDEST: Final = 119


def other_age(candidate: Candidate, members: Iterable[Candidate], text: str) -> bool:
    """Say whether the text gives a person another age than all of *members* that it gives an age."""
    mine = age(candidate, text)
    if not mine:
        return False
    theirs = {known for member in members if (known := age(member, text))}
    return bool(theirs) and mine not in theirs


def age(one: Candidate, text: str) -> int:
    """Return the age in years beside the words, 0 for none."""
    start, end = one.span.start, one.span.end
    before = text[max(0, start - REACH) : start].rsplit(",", 1)[-1].rsplit("\n", 1)[-1]
    words = text[start : max(end, start + len("34-year-old"))] if _CUT.fullmatch(one.words) else one.words
    found = _INSIDE.search(words) or _BEFORE.search(before) or _BEHIND.match(text, end)
    years = int(found[1]) if found else 0
    return years if years <= OLDEST else 0
