"""Pairs of names that are one thing's, or two things': for fitting and measuring how names are compared.

Input: training/data/names/*.txt (our own, see its README.md) and names of the shipped gazetteer.
Output: NamePairs, each block of look-alikes wholly in "fit" or wholly in "kept apart".
Never: reads anything else; the same pairs every time.

In a file a line is one entity with its names, and lines that stand together are different entities whose names look
alike: two names of one line are a pair that is one, two names of neighbouring lines a pair that is not.
"""

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations, islice, product
from pathlib import Path
from typing import Final

from rapidfuzz.distance import OSA

from kb.language.gazetteer import SHIPPED
from kb.resolution.names.romanise import skeleton

FOLDER: Final = Path(__file__).parent / "data" / "names"
KINDS: Final = ("person", "body", "place")
FILES: Final = {"person": "persons.txt", "body": "bodies.txt", "place": "places.txt"}
MOST_OF_ONE: Final = 12  # pairs of one entity, so that one with twenty spellings counts for no more
MOST_OF_TWO: Final = 24  # pairs of one block
KEPT_APART: Final = 40  # per cent of the blocks


@dataclass(frozen=True, slots=True)
class NamePair:
    """Two names and whether they are of one entity.

    Attributes:
        kind: person, body or place.
        first, second: as written.
        one: whether they are of one entity.
        script: "Latin" if both are, else the other script: "Cyrillic", "Han", "Arabic".
        fit: whether it may be looked at and fitted on; False for the part kept apart.
    """

    kind: str
    first: str
    second: str
    one: bool
    script: str
    fit: bool


def own_pairs(folder: Path = FOLDER) -> Iterator[NamePair]:
    """Yield the pairs of our own files, kind by kind."""
    for kind in KINDS:
        for block in (folder / FILES[kind]).read_text("utf-8").strip().split("\n\n"):
            rows = [[name.strip() for name in line.split("|")] for line in block.splitlines()]
            fit = _share(block.splitlines()[0]) >= KEPT_APART
            same = [pair for row in rows for pair in some_pairs(combinations(row, 2), MOST_OF_ONE)]
            other = some_pairs((p for a, b in combinations(rows, 2) for p in product(a, b)), MOST_OF_TWO)
            yield from (NamePair(kind, a, b, True, script_of(a, b), fit) for a, b in same)
            yield from (NamePair(kind, a, b, False, script_of(a, b), fit) for a, b in other)


def gazetteer_pairs(most: int = 400, path: Path = SHIPPED) -> Iterator[NamePair]:
    """Yield names of two places that differ by a letter or two, out of GeoNames (CC BY 4.0): none of them one.

    Args:
        most: pairs.
        path: a gazetteer.
    """
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    rows = connection.execute(
        "SELECT name, lat, lon FROM place WHERE population > 100000 AND lat IS NOT NULL AND lon IS NOT NULL ORDER BY id"
    ).fetchall()
    connection.close()
    names = {str(name): (lat / 10_000, lon / 10_000) for name, lat, lon in rows}
    for one, other in some_pairs(_near(names), most):
        yield NamePair("place", one, other, False, "Latin", _share(one) >= KEPT_APART)


def _near(names: Mapping[str, tuple[float, float]]) -> Iterator[tuple[str, str]]:
    """Names of one beginning, of places far from each other, whose skeletons differ by two letters at most."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(skeleton(name)[:3], []).append(name)
    for group in groups.values():
        for one, other in combinations(group, 2):
            a, b = (skeleton(name).replace(" ", "") for name in (one, other))
            apart = max(abs(x - y) for x, y in zip(names[one], names[other], strict=True))
            if a != b and min(len(a), len(b)) > 4 and apart > 1 and OSA.distance(a, b, score_cutoff=2) <= 2:
                yield one, other


def script_of(first: str, second: str) -> str:
    """Return "Latin" if both names are in Latin letters, else the first other script found."""
    for letter in first + second:
        if letter.isalpha() and not (name := unicodedata.name(letter, "LATIN")).startswith("LATIN"):
            word = name.split()[0].title()
            return {"Cjk": "Han"}.get(word, word)
    return "Latin"


def some_pairs(pairs: Iterable[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    """Return at most so many of some pairs, chosen by hash."""
    return list(islice(sorted(set(pairs), key=lambda pair: sha256("\t".join(pair).encode()).digest()), most))


def _share(text: str) -> int:
    """A number from 0 to 99 that hangs on the text alone."""
    return int.from_bytes(sha256(text.encode()).digest()[:4]) % 100
