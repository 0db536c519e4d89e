"""Documents to batches: windows of consecutive sentences as tensors.

Read by training/train.py. Every window is cut anew each time it is drawn, now
and then with other names, quotation marks or casing (training/augment.py).
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from kb.language import pairs
from kb.language.labels import (
    EVENT_CLASSES,
    MENTION_GROUPS,
    SCORED,
    SPAN_HEADS,
    TAG_HEADS,
    UPOS,
    kind_of_span,
    tags,
)
from kb.language.tokenizer import WordPieces, casing
from training.augment import Stock, cased, hidden, renamed, styled
from training.documents import Document
from training.frames import ROLES

IGNORE = -100
WINDOW, LONG = 254, 382  # sub-words: as read at run time or shorter, and what whole articles are cut into


@dataclass
class Window:
    """One piece of a document, words a..b."""

    doc: Document
    a: int
    b: int
    words: list[str]
    pieces: list[tuple[int, ...]]
    casing: list[int]

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces)) + 2


def windows(doc: Document, pieces: WordPieces, stock: Stock, rng: random.Random) -> Iterator[Window]:
    """Cut a document into windows; a long one begins at a sentence drawn anew each time."""
    words = styled(renamed(doc, stock, rng), doc.breaks, rng)
    ids = hidden([pieces(w) for w in words], pieces("[MASK]"), rng)
    case = cased(doc, rng)
    ends = [*doc.sentences[1:], len(doc.words)]
    total = sum(map(len, ids))
    limit = WINDOW if doc.spans is None else LONG if rng.random() < 0.7 else WINDOW
    first = 0
    if total > limit and rng.random() < 0.5:
        first = rng.randrange(1, max(2, min(6, len(ends) - 1)))
        if first >= len(ends):
            first = 0
    yield from cut(doc, words, ids, case, limit, first)


def plain(doc: Document, pieces: WordPieces) -> Iterator[Window]:
    """Cut a document into windows as it stands: nothing renamed, masked or written otherwise."""
    return cut(doc, doc.words, [pieces(w) for w in doc.words], [casing(w) for w in doc.words], WINDOW, 0)


def cut(
    doc: Document, words: list[str], ids: list[tuple[int, ...]], case: list[int], limit: int, first: int
) -> Iterator[Window]:
    """Yield windows of whole sentences, at most *limit* sub-words each; sentence *first* begins one, if it is not 0."""
    ends = [*doc.sentences[1:], len(doc.words)]
    start, size = doc.sentences[0], 0
    found = []
    for k, (s, e) in enumerate(zip(doc.sentences, ends, strict=True)):
        n = sum(map(len, ids[s:e]))
        if size and (size + n > limit or k == first):
            found.append((start, s))
            start, size = s, 0
        size += n
    found.append((start, len(doc.words)))
    for a, b in found:
        while sum(map(len, ids[a:b])) > 2 * WINDOW - 8:
            b -= 1
        if b > a:
            yield Window(doc, a, b, words[a:b], ids[a:b], case[a:b])


def mistaken(layer: str, label: str, rng: random.Random) -> str:
    """Return the label of a span, now and then a wrong one, as the scorer will see at run time."""
    if rng.random() < 0.1 and layer in ("trigger", "mention"):
        return rng.choice(EVENT_CLASSES if layer == "trigger" else MENTION_GROUPS)
    return label


@dataclass
class Batch:
    ids: Tensor
    casing: Tensor
    breaks: Tensor
    mask: Tensor
    first: Tensor
    tags: dict[str, Tensor]
    heads: Tensor | None
    deps: Tensor | None
    sentence: Tensor
    spans: list["Spans"]
    frames: list["Frames"]
    facts: tuple[Tensor, Tensor, Tensor, Tensor]  # row, word, how far a fact, confidence


@dataclass
class Frames:
    """PropBank predicates of one window and the role of every word for each."""

    row: int
    predicates: Tensor
    gold: Tensor


@dataclass
class Spans:
    """Gold and made-up spans of one window, with all their pairs."""

    row: int
    first: Tensor
    last: Tensor
    kind: Tensor
    attributes: dict[str, Tensor]
    distance: Tensor
    alike: Tensor
    between: Tensor
    gold: Tensor
    allowed: Tensor


def collate(group: list[Window], dep_ids: dict[str, int], start: int, end: int, rng: random.Random) -> Batch:
    """Return windows of one corpus as a batch."""
    n, s, w = len(group), max(x.size for x in group), max(x.b - x.a for x in group) + 1
    ids = np.zeros((n, s), np.int64)
    case = np.zeros((n, s), np.int64)
    brk = np.zeros((n, s), np.int64)
    mask = np.zeros((n, s), bool)
    first = np.zeros((n, w), np.int64)
    sent = np.full((n, w), -1, np.int64)
    gold = {h: np.full((n, w), IGNORE, np.int64) for h in ("sentence", "pos", *TAG_HEADS)}
    heads = np.full((n, w), IGNORE, np.int64)
    deps = np.full((n, w), IGNORE, np.int64)
    spans, frames = [], []
    facts: list[tuple[int, int, float, float]] = []
    index = {h: {t: i for i, t in enumerate(tags(h))} for h in TAG_HEADS}
    pos_ids = {p: i for i, p in enumerate(UPOS)}
    for r, win in enumerate(group):
        doc = win.doc
        ids[r, 0] = start
        at = 1
        for i, (p, c) in enumerate(zip(win.pieces, win.casing, strict=True)):
            first[r, i + 1] = at
            ids[r, at : at + len(p)] = p
            case[r, at : at + len(p)] = c
            brk[r, at : at + len(p)] = doc.breaks[win.a + i]
            at += len(p)
        ids[r, at] = end
        mask[r, : at + 1] = True
        m = win.b - win.a
        begins = set(doc.sentences)
        k = 0
        for i in range(m):
            k += win.a + i in begins
            sent[r, i + 1] = k
        gold["sentence"][r, 1 : m + 1] = [int(win.a + i in begins) for i in range(m)]
        if doc.pos is not None:
            gold["pos"][r, 1 : m + 1] = [pos_ids.get(p, IGNORE) for p in doc.pos[win.a : win.b]]
        if doc.heads is not None:
            for i in range(m):
                h = doc.heads[win.a + i]
                if h == -1:
                    heads[r, i + 1] = 0
                elif win.a <= h < win.b:
                    heads[r, i + 1] = h - win.a + 1
                else:
                    continue
                deps[r, i + 1] = dep_ids[doc.deps[win.a + i]]
        if doc.names is not None:
            gold["name"][r, 1 : m + 1] = [index["name"].get(t, IGNORE) for t in doc.names[win.a : win.b]]
        if doc.frames is not None and (found := frames_of(win, r, sent[r])) is not None:
            frames.append(found)
        if doc.facts is not None:
            facts += [(r, i - win.a + 1, v, c) for i, (v, c) in doc.facts.items() if win.a <= i < win.b]
        if doc.spans is not None:
            spans.append(spans_of(win, r, gold, rng))
    t = torch.from_numpy
    some = (heads != IGNORE).any()
    return Batch(
        t(ids), t(case), t(brk), t(mask), t(first), {h: t(v) for h, v in gold.items() if (v != IGNORE).any()},
        t(heads) if some else None, t(deps) if some else None, t(sent), spans, frames, facts_of(facts),
    )  # fmt: skip


def facts_of(facts: list[tuple[int, int, float, float]]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    rows, words, values, weights = zip(*facts, strict=True) if facts else ((), (), (), ())
    return (
        torch.tensor(rows, dtype=torch.long),
        torch.tensor(words, dtype=torch.long),
        torch.tensor(values),
        torch.tensor(weights),
    )


def frames_of(win: Window, r: int, sentence: np.ndarray) -> Frames | None:
    """Return the predicates of a window, None if it has none; words of other sentences are left out of the loss."""
    predicates = [i for i in win.doc.frames if win.a <= i < win.b]
    if not predicates:
        return None
    gold = np.full((len(predicates), len(sentence)), IGNORE, np.int64)
    for k, p in enumerate(predicates):
        gold[k, sentence == sentence[p - win.a + 1]] = 0
        for i, role in win.doc.frames[p].items():
            if win.a <= i < win.b:
                gold[k, i - win.a + 1] = ROLES.index(role)
    return Frames(r, torch.tensor([p - win.a + 1 for p in predicates]), torch.from_numpy(gold))


def spans_of(win: Window, r: int, gold: dict[str, np.ndarray], rng: random.Random) -> Spans:
    """Mark the tags of one window's spans and return the spans with their pairs."""
    doc = win.doc
    kept = [i for i, x in enumerate(doc.spans) if win.a <= x.start and x.end < win.b]
    m = win.b - win.a
    for h in TAG_HEADS:
        if h != "name":
            gold[h][r, 1 : m + 1] = 0
    cut = [x for x in doc.spans if (x.start < win.b and x.end >= win.a) and not (win.a <= x.start and x.end < win.b)]
    for x in cut:  # a span over the edge teaches nothing
        for h, (layer, _) in TAG_HEADS.items():
            if layer == x.layer:
                gold[h][r, max(x.start - win.a, 0) + 1 : min(x.end - win.a, m - 1) + 2] = IGNORE
    order = sorted(kept, key=lambda i: (doc.spans[i].start - doc.spans[i].end, doc.spans[i].start))
    for i in order:
        x = doc.spans[i]
        a, e = x.start - win.a + 1, x.end - win.a + 2
        for h in (x.layer, f"{x.layer}_inner"):
            if h in TAG_HEADS and (gold[h][r, a:e] == 0).all():
                gold[h][r, a:e] = 2
                gold[h][r, a] = 1
                break
    items = [(doc.spans[i].layer, doc.spans[i].label, doc.spans[i].start, doc.spans[i].end, i) for i in kept]
    taken = {(x[0], x[2]) for x in items}
    for _ in range(min(12, m // 8)):  # words that are no trigger and no mention: pairs with them are none
        word = win.a + rng.randrange(m)
        layer = rng.choice(("trigger", "mention", "trigger"))
        if (layer, word) not in taken and doc.words[word][0].isalpha() and len(doc.words[word]) > 3:
            label = rng.choice(
                ("other", "business", "attack", "talks") if layer == "trigger" else ("person", "group", "place")
            )
            items.append((layer, label, word, word, -1))
    n = len(items)
    attributes = {h: torch.full((n,), IGNORE) for h in SPAN_HEADS}
    for k, (layer, label, _, _, i) in enumerate(items):
        if i < 0:
            continue
        given = dict(doc.spans[i].attributes)
        if layer == "trigger":
            given["class"] = label
        for h, v in given.items():
            attributes[h][k] = SPAN_HEADS[h].index(v)
    layers = [x[0] for x in items]
    starts, ends = np.array([x[2] for x in items], np.int64), np.array([x[3] for x in items], np.int64)
    allowed = pairs.allowed(layers, starts, ends)
    alike = pairs.likeness(
        layers, [tuple(w.lower() for w in win.words[x[2] - win.a : x[3] - win.a + 1]) for x in items]
    )
    sentence = np.searchsorted(np.array(doc.sentences), starts, "right")
    pair = np.where(allowed[..., 1:].any(-1), 0, IGNORE)
    at = {x[4]: k for k, x in enumerate(items) if x[4] >= 0}
    for h, t in doc.ignored:
        if h in at and t in at:
            pair[at[h], at[t]] = IGNORE
    for (h, t), label in doc.links.items():
        if h in at and t in at and allowed[at[h], at[t], SCORED.index(label)]:
            pair[at[h], at[t]] = SCORED.index(label)
    t = torch.from_numpy
    return Spans(
        r, t(starts - win.a + 1), t(ends - win.a + 1),
        torch.tensor([kind_of_span(x[0], mistaken(x[0], x[1], rng)) for x in items], dtype=torch.long),
        attributes, t(pairs.distances(starts, sentence)), t(alike),
        t(pairs.between(layers, starts)), t(pair), t(allowed),
    )  # fmt: skip
