"""How well names alone tell entities apart: our comparison beside other packages, by kind and script.

    python -m benchmarks.names [--peers] [--errors KIND]

Labelled pairs of training.name_pairs: persons, bodies and places in many scripts. Each matcher's threshold is chosen
for each kind on the part for fitting; the table is of the part kept apart. --peers adds jellyfish and nomenklatura
(logic-v1, logic-v2, name-based) if they are installed, each given names as its documentation asks. --errors prints
pairs that ours gets wrong in the part for fitting, never in the other.
"""

import argparse
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

from anyascii import anyascii
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from kb.model import Entity, Extraction, Mention, Span
from kb.resolution.comparison import match_weight
from kb.resolution.profile import Profile, profiles
from training.name_pairs import KINDS, NamePair, gazetteer_pairs, own_pairs

Scorer = Callable[[NamePair], float]
TYPES: Final = {"person": "person", "body": "organisation", "place": "city"}  # the reader takes a bare name for a town


def ours(pair: NamePair) -> float:
    """Bits of the name, and of what a word in it says of its kind."""
    first, second = (_profile(pair.kind, name, n) for n, name in enumerate((pair.first, pair.second)))
    return sum(part.bits for part in match_weight(first, second).parts if part.field in ("name", "kind"))


@cache
def _profile(kind: str, name: str, number: int) -> Profile:
    entity = Entity("e1", TYPES[kind], name)
    mention = Mention("m1", Span(0, 1), "name", "e1")
    return profiles(Extraction(f"a{number}", "names", "1", entities=(entity,), mentions=(mention,)))["e1"]


def _latin(text: str) -> str:
    return anyascii(text).casefold()


def baselines() -> dict[str, Scorer]:
    """Return matchers that come with what is installed anyway."""
    return {
        "rapidfuzz ratio": lambda p: fuzz.ratio(_latin(p.first), _latin(p.second)),
        "rapidfuzz token_sort": lambda p: fuzz.token_sort_ratio(_latin(p.first), _latin(p.second)),
        "rapidfuzz token_set": lambda p: fuzz.token_set_ratio(_latin(p.first), _latin(p.second)),
        "rapidfuzz WRatio": lambda p: fuzz.WRatio(_latin(p.first), _latin(p.second)),
        "Jaro-Winkler": lambda p: JaroWinkler.similarity(_latin(p.first), _latin(p.second)),
    }


def peers() -> dict[str, Scorer]:
    """Return matchers of other packages, those that are installed."""
    found: dict[str, Scorer] = {}
    try:
        import jellyfish  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        print("jellyfish is not installed")
    else:
        found["jellyfish metaphone"] = lambda p: JaroWinkler.similarity(
            jellyfish.metaphone(_latin(p.first)), jellyfish.metaphone(_latin(p.second))
        )
    try:
        from followthemoney import model  # type: ignore[import-not-found, unused-ignore]
        from nomenklatura.matching import get_algorithm  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        print("nomenklatura is not installed")
        return found
    schemata = {"person": "Person", "body": "Organization", "place": "Address"}

    def entity(kind: str, name: str) -> Any:
        schema = schemata[kind] if kind != "place" else "Organization"
        return model.get_proxy({"id": name, "schema": schema, "properties": {"name": [name]}})

    for name in ("logic-v1", "logic-v2", "name-based"):
        algorithm = get_algorithm(name)
        config = algorithm.default_config()
        found[f"nomenklatura {name}"] = lambda p, algorithm=algorithm, config=config: (
            algorithm.compare(  # type: ignore[misc]
                entity(p.kind, p.first), entity(p.kind, p.second), config
            ).score
        )
    return found


def threshold(scored: Iterable[tuple[float, bool]]) -> float:
    """Return the score from which "one" gives the best F1."""
    rows = sorted(scored, key=lambda row: -row[0])
    real = sum(label for _, label in rows)
    best, at, right = 0.0, float("inf"), 0
    for number, (score, label) in enumerate(rows, 1):
        right += label
        last = number == len(rows) or rows[number][0] < score
        if last and (f1 := 2 * right / (number + real)) > best:
            best, at = f1, score
    return at


def measures(rows: Iterable[tuple[bool, bool]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of (said, true)."""
    rows = list(rows)
    right = sum(said and true for said, true in rows)
    made, real = sum(said for said, _ in rows), sum(true for _, true in rows)
    return right / max(made, 1), right / max(real, 1), 2 * right / max(made + real, 1)


def main() -> None:
    """Print a table of matchers, and one of ours by script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--errors", choices=KINDS)
    options = parser.parse_args()
    pairs = [*own_pairs(), *gazetteer_pairs()]
    for fit in (True, False):
        part = [p for p in pairs if p.fit == fit]
        print(
            f"{'for fitting' if fit else 'kept apart'}: {sum(p.one for p in part)} pairs of one, "
            f"{sum(not p.one for p in part)} of two"
        )
    scorers = {"kb": ours} | baselines() | (peers() if options.peers else {})
    if options.errors:
        errors(pairs, options.errors)
        return
    print(f"\n{'F1 (precision, recall)':26s}" + "".join(f"{kind:>20s}" for kind in (*KINDS, "all")))
    decided: dict[str, list[tuple[NamePair, bool]]] = {}
    for name, scorer in scorers.items():
        scores = {pair: scorer(pair) for pair in pairs}
        limits = {k: threshold((s, p.one) for p, s in scores.items() if p.fit and p.kind == k) for k in KINDS}
        decided[name] = [(p, s >= limits[p.kind]) for p, s in scores.items() if not p.fit]
        print(f"{name:26s}" + "".join(_cell(decided[name], kind) for kind in (*KINDS, "")))
    print(f"\n{'kb, by script':26s}{'pairs':>8s}{'F1':>8s}")
    for script in sorted({p.script for p, _ in decided["kb"]}):
        rows = [(said, p.one) for p, said in decided["kb"] if p.script == script]
        print(f"{script:26s}{len(rows):8d}{measures(rows)[2]:8.3f}")


def _cell(rows: list[tuple[NamePair, bool]], kind: str) -> str:
    p, r, f1 = measures((said, pair.one) for pair, said in rows if kind in ("", pair.kind))
    return f"{f1:8.3f} ({p:.2f}, {r:.2f})"


def errors(pairs: list[NamePair], kind: str) -> None:
    """Print what ours gets wrong among pairs for fitting."""
    mine = [p for p in pairs if p.fit and p.kind == kind]
    limit = threshold((ours(p), p.one) for p in mine)
    for pair in mine:
        if (ours(pair) >= limit) != pair.one:
            said = "MISSED" if pair.one else "WRONG"
            print(f"{said}\t{pair.script}\t{pair.first}\t{pair.second}\t{ours(pair):.1f}")


if __name__ == "__main__":
    main()
