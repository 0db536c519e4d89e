"""Two servers, four adding programs and a reader on one log: nothing is lost, nothing comes twice.

Runs for KB_TEST_MINUTES minutes, 1 by default: KB_TEST_MINUTES=10 make test-slow.
"""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from tests.postgres import Cluster

MINUTES = float(os.environ.get("KB_TEST_MINUTES", "1"))
BATCH = 5


class Adding(threading.Thread):
    """Adds batches of new articles until told to stop, and keeps the ids of those that were acknowledged."""

    def __init__(self, name: str, stop: threading.Event) -> None:
        super().__init__()
        self.called, self.stop = name, stop
        self.acknowledged: list[str] = []
        self.failed: list[str] = []

    def text(self, number: int) -> str:
        """Return an article that nobody else adds, and that tells of what all tell of."""
        return f"Blue Column attacked Nordhaven Depot, {number} killed, several people at {self.called} said so.\n"

    def run(self) -> None:
        """Add, batch after batch."""
        number = 0
        while not self.stop.is_set():
            self.add(range(number, number + BATCH))
            number += BATCH

    def add(self, numbers: range) -> None:
        """Add some articles."""
        raise NotImplementedError


class ByCommand(Adding):
    """Runs `kb add` on a machine of its own."""

    def __init__(self, line: CommandLine, folder: Path, stop: threading.Event) -> None:
        super().__init__(folder.name, stop)
        self.line, self.folder = line, folder

    def add(self, numbers: range) -> None:
        """Add a folder."""
        folder = self.folder / str(numbers.start)
        folder.mkdir(parents=True)
        for number in numbers:
            (folder / f"{number}.txt").write_text(f"Title: {number}\n\n{self.text(number)}", encoding="utf-8")
        done = self.line.process("add", folder, "--json")
        if done.code:
            self.failed.append(done.err)
            return
        self.acknowledged += [row["article"] for row in done.json["articles"] if row["status"] == "added"]


class ByHttp(Adding):
    """Posts to a server."""

    def __init__(self, address: str, name: str, stop: threading.Event) -> None:
        super().__init__(name, stop)
        self.address = address

    def add(self, numbers: range) -> None:
        """Post one article after another."""
        for number in numbers:
            body = json.dumps({"title": str(number), "text": self.text(number)}).encode()
            request = urllib.request.Request(
                f"{self.address}articles", body, {"Content-Type": "application/json"}, method="POST"
            )
            try:
                with urllib.request.urlopen(request, timeout=300) as answer:
                    self.acknowledged.append(json.load(answer)["id"].removeprefix("article-"))
            except OSError as error:
                self.failed.append(f"{error} {getattr(error, 'read', bytes)()!r}")


def _serve(line: CommandLine) -> tuple["subprocess.Popen[str]", str]:
    process = line.start("serve", "--port", "0")
    assert process.stderr is not None
    said = process.stderr.readline()
    threading.Thread(target=process.stderr.read, daemon=True).start()
    found = re.search(r"http://127\.0\.0\.1:\d+/", said)
    assert found, said
    return process, found[0]


@pytest.mark.slow
def test_two_servers_four_adders_and_a_reader(
    cluster: Cluster, plugged: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was acknowledged is in the log once, the reader met every position once, all graphs are the same."""
    url = cluster.url()

    def machine(name: str) -> CommandLine:
        return CommandLine(url, {**plugged, "KB_CACHE": str(tmp_path / "cache" / name)})  # type: ignore[arg-type]

    assert machine("first")("init").code == 0
    servers = [_serve(machine(f"server{number}")) for number in range(2)]
    reader = machine("reader").start("log", "--follow", "--json")
    assert reader.stdout is not None
    seen: list[dict[str, object]] = []
    reading = threading.Thread(target=lambda: seen.extend(map(json.loads, reader.stdout or ())))
    reading.start()
    stop = threading.Event()
    adders: list[Adding] = [ByCommand(machine(f"adder{n}"), tmp_path / f"adder{n}", stop) for n in range(4)]
    adders += [ByHttp(address, f"http{number}", stop) for number, (_, address) in enumerate(servers)]
    for adder in adders:
        adder.start()
    stop.wait(MINUTES * 60)
    stop.set()
    for adder in adders:
        adder.join()

    last = machine("first")("status", "--json").json["position"]
    limit = time.monotonic() + 120
    while (not seen or seen[-1]["position"] != last) and time.monotonic() < limit:
        time.sleep(0.1)
    reader.send_signal(signal.SIGINT)
    reading.join()
    reader.wait(60)
    dumps = [urllib.request.urlopen(f"{address}export.ttl", timeout=300).read() for _, address in servers]
    for process, _ in servers:
        process.send_signal(signal.SIGINT)
        process.wait(60)

    acknowledged = Counter(article for adder in adders for article in adder.acknowledged)
    added = Counter(str(row["stream"]).removeprefix("article/") for row in seen if row["type"] == "article-added")
    shares = ", ".join(f"{adder.called} {len(adder.acknowledged)}" for adder in adders)
    with capsys.disabled():
        sys.stdout.write(f"\n{MINUTES:g} minutes: {len(acknowledged)} articles ({shares}), {last} events\n")
    assert [adder.failed for adder in adders] == [[]] * 6
    assert [row["position"] for row in seen] == list(range(1, last + 1))
    assert added == acknowledged
    assert set(added.values()) == {1}
    assert dumps[0] == dumps[1]
    exports = {machine(name)("export", "--format", "turtle").out.encode() for name in ("first", "adder0", "adder3")}
    assert exports == {dumps[0]}
    named = sorted((row["label"], row["articles"]) for row in machine("first")("list", "entities", "--json").json)
    assert named == [("Blue Column", len(added)), ("Nordhaven Depot", len(added))]
    assert machine("first")("verify").code == 0
