"""Streams that are full, closed, or read by somebody who has gone; what is interrupted says so."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kb.service.intake.adding import Adder, Result
from kb.sources import Outcome
from tests.cli.conftest import CommandLine, write_articles
from tests.processes import wait_until

FULL = Path("/dev/full")


def _shell(kb: CommandLine, line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell in which `kb` is the command line of this interpreter."""
    return subprocess.run(
        ["/bin/sh", "-c", f'kb() {{ "{sys.executable}" -m kb.cli.main "$@"; }}\n{line}'],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=6000,
        env={**kb.env, "KB_HOME": str(kb.home)},
        check=False,
    )


@pytest.mark.thorough
@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", ["status", "export", "log", "diff 0 -f patch"])
def test_no_room_for_the_output_is_no_fault_of_kb(kb: CommandLine, command: str) -> None:
    """Whether it is noticed while writing or only when the last of it is written out."""
    kb("init")
    done = _shell(kb, f"kb {command} > {FULL}")

    assert done.returncode == 7
    assert done.stderr.splitlines() == [
        "error: There is no room where standard output or temporary files are written.",
        "hint: Free some space there, or write elsewhere.",
    ]


@pytest.mark.thorough
def test_closed_streams_end_nothing(kb: CommandLine) -> None:
    """And no file of the home gets the number of standard output."""
    kb("init")
    for closed in ("status >&-", "status 2>&-", "log <&-"):
        done = _shell(kb, f"kb {closed}")
        assert (done.returncode, done.stderr) == (0, ""), closed
    assert "it is empty" in _shell(kb, "kb add - <&-").stderr
    assert kb("verify").code == 0


def test_a_reader_who_has_gone_is_not_talked_to(kb: CommandLine) -> None:
    """`kb --version | true` leaves no traceback."""
    assert _shell(kb, "kb --version | true").stderr == ""


@pytest.mark.thorough
def test_a_reader_who_goes_amid_a_difference_is_no_damage(kb: CommandLine) -> None:
    """Nor is it laid to a file of the home."""
    kb("init")
    assert _shell(kb, "kb diff 0 -f patch | head -c 100").stderr == ""


@pytest.mark.thorough
def test_what_is_stopped_from_the_keyboard_says_so(kb: CommandLine, tmp_path: Path) -> None:
    """With a code of its own; the home stays sound."""
    write_articles(tmp_path / "in")
    os.mkfifo(tmp_path / "waits.txt")
    running = kb.start("add", tmp_path / "in", tmp_path / "waits.txt")
    assert running.stdout is not None
    assert running.stdout.readline().startswith("added")
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=600)

    assert (running.returncode, said.splitlines()[-1]) == (130, "Stopped.")
    assert kb("verify").code == 0


@pytest.mark.thorough
@pytest.mark.parametrize("as_json", [False, True])
def test_what_was_recorded_before_a_stop_is_told_and_in_the_graph(
    kb: CommandLine, tmp_path: Path, as_json: bool
) -> None:
    """Which articles are in, which one was being read and is not; no command has to bring the graph on afterwards."""
    paths = write_articles(tmp_path / "in")
    os.mkfifo(tmp_path / "waits.txt")
    paths.sort()
    options = ["--json"] if as_json else []
    running = kb.start("add", *paths, tmp_path / "waits.txt", *options)
    log = kb.home / "log.sqlite"
    wait_until(lambda: log.exists() and _articles(log) == 2, running.poll)
    running.send_signal(signal.SIGINT)
    out, said = running.communicate(timeout=600)

    assert running.returncode == 130
    if as_json:
        told = json.loads(out)
        assert (told["added"], told["stopped"], told["not_recorded"]) == (2, True, "")
        assert [row["status"] for row in told["articles"]] == ["added", "added"]
    else:
        assert out.count("added") == 2
        assert "2 articles recorded; what comes after is not" in said
    assert kb("status", "--json").json["problems"] == []
    assert len(kb("list", "articles", "--json").json) == 2


@pytest.mark.parametrize("recorded", [True, False])
def test_an_article_whose_recording_ended_just_at_the_stop_is_told(
    kb: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, recorded: bool
) -> None:
    """Each is told once: also the one that was recorded and not yet told, and none that was not."""
    real, met = Adder.add, []

    def stopped_after(self: Adder, outcome: Outcome, **given: str) -> Result:
        met.append(outcome)
        second = len(met) > 1
        if recorded or not second:
            result = real(self, outcome, **given)
        if second:
            raise KeyboardInterrupt
        return result

    monkeypatch.setattr(Adder, "add", stopped_after)
    ran = kb("add", *sorted(write_articles(tmp_path / "in")))

    assert (ran.code, ran.out.count("added  ")) == (130, 1 + recorded)
    assert f"{'2 articles' if recorded else '1 article'} recorded; what comes after is not" in ran.err
    assert ("nor is" in ran.err) is not recorded


@pytest.mark.thorough
def test_an_article_that_was_being_read_when_it_was_stopped_is_named(kb: CommandLine, tmp_path: Path) -> None:
    """It is not in; the one before it is."""
    first, second = sorted(write_articles(tmp_path / "in"))
    second.write_text("Title: It takes long\n\nSLOW attacked Nordhaven Depot. " + "Words. " * 30, encoding="utf-8")
    begun = tmp_path / "begun"
    running = kb.start("add", first, second, STAND_IN_BEGUN=str(begun))
    wait_until(begun.exists, running.poll)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=600)

    assert (running.returncode, said.splitlines()[-1]) == (130, "Stopped.")
    assert f"1 article recorded; what comes after is not, nor is {second}." in said
    assert len(kb("list", "articles", "--json").json) == 1


def _articles(path: Path) -> int:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection, suppress(sqlite3.Error):
        return int(connection.execute("SELECT count(*) FROM event WHERE type = 'article-added'").fetchone()[0])
    return 0
