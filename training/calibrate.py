"""Fit and judge how sure the extraction is of its claims; write the maps and the table.

    python -m training.calibrate kb/data/reader [--docs docs/reading.md]

Input: an exported model, the annotated articles that training/prepare.py holds back.
Output: calibration.json beside the model; the tables of reliability between the marks in the page.
The table is out of sample: each article is judged by maps fitted to the articles of the nine other tenths. The file
holds maps fitted to all of them.
"""

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from kb.extraction.builtin import BuiltinExtractor
from kb.extraction.calibration import FILE, FORMAT, OTHER, Calibration, Curve
from kb.language.event_types import EventTypes
from kb.language.gazetteer import shipped
from kb.language.reader import Reader
from kb.model import Article
from training.alignment import Judge, Judged
from training.fitting import Floats, calibration_error, curve, log_loss
from training.prepare import GROWN, NEWS, is_dev

FOLDS = 10
BEGIN, END = "<!-- calibration: begin -->", "<!-- calibration: end -->"
PAGE = Path(__file__).parent.parent / "docs" / "reading.md"


@dataclass(frozen=True)
class Claims:
    """All judged claims of all articles, one row each."""

    kinds: list[str]
    scores: Floats
    right: Floats
    fold: np.ndarray
    within: np.ndarray  # row of the claim that it cannot exceed, -1 for none


def held_back() -> Iterator[dict[str, Any]]:
    """Yield the annotated articles that no model is trained on; a file with errors is named and left out."""
    sys.path.insert(0, str(NEWS))
    import annot

    for path in sorted([*NEWS.glob("*.ann"), *GROWN.glob("*.ann")]):
        part = only_held_back(path.read_text(encoding="utf-8"))
        if not part.strip():
            continue
        errors: list[str] = []
        with TemporaryDirectory(prefix="kb-calibrate-") as folder:  # the checker reads a file with its source beside it
            copy = Path(folder) / path.name
            copy.write_text(part, encoding="utf-8")
            copy.with_suffix(".src").write_bytes(path.with_suffix(".src").read_bytes())
            found = annot.run(copy, errors, defaultdict(int))
        if errors:
            print("left out:", errors[0], file=sys.stderr)
            continue
        yield from found


def only_held_back(text: str) -> str:
    """Return an annotation file with empty lines for all that is not of a held-back article."""
    lines, held = [], False
    for line in text.split("\n"):
        if line.startswith("@doc"):
            held = is_dev(line.split()[1])
        lines.append(line if held else "")
    return "\n".join(lines)


def tenth(name: str) -> int:
    """Return which tenth of the articles one belongs to: the hash of its name decides."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS


def judged(reader: Reader) -> tuple[Claims, int]:
    """Read every held-back article with raw scores; return its claims, judged, and how many articles there are."""
    types = EventTypes.load()
    extractor = BuiltinExtractor(reader, shipped(), types, Calibration())
    rows: list[Judged] = []
    within: list[int] = []
    fold: list[int] = []
    articles = 0
    for gold in held_back():
        found = Judge(gold, extractor.extract(Article(gold["text"])), types.coarse).judged()
        within += [len(rows) + row.within if row.within >= 0 else -1 for row in found]
        rows += found
        fold += [tenth(gold["doc"])] * len(found)
        articles += 1
    scores, right = (np.array([float(getattr(row, key)) for row in rows]) for key in ("score", "right"))
    return Claims([r.kind for r in rows], scores, right, np.array(fold), np.array(within)), articles


def fitted(claims: Claims, chosen: np.ndarray) -> Calibration:
    """Return the maps of the rows *chosen*, one a kind and one for all."""
    base = curve(claims.scores[chosen], claims.right[chosen], Curve(1.0, 0.0), 0.0)
    kinds = np.array(claims.kinds)
    curves = {OTHER: base}
    for kind in sorted(set(claims.kinds)):
        mine = chosen & (kinds == kind)
        if mine.any():
            curves[kind] = curve(claims.scores[mine], claims.right[mine], base)
    return Calibration(curves)


def crossed(claims: Claims) -> Floats:
    """Return each claim's chance by maps that have not seen its article."""
    chances = np.zeros(len(claims.kinds))
    for fold in range(FOLDS):
        maps = fitted(claims, claims.fold != fold)
        for i in np.flatnonzero(claims.fold == fold):  # a claim stands after the one it rests on
            within = chances[claims.within[i]] if claims.within[i] >= 0 else 1.0
            chances[i] = maps.chance(claims.kinds[i], float(claims.scores[i]), float(within))
    return chances


def table(claims: Claims, chances: Floats, articles: int) -> list[str]:
    """Return the lines of the table of reliability, in Markdown."""
    kinds = np.array(claims.kinds)
    names = sorted(set(claims.kinds))
    weighted = sum((kinds == k).sum() * calibration_error(chances[kinds == k], claims.right[kinds == k]) for k in names)
    lines = [
        f"{len(chances):,} claims of {articles} held-back articles, judged by maps that have not seen the article.",
        f"Expected calibration error {weighted / len(chances):.3f} (mean over kinds, by their claims); log loss "
        f"{log_loss(chances, claims.right):.3f} bits, of the raw scores {log_loss(claims.scores, claims.right):.3f}.",
        "",
        "| said | claims | mean said | right |",
        "|---|---|---|---|",
    ]
    tenths = np.floor(chances * 10 + 1e-9).astype(int)
    for low in range(10):
        inside = tenths == low
        if inside.any():
            said, right = chances[inside].mean(), claims.right[inside].mean()
            lines.append(f"| {low / 10} to {(low + 1) / 10} | {inside.sum():,} | {said:.3f} | {right:.3f} |")
    lines += [
        "",
        "| kind of claim | claims | right | mean said | calibration error | of raw scores | at 0.9 | of these right |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for kind in names:
        mine = kinds == kind
        said, right, raw = chances[mine], claims.right[mine], claims.scores[mine]
        sure = said >= 0.9
        share = f"{right[sure].mean():.3f}" if sure.any() else ""
        errors = f"{calibration_error(said, right):.3f} | {calibration_error(raw, right):.3f}"
        means = f"{right.mean():.3f} | {said.mean():.3f}"
        lines.append(f"| {kind} | {mine.sum():,} | {means} | {errors} | {sure.sum():,} | {share} |")
    return lines


def write(path: Path, maps: Calibration, model: str, articles: int, claims: int) -> None:
    """Write the maps to *path*."""
    held = {
        "format": FORMAT,
        "model": model,
        "articles": articles,
        "claims": claims,
        "kinds": {kind: [c.slope, c.offset] for kind, c in sorted(maps.curves.items())},
    }
    path.write_text(json.dumps(held, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def put(page: Path, lines: Sequence[str]) -> None:
    """Put *lines* between the marks of *page*.

    Raises:
        SystemExit: it has not both marks.
    """
    text = page.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise SystemExit(f"{page} has no {BEGIN} ... {END}.")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    page.write_text("\n".join([before + BEGIN, *lines, END + after]), encoding="utf-8")


def main() -> None:
    """Fit, judge, write, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--docs", type=Path, default=PAGE, help="page that takes the table")
    args = parser.parse_args()
    reader = Reader(args.model)
    claims, articles = judged(reader)
    lines = table(claims, crossed(claims), articles)
    everything = np.ones(len(claims.kinds), bool)
    write(args.model / FILE, fitted(claims, everything), reader.model_sha256, articles, len(claims.kinds))
    put(args.docs, lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
