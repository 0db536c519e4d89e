"""Kinds of bodies that nouns tell: a court is no party, whatever a model links.

Input: the words of a description and of names. Output: whether both can be one body.
Pure. Never: says that two are one; a noun of no kind tells nothing.
"""

import re
from collections.abc import Iterable
from typing import Final

from kb.language.people_words import IRREGULARS, forms

_KINDS: Final = (
    "opposition party movement alliance coalition congress",
    "court tribunal",
    "prosecution",
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
_IRREGULAR: Final = forms(IRREGULARS)
_REGULAR: Final = frozenset("army military navy police gendarmerie government soldiers troops".split())
_STATE: Final = frozenset({"army", "military", "armed forces"})
_MEN: Final = frozenset({"soldiers", "troops"})  # of a state, or of those who rose against it
_TURNED: Final = (
    r"(?:breakaway|defecting|deserting|disaffected|disgruntled|dissident|mutinous|mutinying|putschist|rebel|rebelling|"
    r"rebellious|renegade|rogue)"
)
TURNED: Final = re.compile(rf"\b{_TURNED}\s$", re.IGNORECASE)
_HAVE_TURNED: Final = re.compile(
    rf"{_TURNED}\s.*\b(?:{'|'.join(sorted(_REGULAR))}|officers|units|forces)", re.IGNORECASE
)
_REBEL_ARMY: Final = re.compile(  # no state's, but for one
    r"^(?!(?:the\s+)?people['’]s liberation army$).*\b(?:liberation|resistance|salvation|independence|restoration|"
    r"revolutionary|lord['’]s)\s+(?:people['’]s\s+)?army\b",
    re.IGNORECASE,
)
_RANKS: Final = frozenset(
    "supreme high constitutional appeal appeals appellate cassation district magistrates county crown municipal".split()
)
_KINDS_OF: Final = {
    word: frozenset(n for n, words in enumerate(_KINDS) if word in words.split())
    for word in dict.fromkeys(" ".join(_KINDS).split())
}


def can_be(description: str, names: Iterable[str], descriptions: Iterable[str] = ()) -> bool:
    """Say whether *description* ("the opposition") can be of a body, by the kinds that it and the body's names tell.

    Args:
        names: of the body; a "Liberation Army" are rebels, and not "the army", but for China's.
        descriptions: of the body, which tell its kind where no name does; who are called rebels, or soldiers that rose
            against it, are no state's army.
    """
    others = {words for words in descriptions if words}  # sets: a long article has hundreds alike
    if are_of_two_sides(description, others):
        return False
    if _HAVE_TURNED.match(description) and any(
        _head(name) in _REGULAR and not _REBEL_ARMY.match(name) for name in names
    ):
        return False
    if description.casefold() in _STATE and any(map(_REBEL_ARMY.match, set(names))):
        return False  # "the army" that fights a "Liberation Army"
    if (own := _ranks(description)) and (theirs := set().union(*map(_ranks, set(names)))) and not own & theirs:
        return False  # "the high court" that a Supreme Court overrules
    told = _kinds(description)
    named = [kinds for name in set(names) if (kinds := _kinds(name))] or [k for words in others if (k := _kinds(words))]
    return not told or not named or any(told & kinds for kinds in named)


def are_of_two_sides(description: str, others: Iterable[str]) -> bool:
    """Say whether some descriptions are of a state's forces and some of whom those fight: no army is gunmen.

    Soldiers who have turned against their army are none of it; "the soldiers" may be either's.
    """
    every = {description, *others}
    if any(map(_HAVE_TURNED.match, every)):
        return any(_head(words) in _REGULAR - _MEN and not _HAVE_TURNED.match(words) for words in every)
    return {_is_irregular(words) for words in every} >= {True, False}


def _ranks(words: str) -> frozenset[str]:
    """The words before a court that say which of a land's courts it is."""
    told = words.casefold().split()
    at = next((n for n, word in enumerate(told) if word in ("court", "tribunal")), 0)
    return _RANKS.intersection(told[max(0, at - 2) : at])


def _is_irregular(words: str) -> bool | None:
    """Whether a description is of rebels rather than of a state's forces; None if it tells neither."""
    head = _head(words)
    return True if _IRREGULAR.fullmatch(head) else False if head in _REGULAR else None


def _kinds(words: str) -> frozenset[int]:
    return _KINDS_OF.get(_head(words), frozenset())


def _head(words: str) -> str:
    before = re.split(r"\s(?:of|for|on|in)\s", words.casefold())[0].split()
    return before[-1].strip(".,") if before else ""
