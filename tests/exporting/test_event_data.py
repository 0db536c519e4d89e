"""PLOVER and ACLED rows: codes of the ontology alone, happenings once, numbers as they are reported."""

import csv
import io

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.exporting.event_data import _QUAD, ACLED, FORMATS, PLOVER, write_events
from kb.exporting.reading import Graph
from kb.graph import names
from kb.language.event_types import EventTypes
from tests.exporting.conftest import iri
from tests.graph import sample


def rows(graph: Graph, format: str) -> tuple[list[dict[str, str]], dict[str, int]]:
    """Return what is written, and what was left out."""
    out = io.BytesIO()
    count, left = write_events(graph, out, format)
    found = list(csv.DictReader(io.StringIO(out.getvalue().decode(), newline="")))
    assert count == len(found)
    return found, left.counts()


def test_every_plover_code_of_the_ontology_has_its_kind() -> None:
    """Whoever gives a type a code that is none finds out."""
    assert {kind.plover[0] for kind in EventTypes.load()} - {""} <= set(_QUAD)


def test_events_with_a_code_are_rows_and_the_others_are_counted(graph: Graph) -> None:
    """As one article tells it; what is planned says so."""
    found, left = rows(graph, "plover")

    assert {(row["event"], row["mode"], row["auxiliary"], row["dead"], row["location"]) for row in found} == {
        ("ASSAULT", "", "", "4", "The aa"),
        ("CONSULT", "visit", "future", "", ""),
    }
    assert {row["date"] for row in found if row["event"] == "ASSAULT"} == {"2031-05-06"}
    assert left == {"events of types that PLOVER has no code for": 4}
    assert [list(row) for row in found[:1]] == [list(PLOVER)]


def _shelling(store: Store, event: str, article: str, dead: str, **facts: object) -> None:
    node, told, number = (NamedNode(iri(kind, event)) for kind in ("event", "article", "figure"))
    mention = NamedNode(iri("mention", event))
    for subject, predicate, value in (
        (node, names.TYPE, names.kb("Event")),
        (node, names.kb("eventType"), names.event_type("shelling")),
        (node, names.kb("reality"), names.kb(str(facts.get("reality", "occurred")))),
        (node, names.kb("agent"), NamedNode(iri("entity", "a"))),
        (node, names.kb("target"), NamedNode(iri("entity", "b"))),
        (node, names.kb("place"), NamedNode(iri("entity", "b"))),
        (node, names.kb("begin"), names.date("2024-05-01")),
        (node, names.kb("end"), names.date(str(facts.get("end", "2024-05-01")))),
        (node, names.kb("article"), told),
        (told, names.kb("source"), Literal(article)),
        (NamedNode(iri("event", f"{event}d")), names.TYPE, names.kb("Event")),
        (NamedNode(iri("event", f"{event}d")), names.kb("eventType"), names.event_type("death")),
        (NamedNode(iri("event", f"{event}d")), names.kb("reality"), names.kb("occurred")),
        (NamedNode(iri("event", f"{event}d")), names.kb("causedBy"), node),
        (NamedNode(iri("event", f"{event}d")), names.kb("figure"), number),
        (number, names.kb("value"), names.decimal(float(dead))),
        (number, names.kb("evidence"), mention),
        (mention, names.kb("exact"), Literal(f"at least {dead}")),
    ):
        store.add(Quad(subject, predicate, value))
    kind = NamedNode(iri("happening", "h"))
    store.add(Quad(kind, names.TYPE, names.kb("Happening")))
    store.add(Quad(kind, names.kb("happeningType"), names.event_type("shelling")))
    store.add(Quad(kind, names.kb("reportedBy"), node))


def test_a_happening_is_one_row_with_the_most_cautious_number() -> None:
    """Two articles differ in the dead; both numbers are told, the lower one counts; the day that both leave open."""
    store = Store()
    for name, cls in (("a", "ArmedForce"), ("b", "City")):
        store.add(Quad(NamedNode(iri("entity", name)), names.TYPE, names.kb(cls)))
        store.add(Quad(NamedNode(iri("entity", name)), names.LABEL, Literal(f"The {name}")))
    for term, number in (("latitude", -1.5), ("longitude", -2.5)):
        store.add(Quad(NamedNode(iri("entity", "b")), names.kb(term), names.decimal(number)))
    _shelling(store, "1", "Wire", "5")
    _shelling(store, "2", "Herald", "7", end="2024-05-03")
    _shelling(store, "3", "Denier", "0", reality="denied")
    found, _ = rows(Graph(store, sample.BASE), "acled")

    assert len(found) == 1
    row = found[0]
    assert (row["event_type"], row["sub_event_type"]) == (
        "Explosions/Remote violence",
        "Shelling/artillery/missile attack",
    )
    assert (row["actor1"], row["actor2"], row["source"]) == ("The a", "The b", "Wire; Herald")
    assert (row["event_date"], row["end_date"], row["time_precision"]) == ("2024-05-01", "2024-05-01", "1")
    assert (row["fatalities"], row["fatalities_reported"]) == ("5", "at least 5; at least 7")
    assert (row["latitude"], row["longitude"], row["geo_precision"]) == ("-1.5", "-2.5", "1")
    assert [list(row)] == [list(ACLED)]


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_gives_the_head_alone(format: str) -> None:
    """And says nothing was left out."""
    assert rows(Graph(Store(), sample.BASE), format) == ([], {})
