"""What the words and the trees say of two events of one text: is the later one the earlier one, told again?

Input: the sentences of a text with lemmas, parts of speech, governors and dependencies; its triggers.
Output: row numbers of a hashed table, read by kb.language.far_events and, to fit it, by training/words.py.
Pure: the same words give the same rows on every machine.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from kb.language.pair_features import Tree

EVENT_ROWS: Final = 1 << 17

Trigger = tuple[int, int, str]  # first word of the text, word after the last, class

_APART: Final = (1, 2, 3, 5, 8, 13)  # sentences
_DETERMINERS: Final = frozenset("the a an this that these those another no its his their".split())
_DEFINITE: Final = frozenset("the this that these those".split())
_EMPTY: Final = frozenset(
    "the a an of in on at to and or for with by from as that this is was were be been has have had it its his her "
    "their he she they who which said".split()
)
_TELLING: Final = frozenset(("NOUN", "PROPN", "ADJ", "NUM", "VERB"))
_NOMINAL: Final = frozenset(("NOUN", "PROPN"))
_CLAUSES: Final = frozenset(("conj", "advcl", "parataxis", "ccomp"))  # which tell of something else
_DEPTH: Final = 8  # steps down from a trigger that still tell of it


@dataclass(frozen=True, slots=True)
class _Seen:
    """One trigger: where it stands, its head, and the words that hang from it."""

    label: str
    sentence: int
    lemma: str
    pos: str
    dep: str
    determiner: str
    auxiliaries: str
    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    around: frozenset[str]


class EventPairs:
    """The triggers of one text, and what is seen of any two of them."""

    def __init__(self, trees: Sequence[tuple[int, Tree]], triggers: Sequence[Trigger]) -> None:
        """Take up a text.

        Args:
            trees: its sentences, each with the number of its first word.
            triggers: in the order of the text.
        """
        self._trees = trees
        self._firsts = [first for first, _ in trees]
        self._seen = [self._look(*one) for one in triggers]

    def takes_up(self, number: int) -> bool:
        """Return whether a trigger can take up what was told: a noun behind "the" or "this"."""
        one = self._seen[number]
        return one.pos in _NOMINAL and one.determiner in _DEFINITE

    def of(self, later: int, earlier: int) -> list[int]:
        """Return the rows of two triggers, by their numbers."""
        new, old = self._seen[later], self._seen[earlier]
        between = self._seen[earlier + 1 : later]
        far = _steps(new.sentence - old.sentence, *_APART)
        near = min(new.sentence - old.sentence, 3)
        alike, same, stem = new.label == old.label, new.lemma == old.lemma, new.lemma[:4] == old.lemma[:4]
        kinds = new.pos[:2] + old.pos[:2]
        rivals = _steps(sum(one.label == old.label for one in between), 1, 2, 4)
        namesakes = _steps(sum(one.lemma == old.lemma for one in between), 1, 2)
        before = _steps(sum(one.label == old.label for one in self._seen[:earlier]), 1, 2, 4)
        shared = _steps(len(new.words & old.words), 1, 2, 3)
        named = _steps(len(new.names & old.names), 1, 2)
        apart = bool(new.names and old.names and not new.names & old.names)
        counted = bool(new.numbers & old.numbers)
        recounted = bool(new.numbers and old.numbers and not counted)
        around = _steps(len(new.around & old.around), 1, 2, 3, 5)
        one_class = f"{new.label}|{alike}"
        keys = (
            *(f"far{far}|{alike}", f"far{far}|{alike}{same}", f"lemmas{new.lemma}|{old.lemma}"),
            *(f"classes{new.label}|{old.label}", f"classes{new.label}|{old.label}|{near}"),
            *(f"alike{same}{stem}{alike}{kinds}", f"the{new.determiner}|{alike}|{same}"),
            *(f"the{new.determiner}|{old.determiner}|{alike}", f"the{new.determiner}|{kinds}{alike}{near}"),
            *(f"rivals{rivals}{alike}", f"events{_steps(len(between), 1, 2, 4, 8)}{alike}{near}"),
            *(f"namesakes{namesakes}{same}{alike}", f"before{before}{rivals}{alike}"),
            *(f"shared{shared}{named}{alike}{same}", f"apart{apart}{counted}{recounted}{alike}{same}"),
            *(f"around{around}|{far}{alike}", f"within{old.lemma in new.words}{new.lemma in old.words}{alike}"),
            f"lead{min(old.sentence, 3)}|{_steps(new.sentence, 1, 2, 3, 6)}{alike}",
            *(f"deps{new.dep}|{old.dep}|{alike}", f"new{new.lemma}|{alike}", f"old{old.lemma}|{alike}"),
            f"new{new.lemma}|{new.determiner}|{alike}",
            *(f"tense{new.auxiliaries}|{old.auxiliaries}|{alike}", f"class{one_class}|{new.determiner}|{near}"),
            *(f"class{one_class}|{rivals}{kinds}", f"class{one_class}|{shared}{same}"),
        )
        return [crc32(key.encode("utf-8", "surrogatepass")) % EVENT_ROWS for key in keys]

    def _look(self, start: int, after: int, label: str) -> _Seen:
        sentence = bisect_right(self._firsts, start) - 1
        first, tree = self._trees[sentence]
        words, own = tree.words, range(start - first, min(after - first, len(tree.words.lower)))
        top = next((i for i in own if words.heads[i] not in own or words.heads[i] == i), own.start)
        under = [i for i, head in enumerate(words.heads) if head == top and i != top]
        nominal = words.pos[top] in _NOMINAL
        determiner = (
            next((words.lower[i] for i in under if tree.deps[i] in ("det", "nmod:poss")), "") if nominal else ""
        )
        told = [i for i in self._below(tree, top) if i not in own]
        return _Seen(
            label=label,
            sentence=sentence,
            lemma=words.lemmas[top],
            pos=words.pos[top],
            dep=tree.deps[top],
            determiner=determiner if determiner in _DETERMINERS or not determiner else "other",
            auxiliaries="+".join(sorted(words.lower[i] for i in under if tree.deps[i].startswith("aux"))),
            words=frozenset(w for i in told if words.pos[i] in _TELLING and (w := words.lemmas[i]) not in _EMPTY),
            names=frozenset(words.lemmas[i] for i in told if words.pos[i] == "PROPN"),
            numbers=frozenset(words.lemmas[i] for i in told if words.pos[i] == "NUM"),
            around=frozenset(
                w for w, p in zip(words.lemmas, words.pos, strict=True) if p in _NOMINAL and w not in _EMPTY
            ),
        )

    @staticmethod
    def _below(tree: Tree, top: int) -> list[int]:
        """Return the words that hang from one, but for what tells of something else."""
        heads, found = tree.words.heads, {top}
        for _ in range(_DEPTH):
            more = {i for i, head in enumerate(heads) if head in found and tree.deps[i] not in _CLAUSES} - found
            if not more:
                break
            found |= more
        return sorted(found)


def _steps(count: int, *steps: int) -> int:
    return sum(count >= step for step in steps)
