"""Which articles' own names are one entity, or which reports one event, and the form that moves one elsewhere.

Input: kb.api.serving.ports.Reads. Output: values for templates. Decisions go by kb.api.pages.deciding.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kb.api.serving.ports import Reads
from kb.log import EventLog
from kb.projections.catalog.members import StandsFor, stands_for
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import ArticleRecord
from kb.service.identity.member_list import Listed, members_part

MEMBER: Final = "member"  # the part of a form that asks what a member stands for
BESIDE: Final = 5  # members shown beside a thing; its own page of them has more
ON_A_PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A member: what its article calls it, the article where it is one, and by which decision it is there."""

    listed: Listed
    article: ArticleRecord | None


@dataclass(frozen=True, slots=True)
class Members:
    """Some of those that are one.

    Attributes:
        total: how many there are.
        skipped: how many come before these.
    """

    rows: tuple[Row, ...]
    total: int
    skipped: int

    @property
    def after(self) -> int:
        """How many are skipped on the next page, 0 where this is the last."""
        seen = self.skipped + len(self.rows)
        return seen if self.rows and seen < self.total else 0


def members(then: Reads, log: EventLog, identifier: str, *, most: int, skip: int = 0) -> Members:
    """Return the members of an entity or happening by its canonical id, those first that came first."""
    with then.moment() as moment:
        total, found = members_part(moment, log, identifier, most, skip)
    with then.catalog() as catalog:
        papers = _papers(catalog, found)
    return Members(tuple(Row(one, papers.get(one.name.partition("#")[0])) for one in found), total, skip)


def _papers(catalog: CatalogReader, found: Iterable[Listed]) -> dict[str, ArticleRecord]:
    ids = sorted({one.name.partition("#")[0] for one in found})
    return {one.id: one for one in catalog.list_articles(ids=ids, limit=len(ids)).items} if ids else {}


def moving(catalog: CatalogReader, what: str, part: str) -> StandsFor | None:
    """Return what a member stands for that a form asks about; None where it asks about something else.

    Raises:
        NoSuchRecordError: no article in the graph has it.
    """
    return stands_for(catalog, what) if part == MEMBER else None
