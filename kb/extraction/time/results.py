"""How long somebody took, written as clocks write an hour: "won in 2:03:12", "4:12 into overtime".

Input: a text and where such digits stand in it. Output: whether they are a result and no hour, read by
kb.extraction.time.atoms.
Pure. Never: says how long it was.
"""

import re
from typing import Final

_TOOK: Final = re.compile(r"\b(?:in|times? of|clocked|clocking)\s(?:just\s|under\s|a\s|about\s)?$", re.IGNORECASE)
_GOES_ON: Final = re.compile(r"[.:]\d|\s(?:into|left|remaining)\b", re.IGNORECASE)
_BARE: Final = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_HOUR: Final = re.compile(r"\b(?:at|the|by|until|since|from)\s$", re.IGNORECASE)  # "the 10:30 left Osk"
_REACH: Final = 20  # characters before the digits


def is_result(text: str, start: int, end: int) -> bool:
    """Say whether the digits text[start:end] tell how long something took or has lasted."""
    if _BARE.fullmatch(text, start, end) is None:
        return False
    if _TOOK.search(text, max(0, start - _REACH), start):
        return True
    hour = _HOUR.search(text, max(0, start - _REACH), start) and text[end : end + 1].isspace()
    return not hour and _GOES_ON.match(text, end) is not None
