"""What an error tells those who ask over HTTP, and what it keeps to this machine."""

import sqlite3
from pathlib import Path

import pytest

from kb.api.traffic.problems import without_paths
from kb.errors import InputError, KbError, StorageError
from kb.log.contract import UnreachableError
from kb.log.faults import CorruptError, UnreadableError
from kb.log.postgres_address import parse_address
from kb.projections.catalog.schema import FORMAT, OlderCatalogError
from tests.api.conftest import Served, opened, serving


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OlderCatalogError("/srv/our news/catalog.sqlite", 1), "The catalog catalog.sqlite has format 1"),
        (CorruptError(Path("/srv/news/log.sqlite"), "file is not a database"), "log.sqlite is damaged: file is not"),
        (UnreadableError(Path("/srv/news"), "cannot open /srv/news/graph/CURRENT"), "news cannot be read: cannot open"),
        (StorageError("There is no catalog at /srv/news/catalog.sqlite."), "There is no catalog at catalog.sqlite."),
    ],
)
def test_a_fault_of_storage_names_files_and_not_where_they_lie(error: KbError, said: str) -> None:
    text, hint = without_paths(error)

    assert text.startswith(said)
    assert "/srv" not in text + hint


def test_a_database_that_is_away_is_said_without_its_address() -> None:
    """Neither host nor socket, user or name of the database."""
    address = parse_address("postgresql://ada@db.example.org/kb?schema=news")
    text, hint = without_paths(UnreachableError(address.shown, 'connection to "db.example.org", user "ada" failed'))

    assert text == "The database PostgreSQL cannot be reached."
    assert "example" not in hint


def test_what_the_client_sent_is_said_as_it_was() -> None:
    error = InputError("/a/b/c is no position.", hint="See /log/stream or /x/y.")

    assert without_paths(error) == ("/a/b/c is no position.", "See /log/stream or /x/y.")


def test_a_server_over_an_older_catalog_shows_no_path(tmp_path: Path) -> None:
    """Not in a problem, and not in what it says of its health."""
    with opened(tmp_path / "home") as kb:
        with sqlite3.connect(kb.home.catalog_path) as connection:
            connection.execute(f"PRAGMA user_version = {FORMAT - 1}")
        connection.close()
        with serving(kb) as served:
            answer = served.client.get("/articles")
            health = served.client.get("/health").json()

    assert (answer.status_code, answer.json()["code"]) == (503, "older-catalog")
    assert health["status"] == "bad"
    assert "catalog.sqlite has format" in answer.json()["detail"]
    assert "catalog.sqlite has format" in health["problems"][0]
    assert str(tmp_path) not in answer.text + str(health)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b'{"text": "a",\n "title": }', "The body is no JSON: line 2, column 11: Expecting value."),
        (b"[1, 2", "The body is no JSON: line 1, column 6: Expecting ',' delimiter."),
        (b'{"text": "caf\xe9"}', "The body is no JSON: it is binary, or not in UTF-8."),
        (b"[" * 200_000, "The body is no JSON that is read here: it is nested too deeply."),
    ],
)
def test_a_body_that_is_no_json_is_said_with_its_place(served: Served, sent: bytes, said: str) -> None:
    """A problem like all others: a code, and what to do."""
    answer = served.client.post("/articles", content=sent, headers={"Content-Type": "application/json"})
    body = answer.json()

    assert (answer.status_code, body["code"], body["detail"]) == (400, "not-json", said)
    assert "json.tool" in body["hint"]


def test_an_empty_text_is_said_in_plain_words(served: Served) -> None:
    """Not in those of the library that checks it."""
    assert served.client.post("/articles", json={"text": ""}).json()["detail"] == "body.text: it is empty"
