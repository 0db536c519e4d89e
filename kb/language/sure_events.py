"""Which doubtful events are told after all, and how sure it is: all that was said of a trigger, weighed together.

Input: tags of the words around a trigger, what the network and the table of words say of its class; triggers.json.
Output: the chance, class by class, that an event of that class is told; read by kb.language.opinions.
The network is too sure of some classes and too unsure of others; one logistic curve over what both say, fitted to
articles that neither had seen, knows by how much. docs/reading.md has what it gives.
Never: reads the network's states.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from kb.language.decode import Floats
from kb.language.labels import EVENT_CLASSES, TAG_HEADS

FILE: Final = "triggers.json"
HEADS: Final = tuple(h for h in TAG_HEADS if h != "name")  # the heads whose tags are looked at, in this order
_OTHERS: Final = ("mention", "cue", "content", "figure", "time", "office", "argument")

DOUBTFUL: Final = np.float32(0.15)  # what "no event" counts while the triggers are looked for that may be told
LIKELY: Final = 0.03  # classes below this chance are not weighed
FEATURES: Final = (
    *("begin", "begin, words in", "inside", "after", "length"),
    *(f"begin {step:+d}" for step in (-2, -1, 1, 2)),
    *(f"in {head}" for head in _OTHERS),
    *("class by network", "class by words", "class by both"),
    *("rival by network", "rival by words", "rival by both"),
)

_TRIGGER: Final = HEADS.index("trigger")
_BESIDE: Final = (-2, -1, 1, 2)
_LEAST: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Marks:
    """What the tags of a stretch of words say.

    Attributes:
        low: its first word.
        begins: how likely a trigger begins at each word, as the network alone says.
        tags: [word, head, outside / begin / inside], what the words say mixed in.
    """

    low: int
    begins: Floats
    tags: Floats


@dataclass(frozen=True, slots=True)
class Classes:
    """Probabilities over EVENT_CLASSES of one trigger: the network's, the words', and both mixed."""

    network: Floats
    words: Floats
    both: Floats


def of_trigger(marks: Marks, start: int, end: int, top: int, classes: Classes) -> Floats:
    """Return the features of the trigger start..end: [class, FEATURES].

    Args:
        marks: of a stretch that has all words of the trigger.
        start: first word of the text.
        end: word after the last one.
        top: the word of it that governs the others.
        classes: what is said of its class.
    """
    tags, first, after = marks.tags, start - marks.low, end - marks.low
    begins = tags[:, _TRIGGER, 1]
    beside = [first + step if step < 0 else after - 1 + step for step in _BESIDE]
    plain = [
        float(_log_odds(marks.begins[first])),
        float(_log_odds(begins[first])),
        float(_log_odds(tags[first, _TRIGGER, 2])),
        float(tags[after, _TRIGGER, 2]) if after < len(tags) else 0.0,
        float(min(end - start, 3)),
        *(float(begins[i]) if 0 <= i < len(tags) else 0.0 for i in beside),
        *(1 - tags[top - marks.low, [HEADS.index(h) for h in _OTHERS], 0]).tolist(),
    ]
    said = [np.log(np.maximum(p, _LEAST)) for p in (classes.network, classes.words, classes.both)]
    rows = np.tile(np.array(plain, np.float32), (len(EVENT_CLASSES), 1))
    return np.column_stack([rows, *said, *(_rivals(x) for x in said)]).astype(np.float32)


def _log_odds(chance: Floats) -> Floats:
    sure = np.clip(chance, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(sure / (1 - sure)), dtype=np.float32)


def _rivals(scores: Floats) -> Floats:
    """Return for each class the score of the best other one."""
    best, second = np.sort(scores)[-1], np.sort(scores)[-2]
    return np.asarray(np.where(scores == best, second, best), dtype=np.float32)


class SureEvents:
    """The fitted curve."""

    def __init__(self, weights: Mapping[str, float], classes: Mapping[str, float], floors: Mapping[str, float]) -> None:
        """Take the weights over.

        Args:
            weights: of each of FEATURES.
            classes: what is added for each class.
            floors: a trigger is told if its best class is as likely as "class", or any class as likely as "any".

        Raises:
            ValueError: the features or classes are not those of this code.
        """
        if tuple(weights) != FEATURES or tuple(classes) != EVENT_CLASSES:
            raise ValueError(f"{FILE} weighs other features or classes than this code has: fit it anew with training/.")
        self._weights = np.array(list(weights.values()), np.float32)
        self._classes = np.array(list(classes.values()), np.float32)
        self._floors = (floors["class"], floors["any"])

    @classmethod
    def load(cls, folder: Path) -> "SureEvents":
        """Read the file in *folder*.

        Raises:
            FileNotFoundError: there is none.
            ValueError: it is of other features than this code's.
        """
        table = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls(table["weights"], table["classes"], table["floors"])

    def are_worth_telling(self, chances: Floats) -> bool:
        """Return whether a trigger with these chances is told."""
        return float(chances.max()) >= self._floors[0] or float(chances.sum()) >= self._floors[1]

    def chances(self, features: Floats, classes: Classes) -> Floats:
        """Return how likely the trigger tells of an event of each class; they need not sum to one.

        Args:
            features: what `of_trigger` returns.
            classes: what is said of its class.
        """
        scores = features @ self._weights + self._classes
        sure = 1 / (1 + np.exp(-scores))
        return np.asarray(np.where(classes.both > LIKELY, sure, 0), dtype=np.float32)
