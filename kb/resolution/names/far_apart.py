"""Whether two words are so far apart that no comparison finds them one, which is soon seen of most.

Input: words of folded names of bodies or places. Output: True only where kb.resolution.names.bodies finds
two, as a test holds it to; read by it.
Pure apart from a cache. Never: says that two words are one.
"""

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from kb.language.numerals import digits, number
from kb.resolution.names.exonyms import exonym
from kb.resolution.names.romanise import CLOSE, HOPELESS, skeleton

ARABIC_THE: Final = frozenset({"al", "el", "ul", "ez", "ash", "esh"})  # one article, as it is heard before a word
_MOST: Final = max(distance for _, distance in CLOSE)  # letters that two spellings may differ by, however they sound
_BEGIN: Final = 4  # letters that a name and its adjective begin with alike


def far_apart(one: str, other: str) -> bool:
    """Say whether two plain words differ by more letters than spellings of one do, and begin otherwise."""
    first, second = _plain(one), _plain(other)
    if not first or not second or first[:_BEGIN] == second[:_BEGIN]:
        return False
    most = max(_MOST, int(HOPELESS * max(len(first), len(second))))
    return OSA.distance(first, second, score_cutoff=most) > most


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    """Return the skeleton of a word that is compared by its letters alone, "" for any other.

    Numbers, articles, towns that are called otherwise elsewhere and words of other scripts are compared by more.
    """
    if not word.isascii() or digits(word) or number(word) is not None or word in ARABIC_THE or exonym(word):
        return ""
    found = skeleton(word)
    return "" if " " in found else found
