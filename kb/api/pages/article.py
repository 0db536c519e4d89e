"""The page of one article: its text with what was understood of it, its texts and readings side by side.

Input: kb.api.ports.Reads. Output: answers. Decisions go by kb.api.pages.deciding.
"""

import difflib
import re
from typing import Annotated, Final

from fastapi import Query, Request
from starlette.responses import Response

from kb.api.pages import article_view
from kb.api.pages.listing import BadFilterError, as_turtle
from kb.api.pages.marking import Mark, paragraphs
from kb.api.pages.site import Site
from kb.api.shapes import bare
from kb.service.article_history import compare_recorded, readings, stored_text, texts

Position = Annotated[int, Query(ge=0, lt=10**15)]
_AT: Final = re.compile(r"(\d{1,9})-(\d{1,9})\Z")
_WORD: Final = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_WORDS: Final = 20_000  # compared one with another; longer texts by lines


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/articles/{identifier}")
    def page(request: Request, identifier: str) -> Response:
        """Show an article; *at* points at characters, *hide* leaves kinds of marks out."""
        with site.reading(request) as (then, frame):
            article = bare("article", identifier)
            record = then.record("article", article)
            with then.moment() as moment, moment.shower() as shower:
                reading = shower.reading(article)
                history, read = texts(moment, article), readings(moment, article)
            found = list(article_view.marks(reading))
            text, body = reading.article.text, min(reading.article.body_start, len(reading.article.text))
            shown = [*found, *_asked(frame.given("at"), len(text))]
            return site.show(
                request,
                "article.html",
                frame,
                record=record,
                head=paragraphs(text, 0, body, shown),
                body=paragraphs(text, body, len(text), shown),
                groups=article_view.groups(reading),
                kinds=article_view.KINDS,
                counts=article_view.counts(found),
                hidden=frozenset(frame.given("hide").split(",")),
                texts=history,
                readings=read,
            )

    @site.triples("/articles/{identifier}")
    def triples(request: Request, identifier: str) -> Response:
        """Send what the graph says of an article."""
        with site.reading(request) as (then, _):
            return as_turtle(then, [f"article-{then.record('article', bare('article', identifier)).id}"])

    @site.page("/articles/{identifier}/changes")
    def changes(request: Request, identifier: str, to: str) -> Response:
        """Show what the publisher changed from one text of an article to another."""
        with site.reading(request) as (then, frame), then.moment() as moment:
            old = stored_text(moment, bare("article", identifier))
            new = stored_text(moment, bare("article", to))
            return site.show(
                request, "article_changes.html", frame, old=old, new=new, parts=word_changes(old.text, new.text)
            )

    @site.page("/articles/{identifier}/readings")
    def compared(request: Request, identifier: str, first: Position, second: Position) -> Response:
        """Show what two readings of an article tell differently."""
        with site.reading(request) as (then, frame), then.moment() as moment:
            article, told = compare_recorded(moment, bare("article", identifier), first, second)
            return site.show(request, "article_readings.html", frame, article=article, told=told)


def _asked(given: str, length: int) -> list[Mark]:
    """Return the mark of the characters that an address points at.

    Raises:
        BadFilterError: they are none of the text.
    """
    if not given:
        return []
    found = _AT.match(given)
    if not found or not int(found[1]) < int(found[2]) <= length:
        raise BadFilterError("place in the text", given, "two positions of characters as 120-134")
    return [Mark(int(found[1]), int(found[2]), "asked", "asked")]


def word_changes(old: str, new: str) -> list[tuple[str, str]]:
    """Return a text as runs of words: ("same" | "gone" | "new", words)."""
    one, other = _WORD.findall(old), _WORD.findall(new)
    if len(one) + len(other) > _MOST_WORDS:
        one, other = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(one[a:b])))
            continue
        found += [(name, "".join(words)) for name, words in (("gone", one[a:b]), ("new", other[c:d])) if words]
    return found
