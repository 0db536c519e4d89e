"""Articles by the ids and addresses that their publishers gave them.

Input: rows of the catalog; articles that came in since; the log. Output: which article
an id or address stands for, and how a text stands. Never: decides what follows from it.
"""

import sqlite3
from typing import Final

from kb.log import EventLog
from kb.model import Article
from kb.projections.folding.revisions import RowOf, last
from kb.projections.folding.sources import LogSources
from kb.service.history.asof import erasure_of
from kb.service.intake.results import TakenOutError

OUT: Final = "out"


class KnownArticles:
    """Finds articles by external id within their source, and by URL."""

    def __init__(self) -> None:
        self._by_id: dict[tuple[str, str], str] = {}
        self._by_url: dict[str, str] = {}

    def learn(self, connection: sqlite3.Connection, after: int = 0) -> None:
        """Take in what the catalog behind *connection* has of articles recorded after event *after*."""
        rows = connection.execute(
            "SELECT id, external_id, source, url FROM articles WHERE position > ? ORDER BY position", (after,)
        ).fetchall()
        for article, external_id, source, url in rows:
            self._remember(article, external_id, source, url)

    def remember(self, article: Article) -> None:
        """Take in one article that was just recorded."""
        self._remember(article.id, article.external_id, article.source, article.url)

    def same_id(self, article: Article) -> str:
        """Return the article with the same external id from the same source, "" if none."""
        return self._by_id.get(_identity(article.external_id, article.source), "") if article.external_id else ""

    def same_url(self, article: Article) -> str:
        """Return the article with the same URL, "" if none."""
        return self._by_url.get(article.url, "") if article.url else ""

    def _remember(self, article: str, external_id: str, source: str, url: str) -> None:
        if external_id:
            self._by_id[_identity(external_id, source)] = article
        if url:
            self._by_url[url] = article


def _identity(external_id: str, source: str) -> tuple[str, str]:
    """An id counts within its source."""
    return external_id, " ".join(source.casefold().split())


def taken_out(article: str, row_of: RowOf, log: EventLog) -> TakenOutError | None:
    """Return who took a text out that is not in, None if nobody did."""
    if withdrawn := last(article, row_of).get("withdrawn"):
        return TakenOutError(article, LogSources(log).recorded(int(withdrawn)), erased=False)
    if row_of(article) is None and (position := erasure_of(log, article)):
        return TakenOutError(article, LogSources(log).recorded(position), erased=True)
    return None


def standing(article: str, row_of: RowOf) -> str:
    """Return live, replaced, or OUT for a text that was withdrawn, or whose newer text was."""
    if last(article, row_of).get("withdrawn"):
        return OUT
    return "replaced" if (row_of(article) or {}).get("replaced_by") else "live"
