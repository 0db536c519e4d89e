"""Crash points one after another: a forked process is interrupted, another one looks at what it left.

Input: how many points of which operations; LD_PRELOAD holds the library of tests.faults.shim.
Output: one line of JSON a point on standard output.
Never: opens a home in this process, which forks: threads of the engines do not survive that.
"""

import argparse
import importlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from kb.errors import KbError
from tests.faults import checks, shim
from tests.faults.backends import BACKENDS, Backend
from tests.faults.operations import FIRST, OPERATIONS, Place, add
from tests.faults.shim import Mode

MODES = (Mode.KILL, Mode.TORN, Mode.POWER, Mode.FULL, Mode.SYNC, Mode.MOMENT)
LONGEST = 120  # seconds after which a child hangs


class Child:
    """A forked process that sends lines to this one, and how it ended."""

    def __init__(self, work: Callable[[Callable[[str], None]], None], kill_after: float | None = None) -> None:
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reading)
            _work(work, writing)
        os.close(writing)
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        signal.signal(signal.SIGALRM, lambda *_: os.kill(self.pid, signal.SIGKILL))
        signal.alarm(LONGEST)
        with os.fdopen(reading) as stream:
            self.lines = stream.read().splitlines()
        _, status = os.waitpid(self.pid, 0)
        signal.alarm(0)
        self.killed = os.WIFSIGNALED(status)

    def of(self, kind: str) -> list[str]:
        """Return what the lines of one kind say."""
        return [line.partition(" ")[2] for line in self.lines if line.partition(" ")[0] == kind]


def _work(work: Callable[[Callable[[str], None]], None], writing: int) -> None:
    def tell(line: str) -> None:
        os.write(writing, (line.replace("\n", " | ") + "\n").encode())

    try:
        work(tell)
        tell("done")
    except KbError as error:
        tell(f"error {error.code}: {error}")
    except BaseException:  # noqa: BLE001 - reported by the parent, whatever it is
        tell(f"fault {traceback.format_exc()}")
    finally:
        os._exit(0)


class Bench:
    """One operation on one backend: its template, its undisturbed run, its crash points."""

    def __init__(self, operation: str, backend: Backend, folder: Path) -> None:
        self.operation = operation
        self.backend = backend
        self.folder = folder
        self.template = backend.make(folder / "template")
        self._must(Child(lambda _: add(self.template, lambda _: None, range(FIRST))))
        place = backend.copy(self.template, folder / "undisturbed")
        began = time.monotonic()
        child = Child(lambda tell: self._undisturbed(place, tell))
        self._must(child)
        self.seconds = time.monotonic() - began
        for name in json.loads(child.of("modules")[0]):  # once here, not in each child
            with suppress(ImportError):
                importlib.import_module(name)
        self.counts = {Mode(int(k)): v for k, v in json.loads(child.of("counts")[0]).items()}
        self.course = checks.Course(
            tuple(tuple(mark) for mark in json.loads(child.of("marks")[0])),
            frozenset(json.loads(child.of("ends")[0])),
        )
        backend.remove(place)

    def _must(self, child: Child) -> None:
        if "done" not in child.lines:
            raise RuntimeError(f"{self.operation} fails undisturbed: {child.lines}")

    def _undisturbed(self, place: Place, tell: Callable[[str], None]) -> None:
        ends = self.backend.watch_batches(place)
        shim.arm(Mode.COUNT, 0, 0, place.folder)
        OPERATIONS[self.operation](place, lambda _: None)
        shim.disarm()
        tell(f"counts {json.dumps({int(mode): count for mode, count in shim.counted().items()})}")
        with self.backend.log(place) as log:
            tell(f"marks {json.dumps(checks.marks(log))}")
        tell(f"ends {json.dumps(sorted(ends))}")
        list(checks.after_all(place))
        tell(f"modules {json.dumps(sorted(sys.modules))}")

    def point(self, mode: Mode, seed: int) -> dict[str, object]:
        """Interrupt the operation once, look at the home, run the operation again, look again."""
        draw = random.Random(f"{self.operation} {mode} {seed}")
        place = self.backend.copy(self.template, self.folder / f"{mode.name.lower()}-{seed}")
        at = draw.randint(1, max(self.counts.get(mode, 1), 1))
        wait = draw.uniform(0, self.seconds) if mode is Mode.MOMENT else None
        child = Child(lambda tell: self._armed(place, mode, at, draw.getrandbits(30), tell), wait)
        problems = [f"not said well: {line}" for line in child.of("fault")]
        acknowledged = [int(line) for line in child.of("acknowledged")]
        if not child.killed and "done" not in child.lines and not child.of("error") and not problems:
            problems.append(f"the process ended without a word: {child.lines}")
        after = Child(lambda tell: self._look(place, acknowledged, tell))
        problems += after.of("problem") + after.of("fault") + [f"looking: {line}" for line in after.of("error")]
        again = Child(lambda tell: self._again(place, tell))
        problems += [f"afterwards: {line}" for line in again.lines if line != "done"]
        if not problems:
            self.backend.remove(place)
        ended = "killed" if child.killed else (child.of("error") or ["done"])[0]
        return {
            "operation": self.operation,
            "backend": self.backend.name,
            "mode": mode.name.lower(),
            "seed": seed,
            "at": round(wait, 4) if wait is not None else at,
            "of": round(self.seconds, 4) if wait is not None else self.counts.get(mode, 0),
            "acknowledged": len(acknowledged),
            "ended": ended,
            "problems": problems,
        }

    def _armed(self, place: Place, mode: Mode, at: int, seed: int, tell: Callable[[str], None]) -> None:
        shim.arm(mode, at, seed, place.folder)
        try:
            OPERATIONS[self.operation](place, lambda position: tell(f"acknowledged {position}"))
        finally:
            shim.disarm()

    def _look(self, place: Place, acknowledged: Sequence[int], tell: Callable[[str], None]) -> None:
        for problem in checks.faults_of(place, self.course, acknowledged):
            tell(f"problem {problem}")

    def _again(self, place: Place, tell: Callable[[str], None]) -> None:
        OPERATIONS[self.operation](place, lambda _: None)
        for problem in checks.after_all(place):
            tell(f"problem {problem}")


def points(
    operations: Sequence[str], backend: Backend, count: int, seed: int, folder: Path, modes: Sequence[Mode] = MODES
) -> Iterator[dict[str, object]]:
    """Yield what *count* crash points found, spread evenly over operations and modes."""
    benches = [Bench(operation, backend, folder / operation) for operation in operations]
    for number in range(count):
        bench = benches[number % len(benches)]
        mode = modes[(number % len(benches) + number // len(benches)) % len(modes)]  # another one each time round
        yield bench.point(mode, seed + number)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=20)
    parser.add_argument("--operations", nargs="*", default=sorted(OPERATIONS))
    parser.add_argument("--modes", nargs="*", choices=[mode.name.lower() for mode in MODES], default=None)
    parser.add_argument("--backend", choices=sorted(BACKENDS), default="sqlite")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=None)
    chosen = parser.parse_args()
    root = chosen.folder or Path(tempfile.mkdtemp(prefix="kb-faults-"))
    bad = 0
    modes = [Mode[name.upper()] for name in chosen.modes] if chosen.modes else MODES
    backend = BACKENDS[chosen.backend]()
    for result in points(chosen.operations, backend, chosen.points, chosen.seed, root.resolve(), modes):
        bad += bool(result["problems"])
        sys.stdout.write(json.dumps(result) + "\n")
        sys.stdout.flush()
    if not bad and chosen.folder is None:
        shutil.rmtree(root)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
