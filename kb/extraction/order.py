"""Which of two happenings in one sentence came first, by "after" and "before".

Input: the words of both in a parsed sentence.
Output: whether one is said to be later, read by kb.extraction.events.stage: what is later causes nothing.
Never: reads an order out of dates, or across sentences.
"""

from typing import Final

from spacy.tokens import Token

AFTER: Final = frozenset({"after", "since"})
BEFORE: Final = frozenset({"before"})


def is_later(one: Token, other: Token) -> bool:
    """Say whether *one* is told to come after *other*: the strike in "they went on strike after a nurse died"."""
    return _behind(other, one, AFTER) or _behind(one, other, BEFORE)


def _behind(inner: Token, outer: Token, words: frozenset[str]) -> bool:
    """Whether *inner* stands in a clause that one of *words* opens, and *outer* in the one which that hangs from."""
    for top in (inner, *inner.ancestors):
        if top.i == outer.i or top.is_ancestor(outer):
            return False
        opening = next((child for child in top.children if child.lower_ in words and child.dep_ == "mark"), None)
        if opening is not None:
            inside = opening.i < outer.i < inner.i  # wherever a wrong tree hangs it
            return not inside and (top.head.i == outer.i or top.head.is_ancestor(outer))
    return False
