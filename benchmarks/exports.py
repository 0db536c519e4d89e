"""What each export takes of memory and time, over a base and over one that is ten times as large.

Input: two homes, or nothing: then the bundled articles are read, and copied by benchmarks.copies. Output: a table in
Markdown: of each format and both homes the most memory that `kb export` held, a process of its own, and its seconds of
processor time, all processes that it starts included; the last column is how many times the memory grew.
Run: python -m benchmarks.exports [--homes SMALL LARGE] [--formats NAME ...]. Figures carry over as ratios only.
"""

import argparse
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.copies import grow
from benchmarks.looking_back import KB, seeded
from kb.exporting.formats import FORMS
from kb.log import Home
from kb.projections.graph.store import open_reader

TIMES: Final = (3, 30)  # the bundled articles, that often
PARTS: Final[dict[str, list[str]]] = {
    **{form.name: ["--format", form.name] for form in FORMS},
    "csv --class claims": ["--format", "csv", "--class", "claims"],
    "parquet --class claims": ["--format", "parquet", "--class", "claims"],
}


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took: megabytes at most, seconds of the processor, bytes that it wrote."""

    memory: float
    seconds: float
    size: int


def main(small: Path, large: Path, names: Sequence[str]) -> None:
    """Measure and print."""
    counts = [len(open_reader(Home.open(root).graph_path)) for root in (small, large)]
    print(f"| format | {counts[0]:,} quads | {counts[1]:,} | file | memory |\n|---|---|---|---|---|", flush=True)
    for name in names:
        less, more = (exported(root, PARTS[name]) for root in (small, large))
        print(
            f"| {name} | {less.memory:.0f} MB, {less.seconds:.1f} s | {more.memory:.0f} MB, {more.seconds:.1f} s "
            f"| {more.size / 1e6:.0f} MB | x{more.memory / less.memory:.1f} |",
            flush=True,
        )


def exported(root: Path, options: Sequence[str]) -> Spent:
    """Run `kb export` over a home."""
    with tempfile.TemporaryDirectory(prefix="kb-exports-") as folder:
        out = Path(folder) / "out"
        command = [*KB, "--home", str(root), "export", *options, "-o", str(out)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        files = [one for one in ([out] if out.is_file() else out.rglob("*")) if one.is_file()]
        return Spent(used.ru_maxrss / 1024, used.ru_utime + used.ru_stime, sum(one.stat().st_size for one in files))


def made(folder: Path) -> tuple[Path, Path]:
    """Make two homes of the bundled articles and copies of them."""
    small, large = folder / "small", folder / "large"
    seeded(small)
    shutil.copytree(small, large)
    for root, times in zip((small, large), TIMES, strict=True):
        grow(root, times - 1)
    return small, large


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=Path, nargs=2, metavar=("SMALL", "LARGE"))
    parser.add_argument("--formats", nargs="+", choices=[*PARTS], default=[*PARTS], metavar="NAME")
    given = parser.parse_args()
    if given.homes:
        main(*given.homes, given.formats)
    else:
        with tempfile.TemporaryDirectory(prefix="kb-exports-") as made_in:
            main(*made(Path(made_in)), given.formats)
