"""Decoding is exact: against every sequence, on small inputs."""

from itertools import product

import numpy as np
import pytest

from kb.language.decode import best_tags, softmax, span_score, spans_of_tags


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


def test_softmax_of_large_scores_is_finite() -> None:
    """Large scores do not overflow."""
    assert softmax(np.array([[1e4, 0.0]], np.float32)).tolist() == [[1.0, 0.0]]
