"""At every crash point: nothing acknowledged is lost, nothing is half-written, the graph is the replay of the log.

The points run in a process of their own, into which the fault-injecting layer is loaded; docs/faults.md tells what
was found. `make test-faults` runs a thousand.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.faults import shim
from tests.faults.operations import OPERATIONS
from tests.faults.report import tables
from tests.postgres import binaries

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the fault-injecting layer is for Linux"),
    pytest.mark.skipif(shim.compiler() is None, reason="the fault-injecting layer needs a C compiler"),
]


def _run(
    folder: Path, points: int, seed: int, backend: str = "sqlite", further: Sequence[str] = ()
) -> list[dict[str, Any]]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.faults.run", "--points", str(points), "--seed", str(seed)]
    done = subprocess.run(
        [*command, "--folder", str(folder / "homes"), "--backend", backend, *further],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.thorough
def test_a_sample_of_crash_points(tmp_path: Path) -> None:
    """Each operation is interrupted in two ways."""
    results = _run(tmp_path, 22, seed=7)

    assert [problem for result in results for problem in result["problems"]] == []
    assert {result["operation"] for result in results} == set(OPERATIONS)
    assert {result["mode"] for result in results} == {"kill", "torn", "power", "full", "sync", "moment"}
    assert sum(result["ended"] == "killed" for result in results) > 3  # the faults do happen
    assert sum(result["acknowledged"] for result in results) > 3


@pytest.mark.thorough
def test_a_rebuild_killed_at_its_end_leaves_no_draft(tmp_path: Path) -> None:
    """At each of its last calls, between the two renames too: whoever opens the home next clears away what is left."""
    results = _run(tmp_path, 9, seed=7, further=["--operations", "rebuild", "--modes", "kill", "--at-end"])

    assert [problem for result in results for problem in result["problems"]] == []
    assert sum(result["ended"] == "killed" for result in results) > 3


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["sqlite", "postgres"])
def test_many_crash_points(tmp_path: Path, backend: str) -> None:
    """KB_FAULT_POINTS says how many: `make test-faults` 1,000; a share on each core; KB_FAULT_SEED chooses others."""
    if backend == "postgres" and binaries() is None:
        pytest.skip("PostgreSQL's programs are not installed (Debian: apt-get install postgresql)")
    points, seed = int(os.environ.get("KB_FAULT_POINTS", "88")), int(os.environ.get("KB_FAULT_SEED", "1000"))
    jobs = int(os.environ.get("KB_FAULT_JOBS", min(len(os.sched_getaffinity(0)), max(points // 22, 1))))

    def every(job: int) -> list[dict[str, Any]]:
        further = ("--from", str(job), "--step", str(jobs))
        return _run(tmp_path / str(job), points, seed, backend, further)

    with ThreadPoolExecutor(jobs) as pool:
        results = [result for slice_ in pool.map(every, range(jobs)) for result in slice_]
    sys.stdout.write(tables(results) + "\n")

    assert len(results) == points
    assert [problem for result in results for problem in result["problems"]] == []
