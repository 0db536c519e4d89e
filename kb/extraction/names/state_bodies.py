"""Whose a body is that every state has: the country before or behind "Defence Ministry", "parliament", "the army".

Input: the words of a body and what stands around them, the gazetteer.
Output: an ISO 3166-1 code, "" for none, read by kb.extraction.names.stage.
Never: takes the country that the article is about.
"""

import re
from typing import Final

from kb.language.gazetteer import Gazetteer
from kb.model import Span

REACH: Final = 48  # characters before and behind in which the country stands
_EVERY_STATE: Final = re.compile(
    r"(?:(?:foreign|defen[cs]e|interior|home|health|finance|justice|education|energy|agriculture|transport|labou?r|"
    r"culture|economy|trade|environment|information|security|central|supreme|constitutional|high|national|federal|"
    r"general|air|armed|coast|border|state|ruling)[ -])*"
    r"(?:ministr(?:y|ies)|department|office|government|cabinet|parliament|senate|assembly|court|army|navy|force|forces|"
    r"military|troops|police|guard|guards|bank|council|staff|presidency|embassy|consulate|regulator)"
    r"(?: (?:of|for) (?:the )?[\w, -]+)?",
    re.IGNORECASE,
)
_OWNER: Final = re.compile(r"(?P<name>[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,2})(?:['’]s|['’](?=\s))?\s+(?:own\s+)?$")
_SEAT: Final = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?(?P<name>[A-Z][\w.-]*(?: [A-Z][\w.-]*)?)(?!\w)")


def owner(text: str, span: Span, gazetteer: Gazetteer) -> str:
    """Return whose a common body is: "Osk's [Defence Ministry]", "the Oskan [army]", "the [Foreign Ministry] in Osk".

    Behind the words a country counts, or the capital that stands for one.
    """
    if not _EVERY_STATE.fullmatch(span.of(text)):
        return ""
    before = _OWNER.search(text, max(0, span.start - REACH), span.start)
    if before is not None and (code := _code(before["name"], gazetteer)):
        return code
    behind = _SEAT.match(text, span.end, span.end + REACH)
    return _code(behind["name"], gazetteer, seat=True) if behind is not None else ""


def _code(words: str, gazetteer: Gazetteer, *, seat: bool = False) -> str:
    """The country of a name, as it stands or without its first words ("On Tuesday Osk")."""
    parts = words.split()
    for start in range(len(parts)):
        name = " ".join(parts[start:])
        found = gazetteer.countries(name) or (None if seat else gazetteer.nationality(name))
        if found is not None:
            return found.iso2
        if seat and (metonym := gazetteer.metonym(name)) is not None and len(metonym.country) == 2:
            return metonym.country
        if seat:
            break
    return ""
