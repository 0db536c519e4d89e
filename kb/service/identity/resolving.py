"""Everything, or one article, judged anew by the rules of today: a plan to look at first, then one append.

Input: an opened knowledge base. Output: a Plan: who would be linked to whom, who parted from whom, by which weights;
the events that do it.
Never: writes before it is told to; overturns a person; writes a plan that the log has gone beyond. All goes in with one
append or none does.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kb.errors import ConflictError
from kb.events import EntitiesKeptApart, EntitiesLinked
from kb.events.streams import RESOLUTION
from kb.log import Append, EventLog
from kb.model.identity import own_id
from kb.projections.catalog.projection import MEMORY, Catalog
from kb.projections.catalog.trial import Trial
from kb.projections.folding.members import split
from kb.projections.folding.views import prevailing
from kb.service.articles.withdrawing import live_row
from kb.service.identity.rejudging import Links, Rejudge
from kb.service.identity.resolve_plan import Change, Plan
from kb.service.identity.weighing import rule_of

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase, OnWait

ROUNDS: Final = 10  # in which articles around a change, and then all, are looked at again
RUNS: Final = 12  # of such rounds, each beginning where the last one ended

Around = Callable[[Sequence[str]], Iterable[str]]  # how far it is may be shown


class LogMovedOnError(ConflictError):
    """Somebody wrote to the log since a plan was made."""

    code = "log-moved-on"

    def __init__(self, planned: int, now: int) -> None:
        self.planned = planned
        self.position = now
        super().__init__(
            f"The plan was made at event {planned}, and the log is at {now}.", hint="Run `kb resolve` again, and look."
        )


def plan(kb: "KnowledgeBase", article: str = "", around: Around = lambda articles: articles) -> Plan:
    """Return what judging anew would change: all articles, or one and those around what changes.

    Args:
        kb: an opened home.
        article: id of the one, "" for all.
        around: shown the articles of each round, yields them.

    Raises:
        NoArticleError, NotThereError: see kb.service.articles.withdrawing.live_row.
    """
    kb.catch_up()
    with kb.catalog_connection() as connection, _trial(connection, kb.log) as tried:
        catalog = tried.catalog
        if article:
            live_row(catalog, article)
        rows = catalog.connection.execute("SELECT id FROM articles ORDER BY position").fetchall()
        articles = [article] if article else [str(row[0]) for row in rows]
        return _Planner(kb, connection, tried).made(articles, around)


def carry_out(kb: "KnowledgeBase", made: Plan, on_wait: "OnWait | None" = None) -> int:
    """Record a plan in one append and return the position reached.

    Raises:
        LogMovedOnError: the log has gone on since it was made.
        HomeBusyError, ReadOnlyError, DiskFullError: see Home.write_lock.
    """
    with kb.writing(on_wait) as projections:
        if kb.log.position() != made.position:
            raise LogMovedOnError(made.position, kb.log.position())
        batch = [Append(RESOLUTION, kb.log.stream_version(RESOLUTION), list(made.events), made.rule)]
        position = kb.log.append_batch(batch)[-1].position
        projections.advance(kb.log)
        return position


@contextmanager
def _trial(connection: sqlite3.Connection, log: EventLog) -> Iterator[Trial]:
    copy = Catalog(MEMORY, log)
    try:
        connection.backup(copy.connection)
        yield Trial(copy)
    finally:
        copy.close()


State = dict[str, Links]  # member -> the link by which it stands for another than at first


class _Planner:
    def __init__(self, kb: "KnowledgeBase", before: sqlite3.Connection, tried: Trial) -> None:
        self._tried = tried
        self._catalog = tried.catalog
        self._position = tried.catalog.position
        self._rule = rule_of(tried.catalog.tables)
        self._rejudge = Rejudge(tried.catalog, kb.parts.coarse())
        self._called = _Labels(before)
        self._stood: dict[str, str] = {}  # member -> whom it stood for at first
        self._had: dict[str, set[str]] = {}  # member -> whom it stood for on the way
        self._frozen: set[str] = set()  # went back: two articles, each with its own neighbours, see it differently
        self._last: dict[str, Links] = {}
        self._apart: dict[tuple[str, str], EntitiesKeptApart] = {}

    def made(self, articles: Sequence[str], around: Around) -> Plan:
        """Return the plan after which another one would be empty.

        A run ends in a state that hangs on the one it began with alone. Runs follow each other until one ends where it
        began. Where they come round instead, the first state of the circle in order of ids is taken: from there the
        next command comes round to it again.
        """
        states: list[State] = [{}]
        settled = False
        for _ in range(RUNS):
            quiet = self._run(articles, around)
            states.append({name: link for name, link in self._last.items() if self._stands(name) != self._stood[name]})
            if settled := quiet or _targets(states[-1]) in map(_targets, states[:-1]):
                break
        circle = self._circle(states) if settled else states[-1:]
        chosen = self._chosen(circle)
        at_odds = {name for state in circle for name in state if name not in chosen} | self._frozen
        changes = tuple(self._change(link) for link in chosen.values())
        notes = [event for pair, event in self._apart.items() if all(map(self._lives, pair))]
        events = (*chosen.values(), *notes)
        disputed = tuple(sorted(name for name in at_odds if self._stands(name) == self._stood[name]))
        return Plan(self._position, len(articles), changes, len(notes), disputed, settled, events, self._rule)

    def _run(self, articles: Sequence[str], around: Around) -> bool:
        """Judge all, then what is around the changes until that is quiet, then all once more.

        Returns:
            Whether another run would do nothing: nobody was seen in two ways, and the last look changed nothing.
        """
        self._had, self._frozen = {}, set()
        waiting, whole = list(articles), True
        for _ in range(ROUNDS):
            moved: set[str] = set()
            for article in around(waiting):
                moved |= self._look(article)
            if whole and not moved:
                return not self._frozen
            whole = not moved
            waiting = list(articles) if whole else self._near(moved)
        return False

    @staticmethod
    def _circle(states: Sequence[State]) -> Sequence[State]:
        """Return the states through which runs come round for ever; the last one alone if they stand still."""
        last = _targets(states[-1])
        before = [n for n, state in enumerate(states[:-1]) if _targets(state) == last]
        return states[before[-1] + 1 :] if before else states[-1:]

    def _chosen(self, circle: Sequence[State]) -> State:
        """Return the one state of a circle that every run chooses, and put the trial back to it."""
        names = sorted({name for state in circle for name in state})

        def order(state: State) -> list[str]:
            return [_named(state[name]) if name in state else self._stood[name] for name in names]

        chosen, now = min(circle, key=order), circle[-1]
        back = [chosen.get(name) or _to(now[name], self._stood[name]) for name in names if name in {**chosen, **now}]
        back = [link for link in back if self._stands(link.members[0]) != _named(link)]
        if back:
            self._tried.suppose(RESOLUTION, back, self._rule)
        return chosen

    def _look(self, article: str) -> set[str]:
        """Judge one article anew, suppose what differs, and return the ids that gained or lost somebody."""
        decided = self._rejudge.again(article)
        named = [(event, name) for event in decided if isinstance(event, Links) for name in event.members]
        links = [self._alone(event, name) for event, name in named if name not in self._frozen]
        ids: set[str] = set()
        for link in links:
            (name,) = link.members
            self._stood.setdefault(name, self._stands(name))
            ids |= {self._stands(name), _named(link)}
            had = self._had.setdefault(name, set())
            had.add(self._stands(name))
            if _named(link) in had:
                self._frozen.add(name)
            self._last.pop(name, None)
            self._last[name] = link
        for event in decided:
            if isinstance(event, EntitiesKeptApart):
                self._apart[event.entities] = event
        if links:
            self._tried.suppose(RESOLUTION, links, self._rule)
        return ids

    @staticmethod
    def _alone(event: Links, name: str) -> Links:
        return replace(event, members=(name,))

    def _near(self, ids: set[str]) -> list[str]:
        """Return the articles that tell of *ids* now, in the order in which they came."""
        tables = self._catalog.tables
        found = {split(name)[0] for one in ids for name in tables.keys("linked", one)}
        return sorted(found, key=lambda one: (int((tables.get("article", one) or {}).get("position", 0)), one))

    def _stands(self, name: str) -> str:
        article, local = split(name)
        return str(self._catalog.tables.get("link", article, local) or own_id(article, local))

    def _lives(self, entity: str) -> bool:
        return self._catalog.tables.has("linked", entity)

    def _change(self, event: Links) -> Change:
        (name,) = event.members
        article, local = split(name)
        row = self._catalog.tables.get("member", article, local) or {}
        before, after = self._stood[name], _named(event)
        kind = "entity" if isinstance(event, EntitiesLinked) else "happening"
        alone = len(self._catalog.tables.keys("linked", after)) < 2
        labels = (self._called.of(before), self._called.of(after) or str(row.get("name") or row.get("label") or ""))
        return Change(
            name,
            str(row.get("name") or row.get("label") or local),
            kind,
            "parted" if alone else "linked",
            (f"{kind}-{before}", labels[0]),
            (f"{kind}-{after}", labels[1]),
            event.score,
            event.reasons,
        )


class _Labels:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, identifier: str) -> str:
        """Return what an entity or happening is called, "" if there is none."""
        if row := self._connection.execute("SELECT label FROM entities WHERE id = ?", (identifier,)).fetchone():
            return str(row[0])
        rows = self._connection.execute("SELECT label FROM events WHERE happening = ?", (identifier,)).fetchall()
        return prevailing(str(row[0]) for row in rows)


def _targets(state: State) -> dict[str, str]:
    return {name: _named(link) for name, link in state.items()}


def _to(link: Links, target: str) -> Links:
    if isinstance(link, EntitiesLinked):
        return replace(link, entity=target)
    return replace(link, happening=target)


def _named(event: Links) -> str:
    return event.entity if isinstance(event, EntitiesLinked) else event.happening
