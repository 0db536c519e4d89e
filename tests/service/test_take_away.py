"""Parts of the graph taken away: now, then, as far as sure; whole, or not at all."""

import csv
import io
import json
import pickle
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from pyoxigraph import RdfFormat, parse

from kb.bootstrap import open_knowledge_base
from kb.exporting import tables
from kb.exporting.formats import BY_ENDING, BY_NAME, FORMS, ONE_TABLE, UnknownFormError, form_called
from kb.log.faults import UnwritableError
from kb.projections.files.export import NothingToExportError
from kb.service.export.part import CutAnswerError, NoSuchTablesError, NothingNamedError, SeveralPartsError
from kb.service.export.take_away import Part, take
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from kb.sources import read_bytes
from tests.service.stand_in import parts

SURE = "Alba Corp attacked Norton Quarter.\n\n12 killed there. Ada Lund said: it was a hard night."
UNSURE = "MAYBE Cato Union attacked Delta Post. 3 killed there."


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A home with an attack that is sure and one that is not."""
    settings = load_settings({"home": str(tmp_path_factory.mktemp("taken") / "home"), "query_rows": 20}, {})
    with open_knowledge_base(None, settings, create=True, parts=parts()) as opened:
        with opened.adder() as adder:
            for text in (SURE, UNSURE):
                for outcome in read_bytes(text.encode(), "told", kind="text"):
                    assert adder.add(outcome).error is None
        yield opened


def taken(kb: KnowledgeBase, name: str, part: Part | None = None, **view: float) -> bytes:
    """Return an export as bytes."""
    out = io.BytesIO()
    take(kb, out, form_called(name), part, **view)  # type: ignore[arg-type]
    return out.getvalue()


def column(data: bytes, name: str) -> set[str]:
    """Return the values of a column of CSV."""
    return {row[name] for row in csv.DictReader(io.StringIO(data.decode(), newline=""))}


def test_names_and_endings_are_one_a_form() -> None:
    """No two forms share one, and an unknown one is refused with those there are."""
    assert len(BY_NAME) == len(FORMS) == len({form.ending for form in FORMS})
    assert len(BY_ENDING) == sum(1 + len(form.also) for form in FORMS)
    with pytest.raises(UnknownFormError) as caught:
        form_called("excel")
    assert "parquet" in caught.value.hint


@pytest.mark.thorough
@pytest.mark.parametrize("name", BY_NAME)
def test_every_form_is_the_same_twice_and_of_then(kb: KnowledgeBase, name: str) -> None:
    """Byte for byte; and what came later is not in it."""
    whole = taken(kb, name)
    assert whole == taken(kb, name)
    positions = [recorded.position for recorded in kb.log.read() if recorded.event.TYPE == "article-added"]
    then = taken(kb, name, as_of=positions[1] - 1)
    shown = _text(whole), _text(then)
    assert ("Cato Union" in shown[0], "Cato Union" in shown[1]) == (True, False) or name in ("acled", "geojson")


def _text(data: bytes) -> str:
    """Return what is in a file, whatever is packed in it."""
    if data[:2] != b"PK":
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["nquads", "csv", "tables", "gexf", "ftm", "plover", "annotations"])
def test_what_is_less_sure_stays_out(kb: KnowledgeBase, name: str) -> None:
    """Of every kind of form."""
    whole, sure = _text(taken(kb, name)), _text(taken(kb, name, min_confidence=0.9))

    assert len(sure) < len(whole)
    assert "Alba Corp" in sure
    assert "Cato Union" in whole
    if name in ("csv", "plover"):  # elsewhere its words stay
        assert "Cato Union" not in sure


def test_a_neighbourhood_and_an_article_are_parts(kb: KnowledgeBase) -> None:
    """In a table, as triples, as a map; an entity's is as wide as asked for."""
    who = kb.entity_id("Alba Corp")
    labels = column(taken(kb, "csv", Part(about=who, hops=1, classes=("entities",))), "label")
    assert labels == {"Alba Corp", "Norton Quarter"}
    assert column(taken(kb, "csv", Part(about=who, hops=0, classes=("entities",))), "label") == {"Alba Corp"}
    assert column(taken(kb, "csv", Part(about=who)), "actors") == {"Alba Corp"}
    article = kb.catalog.list_articles(text="Cato").items[0].id
    assert column(taken(kb, "csv", Part(article=article, classes=("events",))), "article") == {
        f"{kb.base_iri}id/article-{article}"
    }
    lines = set(taken(kb, "ntriples", Part(about=who)).splitlines())
    assert lines < set(taken(kb, "ntriples").splitlines())


@pytest.mark.thorough
def test_a_query_names_things_or_makes_a_graph(kb: KnowledgeBase) -> None:
    """SELECT: events with all that belongs to them. CONSTRUCT: nothing but its triples, in any form."""
    select = "SELECT ?e { ?e a kb:Event ; kb:agent ?who . ?who rdfs:label 'Alba Corp' }"
    assert column(taken(kb, "csv", Part(query=select)), "actors") == {"Alba Corp"}
    assert len(json.loads(taken(kb, "geojson", Part(query=select)))["features"]) == 0
    assert column(taken(kb, "csv", Part(query=select, classes=("figures",))), "value") == {"12.0"}
    construct = "CONSTRUCT { ?e a kb:Event ; rdfs:label ?l } { ?e a kb:Event ; rdfs:label ?l }"
    quads = list(parse(taken(kb, "nquads", Part(query=construct)), format=RdfFormat.N_QUADS))
    assert len(quads) == 4
    table = taken(kb, "csv", Part(query=construct, classes=("events",)))
    assert (len(column(table, "event")), column(table, "article")) == (2, {""})


@pytest.mark.thorough
def test_a_graph_without_names_gets_some(kb: KnowledgeBase) -> None:
    """The same each time; a table has a row for each."""
    construct = "CONSTRUCT { [] a kb:Event ; rdfs:label ?l } { ?e a kb:Event ; rdfs:label ?l }"
    first = taken(kb, "nquads", Part(query=construct))
    assert first == taken(kb, "nquads", Part(query=construct))
    assert b"_:" not in first
    assert len(column(taken(kb, "csv", Part(query=construct, classes=("events",))), "event")) == 2


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("part", "error"),
    [
        (Part(query="ASK { ?s ?p ?o }"), NothingNamedError),
        (Part(query="SELECT ?l { ?e a kb:Event ; rdfs:label ?l }"), NothingNamedError),
        (Part(query="CONSTRUCT { ?e a kb:Event } { ?e a kb:Nothing }"), NothingNamedError),
        (Part(query="SELECT ?s { ?s ?p ?o }"), CutAnswerError),
        (Part(article="0123456789abcdef"), NothingToExportError),
        (Part(about="nobody"), NothingToExportError),
        (Part(about="a", article="b"), SeveralPartsError),
        (Part(classes=("events",)), NoSuchTablesError),
    ],
)
def test_what_cannot_be_taken_is_named(kb: KnowledgeBase, tmp_path: Path, part: Part, error: type[Exception]) -> None:
    """And no file is left."""
    with pytest.raises(error):
        take(kb, tmp_path / "x", BY_NAME["turtle"], part)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_replaced_whole_and_no_stranger_is_lost(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tables of before stay when writing fails; a folder with other files is not touched."""
    out = tmp_path / "tables"
    take(kb, out, BY_NAME["tables"])
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    take(kb, out, BY_NAME["tables"], Part(classes=("events", "figures")))
    assert {path.name for path in out.iterdir()} == {"events.csv", "figures.csv", "datapackage.json"}

    def broken(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(tables, "write_table", broken)
        with pytest.raises(Exception, match=r"full|space"):
            take(kb, out, BY_NAME["tables"])
    assert (out / "events.csv").read_bytes() == before["events.csv"]
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UnwritableError, match=r"mine\.txt"):
        take(kb, out, BY_NAME["tables"])
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]
    take(kb, tmp_path / "one.zip", BY_NAME["tables"])
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == before


def test_a_map_is_one_that_others_draw(kb: KnowledgeBase) -> None:
    """Every geometry is one of shapely's, in degrees."""
    from kb.service.export.event_table import COLUMNS, written

    row = dict.fromkeys(COLUMNS, "") | {"event": "e", "latitude": 50.5, "longitude": 30.5, "confidence": 1.0}
    made = json.loads(b"".join(written([row], "geojson")))
    point = shapely.from_geojson(json.dumps(made["features"][0]["geometry"]))
    assert (point.x, point.y) == (30.5, 50.5)
    assert shapely.from_geojson(taken(kb, "geojson").decode()).is_empty


def test_a_form_from_another_process_is_the_same_form(kb: KnowledgeBase) -> None:
    """The server writes exports in a process of their own, to which the form goes pickled: one table stays one file."""
    out = io.BytesIO()
    take(kb, out, pickle.loads(pickle.dumps(ONE_TABLE)))
    assert out.getvalue()[:4] == b"PAR1"
