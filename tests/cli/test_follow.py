"""`kb log`, and `kb log --follow`: events as they are recorded."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, write_articles


def lines_of(process: subprocess.Popen[str], seconds: float = 120) -> Iterator[str]:
    """Yield the lines of a process that goes on running."""
    assert process.stdout is not None
    text = b""
    while True:
        while b"\n" not in text:
            ready, _, _ = select.select([process.stdout], [], [], seconds)
            assert ready, "nothing came"
            part = os.read(process.stdout.fileno(), 65536)
            assert part, "it ended"
            text += part
        line, _, text = text.partition(b"\n")
        yield line.decode()


def test_limits_and_positions(filled: CommandLine) -> None:
    """0 events are none; after the last there is nothing; beyond it there is a mistake."""
    last = filled("status", "--json").json["position"]
    assert filled("log", "--limit", "0").out == ""
    assert len(filled("log", "--limit", "3").out.splitlines()) == 3
    assert filled("log", "--after", str(last)).out == ""
    beyond = filled("log", "--after", str(last + 1))
    assert beyond.code == 4
    assert str(last) in beyond.err
    assert filled("log", "--follow", "--after", str(last + 1)).code == 4
    assert filled("log", "--follow", "--limit", "0").out == ""


def test_a_type_that_is_none_is_said(filled: CommandLine) -> None:
    """And not answered with nothing."""
    done = filled("log", "--type", "article-aded")
    assert done.code == 3
    assert "article-added" in done.err


@pytest.mark.thorough
def test_it_goes_on_with_what_is_added_and_ends_on_ctrl_c(kb: CommandLine, tmp_path: Path) -> None:
    """Each event once and in order, as JSON lines; the keyboard is how it ends."""
    assert kb("init").code == 0
    process = kb.start("log", "--follow", "--json")
    lines = lines_of(process)
    seen = [json.loads(next(lines)) for _ in range(2)]
    for path in write_articles(tmp_path / "articles"):
        assert kb("add", path).code == 0
    last = kb("status", "--json").json["position"]
    while seen[-1]["position"] < last:
        seen.append(json.loads(next(lines)))
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=120)

    assert process.returncode == 0
    assert (rest, errors) == ("", "")
    assert [event["position"] for event in seen] == list(range(1, last + 1))
    whole = [json.loads(line) for line in kb("log", "--json").out.splitlines()]
    assert seen == whole


@pytest.mark.thorough
def test_only_what_was_chosen_comes(kb: CommandLine, tmp_path: Path) -> None:
    """By type; and it ends after so many."""
    assert kb("init").code == 0
    process = kb.start("log", "--follow", "--type", "article-added", "--limit", "2")
    assert kb("add", *write_articles(tmp_path / "articles")).code == 0
    out, errors = process.communicate(timeout=120)

    assert process.returncode == 0
    assert errors == ""
    assert [line.split()[3] for line in out.splitlines()] == ["article-added"] * 2


@pytest.mark.thorough
def test_it_ends_when_its_reader_has_gone(filled: CommandLine) -> None:
    """Also while nothing happens, as in `kb log --follow | head -1`."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "kb.cli.main", "log", "--follow", "--limit", "1000"],
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**filled.env, "KB_HOME": str(filled.home)},
    )
    os.close(writing)
    last, text = filled("status", "--json").json["position"], b""
    while text.count(b"\n") < last:
        text += os.read(reading, 65536)
    time.sleep(0.1)
    assert process.poll() is None
    os.close(reading)
    _, errors = process.communicate(timeout=120)

    assert process.returncode == 0
    assert errors == b""
