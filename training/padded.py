"""Batches whose spans, pairs and predicates are padded too: one product for all windows, as a GPU wants it.

Input: windows of training/batches.py. Output: numpy arrays, small integers, that
processes hand to one another (training/feed.py), and `Padded`, the same as tensors
on a device. Read by training/distil.py and training/soft.py.
"""

import random
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import torch
from torch import Tensor

from kb.language.labels import MENTION_GROUPS, SCORED, SPAN_HEADS, SPAN_KINDS, TAG_HEADS
from kb.language.pairs import POSSIBLE
from training.batches import IGNORE, Window, collate

HEADS = ("sentence", "pos", *TAG_HEADS)
LAYERS = tuple(dict.fromkeys(k.split(":")[0] for k in SPAN_KINDS))
Arrays = dict[str, np.ndarray]


def arrays(group: list[Window], dep_ids: dict[str, int], start: int, end: int, rng: random.Random) -> Arrays:
    """Return windows as arrays. Spans that a machine marked are no gold: their tags, classes and pairs are ignored."""
    batch = collate(group, dep_ids, start, end, rng)
    rows, width = batch.first.shape
    true = np.array([w.doc.corpus == "news" for w in group])
    tags = np.full((len(HEADS), rows, width), IGNORE, np.int8)
    for k, head in enumerate(HEADS):
        if head in batch.tags:
            tags[k] = batch.tags[head].numpy()
            if head in TAG_HEADS and head != "name":
                tags[k][~true] = IGNORE
    out: Arrays = {
        "ids": batch.ids.numpy().astype(np.int32),
        "casing": batch.casing.numpy().astype(np.uint8),
        "breaks": batch.breaks.numpy().astype(np.uint8),
        "mask": batch.mask.numpy(),
        "first": batch.first.numpy().astype(np.int16),
        "sentence": batch.sentence.numpy().astype(np.int16),
        "tags": tags,
        "heads": numbers(batch.heads, (rows, width)),
        "deps": numbers(batch.deps, (rows, width)),
    }
    n = max((len(s.first) for s in batch.spans), default=0)
    out["span"] = np.full((3, rows, n), -1, np.int16)  # first, last, kind
    out["attributes"] = np.full((len(SPAN_HEADS), rows, n), IGNORE, np.int8)
    out["pairs"] = np.zeros((4, rows, n, n), np.int8)  # distance, likeness, between, gold
    out["pairs"][3] = IGNORE
    for s in batch.spans:
        m = len(s.first)
        for k, x in enumerate((s.first, s.last, s.kind)):
            out["span"][k, s.row, :m] = x.numpy()
        if true[s.row]:
            for k, head in enumerate(SPAN_HEADS):
                out["attributes"][k, s.row, :m] = s.attributes[head].numpy()
        for k, x in enumerate((s.distance, s.alike, s.between, s.gold)):
            if k < 3 or true[s.row]:
                out["pairs"][k, s.row, :m, :m] = x.numpy()
    frames = [(f.row, int(p), g) for f in batch.frames for p, g in zip(f.predicates, f.gold, strict=True)]
    out["frames"] = np.array([(r, p) for r, p, _ in frames], np.int16).reshape(-1, 2)
    out["roles"] = (
        np.stack([g.numpy() for *_, g in frames]).astype(np.int8) if frames else np.zeros((0, width), np.int8)
    )
    out["facts"] = np.stack([x.numpy().astype(np.float32) for x in batch.facts])
    return out


def numbers(x: Tensor | None, shape: tuple[int, int]) -> np.ndarray:
    return np.full(shape, IGNORE, np.int16) if x is None else x.numpy().astype(np.int16)


@dataclass
class Padded:
    """One batch on a device: rows b, sub-words s, words w (0 is [CLS]), spans n."""

    ids: Tensor
    casing: Tensor
    breaks: Tensor
    mask: Tensor  # [b, 1, 1, s]
    first: Tensor
    sentence: Tensor  # [b, w], -1 at [CLS] and behind the last word
    tags: Tensor  # [head, b, w]
    heads: Tensor
    deps: Tensor
    span: Tensor  # [first last kind, b, n], -1 where there is none
    attributes: Tensor  # [head, b, n]
    pairs: Tensor  # [distance likeness between gold, b, n, n]
    frames: Tensor  # [predicate, row word]
    roles: Tensor  # [predicate, w]
    facts: Tensor  # [row word value weight, predicate]
    words: Tensor  # [row word, n] of every word
    governed: Tensor  # [row word, n] of every word with a gold governor
    has: frozenset[str]  # heads with gold, known before the batch is on the device: asking it there would make it wait

    @classmethod
    def on(cls, device: torch.device | str, given: Arrays) -> "Padded":
        """Return arrays as tensors on *device*."""
        has = {h for h, x in zip(HEADS, given["tags"], strict=True) if (x != IGNORE).any()}
        has |= {h for h, x in zip(SPAN_HEADS, given["attributes"], strict=True) if (x != IGNORE).any()}
        has |= {"link"} if (given["pairs"][3] != IGNORE).any() else set()
        extra = {
            "words": np.stack((given["sentence"] >= 0).nonzero()),
            "governed": np.stack((given["heads"] != IGNORE).nonzero()),
        }
        t = {k: torch.from_numpy(v) for k, v in {**given, **extra}.items()}
        if torch.device(device).type == "cuda":
            t = {k: v.pin_memory().to(device, non_blocking=True) for k, v in t.items()}
        t = {k: v if v.dtype in (torch.bool, torch.float32) else v.long() for k, v in t.items()}
        t["mask"] = t["mask"][:, None, None, :]
        return cls(**t, has=frozenset(has))

    @cached_property
    def real(self) -> Tensor:
        """Which places hold a word [b, w]."""
        return self.sentence >= 0

    @cached_property
    def within(self) -> Tensor:
        """Which words can govern which [b, w, w]: those of the sentence, and the root at 0."""
        same = self.sentence[:, :, None] == self.sentence[:, None, :]
        same[:, :, 0] = True
        return same

    @cached_property
    def known(self) -> Tensor:
        """Which places hold a span [b, n]."""
        return self.span[2] >= 0

    @cached_property
    def allowed(self) -> Tensor:
        """Return what `kb.language.pairs.allowed` does, for all rows: [b, n, n, relation], nothing for padding."""
        table, layer_of = possible(self.span.device)
        first, last, kind = self.span
        layer = layer_of[kind.clamp(min=0)]
        out = table[layer[:, :, None], layer[:, None, :]]
        later = (first[:, :, None] > first[:, None, :]) | (
            (first[:, :, None] == first[:, None, :]) & (last[:, :, None] > last[:, None, :])
        )
        mention = layer == LAYERS.index("mention")
        both = mention[:, :, None] & mention[:, None, :]
        here = self.known[:, :, None] & self.known[:, None, :] & ~torch.eye(first.shape[1], device=first.device).bool()
        out = out & (here & (later | ~both))[..., None]
        out[..., 0] = True
        return out


@lru_cache(maxsize=2)
def possible(device: torch.device) -> tuple[Tensor, Tensor]:
    """Return which relations two layers may have [layer, layer, relation], and each span kind's layer."""
    table = torch.zeros(len(LAYERS), len(LAYERS), len(SCORED), dtype=torch.bool)
    for (head, tail), labels in POSSIBLE.items():
        for label in labels:
            table[LAYERS.index(head), LAYERS.index(tail), SCORED.index(label)] = True
    layer_of = torch.tensor([LAYERS.index(k.split(":")[0]) for k in SPAN_KINDS])
    return table.to(device), layer_of.to(device)


def states_at(h: Tensor, words: Tensor) -> Tensor:
    """Return the states [b, n, width] of each row's *words* [b, n]; those of -1 are the states of [CLS]."""
    return h.gather(1, words.clamp(min=0).unsqueeze(-1).expand(-1, -1, h.shape[-1]))


assert all(f"mention:{g}" in SPAN_KINDS for g in MENTION_GROUPS)
