"""What `kb query --as-of` and `kb list --as-of` cost in processes of their own, with and without generations.

Input: a home that was just rebuilt, or how many copies of the bundled articles to make one of.
Output: processor seconds of each command, user and system together, beside the same about now.
Run: python -m benchmarks.looking_back [COPIES] [--home FOLDER] [--back EVENTS ...]. The home's snapshots are removed.
Figures carry over as ratios only.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.copies import grow
from kb.bootstrap import open_knowledge_base
from kb.log import Home
from kb.projections.past.generations import FOLDER
from kb.resources import resource as bundled
from kb.settings import load_settings
from kb.sources import read_paths

QUERY = "SELECT ?e ?t { ?e kb:eventType ?t } LIMIT 5"
KB = (sys.executable, "-c", "import sys; from kb.cli.main import main; sys.exit(main())")


def main(root: Path, back: Sequence[int]) -> None:
    """Measure and print."""
    with closing(Home.open(root).event_log()) as log:
        last = log.position()
    query = root.parent / "looking-back.rq"
    query.write_text(QUERY, encoding="utf-8")
    commands = {"query": ["query", str(query)], "list": ["list", "events", "--limit", "50"]}
    _over(root, commands, [last - some for some in back], "with the generations that there are")
    shutil.rmtree(root / FOLDER, ignore_errors=True)
    _over(root, commands, [last - some for some in back], "without any")
    query.unlink()


def _over(root: Path, commands: dict[str, list[str]], moments: Sequence[int], how: str) -> None:
    there = len([one for one in (root / FOLDER).glob("*") if one.name.isdigit()])
    print(f"{how}: {there}")
    for name, command in commands.items():
        print(f"  {name}, now: {spent(root, command):.2f}")
        for moment in moments:
            for old in (root / "past").glob("0*"):
                shutil.rmtree(old)
            cold, warm = (spent(root, [*command, "--as-of", str(moment)]) for _ in range(2))
            print(f"  {name}, as of event {moment}: cold {cold:.2f}, warm {warm:.2f}", flush=True)


def spent(root: Path, command: Sequence[str]) -> float:
    """Return the processor seconds of one command, with all processes that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*KB, "--home", str(root), *command], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def seeded(root: Path) -> None:
    """Make a home of the bundled articles."""
    settings = load_settings({"home": str(root)}, {})
    with open_knowledge_base(root, settings, create=True) as kb, kb.adder() as adder:
        for outcome in read_paths([bundled("seeds")]):
            adder.add(outcome)


def made(root: Path, copies: int) -> None:
    """Make a home of the bundled articles and copies of them."""
    seeded(root)
    print(f"{copies} copies, {grow(root, copies):,} quads", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("copies", type=int, nargs="?", default=31)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--back", type=int, nargs="+", default=[100, 300, 500])
    given = parser.parse_args()
    if given.home:
        main(given.home, given.back)
    else:
        with tempfile.TemporaryDirectory(prefix="kb-back-") as folder:
            made(Path(folder) / "home", given.copies)
            main(Path(folder) / "home", given.back)
