"""Where the network doubts an event, its class, who takes part or a figure, what the words say is mixed in.

Input: the draft of a text while it is read; probabilities of kb.language.network.
Output: the same probabilities, changed in place; read by kb.language.reader.
Never: adds a span of its own; the tags decide.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kb.language.analysis import Proposal, Relation
from kb.language.decode import Floats
from kb.language.drafts import Draft, Found
from kb.language.lemma import lemma
from kb.language.pair_features import Tree
from kb.language.pair_model import SURE, TASKS
from kb.language.word_features import CONTENT, Sentence
from kb.language.word_model import DOUBT, WordModel, mixed_classes, mixed_tags


class Opinions:
    """What the table of words says of one text."""

    def __init__(self, model: WordModel, draft: Draft) -> None:
        self._model = model
        self._draft = draft
        self._text = model.text(draft.lower)
        self._sentences: list[tuple[int, Sentence]] = []
        self._where: list[int] = []
        self._trees: dict[int, Tree] = {}

    def parse(self, low: int, high: int) -> None:
        """Take up the sentences of the words low..high, whose tags and trees are decided."""
        draft = self._draft
        starts = [i for i in range(low, high) if draft.starts[i]]
        for a, b in zip(starts, [*starts[1:], high], strict=True):
            words = [draft.doc[draft.words.tokens[i]].text for i in range(a, b)]
            pos = draft.pos[a:b]
            lemmas = [lemma(w, p).lower() for w, p in zip(words, pos, strict=True)]
            heads = [h - a if h >= 0 else i for i, h in enumerate(draft.heads[a:b])]
            self._where.extend([len(self._sentences)] * (b - a))
            self._sentences.append((a, Sentence(draft.lower[a:b], lemmas, pos, heads)))

    def on_triggers(self, chances: Floats, low: int) -> None:
        """Mix in whether events begin at the words from *low* on; *chances* are [word, outside / begin / inside]."""
        for k, begin in enumerate(chances[:, 1].tolist()):
            if DOUBT < begin < 1 - DOUBT and self._draft.pos[low + k] in CONTENT:
                start, sentence = self._sentences[self._where[low + k]]
                odds = self._model.trigger(self._text, sentence, low + k - start)
                chances[k] = mixed_tags(chances[k], odds, self._model.mix[0])

    def on_figures(self, chances: Floats, low: int) -> None:
        """Mix in whether figures begin at the words from *low* on; *chances* as for triggers."""
        figures = self._model.figures
        for k, begin in enumerate(chances[:, 1].tolist()):
            if DOUBT < begin < 1 - DOUBT:
                start, sentence = self._sentences[self._where[low + k]]
                odds = figures.log_odds(sentence, low + k - start)
                if odds is not None:
                    chances[k] = mixed_tags(chances[k], odds, figures.mix)

    def on_classes(self, found: Sequence[Found], chances: Sequence[dict[str, Floats]]) -> None:
        """Mix in the class of every trigger found."""
        for (layer, _, first, after, _), sure in zip(found, chances, strict=True):
            if layer == "trigger":
                start, sentence = self._sentences[self._where[first]]
                end = min(after - start, len(sentence.lower))
                said = self._model.classes(self._text, sentence, first - start, end)
                sure["class"] = mixed_classes(sure["class"], said, self._model.mix[1])

    def on_far(self) -> list[Relation]:
        """Return which events are told again further on than the network sees; the whole text is decided."""
        trees = [(start, self._tree(k)) for k, (start, _) in enumerate(self._sentences)]
        return self._model.far.relations(trees, self._draft.spans, self._draft.relations)

    def _tree(self, k: int) -> Tree:
        if k not in self._trees:
            start, sentence = self._sentences[k]
            self._trees[k] = Tree(sentence, self._draft.deps[start : start + len(sentence.lower)])
        return self._trees[k]

    def on_relations(self, spans: Sequence[Proposal], possible: NDArray[np.bool_], chances: Floats) -> None:
        """Mix in what relation two spans of one sentence have; *chances* are [head, tail, relation], 0 if not asked."""
        most = chances.max(-1)
        for h, t in np.argwhere((most > 0) & (most < SURE)).tolist():
            head, tail = spans[h], spans[t]
            k = self._where[head.start]
            if (head.layer, tail.layer) not in TASKS or self._where[tail.start] != k:
                continue
            start, sentence = self._sentences[k]
            parts = [(x.layer, x.label, x.start - start, min(x.end - start, len(sentence.lower))) for x in (head, tail)]
            features = self._tree(k).of_pair(parts[0], parts[1])
            chances[h, t] = self._model.pairs.mixed(chances[h, t], possible[h, t], features)
