"""Words in bodies' names that say what they do, one in all languages: "Minera Puka Orqo" is "Puka Orqo Mining".

Input: words of two folded names; kb/data/trade_words.txt. Output: whether the names are one but for the language or
the place of such words; read by kb.resolution.names.bodies.
Pure apart from a cache. Never: takes one trade for another, or names that nothing but such words make up for one.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Final

from kb.language.word_rows import TRADE_WORDS, rows

_LINKING: Final = frozenset(
    "de del della dello dei degli di da do dos das du des d la las le les el los l der die das den van von zu y e et "
    "und i en in het a per für fur".split()
)
_FORMS: Final = frozenset({"company", "group", "holding"})  # of law: a name is the same without


def in_one_language(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a name, those for a trade as one word in all languages, without small ones and legal forms.

    The words themselves, if nothing else is left of them.
    """
    table = _table()
    meant = [table.get(word, word) for word in words if word not in _LINKING]
    return tuple(word for word in meant if word not in _FORMS) or tuple(meant) or tuple(words)


def trades_of(words: Collection[str]) -> frozenset[str]:
    """Return those of the words of *in_one_language* that are for a trade, or of what kind a body is."""
    return frozenset(words) & _meanings()


@cache
def _table() -> dict[str, str]:
    return {word: row[0] for row in rows(TRADE_WORDS) for word in row}


@cache
def _meanings() -> frozenset[str]:
    return frozenset(row[0] for row in rows(TRADE_WORDS))
