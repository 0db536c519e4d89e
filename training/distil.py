"""Train large teachers on a GPU, and the small reader on what they think of much more text.

    python -m training.distil --teacher FOLDER --minutes 9 --out training/checkpoints/distilled.pt

Three stages, each for its part of the time: teachers (training/teacher.py) learn
from gold as the reader does; they mark the spans of every text that has no gold for
them; the reader learns from gold, and from the teachers' probabilities for every
head on every text. FOLDER holds the weights of all-mpnet-base-v2.
"""

import argparse
import os
import pickle
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from kb.language.labels import GROUP_OF_TYPE, SPAN_HEADS, TAG_HEADS
from kb.language.tokenizer import WordPieces
from training.batches import plain
from training.documents import Document, Span
from training.feed import Feed, in_groups
from training.model import Reader, pretrained
from training.padded import Padded, arrays
from training.prepare import CACHE
from training.soft import Opinion, against_gold, against_teachers, opinion, scores
from training.teacher import wide
from training.train import BASE, groups, resume, save

TEACHING = {"news": 0.54, "ewt": 0.16, "gum": 0.10, "gmb": 0.07, "redocred": 0.07, "crossner": 0.03, "re3d": 0.03}
LEARNING = {"news": 0.42, "gmb": 0.24, "ewt": 0.13, "gum": 0.08, "redocred": 0.08, "crossner": 0.03, "re3d": 0.02}
UNMARKED = ("gmb", "ewt", "gum", "redocred", "crossner", "re3d")  # corpora whose news spans teachers mark
BUDGET, LARGE = 8192, 16384  # padded sub-words a batch: of teachers, of readers
GOLD = 0.5  # weight of gold beside the teachers
# factors on the peak rates of `groups`, which are for batches of 512 sub-words: encoder, biaffine, table, rest
RATES = {"teacher": (0.6, 1.0, 1.0, 1.0), "reader": (4.0, 2.5, 1.0, 2.5)}


@dataclass
class Clock:
    """One stage: how far it has come, what it printed last."""

    name: str
    seconds: float
    begin: float = field(default_factory=time.monotonic)
    steps: int = 0
    sub_words: int = 0
    mean: dict[str, float] = field(default_factory=dict)
    printed: float = 0.0

    @property
    def part(self) -> float:
        return (time.monotonic() - self.begin) / self.seconds

    def rate(self) -> float:
        """Return the factor on the peak learning rates: up for a twentieth of the time, then down to nothing."""
        return max(min(self.part / 0.05, (1 - self.part) / 0.95), 0.005)

    def count(self, ids: Tensor, losses: dict[str, Tensor]) -> None:
        self.steps += 1
        self.sub_words += ids.numel()
        now = time.monotonic() - self.begin
        if now - self.printed < (10 if self.steps > 40 else 3):
            return
        self.printed = now
        self.mean = {k: float(v.detach()) for k, v in losses.items()}
        said = " ".join(f"{k} {v:.3f}" for k, v in self.mean.items())
        print(
            f"{self.name} {now:.0f} s, {self.steps} steps, {self.sub_words / now / 1000:.0f}k sub-words/s | {said}",
            flush=True,
        )


class Pupil:
    """A network with its optimizer."""

    def __init__(self, model: Reader, kind: str, device: str) -> None:
        self.model = model.to(device).train()
        params = groups(self.model)
        self.peaks = [g["lr"] * f for g, f in zip(params, RATES[kind], strict=True)]
        self.optimizer = torch.optim.AdamW(params, betas=(0.9, 0.98), eps=1e-6, fused=device == "cuda")
        self.flat = [p for p in self.model.parameters() if p.requires_grad]

    def step(self, losses: dict[str, Tensor], rate: float) -> None:
        torch.stack([x.float() for x in losses.values()]).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.flat, 2.0)
        for g, peak in zip(self.optimizer.param_groups, self.peaks, strict=True):
            g["lr"] = peak * rate
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)


def half(device: str) -> torch.autocast:
    return torch.autocast(device, torch.bfloat16)


def teach(model: Reader, feed: Feed, seconds: float, device: str, name: str) -> None:
    """Train one teacher on gold for so many seconds."""
    pupil, clock = Pupil(model, "teacher", device), Clock(name, seconds)
    while clock.part < 1:
        b = feed.next()
        with half(device):
            losses = against_gold(model, b, scores(model, b))
        pupil.step(losses, clock.rate())
        clock.count(b.ids, losses)
    model.eval()


def learn(
    models: list[Reader], teachers: list[Reader], feed: Feed, seconds: float, device: str,
    keep: Callable[[float], None] = lambda part: None,
) -> None:  # fmt: skip
    """Train readers on gold and on what the teachers think, all on the same batches."""
    pupils, clock = [Pupil(m, "reader", device) for m in models], Clock("reader", seconds)
    while clock.part < 1:
        b = feed.next()
        with half(device):
            thought: Opinion = opinion(teachers, b)
        for pupil in pupils:
            with half(device):
                s = scores(pupil.model, b)
                gold = against_gold(pupil.model, b, s)
                losses = {f"{k}*": v for k, v in against_teachers(pupil.model, b, s, thought).items()}
                losses |= {k: GOLD * v for k, v in gold.items()}
            pupil.step(losses, clock.rate())
        clock.count(b.ids, losses)
        keep(clock.part)
    for m in models:
        m.eval()


def spans_in(tags: list[int]) -> list[tuple[int, int]]:
    """Return first and last place of every span that the tags O, B, I (0, 1, 2) mark; an I after an O begins one."""
    out: list[tuple[int, int]] = []
    for i, t in enumerate(tags):
        if t == 1 or (t == 2 and (not i or tags[i - 1] == 0)):
            out.append((i, i))
        elif t == 2:
            out[-1] = (out[-1][0], i)
    return out


@torch.no_grad()
def mark(docs: list[Document], teachers: list[Reader], pieces: WordPieces, dep_ids: dict[str, int], device: str) -> int:
    """Give documents the spans that the teachers see in them, without relations; return how many."""
    for d in docs:
        d.spans, d.links, d.ignored = [], {}, set()
    rng, count = random.Random(0), 0
    small = [h for h in TAG_HEADS if h != "name"]
    for group in in_groups([w for d in docs for w in plain(d, pieces)], 4 * BUDGET):
        b = Padded.on(device, arrays(group, dep_ids, pieces.start, pieces.end, rng))
        with half(device):
            h = [t.words(b.ids, b.casing, b.breaks, b.mask, b.first) for t in teachers]
            chances = torch.stack([t.tag(x).float() for t, x in zip(teachers, h, strict=True)])
        parts = dict(zip(teachers[0].sections, chances.split(list(teachers[0].sections.values()), -1), strict=True))
        best = {k: parts[k].softmax(-1).mean(0).argmax(-1).tolist() for k in small}
        found = [
            (r, TAG_HEADS[k][0], a, e)
            for k in small
            for r, w in enumerate(group)
            for a, e in spans_in(best[k][r][1 : w.b - w.a + 1])
        ]
        row, first, last = (torch.tensor([f[k] for f in found], dtype=torch.long, device=device) for k in (0, 2, 3))
        with half(device):
            said = [t.spans(x[row, first + 1], x[row, last + 1]).float() for t, x in zip(teachers, h, strict=True)]
        classes = torch.stack(said).split([len(v) for v in SPAN_HEADS.values()], -1)
        label = dict(zip(SPAN_HEADS, (c.softmax(-1).mean(0).argmax(-1).tolist() for c in classes), strict=True))
        for n, (r, layer, a, e) in enumerate(found):
            w = group[r]
            name = layer
            if layer == "trigger":
                name = SPAN_HEADS["class"][label["class"][n]]
            elif layer == "mention":
                name = GROUP_OF_TYPE[SPAN_HEADS["type"][label["type"][n]]]
            w.doc.spans.append(Span(layer, name, w.a + a, w.a + e))
        count += len(found)
    return count


@torch.no_grad()
def measure(model: Reader, docs: list[Document], pieces: WordPieces, dep_ids: dict[str, int], device: str) -> str:
    """Return how a network does on documents with gold: triggers touching with class, relations of gold spans (F1).

    A quick look while training; `training.evaluate` measures what ships.
    """
    model.eval()
    right = said = gold = 0
    links = [0, 0, 0]
    rng = random.Random(0)
    for group in in_groups([w for d in docs for w in plain(d, pieces)], BUDGET):
        b = Padded.on(device, arrays(group, dep_ids, pieces.start, pieces.end, rng))
        with half(device):
            s = scores(model, b)
        best = s.tags["trigger"].argmax(-1).tolist()
        for r, w in enumerate(group):
            mine = spans_in(best[r][1 : w.b - w.a + 1])
            true = [x for x in w.doc.spans or () if x.layer == "trigger" and w.a <= x.start and x.end < w.b]
            at = torch.tensor(mine, dtype=torch.long, device=device).reshape(-1, 2) + 1
            with half(device):
                x = model.spans(s.states[r, at[:, 0]], s.states[r, at[:, 1]])[:, : len(SPAN_HEADS["class"])]
            kinds = [SPAN_HEADS["class"][k] for k in x.argmax(-1).tolist()]
            met = [
                any(t.label == k and t.start - w.a <= e and t.end - w.a >= a for t in true)
                for (a, e), k in zip(mine, kinds, strict=True)
            ]
            right, said, gold = right + sum(met), said + len(mine), gold + len(true)
        if s.links is not None:
            keep = b.pairs[3] != -100
            guess, want = s.links.argmax(-1)[keep], b.pairs[3][keep]
            links[0] += int(((guess == want) & (want > 0)).sum())
            links[1] += int((guess > 0).sum())
            links[2] += int((want > 0).sum())
    triggers, relations = 200 * right / max(said + gold, 1), 200 * links[0] / max(links[1] + links[2], 1)
    return f"triggers {triggers:.1f}, relations of gold spans {relations:.1f}"


def main() -> None:
    """Train teachers and readers, and write the readers' checkpoints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", type=Path, required=True, help="the folder of all-mpnet-base-v2")
    parser.add_argument("--teachers", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=9)
    parser.add_argument("--share", type=float, default=0.42, help="of the time that is the teachers'")
    parser.add_argument("--start", type=Path, help="train a second reader, which goes on from this checkpoint")
    parser.add_argument("--out", type=Path, default=Path("training/checkpoints/distilled.pt"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--processes", type=int, default=max((os.cpu_count() or 2) - 2, 1))
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    begin = time.monotonic()
    docs = pickle.loads(CACHE.read_bytes())
    deps = sorted({d for k in ("ewt", "gum") for x in docs[k] for d in x.deps})
    dep_ids = {d: i for i, d in enumerate(deps)}
    tokenizer = BASE / "tokenizer.json"
    pieces = WordPieces(tokenizer)
    feed = Feed(CACHE, tokenizer, deps, TEACHING, BUDGET, args.seed, args.processes, args.device)
    teachers = []
    for n in range(args.teachers):
        torch.manual_seed(args.seed + n)
        model = Reader(wide(args.teacher, tokenizer), deps)
        teach(model, feed, 60 * args.minutes * args.share / args.teachers, args.device, f"teacher {n + 1}")
        print("teacher", n + 1, measure(model, docs["news-dev"], pieces, dep_ids, args.device), flush=True)
        teachers.append(model)
    print("batches: fresh", feed.fresh, "again", feed.again)
    feed.close()
    unmarked = [d for k in UNMARKED for d in docs[k]]
    print(
        "spans marked:",
        mark(unmarked, teachers, pieces, dep_ids, args.device),
        f"{time.monotonic() - begin:.0f} s",
        flush=True,
    )
    marked = CACHE.with_name("marked.pkl")
    marked.write_bytes(pickle.dumps({k: v for k, v in docs.items() if k != "news-dev"}))
    feed = Feed(marked, tokenizer, deps, LEARNING, LARGE, args.seed, args.processes, args.device)
    torch.manual_seed(args.seed)
    readers = [Reader(pretrained(BASE), deps)]
    if args.start:
        readers.append(Reader(pretrained(BASE), deps))
        resume(readers[1], args.start)
    learn(readers, teachers, feed, 60 * args.minutes - (time.monotonic() - begin), args.device)
    print("batches: fresh", feed.fresh, "again", feed.again)
    feed.close()
    for n, model in enumerate(readers):
        print("reader", n + 1, measure(model, docs["news-dev"], pieces, dep_ids, args.device), flush=True)
        out = args.out.with_stem(args.out.stem + ("" if n == 0 else "-on"))
        save(model.cpu(), out, f"{args.teachers} teachers, {args.minutes:.1f} minutes on {args.device}")


if __name__ == "__main__":
    main()
