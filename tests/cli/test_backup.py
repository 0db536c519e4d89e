"""kb backup and kb restore: while others write, through a pipe, cut off, over something."""

import gzip
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, write_articles
from tests.processes import wait_until
from tests.service.words import places_of


def _exported(line: CommandLine) -> str:
    done = line("export", "--format", "nquads")
    assert done.code == 0, done.err
    return done.out


def test_a_backup_restores_to_the_same_graph(filled: CommandLine, tmp_path: Path) -> None:
    """Byte for byte; log, graph and catalog verify."""
    done = filled("backup", tmp_path / "b.kb", "--json")
    assert done.code == 0, done.err
    there = CommandLine(tmp_path / "there", filled.env)
    restored = there("restore", tmp_path / "b.kb", "--json")

    assert restored.code == 0, restored.err
    assert restored.json["head"] == done.json["head"]
    assert restored.json["position"] == done.json["position"]
    assert _exported(there) == _exported(filled)
    assert there("verify").code == 0


def test_an_older_backup_is_written_over_with_force_alone(filled: CommandLine, tmp_path: Path) -> None:
    """What is there may be the only one that holds what was lost since."""
    old, folder = tmp_path / "b.kb", tmp_path / "folder"
    old.write_bytes(b"older")
    folder.mkdir()
    refused = filled("backup", old)
    assert (refused.code, old.read_bytes()) == (filled("restore", old, "--home", filled.home).code, b"older")
    assert f"{old} is there already." in refused.err
    assert "--force" in refused.err

    done = filled("backup", old, "--force", "--json")
    assert done.code == 0, done.err
    assert CommandLine(tmp_path / "there", filled.env)("restore", old, "--json").json["head"] == done.json["head"]
    for other in (folder, Path("/dev/null")):
        told = filled("backup", other, "--force")
        assert f"{other} is there already and is no file." in told.err, told
    assert list(folder.iterdir()) == []


@pytest.mark.thorough
def test_a_backup_goes_through_a_pipe(filled: CommandLine, tmp_path: Path) -> None:
    """Standard output is the stream and nothing else."""
    env = {**filled.env, "KB_HOME": str(filled.home)}
    line = [sys.executable, "-m", "kb.cli.main"]
    out = subprocess.run([*line, "backup", "-"], env=env, capture_output=True, check=True)
    env["KB_HOME"] = str(tmp_path / "there")
    done = subprocess.run([*line, "restore", "-"], env=env, input=out.stdout, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    assert gzip.decompress(out.stdout).startswith(b'{"kb_backup":')
    assert b"Backed up" in out.stderr


def test_who_restores_a_backup_of_before_an_erasure_is_reminded_of_it(filled: CommandLine, tmp_path: Path) -> None:
    """No backup can know what was erased after it was made: its words are readable in the home that it becomes."""
    assert filled("backup", tmp_path / "b.kb").code == 0
    there = CommandLine(tmp_path / "there", filled.env)
    assert "What was erased from the original since then is here again" in there("restore", tmp_path / "b.kb").err


@pytest.mark.thorough
def test_what_was_erased_since_is_erased_from_what_a_backup_becomes(kb: CommandLine, tmp_path: Path) -> None:
    """An article, and one that a person's name was taken out of: no file of the new home holds their words."""
    words = ["rescue workers", "Ada Lund"]
    write_articles(tmp_path / "in")
    (tmp_path / "in" / "other.txt").write_text("Title: Fire\n\nRed Guard attacked Oster Mill.\n", encoding="utf-8")
    assert kb("add", tmp_path / "in").code == 0
    titles = {row["title"]: row["id"] for row in kb("list", "articles", "--json").json}
    assert kb("set-type", "Ada Lund", "person").code == 0
    assert kb("backup", tmp_path / "b.kb").code == 0
    assert kb("erase", titles["More dead after raid"], "--yes", "--reason", "asked").code == 0
    assert kb("erase", "Ada Lund", "--yes", "--reason", "court").code == 0
    without = CommandLine(tmp_path / "without", kb.env)
    assert without("restore", tmp_path / "b.kb").code == 0
    assert set(places_of(words, without.home)) == set(words)

    there = CommandLine(tmp_path / "there", kb.env)
    done = there("restore", tmp_path / "b.kb", "--erased-in", kb.home, "--json")

    assert done.code == 0, done.err
    assert set(done.json["erased_again"]) == set(titles.values()) - {titles["Fire"]}
    assert not places_of(words, there.home)
    assert there("verify").code == 0
    assert [row["title"] for row in there("list", "articles", "--json").json] == ["Fire"]


def test_erasures_of_a_log_that_the_backup_is_not_of_do_not_count(filled: CommandLine, tmp_path: Path) -> None:
    """Exit code 5, and nothing is left; nor is a home taken for another where nothing was erased."""
    assert filled("backup", tmp_path / "b.kb").code == 0
    other = CommandLine(tmp_path / "other", filled.env)
    assert other("init").code == 0
    there = CommandLine(tmp_path / "there", filled.env)

    refused = there("restore", tmp_path / "b.kb", "--erased-in", other.home)

    assert (refused.code, "has not the backup's last event" in refused.err) == (5, True)
    assert not there.home.exists()
    done = there("restore", tmp_path / "b.kb", "--erased-in", filled.home)
    assert (done.code, "has erased nothing of it since" in done.err) == (0, True)
    again = there("restore", tmp_path / "b.kb")
    assert (again.code, "--erased-in" in again.err) == (5, True)


def test_a_restore_refuses_a_home_that_holds_something(filled: CommandLine, tmp_path: Path) -> None:
    """Exit code 5; what lies there stays."""
    filled("backup", tmp_path / "b.kb")
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("mine", encoding="utf-8")
    done = CommandLine(tmp_path / "there", filled.env)("restore", tmp_path / "b.kb")

    assert done.code == 5
    assert "not empty" in done.err
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("damage", ["cut", "flip", "text"])
def test_a_damaged_backup_leaves_nothing(filled: CommandLine, tmp_path: Path, damage: str) -> None:
    """It says what is wrong with it, and no home appears."""
    filled("backup", tmp_path / "b.kb")
    data = (tmp_path / "b.kb").read_bytes()
    middle = len(data) // 2
    data = {
        "cut": data[:-20],
        "flip": data[:middle] + bytes([data[middle] ^ 255]) + data[middle + 1 :],
        "text": b"An article, not a backup.",
    }[damage]
    (tmp_path / "bad.kb").write_bytes(data)
    done = CommandLine(tmp_path / "there", filled.env)("restore", tmp_path / "bad.kb")

    assert done.code in (3, 8), done.err
    assert "hint:" in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.kb", "bad.kb"]


def test_nothing_is_written_over_what_a_home_lives_by(filled: CommandLine) -> None:
    """Neither a backup with --force nor an export: exit code 5, and all is as it was."""
    for arguments in (("backup", "--force"), ("export", "--format", "ntriples", "-o")):
        done = filled(*arguments, filled.home / "log.sqlite")
        assert done.code == 5, done.err
        assert "is where the knowledge base in" in done.err
    assert filled("verify").code == 0


def test_a_missing_backup_is_said(kb: CommandLine, tmp_path: Path) -> None:
    """With its name."""
    done = kb("restore", tmp_path / "none.kb")

    assert done.code == 3
    assert "none.kb cannot be read" in done.err


def test_a_backup_to_a_place_that_is_not_there_is_said(filled: CommandLine, tmp_path: Path) -> None:
    """Exit code 7."""
    done = filled("backup", tmp_path / "no" / "b.kb")

    assert done.code == 7
    assert "cannot be written" in done.err


@pytest.mark.thorough
def test_a_backup_while_articles_come_in_is_a_moment_of_the_log(kb: CommandLine, tmp_path: Path) -> None:
    """Each restores to a log that verifies and is a beginning of the later one; the writer is not held up."""
    write_articles(tmp_path / "first")
    assert kb("add", tmp_path / "first").code == 0
    for number in range(40):
        text = (
            f"Title: Report {number}\n\nRed Guard attacked Depot {'ABCDE'[number % 5]} today. {number} killed there.\n"
        )
        (tmp_path / "first" / f"more-{number}.txt").write_text(text + "Nobody knew more. " * 20, encoding="utf-8")
    writer = kb.start("add", tmp_path / "first")
    heads = []
    for number in range(3):
        done = kb("backup", tmp_path / f"{number}.kb", "--json")
        assert done.code == 0, done.err
        heads.append((done.json["position"], done.json["head"]))
        time.sleep(0.2)
    _, error = writer.communicate()
    assert writer.returncode == 0, error

    chain = {
        row["position"]: row["hash"] for row in map(_json, kb("log", "--json", "--limit", "100000").out.splitlines())
    }
    assert all(chain[position] == head for position, head in heads)
    there = CommandLine(tmp_path / "there", kb.env)
    assert there("restore", tmp_path / "1.kb").code == 0
    assert there("verify").code == 0


def _json(line: str) -> dict[str, object]:
    import json

    found: dict[str, object] = json.loads(line)
    return found


@pytest.mark.thorough
def test_a_killed_restore_leaves_no_home_and_can_be_run_again(filled: CommandLine, tmp_path: Path) -> None:
    """Killed while it waits for the rest of the stream."""
    filled("backup", tmp_path / "b.kb")
    there = CommandLine(tmp_path / "there", filled.env)
    env = {**filled.env, "KB_HOME": str(there.home)}
    process = subprocess.Popen([sys.executable, "-m", "kb.cli.main", "restore", "-"], stdin=subprocess.PIPE, env=env)
    assert process.stdin is not None
    process.stdin.write((tmp_path / "b.kb").read_bytes()[:-50])
    process.stdin.flush()
    wait_until((tmp_path / ".there.part" / "log.sqlite").exists, process.poll)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdin.close()

    assert not there.home.exists()
    assert there("restore", tmp_path / "b.kb").code == 0
    assert there("verify").code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.kb", "there"]
    shutil.rmtree(there.home)
