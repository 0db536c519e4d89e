"""Where the home is, who may write in it, and what happens when it cannot be used."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kb.errors import NotFoundError, StorageError
from kb.log import Home, resolve_home
from kb.log import home as home_module
from kb.log.faults import CorruptError, DiskFullError, ReadOnlyError, UnreadableError
from kb.log.home import HomeBusyError
from kb.log.sqlite_file import NewerFormatError
from tests.log.samples import added, ticking
from tests.unprivileged import unprivileged

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A new home."""
    return Home.open(tmp_path / "home", create=True)


def test_the_flag_beats_the_environment_beats_the_platform(tmp_path: Path) -> None:
    """Empty counts as not given."""
    flag, variable = str(tmp_path / "flag"), str(tmp_path / "variable")

    assert resolve_home(flag, {"KB_HOME": variable}) == Path(flag)
    assert resolve_home(None, {"KB_HOME": variable}) == Path(variable)
    assert resolve_home("", {"KB_HOME": ""}) == resolve_home(None, {})
    assert resolve_home(None, {}).name == "kb"
    assert resolve_home("~/news", {}) == Path.home() / "news"
    assert resolve_home("news", {}) == Path.cwd() / "news"


def test_a_home_is_made_once_and_opened_again(home: Home) -> None:
    """Folder, marker, and the paths of everything in it."""
    again = Home.open(home.root)

    assert again == home
    assert json.loads(home.marker_path.read_text())["format"] == 1
    assert {path.parent for path in (home.log_path, home.graph_path, home.catalog_path, home.lock_path)} == {home.root}


def test_a_power_cut_does_not_take_what_makes_a_folder_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor the folders that it lies in, nor the marker's name, which it takes when all of it is on the disk."""
    root, said, real = tmp_path / "news" / "home", list[tuple[os.stat_result, bool]](), os.fsync

    def noted(handle: int) -> None:
        said.append((os.fstat(handle), (root / "home.json").exists()))
        real(handle)

    monkeypatch.setattr(os, "fsync", noted)
    marker = Home.open(root, create=True).marker_path.stat()
    *above, (draft, before), (folder, after) = said
    assert [one.st_ino for one, _ in above] == [tmp_path.joinpath("news").stat().st_ino, tmp_path.stat().st_ino]
    assert (draft.st_ino, draft.st_size, before) == (marker.st_ino, marker.st_size, False)
    assert (folder.st_ino, after) == (root.stat().st_ino, True)


def test_a_home_is_not_made_by_accident(tmp_path: Path) -> None:
    """The message says how to make one."""
    with pytest.raises(NotFoundError, match="There is no knowledge base at") as caught:
        Home.open(tmp_path / "nowhere")
    assert "kb init" in caught.value.hint
    assert not (tmp_path / "nowhere").exists()


def test_its_log_is_made_on_first_use(home: Home) -> None:
    """And read again, also without writing."""
    log = home.event_log(clock=ticking())
    log.append("article/a", 0, [added("a")], actor="person:Ada")
    log.close()

    reading = home.event_log(read_only=True)
    assert [recorded.event for recorded in reading.read()] == [added("a")]
    reading.close()


def test_a_home_of_a_newer_version_is_refused(home: Home) -> None:
    """By its marker, before any file in it is opened."""
    home.marker_path.write_text('{"format": 7, "made_by": "9.0"}')

    with pytest.raises(NewerFormatError, match="format 7; this kb knows formats up to 1"):
        Home.open(home.root, create=True)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": "x"}', "\x00"])
def test_a_damaged_marker_is_said_to_be_damaged(home: Home, content: str) -> None:
    """With its path."""
    home.marker_path.write_text(content)

    with pytest.raises(CorruptError, match="does not say which format") as caught:
        Home.open(home.root)
    assert caught.value.path == home.marker_path


def test_a_file_is_no_home(tmp_path: Path) -> None:
    """The path is named."""
    (tmp_path / "file").touch()

    with pytest.raises(StorageError, match="is no folder"):
        Home.open(tmp_path / "file", create=True)


@pytest.mark.parametrize(("place", "why"), [("file/home", "not a directory"), ("x" * 300, "too long")])
def test_what_is_no_place_for_a_home_is_said_to_be_none(tmp_path: Path, place: str, why: str) -> None:
    """Not that it cannot be read, which nobody asked for."""
    (tmp_path / "file").touch()

    with pytest.raises(StorageError, match=why) as caught:
        Home.open(tmp_path / place, create=True)
    assert "--home" in caught.value.hint
    assert "x" * 300 not in str(caught.value)


def test_a_read_only_folder_is_refused_for_writing_and_read_all_the_same() -> None:
    """What is there answers; nothing is made."""
    with unprivileged() as folder:
        home = Home.open(folder / "home", create=True)
        log = home.event_log()
        log.append("article/a", 0, [added("a")], actor="person:Ada")
        log.close()
        home.root.chmod(0o555)
        folder.chmod(0o555)

        again = Home.open(home.root)
        assert not again.writable
        reading = again.event_log()
        assert reading.position() == 1
        reading.close()
        with pytest.raises(ReadOnlyError, match="cannot be written"), again.write_lock():
            pass
        with pytest.raises(ReadOnlyError, match="read-only for this user"):
            Home.open(folder / "other", create=True)
        home.root.chmod(0o755)


def test_a_home_that_may_not_be_entered_is_said_to_be_closed() -> None:
    """Which is another matter than one that may not be written."""
    with unprivileged() as folder:
        Home.open(folder / "home", create=True)
        (folder / "home").chmod(0)
        for path in (folder / "home", folder / "home" / "inner"):
            with pytest.raises(UnreadableError, match="cannot be read: permission denied"):
                Home.open(path, create=True)
        (folder / "home").chmod(0o755)


def test_a_full_disk_is_refused_before_writing(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Less than the minimum free: neither the lock nor a new home."""

    class Usage:
        free = 1024

    monkeypatch.setattr(home_module.shutil, "disk_usage", lambda path: Usage)

    with pytest.raises(DiskFullError, match="The disk is full"), home.write_lock():
        pass
    with pytest.raises(DiskFullError, match="The disk is full"):
        Home.open(tmp_path / "other", create=True)


HOLDER = """
import pathlib, sys
from kb.log import Home
with Home.open(pathlib.Path(sys.argv[1])).write_lock():
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(home: Home) -> "subprocess.Popen[str]":
    """Start a process that holds the lock until its standard input closes."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home.root)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_process_waits_and_says_for_whom(home: Home) -> None:
    """It goes on as soon as the first lets go."""
    process = hold(home)
    said: list[str] = []

    def on_wait(holder: str) -> None:
        said.append(holder)
        assert process.stdin is not None
        process.stdin.close()

    with home.write_lock(timeout=60, on_wait=on_wait):
        assert said == [f"process {process.pid} (-c {home.root})"]
    process.wait()


def test_who_waits_too_long_gives_up_with_the_reason(home: Home) -> None:
    """The error names the process that holds the lock."""
    process = hold(home)
    try:
        with pytest.raises(HomeBusyError, match=f"written by process {process.pid}"), home.write_lock(timeout=0.05):
            pass
    finally:
        process.communicate("")


def test_the_lock_of_a_killed_process_is_free(home: Home) -> None:
    """Nobody has to delete a file."""
    process = hold(home)
    process.kill()
    process.communicate()

    with home.write_lock(timeout=0, on_wait=pytest.fail):
        assert home.lock_path.exists()


def test_threads_wait_for_each_other(home: Home) -> None:
    """A server's writers queue up like processes."""
    inside: list[str] = []

    def work(name: str) -> None:
        with home.write_lock(timeout=60):
            inside.append(f"{name} in")
            inside.append(f"{name} out")

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(inside[at + 1] == inside[at].replace("in", "out") for at in (0, 2, 4))


def test_nobody_waits_on_a_free_lock(home: Home) -> None:
    """Taken, let go and taken again without a word."""
    for _ in range(2):
        with home.write_lock(on_wait=pytest.fail):
            pass
