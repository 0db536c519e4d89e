"""Sentences of articles that hold the words of a question that the graph does not answer.

Input: a question, the catalog. Output: notes. Never: takes a sentence for an answer; whoever asks reads it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kb.language.lemma import irregular_forms, lemma
from kb.projections.catalog_read import CatalogReader
from kb.service.answering import lexicon as lex
from kb.service.answering.question import Word
from kb.service.answering.reading import words_of

_ARTICLES: Final = 5  # of which the best sentence is sought
_LEAST: Final = 2  # words, where there is no name
_MOST: Final = 2  # sentences
_LONGEST: Final = 300  # characters of one
_LETTERS: Final = 3  # a shorter word begins too many others
_SENTENCE: Final = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")
_PLAIN: Final = 4  # what a word that is no name counts, as against a word of a name


def passages(question: str, catalog: CatalogReader) -> tuple[str, ...]:
    """Return what articles say with most of the words of a question, the best first; none if it names nothing."""
    words = [word for word in words_of(question) if not word.any_of(lex.EMPTY | lex.QUESTION | lex.YES_NO)]
    scores = [(_stems(word), 1 if _is_name(word) else _PLAIN) for word in words]
    for text in _texts(words):
        found: list[tuple[int, int, str]] = []
        for hit in catalog.search(text, kinds=["article"], limit=_ARTICLES):
            score, sentence = _best(catalog.text_of_article(hit.id), scores)
            found.append((-score, len(found), f"no row, but article-{hit.id} ({hit.title}) says: “{sentence}”"))
        if found:
            return tuple(told for _, _, told in sorted(found)[:_MOST])
    return ()


def _texts(words: Sequence[Word]) -> Iterator[str]:
    """Yield all words, and then the names with one of the others, which may also begin a longer word."""
    names = [word.text for word in words if _is_name(word)]
    others = [word for word in words if word.text not in names]
    if len(words) > 1:
        yield " ".join([*names, *(word.text for word in others)])
    for word in reversed(others):
        stem = lemma(word.low, "VERB")
        if names and len(stem) >= _LETTERS:
            yield " ".join([*names, stem if word.low.startswith(stem) else word.low])
    for word in () if names or len(others) < _LEAST else others:
        yield " ".join([*(one.low for one in others if one is not word), word.verb])


def _is_name(word: Word) -> bool:
    return word.text[:1].isupper() and word.start > 0


def _stems(word: Word) -> set[str]:
    return {word.low, word.noun, word.verb} | irregular_forms(word.verb)


def _holds(held: set[str], stem: str) -> bool:
    """Say whether a sentence has a word or, of one that is long enough, something made from it: "owner" of "own"."""
    return stem in held or (len(stem) >= _LETTERS and any(one.startswith(stem) for one in held))


def _best(text: str, scores: Sequence[tuple[set[str], int]]) -> tuple[int, str]:
    """Return the sentence with most of the words, and how much it has of them."""
    best = (0, "")
    for sentence in _SENTENCE.split(text):
        held = {form for word in words_of(sentence) for form in (word.low, word.verb)}
        score = sum(value for stems, value in scores if any(_holds(held, stem) for stem in stems))
        if score > best[0]:
            best = (score, " ".join(sentence.split()))
    sentence = best[1]
    return best[0], sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST].rsplit(' ', 1)[0]} …"
