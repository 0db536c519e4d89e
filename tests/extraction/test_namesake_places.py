"""Which of several places of one name an article means, and a state called like a country: by what else it names."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from kb.extraction.builtin import create
from kb.language.gazetteer import shipped
from kb.model import Article, Extraction
from kb.resolution.profile import country_of

TEXTS = yaml.safe_load((Path(__file__).parent.parent / "data" / "places" / "namesakes.yaml").read_text("utf-8"))


Read = Callable[[str, str], Extraction]


@pytest.fixture(scope="module")
def read() -> Read:
    reader = create()

    @cache
    def once(title: str, text: str) -> Extraction:
        return reader.extract(Article(text, title, published="2025-03-04"))

    return once


def countries(read: Extraction, name: str) -> set[tuple[str, bool]]:
    """Country of each entity so called, and whether it has an identifier."""
    by_id = {entity.id: entity for entity in read.entities}
    return {
        (country_of(entity, by_id), bool(entity.external))
        for entity in read.entities
        if entity.named and name.casefold() in {n.casefold() for n in (entity.name, *entity.aliases)}
    }


def wanted() -> Iterator[tuple[str, str, str, str | None]]:
    for row in TEXTS:
        for name, country in row["countries"].items():
            yield row["name"], row["text"], name, country


@pytest.mark.thorough
@pytest.mark.parametrize(("title", "text", "name", "country"), list(wanted()), ids=lambda value: str(value)[:30])
def test_the_place_that_the_article_means(read: Read, title: str, text: str, name: str, country: str | None) -> None:
    found = countries(read(title, text), name)

    assert len(found) == 1
    if country is None:
        assert found == {("", False)} or not any(known for _, known in found)
    else:
        assert {code for code, _ in found} == {country}


def test_a_region_that_is_named_decides_unless_another_place_is_overwhelmingly_larger() -> None:
    places = shipped()

    midland = places.resolve_place("Midland", ["US"], None, ["US-TX"])
    paris = places.resolve_place("Paris", ["US"], None, ["US-TX"])

    assert midland is not None
    assert midland.admin1 == "US-TX"
    assert paris is None or paris.admin1 != "US-TX"


def test_a_province_whose_name_others_bear_is_that_of_the_country_before_it() -> None:
    """Zambia's table has the bare name, Sri Lanka's the word for its kind too."""
    text = (
        "Floods in the north-west\n\nLUSAKA - Rain destroyed 40 houses in Zambia's North-Western Province on Monday, "
        "officials said.\n\nThe province is still under water."
    )
    entities = {entity.name: entity for entity in create().extract(Article(text)).entities}

    assert entities["North-Western Province"].country == "ZM"
    assert entities["North-Western Province"].within == entities["Zambia"].id


@pytest.mark.parametrize(("name", "kind"), [("Port of Spain", "city"), ("Gulf of Aden", "sea")])
def test_a_known_town_is_one_whatever_the_first_word_of_its_name_says(read: Read, name: str, kind: str) -> None:
    found = read("", f"A fire killed four people at {name} on Monday, the mayor said.")

    assert {entity.type for entity in found.entities if entity.name == name} == {kind}
