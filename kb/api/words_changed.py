"""What changed from one text to another, in runs of words.

Input: two texts. Output: ("same" | "gone" | "new", words) in the order of reading.
Pure.
"""

import difflib
import re
from typing import Final

_WORD: Final = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_WORDS: Final = 20_000  # compared one with another; longer texts by lines


def word_changes(old: str, new: str) -> list[tuple[str, str]]:
    """Return a text as runs of words: ("same" | "gone" | "new", words)."""
    one, other = _WORD.findall(old), _WORD.findall(new)
    if len(one) + len(other) > _MOST_WORDS:
        one, other = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(one[a:b])))
            continue
        found += [(name, "".join(words)) for name, words in (("gone", one[a:b]), ("new", other[c:d])) if words]
    return found
