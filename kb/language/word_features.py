"""What the words around a span are, as rows of a hashed table.

Input: words, lemmas, parts of speech and governors of a stretch of text.
Output: row numbers and weights, read by kb.language.word_model and, to fit it, by training/words.py.
Pure: the same words give the same rows on every machine.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from zlib import crc32

ROWS: Final = 1 << 17
CONTENT: Final = frozenset(("NOUN", "VERB", "ADJ", "PROPN", "ADV", "AUX"))

Features = list[tuple[int, float]]

_NEAR: Final = frozenset(("NOUN", "VERB", "ADJ", "PROPN", "ADV"))
_NAMED: Final = frozenset(("NOUN", "PROPN"))
_REACH: Final = 5.0  # words after which a word of the sentence counts half
_STEM: Final = 7
_PLAIN: Final = frozenset(
    "about after also been before between could from have into more over said says some than that their them then "
    "there these they this those were what when where which while will with would".split()
)


def row(key: str) -> int:
    """Return the row of a feature."""
    return crc32(key.encode("utf-8", "surrogatepass")) % ROWS


def of_text(lower: Sequence[str]) -> Features:
    """Return what a whole text is about: its longer words, each by the root of its share."""
    stems = Counter(w[:_STEM] for w in lower if len(w) > 3 and w[0].isalpha() and w not in _PLAIN)
    total = sum(stems.values())
    return [(row("d=" + stem), (count / total) ** 0.5) for stem, count in stems.items()]


@dataclass(slots=True)
class Sentence:
    """Words of one sentence with what is known of each.

    Attributes:
        lower: the words in small letters.
        lemmas: their lemmas in small letters.
        pos: their parts of speech.
        heads: index of each word's governor within the sentence, its own for the root.
    """

    lower: Sequence[str]
    lemmas: Sequence[str]
    pos: Sequence[str]
    heads: Sequence[int]
    _rows: list[int] = field(default_factory=list)
    _under: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rows = [row("s=" + x) if p in _NEAR else -1 for x, p in zip(self.lemmas, self.pos, strict=True)]
        self._under = [[] for _ in self.heads]
        for i, head in enumerate(self.heads):
            if head != i:
                self._under[head].append(i)

    def of_span(self, start: int, end: int) -> Features:
        """Return the features of the words start..end: themselves, those near them and those tied to them."""
        own = " ".join(self.lemmas[start:end])
        out = [(row("t=" + " ".join(self.lower[start:end])), 1.0), (row("tl=" + own), 1.0)]
        out.append((row(f"p={self.pos[start]}{own}"), 1.0))
        for i in range(start, end):
            out.append((row("tw=" + self.lemmas[i]), 0.7))
            out.append((row("ts=" + self.lower[i][:5]), 0.5))
        out.extend(self._near(start, end, own))
        out.extend(self._tied(start, end, own))
        return out

    def _near(self, start: int, end: int, own: str) -> Features:
        out = [
            (number, 1 / (1 + abs(i - start) / _REACH))
            for i, number in enumerate(self._rows)
            if number >= 0 and not start <= i < end
        ]
        for step in (-2, -1, 1, 2):
            at = (start if step < 0 else end - 1) + step
            if 0 <= at < len(self.lemmas):
                out.append((row(f"c{step}={self.lemmas[at]}"), 0.5))
        if start:
            out.append((row(f"bi={self.lemmas[start - 1]}_{own}"), 0.7))
        if end < len(self.lemmas):
            out.append((row(f"bn={own}_{self.lemmas[end]}"), 0.7))
        return out

    def _tied(self, start: int, end: int, own: str) -> Features:
        out: Features = []
        top = next((i for i in range(start, end) if not start <= self.heads[i] < end), start)
        for i in self._under[top]:
            if not start <= i < end:
                out.append((row("k=" + self.lemmas[i]), 1.0))
                out.append((row(f"k2={self.lemmas[i]}_{own}"), 1.0))
                out.extend((row("kk=" + self.lemmas[j]), 0.5) for j in self._under[i] if self.pos[j] in _NAMED)
        head = self.heads[top]
        if head != top:
            out.append((row("h=" + self.lemmas[head]), 1.0))
            out.append((row(f"h2={self.lemmas[head]}_{own}"), 1.0))
        return out
