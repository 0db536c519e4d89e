"""Words a CPU-second of reading, stage by stage, over the bundled seed articles, beside a spaCy pipeline.

    python -m benchmarks.reading [--repeat 5]

One thread each, in processes of their own. Ours: the model's part and each stage's are timed apart with process_time.
spaCy's: tagger, parser and ner on a shared tok2vec as its own default configuration for a CPU has them, attribute ruler
and lemmatizer by rules. Its weights are untrained, since none can be had here; how long it takes does not depend on
them: a network's products are as large, and parser and ner take as many steps. The tasks are the nearest that it has:
no coreference, statements, events, figures, times or offices. Resident memory is the peak of each process.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

T = TypeVar("T")
_THREADS: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_STAGES: Final = (
    "find_layout collect_mentions cluster_mentions build_entities find_statements find_events find_figures "
    "find_quantities find_offices TextClock finish _quotations parts_of joined"
).split()
_PEER: Final = ("tagger", "parser", "ner", "attribute_ruler", "lemmatizer")  # on one shared tok2vec
_RULES: Final = {"noun": [["ies", "y"], ["s", ""]], "verb": [["ed", ""], ["ing", ""], ["s", ""]], "adj": [["er", ""]]}
_LABELS: Final = {
    "tagger": 50,  # as many as the English models have
    "parser": 45,
    "ner": 18,
}


def main() -> int:
    """Print a table of stages for each, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--only", choices=("kb", "spacy"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        measured = ours(arguments.repeat) if arguments.only == "kb" else peer(arguments.repeat)
        json.dump(measured, sys.stdout)
        return 0
    both = {name: _apart(name, arguments.repeat) for name in ("kb", "spacy")}
    for name, found in both.items():
        _print(name, found)
    kb, spacy = both["kb"], both["spacy"]
    speed = kb["words"] / kb["total"] / (spacy["words"] / spacy["total"])
    model = kb["words"] / kb["spent"]["model"] / (spacy["words"] / spacy["total"])
    print(f"words a CPU-second, kb to spaCy: {speed:.2f} in all, {model:.2f} for the model alone")
    print(f"peak memory, kb to spaCy: {kb['memory'] / spacy['memory']:.2f}; loading: {kb['load'] / spacy['load']:.2f}")
    return 0


def _apart(name: str, repeat: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.reading", "--only", name, "--repeat", str(repeat)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, **_THREADS})
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def texts() -> list[Any]:
    """Return the bundled articles."""
    from kb.resources import resource as packaged
    from kb.sources import read_path

    paths = sorted(Path(packaged("seeds")).glob("[0-9]*"))
    return [loaded.article for path in paths for loaded in read_path(path) if hasattr(loaded, "article")]


def ours(repeat: int) -> dict[str, Any]:
    """Measure the built-in extractor."""
    begun = time.process_time()
    from kb.extraction import builtin

    extractor = builtin.create()
    load = time.process_time() - begun
    articles = texts()
    extractor.extract(articles[0])
    spent: dict[str, float] = defaultdict(float)
    for name in _STAGES:
        setattr(builtin, name, timed(getattr(builtin, name), name, spent))
    reader = extractor._reader
    reader.read = timed(reader.read, "model", spent)  # type: ignore[method-assign]
    begun = time.process_time()
    for _ in range(repeat):
        for article in articles:
            extractor.extract(article)
    return _measured(articles, repeat, load, time.process_time() - begun, spent)


def peer(repeat: int) -> dict[str, Any]:
    """Measure spaCy's pipeline on the same words."""
    articles = texts()
    begun = time.process_time()
    from spacy.cli.init_config import init_config
    from spacy.util import load_model_from_config

    nlp = load_model_from_config(init_config(lang="en", pipeline=list(_PEER), optimize="efficiency"), auto_fill=True)
    for name, count in _LABELS.items():
        for number in range(count):
            nlp.get_pipe(name).add_label(f"L{number}")  # type: ignore[attr-defined]
    for number in range(_LABELS["tagger"]):
        attributes = {"POS": tuple(_RULES)[number % len(_RULES)].upper()}
        nlp.get_pipe("attribute_ruler").add([[{"TAG": f"L{number}"}]], attributes)  # type: ignore[attr-defined]
    nlp.get_pipe("lemmatizer").initialize(lambda: [], nlp=nlp, lookups=_lookups())  # type: ignore[attr-defined]
    with nlp.select_pipes(disable=["lemmatizer", "attribute_ruler"]):
        nlp.initialize()
    load = time.process_time() - begun
    nlp(articles[0].text)
    spent: dict[str, float] = defaultdict(float)
    make = timed(nlp.make_doc, "tokenizer", spent)
    pipes = [(name, timed(pipe, name, spent)) for name, pipe in nlp.pipeline]
    begun = time.process_time()
    for _ in range(repeat):
        for article in articles:
            doc = make(article.text)
            for _name, pipe in pipes:
                doc = pipe(doc)
    return _measured(articles, repeat, load, time.process_time() - begun, spent)


def _lookups() -> Any:
    from spacy.lookups import Lookups

    tables = Lookups()
    for name, table in (("lemma_rules", _RULES), ("lemma_exc", {}), ("lemma_index", {})):
        tables.add_table(name, table)
    return tables


def _measured(articles: list[Any], repeat: int, load: float, total: float, spent: dict[str, float]) -> dict[str, Any]:
    words = sum(len(article.text.split()) for article in articles)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "articles": len(articles),
        "words": words * repeat,
        "load": load,
        "total": total,
        "spent": spent,
        "memory": memory,
    }


def _print(name: str, found: dict[str, Any]) -> None:
    words, total = found["words"], found["total"]
    print(f"{name}: {found['articles']} articles, {words:,} words in all; loading {found['load']:.2f} CPU-s, once")
    print(f"{'stage':20s} {'CPU-s':>8s} {'share':>7s} {'words a CPU-second':>20s}")
    rest = total
    for stage, seconds in sorted(found["spent"].items(), key=lambda row: -row[1]):
        rest -= seconds
        print(f"{stage:20s} {seconds:8.3f} {seconds / total:7.1%} {words / max(seconds, 1e-9):20,.0f}")
    print(f"{'rest':20s} {rest:8.3f} {rest / total:7.1%}")
    print(f"{'all':20s} {total:8.3f} {1:7.1%} {words / total:20,.0f}")
    print(f"peak resident memory {found['memory']:.0f} MiB\n")


def timed(function: Callable[..., T], name: str, spent: dict[str, float]) -> Callable[..., T]:
    """Return *function*, adding its CPU time to *spent*."""

    def wrapped(*args: object, **kwargs: object) -> T:
        begun = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            spent[name] += time.process_time() - begun

    return wrapped


if __name__ == "__main__":
    sys.exit(main())
