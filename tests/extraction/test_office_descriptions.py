"""Offices that only a description beside a name tells, where the model proposes none."""

import pytest

from tests.extraction.test_offices import body, office, offices, person


def described(words: str) -> tuple[str, str, str, dict[str, str]]:
    return ("mention", "person", words, {"kind": "nominal", "type": "person"})


def test_the_minister_of_an_apposition_has_the_office_in_its_fullest_words() -> None:
    text = "Peru fears for Peru. The works minister met unions. The minister, Rosa Paz, left."
    rows = [body("Peru#1", "country"), body("Peru#2", "country"), described("works minister"), described("minister#2")]
    links = [("coref", "minister#2", "works minister"), ("coref", "Rosa Paz", "works minister")]

    assert offices(text, [*rows, person("Rosa Paz")], links) == [("Rosa Paz", "works minister", "Peru", "current")]


@pytest.mark.parametrize("text", ["The minister Rosa Paz met left.", "The minister, Rosa Paz and Tor Osk left."])
def test_no_office_where_no_apposition_is(text: str) -> None:
    rows = [described("minister"), person("Rosa Paz")]

    assert offices(text, rows) == []


def test_what_the_model_proposes_is_not_told_again() -> None:
    text = "The minister, Rosa Paz, left."
    rows = [described("minister"), person("Rosa Paz"), office("minister")]

    assert len(offices(text, rows)) == 1


def test_two_ministers_described_together_have_an_office_each_and_no_country_in_common() -> None:
    text = "Peru hosted Peru. The foreign ministers, Rosa Paz and Tor Osk, met in Peru."
    rows = [body(f"Peru#{n}", "country") for n in (1, 2, 3)]
    rows += [("mention", "group", "foreign ministers", {"kind": "nominal", "type": "group"})]

    assert offices(text, [*rows, person("Rosa Paz"), person("Tor Osk")]) == [
        ("Rosa Paz", "foreign minister", "", "current"),
        ("Tor Osk", "foreign minister", "", "current"),
    ]


def test_a_plural_that_the_model_gives_to_the_first_is_of_both() -> None:
    text = "The trade ministers, Rosa Paz and Tor Osk, met."
    rows = [office("trade ministers"), person("Rosa Paz"), person("Tor Osk")]
    rows += [("mention", "group", "trade ministers", {"kind": "nominal", "type": "group"})]

    assert [row[:2] for row in offices(text, rows, [("holder", "office:trade ministers", "Rosa Paz")])] == [
        ("Rosa Paz", "trade minister"),
        ("Tor Osk", "trade minister"),
    ]


def test_a_trade_is_no_office() -> None:
    text = "The driver, Rosa Paz, left."

    assert offices(text, [described("driver"), person("Rosa Paz")], [("coref", "Rosa Paz", "driver")]) == []


@pytest.mark.parametrize(
    ("text", "found"), [("Captain Rosa Paz left.", "Captain"), ("Lt. Col. Rosa Paz left.", "Lt. Col.")]
)
def test_a_rank_before_a_name_is_an_office_though_the_model_proposes_none(text: str, found: str) -> None:
    assert offices(text, [person("Rosa Paz")]) == [("Rosa Paz", found, "", "current")]


def test_a_rank_that_the_model_proposes_is_not_told_again() -> None:
    assert len(offices("Captain Rosa Paz left.", [person("Rosa Paz"), office("Captain")])) == 1


def test_governments_have_spokesmen_and_no_colonels() -> None:
    text = "A government spokesman, Colonel Tor Osk, left."
    rows = [body("government", "organisation"), office("spokesman"), office("Colonel"), person("Tor Osk")]
    links = [("body", "spokesman", "government"), ("body", "Colonel", "government")]

    assert offices(text, rows, links) == [
        ("Tor Osk", "spokesman", "government", "current"),
        ("Tor Osk", "Colonel", "", "current"),
    ]


@pytest.mark.parametrize(("behind", "whose"), [(" at the Paz Institute", "Paz Institute"), ("", "Mali")])
def test_an_analyst_is_of_the_body_at_which_and_not_of_what_about(behind: str, whose: str) -> None:
    text = f"A Mali analyst{behind}, Tor Osk, left."
    rows = [body("Mali", "country"), office("analyst"), person("Tor Osk")]
    rows += [body("Paz Institute", "organisation")] if behind else []

    assert offices(text, rows) == [("Tor Osk", "analyst", whose, "current")]


@pytest.mark.parametrize(
    ("beside", "whose"), [("The parliament votes on a law.", "Peru"), ("The club's coach lost the league match.", "")]
)
def test_a_president_in_sport_is_no_countrys(beside: str, whose: str) -> None:
    text = f"Peru sent Peru a team. {beside} President Tor Osk left."
    rows = [body("Peru#1", "country"), body("Peru#2", "country"), office("President"), person("Tor Osk")]

    assert offices(text, rows) == [("Tor Osk", "President", whose, "current")]


@pytest.mark.parametrize(
    ("tag", "relation", "role"),
    [("NOUN", "compound", "health worker"), ("ADJ", "amod", "health worker"), ("NOUN", "nmod", "health")],
)
def test_a_role_goes_on_to_the_noun_that_its_last_word_belongs_to(tag: str, relation: str, role: str) -> None:
    text = "A health worker wept."
    rows = [described("health worker"), office("health")]
    tree = {"health": (tag, relation, "worker"), "worker": ("NOUN", "nsubj", "wept"), "wept": ("VERB", "root", "wept")}

    assert [row[1] for row in offices(text, rows, [("holder", "office:health", "health worker")], tree=tree)] == [role]
