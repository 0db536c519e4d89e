"""Fit how sure it is that words fill a role, given all that network, tree and rules say: role_weights.json.

    python -m training.sure_roles --unseen FOLDER PATTERN [--unseen FOLDER PATTERN ...]

What the shipped network says of articles that it was trained on is too sure to learn from. FOLDER is an earlier
network that never saw the articles whose names match PATTERN, with a table of words fitted without them (see
training.sure_events). One logistic regression over the candidates of all their events: is the role annotated, with this
filler, on an event of this class? Articles that are held back are never read. Prints what folds by article would claim.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from kb.extraction import builtin
from kb.extraction.builtin import interpret, readable_text
from kb.extraction.events import roles
from kb.extraction.events.sure_roles import FEATURES, FILE, Candidate, Filler, RoleWeights
from kb.extraction.layout.stage import layout as find_layout
from kb.language.analysis import Analysis
from kb.language.event_types import EventTypes
from kb.language.gazetteer import shipped
from kb.language.reader import Reader
from kb.model import Article, Role
from kb.resources import resource
from training.alignment import Judge
from training.fitting import Floats
from training.prepare import GROWN, NEWS, is_dev

FLOORS = {
    "keep": 0.2,
    "add": 0.55,
}  # below a half of F1 a claim takes more than it gives; none is added that is oftener wrong
STRENGTH = 0.3  # of the data beside the prior that weights are small
FOLDS = 5
STEPS, CLOSE = 100, 1e-8
Row = tuple[int, bool, Floats, bool]  # article, claimed by the rules, FEATURES, right


class Watching(RoleWeights):
    """Weights that change nothing and keep what is weighed."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(FEATURES, 0.0), 0.0, FLOORS)
        self.seen: list[tuple[str, Candidate]] = []

    def chosen(self, event_id: str, rows: Sequence[Candidate]) -> list[tuple[Filler, float]]:
        self.seen.extend((event_id, row) for row in rows)
        return [(row.filler, row.filler.score) for row in rows if row.claimed]


def unseen(folder: Path, pattern: str) -> Iterator[tuple[dict[str, Any], Analysis]]:
    """Yield annotated articles whose names match *pattern*, none held back, as the network in *folder* reads them."""
    sys.path.insert(0, str(NEWS))
    import annot

    reader = Reader(folder)
    for path in sorted([*NEWS.glob("*.ann"), *GROWN.glob("*.ann")]):
        for gold in annot.run(path, [], defaultdict(int)):
            if re.match(pattern, gold["doc"]) and not is_dev(gold["doc"]):
                article = Article(gold["text"])
                yield gold, reader.read(readable_text(article.text, find_layout(article.text, article.body_start)))


def rows(articles: Iterable[tuple[dict[str, Any], Analysis]]) -> Iterator[Row]:
    """Yield all candidates of all events of annotated articles, judged."""
    types, gazetteer = EventTypes.load(), shipped()
    for number, (gold, analysis) in enumerate(articles):
        watching, article = Watching(), Article(gold["text"])
        layout = find_layout(article.text, article.body_start)
        with (
            patch.object(roles, "shipped_weights", lambda seen=watching: seen),
            patch.object(builtin, "finish", lambda found: found),  # which names entities anew
        ):
            judge = Judge(gold, interpret(article, layout, analysis, gazetteer, types), types.coarse)
        for event_id, row in watching.seen:
            if event_id in judge.predicted:
                told = judge.gold_event[judge.event[event_id]] if event_id in judge.told else None
                filler = row.filler
                claim = Role(filler.generic, filler.span, filler.entity, filler.event)
                vector = np.array([row.features.get(name, 0.0) for name in FEATURES])
                yield number, row.claimed, vector, told is not None and judge.fills(claim, told)


def fit(features: Floats, right: np.ndarray) -> Floats:
    """Return the weights of most likelihood, the offset last.

    Args:
        features: [candidate, FEATURES].
        right: whether each candidate is right.
    """
    rows = np.hstack([features, np.ones((len(features), 1))])
    held = np.diag([1 / STRENGTH] * features.shape[1] + [0.0])
    at = np.zeros(rows.shape[1])
    for _ in range(STEPS):  # Newton's
        chance = 1 / (1 + np.exp(-rows @ at))
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + held
        step = np.linalg.solve(bend, rows.T @ (right - chance) - held @ at)
        at += step
        if np.abs(step).max() < CLOSE:
            break
    return at


def report(found: Sequence[Row]) -> Iterator[str]:
    """Yield what would be claimed at some floors, by curves that have not seen the article."""
    fold = np.array([number % FOLDS for number, *_ in found])
    claimed = np.array([row[1] for row in found])
    features, right = np.array([row[2] for row in found]), np.array([row[3] for row in found])
    chance = np.zeros(len(found))
    for one in range(FOLDS):
        *own, offset = fit(features[fold != one], right[fold != one])
        chance[fold == one] = 1 / (1 + np.exp(-features[fold == one] @ np.array(own) - offset))
    yield f"{len(found)} candidates, of {claimed.sum()} claimed {(right & claimed).sum()} right"
    for floor in (0.1, 0.15, 0.2, 0.25, 0.3):
        out = claimed & (chance < floor)
        yield f"kept from {floor}: {out.sum()} fewer, {(right & out).sum()} of them right"
    for floor in (0.6, 0.5, 0.45, 0.4, 0.35):
        more = ~claimed & (chance >= floor)
        yield f"added from {floor}: {more.sum()} more, {(right & more).sum()} of them right"


def write(path: Path, fitted: Floats) -> None:
    """Write what `fit` returned as a file."""
    *own, offset = (round(float(x), 4) for x in fitted)
    table = {"floors": FLOORS, "offset": offset, "weights": dict(zip(FEATURES, own, strict=True))}
    path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unseen", nargs=2, action="append", required=True, metavar=("FOLDER", "PATTERN"))
    args = parser.parse_args()
    found = list(rows(pair for folder, pattern in args.unseen for pair in unseen(Path(folder), pattern)))
    print("\n".join(report(found)))
    write(resource("data") / FILE, fit(np.array([row[2] for row in found]), np.array([row[3] for row in found])))


if __name__ == "__main__":
    main()
