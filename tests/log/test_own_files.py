"""Files by which a home lives: nothing is written over them."""

from pathlib import Path

import pytest

from kb.log.home import Home
from kb.log.own_files import OwnFileError, check_none_of_a_home

_OWN = (
    "log.sqlite",
    "log.sqlite-wal",
    "catalog.sqlite",
    "home.json",
    "lock",
    "signatures.jsonl",
    "graph/CURRENT",
    "past/a/b",
)


def _made(root: Path, *names: str) -> Path:
    Home.open(root, create=True)
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    return root


@pytest.mark.parametrize("name", _OWN)
def test_what_a_home_lives_by_is_its_own(tmp_path: Path, name: str) -> None:
    """Through a link, too."""
    home = _made(tmp_path / "home", name)
    link = tmp_path / "news.kb"
    link.symlink_to(home / name)

    for path in (home / name, link):
        with pytest.raises(OwnFileError) as caught:
            check_none_of_a_home(path)
        assert caught.value.home == home


@pytest.mark.parametrize("name", ["news.kb", "out/log.ttl", "logs.txt", "log.txt", "lockdown.csv", "signatures.csv"])
def test_what_else_lies_in_a_home_is_not(tmp_path: Path, name: str) -> None:
    """Who works in the folder of a home can write there, and write over it."""
    check_none_of_a_home(_made(tmp_path / "home", name) / name)


@pytest.mark.parametrize("name", ["graph/new.ttl", "tokens.json"])
def test_nothing_is_put_where_a_home_has_its_own(tmp_path: Path, name: str) -> None:
    with pytest.raises(OwnFileError):
        check_none_of_a_home(_made(tmp_path / "home") / name)


def test_a_file_of_such_a_name_elsewhere_is_nobodys(tmp_path: Path) -> None:
    _made(tmp_path / "home")
    (tmp_path / "log.sqlite").touch()

    check_none_of_a_home(tmp_path / "log.sqlite")
