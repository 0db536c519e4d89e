"""Articles a second of `kb add`, stage by stage, over the bundled seed articles in a throw-away home.

    python benchmarks/adding.py [--copies 3]

Each copy of the seeds is made another article by a line at its end, so that
linking and projections have something to do. CPU time of this process.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

Spent = dict[str, float]


def main() -> int:
    """Print a table of stages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=3)
    copies = parser.parse_args().copies
    from kb.bootstrap import open_knowledge_base
    from kb.resources import resource
    from kb.service.intake import extracting
    from kb.settings import load_settings
    from kb.sources import Loaded, read_path

    begun = time.process_time()
    loaded = [
        outcome
        for path in sorted(Path(resource("seeds")).glob("[0-9]*"))
        for outcome in read_path(path)
        if isinstance(outcome, Loaded)
    ]
    spent: Spent = defaultdict(float, {"read files": (time.process_time() - begun) * copies})
    outcomes = [
        replace(o, article=replace(o.article, text=f"{o.article.text}\n\nCopy {n}.", external_id="", url=""))
        for n in range(copies)
        for o in loaded
    ]
    with (
        tempfile.TemporaryDirectory() as home,
        open_knowledge_base(home, load_settings({}, {}), create=True) as kb,
        kb.adder() as adder,
    ):
        adder.add(loaded[0])
        watch(adder._reader.extractor, "extract", "extract", spent)
        watch(extracting, "vet", "validate", spent)
        watch(adder._linker, "link", "resolve", spent)
        watch(adder._log, "append_batch", "append", spent)
        watch(adder, "catch_up", "project", spent)
        begun = time.process_time()
        failed = [r.error for r in map(adder.add, outcomes) if r.error is not None]
        adder.catch_up()
        total = time.process_time() - begun
    count = len(outcomes)
    print(f"{count} articles, {len(failed)} failed; {count / total:.1f} articles a CPU-second")
    print(f"{'stage':12s} {'CPU-s':>8s} {'share':>7s} {'articles a CPU-second':>22s}")
    for name, seconds in sorted(spent.items(), key=lambda row: -row[1]):
        print(f"{name:12s} {seconds:8.3f} {seconds / total:7.1%} {count / max(seconds, 1e-9):22,.1f}")
    return 1 if failed else 0


def watch(owner: Any, name: str, label: str, spent: Spent) -> None:
    """Add the CPU time of a method to *spent* from here on."""
    function: Callable[..., Any] = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        begun = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            spent[label] += time.process_time() - begun

    setattr(owner, name, wrapped)


if __name__ == "__main__":
    sys.exit(main())
