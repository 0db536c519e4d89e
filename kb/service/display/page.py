"""What a page about one thing consists of: sections of facts, each with the words it came from.

Input: built by kb.service.display.pages. Output: printed by kb.cli, served as JSON.
Pure values.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from kb.model import Article, Span

_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]?[A-Z0-9])|\n\s*\n")
_RUNS_ON: Final = re.compile(  # a full stop behind which a sentence goes on: of a month, a number, a title, an initial
    r"\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Nos?)\.(?=\s+\d)"
    r"|(?<![.\w])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Brig|Adm|Gov|Sen|Rep|Rev|Hon|St|[A-Z])\.(?=\s+[A-Z])"
)
_HEADER_NAME: Final = re.compile(r"[A-Za-z][\w -]{0,30}:[ \t]*")  # "Title: "
_SPACE: Final = re.compile(r"\s+")
_FAR: Final = 2000  # characters that a sentence may go beyond the words
_REACH: Final = 200  # characters of a sentence shown on either side of the words


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article in their sentence.

    Attributes:
        article: article id.
        start, end: code points of the stored text.
        before, words, after: the sentence, cut where it is very long ("…").
    """

    article: str
    start: int
    end: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody who tells of a happening, or of one thing about it, by himself.

    Attributes:
        name: the speaker's; or the publishers' and agencies' of the articles.
        ref: id of the speaker as `kb show` takes it, "" for articles of their own voice.
        articles: ids of the articles that rest on it.
        why: why several articles are one source, "" if one alone is.
    """

    name: str
    ref: str
    articles: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known.

    Attributes:
        name: what it is ("agent", "killed", "source").
        value: for reading.
        ref: id of what the value is, "" for plain words.
        quotes: the words it came from; empty only for what the record itself says.
        by: who claims it, "" for the article's own voice.
        certainty: 0 to 1.
        claim: id by which `kb confirm`, `retract` and `amend` take it; "" for what is no claim.
        sources: who says so by himself, of what several articles say; empty where it is not counted.
    """

    name: str
    value: str
    ref: str = ""
    quotes: tuple[Quote, ...] = ()
    by: str = ""
    certainty: float = 1.0
    claim: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Facts of one kind, in order."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that is known about one thing.

    Attributes:
        kind: article, entity, statement, event or figure.
        id: "KIND-HASH", as the last part of its IRI.
        iri: in the graph.
        title, subtitle: for reading.
    """

    kind: str
    id: str
    iri: str
    title: str
    subtitle: str = ""
    sections: tuple[Section, ...] = field(default=())


def quote(article: Article, span: Span) -> Quote:
    """Return the characters of *span* with the sentence around them."""
    left, right = _bounds(article, span)
    before, words, after = article.text[left : span.start], span.of(article.text), article.text[span.end : right]
    if len(before) > _REACH:
        before = "…" + before[-_REACH:].split(" ", 1)[-1]
    if len(after) > _REACH:
        after = after[:_REACH].rsplit(" ", 1)[0] + "…"
    flat = [_SPACE.sub(" ", part) for part in (before.lstrip(), words, after.rstrip())]
    return Quote(article.id, span.start, span.end, *flat)


def _bounds(article: Article, span: Span) -> tuple[int, int]:
    """Return the sentence around *span*; of words in the lines of a header the value of their line."""
    left, right = sentence_bounds(article.text, span)
    if span.start >= article.body_start:
        return max(left, article.body_start), right
    begin = article.text.rfind("\n", 0, span.start) + 1
    end = article.text.find("\n", span.end)
    named = _HEADER_NAME.match(article.text, begin, span.start)
    return max(left, named.end() if named else begin), min(right, end if end >= 0 else right)


def quotes(article: Article, spans: Iterable[Span | None]) -> tuple[Quote, ...]:
    """Return the quotes of several spans, each once, in text order."""
    return tuple(quote(article, span) for span in sorted({span for span in spans if span is not None}))


def with_the_one_before(article: Article, span: Span) -> str:
    """Return the sentence around *span* behind the one before it, which says what "it" stands for."""
    left, right = _bounds(article, span)
    before = len(article.text[:left].rstrip())
    if before > article.body_start:
        left = _bounds(article, Span(before - 1, before))[0]
    return _SPACE.sub(" ", article.text[left:right]).strip()


def sentence_bounds(text: str, span: Span) -> tuple[int, int]:
    """Return where the sentence around *span* begins and ends; wide spans give several sentences."""
    starts, ends = _sentence_ends(text)
    before = bisect_right(ends, span.start)
    left = ends[before - 1] if before else 0
    last = max(span.end - 1, span.start)
    after = bisect_left(starts, last)
    right = ends[after] if after < len(ends) else len(text)
    if after and ends[after - 1] > last:  # the words end in the midst of one, in a closing quotation mark
        stop = next(_ends(text, last, min(len(text), span.end + _FAR)), None)
        right = stop[1] if stop else right
    return max(left, span.start - _FAR), max(min(right, span.end + _FAR), span.end)


@lru_cache(maxsize=128)  # a page quotes one article many times
def _sentence_ends(text: str) -> tuple[list[int], list[int]]:
    """Return where what parts sentences begins, and where it ends, in text order."""
    found = list(_ends(text, 0, len(text)))
    return [start for start, _ in found], [end for _, end in found]


def _ends(text: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield where what parts sentences begins and ends, of a part of a text."""
    going_on = {match.end() - 1 for match in _RUNS_ON.finditer(text, max(begin - 6, 0), stop)}
    for match in _SENTENCE_END.finditer(text, begin, stop):
        if match.start() not in going_on:
            yield match.span()
