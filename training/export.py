"""A checkpoint to the files the package ships.

    python -m training.export training/checkpoints/final.pt kb/data/reader

Writes model.onnx (encoder, tags, arcs) and labels.onnx (arc labels, span
classifiers), their large products int8 per channel, links.onnx (relations)
and roles.onnx (PropBank roles, factuality), both float, the sub-word
vocabulary and config.json with the label lists and SHA-256 sums.
"""

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from kb.language.labels import DISTANCES, SCORED, SPAN_HEADS, SPAN_KINDS, TAG_HEADS, UPOS, tags
from training.frames import ROLES
from training.fusing import fuse_attention
from training.model import Reader, pretrained
from training.outliers import spare
from training.train import BASE

OPSET = 17


class Words(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, casing: Tensor, breaks: Tensor, first: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x = self.reader.encoder(ids, casing, breaks, None)
        h = x[:, first]
        return h[0], self.reader.tag(h)[0], self.reader.arcs(h)[0]


class Labels(nn.Module):
    """Labels of arcs and of spans; the form of arc_labels as one product, which can be int8."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        self.size = reader.label.shape
        labels, rows, columns = self.size
        self.weight = nn.Parameter(reader.label.permute(1, 0, 2).reshape(rows, labels * columns).contiguous())

    def forward(self, h: Tensor, dep: Tensor, head: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        labels, _, columns = self.size
        x = F.gelu(self.reader.label_dep(h[dep]))
        y = F.gelu(self.reader.label_head(h[head]))
        x = torch.cat([x, torch.ones_like(x[:, :1])], -1) @ self.weight
        y = torch.cat([y, torch.ones_like(y[:, :1])], -1)
        scores = (x.view(-1, labels, columns) @ y.unsqueeze(-1)).squeeze(-1)
        return scores, self.reader.spans(h[first], h[last])


class Roles(nn.Module):
    """PropBank roles and factuality; not needed by the reader, measured by training/evaluate.py."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, h: Tensor, predicates: Tensor) -> tuple[Tensor, Tensor]:
        return self.reader.roles(h[predicates], h), self.reader.facts(h[predicates])


class Links(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(
        self, h: Tensor, first: Tensor, last: Tensor, kind: Tensor, distance: Tensor, alike: Tensor, between: Tensor
    ) -> Tensor:
        return self.reader.links(h[first], h[last], kind, distance, alike, between)


def write(module: nn.Module, inputs: dict[str, Tensor], outputs: list[str], axes: dict, path: Path) -> None:
    torch.onnx.export(
        module, tuple(inputs.values()), str(path), input_names=list(inputs), output_names=outputs,
        dynamic_axes=axes, opset_version=OPSET, dynamo=False,
    )  # fmt: skip


def load(path: Path) -> tuple[Reader, str]:
    """Return the network of a checkpoint, ready to run, and the note on its training."""
    saved = torch.load(path, map_location="cpu")
    model = Reader(pretrained(BASE), saved["deps"])
    model.load_state_dict(saved["model"])
    return model.eval(), saved["note"]


def export(checkpoint: Path, out: Path, version: str) -> None:
    """Write the files of one checkpoint into *out*."""
    model, note = load(checkpoint)
    out.mkdir(parents=True, exist_ok=True)
    one, h = torch.ones((1, 9), dtype=torch.long), torch.randn(8, model.tagger.in_features)
    two, square = torch.tensor([1, 3]), torch.zeros(2, 2, dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        raw, clean = Path(folder) / "raw.onnx", Path(folder) / "clean.onnx"
        write(
            Words(model),
            {"ids": one, "casing": one, "breaks": one * 0, "first": torch.arange(8)},
            ["states", "tags", "arcs"],
            {
                **{k: {1: "pieces"} for k in ("ids", "casing", "breaks")},
                "first": {0: "words"}, "states": {0: "words"}, "tags": {0: "words"}, "arcs": {0: "words", 1: "words2"},
            },
            raw,
        )  # fmt: skip
        quant_pre_process(str(raw), str(clean), skip_symbolic_shape=True)
        quantize_dynamic(
            str(clean), str(out / "model.onnx"), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )  # fmt: skip
        graph = onnx.load(str(out / "model.onnx"))
        size = model.encoder.layers[0]
        fuse_attention(graph, size.heads, model.encoder.norm.weight.shape[0])
        onnx.save(graph, str(out / "model.onnx"))
        write(
            Roles(model),
            {"states": h, "predicates": two},
            ["roles", "facts"],
            {"states": {0: "words"}, **{k: {0: "count"} for k in ("predicates", "facts")},
             "roles": {0: "count", 1: "words"}},
            out / "roles.onnx",
        )  # fmt: skip
        write(
            Labels(model),
            {"states": h, "dep": two, "head": two, "first": two, "last": two},
            ["labels", "spans"],
            {"states": {0: "words"}, **{k: {0: "pairs"} for k in ("dep", "head", "labels")},
             **{k: {0: "count"} for k in ("first", "last", "spans")}},
            raw,
        )  # fmt: skip
        quant_pre_process(str(raw), str(clean), skip_symbolic_shape=True)
        quantize_dynamic(
            str(clean), str(out / "labels.onnx"), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
        )  # fmt: skip
        write(
            Links(model),
            {"states": h, "first": two, "last": two, "kind": two,
             "distance": square, "alike": square, "between": square},
            ["links"],
            {"states": {0: "words"}, **{k: {0: "count"} for k in ("first", "last", "kind")},
             "distance": {0: "count", 1: "count2"}, "alike": {0: "count", 1: "count2"},
             "between": {0: "count", 1: "count2"}, "links": {0: "count", 1: "count2"}},
            out / "links.onnx",
        )  # fmt: skip
    shutil.copy(BASE / "tokenizer.json", out / "tokenizer.json")
    graphs = ("model.onnx", "labels.onnx", "links.onnx", "roles.onnx")
    for name in graphs:
        onnx.checker.check_model(str(out / name))
    files = (*(g for g in graphs if g != "roles.onnx"), "tokenizer.json")  # what the package carries
    config = {
        "version": version,
        "trained": note,
        "dependency_labels": model.deps,
        "sections": model.sections,
        "upos": UPOS,
        "tags": {h: tags(h) for h in TAG_HEADS},
        "span_heads": dict(SPAN_HEADS),
        "span_kinds": SPAN_KINDS,
        "scored": SCORED,
        "distances": DISTANCES,
        "roles": ROLES,
        "sha256": {f: hashlib.sha256((out / f).read_bytes()).hexdigest() for f in files},
    }
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    spare(out)
    for f in files:
        print(f, round((out / f).stat().st_size / 1e6, 2), "MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--version", default="1")
    args = parser.parse_args()
    export(args.checkpoint, args.out, args.version)
