"""The queue of questions about who is who: kept in step with the log, it is what it would be if it were made anew."""

import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.bootstrap import open_knowledge_base
from kb.errors import ConflictError
from kb.log.faults import UnreadableError, storage_faults
from kb.service.articles.withdrawing import withdraw
from kb.service.curation.decisions import decisions
from kb.service.curation.undoing import undoing
from kb.service.knowledge_base import KnowledgeBase
from kb.service.review import store
from kb.service.review.items import Item
from kb.service.review.reviewing import answer, questions
from kb.service.review.store import NAME
from kb.settings import load_settings
from tests.service.stand_in import StandIn, parts
from tests.service.stories import put, story

# Articles of one run. Whom an article is weighed with is settled when it is looked at: of names spelt otherwise the
# four nearest in time, of stories eight, and whoever is one happening then with an event that is met. So with more
# articles a queue kept in step has pairs that one made anew has not, and the reverse, though each pair weighs the same
# in both: seen in runs with twelve, where without the bounds the pairs of entities were the same and those of events
# differed that are met by way of a happening.
MOST = 5
LITTLE = 1e-9  # seconds: one thing at a time


def asked(kb: KnowledgeBase, **filters: str) -> list[Item]:
    return [one.item for one in questions(kb, limit=0, **filters).items]  # type: ignore[arg-type]


class Queued:
    """A home to which articles come and go, and in which people decide; its queue is kept in step."""

    PEOPLE = ("Ironclads", "Grey Wolf Band", "Ironclad", "Wolf Band")
    PLACES = ("Nordhaven Depot", "Southport Bridge", "Westgate Mill")

    def __init__(self, kb: KnowledgeBase, folder: Path) -> None:
        self.kb = kb
        self.folder = folder
        self.there: list[str] = []
        self.number = 0

    def add(self, number: int) -> None:
        """Put another article in; of one spelling no more than an article that comes in is compared with."""
        self.number += 1
        if self.number > MOST:
            return
        who, where = self.PEOPLE[number % len(self.PEOPLE)], self.PLACES[number % len(self.PLACES)]
        self.there += put(self.kb, self.folder, story(who, where, self.number))

    def leave(self, number: int) -> None:
        """Take an article out."""
        if self.there:
            withdraw(self.kb, self.there.pop(number % len(self.there)), "asked to")

    def answer(self, number: int) -> None:
        """Answer a question."""
        if found := asked(self.kb):
            said = ("same", "different", "unsure")[number % 3]
            answer(self.kb, found[number % len(found)].id, said, "person:ann")

    def undo(self, number: int) -> None:
        """Take a decision of a person back, or put it in force again."""
        made = [row.position for row in decisions(self.kb) if row.actor == "person:ann"]
        if made:
            with undoing(self.kb, "person:ann") as undoer, suppress(ConflictError):
                undoer.undo(made[number % len(made)])

    def look(self, number: int) -> None:
        """Ask for the first questions, so that some are made out before others come."""
        questions(self.kb, limit=1 + number % 3)

    def glance(self, number: int) -> None:
        """Ask without time to look at all, so that something is left when others come or leave."""
        if number % 3 == 0:
            for path in self.kb.home.root.glob(f"{NAME}*"):
                path.unlink()
        questions(self.kb, limit=1 + number % 3, within=LITTLE)


@pytest.mark.thorough
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["add", "leave", "answer", "undo", "look", "glance"]), st.integers(0, 12)), max_size=9
    )
)
def test_the_queue_kept_in_step_is_the_queue_made_anew(
    small_ontology: None, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    """Whatever comes, leaves and is decided: as if all were looked at for the first time; a part is of the whole."""
    folder = tmp_path_factory.mktemp("queue")
    chosen = load_settings({"actor": "tester"}, {"XDG_CONFIG_HOME": str(folder / "none")})
    with open_knowledge_base(folder / "home", chosen, create=True, parts=parts(StandIn())) as kb:
        home = Queued(kb, folder)
        for number in range(3):
            home.add(number)
        for step, number in steps:
            getattr(home, step)(number)

        first = [one.item for one in questions(kb, limit=2).items]
        kept = asked(kb)
        assert first == kept[:2]
        assert questions(kb, limit=1, offset=1).total == len(kept)
        assert asked(kb, why="weak") == [one for one in kept if one.why == "weak"]
        for path in kb.home.root.glob(f"{NAME}*"):
            path.unlink()
        while not (found := questions(kb, limit=0, within=LITTLE)).settled:
            pass
        assert [one.item for one in found.items] == kept
        for path in kb.home.root.glob(f"{NAME}*"):
            path.unlink()
        assert asked(kb) == kept


def test_a_file_that_a_disk_cannot_keep_is_no_damaged_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error is SQLite's own, for whoever opens it to say so; the file stays."""
    store.opened(tmp_path / NAME).close()
    failing = sqlite3.OperationalError("disk I/O error")
    failing.sqlite_errorcode = sqlite3.SQLITE_IOERR

    def fails(path: Path, patience: float) -> sqlite3.Connection:
        raise failing

    monkeypatch.setattr(store, "_opened", fails)
    with pytest.raises(UnreadableError, match="disk I/O error"), storage_faults(tmp_path / NAME):
        store.opened(tmp_path / NAME)
    assert (tmp_path / NAME).exists()
