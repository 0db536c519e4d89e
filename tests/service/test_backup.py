"""A home made from a backup looks back as near as one that grew."""

import io
from pathlib import Path

import pytest

from kb.bootstrap import open_knowledge_base
from kb.log import Home
from kb.projections.past import generations, strides
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.backup import back_up, restore
from kb.service.upkeep.verifying import prove
from kb.settings import load_settings
from tests.service.stand_in import parts
from tests.service.test_confident import told

__all__ = ["told"]


def test_a_restored_home_has_generations_of_its_graph(
    told: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as its settings ask for; none where they ask for none."""
    for module, name, value in ((strides, "SHARE", 2), (strides, "LEAST", 1), (generations, "APART", 1)):
        monkeypatch.setattr(module, name, value)
    out = io.BytesIO()
    back_up(told, out)

    def kept(name: str, share: float) -> list[int]:
        root = tmp_path / name
        restore(io.BytesIO(out.getvalue()), "backup", root, share=share)
        home = Home.open(root)
        log = home.event_log(read_only=True)
        found = generations.Generations(root / generations.FOLDER, log, home.graph_path).all()
        log.close()
        return [one.position for one in found]

    assert kept("without", 0.0) == []
    positions = kept("with", 1e6)
    assert positions
    assert max(positions) < told.position
    settings = load_settings({"home": str(tmp_path / "with")}, {"XDG_CONFIG_HOME": str(tmp_path)})
    with open_knowledge_base(None, settings, parts=parts()) as kb:
        proof = prove(kb)
    assert (proof.differences, proof.generations) == ((), len(positions))
