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
