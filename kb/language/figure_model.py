"""A second opinion on figures: does a number begin one, from the words around it alone?

Input: a sentence and one of its words; the table words.npz beside the network.
Output: log-odds, mixed by kb.language.opinions into what the network says; None for a word that is no number.
"The twelve-page ruling" and "a 310-metre level" tell of no quantity, "twelve pages were burnt" does; a table of what
stands beside numbers knows that better than the network. docs/reading.md has what it gives.
Never: reads the network's states.
"""

import re
from collections.abc import Container
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kb.language.decode import Floats
from kb.language.word_features import Features, Sentence

FIGURE_ROWS: Final = 1 << 16

_DIGITS: Final = re.compile(r"\d")
_SHAPE: Final = 8  # characters of a number's form that are looked at
_BESIDE: Final = (-3, -2, -1, 1, 2, 3, 4)
_OUTSIDE: Final = "^"


def figure_row(key: str) -> int:
    """Return the row of a feature."""
    return crc32(key.encode("utf-8", "surrogatepass")) % FIGURE_ROWS


def form(word: str) -> str:
    """Return what makes a word a number or what leads to one: its letters, 9 for any digit."""
    return _DIGITS.sub("9", word)[:_SHAPE]


def may_begin(word: str, pos: str, lead: Container[str]) -> bool:
    """Whether a figure may begin with a word: it is a number, or one of *lead*, such as "nearly"."""
    return pos == "NUM" or word[:1].isdigit() or word in lead


def of_number(sentence: Sentence, word: int) -> Features:
    """Return the features of one word: itself, the words beside it, what it hangs on and what that hangs on."""
    lemmas, count = sentence.lemmas, len(sentence.lemmas)

    def at(step: int) -> str:
        return lemmas[word + step] if 0 <= word + step < count else _OUTSIDE

    head = sentence.heads[word]
    above = sentence.heads[head]
    side = "after" if head > word else "before" if head < word else "root"
    keys = [
        f"form={form(sentence.lower[word])}",
        f"pos={sentence.pos[word]}",
        *(f"{step}={at(step)}" for step in _BESIDE),
        *(f"form{step}={form(sentence.lower[word])}_{at(step)}" for step in (-1, 1)),
        f"next={at(1)}_{at(2)}",
        f"last={at(-2)}_{at(-1)}",
        f"around={at(-1)}_{at(1)}",
        f"side={side}_{sentence.pos[head]}",
        f"head={lemmas[head]}",
        f"above={lemmas[above]}",
        f"chain={lemmas[head]}_{lemmas[above]}",
    ]
    near = {i for i in range(max(word - 8, 0), min(word + 9, count)) if i != word}
    return [(figure_row(key), 1.0) for key in keys] + [(figure_row("near=" + lemmas[i]), 0.5) for i in sorted(near)]


class FigureModel:
    """Scores of numbers by the words around them.

    Attributes:
        mix: its weight beside the network's log-odds.
    """

    def __init__(
        self, rows: NDArray[np.int8], scale: Floats, offset: Floats, mix: Floats, lead: NDArray[np.str_]
    ) -> None:
        """Take the table over.

        Raises:
            ValueError: it is of another shape than this code's features.
        """
        if rows.shape != (FIGURE_ROWS, 1):
            raise ValueError(
                f"The table of figures has {rows.shape} weights, {(FIGURE_ROWS, 1)} are expected: "
                "fit it anew with training/."
            )
        self._rows, self._scale, self._offset = rows[:, 0], float(scale[0]), float(offset[0])
        self.mix = float(mix[0])
        self._lead = frozenset(lead.tolist())

    def log_odds(self, sentence: Sentence, word: int) -> float | None:
        """Return the log-odds that *word* begins a figure, None if it is no number and nothing that leads to one."""
        if not may_begin(sentence.lower[word], sentence.pos[word], self._lead):
            return None
        features = of_number(sentence, word)
        numbers = np.fromiter((r for r, _ in features), np.int64, len(features))
        values = np.fromiter((v for _, v in features), np.float32, len(features))
        return float(values @ self._rows[numbers].astype(np.float32)) * self._scale + self._offset
