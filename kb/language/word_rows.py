"""Rows of words that are one in some respect: forms of a given name, words for a trade in many languages.

Input: kb/data/given_names.txt, kb/data/trade_words.txt; their first lines say where they are from.
Output: rows of folded words, read by kb.resolution.names.given_names and kb.resolution.names.trades.
Never: writes.
"""

from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from kb.language.text_keys import name_key

GIVEN_NAMES: Final = "data/given_names.txt"
TRADE_WORDS: Final = "data/trade_words.txt"


def rows(table: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table, each a tuple of folded words; lines that begin with "#" are for people.

    Args:
        table: GIVEN_NAMES or TRADE_WORDS.
    """
    for line in files("kb").joinpath(table).read_text("utf-8").splitlines():
        words = () if line.startswith("#") else tuple(key for word in line.split() if (key := name_key(word)))
        if words:
            yield words
