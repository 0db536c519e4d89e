"""Sentences of articles that hold the words of a question that the graph does not answer.

Input: a question, the catalog. Output: passages, and the events that they tell of.
Never: takes a sentence for an answer; whoever asks reads it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from kb.extraction.time import find_times
from kb.language.lemma import irregular_forms, lemma
from kb.projections.catalog.reading import CatalogReader
from kb.service.answering import lexicon as lex
from kb.service.answering.question import Word
from kb.service.answering.reading import words_of

_ARTICLES: Final = 5  # of which the best sentence is sought
_LEAST: Final = 2  # words, where there is no name
_EVENTS: Final = 500  # of one article
_LONGEST: Final = 300  # characters of one
_LETTERS: Final = 3  # a shorter word begins too many others
_SENTENCE: Final = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")
_NUMBER: Final = re.compile(r"\d+")
_ALIKE: Final = 90.0  # of 100: two sentences that say the same
_PLAIN: Final = 4  # what a word that is no name counts, as against a word of a name


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences of an article that hold most of the words of a question.

    Attributes:
        article: id, without "article-".
        text: the first of them, cut where it is long.
        score: how much they hold of the question.
        plain: whether that is more than names.
        complete: whether it is every word that is no name.
        spans: each of them, in code points of the text that full-text search has: the article's without its header.
    """

    article: str
    title: str
    text: str
    score: int
    plain: bool
    complete: bool
    spans: tuple[tuple[int, int], ...]

    @property
    def note(self) -> str:
        """Where it stands, and what it says."""
        return f"{named_article(self.article, self.title)} says: “{self.text}”"


def named_article(article: str, title: str) -> str:
    """Return an article's id with its title in brackets, if it has one."""
    return f"article-{article} ({title})" if title else f"article-{article}"


def passages(question: str, catalog: CatalogReader) -> tuple[Passage, ...]:
    """Return where articles have most of the words of a question, the best first; none if it names nothing."""
    days = [one.span for one in find_times(question)]  # an article says "on Sunday"
    words = [
        word
        for word in words_of(question)
        if not word.any_of(lex.EMPTY | lex.QUESTION | lex.YES_NO)
        and not any(day.start <= word.start < day.end for day in days)
    ]
    scores = [(_stems(word), 1 if _is_name(word) else _PLAIN) for word in words]
    found: dict[str, Passage] = {}
    for text in _texts(words):
        for hit in catalog.search(text, kinds=["article"], limit=_ARTICLES):
            if hit.id not in found and (one := _best(hit.id, hit.title, catalog, scores)):
                found[hit.id] = one
        if any(one.complete and one.plain for one in found.values()):
            break
    return tuple(sorted(found.values(), key=lambda one: -one.score))


@dataclass(frozen=True, slots=True)
class _Inside:
    spans: tuple[tuple[int, int], ...]
    header: int

    def holds(self, start: int) -> bool:
        """Say whether something that begins at a character of the article is in one of the spans."""
        return any(first <= start - self.header < last for first, last in self.spans)


def unlike(found: Sequence[Passage]) -> list[Passage]:
    """Return passages without those that say what one before them does: in the same words but for few, and numbers."""
    kept: list[Passage] = []
    for one in found:
        numbers = _NUMBER.findall(one.text)
        said = (other for other in kept if _NUMBER.findall(other.text) == numbers)
        if not any(fuzz.ratio(one.text, other.text) >= _ALIKE for other in said):
            kept.append(one)
    return kept


def told_there(found: Sequence[Passage], catalog: CatalogReader) -> tuple[str, ...]:
    """Return the ids of the events that the best passages tell of, or give a number of."""
    best = max((one.score for one in found), default=0)
    ids = []
    for one in (one for one in found if one.score == best):
        header = catalog.get_article(one.article).length - len(catalog.text_of_article(one.article))
        inside = _Inside(one.spans, header)
        told = catalog.list_events(article=one.article, limit=_EVENTS).items
        numbers = catalog.list_figures(article=one.article, limit=_EVENTS).items  # of what is told elsewhere first
        ids += [event.id for event in told if inside.holds(event.start)]
        ids += [figure.event for figure in numbers if figure.event and inside.holds(figure.start)]
    return tuple(dict.fromkeys(ids))


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
    for word in reversed(others) if not names and len(others) > _LEAST else ():
        yield " ".join(one.low for one in others if one is not word)
    for word in () if names or len(others) < _LEAST else others:
        yield " ".join([*(one.low for one in others if one is not word), word.verb])
    if names:
        yield " ".join(names)


def _is_name(word: Word) -> bool:
    return word.text[:1].isupper() and word.start > 0


def _stems(word: Word) -> set[str]:
    return {word.low, word.noun, word.verb} | irregular_forms(word.verb)


def _holds(held: set[str], stem: str) -> bool:
    """Say whether a sentence has a word or, of one that is long enough, something made from it: "owner" of "own"."""
    return stem in held or (len(stem) >= _LETTERS and any(one.startswith(stem) for one in held))


def _best(article: str, title: str, catalog: CatalogReader, scores: Sequence[tuple[set[str], int]]) -> Passage | None:
    """Return the sentences of an article with most of the words, None if none has one."""
    text = catalog.text_of_article(article)
    top, spans, complete = 0, list[tuple[int, int]](), False
    for start, end in _sentences(text):
        held = {form for word in words_of(text[start:end]) for form in (word.low, word.verb)}
        has = [any(_holds(held, stem) for stem in stems) for stems, _ in scores]
        score = sum(value for (_, value), one in zip(scores, has, strict=True) if one)
        if score > top:
            top, spans = score, []
            complete = all(one for (_, value), one in zip(scores, has, strict=True) if value == _PLAIN)
        if score == top:
            spans.append((start, end))
    if not top:
        return None
    first = " ".join(text[spans[0][0] : spans[0][1]].split())
    cut = first if len(first) <= _LONGEST else f"{first[:_LONGEST].rsplit(' ', 1)[0]} …"
    return Passage(article, title, cut, top, top >= _PLAIN, complete, tuple(spans))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)
