"""The few columns that spoil int8, multiplied as floats.

    python -m training.outliers kb/data/reader

Input: model.onnx as training/export.py quantises it, and the documents that
training/prepare.py cached. Output: the same graph, in which the eight columns
of each layer product's input with the largest values go through a product of
floats of their own, beside the int8 product of all others (after Dettmers et
al. 2022, LLM.int8()). One number of 29 among numbers of 2 leaves the others a
fifteenth of the 256 steps that int8 has for a window.
Never: changes a weight; run twice, does nothing.
"""

import argparse
import hashlib
import json
import pickle
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper

from kb.language.network import window
from kb.language.tokenizer import WordPieces, casing
from training.documents import Document
from training.fusing import rewrite
from training.prepare import CACHE

COLUMNS = 8  # of 384 or 1,536; table of attempts in docs/reading.md
SAMPLE = {"news": 60, "ewt": 30, "gmb": 30}  # documents, evenly from each corpus
WORDS = 200  # of a document, as many as fit a window

Inputs = dict[str, np.ndarray]


class Product(NamedTuple):
    """One int8 product of a layer: the node that quantises its input, its weight, the addition of its bias."""

    name: str
    quantise: onnx.NodeProto
    weight: str
    add: onnx.NodeProto


def split(graph: onnx.ModelProto, windows: list[Inputs]) -> None:
    """Give each layer product of *graph* its product of floats, in place.

    Args:
        graph: quantised, its attention fused.
        windows: what the encoder reads, to see which columns are large.

    Raises:
        ValueError: the graph has no int8 product of a layer that a bias follows.
    """
    arrays = {i.name: i for i in graph.graph.initializer}
    products = _products(graph)
    if not products:
        raise ValueError("The graph has no int8 product in a layer: was it exported by another version of onnxruntime?")
    largest = _largest(graph, [p.quantise.input[0] for p in products], windows)
    for product in products:
        if f"{product.name}/columns" in arrays:
            continue
        read = product.quantise.input[0]
        columns = np.sort(np.argsort(-largest[read])[:COLUMNS])
        scale = numpy_helper.to_array(arrays[product.weight.removesuffix("_quantized") + "_scale"])
        rows = numpy_helper.to_array(arrays[product.weight]).astype(np.float32)[columns] * scale
        _beside(graph.graph, product, columns, rows, len(largest[read]))
    rewrite(graph.graph, list(graph.graph.node))


def _products(model: onnx.ModelProto) -> list[Product]:
    by_output = {name: node for node in model.graph.node for name in node.output}
    by_input = {name: node for node in model.graph.node for name in node.input}
    found = []
    for node in model.graph.node:
        if node.op_type == "MatMulInteger" and node.name.startswith("/encoder/layers."):
            add = node
            while add.op_type in ("MatMulInteger", "Cast", "Mul"):
                add = by_input[add.output[0]]
            if add.op_type != "Add":
                raise ValueError(f"Behind {node.name} comes {add.op_type}, not its bias.")
            found.append(Product(node.name.removesuffix("_quant"), by_output[node.input[0]], node.input[1], add))
    return found


def _largest(model: onnx.ModelProto, names: list[str], windows: list[Inputs]) -> dict[str, np.ndarray]:
    """The largest absolute value of each column of the arrays *names*, over all windows."""
    shown = onnx.ModelProto()
    shown.CopyFrom(model)
    shown.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in dict.fromkeys(names))
    session = onnxruntime.InferenceSession(shown.SerializeToString(), providers=["CPUExecutionProvider"])
    largest: dict[str, np.ndarray] = {}
    for inputs in windows:
        for name, rows in zip(dict.fromkeys(names), session.run(list(dict.fromkeys(names)), inputs), strict=True):
            most = np.abs(rows).reshape(-1, rows.shape[-1]).max(0)
            largest[name] = np.maximum(largest[name], most) if name in largest else most
    return largest


def _beside(graph: onnx.GraphProto, product: Product, columns: np.ndarray, rows: np.ndarray, width: int) -> None:
    name, read, out = product.name, product.quantise.input[0], product.add.output[0]
    mask = np.ones(width, np.float32)
    mask[columns] = 0
    for part, array in (("columns", columns.astype(np.int64)), ("rows", rows), ("mask", mask)):
        graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(array), f"{name}/{part}"))
    product.quantise.input[0], product.add.output[0] = f"{name}/small", f"{name}/of_small"
    graph.node.extend(
        [
            helper.make_node("Mul", [read, f"{name}/mask"], [f"{name}/small"], f"{name}/Small"),
            helper.make_node("Gather", [read, f"{name}/columns"], [f"{name}/large"], f"{name}/Large", axis=2),
            helper.make_node("MatMul", [f"{name}/large", f"{name}/rows"], [f"{name}/of_large"], f"{name}/OfLarge"),
            helper.make_node("Add", [f"{name}/of_small", f"{name}/of_large"], [out], f"{name}/Both"),
        ]
    )


def sample(documents: dict[str, list[Document]], pieces: WordPieces) -> list[Inputs]:
    """Return windows of the corpora of `SAMPLE`, the beginnings of documents that lie evenly in each."""
    windows = []
    for corpus, count in SAMPLE.items():
        for document in documents[corpus][:: max(len(documents[corpus]) // count, 1)][:count]:
            words = document.words[:WORDS]
            cut = [pieces(w) for w in words]
            windows.append(window(pieces, cut, [casing(w) for w in words], document.breaks[:WORDS]))
    return windows


def spare(folder: Path) -> None:
    """Split the products of the model in *folder*, and put its new sum into config.json."""
    graph = onnx.load(str(folder / "model.onnx"))
    windows = sample(pickle.loads(CACHE.read_bytes()), WordPieces(folder / "tokenizer.json"))
    split(graph, windows)
    onnx.checker.check_model(graph)
    onnx.save(graph, str(folder / "model.onnx"))
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["sha256"]["model.onnx"] = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    spare(parser.parse_args().folder)
