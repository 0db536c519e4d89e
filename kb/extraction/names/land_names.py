"""Names of parts of a land that the model takes for persons, told by the words beside them: "the ward of Osk Vale".

Input: the text, the span of a name. Output: whether it is a place's, read by kb.extraction.names.context.
Pure. Never: asks whether a place is called so.
"""

import re
from typing import Final

from kb.model import Span

BESIDE: Final = 24  # characters before a name
_LAND_OF: Final = re.compile(
    r"\b(?:(?P<seat>seat)|constituency|ward|parish|suburb|village|hamlet|town|borough|municipality)\sof\s$",
    re.IGNORECASE,
)
_OF_SOMEBODY: Final = re.compile(r",?\swho\b|,\s\d\d\b|['’]s?\s")
_WHERE: Final = re.compile(r",\swhere\b")


def is_land(text: str, span: Span) -> bool:
    """Say whether a name is that of a part of a land by the noun before it, or one word of where something was.

    "The constituency of Osk Vale"; the seat of one who is called so by the last name alone is a person's: "the seat of
    Ana Paz. Paz died". "[Osk], where she was born".
    """
    before = _LAND_OF.search(text, max(0, span.start - BESIDE), span.start)
    if before is None:
        return " " not in span.of(text) and _WHERE.match(text, span.end) is not None
    if before["seat"] is None:
        return True
    first, _, last = span.of(text).rpartition(" ")
    alone = rf"(?<!{re.escape(first)} )\b{re.escape(last)}\b"
    return _OF_SOMEBODY.match(text, span.end) is None and not (first and re.search(alone, text))
