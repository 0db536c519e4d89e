"""Seats that speak for who governs from them: the Kremlin, the White House, Downing Street.

Input: the name of a body. Output: the country and the institution, from the gazetteer; read by kb.resolution.profile.
Pure but for the gazetteer, which never changes. Never: a name that means other things as often, or a capital: the
reader tells from the sentence whether a city or a government is meant.
"""

from functools import lru_cache

from kb.language.gazetteer import shipped
from kb.language.gazetteer_types import Metonym


@lru_cache(maxsize=4096)
def seat(name: str) -> Metonym | None:
    """Return what a seat of power stands for, None for any other name."""
    found = shipped().metonym(name)
    return found if found and found.kind == "seat" and not found.ambiguous and len(found.country) == 2 else None
