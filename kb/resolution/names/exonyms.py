"""The one city or river that two names mean in two languages: "Lemberg" and "Lviv", "北京" and "Peking".

Input: folded names of places; the table of kb.language.city_names.
Output: a key for all names of one place; read by kb.resolution.names.bodies and kb.resolution.profile.
Never: guesses; a name that two large cities share is nobody's.
"""

from functools import cache, lru_cache
from typing import Final

from kb.language.city_names import city_names
from kb.resolution.names.romanise import skeleton

RIVERS: Final = (  # and what else is no city
    "dnipro dnieper dnepr", "danube donau duna dunav dunarea", "rhine rhein rhin rijn", "vistula wisla weichsel",
    "elbe labe", "tagus tejo tajo", "meuse maas", "scheldt escaut schelde", "thames темза", "crete kriti κρητη",
    "corfu kerkyra κερκυρα",
)  # fmt: skip


def place_key(name: str) -> str:
    """Return what a folded name is kept under: its skeleton if it is in an alphabet, else as it is written."""
    return skeleton(name) if lettered(name) else name


def lettered(name: str) -> bool:
    """Say whether a name is in an alphabet that writes its vowels."""
    return name.isascii() or all(letter < "\u0590" for letter in name if letter.isalpha())


@lru_cache(maxsize=16384)
def exonym(name: str) -> str:
    """Return the key that all names of one place share, "" if the name is nobody's or unknown."""
    return _table().get(place_key(name), "")


@cache
def _table() -> dict[str, str]:
    found = {place_key(name): f"r{number}" for number, row in enumerate(RIVERS) for name in row.split()}
    for number, keys in city_names():
        for key in keys:
            found.setdefault(key, number)
    return found
