"""A question's misspelt words, put right where one word alone can have been meant.

Input: a question, the catalog. Output: the question as it is read, and a note for each word that was changed.
Never: touches a word that begins with a capital, that English or this base has, or that several words are equally near.
"""

import re
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA
from simplemma import is_known

from kb.language.event_types import EventTypes
from kb.language.lemma import irregular_forms
from kb.projections.catalog.reading import CatalogReader
from kb.service.answering import lexicon as lex

_WORD: Final = re.compile(r"(?<![\w'’-])[a-z]{4,}(?![\w'’-])")
_LONG: Final = 8  # letters, from which on two may be wrong
_NEAR: Final = 3  # words that are looked at


def spelled(question: str, catalog: CatalogReader) -> tuple[str, tuple[str, ...]]:
    """Return a question with its misspelt words put right, and what was changed, in words."""
    changed: dict[str, str] = {}
    for word in dict.fromkeys(_WORD.findall(question)):
        if not _is_known(word, catalog) and (meant := _meant(word)):
            changed[word] = meant
    for word, meant in changed.items():
        question = re.sub(rf"\b{word}\b", meant, question)
    return question, tuple(f"“{word}” is read as “{meant}”" for word, meant in changed.items())


def _is_known(word: str, catalog: CatalogReader) -> bool:
    return (
        word in _vocabulary()
        or is_known(word, lang="en")
        or bool(catalog.entities_named(word, limit=1) or catalog.search(word, limit=1))
    )


def ready() -> None:
    """Make out the words that questions are understood by now, and not with the first that has an unknown one."""
    _vocabulary()


def _meant(word: str) -> str:
    """Return the one word that is nearest, "" if several are or none is near."""
    most = 2 if len(word) >= _LONG else 1
    found = process.extract(word, _vocabulary(), scorer=OSA.distance, score_cutoff=most, limit=_NEAR)
    near = [(far, other[0] != word[0], other not in _framing(), other) for other, far, _ in found]
    best = sorted(near)[:2]
    return best[0][3] if best and (len(best) == 1 or best[0][:3] < best[1][:3]) else ""


@lru_cache(maxsize=1)
def _framing() -> frozenset[str]:
    """Return the words that questions are made of."""
    said = {word for words, _ in lex.SPEECH.values() for word in words}
    sets = (lex.EMPTY, lex.QUESTION, lex.CONFLICT, lex.NUMBERS, lex.ARTICLES, lex.OFFICE, lex.MONEY, lex.SHARES)
    return frozenset(said.union(lex.CASUALTIES, *sets))


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """Return all words that a question is understood by, in all their forms."""
    told = {word for kind in EventTypes.load() for word in (*kind.verbs, *kind.nouns) if word.isalpha()}
    return frozenset(form for word in told | _framing() for form in _forms(word))


def _forms(word: str) -> set[str]:
    stem = word.removesuffix("e")
    forms = {word, f"{word}s", f"{stem}ed", f"{stem}ing"} | irregular_forms(word)
    return {form for form in forms if is_known(form, lang="en")}
