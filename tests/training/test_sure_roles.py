"""What is weighed of an annotated article's roles, and what becomes of it."""

import json
from pathlib import Path

import numpy as np

from kb.extraction.events.sure_roles import FEATURES, RoleWeights
from tests.extraction.analyses import analysis, grow
from tests.extraction.interpreted import mention, trigger
from training.sure_roles import FLOORS, fit, rows, write

TEXT = "Rebels shelled Osk."


def test_a_candidate_is_right_if_the_annotation_gives_its_filler_the_role() -> None:
    read = analysis(
        TEXT,
        [trigger("shelled", "attack"), mention("Rebels", "group", "nominal"), mention("Osk", "place")],
        [("agent", "shelled", "Rebels"), ("patient", "shelled", "Osk")],
    )
    grow(read.doc, {"shelled": ("VERB", "root", "shelled")})
    span = {"start": 7, "end": 14}
    event = {
        "id": "v1",
        "cls": "attack",
        "trigger": span,
        "other_mentions": [],
        "roles": [{"role": "target", "ref": "e1"}],
    }
    places = [{"id": "e1", "type": "city", "mentions": [{"start": 15, "end": 18}]}]
    gold = {"text": TEXT, "entities": places, "events": [event], "statements": []}

    found = list(rows([(gold, read)]))

    assert all(claimed for _, claimed, _, _ in found)
    names = {FEATURES[int(np.flatnonzero(vector)[0])]: right for _, _, vector, right in found}
    assert names == {"agent": False, "patient": True}


def test_the_written_curve_is_the_one_that_ships(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    features = rng.normal(size=(200, len(FEATURES)))
    write(tmp_path / "weights.json", fit(features, features[:, -1] > 0))

    weights = RoleWeights.load(tmp_path / "weights.json")

    assert json.loads((tmp_path / "weights.json").read_text())["floors"] == FLOORS
    assert weights.chance({FEATURES[-1]: 2.0}) > 0.9
    assert weights.chance({FEATURES[-1]: -2.0}) < 0.1
