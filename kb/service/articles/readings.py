"""A second look at stored articles: compared with another reading, or read again.

Input: an opened knowledge base and extractors. Output: kb.service.articles.comparing.Comparison;
a kb.service.articles.rereading.Rereader.
Comparing never writes an event.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from kb.extraction.protocol import Extractor
from kb.model import Article
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views
from kb.service.articles.comparing import Comparison, compare
from kb.service.articles.rereading import Rereader
from kb.service.articles.stored import stored_article
from kb.service.identity.describing import Describer
from kb.service.identity.linking import Linker
from kb.service.intake.extracting import ArticleReader, unread_note
from kb.service.intake.vetting import Vetted
from kb.service.knowledge_base import KnowledgeBase, OnWait

RECORDED: Final = "recorded"  # in place of an extractor: the reading in force


@dataclass(frozen=True, slots=True)
class Compared:
    """Two readings of one article.

    Attributes:
        article: as stored.
        comparison: what they tell differently.
        rejected: claims and answers that each had left out.
        notes: what is to be said about each.
    """

    article: Article
    comparison: Comparison
    rejected: tuple[int, int]
    notes: tuple[str, ...] = ()


def compare_readings(kb: KnowledgeBase, article: str, extractors: Sequence[Extractor | None]) -> Compared:
    """Read a stored article with two extractors and return what differs.

    Args:
        kb: nothing is written to it but projections that lag behind.
        article: its id.
        extractors: two; None stands for the reading in force.

    Raises:
        NoArticleError, LeftArticleError: see kb.service.articles.stored.stored_article.
        KbError: an extractor broke off.
    """
    kb.catch_up()
    with kb.catalog_connection() as connection:
        stored, old, _ = stored_article(Views(Tables(connection)), LogSources(kb.log), article)
    judge = kb.parts.judge()
    found = [
        Vetted(old) if one is None else ArticleReader(one, kb.base_iri, judge).read(stored, f"article-{article}")
        for one in extractors
    ]
    first, second = found
    notes = [note for one in found if (note := unread_note(one.extraction))]
    return Compared(
        stored,
        compare(stored, first.extraction, second.extraction),
        (first.left_out, second.left_out),
        tuple(dict.fromkeys(notes)),
    )


@contextmanager
def rereading(kb: KnowledgeBase, extractor: Extractor, on_wait: OnWait | None = None) -> Iterator[Rereader]:
    """Hold the home's lock and read articles again: ``with rereading(kb, x) as again: again.read_again(id)``.

    Raises:
        HomeBusyError, ReadOnlyError, DiskFullError: see Home.write_lock.
    """
    with kb.writing(on_wait) as projections:
        kb.adopt_ontology()
        projections.advance(kb.log)
        gazetteer = kb.parts.gazetteer()
        yield Rereader(
            kb.log,
            projections,
            ArticleReader(extractor, kb.base_iri, kb.parts.judge()),
            Linker(projections.catalog, kb.parts.coarse()),
            Describer(projections.catalog, gazetteer) if gazetteer else None,
        )
