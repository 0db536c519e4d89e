"""Decoding is exact: against every sequence and every tree, on small inputs."""

from itertools import product

import numpy as np
import pytest

from kb.language.decode import best_tags, softmax, span_score, spans_of_tags, tree


def lawful(tags: tuple[int, ...]) -> bool:
    return all(t == 0 or t % 2 == 1 or (i > 0 and tags[i - 1] in (t, t - 1)) for i, t in enumerate(tags))


@pytest.mark.parametrize("labels", [1, 3])
@pytest.mark.parametrize("seed", range(10))
def test_best_tags_is_the_best_lawful_sequence(labels: int, seed: int) -> None:
    """No lawful sequence scores higher than the one returned."""
    scores = np.random.default_rng(seed).normal(size=(4, 2, 2 * labels + 1)).astype(np.float32)

    found = best_tags(scores)

    for k in range(2):
        best = max(
            (t for t in product(range(2 * labels + 1), repeat=4) if lawful(t)),
            key=lambda t: sum(float(scores[i, k, x]) for i, x in enumerate(t)),
        )
        assert tuple(found[:, k]) == best


def test_no_words_give_no_tags() -> None:
    """An empty window is lawful input."""
    assert best_tags(np.zeros((0, 3, 5), np.float32)).shape == (0, 3)


def test_spans_touch_without_melting() -> None:
    """Two spans side by side stay two, with their labels."""
    assert spans_of_tags([1, 2, 1, 3, 4, 0, 3]) == [(0, 0, 2), (0, 2, 3), (1, 3, 5), (1, 6, 7)]


def test_span_score_is_the_weakest_evidence() -> None:
    """A span is as sure as its begin, its inside and its end."""
    sure = np.array([[0.1, 0.9, 0.0], [0.2, 0.0, 0.8], [0.6, 0.1, 0.3]], np.float32)

    assert span_score(sure, 0, 0, 2) == pytest.approx(0.7)
    assert span_score(sure, 0, 0, 1) == pytest.approx(0.2)


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


@pytest.mark.parametrize("words", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("seed", range(20))
def test_tree_is_the_best_tree_with_one_root(words: int, seed: int) -> None:
    """No tree with one root scores higher than the one returned."""
    scores = np.random.default_rng(seed).normal(size=(words, words + 1)).astype(np.float32)

    found = tuple(tree(scores))

    assert is_tree(found)
    best = max((h for h in product(range(-1, words), repeat=words) if is_tree(h)), key=lambda h: total(scores, h))
    assert total(scores, found) == pytest.approx(total(scores, best))


def test_tree_of_a_long_sentence_has_one_root_and_no_cycle() -> None:
    """Many cycles at once are all broken."""
    scores = np.random.default_rng(7).normal(size=(250, 251)).astype(np.float32)

    assert is_tree(tuple(tree(scores)))


def test_softmax_of_large_scores_is_finite() -> None:
    """Large scores do not overflow."""
    assert softmax(np.array([[1e4, 0.0]], np.float32)).tolist() == [[1.0, 0.0]]
