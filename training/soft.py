"""Losses on padded batches: against gold, and against what teachers think of it (Hinton et al. 2015).

Read by training/distil.py. The scores of every head are computed once for each
network (`scores`); gold and teachers are two ways to judge them.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from kb.language.labels import SPAN_HEADS, UPOS
from training.batches import IGNORE
from training.model import Reader
from training.padded import HEADS, LAYERS, Padded, possible, states_at

MOST_VERBS = 400  # predicates a batch whose roles are asked of the teachers
VERB = UPOS.index("VERB")
OUT = -1e4  # the score of what cannot be


@dataclass
class Scores:
    """What one network says of one batch; `Padded` names the axes."""

    states: Tensor
    tags: dict[str, Tensor]
    arcs: Tensor
    spans: dict[str, Tensor]
    links: Tensor | None


def scores(model: Reader, b: Padded) -> Scores:
    """Return the scores that need no choice first: tags, governors, spans, pairs."""
    h = model.words(b.ids, b.casing, b.breaks, b.mask, b.first)
    tags = dict(zip(model.sections, model.tag(h).split(list(model.sections.values()), -1), strict=True))
    arcs = model.arcs(h).masked_fill(~b.within, OUT)
    spans: dict[str, Tensor] = {}
    links = None
    if b.span.shape[-1]:
        first, last = states_at(h, b.span[0]), states_at(h, b.span[1])
        parts = model.spans(first, last).split([len(v) for v in SPAN_HEADS.values()], -1)
        spans = dict(zip(SPAN_HEADS, parts, strict=True))
        links = model.links(first, last, b.span[2].clamp(min=0), *b.pairs[:3])
        links = links.masked_fill(~b.allowed, OUT)
    return Scores(h, tags, arcs, spans, links)


def roles(model: Reader, h: Tensor, at: Tensor) -> Tensor:
    """Return PropBank scores [predicate, word, role] for predicates at (row, word)."""
    x = model.drop(F.gelu(model.role_pred(model.drop(h[at[:, 0], at[:, 1]]))))
    y = model.drop(F.gelu(model.role_arg(model.drop(h))))
    x = torch.cat([x, torch.ones_like(x[:, :1])], -1)
    y = torch.cat([y, torch.ones_like(y[..., :1])], -1)
    form = torch.einsum("pr,lrc->plc", x, model.role.weight.to(x.dtype))
    return torch.einsum("plc,pwc->pwl", form, y[at[:, 0]])


def against_gold(model: Reader, b: Padded, s: Scores) -> dict[str, Tensor]:
    """Return each head's mean loss on the gold that the batch has."""
    out: dict[str, Tensor] = {}
    for k, head in enumerate(HEADS):
        gold = b.tags[k]
        if head not in b.has:
            continue
        if head == "sentence":
            x = F.binary_cross_entropy_with_logits(
                s.tags[head][..., 0].float(), gold.clamp(min=0).float(), reduction="none"
            )
            out[head] = over(x, gold != IGNORE)
        else:
            out[head] = F.cross_entropy(s.tags[head].flatten(0, 1).float(), gold.flatten(), ignore_index=IGNORE)
    row, word = b.governed
    if len(row):
        governor = b.heads[row, word]
        out["arc"] = F.cross_entropy(s.arcs[row, word].float(), governor)
        labels = model.arc_labels(s.states[row, word], s.states[row, governor])
        out["label"] = F.cross_entropy(labels.float(), b.deps[row, word])
    if len(b.frames):
        x = roles(model, s.states, b.frames)
        total = F.cross_entropy(x.flatten(0, 1).float(), b.roles.flatten(), ignore_index=IGNORE, reduction="sum")
        out["role"] = total / (1.5 * (1 + (b.roles > 0).sum()))
    if b.facts.shape[1]:
        at = b.facts[:2].long()
        x = model.facts(s.states[at[0], at[1]]).float()
        out["fact"] = (b.facts[3] * F.huber_loss(x, b.facts[2], reduction="none")).mean()
    for k, head in enumerate(SPAN_HEADS):
        if head in b.has:
            x = s.spans[head].flatten(0, 1).float()
            out[head] = F.cross_entropy(x, b.attributes[k].flatten(), ignore_index=IGNORE)
    if s.links is not None and "link" in b.has:
        gold = b.pairs[3]
        x = s.links.flatten(0, 2).float()
        total = F.cross_entropy(x, gold.flatten(), ignore_index=IGNORE, reduction="sum")
        out["link"] = total / (1.5 * (1 + (gold > 0).sum()))
    return out


def over(x: Tensor, keep: Tensor) -> Tensor:
    """Return the mean of *x* where *keep* says so, 0 where it never does."""
    return (x * keep).sum() / keep.sum().clamp(min=1)


@dataclass
class Opinion:
    """What teachers think of one batch on average: probabilities, and the choices they were asked about."""

    tags: dict[str, Tensor]
    arcs: Tensor
    governed: tuple[Tensor, Tensor, Tensor]  # row, word, its likeliest governor
    labels: Tensor
    predicates: Tensor
    roles: Tensor
    facts: Tensor
    spans: dict[str, Tensor]
    links: Tensor | None


def mean(parts: list[Tensor]) -> Tensor:
    return torch.stack([p.float() for p in parts]).mean(0)


@torch.no_grad()
def opinion(teachers: list[Reader], b: Padded) -> Opinion:
    """Ask the teachers."""
    said = [scores(t, b) for t in teachers]
    tags = {
        head: mean(
            [x.tags[head].float().sigmoid() if head == "sentence" else x.tags[head].float().softmax(-1) for x in said]
        )
        for head in HEADS
    }
    arcs = mean([x.arcs.float().softmax(-1) for x in said])
    row, word = b.words
    governor = arcs[row, word].argmax(-1)
    verbs = (b.real & (tags["pos"].argmax(-1) == VERB)).nonzero()
    verbs = verbs[torch.randperm(len(verbs), device=verbs.device)[:MOST_VERBS]]
    pairs = list(zip(teachers, said, strict=True))
    return Opinion(
        tags,
        arcs,
        (row, word, governor),
        mean([t.arc_labels(x.states[row, word], x.states[row, governor]).float().softmax(-1) for t, x in pairs]),
        verbs,
        mean([roles(t, x.states, verbs).float().softmax(-1) for t, x in pairs]),
        mean([t.facts(x.states[verbs[:, 0], verbs[:, 1]]) for t, x in pairs]),
        {h: mean([x.spans[h].float().softmax(-1) for x in said]) for h in SPAN_HEADS} if said[0].spans else {},
        mean([x.links.float().softmax(-1) for x in said]) if said[0].links is not None else None,
    )


def cross(x: Tensor, target: Tensor) -> Tensor:
    """Return the cross-entropy of scores [.., label] against probabilities, one for each place."""
    return -(target * x.float().log_softmax(-1)).sum(-1)


def against_teachers(model: Reader, b: Padded, s: Scores, o: Opinion) -> dict[str, Tensor]:
    """Return each head's mean loss against what the teachers think, weighed as `against_gold` weighs gold."""
    out: dict[str, Tensor] = {}
    row, word, governor = o.governed
    for head in HEADS:
        if head == "sentence":
            x = s.tags[head][..., 0].float()
            out[head] = over(F.binary_cross_entropy_with_logits(x, o.tags[head][..., 0], reduction="none"), b.real)
        else:
            out[head] = over(cross(s.tags[head], o.tags[head]), b.real)
    out["arc"] = cross(s.arcs[row, word], o.arcs[row, word]).mean()
    out["label"] = cross(model.arc_labels(s.states[row, word], s.states[row, governor]), o.labels).mean()
    if len(o.predicates):
        at = o.predicates
        keep = b.sentence[at[:, 0]] == b.sentence[at[:, 0], at[:, 1]][:, None]
        total = (cross(roles(model, s.states, at), o.roles) * keep).sum()
        out["role"] = total / (1.5 * (1 + ((1 - o.roles[..., 0]) * keep).sum()))
        out["fact"] = F.huber_loss(model.facts(s.states[at[:, 0], at[:, 1]]).float(), o.facts)
    if s.links is not None and o.links is not None:
        for head in SPAN_HEADS:
            out[head] = over(cross(s.spans[head], o.spans[head]), of_layer(b, head))
        keep = b.allowed[..., 1:].any(-1)
        total = (cross(s.links, o.links) * keep).sum()
        out["link"] = total / (1.5 * (1 + ((1 - o.links[..., 0]) * keep).sum()))
    return out


LAYER_OF_HEAD = {
    "class": "trigger", "polarity": "trigger", "modality": "trigger", "type": "mention", "kind": "mention",
    "cue_status": "cue", "office_status": "office", "mode": "content",
}  # fmt: skip


def of_layer(b: Padded, head: str) -> Tensor:
    """Return which spans [b, n] a span head is asked about."""
    _, layer_of = possible(b.span.device)
    kind = b.span[2]
    return (kind >= 0) & (layer_of[kind.clamp(min=0)] == LAYERS.index(LAYER_OF_HEAD[head]))
