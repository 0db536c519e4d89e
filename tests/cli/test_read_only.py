"""A home on a disk that cannot be written: all that reads answers, and what writes says why it cannot."""

import os
import sqlite3
from typing import Any

import pytest

from tests.cli.conftest import CommandLine

READING = {
    "query": "Ada",
    "show": "Blue Column",
    "search": "Ada Lund",
    "list": "Blue Column",
    "export": "Nordhaven",
    "conflicts": "7",
    "log": "article-added",
    "verify": "All is as it should be",
    "diff": "Nordhaven",
    "review": "",
}
ARGUMENTS = {
    "query": ["-e", "SELECT ?n { ?s rdfs:label ?n }"],
    "show": ["Blue Column"],
    "search": ["hard night"],
    "list": ["entities"],
    "export": ["--format", "nquads"],
    "diff": ["2", "6"],
}


@pytest.fixture
def barred(filled: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """A home as on a disk that cannot be written: SQLite lays nothing beside its files, and nobody may write."""
    there, connect, access = str(filled.home), sqlite3.connect, os.access

    def connected(database: Any, *arguments: Any, **named: Any) -> sqlite3.Connection:
        if there in str(database) and "immutable" not in str(database):
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise error
        return connect(database, *arguments, **named)

    def may(path: Any, mode: int, **named: Any) -> bool:
        return access(path, mode, **named) and not (mode & os.W_OK and str(path).startswith(there))

    monkeypatch.setattr(sqlite3, "connect", connected)
    monkeypatch.setattr(os, "access", may)
    return filled


@pytest.mark.parametrize("command", READING)
def test_what_reads_answers(barred: CommandLine, command: str) -> None:
    """Each command as on any other disk, and nothing is laid beside the files."""
    before = sorted(barred.home.rglob("*"))
    done = barred(command, *ARGUMENTS.get(command, []))
    assert (done.code, done.err if done.code else "") == (0, "")
    assert READING[command] in done.out
    assert sorted(barred.home.rglob("*")) == before


def test_an_earlier_moment_is_answered_too(barred: CommandLine) -> None:
    """Its view is made elsewhere, and not kept."""
    done = barred("list", "articles", "--as-of", "4")
    assert done.code == 0, done.err
    assert "Raid on Nordhaven" in done.out + barred("list", "articles", "--as-of", "5").out


@pytest.mark.parametrize("arguments", [["undo", "3"], ["rebuild"], ["withdraw", "Raid on Nordhaven", "--reason", "x"]])
def test_what_writes_says_why_it_cannot(barred: CommandLine, arguments: list[str]) -> None:
    """With the folder, and a next step."""
    done = barred(*arguments)
    assert done.code == 7
    assert f"{barred.home} cannot be written" in done.err
    assert "write permission" in done.err


def test_the_doctor_says_so(barred: CommandLine) -> None:
    """It is no fault of the log."""
    done = barred("doctor")
    assert done.code == 1
    assert f"BAD  home: {barred.home}, may not be written" in done.out
    assert "hash chain sound" in done.out
