"""The page of one article: its text with what was understood of it, and which texts and readings there are.

Input: kb.api.serving.ports.Reads. Output: answers. Decisions go by kb.api.pages.deciding.
"""

import re
from typing import Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages import article_view
from kb.api.pages.listing import BadFilterError, as_turtle
from kb.api.pages.marking import Mark, paragraphs
from kb.api.pages.site import Site
from kb.api.schemas.shapes import bare
from kb.service.articles.article_history import readings, texts

_AT: Final = re.compile(r"(\d{1,9})-(\d{1,9})\Z")


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
