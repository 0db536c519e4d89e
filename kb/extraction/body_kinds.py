"""Kinds of bodies that nouns tell: a court is no party, whatever a model links.

Input: the words of a description and of names. Output: whether both can be one body.
Pure. Never: says that two are one; a noun of no kind tells nothing.
"""

import re
from collections.abc import Iterable
from typing import Final

_KINDS: Final = (
    "opposition party movement alliance coalition congress",
    "court tribunal",
    "police constabulary gendarmerie",
    "army military navy troops forces force brigade battalion marines",
    "university college school",
    "hospital clinic",
    "parliament assembly senate congress legislature council",
    "agency authority bureau commission department directorate institute ministry office service survey council board",
    "union federation association confederation guild bloc",
    "bank lender company corporation firm airline carrier maker manufacturer producer retailer inc corp ltd plc",
    "newspaper daily broadcaster magazine",
    "government cabinet administration",
)
_KINDS_OF: Final = {
    word: frozenset(n for n, words in enumerate(_KINDS) if word in words.split())
    for word in dict.fromkeys(" ".join(_KINDS).split())
}


def can_be(description: str, names: Iterable[str]) -> bool:
    """Say whether *description* ("the opposition") can be of a body of these names, by the kinds that both tell."""
    told = _kinds(description)
    named = [kinds for name in names if (kinds := _kinds(name))]
    return not told or not named or any(told & kinds for kinds in named)


def _kinds(words: str) -> frozenset[int]:
    head = re.split(r"\s(?:of|for|on|in)\s", words.casefold())[0].split()
    return _KINDS_OF.get(head[-1].strip(".,"), frozenset()) if head else frozenset()
