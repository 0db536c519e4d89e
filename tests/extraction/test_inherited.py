"""Parts and effects are where their whole or their cause was, but for what moves away, and not at "the mill"."""

import pytest

from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, mention, trigger


def place(words: str, kind: str, how: str = "name") -> Row:
    return ("mention", "place", words, {"kind": how, "type": kind})


def places(text: str, rows: list[Row], links: list[tuple[str, str, str]]) -> dict[str, list[str]]:
    """Return by the words of each event the names of where it was."""
    found = extraction(text, rows, links)
    name = {entity.id: entity.name for entity in found.entities}
    return {event.trigger.of(text): [name[p] for p in event.places] for event in found.events}


@pytest.mark.parametrize(
    ("effect", "coarse", "where"),
    [("deaths", "death", ["Osk"]), ("exodus", "displacement", []), ("losses", "business", [])],
)
def test_who_flees_and_what_is_lost_in_trade_is_not_where_the_cause_was(
    effect: str, coarse: str, where: list[str]
) -> None:
    text = f"The fire in Osk led to {effect}."
    rows = [trigger("fire", "fire_explosion"), trigger(effect, coarse), place("Osk", "city")]

    found = places(text, rows, [("place", "fire", "Osk"), ("cause", effect, "fire")])

    assert found == {"fire": ["Osk"], effect: where}


def test_a_place_without_a_name_is_not_handed_on() -> None:
    text = "The fire at a mill led to delays."
    rows = [trigger("fire", "fire_explosion"), trigger("delays", "disruption"), place("mill", "building", "nominal")]

    found = places(text, rows, [("place", "fire", "mill"), ("cause", "delays", "fire")])

    assert found == {"fire": ["mill"], "delays": []}


CUP = "Norway hosted the tournament. The final in Bergen drew crowds, the semi-final in {} did too. A record fell."


@pytest.mark.parametrize(("other", "where"), [("Bergen", "Bergen"), ("Oslo", "Norway")])
def test_parts_of_a_tournament_are_in_the_only_town_that_the_article_tells_of(other: str, where: str) -> None:
    text = CUP.format(other)
    games = ["tournament", "final", "semi", "record"]
    rows = [*(trigger(game, "other") for game in games), mention("Norway", "country"), place("Bergen", "city")]
    rows += [place(other if other != "Bergen" else "Bergen#2", "city")]
    links = [("place", "tournament", "Norway"), ("place", "final", "Bergen"), ("place", "semi", rows[-1][2])]
    links += [("part-of", game, "tournament") for game in games[1:]]

    assert places(text, rows, links)["record"] == [where]
