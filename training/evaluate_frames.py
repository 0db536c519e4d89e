"""Measure PropBank roles and UDS factuality on the test part of EWT; read by training/evaluate.py.

Gold tokens, sentences and predicates, as the heads were taught; the numbers
come from the exported graphs, int8 encoder included.
"""

import json
from pathlib import Path

import numpy as np
import onnxruntime
from spacy.tokens import Doc

from kb.language.drafts import Draft, Seen
from kb.language.opinions import Opinions
from kb.language.reader import Reader
from kb.language.tokenizer import vocab
from training.documents import Document
from training.frames import add_facts, add_frames
from training.prepare import CORPORA, conllu


class FramesReader(Reader):
    """A reader that asks roles.onnx about the gold predicates of one document."""

    told: Document

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._roles = onnxruntime.InferenceSession(str(path / "roles.onnx"), providers=["CPUExecutionProvider"])
        self._names = json.loads((path / "config.json").read_text())["roles"]
        self.roles: set[tuple[int, int, str]] = set()
        self.facts: dict[int, float] = {}

    def _settle(self, draft: Draft, opinions: Opinions | None, seen: Seen, low: int, high: int) -> None:
        super()._settle(draft, opinions, seen, low, high)
        wanted = [i for i in sorted({*(self.told.frames or {}), *(self.told.facts or {})}) if low <= i < high]
        if not wanted:
            return
        rows = np.array(wanted, np.int64) - seen.a + 1
        scores, facts = self._roles.run(None, {"states": seen.states, "predicates": rows})
        ends = [*self.told.sentences[1:], len(self.told.words)]
        for k, p in enumerate(wanted):
            self.facts[p] = float(facts[k])
            if p not in (self.told.frames or {}):
                continue
            s, e = next((a, b) for a, b in zip(self.told.sentences, ends, strict=True) if a <= p < b)
            for i in range(max(s, seen.a), min(e, seen.b)):
                best = int(scores[k, i - seen.a + 1].argmax())
                if best:
                    self.roles.add((p, i, self._names[best]))


def frames(path: Path) -> dict[str, str]:
    """Return F1 of argument heads with roles, and how factuality correlates with the gold."""
    docs = conllu(CORPORA / "ud-ewt" / "en_ewt-test.conllu.gz", "ewt")
    add_frames(docs, CORPORA / "propbank-ewt" / "propbank-ewt-test.jsonl.gz")
    add_facts(docs, CORPORA / "uds-factuality" / "uds-factuality-test.tsv.gz")
    reader = FramesReader(path)
    right = found = gold = 0
    pairs: list[tuple[float, float]] = []
    for d in docs:
        reader.told, reader.roles, reader.facts = d, set(), {}
        begins = set(d.sentences)
        reader.read_doc(
            Doc(vocab(), words=d.words, sent_starts=[i in begins for i in range(len(d.words))]), keep_sentences=True
        )
        wanted = {(p, i, role) for p, mine in (d.frames or {}).items() for i, role in mine.items()}
        right, found, gold = right + len(wanted & reader.roles), found + len(reader.roles), gold + len(wanted)
        pairs += [(v, reader.facts[i]) for i, (v, _) in (d.facts or {}).items() if i in reader.facts]
    p, r = right / max(found, 1), right / max(gold, 1)
    a = np.array(pairs)
    error = np.abs(a[:, 0] - a[:, 1]).mean()
    return {
        "argument heads, propbank-ewt test, gold predicates": f"F1 {100 * 2 * p * r / max(p + r, 1e-9):5.1f}  "
        f"P {100 * p:5.1f}  R {100 * r:5.1f}  n {gold}",
        "factuality, uds test": f"Pearson {np.corrcoef(a.T)[0, 1]:.3f}  mean error {error:.3f}  n {len(a)}",
    }
