"""What became of an article that was in the graph and is not: withdrawn, corrected or erased, and by which event.

Input: the fold's tables, the log, an article's id. Output: the error that says it, or nothing.
Never: says anything of an article that is there, or never was.
"""

from typing import Final

from kb.errors import NotFoundError
from kb.events import ArticleWithdrawn, Recorded
from kb.graph.claims import Claims
from kb.graph.curation import Curated
from kb.graph.iris import Iris
from kb.log import EventLog
from kb.model import Article
from kb.model.identity import own_id
from kb.projections.folding.curating import curated_reading
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.service.history.asof import erasure_of
from kb.service.identity.naming import ErasedError

_MOST: Final = 500  # articles that left the graph, of which each is read once to say what was asked for in vain


class GoneArticleError(NotFoundError):
    """An article was in the graph, and is not any more.

    Attributes:
        article, newer: its id, and that of the text that took its place, "" for none.
        title: of the article, "" for none.
        position, actor, recorded_at, why: the event that took it out, by whom, when, and the reason given, "" for none.
    """

    code = "gone-article"

    def __init__(self, article: str, by: Recorded, *, newer: str = "", title: str = "") -> None:
        self.article = article
        self.title = title
        self.newer = newer
        self.position = by.position
        self.actor = by.envelope.actor
        self.recorded_at = by.envelope.recorded_at
        self.why = by.event.reason if isinstance(by.event, ArticleWithdrawn) else ""
        what = f"corrected: article-{newer} took its place by" if newer else "withdrawn by"
        why = f" ({self.why})" if self.why else ""
        back = f"Name article-{newer}" if newer else f"`kb undo {self.position}` brings it back"
        super().__init__(
            f"article-{article} was {what} event {self.position} by {self.actor}, {self.recorded_at[:19]}Z{why}; "
            "nothing of it is in the graph.",
            hint=f"{back}; as of event {self.position - 1} it is still there.",
        )


def former_owner(tables: Tables, sources: LogSources, iris: Iris, name: str) -> str:
    """Return the article, withdrawn or replaced, whose reading has what a name of the graph stands for; "" if none.

    Args:
        name: the last part of its IRI: event-ID, claim-ID, entity-ID ...
    """
    left = {one: by for one in tables.parts("article") if (by := left_by(tables, one))}
    newest = sorted(left, key=lambda one: left[one], reverse=True)  # whoever told of it last is why it is there no more
    kind, _, identifier = name.partition("-")
    for article in newest if kind in ("entity", "happening") else ():
        members = tables.keys("member", article)
        if any(identifier == (tables.get("link", article, one) or own_id(article, one)) for one in members):
            return article
    for article in newest[:_MOST]:
        reading = curated_reading(tables, sources, article)
        if reading is not None and name in _names(*reading, iris):
            return article
    return ""


def left_by(tables: Tables, article: str) -> int:
    """Return the position of the event by which an article left the graph; 0 for one that is there, or never was."""
    row = tables.get("article", article) or {}
    if by := row.get("withdrawn"):
        return int(by)
    if newer := row.get("replaced_by"):
        return int((tables.get("article", newer) or {"position": 1})["position"])
    return 0


def _names(article: Article, curated: Curated, iris: Iris) -> set[str]:
    read = curated.extraction
    items = [one.id for some in (read.events, read.statements, read.figures, read.offices) for one in some]
    nodes = [iris.local(article.id, one) for one in items]
    nodes += [part.claim for part in Claims(article, read, iris).all() if part.claim]
    return {node.value.rpartition("/")[2] for node in nodes}


def refuse_gone(tables: Tables, log: EventLog, article: str) -> None:
    """Say what became of an article that left the graph.

    Raises:
        GoneArticleError, ErasedError: as said.
    """
    row = tables.get("article", article)
    if row is None:
        if position := erasure_of(log, article):
            raise ErasedError(article, position)
    elif by := left_by(tables, article):
        newer = "" if row.get("withdrawn") else str(row["replaced_by"])
        sources = LogSources(log)
        title = sources.article(int(row["position"])).title
        raise GoneArticleError(article, sources.recorded(by), newer=newer, title=title)
