"""kb export: every format by name, parts by hops and by query, files that are whole or not there."""

import csv
import io
import json
from pathlib import Path

import pytest

from kb.cli.exchange import Format
from kb.exporting.formats import BY_NAME
from tests.cli.conftest import CommandLine


def test_the_formats_are_those_that_are_written() -> None:
    """In the order in which help lists them."""
    assert [one.value for one in Format] == list(BY_NAME)


def test_each_format_says_what_it_wrote_and_what_not(filled: CommandLine, tmp_path: Path) -> None:
    """Events of a model without statements; tables as a folder; the file named."""
    out = tmp_path / "events.json"
    done = filled("export", "-f", "ftm", "-o", out)
    assert done.out == ""
    assert f"to {out}" in done.err
    assert "statements, which FollowTheMoney has no schema for" in done.err
    assert {json.loads(line)["schema"] for line in out.read_text(encoding="utf-8").splitlines()} >= {"Event", "Article"}
    assert filled("export", "-f", "tables", "-o", tmp_path / "tables").code == 0
    assert (tmp_path / "tables" / "events.csv").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"events.json", "tables"}


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "begin"),
    [("a.csv", "event,"), ("a.ttl", "@prefix"), ("a.geojson", "{"), ("a.nt", "<"), ("a.xyz", "@prefix")],
)
def test_the_ending_of_the_file_says_the_format(filled: CommandLine, tmp_path: Path, name: str, begin: str) -> None:
    """As in Python; a table is no TriG for want of --format. What is said in words goes first."""
    assert filled("export", "-o", tmp_path / name).code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begin)
    assert filled("export", "-f", "nquads", "-o", tmp_path / name).code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith("<")


def test_a_dash_is_standard_output(filled: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is standard input where something is read; no file is called so."""
    monkeypatch.chdir(tmp_path)
    done = filled("export", "-f", "nquads", "-o", "-")
    assert done.out.startswith("<")
    assert done.out == filled("export", "-f", "nquads").out
    assert not list(tmp_path.iterdir())


def test_a_neighbourhood_by_name_and_a_query_from_a_file(filled: CommandLine, tmp_path: Path) -> None:
    """Also from standard input."""
    around = filled("export", "-f", "csv", "--class", "entities", "--about", "Ada Lund", "--hops", "0")
    assert [row["label"] for row in csv.DictReader(io.StringIO(around.out))] == ["Ada Lund"]
    query = "SELECT ?s { ?s a kb:Statement }"
    (tmp_path / "said.rq").write_text(query, encoding="utf-8")
    table = ("export", "-f", "csv", "--class", "statements")
    said = filled(*table, "--query", tmp_path / "said.rq")
    assert [row["speakers"] for row in csv.DictReader(io.StringIO(said.out))] == ["Ada Lund"]
    assert filled(*table, "--query", "-", stdin=query).out == said.out


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (("--class", "evnt", "-f", "tables"), 3, "no table"),
        (("--class", "events"), 3, "takes no class"),
        (("--about", "Ada Lund", "--entity", "Ada Lund"), 3, "Give --entity or --about"),
        (("--about", "Nobody At All"), 4, "Nobody At All"),
        (("--query", "nowhere.rq"), 4, "There is no file"),
        (("--query", "-"), 3, "is empty"),
        (("-f", "excel"), 2, "excel"),
        (("--hops", "9"), 2, "9"),
    ],
)
def test_what_is_asked_wrongly_is_said(filled: CommandLine, line: tuple[str, ...], code: int, words: str) -> None:
    """And nothing is printed."""
    done = filled("export", *line)
    assert (done.code, done.out) == (code, "")
    assert words in done.err


def test_what_is_replaced_is_said(filled: CommandLine, tmp_path: Path) -> None:
    """A file or folder of before gives way when all is written, not silently; a folder with other files stays."""
    for name, kind in (("a.nq", "file"), ("tables", "folder")):
        form = "nquads" if kind == "file" else "tables"
        first = filled("export", "-f", form, "-o", tmp_path / name)
        again = filled("export", "-f", form, "-o", tmp_path / name)
        assert "in the place of" not in first.err
        assert f" to {tmp_path / name}, in the place of the {kind} that was there" in again.err
    changes = [filled("diff", "0", "-f", "patch", "-o", tmp_path / "a.rdfp").err for _ in range(2)]
    assert changes == [
        f"Wrote {tmp_path / 'a.rdfp'}\n",
        f"Wrote {tmp_path / 'a.rdfp'}, in the place of the file that was there\n",
    ]


@pytest.mark.thorough
@pytest.mark.parametrize(
    "name",
    ["log.sqlite", "catalog.sqlite", "home.json", "lock", "tokens.json", "graph/CURRENT", "graph/new.nq", "graph"],
)
@pytest.mark.parametrize(
    "line",
    [
        ("export", "-f", "nquads", "-o"),
        ("export", "-f", "tables", "-o"),
        ("diff", "0", "-f", "patch", "-o"),
        ("backup", "--force"),
    ],
)
def test_no_file_of_a_home_is_replaced(filled: CommandLine, tmp_path: Path, line: tuple[str, ...], name: str) -> None:
    """The log is the only copy of what it holds, and a slip of the hand would end it; whichever home it is of."""
    home = filled.home
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and path.name != "lock.holder"}

    done = filled(*line, home / name)

    assert done.code != 0
    assert "Wrote" not in done.err
    assert {path: path.read_bytes() for path in before} == before
    assert filled("status").code == 0
