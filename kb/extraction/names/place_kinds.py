"""What kind of place a name says it is: "Ruvu River" a river, "Ruvu District Hospital" a facility.

Input: names. Output: types of kb.model.extraction.PLACE_TYPES, read by kb.extraction.names.entities.
Pure. Never: looks a name up.
"""

from collections.abc import Sequence
from typing import Final

from kb.model.extraction import PLACE_TYPES

PLACE_WORDS: Final = {kind: kind for kind in PLACE_TYPES - {"place", "area", "route", "market", "building"}} | {
    "oblast": "region",
    "governorate": "province",
    "county": "district",
    "prefecture": "province",
    "ocean": "sea",
    "mount": "mountain",
    "strait": "sea",
    "gulf": "sea",
    "hospital": "facility",
    "mall": "facility",
    "clinic": "facility",
    "school": "facility",
    **dict.fromkeys("plant factory refinery mill dairy brewery smelter shipyard".split(), "facility"),
    "prison": "facility",
    "jail": "facility",
    "penitentiary": "facility",
    "barracks": "facility",
    "stadium": "facility",
    "airport": "infrastructure",
    "port": "infrastructure",
    "bridge": "infrastructure",
    "dam": "infrastructure",
    "station": "infrastructure",
    **dict.fromkeys("pipeline railway tunnel".split(), "infrastructure"),
    "street": "route",
    "road": "route",
    "highway": "route",
    "market": "market",
    "islands": "island",
    "mountains": "mountain",
    "coast": "area",
    **dict.fromkeys("forest desert plateau peninsula".split(), "area"),
}
SITE_WORDS: Final = frozenset(  # kinds of sites of which many have one: the Osk mine is not the Ruvu mine
    "mine pit quarry colliery hotel church mosque temple cathedral monastery college camp base checkpoint depot "
    "warehouse farm terminal tower palace museum library theatre theater restaurant crossing embassy consulate".split()
)
VEHICLES: Final = frozenset(  # whose names read like those of places
    "ferry ship boat vessel tanker freighter trawler yacht submarine cruiser frigate plane aircraft airliner jet "
    "helicopter bus minibus train truck lorry car van taxi tram convoy barge dinghy canoe".split()
)
_FIRST: Final = frozenset(
    ["mount", "lake", "river", "camp", "cape", "gulf", "strait"]
)  # "Port Sudan" is a town, "Road 1" a road


def told_kind(name: str) -> str:
    """Return the kind of place that a name of several words says at its head, its end or before "of"; "" for none."""
    words = name.casefold().split()
    before_of = words[: words.index("of")] if "of" in words else words
    if len(words) < 2 or not before_of:
        return ""
    numbered = len(words) > 2 and any(c.isdigit() for c in words[-1])  # "National Road 1"
    heads = [before_of[-1], words[-2] if numbered else words[-1]]
    if words[0] in _FIRST or words[-1].isdigit():
        heads.append(words[0])
    return next((PLACE_WORDS[word] for word in heads if word in PLACE_WORDS), "")


def tells(names: Sequence[str]) -> bool:
    """Say whether a name itself says what kind of place it is ("Sylhet district")."""
    return any(told_kind(name) for name in names)
