"""Where the network doubts an event, its class, who takes part or a figure, what the words say is mixed in.

Input: the draft of a text while it is read; probabilities of kb.language.network.
Output: the same probabilities, changed in place, and which triggers are worth telling; read by kb.language.reader.
Never: adds a span that the tags do not mark or nearly mark.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kb.language.analysis import Proposal, Relation
from kb.language.decode import Floats, best_tags, span_score, spans_of_tags
from kb.language.drafts import Draft, Found
from kb.language.lemma import lemma
from kb.language.pair_features import Tree
from kb.language.pair_model import SURE, TASKS
from kb.language.sure_events import DOUBTFUL, HEADS, Classes, Marks, of_trigger
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
        self._marks = Marks(0, np.zeros(0, np.float32), np.zeros((0, len(HEADS), 3), np.float32))

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

    def on_tags(self, tags: Floats, low: int) -> None:
        """Mix in whether events and figures begin at the words from *low* on; *tags* are as in Marks, by HEADS."""
        triggers = tags[:, HEADS.index("trigger")]
        self._marks = Marks(low, triggers[:, 1].copy(), tags)
        self._on_triggers(triggers, low)
        self._on_figures(tags[:, HEADS.index("figure")], low)

    def _on_triggers(self, chances: Floats, low: int) -> None:
        for k, begin in enumerate(chances[:, 1].tolist()):
            if DOUBT < begin < 1 - DOUBT and self._draft.pos[low + k] in CONTENT:
                start, sentence = self._sentences[self._where[low + k]]
                odds = self._model.trigger(self._text, sentence, low + k - start)
                chances[k] = mixed_tags(chances[k], odds, self._model.mix[0])

    def _on_figures(self, chances: Floats, low: int) -> None:
        figures = self._model.figures
        for k, begin in enumerate(chances[:, 1].tolist()):
            if DOUBT < begin < 1 - DOUBT:
                start, sentence = self._sentences[self._where[low + k]]
                odds = figures.log_odds(sentence, low + k - start)
                if odds is not None:
                    chances[k] = mixed_tags(chances[k], odds, figures.mix)

    def doubtful(self, found: Sequence[Found]) -> list[Found]:
        """Return what else may be a trigger among the words whose tags came last; `worth_telling` decides."""
        low, tags = self._marks.low, self._marks.tags[:, HEADS.index("trigger")]
        taken = {i for layer, _, first, after, _ in found if layer == "trigger" for i in range(first, after)}
        easier = tags.copy()
        easier[:, 0] *= DOUBTFUL
        return [
            ("trigger", "", low + start, low + end, span_score(tags, 0, start, end))
            for _, start, end in spans_of_tags(best_tags(np.log(easier + 1e-9)[:, None])[:, 0].tolist())
            if taken.isdisjoint(range(low + start, low + end))
        ]

    def on_classes(self, found: Sequence[Found], chances: Sequence[dict[str, Floats]]) -> list[Classes | None]:
        """Mix in the class of every trigger found; return what was said of it, None for other spans."""
        out: list[Classes | None] = []
        for (layer, _, first, after, _), sure in zip(found, chances, strict=True):
            if layer != "trigger":
                out.append(None)
                continue
            start, sentence = self._sentences[self._where[first]]
            end = min(after - start, len(sentence.lower))
            said = self._model.classes(self._text, sentence, first - start, end)
            both = mixed_classes(sure["class"], said, self._model.mix[1])
            out.append(Classes(sure["class"], np.exp(said), both))
            sure["class"] = both
        return out

    def worth_telling(
        self, found: Sequence[Found], chances: Sequence[dict[str, Floats]], said: Sequence[Classes | None]
    ) -> tuple[list[Found], list[dict[str, Floats]]]:
        """Return the spans without the triggers that are not likely enough, the others as likely as they are.

        Args:
            found: spans among the words whose tags came last.
            chances: of each, by head.
            said: what `on_classes` returned for them.
        """
        kept: list[tuple[Found, dict[str, Floats]]] = []
        for span, sure, classes in zip(found, chances, said, strict=True):
            if classes is None:
                kept.append((span, sure))
                continue
            layer, label, first, after, _ = span
            likely = self._model.events.chances(self.features(first, after, classes), classes)
            if self._model.events.are_worth_telling(likely):
                told = min(float(likely.sum()), 1.0)
                kept.append(((layer, label, first, after, told), {**sure, "class": likely / np.float32(told)}))
        return [span for span, _ in kept], [sure for _, sure in kept]

    def features(self, first: int, after: int, classes: Classes) -> Floats:
        """Return what is weighed of the trigger first..after: [class, FEATURES of kb.language.sure_events]."""
        heads = self._draft.heads
        top = next((i for i in range(first, after) if not first <= heads[i] < after), first)
        return of_trigger(self._marks, first, after, top, classes)

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
