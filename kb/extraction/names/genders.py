"""Whether words speak of a man or of a woman: "he" and "the spokeswoman" are two.

Input: words of mentions. Output: whether they cannot be of one person, read by kb.extraction.names.coreference.
Pure. Never: guesses a gender from a name; takes a "spokesman" or "chairman" for a man.
"""

import re
from collections.abc import Iterable
from typing import Final

from kb.extraction.names.stage import Candidate

_SHE: Final = frozenset(
    "she her hers herself mother wife widow daughter sister niece aunt grandmother woman girl lady queen "
    "princess".split()
)
_HE: Final = frozenset(
    "he him his himself father husband widower son brother nephew uncle grandfather man boy gentleman king "
    "prince".split()
)
_TITLES: Final = {"mr": "he", "sir": "he", "mrs": "she", "ms": "she", "miss": "she", "dame": "she"}
_BEFORE: Final = re.compile(r"\b(Mr|Mrs|Ms|Miss|Sir|Dame)\.?\s+$")
_WORD: Final = re.compile(r"[^\W\d_]+")
_REST: Final = re.compile(r",|\s(?:of|from|in|who|at|for|with)\s")


def gender(words: str, *, named: bool = False) -> str:
    """Return "she" or "he" where the words of a mention tell, "" where they do not.

    Args:
        named: whether they are a name, of which the title alone tells: Regina King is no king.
    """
    told = _WORD.findall(_REST.split(words.casefold())[0])
    if not told:
        return ""
    if not named and (told[-1] in _SHE or told[-1].endswith("woman")):
        return "she"
    if not named and told[-1] in _HE:
        return "he"
    return _TITLES.get(told[0], "") if len(told) > 1 else ""


def other_gender(words: str, members: Iterable[Candidate], text: str = "") -> bool:
    """Say whether *words* speak of a man where more of *members* speak of a woman, or the other way round.

    Args:
        text: the stored text, in which "Ms." may stand before a name; such titles go before all other words.
    """
    mine = gender(words)
    if not mine:
        return False
    members = list(members)
    titles = [title for member in members if member.named and (title := _title(member, text))]
    told = titles or [known for member in members if (known := gender(member.words, named=member.named))]
    return told.count(mine) * 2 < len(told)


def _title(name: Candidate, text: str) -> str:
    found = _BEFORE.search(text, max(0, name.span.start - 8), name.span.start)
    return _TITLES[found[1].casefold()] if found else ""
