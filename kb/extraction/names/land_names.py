"""Names of parts of a land that the model takes for persons, told by the words beside them: "the ward of Osk Vale".

Input: the text, the span of a name. Output: whether it is a place's, read by kb.extraction.names.context.
Pure. Never: asks whether a place is called so.
"""

import re
from typing import Final

from kb.model import Span

BESIDE: Final = 24  # characters before a name
_LAND_OF: Final = re.compile(
    r"\b(?:constituency|ward|parish|suburb|village|hamlet|town|borough|municipality)\sof\s$",
    re.IGNORECASE,
)
_TO_SOMEBODY: Final = re.compile(r"\b(?:to|by|of|with|from|told|about|against|asked|met)\s$", re.IGNORECASE)
_WHERE: Final = re.compile(r",\swhere\b")


def is_land(text: str, span: Span) -> bool:
    """Say whether a name is that of a part of a land by the noun before it, or one word of where something was.

    "The constituency of Osk Vale"; "[Osk], where she was born", but not "a letter to Paz, where she asked", nor where
    the text has the word behind another name.
    """
    if _LAND_OF.search(text, max(0, span.start - BESIDE), span.start) is not None:
        return True
    name = span.of(text)
    if " " in name or _WHERE.match(text, span.end) is None:
        return False
    somebody = _TO_SOMEBODY.search(text, max(0, span.start - BESIDE), span.start)
    return somebody is None and re.search(rf"[A-Z][\w.'’-]+ {re.escape(name)}\b", text) is None
