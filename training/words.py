"""The table of words beside the network: linear models of triggers, classes and relations.

    python -m training.words kb/data/reader

Reads the documents of training/cache/documents.pkl with the exported network for
their lemmas, parts of speech and trees, fits one logistic model each for "an event
begins here", for every class, for every relation of two spans, for "told again" of
two events and for "a figure begins here", and writes words.npz into the folder; its
hash goes into config.json. Held-back documents are left out. Averaged stochastic
gradient descent of scikit-learn: Bottou 2010, Proc. COMPSTAT, 177-186.
"""

import argparse
import hashlib
import json
import pickle
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

from kb.language.event_pairs import EVENT_ROWS, EventPairs
from kb.language.figure_model import FIGURE_ROWS, may_begin, of_number
from kb.language.labels import EVENT_CLASSES, NONE
from kb.language.pair_features import PAIR_ROWS, Part, Tree
from kb.language.pair_model import LABELS, TASKS
from kb.language.reader import Reader
from kb.language.tokenizer import tokenize, words_of
from kb.language.word_features import CONTENT, ROWS, Features, Sentence, of_text
from kb.language.word_model import FILE
from training.documents import Document
from training.prepare import is_dev
from training.train import CACHE

RARE = 2  # a feature seen less often weighs nothing
ALPHA = {"trigger": 1e-5, "class": 4e-5, "pair": 4e-6, "event": 1e-5, "figure": 1e-5}
MIX = (0.7, 0.7)  # of triggers and classes; chosen on held-back articles: docs/reading.md
PAIR_MIX = (0.6, 0.7)  # of relations, and what is taken off no relation; chosen likewise
FIGURE_MIX = 0.3  # likewise
EPOCHS, PAIR_EPOCHS, EVENT_EPOCHS, FIGURE_EPOCHS = 6, 4, 5, 8
OFTEN = 3  # figures that begin with a word before numbers are learnt from where it stands
FAR = 400  # words between two events that are learnt from


class Rows:
    """Features of spans as they come, to a sparse matrix of *width* features at the end."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.columns: list[np.ndarray] = []
        self.values: list[np.ndarray] = []
        self.labels: list[int] = []

    def add(self, features: Features, label: int) -> None:
        self.columns.append(np.fromiter((r for r, _ in features), np.int32, len(features)))
        self.values.append(np.fromiter((v for _, v in features), np.float32, len(features)))
        self.labels.append(label)

    def matrix(self) -> csr_matrix:
        """Return [span, feature] without what is seen but once."""
        ends = np.cumsum([0, *map(len, self.columns)]).astype(np.int32)
        columns, values = np.concatenate(self.columns), np.concatenate(self.values)
        often = np.bincount(columns, minlength=self.width) >= RARE
        return csr_matrix((values * often[columns], columns, ends), shape=(len(self.labels), self.width))


def sentences(reader: Reader, doc: Document) -> tuple[list[tuple[int, Tree]], list[int], dict[int, int]]:
    """Return each sentence with its first word, the sentence of each word, and the word at each offset."""
    bare = tokenize(doc.text)
    tokens = words_of(bare, reader.pieces).tokens
    read = reader.read_doc(bare).doc
    words = [read[i] for i in tokens]
    place = {t.i: k for k, t in enumerate(words)}
    starts = [k for k, t in enumerate(words) if k == 0 or t.is_sent_start]
    out, where = [], []
    for n, (a, b) in enumerate(zip(starts, [*starts[1:], len(words)], strict=True)):
        part = words[a:b]
        heads = [place.get(t.head.i, k) for k, t in enumerate(part, a)]
        within = [h - a if a <= h < b else k - a for k, h in enumerate(heads, a)]
        sentence = Sentence([t.lower_ for t in part], [t.lemma_.lower() for t in part], [t.pos_ for t in part], within)
        out.append((a, Tree(sentence, [t.dep_ for t in part])))
        where += [n] * (b - a)
    return out, where, {t.idx: k for k, t in enumerate(words)}


def triggers(doc: Document, at: dict[int, int]) -> Iterator[tuple[int, int, str]]:
    """Yield (first word, word after the last, class) of the gold triggers that begin and end at words."""
    assert doc.spans is not None
    assert doc.offsets is not None
    for s in doc.spans:
        if s.layer == "trigger" and doc.offsets[s.start][0] in at and doc.offsets[s.end][0] in at:
            yield at[doc.offsets[s.start][0]], at[doc.offsets[s.end][0]] + 1, s.label


def leading(docs: Iterable[Document]) -> frozenset[str]:
    """Return the words in small letters, no digits, that gold figures often begin with."""
    count = Counter(d.words[s.start].lower() for d in docs for s in d.spans or () if s.layer == "figure")
    return frozenset(word for word, n in count.items() if n >= OFTEN and not word[:1].isdigit())


def numbers(
    doc: Document, parts: list[tuple[int, Sentence]], at: dict[int, int], lead: frozenset[str]
) -> Iterator[tuple[Features, int]]:
    """Yield the features of each word that may begin a figure, and whether one begins there."""
    assert doc.spans is not None
    assert doc.offsets is not None
    first = {at.get(doc.offsets[s.start][0]) for s in doc.spans if s.layer == "figure"}
    for start, sentence in parts:
        for i, (word, pos) in enumerate(zip(sentence.lower, sentence.pos, strict=True)):
            if may_begin(word, pos, lead):
                yield of_number(sentence, i), int(start + i in first)


def collect(reader: Reader, docs: list[Document]) -> tuple[Rows, Rows, Rows, Rows, Rows]:
    """Return what is learnt from: words that begin a trigger or none, triggers with class, pairs, events, numbers."""
    begins, classes, pairs, events = Rows(ROWS), Rows(ROWS), Rows(PAIR_ROWS), Rows(EVENT_ROWS)
    figures, lead = Rows(FIGURE_ROWS), leading(docs)
    for doc in docs:
        trees, where, at = sentences(reader, doc)
        parts = [(a, tree.words) for a, tree in trees]
        text = of_text([w for _, s in parts for w in s.lower])
        gold = list(triggers(doc, at))
        inside = {i for a, b, _ in gold for i in range(a + 1, b)}
        first = {a for a, _, _ in gold}
        for start, sentence in parts:
            for i, pos in enumerate(sentence.pos):
                if pos in CONTENT and start + i not in inside:
                    begins.add(sentence.of_span(i, i + 1) + text, int(start + i in first))
        for a, b, label in gold:
            start, sentence = parts[where[a]]
            end = min(b - start, len(sentence.lower))
            if label in EVENT_CLASSES:
                classes.add(sentence.of_span(a - start, end) + text, EVENT_CLASSES.index(label))
        for features, label in related(doc, trees, where, at):
            pairs.add(features, LABELS.index(label))
        for features, again in told_again(doc, trees, at):
            events.add(features, int(again))
        for features, begun in numbers(doc, parts, at, lead):
            figures.add(features, begun)
    return begins, classes, pairs, events, figures


def told_again(doc: Document, trees: list[tuple[int, Tree]], at: dict[int, int]) -> Iterator[tuple[Features, bool]]:
    """Yield the features of each two gold triggers, and whether the later one tells the earlier again."""
    assert doc.spans is not None
    assert doc.offsets is not None
    assert doc.links is not None
    assert doc.ignored is not None
    found = sorted(
        (at[doc.offsets[s.start][0]], at[doc.offsets[s.end][0]] + 1, s.label, i)
        for i, s in enumerate(doc.spans)
        if s.layer == "trigger" and doc.offsets[s.start][0] in at and doc.offsets[s.end][0] in at
    )
    seen = EventPairs(trees, [(first, after, label) for first, after, label, _ in found])
    for later, (start, _, _, i) in enumerate(found):
        for earlier, (before, _, _, j) in enumerate(found[:later]):
            if start - before <= FAR and (i, j) not in doc.ignored:
                yield [(row, 1.0) for row in seen.of(later, earlier)], doc.links.get((i, j)) == "same"


def related(
    doc: Document, trees: list[tuple[int, Tree]], where: list[int], at: dict[int, int]
) -> Iterator[tuple[Features, str]]:
    """Yield features and relation of each pair of gold spans of one sentence, but for what gold leaves open."""
    assert doc.spans is not None
    assert doc.offsets is not None
    assert doc.links is not None
    assert doc.ignored is not None
    found: dict[int, list[tuple[int, Part]]] = {}
    for i, s in enumerate(doc.spans):
        a, b = at.get(doc.offsets[s.start][0]), at.get(doc.offsets[s.end][0])
        if a is not None and b is not None and where[a] == where[b]:
            start = trees[where[a]][0]
            found.setdefault(where[a], []).append((i, (s.layer, s.label, a - start, b + 1 - start)))
    for k, spans in found.items():
        for i, head in spans:
            for j, tail in spans:
                if i != j and (head[0], tail[0]) in TASKS and (i, j) not in doc.ignored:
                    yield trees[k][1].of_pair(head, tail), doc.links.get((i, j), NONE)


def fit_pairs(rows: Rows) -> dict[str, np.ndarray]:
    """Return the table of pairs: each relation against all others."""
    x, labels = rows.matrix(), np.array(rows.labels)
    weights, offsets = np.zeros((PAIR_ROWS, len(LABELS))), np.full(len(LABELS), -20.0)
    for k in sorted(set(rows.labels)):
        model = SGDClassifier(
            loss="log_loss", alpha=ALPHA["pair"], max_iter=PAIR_EPOCHS, tol=None, average=True, random_state=1
        )
        model.fit(x, labels == k)
        weights[:, k], offsets[k] = model.coef_[0], model.intercept_[0]
    return {
        f"pair_{name}": value
        for name, value in {**small(weights, offsets), "mix": np.array(PAIR_MIX, np.float32)}.items()
    }


def fit_one(rows: Rows, name: str, epochs: int) -> dict[str, np.ndarray]:
    """Return a table that says yes or no: of events that are told again, of figures."""
    model = SGDClassifier(loss="log_loss", alpha=ALPHA[name], max_iter=epochs, tol=None, average=True, random_state=1)
    model.fit(rows.matrix(), rows.labels)
    return {f"{name}_{key}": value for key, value in small(model.coef_.T, model.intercept_).items()}


def fit(begins: Rows, classes: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Return weights [feature, 1 + class] and offsets; a class without examples is out of reach."""
    weights = np.zeros((ROWS, 1 + len(EVENT_CLASSES)), np.float64)
    offsets = np.full(1 + len(EVENT_CLASSES), -20.0)
    for name, rows, first in (("trigger", begins, 0), ("class", classes, 1)):
        model = SGDClassifier(
            loss="log_loss", alpha=ALPHA[name], max_iter=EPOCHS, tol=None, average=True, random_state=1
        )
        model.fit(rows.matrix(), rows.labels)
        columns = [first + int(c) for c in model.classes_] if name == "class" else [0]
        weights[:, columns] = model.coef_.T
        offsets[columns] = model.intercept_
    return weights, offsets


def small(weights: np.ndarray, offsets: np.ndarray) -> dict[str, np.ndarray]:
    """Return weights as int8 with one scale a column, and the offsets."""
    scale = np.maximum(np.abs(weights).max(0), 1e-6) / 127
    return {
        "rows": np.round(weights / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "offset": offsets.astype(np.float32),
    }


def write(folder: Path, table: dict[str, np.ndarray]) -> None:
    """Write the table, and its hash into config.json."""
    np.savez_compressed(folder / FILE, **table)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["sha256"][FILE] = hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the exported network lies")
    parser.add_argument(
        "--only", default="", help="the one table that is fitted anew (pair, event, figure); others stay"
    )
    parser.add_argument("--without", default="", help="a pattern of names of documents that are left out as well")
    args = parser.parse_args()
    docs = pickle.loads(CACHE.read_bytes())["news"]
    kept = [d for d in docs if not is_dev(d.name) and not (args.without and re.match(args.without, d.name))]
    begins, classes, pairs, events, figures = collect(Reader(args.folder, second_opinion=False), kept)
    words = {**small(*fit(begins, classes)), "mix": np.array(MIX, np.float32)}
    told = {**fit_one(events, "event", EVENT_EPOCHS), **fit_one(figures, "figure", FIGURE_EPOCHS)}
    told |= {"figure_mix": np.array([FIGURE_MIX], np.float32), "figure_lead": np.array(sorted(leading(kept)))}
    table = {**words, **fit_pairs(pairs), **told}
    if args.only:
        with np.load(args.folder / FILE, allow_pickle=False) as before:
            stay = {name: before[name] for name in before.files}
        table = stay | {name: value for name, value in table.items() if name.startswith(args.only + "_")}
    write(args.folder, table)
    print(
        f"{len(kept)} documents, {len(begins.labels)} words, {len(classes.labels)} triggers, "
        f"{len(pairs.labels)} pairs of spans, {len(events.labels)} of events, {len(figures.labels)} numbers"
    )


if __name__ == "__main__":
    main()
