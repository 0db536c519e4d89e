"""Fit the bits by which two events of two articles are found to be one happening.

    python -m training.fit_links --syn3 syn3.jsonl --meantime FOLDER

Logistic regression on every comparable pair of events of our own clusters, of syn3 and of two topics of MEANTIME, as
the built-in reader reads them; each weight is drawn towards the number that was set by hand (PRIOR), since there are
few pairs. Prints the bits for kb/resolution/weights.py (the constant there is higher by 0.1), and F1 on sets left out
in turn, for each threshold. Causes, and what fits best, are told by the weights that hold: fit twice.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from kb.language.event_types import EventTypes
from kb.model import Article, Extraction
from kb.resolution.article import ArticleProfile, article_profile, typed
from kb.resolution.events.happenings import comparable
from kb.resolution.events.retold import retold
from kb.resolution.judging import Pairs
from kb.resolution.weights import EVENT
from training.link_scores import Aligner, Item
from training.links import LinkSet, meantime, own_clusters, syn3

BITS = 1 / np.log(2)
PRIOR: dict[str, float] = {  # bits set by hand before any fit
    "same type": 2.9, "kin type": 1.1, "near type": 1.5, "one denies": -1.0, "denied otherwise": -1.5,
    "denied long apart": -1.0, "perhaps after it": -2.0, "dated alike long after": 1.5,
    "actors of other roles": -0.3, "telling figure": 0.5,
    "other class": -0.6, "one counted": -0.5,
    "other count": -2.0, "long before": -2.0, "same patient": 0.5, "other patient": -2.0, "other doers": -1.0,
    "article of another country": -3.0, "same word": 2.0, "same days": 3.0, "days overlap": 2.0, "long overlap": 0.5,
    "next day": -0.2, "other days": -3.6, "other dates": -6.6, "after the report": -6.0, "shortly before": 1.5,
    "same place": 1.5, "place within": 1.0, "other place": -2.0, "other country": -7.0, "same site": 1.0,
    "other site": -1.0, "shared actors": 1.4, "other actors": -1.0, "shared words": 1.0, "other words": -1.0,
    "same figure": 3.0, "compatible figures": 0.8, "figures of other days": -0.3, "other figures": -1.8, "story": 0.1,
    "no common story": -2.4, "common words": 1.5, "both lead": 0.5, "one leads": 0.0,
    "articles far apart": -2.5, "articles near": 0.5, "same cause": 2.5, "other cause": -4.0, "same effect": 2.0,
    "other effect": -1.0, "place of another kind": -0.5, "fits best": 1.5, "another fits better": -1.5,
    "figures fall": -2.5,
    "toll of several days": -12.0, "part of a toll": -12.0, "other weapon": -2.0, "other target": -1.5,
    "nothing in both": -1.5, "dates long apart": -8.0, "other hours": -3.0, "one of several": -7.0, "came before": -5.5,
    "other direction": -7.0,
}  # fmt: skip
PRIOR |= {name: bits for name, bits in EVENT.items() if name not in PRIOR}  # set by hand since, and never fitted
PRIOR_OF_ALL: Final = -5.0
STRENGTH = 1.0  # of the pull towards the numbers set by hand
Row = tuple[Item, Item, Mapping[str, float]]
Read = Callable[[Article], Extraction]


def profiles_of(links: LinkSet, read: Read) -> dict[str, ArticleProfile]:
    """Return article id -> profile, with class and line of types."""
    types = EventTypes.load()

    def of_type(name: str) -> tuple[str, tuple[str, ...]]:
        if name not in types:
            return "other", (name,)
        return types.coarse(name), tuple(kind.name for kind in types.lineage(name))

    return {article.id: typed(article_profile(article, read(article)), of_type) for article in links.articles.values()}


def rows_of(links: LinkSet, known: Mapping[str, ArticleProfile]) -> Iterator[Row]:
    """Yield every comparable pair of events of a set's articles."""
    pairs = Pairs(known.get)
    for (one, first), (other, second) in combinations(links.articles.items(), 2):
        for event in known[first.id].events.values():
            for rival in known[second.id].events.values():
                if comparable(event, rival):
                    yield (one, event.local), (other, rival.local), pairs.features(event.member, rival.member)


def labelled(links: LinkSet, read: Read) -> list[tuple[Mapping[str, float], bool]]:
    """Return features and label of the pairs whose label is known; what title and text both tell has one label."""
    align = Aligner({key: read(article) for key, article in links.articles.items()}, events=True)
    known = profiles_of(links, read)
    groups: dict[Item, set[int]] = {}
    for number, refs in enumerate((*links.events, *links.also)):
        for ref in refs:
            if (item := align.find(ref)) is not None:
                groups.setdefault(item, set()).add(number)
    for key, article in links.articles.items():
        for pair in retold(known[article.id].events):
            for one, other in (pair, pair[::-1]):
                groups.setdefault((key, one), groups.get((key, other), set()))
    found = []
    for one, other, features in rows_of(links, known):
        first, second = groups.get(one, set()), groups.get(other, set())
        if links.strict or (first and second):
            found.append((features, bool(first & second)))
    return found


def fit(rows: list[tuple[Mapping[str, float], bool]], prior: Mapping[str, float]) -> dict[str, float]:
    """Return bits by feature, "" for the constant."""
    names = ["", *prior]
    at = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    x[:, 0] = 1
    for n, (features, _) in enumerate(rows):
        for name, value in features.items():
            x[n, at[name]] = value
    y = np.array([label for _, label in rows], dtype=float)
    start = np.array([PRIOR_OF_ALL, *prior.values()]) / BITS

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ theta
        value = np.logaddexp(0, z).sum() - (y * z).sum() + STRENGTH * ((theta - start) ** 2).sum()
        return value, x.T @ (expit(z) - y) + 2 * STRENGTH * (theta - start)

    # What speaks for one happening never counts against it: our articles are short, all of one is its lead.
    bounds = [(None, None), *((0, None) if bits >= 0 else (None, 0) for bits in prior.values())]
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return dict(zip(names, best.x * BITS, strict=True))


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--syn3", type=Path, required=True)
    parser.add_argument("--meantime", type=Path, required=True)
    options = parser.parse_args()
    from kb.extraction.builtin import create

    reader = create()
    memo: dict[str, Extraction] = {}

    def read(article: Article) -> Extraction:
        return memo.setdefault(article.id, memo.get(article.id) or reader.extract(article))

    topics = [meantime(options.meantime / f"meantime-{topic}.jsonl.gz") for topic in ("airbus", "apple")]
    report([*own_clusters(), *syn3(options.syn3), *topics], read)


def report(sets: list[LinkSet], read: Read) -> None:
    """Print the bits fitted on all sets, and how pairs of a set left out are told apart at several thresholds."""
    rows = {links.name: labelled(links, read) for links in sets}
    everything = [row for some in rows.values() for row in some]
    print(f"{len(everything)} pairs, {sum(label for _, label in everything)} of them one happening")
    for name, bits in fit(everything, PRIOR).items():
        print(f'    "{name}": {bits:.1f},')
    scored = []
    for name, own in rows.items():
        theta = fit(
            [row for other, some in rows.items() if other != name for row in some],
            PRIOR,
        )
        scored += [(theta[""] + sum(theta[k] * v for k, v in features.items()), label) for features, label in own]
    print("threshold precision recall F1   (pairs of sets left out, before clustering)")
    for threshold in np.arange(-3, 4.5, 0.5):
        right = sum(label for score, label in scored if score >= threshold)
        made, real = (
            sum(score >= threshold for score, _ in scored),
            sum(label for _, label in scored),
        )
        f1 = 2 * right / max(made + real, 1)
        print(f"{threshold:9.1f} {right / max(made, 1):9.3f} {right / max(real, 1):6.3f} {f1:.3f}")


if __name__ == "__main__":
    main()
