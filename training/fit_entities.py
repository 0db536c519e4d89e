"""Fit the bits by which two entities of two articles are found to be one, and say whether they do better than by hand.

    python -m training.fit_entities --syn3 syn3.jsonl --meantime FOLDER [--strength 1.0]

Logistic regression on every labelled pair of entities that share a blocking key (our own clusters, syn3, two topics of
MEANTIME, as the built-in reader reads them) and on the pairs of names for fitting (training.name_pairs), which have a
constant of their own. Each weight is drawn towards the number set by hand; from articles a link needs weights.LINK
bits, before and after. Prints the bits that moved, and for sets left out in turn precision, recall and F1 by threshold,
with the bits as they stand and with fitted ones.
"""

import argparse
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from kb.model import Article, Entity, Extraction, Mention, Span
from kb.resolution import weights
from kb.resolution.blocking import blocking_keys
from kb.resolution.comparison import best_names, match_weight
from kb.resolution.profile import Profile, profiles
from training.fit_links import BITS, Read
from training.link_scores import Aligner, Item
from training.links import LinkSet, meantime, own_clusters, syn3
from training.name_pairs import own_pairs

LEAST: Final = 5  # pairs of either answer with a field, to fit its bits
_FIXED: Final = 1e6
TYPES: Final = {"person": "person", "body": "organisation", "place": "city"}
Row = tuple[Mapping[str, float], float, bool]  # features, the bits that hand gave, label


def features_of(first: Profile, second: Profile) -> dict[str, float]:
    """Return the fields of a comparison by name, 1 for each, the context in its units; what excludes is left out."""
    found: dict[str, float] = {}
    for part in match_weight(first, second).parts:
        if part.field == "name":
            agreement = best_names(first, second)[0]
            found[f"{first.group} name {agreement}"] = 1.0
            plain = (weights.PERSON_NAME if first.group == "person" else weights.BODY_NAME)[agreement]
            if first.group == "organisation" and part.bits != plain:
                found["organisation name of one word"] = 1.0
        elif part.field == "context" and part.bits > 0:
            found["context"] = part.bits / weights.CONTEXT_UNIT
        elif abs(part.bits) < weights.IDENTIFIED:
            found[f"{first.group} {part.field} {part.bits:+.1f}"] = 1.0
    return found


def hand_bits(first: Profile, second: Profile) -> dict[str, float]:
    """Return feature -> bits that stand now."""
    parts = match_weight(first, second).parts
    found: dict[str, float] = {}
    for name, value in features_of(first, second).items():
        if name == "context":
            found[name] = weights.CONTEXT_UNIT
        elif name == "organisation name of one word":
            found[name] = weights.SHORT_BODY
        elif " name " in name:
            bits = sum(part.bits for part in parts if part.field == "name")
            short = "organisation name of one word" in features_of(first, second)
            found[name] = bits - (weights.SHORT_BODY if short else 0.0)
        else:
            found[name] = float(name.rsplit(" ", 1)[1]) * value
    return found


def article_rows(links: LinkSet, read: Read, hand: dict[str, float]) -> Iterator[Row]:
    """Yield the labelled pairs of a set's articles that share a key and that no identifier decides."""
    extractions = {key: read(article) for key, article in links.articles.items()}
    align = Aligner(extractions, events=False)
    groups: dict[Item, set[int]] = {}
    for number, refs in enumerate(links.entities):
        for ref in refs:
            if (item := align.find(ref)) is not None:
                groups.setdefault(item, set()).add(number)
    apart = {frozenset((align.find(one), align.find(other))) for one, other in links.entities_apart}
    known = {key: profiles(reading, links.articles[key].published) for key, reading in extractions.items()}
    for one, other in combinations(links.articles, 2):
        for a in known[one].values():
            for b in known[other].values():
                first, second = groups.get((one, a.local), set()), groups.get((other, b.local), set())
                forbidden = frozenset(((one, a.local), (other, b.local))) in apart
                if not (forbidden or (first and second)) or not blocking_keys(a) & blocking_keys(b):
                    continue
                weight = match_weight(a, b)
                if any(abs(part.bits) >= weights.IDENTIFIED for part in weight.parts):
                    continue
                hand.update(hand_bits(a, b))
                yield features_of(a, b), weight.bits, bool(first & second)


def name_rows(hand: dict[str, float]) -> Iterator[Row]:
    """Yield the pairs of names for fitting, with the constant of their own."""
    for pair in own_pairs():
        if pair.fit:
            a, b = (_named(pair.kind, name, n) for n, name in enumerate((pair.first, pair.second)))
            found = features_of(a, b)
            if any(abs(bits) >= weights.IDENTIFIED for bits in hand_bits(a, b).values()):
                continue
            hand.update(hand_bits(a, b))
            yield {name: v for name, v in found.items() if " name " in name} | {"names alone": 1.0}, 0.0, pair.one


def _named(kind: str, name: str, number: int) -> Profile:
    entity = Entity("e1", TYPES[kind], name)
    mention = Mention("m1", Span(0, 1), "name", "e1")
    return profiles(Extraction(f"a{number}", "names", "1", entities=(entity,), mentions=(mention,)))["e1"]


def fit(rows: list[Row], hand: Mapping[str, float], strength: float) -> dict[str, float]:
    """Return bits by feature."""
    names = sorted(hand)
    at = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for n, (features, _, _) in enumerate(rows):
        for name, value in features.items():
            x[n, at[name]] = value
    y = np.array([label for _, _, label in rows], dtype=float)
    start = np.array([hand[name] for name in names]) / BITS
    both = np.minimum((x[y > 0] != 0).sum(0), (x[y == 0] != 0).sum(0))
    # A field that was hardly ever seen with both answers keeps the number set by hand.
    pull = np.where(both < LEAST, _FIXED, strength)
    pull[at["names alone"]] = 0.0
    # Pairs of names outnumber those of articles, which alone show context: both parts count alike.
    alone = x[:, at["names alone"]] > 0
    share = np.where(alone, max((~alone).sum(), 1) / max(alone.sum(), 1), 1.0)

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ theta - weights.LINK / BITS
        value = (share * (np.logaddexp(0, z) - y * z)).sum() + (pull * (theta - start) ** 2).sum()
        return value, x.T @ (share * (expit(z) - y)) + 2 * pull * (theta - start)

    best = minimize(loss, start, jac=True, method="L-BFGS-B")
    return dict(zip(names, best.x * BITS, strict=True))


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--syn3", type=Path, required=True)
    parser.add_argument("--meantime", type=Path, required=True)
    parser.add_argument("--strength", type=float, default=1.0)
    options = parser.parse_args()
    from kb.extraction.builtin import create

    reader = create()
    memo: dict[str, Extraction] = {}

    def read(article: Article) -> Extraction:
        if article.id not in memo:
            memo[article.id] = reader.extract(article)
        return memo[article.id]

    topics = [meantime(options.meantime / f"meantime-{topic}.jsonl.gz") for topic in ("airbus", "apple")]
    report([*own_clusters(), *syn3(options.syn3), *topics], read, options.strength)


def report(sets: list[LinkSet], read: Read, strength: float) -> None:
    """Print the bits fitted on all sets, and both curves on sets left out."""
    hand: dict[str, float] = {"names alone": 0.0}
    rows = {links.name: list(article_rows(links, read, hand)) for links in sets}
    names = list(name_rows(hand))
    everything = [row for some in rows.values() for row in some]
    two = sum(not label for _, _, label in everything)
    print(f"{len(everything)} pairs of articles, {two} of two entities; {len(names)} pairs of names")
    fitted = fit([*everything, *names], hand, strength)
    for name, bits in sorted(fitted.items()):
        if abs(bits - hand[name]) >= 0.05:
            print(f"    {name:40s} {hand[name]:+6.1f} -> {bits:+6.1f}")
    scored: list[tuple[float, float, bool]] = []
    for left_out, own in rows.items():
        theta = fit([row for other, some in rows.items() if other != left_out for row in some] + names, hand, strength)
        scored += [(bits, sum(theta[k] * v for k, v in features.items()), label) for features, bits, label in own]
    print("threshold   as they stand: precision recall F1      fitted: precision recall F1   (sets left out in turn)")
    for threshold in (3, 4, 5, 6, 7, 8, 10):
        print(f"{threshold:9d}" + "".join(f"{'':16s}{_curve(scored, which, threshold)}" for which in (0, 1)))


def _curve(scored: list[tuple[float, float, bool]], which: int, threshold: float) -> str:
    made = [row[2] for row in scored if row[which] >= threshold]
    real = sum(row[2] for row in scored)
    right = sum(made)
    f1 = 2 * right / max(len(made) + real, 1)
    return f"{right / max(len(made), 1):9.3f} {right / max(real, 1):6.3f} {f1:.3f}"


if __name__ == "__main__":
    main()
