"""What the words before and in a name tell of a place."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.protocol import Extractor
from kb.model import Article, Entity


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


def entity(reader: Extractor, text: str, words: str) -> Entity:
    found = reader.extract(Article(text, published="2026-11-24"))
    at = {m.entity for m in found.mentions if m.span.of(text) == words}
    assert len(at) == 1, at
    return next(e for e in found.entities if e.id in at)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A man was charged in Swan River on Monday with arson.", "town"),
        ("A boy drowned in the Swan River on Monday.", "river"),
        ("Officials said on Monday that the town of Snow Lake could be evacuated.", "town"),
        ("Officials said on Monday that the waters of Snow Lake had risen.", "lake"),
    ],
)
def test_a_town_called_after_a_river_is_lived_in(reader: Extractor, text: str, kind: str) -> None:
    assert entity(reader, text, "Swan River" if "Swan" in text else "Snow Lake").type == kind


def test_two_rivers_are_two(reader: Extractor) -> None:
    text = "The Lempa river burst its banks on Monday. In 2019 a bus plunged into the Goascorán river, and nine died."

    assert entity(reader, text, "Lempa river").id != entity(reader, text, "Goascorán river").id


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Talks have been held in Luanda, Doha and Washington since May.", "city"),
        ("Talks have been held in Luanda since May, and Washington said on Monday that it was hopeful.", "country"),
    ],
)
def test_where_talks_are_held_is_a_town_though_its_name_can_mean_a_government(
    reader: Extractor, text: str, kind: str
) -> None:
    assert entity(reader, text, "Washington").type == kind


def test_a_region_told_first_lies_not_in_the_town_behind_it(reader: Extractor) -> None:
    text = "Across the border in Saskatchewan, Creighton was spared, but Denare Beach burned in June."

    assert entity(reader, text, "Saskatchewan").within == ""


def test_there_is_no_place_by_itself(reader: Extractor) -> None:
    text = "The army said it was strong. Last month it withdrew from two outposts there."

    assert "there" not in {e.name for e in reader.extract(Article(text)).entities}


def test_a_province_and_its_capital_of_one_name_are_two(reader: Extractor) -> None:
    """Told apart by what stands before the one and in the other; alone it is what it is taken for."""
    text = (
        "The northern province of Benguela was without power on Thursday, the governor said. In Benguela City, the "
        "provincial capital, the hospital ran on diesel. The province of Benguela has ten towns."
    )

    town = entity(reader, text, "Benguela City")
    provinces = {e.name for e in reader.extract(Article(text)).entities if e.type == "province"}

    assert provinces == {"Benguela province"}
    assert town.type == "city"


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Two dead in gas blast at Tashkent flats; utility blamed", "Tashkent", "city"),
        ("Two people were hurt in the Chilanzar district on Monday.", "Chilanzar district", "district"),
    ],
)
def test_flats_are_no_part_of_the_name_of_their_town(reader: Extractor, text: str, words: str, kind: str) -> None:
    text = (
        f"{text}\n\nTASHKENT, Uzbekistan - A gas explosion tore through a block in Tashkent on Wednesday, police said."
    )

    assert entity(reader, text, words).type == kind


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Officials in the Dnipropetrovsk and Zaporizhzhia regions reported two deaths.", "Dnipropetrovsk", "region"),
        ("Officials in the Dnipropetrovsk region reported two deaths.", "Dnipropetrovsk region", "region"),
        ("Officials in Dnipropetrovsk and Zaporizhzhia reported two deaths.", "Zaporizhzhia", "city"),
    ],
)
def test_a_plural_behind_two_names_is_the_kind_of_both(reader: Extractor, text: str, words: str, name: str) -> None:
    assert entity(reader, text, words).type == name


def test_two_names_of_one_land_are_one(reader: Extractor) -> None:
    text = "Authorities in Jammu and Kashmir released the names of 16 people on Sunday."
    two = "Authorities in Punjab and Kashmir released the names of 16 people on Sunday."

    assert entity(reader, text, "Jammu and Kashmir").country == "IN"
    assert entity(reader, two, "Punjab").id != entity(reader, two, "Kashmir").id


def test_a_vehicle_is_no_part_of_the_name_before_it(reader: Extractor) -> None:
    text = (
        "Kashmir bus crash: names of the dead released\n\nAuthorities in Kashmir on Sunday released the names of the "
        "16 people killed when a bus plunged into a gorge."
    )

    assert {e.name for e in reader.extract(Article(text)).entities if e.named} == {"Kashmir"}


def test_a_small_town_far_away_is_not_meant_where_other_countries_are_named(reader: Extractor) -> None:
    text = "Zimbabwe's transport minister said the ferry left Binga on Monday with 94 passengers."

    assert not entity(reader, text, "Binga").external


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Zanzibar ferry sank on Monday, drowning 31 people.", "Zanzibar ferry"),
        ("Nine people died in the Zanzibar ferry disaster on Monday.", "Zanzibar"),
    ],
)
def test_an_island_sinks_with_no_ferry(reader: Extractor, text: str, words: str) -> None:
    found = reader.extract(Article(text, published="2026-11-24"))

    assert [m.span.of(text) for m in found.mentions if "Zanzibar" in m.span.of(text)] == [words]
