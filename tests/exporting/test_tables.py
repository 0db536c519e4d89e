"""Tables of the classes: everything is in them, other libraries read them, and they can be joined."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pyarrow.parquet
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.exporting.classes import BY_NAME, TABLES
from kb.exporting.reading import Graph
from kb.exporting.tables import UnknownClassError, table, write_folder, write_table, write_zip
from kb.graph import names
from kb.graph.vocabulary import KB
from tests.exporting.conftest import FIRST, iri
from tests.graph import sample

CLASSES = {
    "articles": KB.Article,
    "mentions": KB.Mention,
    "events": KB.Event,
    "statements": KB.Statement,
    "figures": KB.Figure,
    "offices": KB.Position,
    "happenings": KB.Happening,
    "claims": KB.Claim,
    "contradictions": KB.Contradiction,
}


def read(graph: Graph, name: str) -> list[dict[str, str]]:
    """Return a table's rows as the standard library reads them."""
    out = io.BytesIO()
    write_table(graph, table(name), out, "csv")
    return list(csv.DictReader(io.StringIO(out.getvalue().decode(), newline="")))


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_has_a_row_for_each_of_its_nodes(graph: Graph, store: Store, name: str) -> None:
    """No more and no fewer, each once, in order."""
    found = [row[table(name).columns[0].name] for row in read(graph, name)]
    quads = store.quads_for_pattern(None, names.TYPE, NamedNode(CLASSES[name]), None)

    assert found == sorted({quad.subject.value for quad in quads})


def test_every_class_of_an_article_is_a_table_or_part_of_one(store: Store) -> None:
    """Whoever adds a class to the graph has to say where it goes."""
    graphs = [name for name in store.named_graphs() if "/graph/article-" in name.value]
    classes = {
        quad.object.value
        for graph in graphs
        for quad in store.quads_for_pattern(None, names.TYPE, None, graph)
        if "/id/entity-" not in quad.subject.value
    }
    parts = {KB.Time, KB.Phrase}  # columns of events; words of participants and media
    assert classes <= set(CLASSES.values()) | parts


def test_tables_can_be_joined(graph: Graph) -> None:
    """What a column says of another table is found there."""
    rows = {one.name: read(graph, one.name) for one in TABLES}
    keys = {one.name: {row[one.columns[0].name] for row in rows[one.name]} for one in TABLES}
    joined = 0
    for one in TABLES:
        for column in one.columns:
            if column.table:
                given = {row[column.name] for row in rows[one.name]} - {""}
                assert given <= keys[column.table], (one.name, column.name)
                joined += len(given)
    assert joined > 40


def test_rows_say_what_the_article_says(graph: Graph) -> None:
    """Places of mentions, roles with their certainty, numbers with their words, offices with their holders."""
    mentions = [row for row in read(graph, "mentions") if row["article"] == iri("article", FIRST.id)]
    assert all(FIRST.text[int(row["start"]) : int(row["end"])] == row["exact"] for row in mentions)
    entities = {row["label"]: row for row in read(graph, "entities")}
    assert (entities["The aa"]["type"], entities["The aa"]["latitude"], entities["The aa"]["longitude"]) == (
        *("city", "1.5"),
        "-2.25",
    )
    assert {(row["role"], row["participant_label"], row["certainty"]) for row in read(graph, "participants")} >= {
        ("cause", "flood of the old bridge", "0.7"),
        ("patient", "at least four people", "0.9"),
        ("place", "The aa", "0.9"),
    }
    assert {(row["words"], row["comparator"], row["value"]) for row in read(graph, "figures")} == {
        ("at least four", "atLeast", "4.0")
    }
    assert {(row["holder_label"], row["title"]) for row in read(graph, "offices")} == {("Ada Lund", "Mayor")}


def test_a_cell_is_no_formula_and_keeps_its_line_breaks() -> None:
    """A spreadsheet runs nothing that an article wrote."""
    node = NamedNode(iri("article", "0"))
    store = Store()
    store.add(Quad(node, names.TYPE, names.kb("Article")))
    store.add(Quad(node, names.kb("title"), Literal('=1+1,\r\n"x"')))
    store.add(Quad(node, names.kb("source"), Literal("@x")))

    assert [(row["title"], row["source"]) for row in read(Graph(store, sample.BASE), "articles")] == [
        ('\'=1+1,\r\n"x"', "'@x")
    ]


@pytest.mark.parametrize("name", ["entities", "events", "mentions", "figures"])
def test_parquet_holds_what_csv_holds(graph: Graph, name: str, tmp_path: Path) -> None:
    """With types, and null where a cell is empty; read back by pyarrow."""
    path = tmp_path / f"{name}.parquet"
    with path.open("wb") as file:
        count = write_table(graph, table(name), file, "parquet")
    rows = pyarrow.parquet.read_table(path).to_pylist()

    def shown(value: object) -> str:
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    assert count == len(rows)
    assert [{key: shown(value) for key, value in row.items()} for row in rows] == read(graph, name)


def test_an_archive_is_the_same_twice_and_describes_itself(graph: Graph, tmp_path: Path) -> None:
    """As the folder holds the files; a Data Package names columns, types and keys."""
    first, second = io.BytesIO(), io.BytesIO()
    counts = write_zip(graph, first, "csv")
    write_zip(graph, second, "csv")
    assert first.getvalue() == second.getvalue()
    assert write_folder(graph, tmp_path, "csv") == counts

    with zipfile.ZipFile(first) as archive:
        assert sorted(archive.namelist()) == sorted(path.name for path in tmp_path.iterdir())
        for path in tmp_path.iterdir():
            assert archive.read(path.name) == path.read_bytes(), path.name
        package = json.loads(archive.read("datapackage.json"))
    assert [one["name"] for one in package["resources"]] == [one.name for one in TABLES]
    for one in package["resources"]:
        head = (tmp_path / one["path"]).read_text(encoding="utf-8").splitlines()[0].split(",")
        assert head == [field["name"] for field in one["schema"]["fields"]]
        for key in one["schema"].get("foreignKeys", ()):
            assert key["reference"]["resource"] in {"", *BY_NAME}


def test_an_unknown_table_is_refused() -> None:
    """With those there are."""
    with pytest.raises(UnknownClassError, match="no table") as caught:
        table("evnt")
    assert "events" in caught.value.hint


def test_a_table_goes_by_the_name_of_its_class_too() -> None:
    """Whoever knows the ontology asks for kb:Event."""
    assert {table(name).name for name in ("events", "Event", "event", "kb:Event")} == {"events"}
    assert table("Entity").name == "entities"
    assert table("Figure").name == "figures"
