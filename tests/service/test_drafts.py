"""Files and folders that appear whole or not at all."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

import pytest

from kb.service.upkeep import folders
from kb.service.upkeep.drafts import DraftBusyError, whole_file, whole_folder


def test_a_file_appears_at_the_end(tmp_path: Path) -> None:
    """Until then the old one stands there."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with whole_file(path) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"

    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_after_an_error_nothing_is_left(tmp_path: Path) -> None:
    """Of a file nor of a folder."""
    with suppress(RuntimeError), whole_file(tmp_path / "file") as file:
        file.write(b"half")
        raise RuntimeError("no")
    with suppress(RuntimeError), whole_folder(tmp_path / "folder") as folder:
        (folder / "x").write_text("half", encoding="utf-8")
        raise RuntimeError("no")

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_taken_over(tmp_path: Path) -> None:
    """Its lock went with it."""
    (tmp_path / ".file.part").write_bytes(b"much that is old")
    (tmp_path / ".folder.part" / "deep").mkdir(parents=True)
    with whole_file(tmp_path / "file") as file:
        file.write(b"new")
    with whole_folder(tmp_path / "folder") as folder:
        (folder / "x").touch()

    assert (tmp_path / "file").read_bytes() == b"new"
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["x"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_two_at_once_do_not_write_one_file(tmp_path: Path) -> None:
    """The second is told; the first goes on."""
    draft = os.open(tmp_path / ".file.part", os.O_RDWR | os.O_CREAT)
    fcntl.flock(draft, fcntl.LOCK_EX)

    with pytest.raises(DraftBusyError, match="Another process is writing"), whole_file(tmp_path / "file"):
        pass
    assert (tmp_path / ".file.part").exists()
    os.close(draft)


@pytest.mark.parametrize("when", ["before the new one stood there", "while the old one was removed"])
def test_a_folder_in_the_place_of_another_survives_a_kill(tmp_path: Path, when: str) -> None:
    """Between the two renames the name leads to nothing: the next one to write there finds what stood there."""
    names, path = {"a", "b"}, tmp_path / "out"
    with folders.whole_folder(path, names) as folder:
        (folder / "a").write_text("old", encoding="utf-8")
    old = tmp_path / ".out.old"
    if when.startswith("before"):
        path.rename(old)
    else:
        old.mkdir()
        (old / "b").touch()
    with suppress(RuntimeError), folders.whole_folder(path, names):
        raise RuntimeError("no")
    assert [one.name for one in path.iterdir()] == ["a"]
    assert list(tmp_path.iterdir()) == [path]

    with folders.whole_folder(path, names) as folder:
        (folder / "b").write_text("new", encoding="utf-8")
    assert [one.name for one in path.iterdir()] == ["b"]
    assert list(tmp_path.iterdir()) == [path]
