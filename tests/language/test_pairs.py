"""Pairs of spans: distance, likeness, and what may relate to what."""

import numpy as np

from kb.language.labels import SCORED
from kb.language.pairs import BETWEEN, DIFFERENT, FAR, SAME, SAME_LAST, allowed, between, distances, likeness


def test_distance_is_signed_and_coarse() -> None:
    """A pair and its mirror image differ; far and farther do not."""
    found = distances(np.array([0, 3, 500, 900]), np.array([1, 1, 9, 20]))

    assert found[0, 1] != found[1, 0]
    assert found[2, 0] == found[3, 0]
    assert found.max() < FAR


def test_distance_tells_whether_both_stand_in_one_sentence() -> None:
    """The same gap counts differently across a sentence end."""
    starts = np.array([4, 9])

    assert distances(starts, np.array([1, 1]))[0, 1] != distances(starts, np.array([1, 2]))[0, 1]


def test_rivals_between_are_counted_by_layer() -> None:
    """One trigger between head and time makes a difference, a mention between does not."""
    layers = ["trigger", "mention", "time", "trigger", "time"]

    found = between(layers, np.array([0, 1, 2, 3, 4]))

    assert found[0, 2] == 0
    assert found[0, 4] != found[3, 4] == 0
    assert found[0, 1] == 0
    assert found.max() < BETWEEN


def test_likeness_looks_inside_one_layer() -> None:
    """Same words, same last word, other layer."""
    words = [("the", "mayor"), ("mayor",), ("the", "mayor"), ("mayor",)]

    found = likeness(["mention", "mention", "mention", "cue"], words)

    assert found[0].tolist() == [DIFFERENT, SAME_LAST, SAME, DIFFERENT]


def test_a_mention_refers_only_back() -> None:
    """Of two mentions only the later may refer to the other."""
    coref = SCORED.index("coref")

    found = allowed(["mention", "mention", "trigger"], np.array([0, 4, 2]), np.array([1, 4, 2]))

    assert found[1, 0, coref]
    assert not found[0, 1, coref]
    assert not found[0, 0, coref]


def test_only_a_trigger_has_roles() -> None:
    """Nothing goes out from a time; a trigger may have an agent; "none" is always possible."""
    found = allowed(["trigger", "mention", "time"], np.array([0, 1, 2]), np.array([0, 1, 2]))

    assert found[0, 1, SCORED.index("agent")]
    assert not found[0, 2, SCORED.index("agent")]
    assert found[0, 2, SCORED.index("time")]
    assert found[2].sum() == 3
    assert found[..., 0].all()
