"""How well mentions are put together, as the coreference literature measures it: MUC, B-cubed, CEAF-e, CoNLL.

Input: clusters of mentions, those of the key and those of a response; a mention is anything hashable.
Output: precision, recall and F1; read by benchmarks/meantime.py.
Pure. The two may have different mentions: one that the other lacks counts as a cluster of its own there for MUC, and
as nothing found for B-cubed and CEAF, as in the CoNLL scorer.

Source:
    Vilain et al. 1995 (MUC); Bagga & Baldwin 1998 (B-cubed); Luo 2005 (CEAF, phi 4); Pradhan et al. 2014 (CoNLL, the
    mean of the three, for responses with mentions of their own).
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

Cluster = frozenset[Hashable]
Clusters = Collection[Cluster]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return (
            2 * self.precision * self.recall / (self.precision + self.recall) if self.precision + self.recall else 0.0
        )


def clusters_of(labels: Mapping[Hashable, Hashable]) -> list[Cluster]:
    """Return the clusters of mention -> label."""
    found: dict[Hashable, set[Hashable]] = {}
    for mention, label in labels.items():
        found.setdefault(label, set()).add(mention)
    return [frozenset(mentions) for mentions in found.values()]


def muc(key: Clusters, response: Clusters) -> Score:
    """Return how many links between mentions are needed beyond those there are; singletons count for nothing."""
    return Score(_links(response, key), _links(key, response))


def b_cubed(key: Clusters, response: Clusters) -> Score:
    """Return, averaged over mentions, how much of a mention's cluster is right."""
    return Score(_share(response, key), _share(key, response))


def ceaf_e(key: Clusters, response: Clusters) -> Score:
    """Return how alike clusters are when each is matched with one of the other side at most."""
    if not key or not response:
        return Score(0.0, 0.0)
    one, other = list(key), list(response)
    alike = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in other] for a in one])
    total = float(alike[linear_sum_assignment(-alike)].sum())
    return Score(total / len(other), total / len(one))


def conll(key: Clusters, response: Clusters) -> float:
    """Return the mean F1 of MUC, B-cubed and CEAF-e."""
    return (muc(key, response).f1 + b_cubed(key, response).f1 + ceaf_e(key, response).f1) / 3


def _of(clusters: Iterable[Cluster]) -> dict[Hashable, Cluster]:
    return {mention: cluster for cluster in clusters for mention in cluster}


def _links(these: Clusters, others: Clusters) -> float:
    where = _of(others)
    kept = total = 0
    for cluster in these:
        parts = {where.get(mention, frozenset((mention,))) for mention in cluster}
        kept += len(cluster) - len(parts)
        total += len(cluster) - 1
    return kept / total if total else 0.0


def _share(these: Clusters, others: Clusters) -> float:
    where = _of(others)
    mentions = sum(map(len, these))
    found = sum(
        len(cluster & where.get(mention, frozenset())) / len(cluster) for cluster in these for mention in cluster
    )
    return found / mentions if mentions else 0.0
