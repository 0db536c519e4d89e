"""Getting ready to read: nothing is recorded, and nothing that is wrong with a reader stops anybody."""

from dataclasses import replace

import pytest

from kb.service.intake.warming import warm
from kb.service.knowledge_base import KnowledgeBase
from tests.service.stand_in import StandIn


def test_the_reader_has_read_something_and_the_log_knows_nothing_of_it(kb: KnowledgeBase, reader: StandIn) -> None:
    """What loads with the first text is loaded."""
    before = kb.position
    warm(kb)
    assert (reader.read, kb.position) == (1, before)


def test_a_reader_of_elsewhere_is_made_and_not_asked(kb: KnowledgeBase, reader: StandIn) -> None:
    """A model behind an address may cost money."""
    kb.settings = replace(kb.settings, extractor="llm")
    warm(kb)
    assert reader.read == 0


def test_a_fault_is_said_and_no_more(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever adds an article is told then."""

    def broken() -> StandIn:
        raise RuntimeError("no weights here")

    monkeypatch.setattr(kb, "parts", replace(kb.parts, extractor=broken))
    warm(kb)
    assert "no weights here" in caplog.text
