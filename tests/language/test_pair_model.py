"""The second opinion on relations: what words and the tree say of two spans of a sentence."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.labels import SCORED
from kb.language.network import folder
from kb.language.pair_features import PAIR_ROWS, Part, Tree, pair_row
from kb.language.pair_model import LABELS, PairModel
from kb.language.word_features import Sentence
from kb.language.word_model import WordModel

STRUCK: Part = ("trigger", "attack", 2, 3)
REBELS: Part = ("mention", "group", 1, 2)
CONVOY: Part = ("mention", "group", 4, 5)


def tree(words: str, lemmas: str, pos: str, heads: list[int], deps: str) -> Tree:
    return Tree(Sentence(words.split(), lemmas.split(), pos.split(), heads), deps.split())


ACTIVE = tree(
    "the rebels struck the convoy", "the rebel strike the convoy", "DET NOUN VERB DET NOUN",
    [1, 2, 2, 4, 2], "det nsubj root det obj",
)  # fmt: skip
PASSIVE = tree(
    "the convoy was struck by rebels", "the convoy be strike by rebel", "DET NOUN AUX VERB ADP NOUN",
    [1, 3, 3, 3, 5, 3], "det nsubj:pass aux:pass root case obl:agent",
)  # fmt: skip


@cache
def shipped() -> PairModel:
    return WordModel(folder()).pairs


@pytest.fixture
def model() -> PairModel:
    return shipped()


def said(model: PairModel, t: Tree, head: Part, tail: Part) -> str:
    """Return what the table says of a pair of which the network knows nothing."""
    possible = np.array([x in LABELS for x in SCORED])
    even = np.where(possible, 1 / possible.sum(), 0).astype(np.float32)
    out = model.mixed(even, possible, t.of_pair(head, tail))
    return SCORED[int(out[1:].argmax()) + 1]


def test_who_strikes_and_who_is_struck_follow_from_the_tree(model: PairModel) -> None:
    assert said(model, ACTIVE, STRUCK, REBELS) == "agent"
    assert said(model, ACTIVE, STRUCK, CONVOY) == "patient"


def test_a_passive_turns_them_around(model: PairModel) -> None:
    struck: Part = ("trigger", "attack", 3, 4)
    assert said(model, PASSIVE, struck, ("mention", "group", 1, 2)) == "patient"
    assert said(model, PASSIVE, struck, ("mention", "group", 5, 6)) == "agent"


def test_features_name_the_path_the_voice_and_the_preposition() -> None:
    active = {r for r, _ in ACTIVE.of_pair(STRUCK, REBELS)}
    assert pair_row("trigger>mention|P.nsubj|strike") in active
    passive = {r for r, _ in PASSIVE.of_pair(("trigger", "attack", 3, 4), ("mention", "group", 5, 6))}
    assert pair_row("trigger>mention|P.obl:agent|p|attack") in passive
    assert pair_row("trigger>mention|Cby|strike") in passive


def test_a_path_goes_up_and_down_and_a_loop_ends_it() -> None:
    rows = {r for r, _ in ACTIVE.of_pair(("trigger", "attack", 1, 2), CONVOY)}
    assert pair_row("trigger>mention|Pnsubj.obj|rebel") in rows
    loop = tree("a b c", "a b c", "NOUN NOUN NOUN", [1, 0, 2], "dep dep root")
    rows = {r for r, _ in loop.of_pair(("trigger", "attack", 0, 1), ("mention", "group", 2, 3))}
    assert pair_row("trigger>mention|P?|a") in rows


chance = st.floats(0, 1, allow_nan=False, width=32)


@given(st.lists(chance, min_size=len(SCORED), max_size=len(SCORED)), st.sets(st.integers(1, len(SCORED) - 1)))
def test_what_is_mixed_are_probabilities_of_what_is_possible(given_chances: list[float], which: set[int]) -> None:
    possible = np.array([i == 0 or i in which for i in range(len(SCORED))])
    before = np.where(possible, np.array(given_chances, np.float32) + np.float32(1e-3), 0).astype(np.float32)
    after = shipped().mixed(before / before.sum(), possible, ACTIVE.of_pair(STRUCK, REBELS))
    assert after.sum() == pytest.approx(1, abs=1e-3)
    assert (after[~possible] == 0).all()


def test_a_table_of_another_shape_is_refused() -> None:
    few = np.zeros((PAIR_ROWS, 2), np.int8)
    with pytest.raises(ValueError, match="fit it anew"):
        PairModel(few, np.ones(2, np.float32), np.zeros(2, np.float32), np.zeros(2, np.float32))


def test_no_opinion_leaves_the_network_alone() -> None:
    rows = np.zeros((PAIR_ROWS, len(LABELS)), np.int8)
    ones = np.ones(len(LABELS), np.float32)
    model = PairModel(rows, ones, ones, np.zeros(2, np.float32))
    possible = np.array([x in ("none", "agent", "patient") for x in SCORED])
    before = np.zeros(len(SCORED), np.float32)
    before[[0, SCORED.index("agent"), SCORED.index("patient")]] = 0.2, 0.5, 0.3
    assert model.mixed(before, possible, ACTIVE.of_pair(STRUCK, REBELS)) == pytest.approx(before, abs=1e-3)
