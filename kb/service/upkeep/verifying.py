"""The proof that a home is what its log says: chain, payloads, articles, catalog and graph, on several processors.

Input: an opened knowledge base; a head hash or a public key kept elsewhere. Output: a Proof.
Never: writes to the log. Repairing rebuilds what is derived from it, and only if the log itself is sound.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from kb.errors import IntegrityError, KbError, LockedError, StorageError
from kb.events import ArticleAdded, ArticleCorrected, Erased
from kb.log import Home
from kb.log.chain import BrokenChainError
from kb.projections import verify
from kb.projections.past.generation_proof import verify_generations
from kb.projections.past.proof import verify_snapshots
from kb.projections.verify import MOST, Difference
from kb.service.knowledge_base import KnowledgeBase, OnWait
from kb.service.remaking import remake
from kb.service.stopped import noting
from kb.service.upkeep.kept_head import check_against

_SMALL: Final = 1000  # events below which starting processes takes longer than the work
_MOST_JOBS: Final = 4  # by itself; memory for a store and a catalog is needed in each
_TRIES: Final = 3
_SHARES: Final = 2  # of the graph, a job: so that one that is slow holds nobody up

OnStep = Callable[[int, int], None]
"""Told how many steps of how many are done: shares of the projections, each snapshot, each generation."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved, and what was found.

    Attributes:
        events: envelopes of the log, each chained and its payload matching its hash.
        head: hash of the last one.
        articles: those that were added; *texts* are theirs, one more for each time that one was corrected or filed
            anew: all match the hash in their name.
        quads: quads that the graph should have.
        rows: rows that the catalog should have.
        differences: the first MOST, empty if all is as it should be.
        repaired: differences that were found and mended, as they were.
        snapshots: states of the past that were held to a replay up to their event.
        generations: of the graph, each held quad by quad to the sound graph, taken back to its event.
        against: event of the log that has the head hash which was kept elsewhere, 0 if none was given.
    """

    events: int
    head: str
    articles: int
    texts: int
    quads: int
    rows: int
    differences: tuple[Difference, ...]
    repaired: tuple[Difference, ...] = ()
    snapshots: int = 0
    generations: int = 0
    against: int = 0


def prove(
    kb: KnowledgeBase,
    *,
    jobs: int | None = None,
    repair: bool = False,
    against: tuple[str, int | None] | None = None,
    on_wait: OnWait | None = None,
    on_step: OnStep | None = None,
) -> Proof:
    """Verify the home.

    Projections that merely lag behind the log are brought up to date first,
    where this user may write.

    Args:
        jobs: processes; None for as many as the machine has processors, up to 4, and one for a small log.
        repair: rebuild the projections if they are not what the log says, then look again.
        against: a head hash kept elsewhere, with the position it was at if that is known.

    Raises:
        BrokenChainError: the log is damaged; names the position. Nothing is repaired.
        OtherHistoryError: the log does not contain *against*.
        ProjectionStoppedError: an event cannot be taken in.
        StorageError: a projection cannot be read, and *repair* is not set.
    """
    kept_at = check_against(kb, *against) if against is not None else 0
    steps = _Steps(on_step)
    try:
        proof = _with_snapshots(kb, replace(_prove(kb, jobs, on_wait, steps), against=kept_at), repair, steps)
        if not proof.differences or not repair:
            return proof
        mended = proof.differences
    except BrokenChainError:
        raise
    except (StorageError, IntegrityError) as error:
        if not repair or not _derived(kb, error):
            raise
        mended = (Difference("projections", kb.home.name, "unusable", str(error)),)
    with kb.home.write_lock(kb.settings.lock_timeout, on_wait), noting(kb.home, anew=True):
        remake(kb)
    proof = _with_snapshots(kb, _prove(kb, jobs, on_wait, steps), repair, steps)
    return replace(proof, against=kept_at, repaired=mended)


class _Steps:
    """How many steps are done, and how many there are, which may grow."""

    def __init__(self, on_step: OnStep | None) -> None:
        self._on_step = on_step
        self._done = self._all = 0

    def ahead(self, number: int) -> None:
        self._all += number

    def done(self) -> None:
        self._done += 1
        if self._on_step:
            self._on_step(self._done, self._all)


def _with_snapshots(kb: KnowledgeBase, proof: Proof, repair: bool, steps: _Steps) -> Proof:
    """Hold the snapshots of the past to replays too, generations to the sound graph; repair removes what differs."""
    count = generations = 0
    found: list[Difference] = []
    for snapshot, differences in verify_snapshots(kb.past, repair=repair):
        count += 1
        steps.done()
        name = f"snapshot of event {snapshot.position}:"
        found += [replace(one, projection=f"{name} {one.projection}") for one in differences]
    for _, differences in verify_generations(kb.past, whole=not proof.differences, repair=repair):
        generations += 1
        steps.done()
        found += differences
    if repair and not proof.differences:
        return replace(proof, snapshots=count, generations=generations, repaired=tuple(found[:MOST]))
    differences = (*proof.differences, *found)[:MOST]
    return replace(proof, snapshots=count, generations=generations, differences=differences)


def _derived(kb: KnowledgeBase, error: KbError) -> bool:
    """Say whether the log is sound, so that *error* is one of what is derived from it."""
    if isinstance(error, LockedError):
        return False
    kb.log.verify()
    return True


def _prove(kb: KnowledgeBase, jobs: int | None, on_wait: OnWait | None, steps: _Steps) -> Proof:
    """Verify the home; again, if another machine erased meanwhile, so that log and replay are of two states."""
    for left in reversed(range(_TRIES)):
        began = kb.position
        try:
            proof = _proved(kb, jobs, on_wait, steps)
            if not (proof.differences and left and _erased_since(kb, began)):
                return proof
        except IntegrityError:
            if not (left and _erased_since(kb, began)):
                raise
    raise AssertionError("unreachable")


def _erased_since(kb: KnowledgeBase, position: int) -> bool:
    return next(kb.log.read(after=position, limit=1, types=[Erased.TYPE]), None) is not None


def _proved(kb: KnowledgeBase, jobs: int | None, on_wait: OnWait | None, steps: _Steps) -> Proof:
    kb.log.check_end()
    goal = kb.position
    kb.catch_up()
    steps.ahead(len(kb.past.snapshots.all()) + len(kb.past.generations.all()))
    lock = kb.home.write_lock(kb.settings.lock_timeout, on_wait) if kb.home.writable else nullcontext()
    with lock, tempfile.TemporaryDirectory(prefix="kb-verify-") as folder:
        until = max(goal, kb.standing())  # another machine may add to the log at any time
        if jobs is None:
            jobs = 1 if until < _SMALL else min(os.cpu_count() or 1, _MOST_JOBS)
        return _Run(kb.home, until, Path(folder) / "catalog.sqlite", jobs, steps).proof()


class _Run:
    """The steps of one verification, spread over processes."""

    def __init__(self, home: Home, until: int, fresh: Path, jobs: int, steps: _Steps) -> None:
        self._home = home
        self._until = until
        self._fresh = fresh
        self._jobs = jobs
        self._shares = jobs * _SHARES if jobs > 1 else 1
        self._steps = steps
        steps.ahead(self._shares + 4)

    def proof(self) -> Proof:
        home, until, fresh = self._home, self._until, self._fresh
        with _processes(self._jobs) as submit:
            chain = submit(_chain, home)
            folded = submit(_replay, home, fresh, until)
            texts = submit(_articles, home, until)
            events, head = self._result(chain)  # a broken chain is told before what follows from it
            rows, differing = self._result(folded)
            shares = [submit(_share, home, fresh, share, self._shares) for share in range(self._shares)]
            (articles, all_texts), wrong = self._result(texts)
            found = [*verify.files(home.graph_path), *wrong, *differing]
            quads = 0
            for share in shares:
                count, differing = self._result(share)
                quads += count
                found += differing
            if len(found) < MOST:
                found += self._result(submit(_strays, home, fresh, quads))
        return Proof(events, head, articles, all_texts, quads, rows, tuple(dict.fromkeys(found))[:MOST])

    def _result(self, step: "Future[Any]") -> Any:
        result = step.result()
        self._steps.done()
        return result


@contextmanager
def _processes(jobs: int) -> "Iterator[Callable[..., Future[Any]]]":
    """Lend a function that has work done: in processes, or at once in this one where *jobs* is 1."""
    if jobs <= 1:
        yield _at_once
        return
    # spawn: threads of the engines, which a fork would lose, may run in this process
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        try:
            yield pool.submit
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _at_once(work: Callable[..., Any], *args: Any) -> "Future[Any]":
    future: Future[Any] = Future()
    future.set_result(work(*args))
    return future


def _chain(home: Home) -> tuple[int, str]:
    with closing(home.event_log(read_only=True)) as log:
        events = log.verify()
        last = next(log.envelopes(events - 1), None)
        return events, last.hash if last else ""


def _articles(home: Home, until: int) -> tuple[tuple[int, int], list[Difference]]:
    """Hold every stored text to the hash that is its name.

    Returns:
        How many articles were added and how many versions there are of them, and the first differences.
    """
    articles, texts, found = set[str](), 0, list[Difference]()
    with closing(home.event_log(read_only=True)) as log:
        for recorded in log.read(types=[ArticleAdded.TYPE, ArticleCorrected.TYPE]):
            event = recorded.event
            if recorded.position > until or not isinstance(event, ArticleAdded | ArticleCorrected):
                continue
            texts += 1
            if isinstance(event, ArticleAdded):
                articles.add(event.article_id)
            if event.article.id != event.article_id:
                said = f"its text has the hash {event.article.id}"
                found.append(Difference("article", f"article-{event.article_id}", "text", said))
    return (len(articles), texts), found[:MOST]


def _replay(home: Home, fresh: Path, until: int) -> tuple[int, list[Difference]]:
    with closing(home.event_log(read_only=True)) as log:
        return verify.replay(home, log, fresh, until)


def _share(home: Home, fresh: Path, share: int, shares: int) -> tuple[int, list[Difference]]:
    with closing(home.event_log(read_only=True)) as log:
        return verify.graph_share(home, log, fresh, share, shares)


def _strays(home: Home, fresh: Path, expected: int) -> list[Difference]:
    with closing(home.event_log(read_only=True)) as log:
        return verify.strays(home, log, fresh, expected)
