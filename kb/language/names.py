"""Place, country and organisation names reduced to the key they are looked up by.

Input: a name as an article writes it.
Output: keys shared by the gazetteer's builder and kb.language.gazetteer, so
that both sides fold alike.
Pure: no I/O.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_UNDECOMPOSED: Final = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ə": "a",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "&": " and ",
    }
)
_SILENT: Final = re.compile(r"['’‘ʻʼʿʾ`´ʹ′.]")
_LEADING: Final = re.compile(r"(?i)the\s+")
_BREAK: Final = re.compile(r"[\W_]+")
_ABBREVIATED: Final = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """Return the key under which *name* is stored and sought.

    Folds case and accents, drops apostrophes and full stops, makes a space of
    hyphens and other punctuation, writes St as Saint, Mt as Mount and Ft as
    Fort, and drops a leading "the". Empty if nothing is left.

    Args:
        name: any string.

    Returns:
        Lower-case words with single spaces between them.
    """
    plain = unicodedata.normalize("NFKD", _SILENT.sub("", name))  # before folding: "𝐀" holds a capital
    folded = unicodedata.normalize("NFKD", plain.casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c)).translate(_UNDECOMPOSED)
    words = _BREAK.sub(" ", _SILENT.sub("", bare)).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if len(words) > 1:
        words = [_ABBREVIATED.get(word, word) for word in words]
    return " ".join(words)


def written_alike(name: str, exact: str) -> bool:
    """Return whether *name* is the abbreviation *exact*, dots aside.

    Abbreviations are told from words by their letters alone ("US" and "us",
    "WHO" and "who", "Miss." and "Miss"), so folding must not touch them.

    Args:
        name: as the article writes it.
        exact: abbreviation as the tables list it; "" for a name that may be folded.

    Returns:
        True for an empty *exact*, the same letters, or the same capitals
        with or without full stops.
    """
    plain = _LEADING.sub("", name.strip())
    if not exact or plain == exact:
        return True
    return exact.isupper() and plain.replace(".", "") == exact.replace(".", "")


def abbreviation(alias: str) -> str:
    """Return the letters that must be met one for one, "" if *alias* may be folded.

    Up to six capitals without a space, digits and marks allowed ("U.S.",
    "RFE/RL", "G7"), and short forms with a full stop ("Ala."); a leading "the"
    is no part of them.
    """
    bare = _LEADING.sub("", alias.strip())
    letters = sum(c.isalpha() for c in bare)
    short = " " not in bare and 0 < letters <= 6 and (bare.isupper() or bare.endswith("."))
    return bare if short else ""
