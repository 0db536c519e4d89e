"""Checksums of the tables of a graph's engine: rot is named, whatever the engine has read of it."""

import os
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.projections.graph import sums


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two tables with sums, and a file that is none."""
    for name in ("000004.sst", "000007.sst", "000005.log"):
        (tmp_path / name).write_bytes(name.encode() * 1000)
    sums.note(tmp_path)
    return tmp_path


def test_one_changed_byte_is_named(folder: Path) -> None:
    """Of tables alone: others are written on."""
    assert sums.rotten(folder) == []
    for name in ("000007.sst", "000005.log"):
        data = bytearray((folder / name).read_bytes())
        data[500] ^= 1
        (folder / name).write_bytes(data)
    assert sums.rotten(folder) == ["000007.sst"]


def test_rot_stays_known_when_others_are_written(folder: Path) -> None:
    """A sum is taken once, when the table is new, and goes with it."""
    (folder / "000004.sst").write_bytes(b"x" * 10_000)
    (folder / "000007.sst").unlink()
    (folder / "000009.sst").write_bytes(b"new")
    sums.note(folder)
    assert sums.rotten(folder) == ["000004.sst"]
    assert "000007" not in (folder / "sums").read_text()
    (folder / "000009.sst").write_bytes(b"now")
    assert sums.rotten(folder) == ["000004.sst", "000009.sst"]


def test_a_number_that_is_used_again_is_another_table(folder: Path) -> None:
    """As after a crash; a table of the wrong size is refused by the engine itself."""
    (folder / "000004.sst").write_bytes(b"another")
    assert sums.rotten(folder) == []
    sums.note(folder)
    (folder / "000004.sst").write_bytes(b"Another")
    assert sums.rotten(folder) == ["000004.sst"]


def test_a_number_that_is_used_again_for_as_many_bytes_is_another_table(tmp_path: Path) -> None:
    """As after a power cut took a table's entry: which run of the engine made it tells the two apart; rot does not."""
    for number in (1, 2):
        store = Store(str(tmp_path / str(number)))
        store.add(Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal(str(number))))
        store.flush()
        del store
    folder, other = tmp_path / "1", tmp_path / "2"
    table = next(one.name for one in folder.glob("*.sst") if (other / one.name).exists())
    sums.note(folder)
    rotten = bytearray((folder / table).read_bytes())
    new = (other / table).read_bytes()
    assert len(rotten) == len(new)

    (folder / table).write_bytes(new)
    assert sums.rotten(folder) == []
    rotten[10] ^= 1
    (folder / table).write_bytes(rotten)
    assert sums.rotten(folder) == [table]
    (folder / table).write_bytes(new)
    sums.note(folder)
    (folder / table).write_bytes(new[:10] + bytes([new[10] ^ 1]) + new[11:])
    assert sums.rotten(folder) == [table]


@pytest.mark.parametrize("left", ["", "half a li", "000004.sst much - 12\n"])
def test_sums_that_cannot_be_read_say_nothing(folder: Path, left: str) -> None:
    """Nothing is called rotten for their sake, and the next writer takes them anew."""
    (folder / "sums").write_text(left)
    assert sums.rotten(folder) == []
    sums.note(folder)
    (folder / "000004.sst").write_bytes(b"x" * 10_000)
    assert sums.rotten(folder) == ["000004.sst"]


def test_nothing_is_written_where_nothing_is_new(folder: Path) -> None:
    """Most openings for writing change nothing."""
    before = os.stat(folder / "sums").st_mtime_ns
    sums.note(folder)
    assert os.stat(folder / "sums").st_mtime_ns == before


def test_sums_go_with_links_alone(folder: Path, tmp_path: Path) -> None:
    """A table of the same name and size may be that of another store."""
    linked = tmp_path / "linked"
    linked.mkdir()
    os.link(folder / "000004.sst", linked / "000004.sst")
    (linked / "000007.sst").write_bytes(b"x" * 10_000)
    sums.carry(folder, linked)
    assert (linked / "sums").read_text() == (folder / "sums").read_text().splitlines(keepends=True)[0]
    (linked / "000004.sst").write_bytes(b"y" * 10_000)
    assert (sums.rotten(linked), sums.rotten(folder)) == (["000004.sst"], ["000004.sst"])
    sums.note(linked, folder)
    assert sums.rotten(linked) == ["000004.sst"]


def test_a_table_of_many_stores_is_read_once(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Generations share most of theirs."""
    linked = tmp_path / "linked"
    linked.mkdir()
    for name in ("000004.sst", "000007.sst"):
        os.link(folder / name, linked / name)
    sums.carry(folder, linked)
    read: dict[int, int] = {}
    assert sums.rotten(folder, read) == []
    monkeypatch.setattr(sums, "_sum", lambda _: -1)
    assert sums.rotten(linked, read) == []


def test_a_sum_that_a_power_cut_shortened_counts_for_nothing(tmp_path: Path) -> None:
    """Half a number is a number too."""
    (tmp_path / "000007.sst").write_bytes(b"a table")
    sums.note(tmp_path)
    kept = (tmp_path / "sums").read_bytes()
    for left in range(len(kept)):
        (tmp_path / "sums").write_bytes(kept[:left])
        assert sums.rotten(tmp_path) == []
