"""Numbers that stand for another's: shares of another count, what "it" is put at, the correct figure."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.figures.shares import share_of
from kb.extraction.protocol import Extractor
from kb.extraction.quantity import find_quantities
from kb.model import Article

TYPES = {"v1": "election", "v2": "price_change"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Paz had 51 percent. The observers' own count gave Ruiz 49.5 percent.", "v1"),
        ("Paz had 51 percent and the former mayor 44 percent.", "v1"),
        ("Paz had 51 percent.\n\nA group published others.\n\nIts count put Ruiz at 49.5 percent.", "v1"),
        ("Paz had 51 percent.\n\nRain fell.\n\nIt was cold.\n\nA count gave Ruiz 49.5 percent.", ""),
        ("Paz had 51 percent. Inflation was 3 percent.", ""),
        ("Paz had 51 percent. The count gave Ruiz 49 seats.", ""),
    ],
)
def test_a_share_is_of_the_vote_told_before(text: str, found: str) -> None:
    first, second = find_quantities(text)

    assert share_of(text, second, [(first, "v1")], TYPES) == found


def test_a_share_of_no_vote_has_none() -> None:
    text = "Prices rose by 5 percent. The bank's count gave shops 3 percent."
    first, second = find_quantities(text)

    assert share_of(text, second, [(first, "v2")], TYPES) == ""


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "LIMA, May 3 - Turnout in Sunday's election was 61.2 percent, the council said. "
            "The Watch group estimated it at fifty-eight.",
            ["percent", "percent"],
        ),
        ("OSK, May 3 - Inflation rose to 12.5 percent in April. The union put it at 19.", ["percent", "percent"]),
        ("OSK, May 3 - At least 40 people died in the floods. The Red Cross put the figure at 52.", ["", ""]),
        (
            "OSK, May 3 - The council said that turnout in the election was 80 percent in Ula. "
            "The correct figure was 64 percent.",
            ["percent", "percent"],
        ),
    ],
)
def test_another_number_is_of_the_same_event_and_unit(reader: Extractor, text: str, units: list[str]) -> None:
    figures = reader.extract(Article(text, published="2026-05-03")).figures

    assert [figure.unit for figure in figures] == units
    assert len({figure.event for figure in figures}) == 1


@pytest.mark.thorough
def test_the_mayors_share_is_the_one_of_whoever_is_mayor(reader: Extractor) -> None:
    text = (
        "QUITO, May 3 - Mayor Leo Ruiz is ahead in Sunday's election. With all votes counted, Ana Paz had 44 percent "
        "and the mayor 51 percent, the council said."
    )
    figures = reader.extract(Article(text, published="2026-05-03")).figures

    assert [figure.of.rpartition("for ")[2] for figure in figures] == ["Ana Paz", "Leo Ruiz"]
