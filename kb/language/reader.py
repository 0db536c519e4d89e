"""The built-in reader: text in, the model's proposals out.

Input: the text of one article, any Unicode string.
Output: kb.language.analysis.Analysis, read by the stages of kb.extraction.
Runs the three ONNX graphs of kb/data/reader on the CPU, one window of the
text at a time, and asks the table of words beside them about events. What it
says of a text never depends on other texts.
Never: touches the network, keeps state between texts (caches apart).
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from spacy.tokens import Doc

from kb.language import pairs
from kb.language.analysis import Analysis, Relation
from kb.language.decode import Floats, best_tags, softmax, span_score, spans_of_tags
from kb.language.drafts import Draft, Found, Seen, finish, proposal, sections
from kb.language.figures import whole_figures
from kb.language.labels import (
    NAME_TYPES,
    SCORED,
    TAG_HEADS,
    UPOS,
    kind_of_span,
)
from kb.language.network import Network, folder
from kb.language.opinions import Opinions
from kb.language.sentences import begins_behind
from kb.language.sure_events import HEADS
from kb.language.tokenizer import WordPieces, Words, tokenize, words_of
from kb.language.trees import tree
from kb.language.windows import plan, seam, units
from kb.language.word_model import WordModel

FLOOR: Final = 0.1  # relations below this probability are not worth handing on


class Reader:
    """Reads texts with one model.

    Attributes:
        version: the model's version, as its config.json has it.
        model_sha256: one hash over all the model's files.
    """

    def __init__(self, path: Path | None = None, threads: int = 1, *, second_opinion: bool = True) -> None:
        """Load the model in *path* (default: the one in the package).

        Args:
            path: the folder that training/export.py wrote.
            threads: threads inside one matrix product.
            second_opinion: ask the table of words too; training/words.py, which makes it, does not.

        Raises:
            ModelMismatchError: the model was trained on other labels.
            FileNotFoundError: the folder has no table of words.
        """
        path = path or folder()
        self._net = Network(path, threads)
        self._words = WordModel(path) if second_opinion else None
        self.pieces: WordPieces = self._net.pieces
        self.version = self._net.version
        self.model_sha256 = self._net.sha256

    def read(self, text: str) -> Analysis:
        """Return what the model proposes for *text*; ``doc.text == text``."""
        return self.read_doc(tokenize(text))

    def read_many(self, texts: Sequence[str]) -> Iterator[Analysis]:
        """Yield the analysis of each text, the same as `read` gives."""
        return (self.read(text) for text in texts)

    def read_doc(self, doc: Doc, *, keep_sentences: bool = False) -> Analysis:
        """Return the analysis of a text that is already cut into tokens.

        Args:
            doc: tokens of the text; it is not changed.
            keep_sentences: take the Doc's sentence starts for given.
        """
        words = words_of(doc, self._net.pieces)
        texts = [doc[i].text for i in words.tokens]
        given = None
        if keep_sentences:
            given = {k for k, i in enumerate(words.tokens) if doc[i].is_sent_start or k == 0}
        draft = Draft(doc, words, given, [w.lower() for w in texts])
        opinions = Opinions(self._words, draft) if self._words else None
        sizes = [len(p) for p in words.pieces]
        before: Seen | None = None
        low = 0
        for a, b in plan(units(texts, sizes, words.breaks), sizes):
            seen = self._look(words, a, b)
            if before is not None:
                shared = slice(a, before.b)
                cut = a + seam(
                    before.starts(self._net.sections)[a - before.a :],
                    seen.starts(self._net.sections)[: before.b - a],
                    words.breaks[shared],
                )
                self._settle(draft, opinions, before, low, max(cut, low + 1))
                low = max(cut, low + 1)
            before = seen
        if before is not None:
            self._settle(draft, opinions, before, low, before.b)
        if opinions:
            draft.relations.extend(opinions.on_far())
        return finish(draft)

    def _look(self, words: Words, a: int, b: int) -> Seen:
        states, tags, arcs = self._net.words(words.pieces[a:b], words.casing[a:b], words.breaks[a:b])
        return Seen(a, b, states, tags, arcs)

    def _settle(self, draft: Draft, opinions: Opinions | None, seen: Seen, low: int, high: int) -> None:
        """Decide on the words low..high, which *seen* knows best."""
        self._sentences(draft, seen, low, high)
        if opinions:
            opinions.parse(low, high)
        found = self._find(draft, opinions, seen, low, high)
        governors = [seen.a if h < 0 else h + 1 for h in draft.heads[low:high]]
        labels, spans = self._net.labels(
            seen.states,
            np.arange(low, high) - seen.a + 1,
            np.array(governors) - seen.a,
            np.array([s for _, _, s, _, _ in found], np.int64) - seen.a + 1,
            np.array([e for _, _, _, e, _ in found], np.int64) - seen.a,
        )
        root = self._net.dependencies.index("root")
        labels[:, root] = -np.inf
        best = labels.argmax(-1)
        draft.deps.extend(
            "root" if h < 0 else self._net.dependencies[int(d)]
            for h, d in zip(draft.heads[low:high], best, strict=True)
        )
        first = len(draft.spans)
        chances = sections(spans)
        if opinions:
            found, chances = self._weigh(opinions, found, chances)
        draft.spans.extend(proposal(f, x) for f, x in zip(found, chances, strict=True))
        self._relate(draft, opinions, seen, first)

    def _weigh(
        self, opinions: Opinions, found: list[Found], chances: list[dict[str, Floats]]
    ) -> tuple[list[Found], list[dict[str, Floats]]]:
        """Return the spans with their chances once the words have been heard."""
        return opinions.worth_telling(found, chances, opinions.on_classes(found, chances))

    def _sentences(self, draft: Draft, seen: Seen, low: int, high: int) -> None:
        """Cut low..high into sentences and find each one's tree."""
        sure = seen.starts(self._net.sections)[low - seen.a :]

        def opens(i: int) -> bool:
            if draft.given is not None:
                return i in draft.given
            return bool(draft.words.breaks[i] or sure[i - low] > 0.5 or begins_behind(draft.word, i, len(draft.lower)))

        at = [i for i in range(low, high) if i == low or opens(i)]
        draft.starts.extend(i in set(at) for i in range(low, high))
        for s, e in zip(at, [*at[1:], high], strict=True):
            rows = np.arange(s, e) - seen.a + 1
            scores = seen.arcs[np.ix_(rows, np.concatenate([[0], rows]))]
            draft.heads.extend(h if h < 0 else h + s for h in tree(scores))
        pos = seen.tags[low - seen.a + 1 : high - seen.a + 1, self._net.sections["pos"]].argmax(-1)
        draft.pos.extend(UPOS[int(p)] for p in pos)

    def _find(self, draft: Draft, opinions: Opinions | None, seen: Seen, low: int, high: int) -> list[Found]:
        """Return every span that a tag head marks; none goes on over a paragraph break."""
        rows = seen.tags[low - seen.a + 1 : high - seen.a + 1]
        fresh = np.array(draft.words.breaks[low:high])
        sections = self._net.sections
        small = np.stack([softmax(rows[:, sections[h]]) for h in HEADS], 1)
        names = softmax(rows[:, sections["name"]])
        small[fresh, :, 2::2] = 0
        names[fresh, 2::2] = 0
        if opinions:
            opinions.on_tags(small, low)
        tags = best_tags(np.log(small + 1e-9))
        out: list[Found] = []
        for k, head in enumerate(HEADS):
            for _, s, e in spans_of_tags(tags[:, k].tolist()):
                score = span_score(small[:, k], 0, s, e)
                out.append((TAG_HEADS[head][0], "", low + s, low + e, score))
        if opinions:
            out.extend(opinions.doubtful(out))
        for label, s, e in spans_of_tags(best_tags(np.log(names + 1e-9)[:, None])[:, 0].tolist()):
            out.append(("name", NAME_TYPES[label], low + s, low + e, span_score(names, label, s, e)))
        figures = whole_figures([f for f in out if f[0] == "figure"], draft.lower[:high], draft.words.breaks[:high])
        out = [*(f for f in out if f[0] != "figure"), *figures]
        unique: dict[tuple[str, int, int], Found] = {}
        for f in out:  # an inner head may repeat what the outer one found
            unique.setdefault((f[0], f[2], f[3]), f)
        return list(unique.values())

    def _relate(self, draft: Draft, opinions: Opinions | None, seen: Seen, first: int) -> None:
        """Score the pairs of spans within the window of which one is number *first* or a later one."""
        mine = [i for i, p in enumerate(draft.spans) if p.start >= seen.a and kind_of_span(p.layer, p.label) >= 0]
        if len(mine) < 2:
            return
        spans = [draft.spans[i] for i in mine]
        layers = [p.layer for p in spans]
        starts = np.array([p.start for p in spans], np.int64)
        ends = np.array([p.end - 1 for p in spans], np.int64)
        begun = np.cumsum(draft.starts)
        scores = self._net.links(
            seen.states,
            (
                starts - seen.a + 1,
                ends - seen.a + 1,
                np.array([kind_of_span(p.layer, p.label) for p in spans], np.int64),
            ),
            (
                pairs.distances(starts, np.asarray(begun[starts], np.int64)),
                pairs.likeness(layers, [tuple(draft.lower[p.start : p.end]) for p in spans]),
                pairs.between(layers, starts),
            ),
        )
        possible = pairs.allowed(layers, starts, ends)
        chances = softmax(np.where(possible, scores, np.float32(-1e9)))
        new = np.array([i >= first for i in mine])
        chances[~(new[:, None] | new[None, :])] = 0
        if opinions:
            opinions.on_relations(spans, possible, chances)
        chances[..., 0] = 0
        for h, t, r in np.argwhere(chances >= FLOOR):
            chance = round(float(chances[h, t, r]), 4)
            draft.relations.append(Relation(SCORED[r], mine[h], mine[t], chance))


@lru_cache(maxsize=4)
def load_reader(threads: int = 1) -> Reader:
    """Return the packaged reader, loaded once a process.

    Args:
        threads: threads inside one matrix product; the words come out the same.
    """
    return Reader(threads=threads)
