"""Whose a body or a group is: the country before or behind "Defence Ministry" or "army", the people before "officials".

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
    r"general|air|armed|coast|border|state|ruling|space|news|intelligence|tax|nuclear|weather|statistics|aviation|"
    r"competition|athletics|football|cricket|rugby|swimming|cycling|tennis|electoral|election|human rights)[ -])*"
    r"(?:ministr(?:y|ies)|department|office|government|cabinet|parliament|senate|assembly|court|army|navy|force|forces|"
    r"military|troops|police|guard|guards|bank|council|staff|presidency|embassy|consulate|regulator|agency|federation|"
    r"commission|watchdog|authority|broadcaster)"
    r"(?: (?:of|for) (?:the )?[\w, -]+)?",
    re.IGNORECASE,
)
_OWNER: Final = re.compile(r"(?P<name>[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,2})(?:['’]s|['’](?=\s))?\s+(?:own\s+)?$")
_PEOPLE: Final = re.compile(r"(?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+)?) $")
_BESIDE: Final = re.compile(r"(?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+)?)(?:, and |, | and | or |/)$")  # another people
_OF_NO_STATE: Final = frozenset(  # and of none that the second word names
    {"central american", "inner mongolian", "latin american", "new guinean", "new mexican", "north american"}
    | {"south american", "west indian"}
)
_SEAT: Final = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?(?P<name>[A-Z][\w.-]*(?: [A-Z][\w.-]*)?)(?!\w)")


def owner(text: str, span: Span, gazetteer: Gazetteer) -> str:
    """Return whose a common body is: "Osk's [Defence Ministry]", "the Oskan [army]", "the [Foreign Ministry] in Osk".

    Behind the words a country counts, or the capital that stands for one. What not every state has is its who the
    adjective right before it names: "Oskan [villagers]", "the Oskan [firm]". "Oskan and Runan [guards]" are of neither.
    """
    low = max(0, span.start - REACH)
    if not _EVERY_STATE.fullmatch(span.of(text)):
        people = _PEOPLE.search(text, low, span.start)
        return _of_people(people, text, gazetteer) if people is not None else ""
    before = _OWNER.search(text, low, span.start)
    if before is not None and (code := _code(before["name"], gazetteer)):
        return "" if _beside_another(text, before.start("name"), gazetteer) else code
    behind = _SEAT.match(text, span.end, span.end + REACH)
    return _code(behind["name"], gazetteer, seat=True) if behind is not None else ""


def _of_people(before: re.Match[str], text: str, gazetteer: Gazetteer) -> str:
    """The country of the adjective before a noun, of one word or two, "" beside another people's."""
    name = before["name"]
    start = before.start("name")
    for words, at in ((name, start), (name.rpartition(" ")[2], start + name.rfind(" ") + 1)):
        if (found := gazetteer.nationality(words)) is not None:
            return "" if _beside_another(text, at, gazetteer) else found.iso2
        if words.casefold() in _OF_NO_STATE:
            break
    return ""


def _beside_another(text: str, at: int, gazetteer: Gazetteer) -> bool:
    """Whether the name that begins at a place is joined to another people: "Oskan and [Runan] guards"."""
    other = _BESIDE.search(text, max(0, at - REACH), at)
    if other is None:
        return False
    return any(gazetteer.nationality(words) for words in (other["name"], other["name"].rpartition(" ")[2]))


def _code(words: str, gazetteer: Gazetteer, *, seat: bool = False) -> str:
    """The country of a name, as it stands or without its first words ("On Tuesday Osk")."""
    parts = words.split()
    for start in range(len(parts)):
        name = " ".join(parts[start:])
        found = gazetteer.countries(name) or (None if seat else gazetteer.nationality(name))
        if found is not None:
            return found.iso2
        if name.casefold() in _OF_NO_STATE:
            break
        if seat and (metonym := gazetteer.metonym(name)) is not None and len(metonym.country) == 2:
            return metonym.country
        if seat:
            break
    return ""
