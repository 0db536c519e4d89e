"""Forms of one name: a surname, an acronym, a body without the word for its kind.

Input: candidates, or words of names. Output: keys, and whether one is short for the other.
Pure. Never: takes a town for the province, market or airport called after it.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.extraction.names.place_kinds import PLACE_WORDS
from kb.extraction.names.stage import Candidate
from kb.language.text_keys import acronym_of, name_key, person_key

ADMINISTRATIVE: Final = frozenset(
    (
        "province region state district county governorate oblast prefecture department canton territory "
        "municipality division subdistrict upazila"
    ).split()
)
COMPASS: Final = frozenset(
    "north south east west central northern southern eastern western northeast northwest southeast southwest".split()
)
BUILT: Final = frozenset(
    word for word, kind in PLACE_WORDS.items() if kind in ("facility", "infrastructure", "building", "market", "route")
)
PLACE_KINDS: Final = frozenset(["city", "town", "village", "island", "district", "province", "region", "river", "lake"])
_NICKNAME: Final = re.compile(r"(?<=\w)\s+[\"“‘'(][^\"“”‘’()]+[\"”’')]\s+(?=\w)")  # between given name and surname
_REST: Final = re.compile(r"\s(?:of|for)\s")
BODY_KINDS: Final = frozenset(
    "party movement group alliance coalition company corporation bank club union federation foundation front".split()
)


def key_of(candidate: Candidate) -> str:
    """Return what names of one entity share: a country's code, a well-known body's name, the folded words."""
    if candidate.country and candidate.group == "country":
        return f"country {candidate.country}"
    if candidate.body:
        return name_key(candidate.body)
    if candidate.group == "person":
        return person_key(_NICKNAME.sub(" ", candidate.words))
    return name_key(candidate.words)


def holds(group: str, words: Sequence[str], key: Sequence[str]) -> bool:
    """Say whether a place or body of these words is what *key* alone can name."""
    if len(words) < 2:
        return False
    if group == "place":
        return [word for word in words if word not in PLACE_KINDS] == key
    if group != "organisation":
        return False
    return [word for word in words if word not in BODY_KINDS] == key or key in ([words[0]], [words[-1]])


def abbreviates(short: Candidate, member: Candidate) -> bool:
    """Say whether *short* is a shorter form of the member's name."""
    if not member.named or member.kind == "adjective":
        return False
    if short.kind == "acronym" or short.words.isupper():
        return acronym_of(short.words, member.words)
    if short.group == "person":
        full, part = person_key(member.words).split(), person_key(short.words).split()
        if len(part) == 1 and part[0] in full[1:-1]:
            return True  # the first of two surnames: "Rosa Paz Lara" is Paz
        return bool(part) and len(part) < len(full) and (full[-len(part) :] == part or full[: len(part)] == part)
    full, part = name_key(member.words).split(), name_key(short.words).split()
    if short.group == "place" and not same_place(short, full, part):
        return False
    ends = (full[: len(part)], full[-len(part) :], head_of(member.words)[-1:] if short.group != "place" else [])
    return bool(part) and len(part) < len(full) and part in ends


def head_of(name: str) -> list[str]:
    """Return the words before "of" or "for": of a "National Front of Dockers" the Front is what is named."""
    return name_key(_REST.split(name)[0]).split()


def same_place(bare: Candidate, full: Sequence[str], part: Sequence[str]) -> bool:
    """Say whether a place's name means the same without words of the fuller one.

    A province, or a market, and the town it is named after are two places; a
    province whose name no town of any size bears is one, and none of the towns
    that are named after it.
    """
    more = (ADMINISTRATIVE | BUILT) & (set(full) - set(part))
    if COMPASS & (set(full) - set(part)):
        return False  # "North Osk" is but a part of Osk
    if "of" in full and set(full) - set(part) - more - {"of", "the"}:
        return False  # the "Southern District of Osk" is but a part of Osk
    if bare.area:  # "Osk City" is a town, and Osk the state that it may lie in
        return set(full) - set(part) <= ADMINISTRATIVE | {"of", "the"}
    return not more
