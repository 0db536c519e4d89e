"""An article is withdrawn: it leaves the graph with all that rests on it; the log keeps it.

Input: an opened knowledge base, the id of an article, a reason. Output: events, in one append; a Withdrawal.
Never: leaves a link, description or count behind that only this article was the ground of; changes what as-of shows.
Undoing the withdrawal (`kb undo`) brings all of it back.
"""

from dataclasses import dataclass

from kb.errors import ConflictError, InputError
from kb.events import ArticleWithdrawn, DomainEvent
from kb.events.streams import RESOLUTION, article_stream
from kb.log import Append
from kb.projections.catalog.trial import trial
from kb.projections.folding.revisions import revisions
from kb.projections.folding.standing import Standing
from kb.projections.folding.views import Views
from kb.projections.opening import Projections
from kb.resolution.decision import RULE
from kb.service.articles.relinking import Relinker, rests_on
from kb.service.articles.stored import NoArticleError
from kb.service.identity.describing import Describer
from kb.service.identity.linking import Linker
from kb.service.intake.adding import GAZETTEER
from kb.service.knowledge_base import KnowledgeBase, OnWait


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What became of an article that was withdrawn.

    Attributes:
        article: its id.
        title: its title.
        actor: who withdrew it, as the log has it.
        reason: why.
        position: of the event that withdrew it; `kb undo` takes it.
        relinked: how many decisions on who is who were taken anew.
        described: how many descriptions of places were.
    """

    article: str
    title: str
    actor: str
    reason: str
    position: int
    relinked: int = 0
    described: int = 0


class NotThereError(ConflictError):
    """The article has left the graph already, by withdrawal or correction."""

    code = "left-article"

    def __init__(self, article: str, why: str, hint: str) -> None:
        self.article = article
        super().__init__(f"article-{article} {why}.", hint=hint)


class NoReasonError(InputError):
    """A decision that others will want to understand has no reason."""

    code = "no-reason"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} needs a reason.", hint="Say why in a few words, with --reason.")


def live_row(standing: Standing, article: str) -> dict[str, object]:
    """Return what the fold keeps of an article that is in the graph.

    Raises:
        NoArticleError: there is none of this id.
        NotThereError: it was withdrawn, erased or replaced; says by what.
    """
    row = standing.views.article_row(article)
    if row is None:
        raise NoArticleError(article)
    if by := row.get("withdrawn"):
        hint = f"`kb undo {by}` brings it back; `kb log` shows who withdrew it, and why."
        raise NotThereError(article, f"was withdrawn already, by event {by}", hint)
    if newer := row.get("replaced_by"):
        hint = f"The text in force is article-{newer}; name that one."
        raise NotThereError(article, f"was corrected: article-{newer} took its place", hint)
    return row


def added_again(views: Views, article: str, withdrawal: int) -> tuple[int, str] | None:
    """Return the event that added an article again after its withdrawal, or an earlier text of it, and which text."""
    texts = revisions(article, views.article_row)
    came = max((int((views.article_row(one) or {}).get("position", 0)), one) for one in texts)
    return came if came[0] > withdrawal else None


def withdraw(
    kb: KnowledgeBase, article: str, reason: str, on_wait: OnWait | None = None, *, actor: str = ""
) -> Withdrawal:
    """Take an article out of the graph, with all that rests on it alone.

    Args:
        kb: opened for writing.
        article: its id, as `kb list articles` has it.
        reason: why; kept in the log.
        actor: who withdraws it, "person:NAME"; the knowledge base's own actor if it is not said.

    Raises:
        NoReasonError: *reason* says nothing.
        NoArticleError, NotThereError: see live_row.
        HomeBusyError, ReadOnlyError, DiskFullError: see Home.write_lock.
    """
    with kb.writing(on_wait) as projections:
        row = live_row(projections.catalog, article)
        if not reason.strip():  # of an article that is not there nobody has to say why
            raise NoReasonError("Withdrawing an article")
        title = projections.catalog.sources.article(int(str(row["position"]))).title
        event = ArticleWithdrawn(article, reason.strip())
        stream = article_stream(article)
        leaving = Append(stream, kb.log.stream_version(stream), [event], actor or kb.actor)
        following = consequences(kb, projections, article, event)
        position = kb.log.append_batch([leaving, *following])[0].position
        projections.advance(kb.log)
    made = {actor: sum(len(part.events) for part in following if part.actor == actor) for actor in (RULE, GAZETTEER)}
    return Withdrawal(article, title, actor or kb.actor, event.reason, position, made[RULE], made[GAZETTEER])


def consequences(kb: KnowledgeBase, projections: Projections, article: str, event: DomainEvent) -> list[Append]:
    """Return what is to be recorded right behind *event*: decisions on who is who, and descriptions of places.

    Args:
        projections: caught up, with the article.
        article: the one that leaves.
        event: by which it leaves; the first of the batch that the result belongs to.
    """
    catalog = projections.catalog
    resting = rests_on(catalog, article)
    told = catalog.tables.keys("told", article)
    if not resting and not told:
        return []
    version = kb.log.stream_version(RESOLUTION)
    with trial(catalog, kb.log) as tried:
        position = tried.suppose(article_stream(article), [event], kb.actor)
        gazetteer = kb.parts.gazetteer() if told else None
        relinker = Relinker(
            tried,
            Linker(tried.catalog, kb.parts.coarse()),
            Describer(tried.catalog, gazetteer) if gazetteer else None,
            position,
        )
        links, described = relinker.links(resting), relinker.descriptions(told)
    batch = [Append(RESOLUTION, version, links, RULE, caused_by=0)] if links else []
    version += len(links)
    for cause, events in described.items():
        batch.append(Append(RESOLUTION, version, events, GAZETTEER, cause=cause))
        version += len(events)
    return batch
