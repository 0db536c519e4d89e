"""Whether something happened, by the words that lead to its own: "accused of", "not clear whether", "should be".

Input: the text, where a happening's word stands. Output: a modality of kb.model.extraction, "" for none; read by
kb.extraction.events where the model takes the thing for a fact.
Pure. Never: makes a fact of anything.
"""

import re
from typing import Final

from kb.model import Span

REACH: Final = 80  # characters before the word, of its own sentence
_ENDS: Final = re.compile(r"[.!?;:“”\"\n]")
_AUXILIARIES: Final = r"(?:(?:be|been|being|have|having|had)\s+)?"
_MOODS: Final = (  # of 182, 10 and 45 such happenings annotated by hand 166, 9 and 31 are so
    (re.compile(rf"\baccus(?:ed|es|ing)\b.{{0,60}}\bof\s+{_AUXILIARIES}$", re.IGNORECASE | re.DOTALL), "alleged"),
    (re.compile(r"\bon suspicion of\s+(?:\w+ing\s+)?$", re.IGNORECASE), "alleged"),
    (re.compile(r"\b(?:not (?:yet )?(?:clear|known)|unclear) (?:whether|if)\b.{0,40}$", re.IGNORECASE), "possible"),
    (re.compile(r"\b(?:should|ought to)\s+(?:be\s+)?$", re.IGNORECASE), "requested"),
)


def mood_of(text: str, word: Span) -> str:
    """Return how a happening is told of by the words before its own; "accused the firm of [hiding] cracks": alleged."""
    before = _ENDS.split(text[max(0, word.start - REACH) : word.start])[-1]
    return next((mood for pattern, mood in _MOODS if pattern.search(before)), "")
