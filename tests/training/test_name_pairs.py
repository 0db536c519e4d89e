"""The labelled pairs of names: enough of them, labelled once, and well told apart in the part kept apart."""

import pytest

from benchmarks.names import measures, ours, threshold
from training.name_pairs import KINDS, gazetteer_pairs, own_pairs

WANTED = 0.85


def test_there_are_enough_pairs_and_each_has_one_label() -> None:
    pairs = list(own_pairs())
    labels: dict[tuple[str, frozenset[str]], set[bool]] = {}
    for pair in pairs:
        labels.setdefault((pair.kind, frozenset((pair.first, pair.second))), set()).add(pair.one)

    assert sum(p.one for p in pairs) >= 600
    assert sum(not p.one for p in pairs) >= 900
    assert all(len(found) == 1 for found in labels.values())
    assert {p.kind for p in pairs if p.fit} == {p.kind for p in pairs if not p.fit} == set(KINDS)


@pytest.mark.thorough
def test_names_kept_apart_are_told_apart_with_the_thresholds_of_the_others() -> None:
    pairs = [*own_pairs(), *gazetteer_pairs()]
    limits = {k: threshold((ours(p), p.one) for p in pairs if p.fit and p.kind == k) for k in KINDS}
    kept = [(ours(p) >= limits[p.kind], p.one) for p in pairs if not p.fit]

    assert measures(kept)[2] >= WANTED
