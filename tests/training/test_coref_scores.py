"""Coreference measures against values computed by hand."""

import pytest

from training.coref_scores import b_cubed, ceaf_e, clusters_of, conll, muc


def clusters(*words: str) -> list[frozenset[str]]:
    return [frozenset(word) for word in words]


# Key {a b c} {d e f g}. Response {a b} {c d} {f g h i}: h and i are no mentions of the key, e is not found.
KEY = clusters("abc", "defg")
RESPONSE = clusters("ab", "cd", "fghi")


def test_muc_counts_missing_links() -> None:
    # Recall: abc falls into ab|c, defg into d|e|fg: (3-2 + 4-3) / (2+3).
    # Precision: ab is whole, c|d, fg|h|i: (1 + 0 + 1) / (1 + 1 + 3).
    assert muc(KEY, RESPONSE).recall == pytest.approx(2 / 5)
    assert muc(KEY, RESPONSE).precision == pytest.approx(2 / 5)


def test_b_cubed_averages_over_mentions() -> None:
    # Recall: a 2/3, b 2/3, c 1/3, d 1/4, e 0, f 2/4, g 2/4, over 7.
    # Precision: 1, 1, 1/2, 1/2, f 2/4, g 2/4, h 0, i 0, over 8.
    assert b_cubed(KEY, RESPONSE).recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 / 4 + 0 + 1 / 2 + 1 / 2) / 7)
    assert b_cubed(KEY, RESPONSE).precision == pytest.approx(4 / 8)


def test_ceaf_matches_each_cluster_once() -> None:
    # abc with ab: 4/5; defg with fghi: 4/8; their sum over 3 clusters of the response, and over 2 of the key.
    assert ceaf_e(KEY, RESPONSE).precision == pytest.approx(1.3 / 3)
    assert ceaf_e(KEY, RESPONSE).recall == pytest.approx(1.3 / 2)


def test_what_is_equal_has_one_and_what_shares_nothing_none() -> None:
    assert conll(KEY, KEY) == pytest.approx(1)
    assert conll(KEY, clusters("xy", "z")) == 0
    assert sorted(map(sorted, clusters_of({"a": 1, "b": 2, "c": 1}))) == [["a", "c"], ["b"]]
