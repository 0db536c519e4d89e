"""Fit how sure an event is, given all that network and words say of its trigger: triggers.json.

    python -m training.sure_events kb/data/reader --unseen FOLDER PATTERN [--unseen FOLDER PATTERN ...]

What the shipped network says of articles that it was trained on is too sure to learn from. FOLDER is an earlier
network that never saw the articles whose names match PATTERN, with a table of words fitted without them:

    python -m training.words FOLDER --without PATTERN

One logistic regression over the candidates of all these articles, each with each class that is not unlikely: is an
event of that class annotated there? The file goes into the first folder, its hash into config.json.
"""

import argparse
import hashlib
import json
import pickle
import re
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from kb.language.decode import Floats
from kb.language.drafts import Found
from kb.language.labels import EVENT_CLASSES
from kb.language.opinions import Opinions
from kb.language.reader import Reader
from kb.language.sure_events import FEATURES, FILE, LIKELY
from training.documents import Document
from training.train import CACHE

FLOORS = {"class": 0.33, "any": 0.5}  # a trigger adds to F1 if it is as likely as half of it; roles need no class
STRENGTH = 0.05  # of the data beside the prior that weights are small


class Watching(Reader):
    """A reader that keeps what is weighed, and tells every candidate."""

    def __init__(self, path: Path) -> None:
        blank = {
            "weights": dict.fromkeys(FEATURES, 0.0),
            "classes": dict.fromkeys(EVENT_CLASSES, 0.0),
            "floors": dict.fromkeys(FLOORS, 0.0),
        }
        (path / FILE).write_text(json.dumps(blank), encoding="utf-8")
        super().__init__(path)
        self.seen: list[tuple[int, int, int, Floats]] = []

    def _weigh(
        self, opinions: Opinions, found: list[Found], chances: list[dict[str, Floats]]
    ) -> tuple[list[Found], list[dict[str, Floats]]]:
        said = opinions.on_classes(found, chances)
        for (_, _, first, after, _), classes in zip(found, said, strict=True):
            if classes is not None:
                features = opinions.features(first, after, classes)
                likely = np.flatnonzero(classes.both > LIKELY)
                self.seen.extend((first, after, int(k), features[k]) for k in likely)
        return found, chances


def rows(reader: Watching, docs: list[Document]) -> tuple[list[Floats], list[int], list[int]]:
    """Return features, class and whether an event of that class is annotated, candidate by candidate."""
    features, classes, right = [], [], []
    for doc in docs:
        assert doc.spans is not None
        reader.seen.clear()
        reader.read(doc.text)
        gold = [(s.start, s.end + 1, s.label) for s in doc.spans if s.layer == "trigger"]
        for first, after, k, row in reader.seen:
            features.append(row)
            classes.append(k)
            right.append(int(any(EVENT_CLASSES[k] == c and a < after and first < b for a, b, c in gold)))
    return features, classes, right


def fit(features: Floats, classes: np.ndarray, right: np.ndarray) -> dict[str, object]:
    """Return what triggers.json holds."""
    ones = np.eye(len(EVENT_CLASSES), dtype=np.float32)[classes]
    scaler = StandardScaler()
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(scaler.fit_transform(np.hstack([features, ones])), right)
    weights = model.coef_[0] / scaler.scale_
    offset = float(model.intercept_[0] - weights @ scaler.mean_)
    own, added = weights[: len(FEATURES)], weights[len(FEATURES) :] + offset
    return {
        "floors": FLOORS,
        "weights": {name: round(float(x), 4) for name, x in zip(FEATURES, own, strict=True)},
        "classes": {name: round(float(x), 4) for name, x in zip(EVENT_CLASSES, added, strict=True)},
    }


def write(folder: Path, table: dict[str, object]) -> None:
    """Write the file, and its hash into config.json."""
    (folder / FILE).write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["sha256"][FILE] = hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the shipped network lies")
    parser.add_argument("--unseen", nargs=2, action="append", required=True, metavar=("FOLDER", "PATTERN"))
    args = parser.parse_args()
    docs = pickle.loads(CACHE.read_bytes())["news"]
    features: list[Floats] = []
    classes: list[int] = []
    right: list[int] = []
    for folder, pattern in args.unseen:
        mine = [d for d in docs if re.match(pattern, d.name)]
        for whole, part in zip((features, classes, right), rows(Watching(Path(folder)), mine), strict=True):
            whole.extend(part)
        print(f"{folder}: {len(mine)} documents")
    write(args.folder, fit(np.stack(features), np.array(classes), np.array(right)))
    print(f"{len(right)} candidates with a class, {sum(right)} of them right")


if __name__ == "__main__":
    main()
