"""A person answers what the queue asks: the same, different, cannot say; and takes an answer back.

Input: an opened knowledge base, the id of a question, an answer, who answers and why. Output: one event, and Done.
Never: guesses an answer; asks again what was answered.
"""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from kb.errors import InputError
from kb.events import EntitiesLinked, HappeningsLinked, PairLeftOpen
from kb.events.streams import CURATION, RESOLUTION
from kb.model.identity import own_id
from kb.projections.folding.judging import in_force
from kb.projections.opening import Projections
from kb.service.curation.deciding import Done, record
from kb.service.curation.identifying import Identifier
from kb.service.curation.parting import Parter
from kb.service.curation.undoing import Undoer
from kb.service.knowledge_base import KnowledgeBase, OnWait
from kb.service.review.behind import asked_by
from kb.service.review.items import Item, NoSuchItemError
from kb.service.review.queue import Queue, queue
from kb.service.review.rivals import Rival, rivals
from kb.service.review.sides import Side, SideMaker

ANSWERS: Final = ("same", "different", "unsure")
_AT_ONCE: Final = 8  # questions made out at once, to find one that was not skipped
_READY: Final = 24  # questions made out before somebody asks for them
_ANSWERING: Final = 1.0  # seconds in which a question is looked for that is answered
_PART: Final = 0.25  # seconds in which nobody else may write to the queue
_PAUSE: Final = 0.15  # seconds after them; who waits for a file of SQLite looks every tenth of one


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its two sides; *rivals*: what else they might be, where one question alone is asked for."""

    item: Item
    sides: tuple[Side, Side]
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class Questions:
    """Some of the open questions.

    Attributes:
        total: how many there are.
        items: those of this part, the most worthwhile first.
        position: of the log that they hold for.
        unseen: how many articles are not compared with others yet.
        settled: whether nothing is left to be looked at that may change them.
    """

    total: int
    items: tuple[Question, ...]
    position: int
    unseen: int = 0
    settled: bool = True


def questions(
    kb: KnowledgeBase,
    *,
    kind: str = "",
    why: str = "",
    entity: str = "",
    limit: int = 20,
    offset: int = 0,
    quoted: int | None = None,
    within: float | None = None,
    left: bool = False,
) -> Questions:
    """Return open questions, the most worthwhile first.

    Args:
        kb: an opened home.
        kind: only of entity or event.
        why: only near, contradicted or weak.
        entity: only about this canonical id.
        limit: at most so many; 0 for all.
        offset: how many to leave out.
        quoted: of how many of them sides quote the articles that tell of them, of all for None; of the others they
            say what they are called and which article is the first.
        within: seconds that may go into what is not looked at yet; None for all that it takes, 0 where another looks.
        left: whether what came in is left to another who looks at it, all of it.
    """
    with queue(kb, within, left=left) as open_:
        found = open_.items(limit or -1, kind, why, entity, offset=offset)
        maker = SideMaker(open_.catalog, kb.log)
        asked = tuple(
            Question(item, maker.sides(item, quoted=quoted is None or n < quoted)) for n, item in enumerate(found)
        )
        return Questions(open_.count(kind, why, entity), asked, open_.position, open_.unseen, open_.settled)


def question(kb: KnowledgeBase, identifier: str, within: float | None = None, *, left: bool = False) -> Question:
    """Return one open question; *within* and *left* as for *questions*.

    Raises:
        NoSuchItemError: there is none of this id.
    """
    with queue(kb, within, left=left) as open_:
        return _whole(open_, kb, open_.item(identifier))


def next_question(
    kb: KnowledgeBase, without: Collection[str] = (), *, kind: str = "", why: str = "", entity: str = ""
) -> tuple[Question | None, int]:
    """Return the most worthwhile question that is not one of *without*, None if there is none, and how many are left.

    Filters as in questions.
    """
    with queue(kb) as open_:
        total = open_.count(kind, why, entity)
        for offset in range(0, total, _AT_ONCE):
            for item in open_.items(_AT_ONCE, kind, why, entity, offset=offset):
                if item.id not in without:
                    left = total - sum(open_.has(one, kind, why, entity) for one in set(without))
                    return _whole(open_, kb, item), left
        return None, 0


def _whole(open_: Queue, kb: KnowledgeBase, item: Item) -> Question:
    maker = SideMaker(open_.catalog, kb.log)
    return Question(item, maker.sides(item), rivals(open_, maker, item))


def prepare(kb: KnowledgeBase, stopped: Callable[[], bool] = lambda: False) -> int:
    """Look at what came in since the last time, make out what can be among the first; return how many wait.

    Works part by part, so that whoever asks meanwhile finds what there is, and need not wait for the end.

    Args:
        kb: an opened home.
        stopped: says whether to leave the rest.
    """
    while True:
        with queue(kb, _PART) as open_:
            for kind in ("", "entity", "event"):
                open_.items(_READY, kind)
            total, settled = open_.count(), open_.settled
        if settled or stopped():
            return total
        time.sleep(_PAUSE)


class Reviewer:
    """Records answers. The caller holds the home's lock; projections have caught up."""

    def __init__(self, kb: KnowledgeBase, projections: Projections, actor: str) -> None:
        self._kb = kb
        self._projections = projections
        self._tables = projections.catalog.tables
        self._actor = actor

    def answer(self, item: Item, answer: str, reason: str = "", seen: int = 0) -> Done:
        """Record an answer.

        Args:
            item: the question.
            answer: one of ANSWERS.
            reason: why.
            seen: refuse if somebody decided about the same after this position.

        Raises:
            InputError: it is no answer.
            EntityStateError, MeanwhileError, NothingCalledError: it does not stand any more; says why.
        """
        if answer not in ANSWERS:
            raise InputError(f"{answer!r} is no answer.", hint=f"Say {', '.join(ANSWERS)}.")
        if answer == "unsure":
            return self._unsure(item, reason)
        if item.why == "weak":
            return self._one(item, reason) if answer == "same" else self._parter().part(*item.pair, reason, seen)
        prefix = "entity" if item.kind == "entity" else "happening"
        one, other = (f"{prefix}-{each}" for each in self._ranked(item))
        identifier = Identifier(self._kb, self._projections, self._actor)
        if answer == "same":
            return identifier.merge(one, other, reason, seen)
        return identifier.keep_apart(one, other, reason, seen)

    def undo(self, identifier: str, reason: str = "") -> Done:
        """Take back the last answer in force to a question.

        Raises:
            NoSuchItemError: it has none.
        """
        bare = identifier.removeprefix("review-")
        for position in reversed([int(part) for part in self._tables.parts("decision")]):
            if self._asked(position) == bare and in_force(self._tables, position):
                return Undoer(self._kb, self._projections, self._actor).undo(position, reason)
        raise NoSuchItemError(identifier)

    def _asked(self, position: int) -> str:
        return asked_by(self._tables, position)

    def _unsure(self, item: Item, reason: str) -> Done:
        event = PairLeftOpen(item.asked, item.bits, item.against, (reason,) if reason else ())
        position = record(self._kb, self._projections, event, self._actor, 0, CURATION)
        said = "It is left open, and asked again when other evidence comes."
        return Done(position, self._actor, said)

    def _one(self, item: Item, reason: str) -> Done:
        """Record that the two members that alone hold one together are one."""
        targets = [self._target(name) for name in item.pair]
        kind = EntitiesLinked if item.kind == "entity" else HappeningsLinked
        event = kind(targets[0], item.pair, item.bits, (reason,) if reason else ())
        position = record(self._kb, self._projections, event, self._actor, 0, RESOLUTION)
        return Done(position, self._actor, f"{' and '.join(item.pair)} are one, whatever rules find.")

    def _target(self, member: str) -> str:
        article, local = member.split("#", 1)
        return str(self._tables.get("link", article, local) or own_id(article, local))

    def _ranked(self, item: Item) -> Sequence[str]:
        """Return the two ids, that first which keeps: of more articles, then of the earlier one."""
        articles = self._projections.catalog.views.articles_of

        def rank(one: str) -> tuple[int, int, str]:
            told = articles(one)
            came = [int((self._tables.get("article", each) or {}).get("position", 0)) for each in told]
            return -len(told), min(came, default=0), one

        return sorted(item.ids, key=rank)

    def _parter(self) -> Parter:
        return Parter(self._kb, self._projections, self._actor)


@contextmanager
def reviewing(kb: KnowledgeBase, actor: str = "", on_wait: OnWait | None = None) -> Iterator[Reviewer]:
    """Hold the home's lock and answer questions; see kb.service.curation.deciding.deciding."""
    with kb.writing(on_wait) as projections:
        yield Reviewer(kb, projections, actor or kb.actor)


def answer(kb: KnowledgeBase, identifier: str, said: str, actor: str = "", reason: str = "", seen: int = 0) -> Done:
    """Answer a question by its id, or take its answer back; see Reviewer.

    Args:
        said: one of ANSWERS, or undo.
    """
    if said == "undo":
        with reviewing(kb, actor) as reviewer:
            return reviewer.undo(identifier, reason)
    if said not in ANSWERS:
        raise InputError(f"{said!r} is no answer.", hint=f"Say {', '.join((*ANSWERS, 'undo'))}.")
    item = question(kb, identifier, _ANSWERING).item
    with reviewing(kb, actor) as reviewer:
        return reviewer.answer(item, said, reason, seen)
