"""The command line and the world outside: curated lists, services that are asked, and what people make of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, write_articles
from tests.stub_service import Stub, plain, serving

LIST = "id,type,name,aliases,country\nwikidata:Q1,organisation,Blue Column,The Column,NO\nx:2,company,Kasonta Mine,,\n"
FTM = '{"id": "Q1", "schema": "Organization", "properties": {"name": ["Blue Column"]}}\n'


@pytest.fixture
def filled(kb: CommandLine, tmp_path: Path) -> CommandLine:
    """A home of two articles to write to."""
    write_articles(tmp_path / "articles")
    assert kb("add", tmp_path / "articles", "--quiet").code == 0
    return kb


@pytest.fixture
def stub() -> Iterator[Stub]:
    """A service that knows one of the entities."""
    with serving(Stub()) as running:
        running.knows("Blue Column", ("Q1", "Blue Column", 99, True))
        yield running


@pytest.mark.thorough
def test_a_list_comes_in_is_seen_and_leaves(filled: CommandLine, tmp_path: Path) -> None:
    """With what articles were linked to it, its versions, and as-of."""
    path = tmp_path / "bodies.csv"
    path.write_text(LIST, encoding="utf-8")
    assert "2 new" in filled("add-list", path, "--dry-run").out
    assert filled("list", "lists", "--json").json == []
    done = filled("add-list", path, "--json").json
    assert (done["name"], done["added"], done["linked"]) == ("bodies", 2, 1)
    assert "there already, row for row" in filled("add-list", path).out
    row = filled("list", "lists", "--json").json[0]
    assert (row["entries"], row["named"], row["origin"]) == (2, 1, "bodies.csv")
    page = filled("show", "Blue Column").out
    assert "wikidata:Q1" in page
    assert "in the list bodies, line 2" in page
    assert "The Column" in page
    assert "Kasonta Mine" in filled("show", "Kasonta Mine").out
    assert filled("list", "lists", "--as-of", str(done["position"] - 1), "--json").json == []
    assert filled("verify").code == 0
    assert filled("validate").code == 0
    out = filled("withdraw-list", "bodies", "--reason", "old")
    assert "was withdrawn" in out.out
    assert filled("show", "Kasonta Mine").code == 4
    assert filled("withdraw-list", "bodies", "--reason", "old").code == 4
    assert filled("withdraw-list", "bodies").code == 3
    assert filled("verify").code == 0


def test_bad_rows_are_named_and_left_out_on_demand(kb: CommandLine, tmp_path: Path) -> None:
    """Exit code 3 and nothing done; with --skip-bad 1, and the rest is in."""
    path = tmp_path / "bodies.csv"
    path.write_text(LIST + "wikidata:7,person,Ada,,\n", encoding="utf-8")
    refused = kb("add-list", path)
    assert refused.code == 3
    assert "line 4: 'wikidata:7' is no id" in refused.err
    assert "Nothing was taken in" in refused.err
    taken = kb("add-list", path, "--skip-bad")
    assert taken.code == 1
    assert "Left out: line 4" in taken.err
    assert kb("list", "lists", "--json").json[0]["entries"] == 2


def test_a_file_named_like_another_list_takes_no_place_unasked(kb: CommandLine, tmp_path: Path) -> None:
    """Another ending, or the same name with none of the rows: exit code 5, until --name says which it is."""
    (tmp_path / "l.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "l.csv").write_text(LIST.replace("Q1", "Q8").replace("x:2", "x:8"), encoding="utf-8")
    (tmp_path / "l.ftm.json").write_text(FTM, encoding="utf-8")
    assert kb("add-list", tmp_path / "l.csv").code == 0
    for file, shared in ((tmp_path / "l.ftm.json", 1), (tmp_path / "other" / "l.csv", 0)):
        refused = kb("add-list", file)
        assert refused.code == 5, refused.err
        assert f"There is a list l of the file l.csv, with 2 rows, {shared} of them in {file.name} too." in refused.err
        assert "--name l" in refused.err
    assert [one["entries"] for one in kb("list", "lists", "--json").json] == [2]
    assert kb("add-list", tmp_path / "l.ftm.json", "--name", "l").code == 0
    assert kb("add-list", tmp_path / "other" / "l.csv", "--name", "l2").code == 0
    assert [(one["name"], one["origin"]) for one in kb("list", "lists", "--json").json] == [
        ("l", "l.ftm.json"),
        ("l2", "l.csv"),
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("nowhere.csv",), 4), (("-",), 3), (("x.docx",), 3), (("x.csv", "--name", "Not A Name"), 3)],
)
def test_what_is_no_list(kb: CommandLine, tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    """Each says what to do."""
    for name in ("x.docx", "x.csv"):
        (tmp_path / name).write_text(LIST, encoding="utf-8")
    first = arguments[0] if arguments[0] == "-" else tmp_path / arguments[0]
    done = kb("add-list", first, *arguments[1:], stdin=LIST)
    assert done.code == code, done.err
    assert len(done.err.strip().splitlines()) >= 2


def test_a_service_is_asked_and_a_person_decides(filled: CommandLine, stub: Stub) -> None:
    """Candidates, accepted with undo, refused; the id is in the graph with its account."""
    asked = filled("reconcile", "--service", stub.address, "--type", "organisation", "--limit", "5")
    assert "Stub: candidates for 1 of" in asked.out
    found = filled("list", "candidates", "--json").json
    assert [(one["label"], one["external"], one["state"]) for one in found] == [("Blue Column", "wikidata:Q1", "open")]
    done = filled("accept", "Blue Column", "wikidata:Q1", "--json").json
    query = "SELECT ?e WHERE { ?e skos:exactMatch <http://www.wikidata.org/entity/Q1> }"
    assert len(filled("query", "-e", query, "-f", "json").json["results"]["bindings"]) == 1
    assert filled("accept", "Blue Column", "wikidata:Q1").code == 5
    assert filled("undo", str(done["event"] if "event" in done else done["position"])).code == 0
    assert "is not wikidata:Q1" in filled("reject", "Blue Column", "wikidata:Q1", "-m", "a band").out
    assert filled("list", "candidates", "--json").json == []
    assert filled("accept", "Blue Column", "wikidata:Q9").code == 4
    assert filled("verify").code == 0


def test_a_service_that_fails_is_a_clear_error(filled: CommandLine, stub: Stub) -> None:
    """Down, lying, or where nobody may go."""
    before = len(filled("log", "--json", "--limit", "0").out)
    stub.answers.append(plain(json.dumps({"versions": ["0.2"]})))
    lying = filled("reconcile", "--service", stub.address)
    assert (lying.code, "manifest has no name" in lying.err) == (3, True)
    assert filled("reconcile", "--service", "http://10.0.0.1/").code == 3
    assert filled("reconcile", "--service", stub.address, "--type", "persona").code == 3
    assert len(filled("log", "--json", "--limit", "0").out) == before
