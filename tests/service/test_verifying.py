"""What a proof counts."""

import pytest

from kb.projections.past import generations, strides
from kb.service.articles.revising import correct
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.maintenance import rebuild_home
from kb.service.upkeep.verifying import prove
from tests.service.conftest import Open
from tests.service.test_correcting import NEW, OLD, outcomes
from tests.service.test_withdrawing import put, story


def test_a_corrected_article_is_one_in_two_texts(kb: KnowledgeBase) -> None:
    """As `kb status` counts it, although the log has both."""
    old, _ = put(kb, OLD, story(1))
    correct(kb, old, outcomes(NEW.partition("\n\n")[2]))
    proof = prove(kb, jobs=1)
    assert proof.differences == ()
    assert (proof.articles, proof.texts) == (2, 3)
    assert proof.articles == kb.catalog.list_articles(limit=1).total


@pytest.mark.thorough
def test_generations_are_steps_of_their_own(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits sees each of them go by, and how many there are from the first on."""
    monkeypatch.setattr(strides, "SHARE", 2)
    monkeypatch.setattr(strides, "LEAST", 1)
    monkeypatch.setattr(generations, "APART", 1)
    kb = opened()
    put(kb, *map(story, range(1, 5)))
    rebuild_home(kb)
    without: list[tuple[int, int]] = []
    told: list[tuple[int, int]] = []
    kept = kb.past.generations.all()
    assert len(kept) > 1

    proof = prove(kb, jobs=1, on_step=lambda done, total: told.append((done, total)))
    for one in kept:
        kb.past.generations.remove(one.folder)
    prove(kb, jobs=1, on_step=lambda done, total: without.append((done, total)))

    assert proof.generations == len(kept)
    steps = len(without) + len(kept)
    assert told == [(done, steps) for done in range(1, steps + 1)]
