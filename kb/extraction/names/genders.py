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
_KINDRED: Final = re.compile(  # "his wife, NAME", "widow NAME"
    rf"(?<![\w’'-])(?:(?P<she>{'|'.join(sorted(_SHE - {'she', 'her', 'hers', 'herself', 'lady', 'queen', 'princess'}))}"
    r"|(?:spokes|chair|congress|business|council)woman)"
    rf"|(?P<he>{'|'.join(sorted(_HE - {'he', 'him', 'his', 'himself', 'king', 'prince'}))})),?\s+$",
    re.IGNORECASE,
)
_SPOUSE: Final = re.compile(r"(?:,\s+\d{1,3},?)?\s+and\s+(?P<his>his|her)\s+(?:late\s+)?(?:wife|husband|widow)\b")
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


def is_titled_apart(name: Candidate, members: Iterable[Candidate], text: str) -> bool:
    """Say whether "Mrs" stands before a name and all that tells of *members* speaks of a man, or "Mr" of a woman."""
    mine = _title(name, text)
    if not mine:
        return False
    told = {known for member in members if member.kind == "name" and (known := _told(member, text))}
    return bool(told) and mine not in told


def goes_by_title(name: Candidate, members: Iterable[Candidate], text: str) -> bool:
    """Say whether a surname stands bare where *members* are told of as "Mrs" and the surname: it is another's then."""
    bare = " " not in name.words and not _title(name, text)
    return bare and any(m.kind == "name" and " " not in m.words and _title(m, text) for m in members)


def _told(name: Candidate, text: str) -> str:
    """What the words around a name tell: "Mrs NAME", "her brother, NAME", "NAME and his wife"; "" for nothing."""
    if title := _title(name, text):
        return title
    if (spouse := _SPOUSE.match(text, name.span.end)) is not None:
        return "he" if spouse["his"] == "his" else "she"
    kin = _KINDRED.search(text, max(0, name.span.start - 24), name.span.start)
    return "" if kin is None else "she" if kin["she"] else "he"


def _title(name: Candidate, text: str) -> str:
    found = _BEFORE.search(text, max(0, name.span.start - 8), name.span.start)
    return _TITLES[found[1].casefold()] if found else ""
