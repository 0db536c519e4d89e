"""A second opinion on relations, from words and the tree alone: who does what, where, and who says it.

Input: features of kb.language.pair_features; the table words.npz beside the network.
Output: log-probabilities, mixed by kb.language.opinions into what the network says of a pair.
The network is seldom wrong about who stands near; a linear model of paths in the tree, voice and prepositions errs
elsewhere. docs/reading.md has what the two give together.
Never: reads the network's states.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kb.language.analysis import ROLE_RELATIONS
from kb.language.decode import Floats
from kb.language.labels import NONE, SCORED
from kb.language.pair_features import PAIR_ROWS
from kb.language.word_features import Features

LABELS: Final = (NONE, *ROLE_RELATIONS, "speaker", "addressee", "medium", "holder", "body")
TASKS: Final = frozenset(
    (("trigger", "mention"), ("trigger", "argument"), ("cue", "mention"), ("cue", "argument"), ("office", "mention"))
)
SURE: Final = 0.95  # where the network is as sure as this of a pair, it is not asked again
_LEAST: Final = -8.0  # what the table can hold against a relation at most

_COLUMNS: Final = [SCORED.index(x) for x in LABELS]


class PairModel:
    """Scores of pairs of spans by their words.

    Attributes:
        mix: its weight beside the network's, and what is taken off its log-odds of no relation.
    """

    def __init__(self, rows: NDArray[np.int8], scale: Floats, offset: Floats, mix: Floats) -> None:
        """Take the table over.

        Raises:
            ValueError: it is of another shape than this code's features and relations.
        """
        if rows.shape != (PAIR_ROWS, len(LABELS)):
            raise ValueError(
                f"The table of pairs has {rows.shape} weights, {(PAIR_ROWS, len(LABELS))} are expected: "
                "fit it anew with training/."
            )
        self._rows, self._scale, self._offset = rows, scale, offset
        self.mix = (float(mix[0]), float(mix[1]))

    def mixed(self, chances: Floats, possible: NDArray[np.bool_], features: Features) -> Floats:
        """Return the probabilities over SCORED of one pair with the table's opinion, weighed as a power.

        Args:
            chances: what the network says.
            possible: which relations the pair may have.
            features: of the pair.
        """
        numbers = np.fromiter((r for r, _ in features), np.int64, len(features))
        values = np.fromiter((v for _, v in features), np.float32, len(features))
        scores = values @ self._rows[numbers].astype(np.float32) * self._scale + self._offset
        said = np.full(len(SCORED), _LEAST, np.float32)
        said[_COLUMNS] = np.maximum(-np.logaddexp(0.0, -scores), _LEAST)  # each was learnt against all others
        said[0] -= self.mix[1]
        x = np.where(possible, np.log(chances + np.float32(1e-6)) + np.float32(self.mix[0]) * said, -np.inf)
        out = np.exp(x - x.max())
        return np.asarray(out / out.sum(), dtype=np.float32)
