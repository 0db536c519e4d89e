"""Streams that are full, closed, or read by somebody who has gone; what is interrupted says so."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, write_articles

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


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", ["status", "export", "log"])
def test_no_room_for_the_output_is_no_fault_of_kb(kb: CommandLine, command: str) -> None:
    """Whether it is noticed while writing or only when the last of it is written out."""
    kb("init")
    done = _shell(kb, f"kb {command} > {FULL}")

    assert done.returncode == 7
    assert done.stderr.splitlines() == [
        "error: There is no room where standard output or temporary files are written.",
        "hint: Free some space there, or write elsewhere.",
    ]


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
