"""What memory looking back takes: `kb query --as-of` in a process of its own, and a server asked about many moments.

Input: a home that has grown, an event that lies far back. Output: peaks on standard output, in MB, of all processes
together: what they share is counted once (proportional set size).
Run: python -m benchmarks.asof_memory HOME POSITION. On Linux only.
"""

import re
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import TracebackType

QUERY = "SELECT (COUNT(*) AS ?n) { ?e a kb:Event }"
MOMENTS = 12
_RUN = "import sys; from kb.cli.main import run; sys.exit(run(sys.argv[1:]))"
_PAUSE = 0.02  # seconds between two looks
_PSS = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)


class Peak:
    """Watches a process and all below it while its block runs.

    Attributes:
        most: megabytes that they had at once, as far as was seen.
        processes: how many they were then.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.most, self.processes = 0.0, 0

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_PAUSE):
            total, processes = taken(self._pid)
            if total > self.most:
                self.most, self.processes = total, processes


def taken(pid: int) -> tuple[float, int]:
    """Return the megabytes that a process and all below it have now, and how many processes they are."""
    total, waiting, found = 0, [pid], 0
    while waiting:
        one = Path(f"/proc/{waiting.pop()}")
        with suppress(OSError):
            total += sum(map(int, _PSS.findall((one / "smaps_rollup").read_bytes())))
            found += 1
            for task in (one / "task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
    return total / 1000, found


def main(home: Path, then: int) -> None:
    """Measure and print."""
    print(f"memory, all processes together, to event {then}:")
    for what, options in (
        ("now", []),
        ("cold", ["--as-of", str(then + 1)]),
        ("warm", ["--as-of", str(then + 1)]),
    ):
        command = [sys.executable, "-c", _RUN, "--home", str(home), "query", "-e", QUERY, *options]
        began = time.perf_counter()
        with (
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process,
            Peak(process.pid) as peak,
        ):
            if process.wait():
                raise SystemExit(f"kb query ended with {process.returncode}")
        print(f"  kb query, {what}: {peak.most:.0f} MB, {time.perf_counter() - began:.1f} s", flush=True)
    _server(home, then)


def _server(home: Path, then: int) -> None:
    """Ask a server about now, then about one moment after another."""
    command = [sys.executable, "-c", _RUN, "--home", str(home), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            address = next(found[0] for line in process.stdout if (found := re.search(r"http://[\w.:]+", line)))
            threading.Thread(target=process.stdout.read, daemon=True).start()
            _asked(address, "")
            print(f"  kb serve, asked about now: {taken(process.pid)[0]:.0f} MB in {taken(process.pid)[1]} processes")
            for number in range(1, MOMENTS + 1):
                began = time.perf_counter()
                with Peak(process.pid) as peak:
                    _asked(address, str(then - number))
                spent, (left, processes) = time.perf_counter() - began, taken(process.pid)
                said = f"at most {peak.most:.0f} MB while it was asked ({spent:.1f} s)"
                print(f"    and about {number} moments: {left:.0f} MB in {processes} processes, {said}", flush=True)
        finally:
            process.terminate()


def _asked(address: str, moment: str) -> None:
    asked = {"query": QUERY} | ({"asOf": moment} if moment else {})
    with urllib.request.urlopen(f"{address}/sparql?{urllib.parse.urlencode(asked)}") as answer:
        answer.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
