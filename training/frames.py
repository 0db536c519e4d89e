"""PropBank roles and UDS factuality, given to the words of EWT.

Read by training/prepare.py and training/evaluate.py. An argument is marked at
its syntactic head, the word of it whose governor is outside: that is what the
roles head is taught and measured on. Both files name sentences by EWT's ids.
"""

import csv
import gzip
import io
import json
from pathlib import Path

from training.documents import Document

ROLES = (
    "none", *(f"ARG{i}" for i in range(6)), "ARGA",
    *(f"ARGM-{x}" for x in "ADJ ADV CAU COM CXN DIR DIS DSP EXT GOL LOC LVB".split()),
    *(f"ARGM-{x}" for x in "MNR MOD NEG PNC PRD PRP PRR REC TMP".split()),
    *(f"R-{x}" for x in "ARG0 ARG1 ARG2 ARGM-LOC ARGM-TMP ARGM-MNR".split()),
    *(f"C-{x}" for x in "ARG0 ARG1 ARG2".split()),
)  # fmt: skip


def places(docs: list[Document]) -> dict[str, tuple[Document, int, int]]:
    """Return sentence id -> document, first word, word after the last."""
    return {
        name: (d, a, b)
        for d in docs
        for name, a, b in zip(d.sentence_ids, d.sentences, [*d.sentences[1:], len(d.words)], strict=True)
    }


def add_frames(docs: list[Document], path: Path) -> None:
    """Give PropBank's frames to the sentences that are annotated; the others have none."""
    at = places(docs)
    predicates = arguments = shared = 0
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines():
        sentence = json.loads(line)
        if sentence["sent_id"] not in at:
            continue
        doc, first, after = at[sentence["sent_id"]]
        assert doc.words[first:after] == sentence["tokens"], sentence["sent_id"]
        doc.frames = doc.frames if doc.frames is not None else {}
        for frame in sentence["frames"]:
            mine = doc.frames.setdefault(first + frame["pred"], {})
            predicates += 1
            for s, e, role in frame["args"]:
                if role == "V" or role not in ROLES:
                    continue
                head = next(i for i in range(first + s, first + e) if not first + s <= doc.heads[i] < first + e)
                arguments += 1
                shared += head in mine
                mine.setdefault(head, role)
    print(f"propbank: {predicates} predicates, {arguments} arguments, {shared} on a head that has one")


def add_facts(docs: list[Document], path: Path) -> None:
    """Give UDS's factuality to the words of its sentences."""
    at = places(docs)
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode("utf-8")), delimiter="\t"))
    met = 0
    for row in rows:
        if row["sent_id"] in at:
            doc, first, _ = at[row["sent_id"]]
            doc.facts = doc.facts if doc.facts is not None else {}
            doc.facts[first + int(row["token"])] = float(row["factuality"]), float(row["confidence"])
            met += 1
    print("uds-factuality: predicates joined", met, "of", len(rows))
