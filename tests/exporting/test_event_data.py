"""PLOVER and ACLED rows: codes of the ontology alone, happenings once, numbers as they are reported."""

import csv
import io

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.exporting.event_data import _QUAD, ACLED, FORMATS, PLOVER, write_events
from kb.exporting.reading import Graph
from kb.exporting.violence import IN_A_WHOLE, OF_THINGS, SEARCH
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


def _event(store: Store, name: str, kind: str, **values: object) -> None:
    node = NamedNode(iri("event", name))
    store.add(Quad(node, names.TYPE, names.kb("Event")))
    store.add(Quad(node, names.kb("eventType"), names.event_type(kind)))
    store.add(Quad(node, names.kb("reality"), names.kb("occurred")))
    for term, value in values.items():
        for one in value if isinstance(value, tuple) else (value,):
            store.add(Quad(node, names.kb(term), one))
    if not name.startswith("d"):
        happening = NamedNode(iri("happening", name))
        store.add(Quad(happening, names.TYPE, names.kb("Happening")))
        store.add(Quad(happening, names.kb("happeningType"), names.event_type(kind)))
        store.add(Quad(happening, names.kb("reportedBy"), node))


def _who(store: Store, label: str, cls: str) -> NamedNode:
    node = NamedNode(iri("entity", label.replace(" ", "")))
    store.add(Quad(node, names.TYPE, names.kb(cls)))
    store.add(Quad(node, names.LABEL, Literal(label)))
    return node


REMOTE = ("Explosions/Remote violence", "Remote explosive/landmine/IED")
ATTACK = ("Violence against civilians", "Attack")
ABDUCTION = ("Violence against civilians", "Abduction/forced disappearance")
BATTLE = ("Battles", "Armed clash")


@pytest.mark.parametrize(
    ("kind", "by", "on", "expected"),
    [
        ("attack", ("gunmen", "Group"), ("Aveno", "City"), ATTACK),
        ("raid", None, ("weekly market", "City"), ATTACK),
        ("raid", ("gunmen", "Group"), ("villagers", "Group"), ATTACK),
        ("ambush", ("Northern Front", "ArmedForce"), ("patrol of soldiers", "Group"), BATTLE),
        ("ambush", ("Northern Front", "ArmedForce"), ("Second Brigade", "ArmedForce"), BATTLE),
        ("shooting", ("soldiers", "Group"), ("farmers", "Group"), ATTACK),
        ("bombing", None, ("Second Brigade", "ArmedForce"), REMOTE),
        ("raid", ("gunmen", "Group"), ("Ana Ruiz", "Person"), ATTACK),
        ("killing", ("Northern Front", "ArmedForce"), ("soldiers", "Group"), BATTLE),
        ("death", ("rebels", "Group"), ("polling officers and teachers", "Group"), ATTACK),
        ("death", None, ("soldiers", "Group"), "deaths that no armed group is told to have caused"),
        ("stabbing", ("husband", "Person"), ("Ana Ruiz", "Person"), "attacks by persons who are no armed group"),
        ("raid", ("police", "Group"), ("offices", "Group"), SEARCH),
        ("kidnapping", ("gunmen", "Group"), ("40 boxes of documents", "Phrase"), OF_THINGS),
        ("kidnapping", ("gunmen", "Group"), ("40 people", "Phrase"), ABDUCTION),
        ("kidnapping", ("gunmen", "Group"), ("at least 40", "Phrase"), ABDUCTION),
        ("kidnapping", ("gunmen", "Group"), ("thousands", "Phrase"), ABDUCTION),
        ("kidnapping", ("gunmen", "Group"), ("campaigners", "Group"), ABDUCTION),
        ("cyberattack", ("rebels", "Group"), ("Aveno", "City"), "happenings of types that ACLED has no event type for"),
    ],
)  # fmt: skip
def test_violence_is_coded_by_whom_it_is_done_to(
    kind: str, by: tuple[str, str] | None, on: tuple[str, str], expected: object
) -> None:
    """Armed people on both sides are a battle; anybody else, a place or nobody named is violence against civilians."""
    store = Store()
    day, place = names.date("2031-05-06"), _who(store, "Aveno", "City")
    doer = {"agent": _who(store, *by)} if by else {}
    target = _who(store, *on)
    _event(store, "1", kind, begin=day, end=day, place=place, target=target, **doer)
    found, left = rows(Graph(store, sample.BASE), "acled")

    if isinstance(expected, str):
        assert (found, left) == ([], {expected: 1})
    else:
        assert [(row["event_type"], row["sub_event_type"]) for row in found] == [expected]


@pytest.mark.parametrize(("has", "lacks"), [("place", "date"), ("begin", "place")])
def test_an_attack_without_date_or_place_is_left_out_and_said_to_be(has: str, lacks: str) -> None:
    """ACLED has no row without them."""
    store = Store()
    value = _who(store, "Aveno", "City") if has == "place" else names.date("2031-05-06")
    _event(store, "1", "attack", **{has: value})

    assert rows(Graph(store, sample.BASE), "acled") == ([], {f"happenings without any {lacks}": 1})


def _figure(store: Store, event: str, at: int, value: int, words: str, counts: str, by: str) -> None:
    figure, mention = NamedNode(iri("figure", f"{event}{at}")), NamedNode(iri("mention", f"{event}{at}"))
    for subject, predicate, object_ in (
        (NamedNode(iri("event", event)), "figure", figure),
        (figure, "value", names.decimal(float(value))),
        (figure, "counts", Literal(counts)),
        (figure, "claimedBy", NamedNode(iri("statement", by))),
        (figure, "evidence", mention),
        (mention, "exact", Literal(words)),
        (mention, "start", names.integer(at)),
        (mention, "end", names.integer(at + len(words))),
    ):
        store.add(Quad(subject, names.kb(predicate), object_))


def test_parts_told_side_by_side_are_a_sum_and_a_part_is_no_whole() -> None:
    """ "12 civilians and two soldiers" are 14; the "two soldiers" that another sentence names say nothing of all.

    Nor do "three more" people, and "three fewer" are nobody's dead.
    """
    store = Store()
    day, place = names.date("2031-05-06"), _who(store, "Aveno", "City")
    _event(store, "1", "attack", begin=day, end=day, place=place)
    _event(store, "d", "death", begin=day, end=day, causedBy=NamedNode(iri("event", "1")))
    _figure(store, "d", 10, 31, "at least 31", "people", "mayor")
    _figure(store, "d", 100, 12, "12", "civilians", "army")
    _figure(store, "d", 117, 2, "two", "soldiers", "army")
    _figure(store, "d", 400, 2, "two", "soldiers", "mayor")
    for at, way in ((500, "increase"), (600, "decrease")):
        _figure(store, "d", at, 3, "three", "people", "mayor")
        figure = NamedNode(iri("figure", f"d{at}"))
        store.add(Quad(figure, names.kb("change"), names.kb(way)))
    (row,), _ = rows(Graph(store, sample.BASE), "acled")
    dead = [each["dead"] for each in rows(Graph(store, sample.BASE), "plover")[0] if each["dead"]]

    assert (row["fatalities"], row["fatalities_reported"]) == ("14", "at least 31; 12 and two; two; three")
    assert set(dead) == {"14-31"}


@pytest.mark.parametrize(
    ("doer", "victims", "expected"),
    [
        (("marchers", "Group"), ("protesters", "Group"), ("Protests", "Excessive force against protesters")),
        (("crowd", "Group"), ("shopkeepers", "Group"), ("Riots", "Mob violence")),
        (("Northern Front", "ArmedForce"), ("patients", "Group"), ATTACK),
    ],
)
def test_who_died_tells_whether_it_was_a_protest(
    doer: tuple[str, str], victims: tuple[str, str], expected: tuple[str, str]
) -> None:
    """Peaceful it was where only protesters died; the dead stand in one row of PLOVER's, that of the killing."""
    store = Store()
    day, place = names.date("2031-05-06"), _who(store, "Aveno", "City")
    _event(store, "1", "protest", begin=day, end=day, place=place, agent=_who(store, *doer))
    _event(store, "d", "killing", patient=_who(store, *victims), causedBy=NamedNode(iri("event", "1")))
    _figure(store, "d", 10, 6, "six", "people", "mayor")
    graph = Graph(store, sample.BASE)
    (row,) = [row for row in rows(graph, "acled")[0] if row["location"]]

    assert (row["event_type"], row["sub_event_type"], row["fatalities"]) == (*expected, "6")
    assert sorted((each["event"], each["dead"]) for each in rows(graph, "plover")[0]) == [
        ("ASSAULT", "6"),
        ("PROTEST", ""),
    ]


@pytest.mark.parametrize(
    ("weapon", "expected"),
    [
        ("explosive drones", ("Explosions/Remote violence", "Air/drone strike")),
        ("two rockets", ("Explosions/Remote violence", "Shelling/artillery/missile attack")),
        ("a grenade", ("Explosions/Remote violence", "Grenade")),
        ("machetes", ATTACK),
    ],
)
def test_weapons_from_afar_make_remote_violence(weapon: str, expected: tuple[str, str]) -> None:
    store = Store()
    day, place = names.date("2031-05-06"), _who(store, "Aveno", "City")
    _event(store, "1", "attack", begin=day, end=day, place=place, instrument=_who(store, weapon, "Group"))
    ((row,), _) = rows(Graph(store, sample.BASE), "acled")

    assert (row["event_type"], row["sub_event_type"]) == expected


def test_who_made_a_toll_rise_is_a_part_of_it() -> None:
    """ "Rose to 27 after six people died", by one voice, is 27; of two voices the lower number counts."""
    store = Store()
    day, place = names.date("2031-05-06"), _who(store, "Aveno", "City")
    _event(store, "1", "attack", begin=day, end=day, place=place)
    _event(store, "d", "death", begin=day, end=day, causedBy=NamedNode(iri("event", "1")))
    _figure(store, "d", 10, 27, "27", "people", "mayor")
    _figure(store, "d", 50, 6, "six", "people", "mayor")
    _figure(store, "d", 90, 21, "21", "people", "army")
    (row,), _ = rows(Graph(store, sample.BASE), "acled")

    assert (row["fatalities"], row["fatalities_reported"]) == ("21", "27; six; 21")


def test_those_who_fought_each_other_stand_on_two_sides() -> None:
    """Whom no article tells to undergo it fought the first; in a riot the police stand on the other side."""
    store = Store()
    day, place = names.date("2031-05-06"), _who(store, "Aveno", "City")
    army, front = _who(store, "army", "ArmedForce"), _who(store, "Northern Front", "ArmedForce")
    police, crowd = _who(store, "police", "Organization"), _who(store, "demonstrators", "Group")
    _event(store, "1", "fighting", begin=day, end=day, place=place, agent=(army, front))
    _event(store, "2", "riot", begin=day, end=day, place=place, agent=(police, crowd))
    _event(store, "3", "riot", begin=day, end=day, place=place, agent=(crowd, _who(store, "students", "Group")))
    found, _ = rows(Graph(store, sample.BASE), "acled")

    assert [(row["actor1"], row["assoc_actor_1"], row["actor2"], row["assoc_actor_2"]) for row in found] == [
        ("Northern Front", "", "army", ""),
        ("demonstrators", "", "police", ""),
        ("demonstrators", "students", "", ""),
    ]


def test_nobody_stands_on_both_sides_and_an_amount_is_nobody() -> None:
    """One article has both fight, another one attack the other, by the same words in another case."""
    store = Store()
    day, place = names.date("2031-05-06"), _who(store, "Aveno", "City")
    army, front, other = (_who(store, one, "ArmedForce") for one in ("army", "Northern Front", "Army"))
    _event(store, "1", "fighting", begin=day, end=day, place=place, agent=(army, front))
    _event(
        store, "d2", "fighting", begin=day, end=day, agent=front, patient=(other, _who(store, "at least 17", "Phrase"))
    )
    store.add(Quad(NamedNode(iri("happening", "1")), names.kb("reportedBy"), NamedNode(iri("event", "d2"))))
    graph = Graph(store, sample.BASE)
    (row,), _ = rows(graph, "acled")

    assert (row["actor1"], row["assoc_actor_1"]) == ("Northern Front", "")
    assert (row["actor2"].casefold(), row["assoc_actor_2"]) == ("army", "")
    assert "17" not in "".join(each["recipient"] for each in rows(graph, "plover")[0])


def test_the_dead_of_an_attack_have_no_second_row_where_one_article_says_what_killed_them() -> None:
    """The numbers of the other articles count all the same: of each the greatest."""
    store = Store()
    day, place = names.date("2031-05-06"), _who(store, "Aveno", "City")
    gunmen = _who(store, "gunmen", "Group")
    _event(store, "1", "raid", begin=day, end=day, place=place, agent=gunmen)
    for name in ("da", "db"):
        _event(store, name, "death", begin=day, end=day, place=place, agent=gunmen)
        store.add(Quad(NamedNode(iri("happening", "d")), names.kb("reportedBy"), NamedNode(iri("event", name))))
        store.add(Quad(NamedNode(iri("event", name)), names.kb("happening"), NamedNode(iri("happening", "d"))))
    store.add(Quad(NamedNode(iri("happening", "d")), names.TYPE, names.kb("Happening")))
    store.add(Quad(NamedNode(iri("happening", "d")), names.kb("happeningType"), names.event_type("death")))
    store.add(Quad(NamedNode(iri("event", "da")), names.kb("causedBy"), NamedNode(iri("event", "1"))))
    _figure(store, "da", 10, 17, "17", "people", "mayor")
    _figure(store, "db", 10, 23, "23", "people", "hospital")
    _figure(store, "db", 90, 4, "four", "people", "nurse")
    ((row,), left) = rows(Graph(store, sample.BASE), "acled")

    assert (row["event_id_cnty"], row["fatalities"], row["fatalities_reported"]) == ("happening-1", "17", "17; 23")
    assert left == {IN_A_WHOLE: 1}
