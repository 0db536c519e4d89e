"""What the words and the tree say of two spans of one sentence, as rows of a hashed table.

Input: the words of a sentence with lemmas, parts of speech, governors and dependencies; two spans in it.
Output: row numbers and weights, read by kb.language.pair_model and, to fit it, by training/words.py.
Pure: the same words give the same rows on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from zlib import crc32

from kb.language.word_features import Features, Sentence

PAIR_ROWS: Final = 1 << 17

Part = tuple[str, str, int, int]  # layer, label, first word, word after the last

_LONGEST: Final = 6  # steps of a path; a longer one says only that it is long
_SEEN: Final = 5  # words between two spans that are looked at
_STEPS: Final = (1, 2, 3, 5, 8, 13, 21)
_PASSIVE: Final = frozenset(("aux:pass", "nsubj:pass"))


def pair_row(key: str) -> int:
    """Return the row of a feature."""
    return crc32(key.encode("utf-8", "surrogatepass")) % PAIR_ROWS


@dataclass(slots=True)
class Tree:
    """One sentence with its dependencies.

    Attributes:
        words: the sentence.
        deps: how each word depends on its governor.
    """

    words: Sentence
    deps: Sequence[str]
    _under: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._under = [[] for _ in self.words.heads]
        for i, head in enumerate(self.words.heads):
            if head != i:
                self._under[head].append(i)

    def of_pair(self, head: Part, tail: Part) -> Features:
        """Return the features of two spans, the one that asks and the one that may fill its place."""
        layer, label, a, b = head
        other, kind, c, d = tail
        top, end = self._top(a, b), self._top(c, d)
        task = f"{layer}>{other}"
        own, filler = self.words.lemmas[top], self.words.lemmas[end]
        path = self._path(top, end)
        voice = "p" if any(self.deps[i] in _PASSIVE for i in self._under[top]) else ""
        case = next((self.words.lemmas[i] for i in self._under[end] if self.deps[i] == "case"), "")
        away = sum(abs(end - top) > s for s in _STEPS) * (1 if end > top else -1)
        keys = [
            f"{task}",
            f"{task}|P{path}",
            f"{task}|P{path}|{label}",
            f"{task}|P{path}|{own}",
            f"{task}|P{path}|{voice}|{self.words.pos[top]}",
            f"{task}|P{path}|{voice}|{label}",
            f"{task}|P{path}|{voice}|{own}",
            f"{task}|P{path}|{kind}|{label}",
            f"{task}|P{path}|{case}",
            f"{task}|C{case}|{label}|{kind}",
            f"{task}|C{case}|{own}",
            f"{task}|C{case}|{kind}|{self.words.pos[top]}",
            f"{task}|D{away}",
            f"{task}|D{away}|{label}|{kind}",
            f"{task}|D{away}|{self.words.pos[top]}",
            f"{task}|L{label}|{kind}",
            f"{task}|F{filler}|{label}",
            f"{task}|F{filler}|{own}",
            f"{task}|K{kind}|{own}",
        ]
        out = [(pair_row(k), 1.0) for k in keys]
        low, high = (b, c) if c >= b else (d, a)
        inside = self.words.lemmas[low:high]
        if len(inside) <= _SEEN:
            out.append((pair_row(f"{task}|I{' '.join(inside)}|{end > top}"), 1.0))
        out.extend((pair_row(f"{task}|B{w}|{end > top}"), 0.4) for w in [*inside[:_SEEN], *inside[-2:]])
        for name, at in (("<", c - 1), (">", d)):
            word = self.words.lemmas[at] if 0 <= at < len(self.words.lemmas) else ""
            out.append((pair_row(f"{task}|{name}{word}|{label}"), 0.6))
        return out

    def _top(self, start: int, end: int) -> int:
        return next(
            (i for i in range(start, end) if not start <= self.words.heads[i] < end or self.words.heads[i] == i), start
        )

    def _path(self, start: int, end: int) -> str:
        """Return the dependencies up from one word and down to another."""
        up = self._chain(start)
        down = self._chain(end)
        meet = next((i for i in up if i in down), -1)
        if meet < 0:
            return "?"
        climb = [self.deps[i] for i in up[: up.index(meet)]]
        fall = [self.deps[i] for i in down[: down.index(meet)]]
        if len(climb) + len(fall) > _LONGEST:
            return "long"
        return "^".join(climb) + "." + "_".join(reversed(fall))

    def _chain(self, word: int) -> list[int]:
        out = [word]
        while self.words.heads[out[-1]] != out[-1] and len(out) <= len(self.words.heads):
            out.append(self.words.heads[out[-1]])
        return out
