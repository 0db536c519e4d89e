"""Totals of cases and of deaths in one sentence go each to its own happening."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.protocol import Extractor
from kb.model import Article


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


def counted(reader: Extractor, text: str) -> dict[str, str]:
    """Number -> the type of the event that it counts."""
    whole = f"OSK, Oct 24 - {text}"
    found = reader.extract(Article(whole, published="2025-10-24"))
    types = {event.id: event.type for event in found.events}
    return {figure.span.of(whole): types[figure.event] for figure in found.figures}


def test_a_number_of_cases_is_none_of_deaths(reader: Extractor) -> None:
    text = (
        "Nine people died in the past week, taking the number of deaths since the outbreak was declared on 3 May to 33 "
        "and the number of confirmed cases to 812, the ministry said. The worst hit districts are Osk (214 cases), "
        "Lom (97) and Ruvu (61)."
    )
    found = counted(reader, text)

    assert (found["33"], found["812"]) == ("death", "disease_outbreak")


def test_cases_in_brackets_are_no_deaths(reader: Extractor) -> None:
    text = (
        "The number of confirmed cases has risen since January to 812 and the number of deaths to 33, including five "
        "in the past day. The districts with most deaths are near the border: Osk (214 cases) and Lom (97)."
    )
    found = counted(reader, text)

    assert found["33"] == "death"
    assert found.get("214") != "death"


def test_a_number_of_deaths_stays_one(reader: Extractor) -> None:
    found = counted(reader, "Two more people died of measles on Friday, bringing the number of deaths to 33.")

    assert found["33"] == "death"


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        ("Police in Osk arrested 14 people on Sunday, three more than at the last election.", "arrest"),
        ("Police in Osk arrested 14 people on Sunday; three more were arrested at the last election.", "arrest"),
    ],
)
def test_what_a_number_is_compared_with_is_not_what_it_counts(reader: Extractor, told: str, counts: str) -> None:
    found = counted(reader, told)

    assert found.get("three", found.get("three more")) == counts
