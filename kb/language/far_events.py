"""Which event is told again further on than one look of the network reaches.

Input: the triggers of a whole text, with its trees; the table words.npz beside the network.
Output: relations "same" from a trigger to an earlier one, read by kb.language.reader.
The network sees some two hundred words at a time; whether "the blast" of the last paragraph is that of the first is
told by class, words and what is shared, for which a linear model serves. docs/reading.md has what it gives.
Never: contradicts the network on two that it saw together.
"""

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kb.language.analysis import Proposal, Relation
from kb.language.decode import Floats
from kb.language.event_pairs import EVENT_ROWS, EventPairs
from kb.language.pair_features import Tree

NEAR: Final = 150  # words up to which the network is asked alone
REACH: Final = 600  # words; what is told again beyond was not learnt
SURE: Final = 0.6  # below which nothing is said
TAKEN: Final = 0.4  # from which on what the network says it tells again is all that it tells again


class FarEvents:
    """Scores of two triggers that no look of the network holds."""

    def __init__(self, rows: NDArray[np.int8], scale: Floats, offset: Floats) -> None:
        """Take the table over.

        Raises:
            ValueError: it is of another shape than this code's features.
        """
        if rows.shape != (EVENT_ROWS, 1):
            raise ValueError(
                f"The table of events has {rows.shape} weights, {(EVENT_ROWS, 1)} are expected: "
                "fit it anew with training/."
            )
        self._rows, self._scale, self._offset = rows[:, 0], float(scale[0]), float(offset[0])

    def relations(
        self, trees: Sequence[tuple[int, Tree]], spans: Sequence[Proposal], known: Collection[Relation]
    ) -> list[Relation]:
        """Return what is told again by a noun ("the blast"), from the later trigger to the earlier of its class.

        A verb so far on often tells something new ("nine of the attackers were killed").

        Args:
            trees: the sentences of the text, each with the number of its first word.
            spans: all that was found, in words.
            known: relations that there are; what the network says is told again is not looked at.
        """
        order = sorted((i for i, span in enumerate(spans) if span.layer == "trigger"), key=lambda i: spans[i].start)
        if not order or spans[order[-1]].start - spans[order[0]].start < NEAR:
            return []
        taken = {r.head for r in known if r.label == "same" and r.score >= TAKEN}
        seen = EventPairs(trees, [(spans[i].start, spans[i].end, spans[i].label) for i in order])
        found = []
        for later, head in enumerate(order):
            if head in taken or not seen.takes_up(later):
                continue
            for earlier, tail in enumerate(order[:later]):
                away = spans[head].start - spans[tail].start
                if NEAR <= away <= REACH and spans[head].label == spans[tail].label:
                    weights = self._rows[seen.of(later, earlier)]
                    odds = float(weights.sum(dtype=np.int64)) * self._scale + self._offset
                    if (chance := float(1 / (1 + np.exp(-odds)))) >= SURE:
                        found.append(Relation("same", head, tail, round(chance, 4)))
        return found
