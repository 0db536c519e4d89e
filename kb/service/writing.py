"""Writing to a home: its beginning, its ontology, and articles that come in, under the home's lock.

Input: calls of kb.cli, kb.api and other services. Output: projections that have caught up; events in the log.
Never: decides about knowledge, or writes without the lock.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from kb import __version__
from kb.events import BaseCreated, OntologyAdopted
from kb.events.streams import BASE
from kb.graph.iris import Iris
from kb.log import Append
from kb.projections.collecting import collecting_rarely
from kb.service.held import HeldHome
from kb.service.parts import OnWait, OtherBaseError
from kb.service.stopped import noting

if TYPE_CHECKING:  # imported where they are used: a query needs none of them
    from kb.projections.opening import Projections
    from kb.service.intake.adding import Adder

_PURPOSE = "News articles as a graph with evidence."


class WritableHome(HeldHome):
    """A held home that takes events in."""

    @contextmanager
    def writing(self, on_wait: OnWait | None = None, *, turn: bool = True) -> "Iterator[Projections]":
        """Hold the home's lock, with projections that have caught up with the log, whose end is sound.

        Args:
            on_wait: told once who is waited for, if anybody.
            turn: hold the log's turn too (EventLog.turn), so that no other machine decides meanwhile.

        Raises:
            BrokenChainError: the log's last event is not what was written; `kb verify` looks at all of them.
            HomeBusyError, ReadOnlyError, DiskFullError: see Home.write_lock.
            ProjectionStoppedError: an event cannot be taken in.
        """
        from kb.projections import opening

        patience = self.settings.lock_timeout
        with ExitStack() as held:
            held.enter_context(self.home.write_lock(patience, on_wait))
            if turn:
                held.enter_context(self.log.turn(patience, on_wait))
            self.log.check_end()
            self.away = None
            with noting(self.home):
                self.prepare()
            with opening.opened(self.home, self.log, self.past.keep) as projections:
                projections.graph.on_change = self.on_change
                with noting(self.home):
                    projections.advance(self.log)
                yield projections

    def begin(self) -> bool:
        """Record base and ontology in a home that has no event yet.

        Returns:
            Whether this was the beginning.

        Raises:
            OtherBaseError: a base IRI was asked for, and the home has another.
        """
        from kb.service.ontology import packaged_ontology

        asked = self.settings.base_iri
        begun = False
        if self.log.stream_version(BASE) == 0:
            Iris(asked)  # a base that names cannot be made from is refused before it is recorded
            patience = self.settings.lock_timeout
            with self.home.write_lock(patience), self.log.turn(patience):
                if self.log.stream_version(BASE) == 0:
                    created = BaseCreated(asked, __version__, _PURPOSE)
                    self.log.append_batch([Append(BASE, 0, [created, packaged_ontology()], self.actor)])
                    begun = True
        if self.settings.origins.get("base_iri", "default") == "flag" and asked != self.base_iri:
            raise OtherBaseError(self.home.name, self.base_iri, asked)
        return begun

    def adopt_ontology(self) -> None:
        """Record the packaged ontology if the log's latest is another. The caller holds the lock."""
        from kb.service.ontology import packaged_ontology

        latest = ""
        for recorded in self.log.read(stream=BASE, types=[OntologyAdopted.TYPE]):
            if isinstance(recorded.event, OntologyAdopted):
                latest = recorded.event.sha256
        packaged = packaged_ontology()
        if packaged.sha256 != latest:
            self.log.append_batch([Append(BASE, self.log.stream_version(BASE), [packaged], self.actor)])

    @contextmanager
    def adder(
        self, *, revision: bool = False, again: bool = False, actor: str = "", on_wait: OnWait | None = None
    ) -> "Iterator[Adder]":
        """Take articles in: ``with kb.adder() as adder: adder.add(outcome)``.

        The projections have caught up when the block ends well. If it breaks
        off they catch up when the home is opened next. Other machines may add
        to the same log at the same time: each article has its own turn.
        *revision* and *again*: see kb.service.intake.results.Rules.
        """
        from kb.service.identity.describing import Describer
        from kb.service.identity.linking import Linker
        from kb.service.intake.adding import Adder, Rules
        from kb.service.review.notes import Notes
        from kb.service.review.store import NAME

        with self.writing(on_wait, turn=False) as projections, collecting_rarely():
            with self.log.turn(self.settings.lock_timeout, on_wait):
                self.adopt_ontology()
            linker = Linker(projections.catalog, self.parts.coarse())
            gazetteer = self.parts.gazetteer()
            describer = Describer(projections.catalog, gazetteer) if gazetteer else None
            rules = Rules(
                actor or self.actor,
                revision,
                self.settings.max_characters,
                self.settings.commit_articles,
                self.settings.commit_seconds,
                self.settings.lock_timeout,
                again,
            )
            adder = Adder(
                self.log,
                projections,
                self.parts.extractor(),
                self.parts.judge(),
                linker,
                describer,
                self.base_iri,
                rules,
                Notes(self.home.catalog_path.with_name(NAME)),
            )
            yield adder
            adder.catch_up()
