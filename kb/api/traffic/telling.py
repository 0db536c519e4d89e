"""Sentences as the header X-Kb-Warning has them.

Input: sentences, which may quote whatever articles and queries have in them. Output: one line of printed ASCII.
Pure. Never: sends what a header cannot hold (RFC 9110, 5.5).
"""

import re
import unicodedata
from typing import Final

HEADER: Final = "X-Kb-Warning"
_LONGEST: Final = 2000  # characters
_UNPRINTED: Final = re.compile(r"[\x00-\x1f\x7f]")
_WRITTEN: Final = str.maketrans(
    {"×": "x", "→": "->", "–": "-", "—": "-", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'"}
)


def line(*said: str) -> str:
    """Return sentences as one line: letters without their accents, what has no letter as an escape, \\u0416."""
    text = _UNPRINTED.sub(" ", " ".join(said)).translate(_WRITTEN)
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return bare.encode("ascii", "backslashreplace").decode()[:_LONGEST]
