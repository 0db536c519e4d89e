"""Words a CPU-second of reading, stage by stage, over the bundled seed articles.

    python benchmarks/reading.py [--repeat 5]

One thread. The model's part and each stage's part are timed apart with
process_time; resident memory is the peak of the process at the end.
"""

import argparse
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def main() -> int:
    """Print a table of stages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    repeat = parser.parse_args().repeat
    begun = time.process_time()
    from kb.extraction import builtin
    from kb.resources import resource as packaged
    from kb.sources import read_path

    extractor = builtin.create()
    loading = time.process_time() - begun
    articles = [
        loaded.article
        for path in sorted(Path(packaged("seeds")).glob("[0-9]*"))
        for loaded in read_path(path)
        if hasattr(loaded, "article")
    ]
    words = sum(len(a.text.split()) for a in articles)
    extractor.extract(articles[0])
    spent: dict[str, float] = defaultdict(float)
    names = (
        "find_layout collect_mentions cluster_mentions build_entities find_statements find_events find_figures "
        "find_quantities find_offices TextClock finish _quotations"
    ).split()
    for name in names:
        setattr(builtin, name, timed(getattr(builtin, name), name, spent))
    reader = extractor._reader
    reader.read = timed(reader.read, "model", spent)  # type: ignore[method-assign]
    begun = time.process_time()
    for _ in range(repeat):
        for article in articles:
            extractor.extract(article)
    total = time.process_time() - begun
    print(f"{len(articles)} articles, {words} words, {repeat} times; loading {loading:.2f} CPU-s, once")
    print(f"{'stage':20s} {'CPU-s':>8s} {'share':>7s} {'words a CPU-second':>20s}")
    rest = total
    for name, seconds in sorted(spent.items(), key=lambda row: -row[1]):
        rest -= seconds
        print(f"{name:20s} {seconds:8.3f} {seconds / total:7.1%} {words * repeat / max(seconds, 1e-9):20,.0f}")
    print(f"{'rest':20s} {rest:8.3f} {rest / total:7.1%}")
    print(f"{'all':20s} {total:8.3f} {1:7.1%} {words * repeat / total:20,.0f}")
    print(f"peak resident memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    return 0


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
