"""Any script in Latin letters, as far as its letters can be read one by one.

Input: a name. Output: it in ASCII, lower case; read by the modules of names of kb.resolution.
Pure apart from a cache.

anyascii does most; what it cannot know is how letters are read together: Greek "μπ" is b, Azerbaijani "ə" is a.
"""

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii

_TOGETHER: Final = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        ("ə", "a"),
        ("ŭ|ў", "v"),
        (r"\bμπ", "b"),
        ("μπ", "mp"),
        (r"\bντ", "d"),
        ("ν?γκ|γγ", "ng"),
        (r"\bγκ", "g"),
        ("ευ(?=[αεηιουωβγδζλμνρ])|εύ(?=[αεηιουωβγδζλμνρ])", "ev"),
        ("αυ(?=[αεηιουωβγδζλμνρ])|αύ(?=[αεηιουωβγδζλμνρ])", "av"),
        ("ου|ού", "u"),
        ("οι|ει|υι|η|ή|υ|ύ|οί|εί", "i"),
        ("χ", "ch"),
    )
)


@lru_cache(maxsize=65536)
def latin(name: str) -> str:
    """Return *name* in lower-case ASCII letters."""
    text = name.casefold()
    if not text.isascii():
        for pattern, letters in _TOGETHER:
            text = pattern.sub(letters, text)
        text = anyascii(text).casefold()
    return text
