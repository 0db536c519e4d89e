"""Which country "the country" is: the one told of by its parts alone, or the one of several that is meant."""

import pytest

from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, mention, trigger


def of_country(text: str, rows: list[Row]) -> str:
    """Return the entity that "country" is a mention of."""
    found = extraction(text, [*rows, mention("country", "country", "nominal")], [])
    whose = next(m.entity for m in found.mentions if m.span.of(text) == "country")
    return next(e.name for e in found.entities if e.id == whose)


@pytest.mark.parametrize(
    ("text", "countries", "whose"),
    [
        (
            "Chad wept.\n\nMali sent tents. Peru did.\n\nIt was the country at its worst.",
            ["Chad", "Mali", "Peru"],
            "Chad",
        ),
        (
            "Chad wept.\n\nMali sent tents. Mali left. It was the country at its worst.",
            ["Chad", "Mali", "Mali#2"],
            "Mali",
        ),
    ],
)
def test_the_country_is_the_one_named_first_or_in_its_paragraph_most(
    text: str, countries: list[str], whose: str
) -> None:
    assert of_country(text, [mention(words, "country") for words in countries]) == whose


@pytest.mark.parametrize(
    ("text", "others", "whose"),
    [
        ("Raiders struck northern Mali. The country wept.", [], "Mali"),
        ("Raiders struck northern Mali. Chad sent tents. The country wept.", ["Chad"], "Mali"),
        ("Chad sent tents. Raiders struck northern Mali. The country wept.", ["Chad"], "Chad"),
    ],
)
def test_a_country_told_of_by_its_north_alone_is_the_country(text: str, others: list[str], whose: str) -> None:
    north = ("mention", "place", "northern Mali", {"kind": "name", "type": "region"})

    assert of_country(text, [north, *(mention(words, "country") for words in others)]) == whose


@pytest.mark.parametrize(
    ("last", "score", "whose"),
    [
        ("Rain fell in Rovaniemi.\n\n", 0.8, "Oulu"),
        ("Rain fell in Rovaniemi.\n\n", 0.95, "Rovaniemi"),
        ("Rain fell in Rovaniemi. ", 0.8, "Rovaniemi"),
    ],
)
def test_the_city_is_the_one_named_first_where_no_paragraph_leads_to_another(
    last: str, score: float, whose: str
) -> None:
    text = f"Fire swept Oulu.\n\n{last}No tents reached the city."
    rows = [mention("Oulu", "place"), mention("Rovaniemi", "place"), mention("city", "place", "nominal")]
    found = extraction(text, rows, [("coref", "city", "Rovaniemi")], score=score)
    at = next(m.entity for m in found.mentions if m.span.of(text) == "city")

    assert next(e.name for e in found.entities if e.id == at) == whose


def test_the_army_told_of_again_is_the_army() -> None:
    text = "The army left Oulu.\n\nRain fell.\n\nThe army shelled it."
    rows = [mention("army", "organisation", "nominal"), mention("army#2", "organisation", "nominal")]
    rows += [trigger("left", "travel"), trigger("shelled", "attack")]
    found = extraction(text, rows, [("agent", "left", "army"), ("agent", "shelled", "army#2")])

    assert [e.name for e in found.entities if e.type != "city"] == ["army"]


def test_no_north_is_the_whole() -> None:
    text = "Rain fell in Darfur. North Darfur was dry."
    rows = [("mention", "place", words, {"kind": "name", "type": "region"}) for words in ("Darfur", "North Darfur")]

    assert len(extraction(text, rows, []).entities) == 2


@pytest.mark.parametrize(("name", "words"), [("Benue village", "Benue"), ("Oskella village", "Oskella village")])
def test_no_village_is_called_by_its_state_alone(name: str, words: str) -> None:
    found = extraction(f"Rain fell in {name} on Sunday.", [mention(name, "place")], [])

    assert [e.name for e in found.entities] == [words]


def test_a_village_is_no_state() -> None:
    text = "Rain fell in Benue state. It flooded a village."
    rows = [
        mention("Benue state", "place"),
        mention("village", "place", "nominal"),
        trigger("flooded", "natural_hazard"),
    ]
    links = [("coref", "village", "Benue state"), ("place", "flooded", "village")]

    assert [e.name for e in extraction(text, rows, links).entities] == ["Benue state", "village"]


def test_the_two_countries_are_not_one_of_them() -> None:
    text = "Armenia attacked. The two countries talked. The country denied it."
    rows = [mention("Armenia", "country"), mention("two countries", "country", "nominal")]
    rows += [mention("country", "country", "nominal"), trigger("talked", "meeting")]
    links = [("coref", "two countries", "Armenia"), ("coref", "country", "Armenia")]
    links += [("agent", "talked", "two countries")]
    found = extraction(text, rows, links)

    assert {(e.name, e.type): sum(m.entity == e.id for m in found.mentions) for e in found.entities} == {
        ("Armenia", "country"): 2,
        ("two countries", "group"): 1,
    }


def test_the_group_is_the_one_named_in_its_paragraph() -> None:
    text = "The Osk Front signed.\n\nMoss was told free of Bane Lom in May. The group denied it."
    rows = [mention(words, "group") for words in ("Osk Front", "Bane Lom")]
    rows += [mention("group", "group", "nominal")]
    found = extraction(text, rows, [("coref", "group", "Osk Front"), ("coref", "group", "Bane Lom")])

    assert {e.name: sum(m.entity == e.id for m in found.mentions) for e in found.entities} == {
        "Osk Front": 1,
        "Bane Lom": 2,
    }


@pytest.mark.parametrize(
    ("told", "home"),
    [
        ("the Central Asian country", "Kyrgyzstan"),
        ("the landlocked Central Asian nation", "Kyrgyzstan"),
        ("another Central Asian country", ""),
        ("the West African country", "Ghana"),
    ],
)
def test_a_country_told_of_by_its_part_of_the_world_is_the_one_there(told: str, home: str) -> None:
    text = f"Kyrgyzstan wept. Ghana and China sent help. Rain fell in {told}."
    noun = told.rpartition(" ")[2]
    rows = [mention(words, "country") for words in ("Kyrgyzstan", "Ghana", "China")]
    rows += [mention(noun, "country", "nominal"), trigger("Rain", "natural_hazard")]
    found = extraction(text, rows, [("coref", noun, "China")] if home else [])

    name = {e.id: e.name for e in found.entities}
    assert [name[m.entity] for m in found.mentions if m.span.of(text) == noun and name[m.entity] != noun] == (
        [home] if home else []
    )


def test_a_country_named_behind_its_part_of_the_world_is_that_one() -> None:
    text = "Kyrgyzstan wept with Kyrgyzstan. Rain fell in the Central Asian nation of Tajikistan."
    rows = [mention(words, "country") for words in ("Kyrgyzstan", "Kyrgyzstan#2", "Tajikistan")]
    rows += [mention("nation", "country", "nominal"), trigger("Rain", "natural_hazard")]
    found = extraction(text, rows, [])

    name = {e.id: e.name for e in found.entities}
    assert [name[m.entity] for m in found.mentions if m.span.of(text) == "nation"] == ["Tajikistan"]


@pytest.mark.parametrize(
    ("opening", "home"), [("Kenya's president", "Kenya"), ("A guest of Kenya", "Uganda"), ("A Kenyan", "Uganda")]
)
def test_the_country_of_which_its_president_tells_is_his(opening: str, home: str) -> None:
    text = f"{opening}, who was in Uganda, said the country would wait."
    rows = [mention("Kenyan" if "Kenyan" in opening else "Kenya", "country"), mention("Uganda", "country")]
    rows += [mention("country", "country", "nominal")]
    found = extraction(text, rows, [("coref", "country", "Uganda")])

    name = {e.id: e.name for e in found.entities}
    assert [name[m.entity] for m in found.mentions if m.span.of(text) == "country"] == [home]


@pytest.mark.parametrize(("opening", "home"), [("The country", "Kenya"), ("Then the country", "Uganda")])
def test_the_country_that_opens_a_paragraph_is_the_one_of_the_article(opening: str, home: str) -> None:
    text = f"Clerks fled Kenya.\n\nUganda took them.\n\n{opening} wept."
    rows = [mention("Kenya", "country"), mention("Uganda", "country"), mention("country", "country", "nominal")]
    found = extraction(text, rows, [("coref", "country", "Uganda")], score=0.8)

    name = {e.id: e.name for e in found.entities}
    assert [name[m.entity] for m in found.mentions if m.span.of(text) == "country"] == [home]
