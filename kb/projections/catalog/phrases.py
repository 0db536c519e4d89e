"""The words of any text as phrases of the full-text engine.

Input: what a person typed. Output: phrases, and queries made of them alone; read by whoever searches.
Pure. Never: lets a word be an operator of the engine's query language.
"""

import re
from typing import Final

WORD: Final = re.compile(r"\w+", re.UNICODE)
_BEGINNING: Final = 3  # letters: a misspelling is rarely among the first


def phrases(text: str) -> list[str]:
    """Return the words of *text* as phrases of the full-text engine; quoted, so that none is an operator.

    The last is a prefix.
    """
    quoted = [f'"{word}"' for word in WORD.findall(text.replace("\0", " "))[:64]]
    return [*quoted[:-1], f"{quoted[-1]}*"] if quoted else []


def fts_query(text: str) -> str:
    """Return a query of the full-text engine that asks for all words of *text*; "" if it has none."""
    return " ".join(phrases(text))


def beginnings(text: str) -> list[str]:
    """Return the beginnings of the words of *text*, by their first letters, as phrases of the full-text engine."""
    found = dict.fromkeys(word[:_BEGINNING].lower() for word in WORD.findall(text.replace("\0", " "))[:16])
    return [f'"{word}"*' for word in found]


def fts_beginnings(text: str) -> str:
    """Return a query that asks for any word beginning like one of *text*; "" if it has none."""
    return " OR ".join(beginnings(text))
