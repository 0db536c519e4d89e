"""Who publishes an article, by its dateline: "NAIROBI (Xinhua) —", "LISBON, March 3 (Southern News Agency) -".

Input: the stored text, where nothing else names a source.
Output: the name as written, read by kb.sources.reading, which says that it took it; "" for none or several.
Never: takes a country, a person or a known body of another kind in brackets for an agency: one that is not well known
must be named as agencies and papers are, behind a place in capitals.
"""

import re
from typing import Final

from kb.language.mastheads import names_place, names_publisher

_DATELINE: Final = re.compile(
    r"(?P<place>[^\W\d_][^()\n]{1,80}?)\s*\((?P<name>[^\W\d_][^()\n]{1,60})\)\s*(?:--|[-–—―])\s*(?=\S)"
)
_KNOWN: Final = frozenset(
    (
        "aap afp agerpres anadolu ani anp ansa antara ap apa belga bernama bloomberg bta dpa efe ians interfax irna "
        "kuna kyodo lusa mena ntb pa pap pti reuters sana spa stt tanjug tass ukrinform upi wafa wam xinhua yonhap"
    ).split()
)
_ENDS: Final = re.compile(
    r"\w*(?:agency|press|news|newswire|wire|media|times|post|herald|gazette|fax)\Z", re.IGNORECASE
)
_ACRONYM: Final = re.compile(r"[A-Z]{3,6}\Z")
_MEDIA: Final = frozenset({"platform", "company"})  # types of the gazetteer
_HEAD: Final = 6  # lines with words in which a dateline stands


def dateline_source(text: str, body_start: int) -> str:
    """Return the agency or paper that the dateline of *text* names.

    Args:
        body_start: where the header ends.
    """
    page = text[body_start:].partition("\f")[0]
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    opening = next((name for name in map(_named, lines[:_HEAD]) if name), "")
    others = {name.casefold() for name in map(_named, lines) if name}
    return opening if len(others) == 1 else ""


def _named(line: str) -> str:
    found = _DATELINE.match(line)
    if found is None:
        return ""
    place, name = found["place"].partition(",")[0].strip(), " ".join(found["name"].split())
    if name.casefold() in _KNOWN:
        return name if place.isupper() or names_place(f"{place},") else ""
    filed = place.isupper() and len(place.split()) <= 4
    return name if filed and (names_publisher(name) or (_looks_like_one(name) and not _is_other(name))) else ""


def _looks_like_one(name: str) -> bool:
    return name[:1].isupper() and " " not in name and bool(_ACRONYM.match(name) or _ENDS.match(name))


def _is_other(name: str) -> bool:
    """Whether a name is known, and is no agency's: a place's, or that of a body that publishes no news."""
    from kb.language.gazetteer import shipped

    gazetteer = shipped()
    body = gazetteer.organisation(name)
    if body is not None:
        return body.type not in _MEDIA
    return gazetteer.countries(name) is not None or bool(gazetteer.places(name))
