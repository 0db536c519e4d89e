"""Bodies of which one is said to belong to another, or to rival it: "Osk Steel Logistics, a unit of Osk Steel".

Input: candidates and the text. Output: of names, the proposals that are another body, however alike it is called; read
by kb.extraction.names.coreference.
Never: says which one another name means.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kb.extraction.names.stage import Candidate

_KIN: Final = (
    r"(?:unit|subsidiary|arm|branch|division|affiliate|offshoot|daughter|parent|owner|sister|rival|competitor|"
    r"spin-?off|supplier|customer|partner|wing|chapter|successor|predecessor)"
)
_BELONGING: Final = re.compile(
    rf"(?:,\s+|\s+\(|\s+(?:is|was|became)\s+)(?:(?:an?|the|its)\s+)?(?:[\w-]+\s+){{0,3}}{_KIN}\s+(?:company\s+)?of\s+(?:the\s+)?|"
    r"(?:,\s+(?:which\s+is\s+)?|\s+is\s+)(?:(?:wholly|partly|majority|part|jointly)[- ])?owned\s+by\s+(?:the\s+)?|"
    rf"(?:,\s+|\s+and\s+)its\s+(?:[\w-]+\s+){{0,2}}{_KIN}(?:\s+company)?,?\s+(?:the\s+)?",
    re.IGNORECASE,
)


def belonging(candidates: Sequence[Candidate], text: str) -> dict[str, frozenset[int]]:
    """Return name, folded -> proposals of the bodies of which the words between say that one is the other's."""
    bodies = sorted((c for c in candidates if c.named and c.group == "organisation"), key=lambda c: c.span.start)
    found: dict[str, set[int]] = {}
    for one, other in pairwise(bodies):
        if _BELONGING.fullmatch(text, one.span.end, other.span.start):
            found.setdefault(one.words.casefold(), set()).add(other.proposal)
            found.setdefault(other.words.casefold(), set()).add(one.proposal)
    return {words: frozenset(proposals) for words, proposals in found.items()}
