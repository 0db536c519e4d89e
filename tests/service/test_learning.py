"""People's judgements teach: before and after on what was held back, one event that adopts it, undone like others."""

from pathlib import Path

import pytest

from kb.events import WeightsAdopted
from kb.service.curation.identifying import identifying
from kb.service.curation.learning import LEAST, TooFewDecisionsError, adopt, fitted
from kb.service.curation.undoing import undoing
from kb.service.identity.explaining import explain
from kb.service.knowledge_base import KnowledgeBase
from tests.service.stories import entity_of, put, story

PLACES = (
    *("Nordhaven Depot", "Southport Bridge", "Westgate Mill", "Eastfield Yard", "Lower Weir", "Upper Quarry"),
    *("Kessara Barracks", "Tindou Market", "Ambara Harbour", "Derna Port", "Moussa Airfield", "Varn Station"),
)
NAMES = ("Ironclads", "Greycloaks", "Redmasts", "Lowlanders", "Firebrands", "Stonecutters")


@pytest.fixture
def judged(kb: KnowledgeBase, tmp_path: Path) -> list[str]:
    """A home in which one word is always enough for people, and other words never are."""
    found = put(
        kb, tmp_path, *(story(name, PLACES[2 * n + m], 1 + 2 * n + m) for n, name in enumerate(NAMES) for m in (0, 1))
    )
    with identifying(kb, "person:ann") as identifier:
        for one, other in zip(found[::2], found[1::2], strict=True):
            if entity_of(kb, one, "e1") != entity_of(kb, other, "e1"):
                identifier.merge(f"{one}#e1", f"{other}#e1")
        for one, other in zip(found[:-2:2], found[2::2], strict=True):
            identifier.keep_apart(f"{one}#e1", f"{other}#e1")
    return found


def test_too_few_decisions_are_said(kb: KnowledgeBase) -> None:
    """With how many there are, and what to do."""
    with pytest.raises(TooFewDecisionsError, match="too little") as error:
        fitted(kb)
    assert str(LEAST) in error.value.hint
    assert error.value.idle == 0


def test_decisions_that_teach_nothing_are_counted_apart(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Two of one article are two, whatever they are called; yet who decided so is not told to have done nothing."""
    (article,) = put(kb, tmp_path, story(NAMES[0], PLACES[0], 1))
    with identifying(kb, "person:ann") as identifier:
        identifier.keep_apart(f"{article}#e1", f"{article}#e2")

    with pytest.raises(TooFewDecisionsError, match="1 more teach nothing") as error:
        fitted(kb)
    assert error.value.idle == 1


def test_weights_are_fitted_adopted_and_taken_back(kb: KnowledgeBase, judged: list[str]) -> None:
    """Adopted, explain weighs by them; undone, as before; both are on record."""
    pair = (f"{judged[0]}#e1", f"{judged[1]}#e1")
    before = explain(kb, *pair).bits

    found = fitted(kb)

    (kind,) = found.kinds
    assert (kind.kind, kind.decisions) == ("entity", len(NAMES) * 2 - 1)
    assert kind.better
    assert kind.after.loss < kind.before.loss
    assert any("held back" in line for line in found.rows())
    position = adopt(kb, found, "what ann says")
    event = next(iter(kb.log.read(after=position - 1))).event
    assert isinstance(event, WeightsAdopted)
    assert explain(kb, *pair).bits > before
    with undoing(kb, "person:ann") as undoer:
        undoer.undo(position)
    assert explain(kb, *pair).bits == before
