"""The reader's network: one MiniLM encoder, many heads.

Read by training/train.py (losses) and training/export.py (two ONNX graphs).
The encoder is all-MiniLM-L6-v2 with two added input embeddings that start at
zero: casing of the word, and whether a paragraph begins with it.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from kb.language.labels import SCORED, SPAN_HEADS, SPAN_KINDS, TAG_HEADS, UPOS, tags
from kb.language.pairs import ALIKE, BETWEEN, FAR
from training.frames import ROLES

ARC, LABEL, SPAN, LINK, KIND, PAIR, ROLE = 256, 128, 256, 128, 32, 96, 128


@dataclass(frozen=True)
class Size:
    layers: int
    width: int
    heads: int
    inner: int
    vocabulary: int
    positions: int


class Layer(nn.Module):
    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads = size.heads
        self.qkv = nn.Linear(size.width, 3 * size.width)
        self.out = nn.Linear(size.width, size.width)
        self.norm1 = nn.LayerNorm(size.width, eps=1e-12)
        self.up = nn.Linear(size.width, size.inner)
        self.down = nn.Linear(size.inner, size.width)
        self.norm2 = nn.LayerNorm(size.width, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, s, w = x.shape
        q, k, v = self.qkv(x).view(b, s, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        if self.training:
            a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=0.0)
        else:  # matmul and softmax: what the exporter can write
            score = q @ k.transpose(-1, -2) / math.sqrt(w // self.heads)
            if mask is not None:
                score = score.masked_fill(~mask, -1e4)
            a = score.softmax(-1) @ v
        x = self.norm1(x + self.drop(self.out(a.transpose(1, 2).reshape(b, s, w))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, size: Size) -> None:
        super().__init__()
        self.word = nn.Embedding(size.vocabulary, size.width)
        self.position = nn.Embedding(size.positions, size.width)
        self.casing = nn.Embedding(4, size.width)
        self.breaks = nn.Embedding(2, size.width)
        self.segment = nn.Parameter(torch.zeros(size.width))
        self.norm = nn.LayerNorm(size.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(size) for _ in range(size.layers))
        self.drop = nn.Dropout(0.1)
        nn.init.zeros_(self.casing.weight)
        nn.init.zeros_(self.breaks.weight)

    def forward(self, ids: Tensor, casing: Tensor, breaks: Tensor, mask: Tensor | None) -> Tensor:
        where = self.position.weight[: ids.shape[1]]
        x = self.word(ids) + where + self.segment + self.casing(casing) + self.breaks(breaks)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x


@torch.no_grad()
def copy_layer(layer: nn.Module, weights: dict[str, Tensor], number: int, attention: list[str]) -> None:
    """Take over the weights of a layer of BERT's form; *attention* names query, key, value, output and its norm."""
    for part in ("weight", "bias"):
        getattr(layer.qkv, part).copy_(torch.cat([weights[f"{n}.{part}"] for n in attention[:3]]))
        p = f"encoder.layer.{number}."
        names = (*attention[3:], f"{p}intermediate.dense", f"{p}output.dense", f"{p}output.LayerNorm")
        for mine, theirs in zip((layer.out, layer.norm1, layer.up, layer.down, layer.norm2), names, strict=True):
            getattr(mine, part).copy_(weights[f"{theirs}.{part}"])


def pretrained(folder: Path) -> Encoder:
    """Return the encoder with MiniLM's weights."""
    c = json.loads((folder / "config.json").read_text())
    w = load_file(str(folder / "model.safetensors"))
    w = {k.removeprefix("bert."): v for k, v in w.items()}
    size = Size(
        c["num_hidden_layers"], c["hidden_size"], c["num_attention_heads"],
        c["intermediate_size"], c["vocab_size"], c["max_position_embeddings"],
    )  # fmt: skip
    e = Encoder(size)
    with torch.no_grad():
        e.word.weight.copy_(w["embeddings.word_embeddings.weight"])
        e.position.weight.copy_(w["embeddings.position_embeddings.weight"])
        e.segment.copy_(w["embeddings.token_type_embeddings.weight"][0])
        e.norm.weight.copy_(w["embeddings.LayerNorm.weight"])
        e.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
        for i, layer in enumerate(e.layers):
            p = f"encoder.layer.{i}.attention."
            names = [f"{p}self.query", f"{p}self.key", f"{p}self.value", f"{p}output.dense", f"{p}output.LayerNorm"]
            copy_layer(layer, w, i, names)
    e.word.weight.requires_grad_(False)
    return e


class Biaffine(nn.Module):
    """Scores [.., rows, columns, labels]; a constant is added to both sides as asked."""

    def __init__(self, left: int, right: int, labels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(labels, left + 1, right + 1))

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        x = torch.cat([x, torch.ones_like(x[..., :1])], -1)
        y = torch.cat([y, torch.ones_like(y[..., :1])], -1)
        return torch.einsum("nr,lrc,mc->nml" if x.dim() == 2 else "bnr,lrc,bmc->bnml", x, self.weight, y)


class Reader(nn.Module):
    """Encoder and heads. `words` gives word states, the other methods are heads on them."""

    def __init__(self, encoder: Encoder, deps: list[str]) -> None:
        super().__init__()
        w = encoder.norm.weight.shape[0]
        self.encoder = encoder
        self.deps = deps
        self.drop = nn.Dropout(0.25)
        self.sections = {"sentence": 1, "pos": len(UPOS), **{h: len(tags(h)) for h in TAG_HEADS}}
        self.tagger = nn.Linear(w, sum(self.sections.values()))
        self.arc_dep = nn.Linear(w, ARC)
        self.arc_head = nn.Linear(w, ARC)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.label_dep = nn.Linear(w, LABEL)
        self.label_head = nn.Linear(w, LABEL)
        self.label = nn.Parameter(torch.zeros(len(deps), LABEL + 1, LABEL + 1))
        self.role_pred = nn.Linear(w, ROLE)
        self.role_arg = nn.Linear(w, ROLE)
        self.role = Biaffine(ROLE, ROLE, len(ROLES))
        with torch.no_grad():
            self.role.weight[0, -1, -1] = 5.0  # most words are no argument
        self.fact = nn.Linear(w, 1)
        self.span = nn.Linear(2 * w, SPAN)
        self.span_out = nn.Linear(SPAN, sum(len(v) for v in SPAN_HEADS.values()))
        self.kind = nn.Embedding(len(SPAN_KINDS), KIND)
        self.link_head = nn.Linear(2 * w + KIND, LINK)
        self.link_tail = nn.Linear(2 * w + KIND, LINK)
        self.link = Biaffine(LINK, LINK, len(SCORED))
        self.pair_head = nn.Linear(2 * w + KIND, PAIR)
        self.pair_tail = nn.Linear(2 * w + KIND, PAIR)
        self.pair_out = nn.Linear(PAIR, len(SCORED))
        nn.init.zeros_(self.pair_out.weight)
        nn.init.zeros_(self.pair_out.bias)
        for name, size in (("distance", FAR), ("alike", ALIKE), ("between", BETWEEN)):
            for out in (len(SCORED), PAIR):
                table = nn.Embedding(size, out)
                nn.init.zeros_(table.weight)
                setattr(self, f"{name}_{'bias' if out == len(SCORED) else 'state'}", table)
        with torch.no_grad():
            self.alike_bias.weight[:, 0] = 3.0  # most pairs have no relation

    def words(self, ids: Tensor, casing: Tensor, breaks: Tensor, mask: Tensor | None, first: Tensor) -> Tensor:
        """Return the state of [CLS] and of each word's first sub-word."""
        x = self.encoder(ids, casing, breaks, mask)
        return x.gather(1, first.unsqueeze(-1).expand(-1, -1, x.shape[-1]))

    def tag(self, h: Tensor) -> Tensor:
        return self.tagger(self.drop(h))

    def arcs(self, h: Tensor) -> Tensor:
        """Return scores [batch, word, governor], governor 0 being the root."""
        dep = self.drop(F.gelu(self.arc_dep(self.drop(h))))
        head = self.drop(F.gelu(self.arc_head(self.drop(h))))
        dep = torch.cat([dep, torch.ones_like(dep[..., :1])], -1)
        return (dep @ self.arc) @ head.transpose(-1, -2)

    def arc_labels(self, dep: Tensor, head: Tensor) -> Tensor:
        """Return label scores [pair, label] of word states *dep* and their governors'."""
        x = self.drop(F.gelu(self.label_dep(self.drop(dep))))
        y = self.drop(F.gelu(self.label_head(self.drop(head))))
        x = torch.cat([x, torch.ones_like(x[:, :1])], -1)
        y = torch.cat([y, torch.ones_like(y[:, :1])], -1)
        return torch.einsum("nlc,nc->nl", torch.einsum("nr,lrc->nlc", x, self.label), y)

    def roles(self, predicates: Tensor, words: Tensor) -> Tensor:
        """Return scores [predicate, word, PropBank role] within one window."""
        x = self.drop(F.gelu(self.role_pred(self.drop(predicates))))
        y = self.drop(F.gelu(self.role_arg(self.drop(words))))
        return self.role(x, y)

    def facts(self, words: Tensor) -> Tensor:
        """Return how far each predicate is a fact, about -3 to 3."""
        return self.fact(self.drop(words)).squeeze(-1)

    def spans(self, first: Tensor, last: Tensor) -> Tensor:
        """Return the classifiers' scores of spans, one section for each of SPAN_HEADS."""
        x = torch.cat([first, last], -1)
        return self.span_out(self.drop(F.gelu(self.span(self.drop(x)))))

    def links(
        self, first: Tensor, last: Tensor, kind: Tensor, distance: Tensor, alike: Tensor, between: Tensor
    ) -> Tensor:
        """Return scores [head span, tail span, relation], with a batch in front where the spans have one.

        A biaffine form of both spans, biases for where they stand, and one
        hidden layer over all of it together.
        """
        x = torch.cat([self.drop(torch.cat([first, last], -1)), self.kind(kind)], -1)
        head = self.drop(F.gelu(self.link_head(x)))
        tail = self.drop(F.gelu(self.link_tail(x)))
        score = self.link(head, tail)
        hidden = self.pair_head(x).unsqueeze(-2) + self.pair_tail(x).unsqueeze(-3)
        for name, where in (("distance", distance), ("alike", alike), ("between", between)):
            score = score + getattr(self, f"{name}_bias")(where)
            hidden = hidden + getattr(self, f"{name}_state")(where)
        return score + self.pair_out(self.drop(F.gelu(hidden)))
