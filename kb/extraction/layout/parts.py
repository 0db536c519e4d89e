"""An article's text that holds several articles: each is read on its own.

Input: an Article. Output: its parts as articles of their own, with where each begins; most texts are one part.
Never: parts the pages of one article: a page break alone parts nothing, only one that an article's head follows.
Pure: no I/O, no clock.

A page break is a form feed, a line of rules or an end mark ("-30-"). The head of an article is its header lines, or its
headline, by-line or dateline; behind a rule, which stories have inside as well, a headline needs one of the others.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kb.extraction.layout import cues
from kb.extraction.layout.own_day import own_day
from kb.extraction.layout.stage import Layout
from kb.extraction.layout.stage import layout as find_layout
from kb.extraction.time.anchors import anchor_of
from kb.model import Article

_PAGE: Final = re.compile(r"(?im)\f|^[^\w\n\f]+$|^[^\w\n\f]*(?:ends?|30|page break)[^\w\n\f]*$")
_OPENER: Final = re.compile(
    r"(?:title|headline|source|publisher|outlet|url|link|date|published|publication date|author|byline|language|id)"
    r"[ \t]*:[ \t]*\S",
    re.IGNORECASE,
)
_FIELD: Final = re.compile(r"[A-Za-z][\w .-]{0,39}:(?:[ \t]|$)")
_DATED: Final = re.compile(r"(?:date|published|publication date)[ \t]*:[ \t]*", re.IGNORECASE)
_NUMBERS: Final = re.compile(r"[\W\d_]+")
_HEADER_LINES: Final = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One article inside a text.

    Attributes:
        start: where it begins in the whole text.
        article: the part as an article; its offsets count from *start*.
    """

    start: int
    article: Article


@dataclass(frozen=True, slots=True)
class _Break:
    """Where one page ends and the next begins; *fed*: by a form feed."""

    end: int
    start: int
    fed: bool


def parts_of(article: Article) -> tuple[Part, ...]:
    """Return the articles that *article*'s text holds, in text order; one, *article* itself, for nearly all.

    What the file says of title and date is said of the first. Another has the day that its own header, publication
    line or dateline gives, the file's where it says none, and no day where its dateline's cannot be told.
    """
    text = article.text
    breaks = _breaks(text, article.body_start)
    if not breaks:
        return (Part(0, article),)
    starts = [0]
    heads = {_running(text, article.body_start), _running(article.title, 0)}
    for number, one in enumerate(breaks):
        end = breaks[number + 1].end if number + 1 < len(breaks) else len(text)
        if _opens(text, one, end, heads):
            starts.append(one.start)
        heads.add(_running(text, one.start))
    if len(starts) == 1:
        return (Part(0, article),)
    ends = [*starts[1:], len(text)]
    first = replace(article, text=text[: ends[0]])
    others = (_part(article, start, end) for start, end in zip(starts[1:], ends[1:], strict=True))
    return (Part(0, first), *others)


def _breaks(text: str, body_start: int) -> list[_Break]:
    found: list[_Break] = []
    for match in _PAGE.finditer(text, body_start):
        line = match.group().strip(" \t\r")
        fed = line == "\f"
        if not fed and not (cues.is_rule(line) or cues.is_end_mark(line) or "page" in line.lower()):
            continue
        start = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
        if found and match.start() <= found[-1].start:
            found[-1] = _Break(found[-1].end, start, fed or found[-1].fed)
        else:
            found.append(_Break(match.start(), start, fed))
    return [one for one in found if one.start < len(text) and text[: one.end].strip()]


def _opens(text: str, one: _Break, end: int, heads: set[str]) -> bool:
    """Whether an article begins behind a page break."""
    page = text[one.start : max(end, one.start)]
    opening = next((letter for letter in page[:8] if letter.isalpha()), "")
    if opening.islower():
        return False
    fields = _fields(page)
    if fields:
        return one.fed or len(fields) > 1
    layout = find_layout(page)
    first = layout.story[0].span.start if layout.story else len(page)
    headed = any(p.span.start < first for p in layout.of_kind("byline", "published", "dateline"))
    headed = headed or any(line.span.start <= first for line in layout.datelines)
    titled = layout.title is not None and layout.title.start < first and bool(layout.story)
    if not one.fed:
        return headed and titled
    return headed or (titled and _running(page, 0) not in heads)


def _running(text: str, start: int) -> str:
    """The first line without its numbers: what a page's head repeats from page to page."""
    line = text[start : start + 400].lstrip().partition("\n")[0]
    return _NUMBERS.sub(" ", line).strip().casefold()


def _fields(page: str) -> tuple[str, ...]:
    """The header lines that a page opens with."""
    found: list[str] = []
    for line in page.split("\n", _HEADER_LINES)[:_HEADER_LINES]:
        if (_FIELD if found else _OPENER).match(line.strip()) is None:
            break
        found.append(line)
    return tuple(found)


def _part(article: Article, start: int, end: int) -> Part:
    text = article.text[start:end]
    fields = _fields(text)
    body = sum(len(line) + 1 for line in fields)
    stated = next((_DATED.sub("", line.strip(), count=1) for line in fields if _DATED.match(line.strip())), "")
    title = next((line.partition(":")[2].strip() for line in fields if line.strip().lower().startswith(("t", "h"))), "")
    published = stated
    if not stated:
        layout = find_layout(text, min(body, len(text)))
        published = _published(layout, text, article.published)
    part = replace(
        article, text=text, title=title, url="", published=published, body_start=min(body, len(text)), external_id=""
    )
    return Part(start, part)


def _published(layout: Layout, text: str, published: str) -> str:
    near: date | None = anchor_of(published).day if published else None
    day = own_day(layout, text, near)
    if day is not None:
        return day.isoformat()
    unclear = any(line.date is not None for line in layout.datelines)
    return "" if unclear else published
