"""Which place lies in which, by the words between them."""

import pytest

from kb.model import Entity
from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, mention, trigger


def places(text: str, rows: list[Row], links: list[tuple[str, str, str]] | None = None) -> dict[str, str]:
    """Name -> name of the place that holds it."""
    struck = [trigger("stormed", "attack"), *rows]
    read = extraction(text, struck, [("patient", "stormed", "market"), *(links or [])])
    by_id: dict[str, Entity] = {entity.id: entity for entity in read.entities}
    return {e.name: by_id[e.within].name if e.within else "" for e in read.entities}


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Gunmen stormed a market in the northern town of Rimstad on Monday.", "Rimstad"),
        ("Gunmen stormed a market in Rimstad on Monday.", "Rimstad"),
        ("Gunmen stormed a market and drove towards Rimstad on Monday.", ""),
    ],
)
def test_what_a_description_names_lies_in_the_town_right_behind_it(text: str, town: str) -> None:
    """ "A market in the town of": so what is asked of the town finds what happened there."""
    rows: list[Row] = [mention("market", "place", "nominal"), mention("Rimstad", "place")]
    assert places(text, rows)["market"] == town


def test_a_town_goes_before_the_region_of_the_title() -> None:
    """Whichever is told first."""
    text = "Raid on market in northern Kessara\n\nGunmen stormed the market in Rimstad."
    rows: list[Row] = [
        mention("market", "place", "nominal"), mention("northern Kessara", "place"),
        mention("market#2", "place", "nominal"), mention("Rimstad", "place"),
    ]  # fmt: skip
    assert places(text, rows, [("coref", "market#2", "market")])["market"] == "Rimstad"


@pytest.mark.parametrize(
    ("between", "holder"),
    [
        (", a poor suburb of ", "Kessara"),
        (", the capital of ", "Kessara"),
        (", a town in northern ", "Kessara"),
        (", a town near ", ""),
        (", a rival of ", ""),
    ],
)
def test_a_suburb_lies_in_the_town_whose_it_is(between: str, holder: str) -> None:
    text = f"Gunmen stormed Rimstad{between}Kessara, on Monday."
    rows: list[Row] = [mention("Rimstad", "place"), mention("Kessara", "place")]

    read = extraction(text, [trigger("stormed", "attack"), *rows], [])
    names = {e.id: e.name for e in read.entities}

    assert names.get(next(e.within for e in read.entities if e.name == "Rimstad"), "") == holder
