"""A person's name is erased for legal need: out of every article and every event that holds it, while the rest stays.

Input: an opened knowledge base, a person by id or name, a reason. Output: one erased event, and in the same append the
articles, readings and decisions without the name; new projections; a PersonErasure.
Never: reads an article again; blanks a namesake; breaks the chain. Nothing brings the name back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from kb.errors import InputError, LockedError
from kb.log import Append
from kb.projections.opening import Projections
from kb.projections.runner import OnProgress
from kb.service.articles.withdrawing import NoReasonError
from kb.service.erasure.erasing import NotScrubbedError, finish
from kb.service.erasure.events import Rewriting
from kb.service.erasure.holding import Holding
from kb.service.erasure.whom import Whom, whom
from kb.service.knowledge_base import KnowledgeBase, OnWait


class NamingReasonError(InputError):
    """The reason, which stays in the log, holds the name that is to go."""

    code = "naming-reason"

    def __init__(self) -> None:
        super().__init__("The reason holds the name that is to be erased.", hint="It stays in the log: name nobody.")


@dataclass(frozen=True, slots=True)
class PersonErasure:
    """What was erased, or would be.

    Attributes:
        entity: canonical id of the person, which stays.
        names: the forms of the name, to be looked at beforehand.
        label: what the person is called from now on.
        articles: id of each text -> its id without the name.
        mentions: how many runs of characters are blanked in them.
        positions: of the events whose payloads are gone.
        position: of the event that says so, 0 before it was done.
        left: what could not be erased, a sentence each.
        removed: files and folders of the home that are gone for good.
    """

    entity: str
    names: tuple[str, ...]
    label: str
    articles: dict[str, str]
    mentions: int
    positions: tuple[int, ...]
    left: tuple[str, ...]
    position: int = 0
    removed: tuple[str, ...] = ()

    @classmethod
    def of(cls, made: Rewriting, *, position: int = 0, removed: tuple[str, ...] = ()) -> Self:
        """Return what a rewriting comes to."""
        about, left = made.whom, tuple(_left(made))
        articles = dict(made.renamed)
        return cls(
            about.entity,
            about.names.forms,
            about.label,
            articles,
            about.mentions,
            made.held.positions,
            left,
            position,
            removed,
        )


def foresee(kb: KnowledgeBase, what: str, on_wait: OnWait | None = None) -> PersonErasure:
    """Return what *erase_person* would do, and do nothing; raises as it does."""
    with kb.writing(on_wait) as projections:
        made, _ = _prepared(kb, projections, what, "foreseen")
        return PersonErasure.of(made)


def erase_person(
    kb: KnowledgeBase,
    what: str,
    reason: str,
    on_wait: OnWait | None = None,
    on_progress: OnProgress | None = None,
) -> PersonErasure:
    """Erase a person's names from all articles and events.

    Args:
        kb: opened for writing; its actor is who erases.
        what: id, IRI, name or alias of a person.
        reason: why; stays in the log, so it must name nobody.

    Raises:
        NoReasonError, NamingReasonError: the reason will not do.
        NothingCalledError, SeveralCalledError, NotAPersonError, NoNameError: see kb.service.erasure.whom.whom.
        NotScrubbedError: it is done but for the log's older pages.
        StorageError: the log cannot erase; see EventLog.erase.
    """
    if not reason.strip():
        raise NoReasonError("Erasing a person")
    with kb.writing(on_wait) as projections:
        made, batch = _prepared(kb, projections, what, reason.strip())
        before = kb.position
        try:
            kb.log.erase(batch)
        except LockedError:
            if kb.position == before:
                raise  # else it is recorded, and finish() tries again to overwrite what lay there
    try:
        removed = finish(kb, on_wait, on_progress)
    except LockedError as error:
        raise NotScrubbedError(before + 1) from error
    return PersonErasure.of(made, position=before + 1, removed=removed)


def _prepared(kb: KnowledgeBase, projections: Projections, what: str, reason: str) -> tuple[Rewriting, list[Append]]:
    about = whom(kb.log, projections.catalog, what)
    if about.names.within(reason):
        raise NamingReasonError
    held = Holding(kb.log, projections.catalog, about)
    held.collect()
    made = Rewriting(kb.log, projections.catalog, about, held, kb.actor)
    return made, made.batch(reason)


def _left(made: Rewriting) -> Iterator[str]:
    """Say what an erasure does not reach."""
    about: Whom = made.whom
    if about.namesakes:
        ids = ", ".join(f"article-{one}" for one in about.namesakes)
        yield f"The name, or a part of it, is somebody else's or nobody's that is known in {ids}: not touched."
    for graph in made.held.graphs:
        yield f"The imported graph {graph} holds the name: drop or replace it, then erase its event."
    for name in made.held.lists:
        yield f"The curated list {name} holds the name, and keeps it in the log: add it anew without the person."
    if made.held.unreached:
        at = ", ".join(str(one) for one in made.held.unreached)
        yield f"The name is that of an actor, or in a reason that stays, in events {at}."
    for lost in made.lost:
        yield f"The decision of event {lost} was about words that are not found any more: look again."
