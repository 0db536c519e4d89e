"""The files the package ships, back to a checkpoint to go on training from.

    python -m training.recover kb/data/reader training/checkpoints/shipped.pt

The inverse of training/export.py as far as there is one: int8 products come
back as the numbers they stand for, the frozen word embeddings from the
pretrained package. PropBank roles and factuality are not shipped; they begin
anew. Every parameter that is neither found nor known to be absent is an error.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.model import Reader, pretrained
from training.train import BASE, save

ABSENT = ("role", "fact")  # parts of the network that no shipped file has


class Graph:
    """One ONNX file: its arrays as floats, and which bias is added to each product."""

    def __init__(self, path: Path) -> None:
        graph = onnx.load(str(path)).graph
        self.raw = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        self.readers: dict[str, list[onnx.NodeProto]] = {}
        for node in graph.node:
            for name in node.input:
                self.readers.setdefault(name, []).append(node)

    def values(self, name: str) -> np.ndarray:
        """Return the array *name*, whether it is stored as float or as int8."""
        if name in self.raw:
            return self.raw[name]
        stored, scale = self.raw[name + "_quantized"], self.raw[name + "_scale"]
        zero = self.raw[name + "_zero_point"]
        return ((stored.astype(np.float32) - zero.astype(np.float32)) * scale).astype(np.float32)

    def names(self) -> list[str]:
        """Return the names of its arrays as they were before they became int8."""
        parts = ("_scale", "_zero_point")
        return [n.removesuffix("_quantized") for n in self.raw if not n.endswith(parts)]

    def bias_after(self, name: str) -> str:
        """Return the bias that is added to the product with *name*, "" if none is."""
        waiting = [*self.readers.get(name, ()), *self.readers.get(name + "_quantized", ())]
        for _ in range(6):
            following = []
            for node in waiting:
                found = [i for i in node.input if i.startswith("reader.") and i.endswith(".bias")]
                if node.op_type in ("Add", "Gemm") and found:
                    return found[0]
                if node.op_type in ("MatMul", "MatMulInteger", "Cast", "Mul"):
                    following += [n for out in node.output for n in self.readers.get(out, ())]
            waiting = following
        return ""


def recover(folder: Path) -> tuple[Reader, str]:
    """Return the network of the files in *folder*, and the note on its training.

    Raises:
        ValueError: a parameter cannot be found, or has another shape.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    model = Reader(pretrained(BASE), config["dependency_labels"])
    state = model.state_dict()
    found: dict[str, np.ndarray] = {}
    for file in ("model.onnx", "labels.onnx", "links.onnx"):
        graph = Graph(folder / file)
        for name in graph.names():
            plain = name.removeprefix("reader.")
            if plain == "weight":  # labels of arcs, as one product
                labels, rows, columns = state["label"].shape
                found["label"] = graph.values(name).reshape(rows, labels, columns).transpose(1, 0, 2)
            elif plain.endswith(".weight_Transposed"):
                found[plain.removesuffix("_Transposed")] = graph.values(name).T
            elif plain in state:
                found[plain] = graph.values(name)
            elif name.startswith("onnx::MatMul") and (bias := graph.bias_after(name)):
                found[bias.removeprefix("reader.").removesuffix(".bias") + ".weight"] = graph.values(name).T
    found.pop("encoder.word.weight", None)
    for name, value in found.items():
        if tuple(value.shape) != tuple(state[name].shape):
            raise ValueError(f"{name} is {value.shape} in {folder}, {tuple(state[name].shape)} in training/model.py.")
    missing = [n for n in state if n not in found and n != "encoder.word.weight" and not n.startswith(ABSENT)]
    if missing:
        raise ValueError(f"{folder} has no {', '.join(missing)}.")
    model.load_state_dict(state | {n: torch.from_numpy(np.array(v)) for n, v in found.items()})
    return model, config["trained"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("checkpoint", type=Path)
    args = parser.parse_args()
    reader, note = recover(args.folder)
    save(reader, args.checkpoint, f"recovered from what shipped: {note}")
    print(args.checkpoint, sum(p.numel() for p in reader.parameters()), "numbers")
