"""Events as a table and as a map."""

import csv
import io
import json
from collections.abc import Iterator

import pytest

from kb.bootstrap import open_knowledge_base
from kb.service.export.event_table import COLUMNS, rows, written
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from kb.sources import read_bytes
from tests.service.stand_in import parts

TEXT = "Alba Corp attacked Norton Quarter.\n\n12 killed there.\n\nCato Union attacked Delta Post."
ROW = dict.fromkeys(COLUMNS, "") | {"event": "e", "latitude": None, "longitude": None, "confidence": 1.0}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A home with one article of two attacks."""
    home = str(tmp_path_factory.mktemp("table") / "home")
    settings = load_settings({"home": home}, {})
    with open_knowledge_base(None, settings, create=True, parts=parts()) as opened:
        with opened.adder() as adder:
            for outcome in read_bytes(TEXT.encode(), "told", kind="text"):
                assert adder.add(outcome).error is None
        yield opened


def test_every_event_is_a_row_with_its_codes(kb: KnowledgeBase) -> None:
    """Who, whom, type and the codes of two event data sets; read back by the standard library."""
    found = list(rows(kb.catalog, kb.iris))
    text = b"".join(written(found, "csv")).decode()
    read = list(csv.DictReader(io.StringIO(text)))

    assert [tuple(row) for row in read[:1]] == [tuple(COLUMNS)]
    assert len(read) == kb.catalog.list_events().total == 2
    assert {(row["actors"], row["undergoers"]) for row in read} == {
        ("Alba Corp", "Norton Quarter"), ("Cato Union", "Delta Post"),
    }  # fmt: skip
    assert {(row["type"], row["plover_type"], row["acled_event_type"]) for row in read} == {
        ("attack", "ASSAULT", read[0]["acled_event_type"])
    }
    assert all(row["event"].startswith("http://localhost:8000/id/event-") for row in read)
    assert b"".join(written(found, "csv")) == text.encode()


def test_rows_are_those_that_were_asked_for(kb: KnowledgeBase) -> None:
    """Of one participant, or of what is sure enough."""
    who = kb.entity_id("Cato Union")

    assert [row["actors"] for row in rows(kb.catalog, kb.iris, entity=who)] == ["Cato Union"]
    assert not list(rows(kb.catalog, kb.iris, stands=lambda article, local: False))


def test_a_map_has_what_has_coordinates() -> None:
    """Longitude first, as RFC 7946 has it; a row without a place is left out."""
    there = ROW | {"event": "here", "latitude": 12.5, "longitude": -1.25, "place": 'Moo, "the" town'}

    data = json.loads(b"".join(written([ROW, there, there], "geojson")))

    assert data["type"] == "FeatureCollection"
    assert [feature["id"] for feature in data["features"]] == ["here", "here"]
    assert data["features"][0]["geometry"] == {"type": "Point", "coordinates": [-1.25, 12.5]}
    assert data["features"][0]["properties"]["place"] == 'Moo, "the" town'
    assert json.loads(b"".join(written([], "geojson"))) == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize("words", ["=1+1", "@SUM(A1)", "+49", "-5", "\tx"])
def test_a_cell_is_no_formula(words: str) -> None:
    """A spreadsheet that opens the table runs nothing that an article wrote."""
    text = b"".join(written([ROW | {"label": words}], "csv")).decode()

    assert next(csv.DictReader(io.StringIO(text)))["label"] == f"'{words}"


def test_an_empty_base_gives_a_table_of_no_rows() -> None:
    """The head is there all the same."""
    assert b"".join(written([], "csv")).decode().split("\r\n") == [",".join(COLUMNS), ""]
