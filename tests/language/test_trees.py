"""Trees are exact: against every tree without crossing arcs, on small inputs."""

from itertools import product

import numpy as np
import pytest

from kb.language.trees import tree


def total(scores: np.ndarray, heads: tuple[int, ...]) -> float:
    return sum(float(scores[i, h + 1]) for i, h in enumerate(heads))


def is_tree(heads: tuple[int, ...]) -> bool:
    if sum(h == -1 for h in heads) != 1:
        return False
    for i in range(len(heads)):
        node, steps = i, 0
        while node != -1 and steps <= len(heads):
            node, steps = heads[node], steps + 1
        if node != -1:
            return False
    return True


def crosses(heads: tuple[int, ...]) -> bool:
    arcs = [(min(word, head), max(word, head)) for word, head in enumerate(heads)]  # the root is before all words
    return any(a < c < b < d for a, b in arcs for c, d in arcs)


@pytest.mark.parametrize("words", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("seed", range(20))
def test_tree_is_the_best_projective_tree_with_one_root(words: int, seed: int) -> None:
    """No tree with one root and without crossing arcs scores higher than the one returned."""
    scores = np.random.default_rng(seed).normal(size=(words, words + 1)).astype(np.float32)

    found = tuple(tree(scores))

    assert is_tree(found)
    assert not crosses(found)
    lawful = (h for h in product(range(-1, words), repeat=words) if is_tree(h) and not crosses(h))
    assert total(scores, found) == pytest.approx(total(scores, max(lawful, key=lambda h: total(scores, h))))


def test_tree_of_a_long_sentence_has_one_root_and_no_cycle() -> None:
    """Many cycles and crossings at once are all broken."""
    scores = np.random.default_rng(7).normal(size=(250, 251)).astype(np.float32)

    found = tuple(tree(scores))

    assert is_tree(found)
    assert not crosses(found)


def test_best_governors_stand_where_they_are_a_tree() -> None:
    """A tree that each word's own best governor makes is the one returned."""
    governors = (5, 2, 0, 4, 0, -1)
    scores = np.full((6, 7), -1.0, np.float32)
    scores[range(6), [governor + 1 for governor in governors]] = 1.0

    assert tuple(tree(scores)) == governors


def test_an_arc_that_would_cross_is_hung_elsewhere() -> None:
    """The word whose second choice costs least gives way."""
    scores = np.full((4, 5), -9.0, np.float32)
    scores[range(4), [3, 0, 2, 2]] = 5.0  # the first word hangs on the third, across the second, which is the root
    scores[0, 2] = 4.0

    assert tree(scores) == [1, -1, 1, 1]
