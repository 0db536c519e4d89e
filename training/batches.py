"""Documents to batches: windows of consecutive sentences as tensors.

Read by training/train.py. Every window is cut anew each time it is drawn, with
another style of quotation mark and now and then another casing, because
articles come in all of them.
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
from kb.language.tokenizer import LOWER, TITLE, UPPER, WordPieces, casing
from training.prepare import Document

IGNORE = -100
WINDOW = 254
DEP_OF_UNKNOWN = IGNORE


@dataclass
class Window:
    """One piece of a document, words a..b."""

    doc: Document
    a: int
    b: int
    pieces: list[tuple[int, ...]]
    casing: list[int]

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces)) + 2


def styled(doc: Document, rng: random.Random) -> list[str]:
    """Return the words in another style of quotation marks half of the time."""
    words = doc.words
    if rng.random() < 0.5:
        return words
    out, opened = [], False
    for w, fresh in zip(words, doc.breaks, strict=True):
        if fresh:
            opened = False
        if w in ('"', "``", "''"):
            w = "”" if opened else "“"
            opened = not opened
        elif "'" in w:
            w = w.replace("'", "’")
        out.append(w)
    return out


def windows(doc: Document, pieces: WordPieces, rng: random.Random) -> Iterator[Window]:
    """Cut a document into windows; a long one begins at a sentence drawn anew each time."""
    ids = [pieces(w) for w in styled(doc, rng)]
    case = [casing(w) for w in doc.words]
    ends = [*doc.sentences[1:], len(doc.words)]
    if rng.random() < 0.3:
        for a, e in zip(doc.sentences, ends, strict=True):
            draw = rng.random()
            if draw < 0.07:
                case[a:e] = [UPPER if c <= UPPER else c for c in case[a:e]]
            elif draw < 0.14:
                case[a:e] = [
                    TITLE if c == LOWER and len(w) > 3 else c for c, w in zip(case[a:e], doc.words[a:e], strict=True)
                ]
            elif draw < 0.17:
                case[a:e] = [LOWER] * (e - a)
    total = sum(map(len, ids))
    first = 0
    if total > WINDOW and rng.random() < 0.5:
        first = rng.randrange(1, max(2, min(6, len(ends) - 1)))
        if first >= len(ends):
            first = 0
    start, size, a = doc.sentences[0], 0, 0
    cut = []
    for k, (s, e) in enumerate(zip(doc.sentences, ends, strict=True)):
        n = sum(map(len, ids[s:e]))
        if size and (size + n > WINDOW or k == first):
            cut.append((start, s))
            start, size = s, 0
        size += n
    cut.append((start, len(doc.words)))
    for a, b in cut:
        while sum(map(len, ids[a:b])) > 2 * WINDOW - 8:
            b -= 1
        if b > a:
            yield Window(doc, a, b, ids[a:b], case[a:b])


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
    spans = []
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
        if doc.spans is not None:
            spans.append(spans_of(win, r, gold, rng))
    t = torch.from_numpy
    some = (heads != IGNORE).any()
    return Batch(
        t(ids), t(case), t(brk), t(mask), t(first), {h: t(v) for h, v in gold.items() if (v != IGNORE).any()},
        t(heads) if some else None, t(deps) if some else None, t(sent), spans,
    )  # fmt: skip


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
    alike = pairs.likeness(layers, [tuple(w.lower() for w in doc.words[x[2] : x[3] + 1]) for x in items])
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
