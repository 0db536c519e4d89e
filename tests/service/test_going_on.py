"""Figures at odds as a base goes on are those that a look at all of it finds; only what was touched is looked at."""

from pathlib import Path

import pytest

from kb.bootstrap import open_knowledge_base
from kb.service.articles.withdrawing import withdraw
from kb.service.curation.acting import act
from kb.service.happenings import going_on
from kb.service.happenings.conflicts import conflicts
from kb.service.happenings.going_on import GoingOn
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from tests.service.conftest import add
from tests.service.test_figures_replaced import FIRST, SECOND

OTHER = """Title: Ferry sinks off Lamu
Published: 2025-06-02T18:00:00Z
Source: Coast Mail

LAMU, Kenya, June 2 - A ferry sank off Lamu on Monday, killing four people, the coast guard said.

The owner said that six people were killed.
"""


class Followed:
    """A base, what is kept of its figures, and how often all of it was looked at."""

    def __init__(self, kb: KnowledgeBase, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kb, self.folder = kb, folder
        self.kept = GoingOn()
        self.looked_at_all = 0
        whole = going_on.several_numbers

        def counted(catalog: object, *, alike: bool) -> object:
            self.looked_at_all += 1
            return whole(catalog, alike=alike)  # type: ignore[arg-type]

        monkeypatch.setattr(going_on, "several_numbers", counted)

    def add(self, text: str) -> None:
        path = self.folder / f"{len(text)}.txt"
        path.write_text(text, "utf-8")
        add(self.kb, path)

    def agrees(self) -> int:
        """Make sure that both ways find the same; return how many quantities."""
        catalog = self.kb.catalog
        found = self.kept.conflicts(catalog, self.kb.log.hash_at)
        assert found == conflicts(catalog)
        return len(found)


def _called(kb: KnowledgeBase, label: str) -> str:
    return next(f"entity-{one.id}" for one in kb.catalog.list_entities().items if one.label == label)


@pytest.mark.thorough
def test_what_is_kept_is_what_a_look_at_all_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After additions, a withdrawal, decisions about events and speakers, their undoing, and as of a moment."""
    with open_knowledge_base(tmp_path / "home", load_settings({}, {}), create=True) as kb:
        base = Followed(kb, tmp_path, monkeypatch)
        told = [base.agrees()]
        for text in (FIRST, OTHER, SECOND):
            base.add(text)
            told.append(base.agrees())
        then = kb.position
        articles = {one.source: one.id for one in kb.catalog.list_articles().items}
        merged = act(kb, "merge", "person:t", what=_called(kb, "coast guard"), value=_called(kb, "emergency ministry"))
        told.append(base.agrees())
        act(kb, "undo", "person:t", position=merged.position)
        told.append(base.agrees())
        withdraw(kb, articles["Steppe Wire"], "wrong")
        told.append(base.agrees())
        base.add(SECOND)
        told.append(base.agrees())

        assert told == [0, 0, 1, 2, 2, 2, 1, 2]  # none, FIRST, OTHER, SECOND, merged, taken back, withdrawn, back
        assert base.looked_at_all == 1
        with kb.at(then) as view:
            assert base.kept.conflicts(view.catalog, kb.log.hash_at) == conflicts(view.catalog)
        base.add(OTHER.replace("Lamu", "Malindi"))
        base.agrees()
        assert base.looked_at_all == 2
        assert base.kept.conflicts(kb.catalog, lambda position: "another log's") == conflicts(kb.catalog)
        assert base.looked_at_all == 3
