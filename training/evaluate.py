"""Measure an exported model; print one line a measure.

    python -m training.evaluate kb/data/reader

Runs what ships: kb.language.reader on the exported files. News layers are
measured on the held-back documents of news-annotated, from raw text.
"""

import argparse
import json
import pickle
import time
from collections import Counter
from pathlib import Path

import numpy as np
import spacy
from spacy.tokens import Doc, DocBin

from kb.language.analysis import ROLE_RELATIONS
from kb.language.decode import Floats
from kb.language.drafts import Draft, Found, Seen
from kb.language.opinions import Opinions
from kb.language.reader import Reader
from kb.language.tokenizer import vocab
from training import tables
from training.evaluate_frames import frames
from training.prepare import CACHE, CORPORA, Document, add_uner, conllu

REALITY = {
    "actual": "occurred",
    **dict.fromkeys(("ongoing", "suspended"), "ongoing"),
    **dict.fromkeys(("planned", "promised", "expected", "required", "requested", "obligation"), "future"),
}
NAMED = ("name", "acronym", "adjective", "metonym")
THRESHOLD = 0.4
MEASURED = {
    "roles and place": ROLE_RELATIONS,
    "medium, addressee": ("medium", "addressee"),
    "part-of, cause": ("part-of", "cause"),
    **{x: (x,) for x in ("time", "measure", "speaker", "content", "holder", "body", "coref", "same")},
}


class Score:
    """Counts of found, gold and right, document by document."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, int]] = []

    def add(self, found: set, gold: set) -> None:
        self.count(len(found & gold), len(found), len(gold))

    def count(self, right: int, found: int, gold: int) -> None:
        self.rows.append((right, found, gold))

    def __str__(self) -> str:
        """F1, precision, recall; in brackets 95 % of 1,000 samples of as many documents, drawn with replacement."""
        rows = np.array(self.rows)
        drawn = np.random.default_rng(1).integers(len(rows), size=(1000, len(rows)))
        low, high = np.percentile([f1(*rows[d].sum(0)) for d in drawn], (2.5, 97.5))
        right, found, gold = rows.sum(0)
        return (
            f"F1 {f1(right, found, gold):5.1f} [{low:.1f} to {high:.1f}]  P {100 * right / max(found, 1):5.1f}"
            f"  R {100 * right / max(gold, 1):5.1f}  n {gold}"
        )


def f1(right: int, found: int, gold: int) -> float:
    """Return the F1 in percent."""
    return 200 * right / max(found + gold, 1)


def touching(found: list[tuple], gold: list[tuple], share: float) -> tuple[int, int, int]:
    """Count one-to-one matches whose words overlap by *share* of their union, labels equal."""
    left, right = list(gold), 0
    for f in found:
        best, most = None, 0.0
        for g in left:
            if f[0] != g[0]:
                continue
            common = min(f[2], g[2]) - max(f[1], g[1])
            union = max(f[2], g[2]) - min(f[1], g[1])
            if common > 0 and common / union >= share and common / union > most:
                best, most = g, common / union
        if best is not None:
            left.remove(best)
            right += 1
    return right, len(found), len(gold)


class GoldSpans(Reader):
    """A reader that is told the spans of a document, to measure relations alone."""

    told: Document

    def _find(self, draft: Draft, opinions: Opinions | None, seen: Seen, low: int, high: int) -> list[Found]:
        out: dict[tuple, Found] = {}
        for s in self.told.spans:
            if low <= s.start and s.end < high:
                out[(s.layer, s.start, s.end)] = (s.layer, s.label, s.start, s.end + 1, 1.0)
        return list(out.values())

    def _weigh(
        self, opinions: Opinions, found: list[Found], chances: list[dict[str, Floats]]
    ) -> tuple[list[Found], list[dict[str, Floats]]]:
        opinions.on_classes(found, chances)
        return found, chances


def news(reader: Reader, told: GoldSpans, docs: list[Document]) -> dict[str, str]:
    """Measure the heads that learn from news-annotated."""
    out: dict[str, Score] = {}
    count: Counter = Counter()

    def score(name: str) -> Score:
        return out.setdefault(name, Score())

    for d in docs:
        a = reader.read(d.text)
        words = [t.i for t in a.doc if not t.is_space]
        at = {i: k for k, i in enumerate(words)}
        at[len(a.doc)] = len(words)
        found = [(p.layer, p.label, at[p.start], at[p.end - 1] + 1, p) for p in a.proposals]
        gold = [(s.layer, s.label, s.start, s.end + 1, s) for s in d.spans]
        for layer in ("mention", "trigger", "cue", "content", "figure", "time", "office", "argument"):
            f = [(x[1], x[2], x[3]) for x in found if x[0] == layer]
            g = [(x[1], x[2], x[3]) for x in gold if x[0] == layer]
            score(f"{layer}, exact").add({x[1:] for x in f}, {x[1:] for x in g})
            if layer in ("mention", "trigger", "content"):
                score(f"{layer} with label, exact").add(set(f), set(g))
            if layer in ("trigger", "content"):
                name = "trigger with class, touching" if layer == "trigger" else "content, loose (half of the words)"
                strip = (lambda x: x) if layer == "trigger" else (lambda x: ("", *x[1:]))
                r, n, m = touching([strip(x) for x in f], [strip(x) for x in g], 0.01 if layer == "trigger" else 0.5)
                score(name).count(r, n, m)
        names, i = set(), 0
        while i < len(d.names):
            if d.names[i] != "O":
                e = i + 1
                while e < len(d.names) and d.names[e].startswith("I"):
                    e += 1
                names.add((d.names[i][2:], i, e))
                i = e
            else:
                i += 1
        score("names of news").add({(x[1], x[2], x[3]) for x in found if x[0] == "name"}, names)
        named = {
            (s.label, s.start, s.end + 1) for s in d.spans if s.layer == "mention" and s.attributes["kind"] in NAMED
        }
        score("mention with a name, with group").add(
            {(x[1], x[2], x[3]) for x in found if x[0] == "mention" and x[4].attributes["kind"][0] in NAMED}, named
        )
        mine = {(x[0], x[2], x[3]): x[4] for x in found}
        for g in gold:
            p = mine.get((g[0], g[2], g[3]))
            if p is None:
                continue
            for key, value in g[4].attributes.items():
                key = key.removeprefix("cue_").removeprefix("office_")
                if key in p.attributes:
                    count[f"{key} of {g[0]}", p.attributes[key][0] == value] += 1
                    if key == "modality":
                        kinds = [REALITY.get(v, "uncertain") for v in (value, p.attributes[key][0])]
                        count["modality in four kinds", kinds[0] == kinds[1]] += 1
        sentences = {at[s.start] for s in a.doc.sents if s.start in at}
        score("sentence starts of news").add(sentences, set(d.sentences))
        relations(a, at, d, score, "end to end")
        told.told = d
        relations(told.read(d.text), at, d, score, "gold spans")
    lines = {k: str(v) for k, v in sorted(out.items())}
    for key in sorted({k for k, _ in count}):
        n = count[key, True] + count[key, False]
        lines[f"accuracy, {key}"] = f"{100 * count[key, True] / n:5.1f}  n {n}"
    return lines


def relations(a, at: dict[int, int], d: Document, score, how: str) -> None:
    """Count relations between spans that match exactly; pairs the gold leaves open count neither way."""
    index = {(s.layer, s.start, s.end + 1): i for i, s in enumerate(d.spans)}
    best: dict[tuple[int, int], tuple[float, str, tuple, tuple]] = {}
    for r in a.relations:
        if r.score >= THRESHOLD and best.get((r.head, r.tail), (0.0,))[0] < r.score:
            h, t = a.proposals[r.head], a.proposals[r.tail]
            key = [(p.layer, at[p.start], at[p.end - 1] + 1) for p in (h, t)]
            best[(r.head, r.tail)] = (r.score, r.label, key[0], key[1])
    found = set()
    for _, label, h, t in best.values():
        i, j = index.get(h), index.get(t)
        if i is not None and j is not None and (i, j) in d.ignored and (i, j) not in d.links:
            continue
        found.add((label, h, t))
    spans = {i: (s.layer, s.start, s.end + 1) for i, s in enumerate(d.spans)}
    gold = {(label, spans[i], spans[j]) for (i, j), label in d.links.items()}
    for name, labels in MEASURED.items():
        score(f"relation {name}, {how}").add({x for x in found if x[0] in labels}, {x for x in gold if x[0] in labels})


def names_of_docbin(reader: Reader, path: Path, together: int = 1) -> Score:
    """Measure names on sentences in the order of their articles, *together* of them read as one text."""
    nlp = spacy.blank("en")
    s = Score()
    known = {"PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "FAC": "LOC"}
    sentences = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    for k in range(0, len(sentences), together):
        part = sentences[k : k + together]
        starts = np.cumsum([0, *map(len, part)]).tolist()
        text = Doc(
            vocab(),
            words=[t.text for d in part for t in d],
            spaces=[bool(t.whitespace_) or t.i == len(d) - 1 for d in part for t in d],
            sent_starts=[t.i == 0 for d in part for t in d],
        )
        a = reader.read_doc(text, keep_sentences=True)
        skip = {n + t.i for n, d in zip(starts, part, strict=False) for t in d if t.ent_iob_ == ""}
        gold = {
            (known[e.label_], n + e.start, n + e.end)
            for n, d in zip(starts, part, strict=False)
            for e in d.ents
            if e.label_ in known
        }
        found = {(p.label, p.start, p.end) for _, p in a.layer("name") if not skip & set(range(p.start, p.end))}
        s.add(found, gold)
    return s


def trees(reader: Reader) -> dict[str, str]:
    """Measure names, tags, trees and sentences on the official test part of EWT, gold tokens."""
    docs = conllu(CORPORA / "ud-ewt" / "en_ewt-test.conllu.gz", "ewt")
    add_uner(docs, CORPORA / "uner-ewt" / "en_ewt-ud-test.iob2.gz")
    names, sents = Score(), Score()
    n = uas = las = tags = m = wuas = wlas = 0
    for d in docs:
        begins = set(d.sentences)
        base = Doc(vocab(), words=d.words, sent_starts=[i in begins for i in range(len(d.words))])
        a = reader.read_doc(base, keep_sentences=True)
        for t in a.doc:
            n += 1
            tags += t.pos_ == d.pos[t.i]
            head = -1 if t.head.i == t.i else t.head.i
            good = head == d.heads[t.i]
            both = good and t.dep_ == d.deps[t.i]
            uas, las = uas + good, las + both
            if d.pos[t.i] != "PUNCT":
                m, wuas, wlas = m + 1, wuas + good, wlas + both
        i, gold = 0, set()
        while i < len(d.words):
            e = i + 1
            if d.names[i].startswith("B"):
                while e < len(d.words) and d.names[e].startswith("I"):
                    e += 1
                gold.add((d.names[i][2:], i, e))
            i = e
        names.add({(p.label, p.start, p.end) for _, p in a.layer("name")}, gold)
        text = "".join(
            ("\n\n" if b and i else " " if i else "") + w
            for i, (w, b) in enumerate(zip(d.words, d.breaks, strict=True))
        )
        raw = reader.read(text)
        where, at = set(), 0
        for i, (w, b) in enumerate(zip(d.words, d.breaks, strict=True)):
            at += (2 if b else 1) if i else 0
            if i in begins:
                where.add(at)
            at += len(w)
        sents.add(
            {next(t.idx for t in s if not t.is_space) for s in raw.doc.sents if not all(t.is_space for t in s)}, where
        )
    return {
        "names, uner-ewt test": str(names),
        "ewt test, gold tokens and sentences": f"tags {100 * tags / n:.1f}  UAS {100 * uas / n:.1f}  "
        f"LAS {100 * las / n:.1f}  without punctuation {100 * wuas / m:.1f} / {100 * wlas / m:.1f}  n {n}",
        "sentence starts, ewt test, tokens joined by spaces": str(sents),
    }


def speed(reader: Reader, docs: list[Document]) -> str:
    texts = ["\n\n".join(d.text for d in docs[k : k + 4]) for k in range(0, len(docs), 4)]
    reader.read(texts[0])
    begin, words = time.process_time(), 0
    for a in reader.read_many(texts):
        words += sum(not t.is_space for t in a.doc)
    took = time.process_time() - begin
    return f"{words / took:.0f} words a CPU-second, one thread, {words} words"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--only-news", action="store_true")
    parser.add_argument("--write", type=Path, help="docs/reading.md: put the measures into its table")
    args = parser.parse_args()
    docs = pickle.loads(CACHE.read_bytes())["news-dev"]
    reader, told = Reader(args.model), GoldSpans(args.model)
    lines = {"speed": speed(reader, docs), **news(reader, told, docs)}
    if not args.only_news:
        wikigold = CORPORA / "wikigold" / "wikigold.spacy"
        lines["names, wikigold, a sentence at a time"] = str(names_of_docbin(reader, wikigold))
        lines["names, wikigold, twenty sentences at a time"] = str(names_of_docbin(reader, wikigold, 20))
        lines |= trees(reader)
        if (args.model / "roles.onnx").exists():
            lines |= frames(args.model)
    lines["trained"] = json.loads((args.model / "config.json").read_text())["trained"]
    for k, v in lines.items():
        print(f"{k:50s} {v}")
    if args.write:
        tables.write(args.write, lines)


if __name__ == "__main__":
    main()
