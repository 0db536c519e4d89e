"""Any sequence of what people and publishers do to a home: added, corrected and back, read again, decided, undone,
withdrawn, erased.

After each command the export is kept. At the end the projections are what a replay gives, each kept export is the one
as of its event (unless something was erased since), and with all taken back nothing is left but the record.
"""

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from kb.bootstrap import open_knowledge_base
from kb.errors import ConflictError, InputError, NotFoundError
from kb.projections.files.export import Scope
from kb.projections.opening import in_memory
from kb.projections.verify import verify
from kb.service.articles.readings import rereading
from kb.service.articles.revising import correct, put_back
from kb.service.articles.withdrawing import withdraw
from kb.service.curation.acting import act
from kb.service.curation.decisions import decisions
from kb.service.erasure.erasing import erase
from kb.service.export.exchange import export_graph
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from kb.sources import read_bytes
from tests.service.stand_in import StandIn, parts
from tests.service.test_rereading import Second
from tests.service.test_withdrawing import story

REFUSED = (ConflictError, InputError, NotFoundError)
TEXTS = tuple(story(number, *what) for number, what in enumerate([(0, 0, 1), (1, 0, 2), (0, 2, 1), (2, 3, 0)]))
CORRECTIONS = (("3 killed", "5 killed"), ("Tuesday", "Friday"), (".\n", ".\nMore is to come.\n"), ("Oster", "Wester"))
READERS = (StandIn(), Second(), Second(without=("Blue Column",)), Second(event_type="bombing"))
CLAIMS = st.sampled_from(["v1", "s1", "q1"])
WHICH = st.integers(0, 9)


def exported(kb: KnowledgeBase, as_of: int | None = None) -> bytes:
    """Return the canonical export."""
    out = io.BytesIO()
    export_graph(kb, out, "nquads", Scope(), as_of)
    return out.getvalue()


def left(kb: KnowledgeBase) -> list[str]:
    """Return what the graph says beside the record of decisions."""
    made = in_memory(kb.log)
    try:
        return sorted(str(quad) for quad in made.graph.store if "graph/decisions" not in str(quad.graph_name))
    finally:
        made.close()


class Commands(RuleBasedStateMachine):
    """One home."""

    @initialize()
    def begin(self) -> None:
        """Make a home with two articles."""
        self.folder = TemporaryDirectory(prefix="kb-any-")
        config = load_settings({"actor": "tester"}, {"XDG_CONFIG_HOME": "/nonexistent"})
        self.kb = open_knowledge_base(Path(self.folder.name) / "home", config, create=True, parts=parts())
        with self.kb.adder():
            pass
        self.nothing = left(self.kb)
        self.kept: dict[int, bytes] = {}
        self.seen: list[str] = []
        for text in TEXTS[:2]:
            self._add(text)

    def _add(self, text: str) -> None:
        with self.kb.adder(again=True) as adder:
            result = adder.add(next(read_bytes(text.encode(), "test")))
        self._keep(result.article)

    def _keep(self, article: str = "") -> None:
        if article and article not in self.seen:
            self.seen.append(article)
        self.kept[self.kb.position] = exported(self.kb)

    def _live(self, which: int) -> str:
        rows = self.kb.catalog.list_articles().items
        return rows[which % len(rows)].id if rows else "0" * 16

    @rule(number=st.integers(0, len(TEXTS) - 1))
    def add(self, number: int) -> None:
        """An article comes in, perhaps again."""
        self._add(TEXTS[number])

    @rule(which=WHICH, change=st.sampled_from(CORRECTIONS))
    def correct(self, which: int, change: tuple[str, str]) -> None:
        """A publisher changes some words, or changes them back."""
        article = self._live(which)
        with self.kb.writing() as projections:
            row = projections.catalog.views.article_row(article)
            text = projections.catalog.sources.article(int(row["position"])).text if row else "Nothing."
            del projections
        words = change if change[0] in text else change[::-1]
        self._try(lambda: correct(self.kb, article, list(read_bytes(text.replace(*words).encode(), "test"))).article)

    @rule(which=WHICH, earlier=WHICH)
    def put_back(self, which: int, earlier: int) -> None:
        """Correct back to a text that was there, most often none of the article's."""
        self._try(lambda: put_back(self.kb, self._live(which), self.seen[earlier % len(self.seen)]).article)

    @rule(which=WHICH, reader=st.sampled_from(READERS))
    def read_again(self, which: int, reader: StandIn) -> None:
        """Another extractor reads an article."""
        article = self._live(which)

        def read() -> str:
            with rereading(self.kb, reader) as rereader:
                return rereader.read_again(article).article

        self._try(read)

    @rule(which=WHICH, local=CLAIMS, action=st.sampled_from(["confirm", "retract", "amend"]))
    def judge(self, which: int, local: str, action: str) -> None:
        """A person decides about a claim."""
        value = {"v1": "bombing", "s1": "", "q1": "9"}[local] if action == "amend" else ""
        self._act(action, what=f"{self._live(which)}#{local}", value=value)

    @rule(one=WHICH, other=WHICH, action=st.sampled_from(["merge", "keep-apart", "rename", "unmerge"]))
    def identify(self, one: int, other: int, action: str) -> None:
        """A person says who is who, or what somebody is called."""
        rows = self.kb.catalog.list_entities().items
        if not rows:
            return
        value = f"entity-{rows[other % len(rows)].id}" if action in ("merge", "keep-apart") else ""
        value = f"Name {other}" if action == "rename" else value
        self._act(action, what=f"entity-{rows[one % len(rows)].id}", value=value)

    @rule(which=WHICH, action=st.sampled_from(["undo", "redo"]))
    def turn(self, which: int, action: str) -> None:
        """A decision is taken back, or put in force again."""
        made = [row.position for row in decisions(self.kb)]
        if made:
            self._act(action, position=made[which % len(made)])

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        """An article leaves the graph."""
        self._try(lambda: withdraw(self.kb, self._live(which), "asked").article)

    @precondition(lambda self: len(self.kept) > 6)
    @rule(which=WHICH)
    def erase(self, which: int) -> None:
        """An article leaves the log: what was kept of before is worth nothing any more."""

        def erased() -> str:
            erase(self.kb, self.seen[which % len(self.seen)], "law")
            self.kept.clear()
            return ""

        self._try(erased)

    def _act(self, action: str, **words: Any) -> None:
        self._try(lambda: act(self.kb, action, **words) and "")

    def _try(self, command: Any) -> None:
        """Run a command; one that the present state does not allow changes nothing."""
        before = self.kb.position
        try:
            article = command()
        except REFUSED:
            assert self.kb.position == before
            return
        self._keep(str(article or ""))

    def teardown(self) -> None:
        """See the module."""
        if not hasattr(self, "kb"):
            return
        try:
            self.kb.log.verify()
            verify(self.kb.home, self.kb.log).check()
            for position, before in self.kept.items():
                assert exported(self.kb, position) == before, position
            self._take_all_back()
            assert left(self.kb) == self.nothing
        finally:
            self.kb.close()
            self.folder.cleanup()

    def _take_all_back(self) -> None:
        while rows := self.kb.catalog.list_articles().items:
            withdraw(self.kb, rows[0].id, "all")
        undone: set[int] = set()
        while made := [
            row
            for row in decisions(self.kb)
            if row.state in ("holds", "agreed", "overruled", "lost")
            and row.type not in ("article-withdrawn", "decision-undone")
            and row.position not in undone
        ]:
            undone.add(made[0].position)
            act(self.kb, "undo", position=made[0].position)


_SETTINGS = settings(
    max_examples=4,
    stateful_step_count=8,
    deadline=None,
    suppress_health_check=[*HealthCheck],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # an example takes seconds: shrinking takes minutes
)


@pytest.fixture(autouse=True)
def _three_lines(small_ontology: None) -> None:
    """Adopt a small ontology."""


@pytest.mark.thorough
class TestCommands(Commands.TestCase):  # type: ignore[name-defined,misc]
    """A few sequences, each time the same."""

    settings = _SETTINGS
    pytestmark = pytest.mark.usefixtures("small_ontology")


@pytest.mark.slow
class TestMany(Commands.TestCase):  # type: ignore[name-defined,misc]
    """More, and longer ones."""

    settings = settings(_SETTINGS, max_examples=60, stateful_step_count=16)
    pytestmark = pytest.mark.usefixtures("small_ontology")
