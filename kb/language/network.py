"""The model's files as three functions on arrays.

Input: sub-words of one window; word states and spans.
Output: scores, read by kb.language.reader.
Never: decides anything.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from importlib.resources import files
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.language.decode import Floats
from kb.language.labels import SCORED, SPAN_HEADS, SPAN_KINDS, TAG_HEADS, UPOS, tags
from kb.language.tokenizer import WordPieces

Ints = NDArray[np.int64]


class ModelMismatchError(RuntimeError):
    """The model's config.json names other labels than this code."""

    def __init__(self, path: Path, what: str) -> None:
        self.path = path
        self.what = what
        super().__init__(f"The model in {path} was trained on another list of {what}: export it anew with training/.")


def folder() -> Path:
    """Return where the packaged model lies."""
    return Path(str(files("kb") / "data" / "reader"))


def window(
    vocabulary: WordPieces, pieces: Sequence[tuple[int, ...]], casing: Sequence[int], breaks: Sequence[bool]
) -> dict[str, Ints]:
    """Return what model.onnx reads of a window.

    Returns:
        ids, casing and breaks [1, sub-words + 2]; first [words + 1], the row of each
        word's first sub-word behind a row for the root.
    """
    sizes = [len(p) for p in pieces]
    flat = [i for p in pieces for i in p]
    ids = np.array([[vocabulary.start, *flat, vocabulary.end]], np.int64)
    case, fresh = np.zeros_like(ids), np.zeros_like(ids)
    case[0, 1:-1] = np.repeat(np.array(casing, np.int64), sizes)
    fresh[0, 1:-1] = np.repeat(np.array(breaks, np.int64), sizes)
    first = np.array([0, *(1 + e - s for e, s in zip(accumulate(sizes), sizes, strict=True))], np.int64)
    return {"ids": ids, "casing": case, "breaks": fresh, "first": first}


def _runtime() -> Any:
    """Return ONNX Runtime, slow to import: only who reads pays for it.

    From 1.32 on it sends its maker what it runs on, and keeps an id of the machine, unless it is told not to before it
    is loaded.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime


class Network:
    """Three ONNX graphs: words of a window, labels of arcs and spans, relations of spans."""

    def __init__(self, path: Path, threads: int = 1) -> None:
        onnxruntime = _runtime()
        config = json.loads((path / "config.json").read_text(encoding="utf-8"))
        _check(config, path)
        self.version = str(config["version"])
        self.dependencies: list[str] = config["dependency_labels"]
        sums = config["sha256"]
        self.sha256 = hashlib.sha256("".join(f"{k} {sums[k]}\n" for k in sorted(sums)).encode()).hexdigest()
        ends = list(accumulate(config["sections"].values()))
        self.sections = {
            name: slice(end - size, end) for (name, size), end in zip(config["sections"].items(), ends, strict=True)
        }
        self.pieces = WordPieces(path / "tokenizer.json")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")

        def session(name: str) -> Any:
            return onnxruntime.InferenceSession(str(path / name), options, providers=["CPUExecutionProvider"])

        self._words = session("model.onnx")
        self._labels = session("labels.onnx")
        self._links = session("links.onnx")

    def words(
        self, pieces: Sequence[tuple[int, ...]], casing: Sequence[int], breaks: Sequence[bool]
    ) -> tuple[Floats, Floats, Floats]:
        """Return states [word + 1, width], tag scores and arc scores; row 0 stands for the root."""
        inputs = window(self.pieces, pieces, casing, breaks)
        states, tag_scores, arcs = self._words.run(None, inputs)
        return states, tag_scores, arcs

    def labels(self, states: Floats, dep: Ints, head: Ints, first: Ints, last: Ints) -> tuple[Floats, Floats]:
        """Return scores [pair, dependency label] and [span, all classifiers side by side]."""
        none = len(first) == 0
        if none:
            first = last = np.zeros(1, np.int64)
        arc, span = self._labels.run(None, {"states": states, "dep": dep, "head": head, "first": first, "last": last})
        return arc, span[:0] if none else span

    def links(self, states: Floats, spans: tuple[Ints, Ints, Ints], pairs: tuple[Ints, Ints, Ints]) -> Floats:
        """Return scores [head span, tail span, relation].

        Args:
            states: word states of the window.
            spans: first row, last row and kind of each span.
            pairs: distance, likeness and rivals between of each pair.
        """
        names = ("states", "first", "last", "kind", "distance", "alike", "between")
        inputs = dict(zip(names, (states, *spans, *pairs), strict=True))
        scores: Floats = self._links.run(None, inputs)[0]
        return scores


def _check(config: dict[str, Any], path: Path) -> None:
    expected = {
        "upos": list(UPOS),
        "tags": {h: list(tags(h)) for h in TAG_HEADS},
        "span_heads": {h: list(v) for h, v in SPAN_HEADS.items()},
        "span_kinds": list(SPAN_KINDS),
        "scored": list(SCORED),
    }
    for what, labels in expected.items():
        if config[what] != labels:
            raise ModelMismatchError(path, what)
