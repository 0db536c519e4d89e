"""Offices whose body other sentences tell: the one school of a principal, who acts, a deputy's superior."""

import pytest

from kb.model import Span
from tests.extraction.analyses import Row
from tests.extraction.test_offices import body, office, offices, person


@pytest.mark.parametrize(
    ("role", "houses", "expected"),
    [
        ("principal", ["Osk Hill School"], "Osk Hill School"),
        ("principal", ["Osk Hill School", "Tarn School"], ""),
        ("head physician", ["Osk Hospital", "Tarn School"], "Osk Hospital"),
        ("abbot", ["Tarn Monastery"], "Tarn Monastery"),
        ("judge", ["Osk Court"], "Osk Court"),
        ("judge", ["Supreme Court"], ""),
        ("coach", ["Osk United"], ""),  # a match has two sides
        ("returning officer", ["Osk Electoral Commission"], "Osk Electoral Commission"),
        ("returning officer", ["Osk Olympic Committee"], ""),
        ("baker", ["Osk Hill School"], ""),
    ],
)
def test_an_office_without_a_body_is_of_the_only_house_that_has_one(
    role: str, houses: list[str], expected: str
) -> None:
    text = f"Rain fell on {' and '.join(houses)}. The {role}, Ada Ray, wept."
    rows = [*(body(house) for house in houses), office(role), person("Ada Ray")]

    assert [o[2] for o in offices(text, rows)] == [expected]


def test_of_two_houses_the_one_of_the_paragraph_before_the_role_counts() -> None:
    text = "Rain fell on Osk School.\n\nTarn School was shut. The principal, Ada Ray, wept."
    rows = [body("Osk School"), body("Tarn School"), office("principal"), person("Ada Ray")]
    parts = (Span(0, 24), Span(26, len(text)))

    assert [o[2] for o in offices(text, rows, paragraphs=parts)] == ["Tarn School"]


@pytest.mark.parametrize("before", ["A judge", "A retired judge", "His judge"])
def test_any_judge_is_of_no_court_that_the_article_names(before: str) -> None:
    text = f"Osk Court was shut. {before}, Ada Ray, wept."
    rows = [body("Osk Court"), office("judge"), person("Ada Ray")]

    assert [o[2] for o in offices(text, rows)] == [""]


@pytest.mark.parametrize(
    ("told", "doer", "expected"),
    [
        ("Chad asked Niger to leave", "Chad", "Chad"),
        ("On Monday Chad asked Niger to leave", "Chad", "Chad"),
        ("With Niger silent Chad asked for more", "Chad", "Niger"),
        ("Chad was asked by Niger", "Niger", "Niger"),
    ],
)
def test_a_president_is_of_the_country_with_whose_doings_the_paragraph_opens(
    told: str, doer: str, expected: str
) -> None:
    text = f"{told}, President Luis Soto said."
    rows = [body("Chad", "country"), body("Niger", "country"), office("President"), person("Luis Soto")]
    tree = {name: ("PROPN", "nsubj" if name == doer else "obj", "asked") for name in ("Chad", "Niger")}

    found = offices(text, rows, [("body", "President", "Niger")], tree=tree, score=0.6)
    assert [o[2] for o in found] == [expected]


@pytest.mark.parametrize(("verb", "label", "expected"), [("struck", "attack", "Niger"), ("asked", "meeting", "Chad")])
def test_a_president_is_not_of_the_country_that_he_says_attacked(verb: str, label: str, expected: str) -> None:
    text = f"Chad {verb} Niger at night, President Luis Soto said."
    rows = [body("Chad", "country"), body("Niger", "country"), office("President"), person("Luis Soto")]
    rows.append(("trigger", label, verb, {}))
    tree = {"Chad": ("PROPN", "nsubj", verb), "Niger": ("PROPN", "obj", verb)}

    found = offices(text, rows, [("body", "President", "Niger")], tree=tree, score=0.6)
    assert [o[2] for o in found] == [expected]


def test_of_two_countries_that_act_before_an_office_the_first_is_not_its() -> None:
    text = "Chad left Niger, and Niger replied, President Luis Soto said."
    rows = [body("Chad", "country"), body("Niger#1", "country"), body("Niger#2", "country")]
    rows += [office("President"), person("Luis Soto")]
    tree = {"Chad": ("PROPN", "nsubj", "left"), "Niger": ("PROPN", "nsubj", "replied")}

    found = offices(text, rows, [("body", "President", "Niger#2")], tree=tree, score=0.6)
    assert [o[2] for o in found] == ["Niger"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Paz, head of the Rice Board, fell. Her deputy, Ada Ray, wept.", ""),
        ("Ana Paz, head of the Rice Board, fell. Paz's deputy, Ada Ray, wept.", "Rice Board"),
        ("Ana Paz, head of the Rice Board, fell. The deputy, Ada Ray, wept.", ""),
    ],
)
def test_a_deputy_is_of_the_body_of_whose_deputy_she_is(text: str, expected: str) -> None:
    rows = [person("Ana Paz"), office("head"), body("Rice Board"), office("deputy"), person("Ada Ray")]
    rows += [person("Paz#2")] if "Paz's" in text else []

    assert {o[0]: o[2] for o in offices(text, rows)}["Ada Ray"] == expected


def test_a_predecessor_has_the_office_of_whom_the_words_name_and_no_rank() -> None:
    text = (
        "Tor Moe chairs the Oil Club. Colonel Ana Paz, head of the Rice Board, fell. Paz's predecessor, Ada Ray, wept."
    )
    rows = [person("Tor Moe"), office("chairs"), body("Oil Club"), office("Colonel"), person("Ana Paz")]
    rows += [office("head"), body("Rice Board"), person("Paz#2"), office("predecessor"), person("Ada Ray")]

    assert ("Ada Ray", "head", "Rice Board", "former") in offices(text, rows)


@pytest.mark.parametrize(
    "role", ["minister of transport", "opposition leader", "senator", "opposition lawmaker", "army chief"]
)
def test_what_every_state_has_is_of_the_articles_country(role: str) -> None:
    text = f"Peru fell. Peru rose. The {role}, Luis Soto, wept."
    rows = [body("Peru#1", "country"), body("Peru#2", "country"), office(role), person("Luis Soto")]

    assert [o[2] for o in offices(text, rows)] == ["Peru"]


def test_a_minister_linked_to_a_ministry_is_of_the_country() -> None:
    text = "Peru fell. Peru rose. The Interior Ministry shut the road. Interior Minister Luis Soto wept."
    rows = [body("Peru#1", "country"), body("Peru#2", "country"), office("Interior Minister"), person("Luis Soto")]
    rows.append(("mention", "organisation", "Interior Ministry", {"kind": "name", "type": "office"}))

    assert [o[2] for o in offices(text, rows, [("body", "Interior Minister", "Interior Ministry")])] == ["Peru"]


@pytest.mark.parametrize(("more", "expected"), [(2, "Bergen"), (1, "")])
def test_a_mayor_is_of_the_town_that_is_named_three_times_as_often(more: int, expected: str) -> None:
    text = f"Rain fell on Bergen. {'Bergen wept. ' * more}Oslo slept. Mayor Kari Lie wept."
    rows = [body(f"Bergen#{n}", "place") for n in range(1, more + 2)]
    rows += [body("Oslo", "place"), office("Mayor"), person("Kari Lie")]

    assert [o[2] for o in offices(text, rows)] == [expected]


def test_a_premier_of_a_federal_country_is_of_the_only_province() -> None:
    text = "Canada fell. Canada rose. Rain hit Ontario. Premier Kari Lie wept."
    rows = [body("Canada#1", "country"), body("Canada#2", "country"), office("Premier"), person("Kari Lie")]
    rows.append(("mention", "place", "Ontario", {"kind": "name", "type": "province"}))

    assert [o[2] for o in offices(text, rows)] == ["Ontario"]


@pytest.mark.parametrize(
    ("text", "rows", "expected"),
    [
        ("A spokesman for the Chadian junta, Ada Ray, wept.", [body("junta", "group", "nominal")], "junta"),
        ("The head of Chadian brewer Osk Ales, Ada Ray, wept.", [body("Osk Ales")], "Osk Ales"),
        ("The head of Chadian youth who met Osk Ales, Ada Ray, wept.", [body("Osk Ales")], "Chad"),
    ],
)
def test_an_adjective_behind_a_role_gives_way_to_the_body_that_it_qualifies(
    text: str, rows: list[Row], expected: str
) -> None:
    role = "spokesman" if "spokesman" in text else "head"
    rows = [*rows, body("Chadian", "country", "adjective"), office(role), person("Ada Ray")]

    assert [o[2] for o in offices(text, rows)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Ray, head of the Rice Board and a former minister, wept.", [("Ada Ray", "minister", "", "former")]),
        ("Ada Ray met the head of the Rice Board and a minister.", []),
    ],
)
def test_a_role_that_and_joins_to_one_behind_a_name_is_of_that_person(
    text: str, expected: list[tuple[str, ...]]
) -> None:
    rows = [person("Ada Ray"), office("head"), body("Rice Board"), office("minister")]

    assert [o for o in offices(text, rows) if o[1] == "minister"] == expected


def test_a_president_is_of_no_ministry_that_the_model_links() -> None:
    text = "Peru fell. Peru rose. The Water Ministry shut the road. President Luis Soto wept."
    rows = [body("Peru#1", "country"), body("Peru#2", "country"), office("President"), person("Luis Soto")]
    rows.append(("mention", "organisation", "Water Ministry", {"kind": "name", "type": "office"}))

    assert [o[2] for o in offices(text, rows, [("body", "President", "Water Ministry")])] == ["Peru"]


@pytest.mark.parametrize(("kind", "expected"), [("office", "water ministry"), ("organisation", "")])
def test_a_spokeswoman_speaks_for_a_ministry_without_a_name_that_acted_before(kind: str, expected: str) -> None:
    text = "The water ministry denied this. Beer was sold, spokeswoman Kari Lie said."
    rows = [("mention", "organisation", "water ministry", {"kind": "nominal", "type": kind})]
    rows += [office("spokeswoman"), person("Kari Lie")]

    found = offices(text, rows, tree={"ministry": ("NOUN", "nsubj", "denied")})
    assert [o[2] for o in found] == [expected]
