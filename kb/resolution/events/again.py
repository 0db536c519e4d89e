"""How a text counts an event among others of its kind: "a second shooting", "struck again".

Input: an article's text and where it tells of an event; two events. Output: the word that counts it; whether it is one
more after others; whether one event can be only what came before the other. Read by kb.resolution.events.profile and
kb.resolution.events.when.
Pure. Never: says which others there were.
"""

import re
from collections.abc import Iterable
from typing import Final

from kb.model import Span

_COUNTED: Final = re.compile(
    r"\b(first|second|third|fourth|fifth|another|last year['’]s|previous|earlier|separate)"
    r"(?:\s+[\w-]+){0,2}\s+$",
    re.IGNORECASE,
)
_REPEATED: Final = re.compile(r"\s+(again|for the (?:first|second|third|fourth|fifth) time)\b", re.IGNORECASE)
_AFTER_OTHERS: Final = re.compile(r"second|third|fourth|fifth|another|again")
_BEFORE: Final = 40  # characters before and behind an event's word that are looked at
_BEHIND: Final = 30


def how_counted(text: str, spans: Iterable[Span]) -> str:
    """Return how an event is counted, in lower case: "a [second] shooting", "erupted [again]"; "" if it is not."""
    for span in spans:
        before, after = text[max(0, span.start - _BEFORE) : span.start], text[span.end : span.end + _BEHIND]
        if found := _COUNTED.search(before) or _REPEATED.match(after):
            return found[1].casefold()
    return ""


def one_more(how: str) -> bool:
    """Say whether what is counted so comes after others of its kind."""
    return bool(_AFTER_OTHERS.search(how))
