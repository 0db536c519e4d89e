"""What an erasure takes out of the queue of questions, which another process may have open."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kb.errors import LockedError
from kb.log import Home
from kb.projections import purging
from kb.projections.opening import rebuild
from kb.service.review.store import opened
from tests.projections.worlds import SETTLED, World

WORD = b"Ironclad"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose queue holds a word, in the database and in its write-ahead file."""
    home = Home.open(tmp_path, create=True)
    rebuild(home, World().run(SETTLED).log)
    for _ in range(2):
        with closing(opened(tmp_path / "review.sqlite")) as file:
            file.execute("INSERT OR REPLACE INTO seen VALUES (?, x'00')", (WORD.decode(),))
    return home


def held(home: Home) -> list[str]:
    """Files that hold the word."""
    return [path.name for path in home.root.glob("review.sqlite*") if WORD in path.read_bytes()]


def test_the_queue_is_emptied_and_used_on(home: Home) -> None:
    """No page and no write-ahead file of it holds a word; the next question makes its tables again."""
    log = World().run(SETTLED).log
    assert held(home)
    assert "review.sqlite" in purging.purge(home, log)
    assert held(home) == []
    with closing(opened(home.root / "review.sqlite")) as file:
        assert file.execute("SELECT count(*) FROM seen").fetchone() == (0,)


def test_who_reads_it_is_waited_for_and_not_passed_over(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is not taken away under a reader; all else is done, and that it is not clean is said."""
    monkeypatch.setattr(purging, "_PATIENCE", 0.1)
    log = World().run(SETTLED).log
    path = home.root / "review.sqlite"
    with closing(sqlite3.connect(path)) as reader:
        assert reader.execute("SELECT count(*) FROM seen").fetchone() == (1,)
        with pytest.raises(LockedError, match="review"):
            purging.purge(home, log)
        assert reader.execute("SELECT count(*) FROM seen").fetchone() == (1,)
    purging.purge(home, log)
    assert held(home) == []


def test_a_damaged_queue_goes(home: Home) -> None:
    """Nobody can use it."""
    (home.root / "review.sqlite").write_bytes(WORD * 1_000)
    assert "review.sqlite" in purging.purge(home, World().run(SETTLED).log)
    assert held(home) == []
    assert not (home.root / "review.sqlite").exists()
