"""What became of an article that was in the graph and is not: withdrawn, corrected or erased, and by which event.

Input: the fold's tables, the log, an article's id. Output: the error that says it, or nothing.
Never: says anything of an article that is there, or never was.
"""

from kb.errors import NotFoundError
from kb.log import EventLog
from kb.projections.tables import Tables
from kb.service.asof import erasure_of
from kb.service.naming import ErasedError


class GoneArticleError(NotFoundError):
    """An article was in the graph, and is not any more."""

    code = "gone-article"

    def __init__(self, article: str, position: int, *, newer: str = "") -> None:
        self.article = article
        self.position = position
        self.newer = newer
        what = f"corrected: article-{newer} took its place by" if newer else "withdrawn by"
        back = f"Name article-{newer}" if newer else f"`kb undo {position}` brings it back"
        super().__init__(
            f"article-{article} was {what} event {position}; nothing of it is in the graph.",
            hint=f"{back}; as of event {position - 1} it is still there.",
        )


def refuse_gone(tables: Tables, log: EventLog, article: str) -> None:
    """Say what became of an article that left the graph.

    Raises:
        GoneArticleError, ErasedError: as said.
    """
    row = tables.get("article", article)
    if row is None:
        if position := erasure_of(log, article):
            raise ErasedError(article, position)
    elif by := row.get("withdrawn"):
        raise GoneArticleError(article, int(by))
    elif newer := row.get("replaced_by"):
        position = int((tables.get("article", newer) or {"position": 1})["position"])
        raise GoneArticleError(article, position, newer=str(newer))
