"""A log goes to another home and back with the same hashes, or not at all."""

from contextlib import closing
from pathlib import Path

import pytest

from kb.errors import InputError, KbError, NotFoundError
from kb.events import Envelope, Erased
from kb.log import Append, Home
from kb.log.backup import ErasedMeanwhileError
from kb.log.chain import BrokenChainError
from kb.log.contract import NotEmptyError
from kb.log.copying import copy_log
from kb.log.remote_home import open_home
from tests.log.samples import added, withdrawn
from tests.postgres import Cluster


@pytest.fixture
def source(tmp_path: Path) -> str:
    """A home whose log has an erased event."""
    home = Home.open(tmp_path / "source", create=True)
    with closing(home.event_log()) as log:
        for number in range(300):
            log.append(f"article/{number}", 0, [added(f"Zürich {number}"), withdrawn("a")], actor="person:Žofie")
        log.erase([Append("base", 0, [Erased((3, 7), "asked for")], "person:Ada")])
    return str(home.root)


def envelopes(home: str, cache: Path) -> list[Envelope]:
    """Everything in a home's log."""
    with closing(open_home(home, str(cache)).event_log(read_only=True)) as log:
        assert log.verify() == log.check_end()
        return list(log.envelopes())


def test_there_and_back_nothing_changes(cluster: Cluster, source: str, tmp_path: Path) -> None:
    """Position, time, salt and hash of every event; and the copies go on by themselves."""
    database, back = cluster.url(), str(tmp_path / "back")
    told: list[tuple[int, int]] = []

    there = copy_log(source, database, str(tmp_path / "cache"), lambda done, total: told.append((done, total)))
    assert (there.position, there.target) == (601, database)
    again = copy_log(database, back, str(tmp_path / "cache"))

    assert again.head == there.head
    assert envelopes(source, tmp_path) == envelopes(database, tmp_path / "cache") == envelopes(back, tmp_path)
    assert told[-1] == (601, 601)
    for home in (database, back):
        with closing(open_home(home, str(tmp_path / "cache")).event_log()) as log:
            assert log.append("article/0", 2, [added("once more")], actor="person:Ada")[0].position == 602
            assert log.erase([Append("base", 1, [Erased((3, 8), "asked for")], "person:Ada")])
            assert log.verify() == 603


@pytest.fixture
def targets(cluster: Cluster, tmp_path: Path) -> list[str]:
    """A new folder, and a new schema."""
    return [cluster.url(), str(tmp_path / "target")]


def test_a_copy_that_breaks_off_leaves_nothing(
    targets: list[str], source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next one begins at the beginning."""
    for target in targets:

        def stop(done: int, total: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            copy_log(source, target, str(tmp_path / "cache"), stop)
        assert not (tmp_path / "target").exists()
        assert copy_log(source, target, str(tmp_path / "cache")).position == 601
        with pytest.raises(NotEmptyError, match="holds 601 events") as refused:
            copy_log(source, target, str(tmp_path / "cache"))
        assert refused.value.home == target
        assert str(refused.value).startswith(f"The log of {target} holds")


def test_an_erasure_meanwhile_is_no_damage(targets: list[str], source: str, tmp_path: Path) -> None:
    """It is said, nothing is left, and the next copy goes through."""
    for number, target in enumerate(targets, 1):

        def erase(done: int, total: int, number: int = number) -> None:
            if done == 200:
                with closing(open_home(source).event_log()) as log:
                    log.erase([Append("base", number, [Erased((10 * number,), "law")], "person:Ada")])

        with pytest.raises(ErasedMeanwhileError, match=f"Event {10 * number} was erased"):
            copy_log(source, target, str(tmp_path / "cache"), erase)
        assert copy_log(source, target, str(tmp_path / "cache")).position == 601 + number


def test_a_damaged_log_is_not_copied(targets: list[str], source: str, tmp_path: Path) -> None:
    """The first position that does not fit is named, and the target stays empty."""
    import sqlite3

    with closing(sqlite3.connect(Path(source) / "log.sqlite")) as connection:
        connection.execute("DROP TRIGGER event_is_never_updated")
        connection.execute("UPDATE event SET actor = 'person:Eve' WHERE position = 250")
        connection.commit()
    for target in targets:
        with pytest.raises(BrokenChainError, match="position 250"):
            copy_log(source, target, str(tmp_path / "cache"))
    assert open_home(targets[0], str(tmp_path / "cache")).event_log().position() == 0


def test_what_cannot_be_copied_is_said(source: str, tmp_path: Path) -> None:
    """To itself, from nowhere, from a home without a log, to a file."""
    with pytest.raises(InputError, match="copied to itself"):
        copy_log(source, source + "/../source")
    with pytest.raises(NotFoundError):
        copy_log(str(tmp_path / "nowhere"), str(tmp_path / "target"))
    Home.open(tmp_path / "empty", create=True)
    with pytest.raises(NotFoundError, match="no log"):
        copy_log(str(tmp_path / "empty"), str(tmp_path / "target"))
    (tmp_path / "file").touch()
    with pytest.raises(KbError, match="is no folder"):
        copy_log(source, str(tmp_path / "file"))
    assert not (tmp_path / "target").exists()
