"""Predictions in the format of kb-gold/1."""

from dataclasses import replace

import pytest

from kb.model import Statement
from kb.service.export.evaluation import article_prediction, document_key, document_name, links_prediction
from tests.service.samples import TEXT, at, sample

COARSE = {"fire": "fire_explosion", "death": "death", "spread": "fire_explosion"}


@pytest.mark.parametrize(
    ("file", "name", "key"),
    [
        ("000_0123456789abcdef.txt", "seed-gold", "seed"),
        ("01-kyiv.txt", "01-kyiv", "01"),
        ("12-two.dots.txt", "12-two.dots", "12"),
        ("flood.txt", "flood", "flood"),
    ],
)
def test_names_and_keys(file: str, name: str, key: str) -> None:
    """The text named 000_... is the seed; two digits are a document's key."""
    assert (document_name(file), document_key(file)) == (name, key)


def test_every_part_of_the_format_is_there() -> None:
    """Types, references, spans and values of one article, as SCORING.md lists them."""
    found = article_prediction(sample(), COARSE.__getitem__)

    assert [(a["id"], a["name"], a["type"]) for a in found["actors"]] == [
        ("e1", "Ann Lee", "person"),
        ("e3", "Bo Ray", "person"),
    ]
    place = at("Oster")
    assert found["locations"] == [
        {
            "id": "e2",
            "name": "Oster",
            "type": "city",
            "mentions": [{"start": place.start, "end": place.end, "kind": "name"}],
        }
    ]
    assert found["officials"] == [{"person": "e1", "role": "mayor", "place": "e2"}]
    said = found["statements"][0]
    assert (said["speaker"], said["mode"], said["claims"]) == (["e1"], "indirect", ["v1", "v2"])
    assert TEXT[said["content"][0]["start"] : said["content"][0]["end"]] == "a fire killed 3"
    fire, death, spread = found["events"]
    assert (fire["type"], fire["place"], fire["source"]) == ("fire_explosion", ["e2"], ["s1"])
    assert fire["time"] == {"from": "2024-05-01", "to": "2024-05-02"}
    assert death["quantities"] == [
        {"value": 3.0, "comparator": "exactly", "of": "killed", "span": {"start": at("3").start, "end": at("3").end}}
    ]
    assert death["part_of"] == "v1"
    assert "time" not in spread
    assert spread["roles"][0]["ref"] == "v1"
    assert "ref" not in fire["roles"][0]


def test_a_statement_without_reported_content_is_left_out_with_its_references() -> None:
    """The format would take it for a statement; no event may then name it as its source."""
    whole = sample()
    silent = replace(whole.statements[0], status="not_reported_content")
    empty = Statement("s3", (), "indirect", ("e1",))
    found = article_prediction(replace(whole, statements=(silent, whole.statements[1], empty)), COARSE.__getitem__)

    assert [statement["id"] for statement in found["statements"]] == ["s2"]
    assert "nested_in" not in found["statements"][0]
    assert all("source" not in event for event in found["events"])


def test_links_name_documents_and_need_two_of_them() -> None:
    """A cluster inside one document says nothing across documents; an event is in at most one."""
    found = links_prediction(
        {"aa": "seed", "bb": "01"},
        {"x": ("aa#e1", "bb#e2", "cc#e9"), "y": ("aa#e3", "aa#e4")},
        {"h1": ("aa#v1", "bb#v1"), "h2": ("aa#v1", "bb#v2")},
    )
    assert found == {
        "entities": [{"id": "x", "members": ["seed:e1", "01:e2"]}],
        "events": [{"id": "h1", "members": ["seed:v1", "01:v1"]}],
    }
