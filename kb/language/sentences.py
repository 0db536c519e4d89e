"""Sentences that begin behind an abbreviation or a year, which the model takes for their middle.

"At 4 a.m. Two soldiers were"; "taken in 2022. Osk denies it".

Input: the words of a text. Output: whether one begins a sentence, read by kb.language.reader.
Pure. Never: cuts before a word that may as well go on: "4 a.m. Monday", "the U.S. Army".
"""

import re
from collections.abc import Callable
from typing import Final

_ABBREVIATIONS: Final = frozenset("a.m. p.m. u.s. u.k. u.n. e.u. d.c. inc. corp. ltd. co. plc. bros. etc.".split())
_OPENERS: Final = frozenset(
    "a after all although an another as at before both but by during each eight either eleven few five for four from "
    "he his her i if in it its many more most neither nine no nobody none on one others seven several she six some "
    "ten that the their there these they this those three twelve two under we when where while with you "
    # people whom no name of a body in capitals ends in
    "activists analysts authorities critics experts firefighters investigators lawyers neighbors neighbours officials "
    "prosecutors protesters relatives residents shareholders shares witnesses".split()
)


_NUMBERING: Final = frozenset({"no", "no.", "nr", "nr."})
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")


def begins_behind(word: Callable[[int], str], at: int, end: int) -> bool:
    """Say whether a word opens a sentence right behind an abbreviation that can end one, or a year with a full stop.

    Behind an abbreviation it is a word of grammar, or for people, in capitals, and one in small letters follows: a
    title in capitals goes on. Behind a year it is any word in capitals.

    Args:
        word: gives each word of the text by its number.
        at: the word's.
        end: how many words there are.
    """
    if not 0 < at < end - 1:
        return False
    opener, behind = word(at), word(at + 1)
    if at > 2 and word(at - 1) == "." and _YEAR.fullmatch(word(at - 2)):
        return opener[0].isupper() and word(at - 3).casefold() not in _NUMBERING
    if word(at - 1).casefold() not in _ABBREVIATIONS:
        return False
    return opener.istitle() and opener.casefold() in _OPENERS and behind.islower()
