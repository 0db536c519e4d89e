"""A second opinion on events, from words alone: does a word tell one, and of which class?

Input: features of kb.language.word_features; the table words.npz beside the network.
Output: log-odds and log-probabilities, mixed by kb.language.reader into what the network says.
The network knows a word by its context and remembers its training too well; a linear model of the words around it
errs elsewhere. docs/reading.md has what the two give together.
Never: reads the network's states.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kb.language.decode import Floats, softmax
from kb.language.far_events import FarEvents
from kb.language.figure_model import FigureModel
from kb.language.labels import EVENT_CLASSES
from kb.language.pair_model import PairModel
from kb.language.sure_events import SureEvents
from kb.language.word_features import ROWS, Features, Sentence, of_text

FILE: Final = "words.npz"
DOUBT: Final = (
    0.02  # where the network is surer than this that a word tells no event, or an event, it is not asked again
)

_TRIGGER: Final = 0  # its column; those of the classes follow
_CLASSES: Final = slice(1, 1 + len(EVENT_CLASSES))


class WordModel:
    """Scores of spans by their words: whether an event is told, and its class.

    Attributes:
        mix: weights of its trigger and of its class beside the network's.
        pairs: the same of pairs of spans.
        far: of events that are told again far on.
        figures: of numbers.
        events: which triggers are worth telling.
    """

    def __init__(self, path: Path) -> None:
        """Load the table in the folder *path*.

        Raises:
            FileNotFoundError: there is none.
            ValueError: it is of another shape than this code's features and classes, or lacks pairs of spans, events
                or figures.
        """
        with np.load(path / FILE, allow_pickle=False) as table:
            self._rows: NDArray[np.int8] = table["rows"]
            self._scale: Floats = table["scale"]
            self._offset: Floats = table["offset"]
            self.mix = (float(table["mix"][0]), float(table["mix"][1]))
            pairs = [table[f"pair_{x}"] for x in ("rows", "scale", "offset", "mix") if f"pair_{x}" in table]
            events = [table[f"event_{x}"] for x in ("rows", "scale", "offset") if f"event_{x}" in table]
            parts = ("rows", "scale", "offset", "mix", "lead")
            figures = [table[f"figure_{x}"] for x in parts if f"figure_{x}" in table]
        wanted = (ROWS, 1 + len(EVENT_CLASSES))
        if self._rows.shape != wanted or (len(pairs), len(events), len(figures)) != (4, 3, 5):
            raise ValueError(
                f"{FILE} has {self._rows.shape} weights, {len(pairs)} arrays of pairs, {len(events)} of events and "
                f"{len(figures)} of figures; {wanted}, 4, 3 and 5 are expected: fit it anew with training/."
            )
        self.pairs = PairModel(*pairs)
        self.far = FarEvents(*events)
        self.figures = FigureModel(*figures)
        self.events = SureEvents.load(path)

    def text(self, lower: Sequence[str]) -> Floats:
        """Return what the whole text adds to every score of its spans."""
        return self._sum(of_text(lower))

    def trigger(self, text: Floats, sentence: Sentence, word: int) -> float:
        """Return the log-odds that *word* of *sentence* begins the trigger of an event."""
        return float((text + self._sum(sentence.of_span(word, word + 1)) + self._offset)[_TRIGGER])

    def classes(self, text: Floats, sentence: Sentence, start: int, end: int) -> Floats:
        """Return log-probabilities over EVENT_CLASSES of the trigger start..end of *sentence*."""
        scores = (text + self._sum(sentence.of_span(start, end)) + self._offset)[_CLASSES]
        alone = -np.logaddexp(0.0, -scores)  # each class was learnt against all others
        return np.asarray(alone - np.logaddexp.reduce(alone), dtype=np.float32)

    def _sum(self, features: Features) -> Floats:
        if not features:
            return np.zeros_like(self._scale)
        rows = np.fromiter((r for r, _ in features), np.int64, len(features))
        values = np.fromiter((v for _, v in features), np.float32, len(features))
        return np.asarray(values @ self._rows[rows].astype(np.float32) * self._scale, dtype=np.float32)


def mixed_tags(chances: Floats, log_odds: float, weight: float) -> Floats:
    """Return tag probabilities of one word with another's opinion on whether a span begins there.

    Args:
        chances: probabilities of outside, begin, inside.
        log_odds: the opinion.
        weight: what it counts beside the network's log-odds; 0 changes nothing.
    """
    begin = min(max(float(chances[1]), 1e-6), 1 - 1e-6)
    odds = np.log(begin / (1 - begin)) + weight * log_odds
    after = float(1 / (1 + np.exp(-odds)))
    out = chances * ((1 - after) / (1 - begin))
    out[1] = after
    return np.asarray(out, dtype=np.float32)


def mixed_classes(chances: Floats, log_probabilities: Floats, weight: float) -> Floats:
    """Return class probabilities of one trigger with another's opinion, weighed as a power."""
    return softmax(np.log(chances + np.float32(1e-6)) + np.float32(weight) * log_probabilities)
