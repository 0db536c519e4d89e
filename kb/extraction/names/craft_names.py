"""A ship and the island that it is named after: "the ferry Osk" is not "the island of Osk".

Input: a name, the cluster of the same name, the text. Output: whether they are two; read by kb.extraction.names.naming.
Pure. Never: parts names of which the text does not say what they are.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.extraction.names.cluster import Cluster
from kb.extraction.names.place_kinds import VEHICLES
from kb.extraction.names.stage import Candidate

REACH: Final = 30  # characters before a name
LOOKED: Final = 20  # mentions of a name that say what it is of, the first ones
LANDS: Final = "islands?|isle|village|town|city|district|region|province"
_CRAFT: Final = re.compile(rf"\b(?:{'|'.join(sorted(VEHICLES))})\s+[\"'“‘]?$", re.IGNORECASE)
_LAND: Final = re.compile(rf"\b(?:(?:{LANDS})\s+of|in|near|at)\s+$", re.IGNORECASE)
_LAND_BEHIND: Final = re.compile(rf"\s+(?:{LANDS})\b", re.IGNORECASE)
_THE: Final = re.compile(r"\bthe\s+[\"'“‘]?$", re.IGNORECASE)


def of_its_kind(name: Candidate, clusters: Sequence[Cluster], key: str, text: str) -> list[Cluster]:
    """Return *clusters* without those of a name's own *key* that it cannot be of: a ship's, for what is told as land.

    "The Osk" is the ship where one is so called: lands of that name have no article.
    """
    told = {id(c): {side for m in c.members[:LOOKED] if (side := _side(m, text))} for c in clusters if key in c.keys}
    start = name.span.start
    own = _side(name, text)
    if not own and any("craft" in sides for sides in told.values()) and _THE.search(text, max(0, start - REACH), start):
        own = "craft"
    return [c for c in clusters if not own or not (sides := told.get(id(c))) or own in sides]


def _side(member: Candidate, text: str) -> str:
    if member.kind != "name":
        return ""
    start = member.span.start
    if _CRAFT.search(text, max(0, start - REACH), start):
        return "craft"
    land = _LAND.search(text, max(0, start - REACH), start) or _LAND_BEHIND.match(text, member.span.end)
    return "land" if land else ""
