"""Processes that cut and collate windows while the GPU works.

Read by training/distil.py. Each has its own seed and its own copy of the
documents; which batch comes next depends on which process is first, so that a
training on a GPU is seeded but not the same to the bit.
"""

import contextlib
import multiprocessing
import pickle
import queue
import random
import threading
from collections import deque
from pathlib import Path

import torch

from kb.language.tokenizer import WordPieces
from training.augment import Stock
from training.batches import Window, windows
from training.documents import Document
from training.padded import Padded, arrays

POOL = 12  # batches' worth of windows that are put in order of length together
KEPT = 64  # batches kept to be seen again when the processes are late


class Cut:
    """Endless groups of windows of one corpus, of like length, at most *budget* padded sub-words each."""

    def __init__(self, docs: list[Document], pieces: WordPieces, stock: Stock, rng: random.Random, budget: int) -> None:
        self.docs, self.pieces, self.stock, self.rng, self.budget = docs, pieces, stock, rng, budget
        self.order: list[int] = []
        self.waiting: list[list[Window]] = []

    def next(self) -> list[Window]:
        if not self.waiting:
            self.refill()
        return self.waiting.pop()

    def refill(self) -> None:
        pool: list[Window] = []
        size = 0
        while size < POOL * self.budget:
            if not self.order:
                self.order = list(range(len(self.docs)))
                self.rng.shuffle(self.order)
            for w in windows(self.docs[self.order.pop()], self.pieces, self.stock, self.rng):
                pool.append(w)
                size += w.size
        self.waiting = in_groups(pool, self.budget)
        self.rng.shuffle(self.waiting)


def in_groups(pool: list[Window], budget: int) -> list[list[Window]]:
    """Return windows as groups of like length, at most *budget* padded sub-words each."""
    groups: list[list[Window]] = []
    group: list[Window] = []
    for w in sorted(pool, key=lambda w: w.size):
        if group and w.size * (len(group) + 1) > budget:
            groups.append(group)
            group = []
        group.append(w)
    return [*groups, group] if group else groups


def work(
    cache: Path, tokenizer: Path, deps: list[str], mixture: dict[str, float], budget: int, seed: str, out: object
) -> None:
    """Put batches into a queue until the process is ended."""
    torch.set_num_threads(1)
    docs = pickle.loads(cache.read_bytes())
    pieces = WordPieces(tokenizer)
    stock = Stock(d for k in ("redocred", "gmb", "crossner") for d in docs[k])
    dep_ids = {d: i for i, d in enumerate(deps)}
    rng = random.Random(seed)
    cuts = {k: Cut(docs[k], pieces, stock, rng, budget) for k in mixture}
    while True:
        name = rng.choices(list(mixture), list(mixture.values()))[0]
        out.put(arrays(cuts[name].next(), dep_ids, pieces.start, pieces.end, rng))  # type: ignore[attr-defined]


class Feed:
    """Batches of several processes, on the device before they are asked for.

    A thread brings them there. One seen before is given again, from a short
    memory, when none is ready.
    """

    def __init__(
        self, cache: Path, tokenizer: Path, deps: list[str], mixture: dict[str, float], budget: int, seed: int,
        processes: int, device: str,
    ) -> None:  # fmt: skip
        context = multiprocessing.get_context("spawn")
        self.made = context.Queue(maxsize=4 * processes)
        self.ready: queue.Queue[Padded] = queue.Queue(maxsize=8)
        self.processes = [
            context.Process(
                target=work, args=(cache, tokenizer, deps, mixture, budget, f"{seed}-{n}", self.made), daemon=True
            )
            for n in range(processes)
        ]
        for p in self.processes:
            p.start()
        self.kept: deque[Padded] = deque(maxlen=KEPT)
        self.fresh = self.again = 0
        self.rng = random.Random(seed)
        self.device = device
        self.open = True
        threading.Thread(target=self._bring, daemon=True).start()

    def _bring(self) -> None:
        while self.open:
            with contextlib.suppress(queue.Empty, OSError, EOFError):
                batch = Padded.on(self.device, self.made.get(timeout=2))
                while self.open:
                    with contextlib.suppress(queue.Full):
                        self.ready.put(batch, timeout=2)
                        break

    def next(self) -> Padded:
        """Return a batch.

        Raises:
            RuntimeError: a process ended, or none gave a batch within two minutes.
        """
        with contextlib.suppress(queue.Empty):
            found = self.ready.get(block=len(self.kept) < KEPT, timeout=120)
            self.kept.append(found)
            self.fresh += 1
            return found
        if len(self.kept) < KEPT or not all(p.is_alive() for p in self.processes):
            raise RuntimeError("the processes that make batches gave none: see what they printed")
        self.again += 1
        return self.rng.choice(self.kept)

    def close(self) -> None:
        self.open = False
        for p in self.processes:
            p.terminate()
