"""What a publisher's new text would change, before it is recorded.

Input: an opened knowledge base, the id of an article, one outcome of kb.sources. Output: CorrectionPlan.
Never: writes; decides anew who is who: that is done when it is recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kb.graph.former import FormerClaim, former_claims
from kb.model import Article
from kb.projections.folding.curating import curated_reading
from kb.projections.folding.revisions import revisions
from kb.projections.folding.standing import StandingAt
from kb.service.articles.correcting import Carried, carry
from kb.service.articles.filing import filed_as
from kb.service.articles.revising import OneTextError, StoredTextError
from kb.service.articles.withdrawing import live_row
from kb.service.intake.adding import COUNTED
from kb.service.intake.extracting import ArticleReader, unread_note
from kb.service.intake.results import TooLongError
from kb.service.knowledge_base import KnowledgeBase
from kb.sources import Failed, Loaded, Outcome


@dataclass(frozen=True, slots=True)
class CorrectionPlan:
    """What becomes of what an article tells, if a new text takes its place.

    Attributes:
        old, new: the two texts; they are one if nothing changed.
        counts: entities, events ... -> how many before, how many then.
        keep: how many entities and events of the old text keep their ids.
        carried: how many of people's decisions go on applying.
        look_again: positions of people's decisions on words that changed.
        former: figures and statements that become former ones.
        notes: what is doubtful about the text, a sentence each.
    """

    old: Article
    new: Article
    counts: Mapping[str, tuple[int, int]]
    keep: int
    carried: int
    look_again: tuple[int, ...]
    former: tuple[FormerClaim, ...]
    notes: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """Whether the text is another one."""
        return self.old.id != self.new.id


def plan_correction(kb: KnowledgeBase, article: str, outcomes: list[Outcome]) -> CorrectionPlan:
    """Return what would change if a new text took the place of an article.

    Args:
        outcomes: what was read of the new text; exactly one.

    Raises:
        OneTextError: none, or several.
        NoArticleError, NotThereError: see kb.service.articles.withdrawing.live_row.
        StoredTextError: it is the text of another article.
        InputError: it cannot be read; says why.
    """
    if len(outcomes) != 1 or not isinstance(outcomes[0], Loaded | Failed):
        raise OneTextError(len(outcomes))
    outcome = outcomes[0]
    if isinstance(outcome, Failed):
        raise outcome.error
    if len(outcome.article.text) > kb.settings.max_characters:
        raise TooLongError(outcome.origin, len(outcome.article.text), kb.settings.max_characters)
    with kb.at() as moment, moment.connection() as connection:
        standing = StandingAt(connection, kb.log)
        row = live_row(standing, article)
        old = standing.sources.article(int(str(row["position"])))
        new = filed_as(outcome, old).article
        other = standing.views.article_row(new.id)
        if other and new.id not in revisions(article, standing.views.article_row) and not other.get("withdrawn"):
            raise StoredTextError(new.id, str(other.get("replaced_by", "")))
        before = curated_reading(standing.tables, standing.sources, article)
        reading = (
            ArticleReader(kb.parts.extractor(), kb.base_iri, kb.parts.judge()).read(new, outcome.origin).extraction
        )
        told = before[1].extraction if before else None
        same = new.id == old.id
        carried = Carried() if same else carry(standing, article, new, reading)
        former = () if same or told is None else tuple(former_claims((new, reading), (old, told)))
        counts = {kind: (len(getattr(told, kind)) if told else 0, len(getattr(reading, kind))) for kind in COUNTED}
    unread = unread_note(reading)
    notes = (unread,) if unread else reading.notes
    return CorrectionPlan(
        old, new, counts, len(carried.standing), len(carried.claims), tuple(carried.lost), former, tuple(notes)
    )
