"""With a terminal on standard error: the bar is drawn there, and nothing of the data goes the same way."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, write_articles


def _on_terminal(kb: CommandLine, *arguments: str | Path) -> tuple[int, str, str]:
    """Run with standard error on a terminal and standard output in a pipe."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kb.cli.main", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        env={**kb.env, "KB_HOME": str(kb.home), "TERM": "xterm-256color"},
    )
    os.close(theirs)
    drawn = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end was closed
            break
        if not part:
            break
        drawn += part
    os.close(ours)
    out, _ = process.communicate(timeout=600)
    return process.returncode, out, drawn.decode()


@pytest.mark.thorough
def test_the_bar_does_not_swallow_the_data(kb: CommandLine, tmp_path: Path) -> None:
    """`kb add ... | cat` in a terminal: both lines come through the pipe, the bar stays on the screen."""
    write_articles(tmp_path / "in")
    code, out, drawn = _on_terminal(kb, "add", tmp_path / "in")

    assert code == 0, drawn
    assert [line.split()[0] for line in out.splitlines()] == ["added", "added"]
    assert "2/2" in drawn
    assert "\x1b" not in out


@pytest.mark.thorough
def test_an_error_is_marked_on_a_terminal_unless_colour_is_unwanted(kb: CommandLine) -> None:
    """The same words either way."""
    _, _, marked = _on_terminal(kb, "status")
    assert "\x1b[1;31merror:\x1b[0m There is no knowledge base" in marked
    kb.env = {**kb.env, "NO_COLOR": "1"}
    _, _, plain = _on_terminal(kb, "status")
    assert plain.startswith("error: There is no knowledge base")


def test_a_folder_without_articles_is_said(kb: CommandLine, tmp_path: Path) -> None:
    """Nothing went in, and it is not taken for success."""
    (tmp_path / "in").mkdir()
    done = kb("add", tmp_path / "in")
    assert done.code == 1
    assert "No article was found there" in done.err


def test_ids_are_not_broken_on_a_narrow_terminal(filled: CommandLine) -> None:
    """They are there to be copied into `kb show`."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    subprocess.run(
        [sys.executable, "-m", "kb.cli.main", "list", "articles"],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**filled.env, "KB_HOME": str(filled.home), "TERM": "xterm"},
        timeout=600,
        check=True,
    )
    os.close(theirs)
    drawn = os.read(ours, 65536).decode()
    os.close(ours)
    listed = filled("list", "articles", "--json").json

    assert len(listed) == 2
    assert all(f"article-{article['id']}" in drawn for article in listed)


def test_a_file_name_of_two_lines_is_said_on_one(kb: CommandLine, tmp_path: Path) -> None:
    """Whether it went in, had something to be said of, or is not there."""
    file = tmp_path / "first\nsecond.txt"
    file.write_text("Ada Lund opened the depot in Nordhaven.\n", encoding="utf-8")
    added = kb("add", file)
    missing = kb("add", tmp_path / "third\nfourth.txt")

    assert len(added.out.splitlines()) == 1
    for said in (added.out, added.err):
        assert r"first\nsecond.txt" in said
    assert r"third\nfourth.txt" in missing.err
    assert "first\nsecond" not in added.out + added.err
    assert "third\nfourth" not in missing.err
