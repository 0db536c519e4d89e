"""What a chat model is told: the task, and an article in windows of numbered paragraphs.

Input: an article, its layout, what earlier windows found. Output: chat messages.
Pure: the same article gives the same messages, byte for byte.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kb.extraction.layout.stage import Layout
from kb.language.event_types import EventTypes
from kb.model import Article, Span

WINDOW: Final = 6000  # characters of article in one question
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

TASK: Final = """\
You read a news article and list what it says, as JSON by the given schema. Report only what the text says.

Every "quote" repeats characters of paragraph "p" to the letter, as short as it can be: a name without article or
title, the one word or two that name an event, the clause that was said without its quotation marks. Never change,
join or shorten words inside a quote.

entities: persons, organisations, groups and places that the text names or that do, say or undergo something.
"mentions" lists every place where words stand for it: names, acronyms, descriptions (nominal), pronouns, adjectives
("Kenyan"), metonyms (a capital for its government). "country" is the ISO 3166-1 alpha-2 code of a country or of what
lies in one, else "".
offices: who holds, held or seeks which role ("mayor"), of which entity.
statements: what somebody is reported to have said, written or shown. "content" is only what was said; "cue" the
reporting word. One that declined to comment has no content and status not_reported_content.
events: "type" is one of the event types below. "sources" are the statements that claim it, none where the article
says it itself. What is denied has polarity negative; what is planned, feared, demanded or only possible has that
modality. A role names an entity or event where there is one, else only its words. "time" quotes the words that date it.
figures: numbers about an event; quote the number with "at least", unit and all.

An empty string or list stands for what the text does not say.

Event types: """


@dataclass(frozen=True, slots=True)
class Window:
    """Some paragraphs of an article.

    Attributes:
        paragraphs: number -> span, those to read.
        before: the paragraph before them, None at the beginning.
    """

    paragraphs: tuple[tuple[int, Span], ...]
    before: Span | None = None

    @property
    def span(self) -> Span:
        """All of it."""
        return Span(self.paragraphs[0][1].start, self.paragraphs[-1][1].end)

    def halves(self) -> "tuple[Window, ...]":
        """Return the window in two, itself alone if it has one paragraph."""
        middle = len(self.paragraphs) // 2
        if not middle:
            return (self,)
        first, second = self.paragraphs[:middle], self.paragraphs[middle:]
        return Window(first, self.before), Window(second, first[-1][1])


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """An entity of an earlier window, as the next one may refer to it."""

    id: str
    type: str
    name: str


def windows(text: str, layout: Layout, limit: int = WINDOW) -> tuple[Window, ...]:
    """Return title and story in windows of at most *limit* characters; paragraphs stay whole where they can."""
    spans = [layout.title] if layout.title is not None else []
    spans += [p.prose for p in layout.story if p.prose is not None]
    spans += [p.span for p in layout.of_kind("heading", "correction")]
    pieces = [piece for span in sorted(set(spans)) for piece in _pieces(text, span, limit)]
    found: list[Window] = []
    now: list[tuple[int, Span]] = []
    size = 0
    for number, piece in enumerate(pieces, 1):
        length = piece.end - piece.start
        if now and size + length > limit:
            found.append(Window(tuple(now), found[-1].paragraphs[-1][1] if found else None))
            now, size = [], 0
        now.append((number, piece))
        size += length
    if now:
        found.append(Window(tuple(now), found[-1].paragraphs[-1][1] if found else None))
    return tuple(found)


def _pieces(text: str, span: Span, limit: int) -> Iterator[Span]:
    """Cut a paragraph that is longer than a window, behind a sentence or at least a word."""
    start = span.start
    while span.end - start > limit:
        part = text[start : start + limit]
        ends = [match.end() for match in re.finditer(r"[.!?…][\"”’)]*\s", part)] or [
            match.end() for match in re.finditer(r"\s", part)
        ]
        cut = ends[-1] if ends else limit
        if text[start : start + cut].strip():
            yield Span(start, start + cut)
        start += cut
    if text[start : span.end].strip():
        yield Span(start, span.end)


def messages(article: Article, window: Window, known: Sequence[KnownEntity], types: EventTypes) -> list[dict[str, str]]:
    """Return the messages that ask about one window."""
    lines = [f"Published: {article.published or 'unknown'}. Language: {article.language or 'unknown'}."]
    if known:
        lines.append("Entities of earlier paragraphs; to add mentions to one, list it again with its id (k...):")
        lines += [f"{entity.id}: {entity.name} ({entity.type})" for entity in known]
    if window.before is not None:
        lines.append(f"The paragraph before, not to be read again: {_flat(window.before.of(article.text))}")
    lines.append("Paragraphs:")
    lines += [f"[{number}] {span.of(article.text)}" for number, span in window.paragraphs]
    system = TASK + _names(types)
    return [
        {"role": "system", "content": system},
        {"role": "user", "content": _SURROGATE.sub("\ufffd", "\n".join(lines))},
    ]


def fingerprint(parts: Iterable[str]) -> str:
    """Return eight hex digits over all that shapes the questions."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8]


@lru_cache(maxsize=4)
def _names(types: EventTypes) -> str:
    return " ".join(sorted(kind.name for kind in types))


def _flat(text: str) -> str:
    return " ".join(text.split())
