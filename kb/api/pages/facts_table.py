"""What is known of one thing as a table: a row for each fact and each of its quotes.

Input: a kb.service.display.page.Page. Output: CSV, for `/articles/ID.csv`, and so of entities, events and statements.
"""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.listing import as_csv
from kb.api.pages.site import Site
from kb.api.schemas.shapes import qualified
from kb.service.display.page import Fact, Page, Quote

COLUMNS: Final = ("section", "name", "value", "ref", "by", "certainty", "claim", "article", "start", "end", "words")
_FOLDERS: Final = {"articles": "article", "entities": "entity", "events": "event", "statements": "statement"}


def add(site: Site) -> None:
    """Add the routes."""
    for folder, kind in _FOLDERS.items():
        _add(site, f"/{folder}/{{identifier}}", kind)


def _add(site: Site, path: str, kind: str) -> None:
    @site.table(path)
    def table(request: Request, identifier: str) -> Response:
        """Send the facts about a thing."""
        with site.reading(request) as (then, _):
            what = identifier if identifier.startswith("happening-") else qualified(kind, identifier)
            return as_csv(request, COLUMNS, rows(then.page(what)))


def rows(page: Page) -> Iterator[dict[str, Any]]:
    """Yield the rows of a page."""
    for section in page.sections:
        for fact in section.facts:
            row = _row(section.title, fact)
            for quote in fact.quotes or (None,):
                where = (
                    {}
                    if quote is None
                    else {"article": f"article-{quote.article}", "start": quote.start, "end": quote.end}
                )
                yield row | where | ({"words": quote.words} if quote else {})


def _place(quote: Quote) -> dict[str, Any]:
    at = {"article": qualified("article", quote.article), "start": quote.start, "end": quote.end}
    return at | {"words": quote.words}


def _row(section: str, fact: Fact) -> dict[str, Any]:
    named = ("name", "value", "ref", "by", "certainty", "claim")
    return {"section": section} | {name: getattr(fact, name) for name in named}
