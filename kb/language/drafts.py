"""One text while it is read: decisions so far, and what they become.

Input: what the network said of windows, spans that kb.language.reader decided on.
Output: kb.language.analysis values on an annotated Doc.
Pure.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from spacy.tokens import Doc

from kb.language.analysis import LAYERS, Analysis, Proposal, Relation
from kb.language.decode import Floats, softmax
from kb.language.labels import GROUP_OF_TYPE, MENTION_GROUPS, SPAN_HEADS
from kb.language.lemma import lemma
from kb.language.tokenizer import Words, vocab

Found = tuple[str, str, int, int, float]  # layer, label, first word, word after the last, score
_PLACE_TYPES: Final = {g: [GROUP_OF_TYPE[t] == g for t in SPAN_HEADS["type"]] for g in MENTION_GROUPS}


@dataclass(slots=True)
class Seen:
    """What the network said of the words a..b of a text."""

    a: int
    b: int
    states: Floats
    tags: Floats
    arcs: Floats

    def starts(self, sections: dict[str, slice]) -> Floats:
        """Return the chance of each word to begin a sentence; *sections* says where the heads stand in *tags*."""
        logits = self.tags[1:, sections["sentence"]][:, 0]
        return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)


@dataclass(slots=True)
class Draft:
    """Decisions so far, by word of the text; spans by (first word, word after)."""

    doc: Doc
    words: Words
    given: set[int] | None
    lower: list[str]
    pos: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    starts: list[bool] = field(default_factory=list)
    spans: list[Proposal] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    def word(self, number: int) -> str:
        """Return a word as the text has it."""
        return self.doc[self.words.tokens[number]].text


def sections(scores: Floats) -> list[dict[str, Floats]]:
    """Return the span classifiers' probabilities, span by span."""
    at, parts = 0, {}
    for head, labels in SPAN_HEADS.items():
        parts[head] = softmax(scores[:, at : at + len(labels)])
        at += len(labels)
    return [{h: p[i] for h, p in parts.items()} for i in range(len(scores))]


def _best(head: str, chances: dict[str, Floats]) -> tuple[str, float]:
    best = int(chances[head].argmax())
    return SPAN_HEADS[head][best], round(float(chances[head][best]), 4)


def proposal(found: Found, chances: dict[str, Floats]) -> Proposal:
    """Return a span with its label and attributes, in words of the text."""
    layer, label, start, end, score = found
    attributes: dict[str, tuple[str, float]] = {}
    if layer == "trigger":
        label, sure = _best("class", chances)
        score *= sure
        attributes = {h: _best(h, chances) for h in ("polarity", "modality")}
    elif layer == "mention":
        types = chances["type"]
        groups = [float(types[_PLACE_TYPES[g]].sum()) for g in MENTION_GROUPS]
        best = int(np.argmax(groups))
        label = MENTION_GROUPS[best]
        score *= min(groups[best], 1.0)
        inside = np.where(_PLACE_TYPES[label], types, 0)
        kind = int(inside.argmax())
        attributes = {
            "kind": _best("kind", chances),
            "type": (SPAN_HEADS["type"][kind], round(float(inside[kind]), 4)),
        }
    elif layer == "content":
        label, sure = _best("mode", chances)
        score *= sure
    elif layer in ("cue", "office"):
        label = layer
        attributes = {"status": _best(f"{layer}_status", chances)}
    elif layer != "name":
        label = layer
    return Proposal(layer, label, start, end, round(score, 4), attributes)


def finish(draft: Draft) -> Analysis:
    """Return the draft with token indices, sorted, on an annotated Doc."""
    doc, at = draft.doc, draft.words.tokens
    order = sorted(
        range(len(draft.spans)),
        key=lambda i: (LAYERS.index(draft.spans[i].layer), draft.spans[i].start, draft.spans[i].end),
    )
    place = {old: new for new, old in enumerate(order)}
    proposals = tuple(
        Proposal(p.layer, p.label, at[p.start], at[p.end - 1] + 1, p.score, p.attributes)
        for p in (draft.spans[i] for i in order)
    )
    relations = tuple(
        sorted(
            (Relation(r.label, place[r.head], place[r.tail], r.score) for r in draft.relations),
            key=lambda r: (r.head, r.tail, r.label),
        )
    )
    return Analysis(_annotated(doc, draft), proposals, relations)


def _annotated(doc: Doc, draft: Draft) -> Doc:
    """Return a copy of *doc* with tags, lemmas and trees; white space hangs on its neighbour."""
    texts = [t.text for t in doc]
    spaces = [bool(t.whitespace_) for t in doc]
    if not texts:
        return Doc(vocab(), words=[], spaces=[])
    n, at = len(texts), draft.words.tokens
    if not at:
        return Doc(vocab(), words=texts, spaces=spaces, pos=["SPACE"] * n)
    pos, heads, deps = ["SPACE"] * n, [-1] * n, ["dep"] * n
    for k, i in enumerate(at):
        pos[i], deps[i] = draft.pos[k], draft.deps[k]
        heads[i] = at[draft.heads[k]] if draft.heads[k] >= 0 else i
    near = at[0]
    for i in range(n):
        if heads[i] < 0:
            heads[i] = near
        else:
            near = i
    lemmas = [lemma(w, p) for w, p in zip(texts, pos, strict=True)]
    return Doc(vocab(), words=texts, spaces=spaces, pos=pos, lemmas=lemmas, heads=heads, deps=deps)
