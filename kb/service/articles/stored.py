"""Stored articles that are still in the graph, and what was last read from them.

Input: an article's id, what the fold keeps. Output: the article and its reading; an error that says where it went.
Never: takes a withdrawn or replaced article for one that is there.
"""

from collections.abc import Mapping
from typing import Any

from kb.errors import ConflictError, NotFoundError
from kb.model import Article, Extraction
from kb.projections.folding.sources import LogSources
from kb.projections.folding.views import Views


class NoArticleError(NotFoundError):
    """There is no article of this id."""

    code = "no-article"

    def __init__(self, article: str) -> None:
        self.article = article
        hint = f"`kb list articles` has the ids; `kb show article-{article}` says if it was erased."
        super().__init__(f"There is no article-{article}.", hint=hint)


class LeftArticleError(ConflictError):
    """The article is not in the graph any more."""

    code = "left-article"

    def __init__(self, article: str, why: str, *, withdrawal: int = 0, newer: str = "") -> None:
        self.article = article
        self.withdrawal = withdrawal
        self.newer = newer
        back = f"Name what article-{newer} says: `kb show article-{newer}`; the" if newer else "The"
        back = f"`kb undo {withdrawal}` brings it back; the" if withdrawal else back
        super().__init__(f"article-{article} {why}.", hint=f"{back} old reading is in `kb log`.")


def present(article: str, row: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return what the fold keeps of an article, which must be in the graph.

    Raises:
        NoArticleError: there is none.
        LeftArticleError: it was withdrawn or replaced.
    """
    if row is None:
        raise NoArticleError(article)
    if row.get("withdrawn"):
        by = int(row["withdrawn"])
        raise LeftArticleError(article, f"was withdrawn by event {by}", withdrawal=by)
    if row.get("replaced_by"):
        newer = str(row["replaced_by"])
        raise LeftArticleError(article, f"was replaced by article-{newer}", newer=newer)
    return row


def stored_article(views: Views, sources: LogSources, article: str) -> tuple[Article, Extraction, int]:
    """Return an article in the graph, what was last read from it, and the position of the event that brought it.

    Raises:
        NoArticleError: there is none.
        LeftArticleError: it was withdrawn or replaced.
    """
    row = present(article, views.article_row(article))
    read = row.get("extraction")
    old = sources.extraction(int(read)) if read else Extraction(article, "", "")
    return sources.article(int(row["position"])), old, int(row["position"])
