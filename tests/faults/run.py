"""Crash points one after another: a forked process is interrupted, another one looks at what it left.

Input: how many points of which operations. Begins once more with the library of tests.faults.shim, where it has it not.
Output: one line of JSON a point on standard output.
Never: opens a home in this process, which forks: threads of the engines do not survive that.
"""

import argparse
import gc
import importlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from kb.errors import KbError
from kb.projections import opening
from kb.projections.past import generations, strides
from tests.faults import checks, shim
from tests.faults.backends import BACKENDS, Backend
from tests.faults.operations import OPERATIONS, TEMPLATES, Place, numbers, prepare
from tests.faults.shim import Mode

MODES = (Mode.KILL, Mode.TORN, Mode.POWER, Mode.FULL, Mode.SYNC, Mode.MOMENT)
FROM_OUTSIDE = (Mode.MOMENT, Mode.CUT, Mode.CRASH)
LONGEST = 600  # seconds after which a child hangs


class Child:
    """A forked process that sends lines to this one, and how it ended."""

    def __init__(
        self, work: Callable[[Callable[[str], None]], None], disturb: Callable[[int], None] | None = None
    ) -> None:
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reading)
            _work(work, writing)
        os.close(writing)
        if disturb is not None:
            disturb(self.pid)
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
    """One operation on one backend: its undisturbed run, its crash points.

    Args:
        operation: which one.
        backend: where the homes lie.
        folder: of this operation's homes.
        template: the home that it begins with.
    """

    def __init__(self, operation: str, backend: Backend, folder: Path, template: Place) -> None:
        self.operation = operation
        self.backend = backend
        self.folder = folder
        self.template = template
        place = backend.copy(self.template, folder / "undisturbed")
        child = Child(lambda tell: self._undisturbed(place, tell))
        must(child, operation)
        self.seconds = float(child.of("seconds")[0])
        for name in json.loads(child.of("modules")[0]):  # once here, not in each child
            with suppress(ImportError):
                importlib.import_module(name)
        self.counts = {Mode(int(k)): v for k, v in json.loads(child.of("counts")[0]).items()}
        self.course = checks.Course(
            tuple(tuple(mark) for mark in json.loads(child.of("marks")[0])),
            frozenset(json.loads(child.of("ends")[0])),
        )
        backend.remove(place)

    def _undisturbed(self, place: Place, tell: Callable[[str], None]) -> None:
        ends = self.backend.watch_batches(place)
        began = time.monotonic()
        shim.arm(Mode.COUNT, 0, 0, place.folder)
        OPERATIONS[self.operation](place, lambda _: None)
        shim.disarm()
        tell(f"seconds {time.monotonic() - began}")
        tell(f"counts {json.dumps({int(mode): count for mode, count in shim.counted().items()})}")
        with self.backend.log(place) as log:
            tell(f"marks {json.dumps(checks.marks(log))}")
        tell(f"ends {json.dumps(sorted(ends))}")
        list(checks.after_all(place))
        tell(f"modules {json.dumps(sorted(sys.modules))}")

    def point(self, mode: Mode, seed: int, end: int | None = None) -> dict[str, object]:
        """Interrupt the operation once, look at the home, run the operation again, look again.

        Args:
            end: so many calls before the last that the operation makes; None to draw one from all.
        """
        draw = random.Random(f"{self.operation} {mode} {seed}")
        place = self.backend.copy(self.template, self.folder / f"{mode.name.lower()}-{seed}")
        most = max(self.counts.get(mode, 1), 1)
        at = draw.randint(1, most) if end is None else max(most - end, 1)
        wait = draw.uniform(0, self.seconds) if mode in FROM_OUTSIDE else None
        disturb = None if wait is None else lambda pid: self._disturb(pid, place, mode, wait)
        child = Child(lambda tell: self._armed(place, mode, at, draw.getrandbits(30), tell), disturb)
        problems = [f"not said well: {line}" for line in child.of("fault")]
        acknowledged = [int(line) for line in child.of("acknowledged")]
        if not child.killed and "done" not in child.lines and not child.of("error") and not problems:
            problems.append(f"the process ended without a word: {child.lines}")
        after = Child(lambda tell: self._look(place, acknowledged, tell))
        problems += after.of("problem") + after.of("fault") + [f"looking: {line}" for line in after.of("error")]
        if "done" not in after.lines:
            problems.append(f"what looks at the home ended before its end: {after.lines}")
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

    def _disturb(self, pid: int, place: Place, mode: Mode, wait: float) -> None:
        time.sleep(wait)
        if mode is Mode.MOMENT:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        else:
            self.backend.disturb(place, mode)

    def _look(self, place: Place, acknowledged: Sequence[int], tell: Callable[[str], None]) -> None:
        """Look at the home, run the operation again, look again; no call fails, and none waits for the disk."""
        shim.arm(Mode.COUNT, 0, 0, self.folder)
        for problem in checks.faults_of(place, self.course, acknowledged):
            tell(f"problem {problem}")
        try:
            OPERATIONS[self.operation](place, lambda _: None)
        except KbError as error:
            tell(f"problem again: {error.code}: {error}")
        for problem in checks.after_all(place):
            tell(f"problem afterwards: {problem}")


def must(child: Child, what: str) -> None:
    """Raise if an undisturbed process did not end well."""
    if "done" not in child.lines:
        raise RuntimeError(f"{what} fails undisturbed: {child.lines}")


def _load() -> None:
    """Read the dictionaries that every child would read for itself."""
    from kb.language.lemma import lemma
    from kb.resolution.names.exonyms import exonym

    numbers()
    lemma("attacked", "VERB")
    exonym("Moscow")


def _filled(backend: Backend, folder: Path, fill: Callable[[Place], None]) -> Place:
    place = backend.make(folder)
    must(Child(lambda _: fill(place)), "the template")
    return place


def points(
    operations: Sequence[str],
    backend: Backend,
    run: range,
    seed: int,
    folder: Path,
    modes: Sequence[Mode],
    *,
    at_end: bool = False,
) -> Iterator[dict[str, object]]:
    """Yield what the crash points of the numbers in *run* found, spread evenly over operations and modes.

    Args:
        at_end: each point of an operation and mode lies one call before the one before, the first at its last call.
    """
    _load()
    fills = {operation: TEMPLATES.get(operation, prepare) for operation in operations}
    templates = {fill: _filled(backend, folder / f"template-{fill.__name__}", fill) for fill in set(fills.values())}
    benches = [Bench(operation, backend, folder / operation, templates[fill]) for operation, fill in fills.items()]
    gc.collect()
    gc.freeze()  # what is there by now no child has to look through
    for number in run:
        bench = benches[number % len(benches)]
        mode = modes[(number % len(benches) + number // len(benches)) % len(modes)]  # another one each time round
        end = number // (len(benches) * len(modes)) if at_end else None
        yield bench.point(mode, seed + number, end)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=20, help="how many, those of an earlier slice included")
    parser.add_argument("--from", type=int, default=0, dest="first", help="how many of them an earlier slice ran")
    parser.add_argument("--step", type=int, default=1, help="each how manyth of them, where others run the rest")
    parser.add_argument("--operations", nargs="*", default=sorted(OPERATIONS))
    parser.add_argument("--modes", nargs="*", choices=[mode.name.lower() for mode in Mode], default=None)
    parser.add_argument("--at-end", action="store_true", help="the last calls one by one, instead of any")
    parser.add_argument("--backend", choices=sorted(BACKENDS), default="sqlite")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=None)
    chosen = parser.parse_args()
    if not shim.loaded():
        with tempfile.TemporaryDirectory(prefix="kb-shim-") as folder:
            again = [sys.executable, *sys.orig_argv[1:]]
            sys.exit(subprocess.run(again, env=shim.environment(Path(folder)), check=False).returncode)
    root = chosen.folder or Path(tempfile.mkdtemp(prefix="kb-faults-"))
    bad = 0
    backend = BACKENDS[chosen.backend]()
    modes = [Mode[name.upper()] for name in chosen.modes] if chosen.modes else (*MODES, *backend.outages)
    run = range(chosen.first, chosen.points, chosen.step)
    root.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = str(root.resolve())  # what verifying writes beside the home need not reach the disk either
    small = ((strides, "SHARE", 2), (strides, "LEAST", 1), (generations, "APART", 1), (opening, "LONG", 8))
    for module, name, value in small:
        setattr(module, name, value)  # a small home passes through what a large one does
    for result in points(chosen.operations, backend, run, chosen.seed, root.resolve(), modes, at_end=chosen.at_end):
        bad += bool(result["problems"])
        sys.stdout.write(json.dumps(result) + "\n")
        sys.stdout.flush()
    tempfile.tempdir = None  # what a backend does at the end needs one that is there
    if not bad and chosen.folder is None:
        shutil.rmtree(root)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
