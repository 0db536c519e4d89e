"""Keys under which names are compared.

Input: names as written. Output: keys for coreference and resolution.
Pure; says only that two writings look alike, never that they are one entity.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

TITLES: Final = frozenset(
    (
        "mr mrs ms miss mx dr prof professor sir dame lord lady gen general col colonel lt lieutenant capt "
        "captain maj major sgt sergeant rev reverend father fr sen senator rep representative gov governor "
        "president minister sheikh ayatollah imam king queen prince princess judge justice chancellor mayor "
        "ambassador secretary"
    ).split()
)
SMALL: Final = frozenset(("the a an of for and in on at de la le du des del der den van von y und et").split())
SUFFIXES: Final = frozenset(["jr", "sr", "ii", "iii", "iv"])

_MARKS = re.compile(r"[^\w\s]+")
_ACCENTED: Final = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")  # read without their marks
_JOINERS: Final = re.compile("[\u200b-\u200f\u0640]")  # no part of a word, and no break in it


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """Return *name* folded: no case, accents, marks, leading article; single spaces."""
    folded = name.casefold() if name.isascii() else _bare(name.casefold())
    folded = re.sub(r"['’ʼ`]s\b", "", folded).replace(".", "")
    folded = re.sub(r"['’ʼ`]", "", folded)
    # A vowel sign of an Indic script is a mark of its letter, which \w does not know.
    words = (_MARKS.sub(" ", folded) if name.isascii() else "".join(c if _part(c) else " " for c in folded)).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _bare(name: str) -> str:
    """Take accents off letters that are read without them; elsewhere marks are letters of their own."""
    kept: list[str] = []
    accented = False
    for c in unicodedata.normalize("NFKD", _JOINERS.sub("", name)):
        if not unicodedata.combining(c):
            accented = c.isascii() or unicodedata.name(c, "").startswith(_ACCENTED)
        elif accented:
            continue
        kept.append(c)
    return unicodedata.normalize("NFC", "".join(kept))


def _part(c: str) -> bool:
    return c.isalnum() or c == "_" or c.isspace() or unicodedata.category(c).startswith("M")


@lru_cache(maxsize=16384)
def person_key(name: str) -> str:
    """Return the name_key of a person without titles and suffixes."""
    words = name_key(name).split()
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    while len(words) > 1 and words[-1] in SUFFIXES:
        words = words[:-1]
    return " ".join(words)


def acronym_of(acronym: str, name: str) -> bool:
    """Say whether *acronym* is made of the initials of *name*, small words counted or not."""
    letters = letters_of(acronym)
    return len(letters) > 1 and letters in initials(name)


def letters_of(acronym: str) -> str:
    """Return the letters and digits of an acronym, folded."""
    return re.sub(r"[^A-Za-z0-9]", "", acronym).casefold()


def initials(name: str) -> tuple[str, ...]:
    """Return the initials of the words of *name*, of all and of all but the small ones; none for a single word."""
    words = name_key(name).replace("-", " ").split()
    if len(words) < 2:
        return ()
    return "".join(word[0] for word in words), "".join(word[0] for word in words if word not in SMALL)
