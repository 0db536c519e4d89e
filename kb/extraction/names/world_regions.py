"""Which country "the West African nation" is: the one that the article tells of in that part of the world.

Input: a description of a country, the countries named.
Output: an ISO 3166-1 code, "" where none is meant; read by kb.extraction.names.lands.
Pure. Never: says which country is "a West African nation", "another", or a neighbour.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from kb.extraction.names.stage import Candidate
from kb.language.gazetteer import Gazetteer

REACH: Final = 60  # characters before the noun in which the region and its article stand
_ANDES: Final = "BO CL CO EC PE VE"
_CENTRE: Final = "BZ CR GT HN NI PA SV"
_ISLES: Final = "AG BB BS CU DM DO GD HT JM KN LC TT VC"
_GULF: Final = "AE BH KW OM QA SA"
_REGIONS: Final = {
    name: frozenset(codes.split())
    for name, codes in {
        "central asian": "KG KZ TJ TM UZ",
        "south caucasus": "AM AZ GE",
        "caucasus": "AM AZ GE",
        "baltic": "EE LT LV",
        "balkan": "AL BA BG GR HR ME MK RO RS SI XK",
        "nordic": "DK FI IS NO SE",
        "scandinavian": "DK FI NO SE",
        "gulf": _GULF,
        "gulf arab": _GULF,
        "middle eastern": f"EG IL IQ IR JO LB PS SY TR YE {_GULF}",
        "maghreb": "DZ LY MA MR TN",
        "north african": "DZ EG LY MA SD TN",
        "west african": "BF BJ CI CV GH GM GN GW LR ML MR NE NG SL SN TG",
        "sahel": "BF ML MR NE TD",
        "sahelian": "BF ML MR NE TD",
        "east african": "BI DJ ER ET KE KM MG RW SD SO SS TZ UG",
        "horn of africa": "DJ ER ET SO",
        "central african": "AO CD CF CG CM GA GQ ST TD",
        "southern african": "AO BW LS MG MW MZ NA SZ ZA ZM ZW",
        "indian ocean": "KM LK MG MU MV SC",
        "south asian": "AF BD BT IN LK MV NP PK",
        "himalayan": "BT NP",
        "southeast asian": "BN ID KH LA MM MY PH SG TH TL VN",
        "south-east asian": "BN ID KH LA MM MY PH SG TH TL VN",
        "east asian": "CN JP KP KR MN TW",
        "central american": _CENTRE,
        "caribbean": _ISLES,
        "andean": _ANDES,
        "latin american": f"AR BR MX PY UY {_ANDES} {_CENTRE} CU DO HT",
        "pacific": "CK FJ FM KI MH NR NU PG PW SB TO TV VU WS",
        "eastern european": "BG BY CZ HU MD PL RO RU SK UA",
        "central european": "AT CH CZ DE HU LI PL SI SK",
        "former soviet": "AM AZ BY EE GE KG KZ LT LV MD RU TJ TM UA UZ",
    }.items()
}
_CONTINENTS: Final = {"african": "AF", "asian": "AS", "european": "EU", "south american": "SA"}
_PART: Final = re.compile(
    r"\bthe\s+(?:(?!neighbou?ring|other|next)[a-z-]+,?\s+){0,2}?"
    rf"(?P<part>{'|'.join(sorted((*_REGIONS, *_CONTINENTS), key=len, reverse=True))})\s+"
    r"(?:island\s+|archipelago\s+|city[\s-])?(?:country|nation|state|republic|kingdom|archipelago)$",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"\s(?:of\s)?")


def told_by_region(candidate: Candidate, candidates: Sequence[Candidate], text: str, gazetteer: Gazetteer) -> str:
    """Return the code of the country of its region that a description is of: of those named before it the most named.

    Of several that are named as often it is the one named first. "The Central Asian nation of Osk" is Osk.
    """
    if candidate.kind not in ("nominal", "name") or candidate.group != "country":
        return ""
    found = _PART.search(text, max(0, candidate.span.start - REACH), candidate.span.end)
    if found is None:
        return ""
    named = [c for c in candidates if c.named and c.group == "country" and c.country]
    part = " ".join(found["part"].casefold().split())
    named = [c for c in named if _lies_in(c, part, gazetteer)]
    beside = next((c for c in named if _NAMED.fullmatch(text, candidate.span.end, c.span.start)), None)
    if beside is not None:
        return beside.country
    before = Counter(c.country for c in named if c.span.end <= candidate.span.start)
    return next((code for code, _ in before.most_common(1)), "")


def _lies_in(country: Candidate, part: str, gazetteer: Gazetteer) -> bool:
    if part in _REGIONS:
        return country.country in _REGIONS[part]
    known = gazetteer.countries(country.words) or gazetteer.nationality(country.words)
    return known is not None and known.continent == _CONTINENTS[part]
