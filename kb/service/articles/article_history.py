"""What became of one article: the texts that its publisher gave one after another, and the readings of each.

Input: a moment of a knowledge base, an article's id. Output: Text and ReadBy values, in the order of the log.
Never: says which text or reading is better; tells of what came after the moment.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb.errors import NotFoundError
from kb.events import ExtractionRecorded
from kb.events.streams import extraction_stream
from kb.model import Article, Extraction
from kb.projections.folding.revisions import revisions
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views
from kb.service.articles.comparing import Comparison, compare
from kb.service.history.asof import Moment
from kb.service.intake.adding import COUNTED


class NoReadingError(NotFoundError):
    """An event of the log records no reading of an article."""

    code = "no-reading"

    def __init__(self, article: str, position: int) -> None:
        self.article = article
        self.position = position
        super().__init__(
            f"Event {position} records no reading of article-{article}.",
            hint="The page of the article names its readings.",
        )


@dataclass(frozen=True, slots=True)
class Text:
    """One text of an article.

    Attributes:
        article: its id; every text has one of its own.
        position, recorded_at, actor: of the event that brought it.
        last: up to which event the graph had it, 0 if it still has.
        withdrawn: position of the event that took it out of the graph, 0 if none did.
        in_force: whether the graph has it.
    """

    article: str
    title: str
    position: int
    recorded_at: str
    actor: str
    last: int
    withdrawn: int
    in_force: bool


@dataclass(frozen=True, slots=True)
class ReadBy:
    """One reading of a text.

    Attributes:
        position, recorded_at, actor: of the event that records it.
        by: extractor and version.
        counts: kind -> how many.
        in_force: whether the graph is made from it.
    """

    position: int
    recorded_at: str
    actor: str
    by: str
    counts: Mapping[str, int]
    in_force: bool


def texts(moment: Moment, article: str) -> tuple[Text, ...]:
    """Return all texts of an article, that in force last."""
    with moment.connection() as connection:
        views, sources = Views(Tables(connection)), LogSources(moment.log)
        found = []
        for one in revisions(article, views.article_row):
            row = views.article_row(one)
            if row is None:
                continue
            recorded = sources.recorded(int(row["position"]))
            title = sources.article(recorded.position).title
            at = recorded.envelope
            withdrawn, live = int(row.get("withdrawn") or 0), views.article_is_live(one)
            newer = views.article_row(str(row.get("replaced_by") or "")) or {}
            left = withdrawn or int(newer.get("position", 0))
            last = 0 if live else max(left - 1, 0)
            found.append(Text(one, title, at.position, at.recorded_at, at.actor, last, withdrawn, live))
        return tuple(found)


def readings(moment: Moment, article: str) -> tuple[ReadBy, ...]:
    """Return all readings of one text, the first recorded first."""
    with moment.connection() as connection:
        row = Views(Tables(connection)).article_row(article) or {}
    now = int(row.get("extraction") or 0)
    found = []
    for recorded in _read(moment, article):
        assert isinstance(recorded.event, ExtractionRecorded)
        extraction, at = recorded.event.extraction, recorded.envelope
        counts = {kind: len(getattr(extraction, kind)) for kind in COUNTED}
        found.append(
            ReadBy(at.position, at.recorded_at, at.actor, _by(extraction), counts, in_force=at.position == now)
        )
    return tuple(found)


def compare_recorded(moment: Moment, article: str, first: int, second: int) -> tuple[Article, Comparison]:
    """Return a text, and what two readings of it tell differently, each by the position of its event.

    Raises:
        NoReadingError: an event records no reading of it.
    """
    found = {one.position: one.event.extraction for one in _read(moment, article)}
    for position in (first, second):
        if position not in found:
            raise NoReadingError(article, position)
    stored = stored_text(moment, article)
    return stored, compare(stored, found[first], found[second])


def stored_text(moment: Moment, article: str) -> Article:
    """Return a text as it was stored, whether the graph has it or not.

    Raises:
        NotFoundError: there is none of this id.
    """
    with moment.connection() as connection:
        row = Views(Tables(connection)).article_row(article)
    if row is None:
        raise NotFoundError(f"There is no article-{article}.", hint="/articles lists what there is.")
    return LogSources(moment.log).article(int(row["position"]))


def _read(moment: Moment, article: str) -> Iterator[Any]:
    for recorded in moment.log.read(stream=extraction_stream(article), types=[ExtractionRecorded.TYPE]):
        if recorded.position <= moment.position and isinstance(recorded.event, ExtractionRecorded):
            yield recorded


def _by(extraction: Extraction) -> str:
    return f"{extraction.extractor} {extraction.version}"
