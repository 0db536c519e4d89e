"""Clubs that bear a town's, a river's or nobody's name."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.names.sides import is_club, player_behind
from kb.language.gazetteer import shipped
from kb.model import Article, Span
from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, trigger


@pytest.mark.parametrize(
    ("text", "name", "group", "expected"),
    [
        ("Lanus midfielder Tomas Paz limped off.", "Lanus", "person", True),
        ("Aarhus head coach Ida Lund resigned.", "Aarhus", "place", True),
        ("Aarhus beat Odense 2-1 on Sunday.", "Aarhus", "place", True),
        ("Aarhus beat Odense 2-1 on Sunday.", "Odense", "place", True),
        ("They suffered a 4-1 home defeat by Odense.", "Odense", "place", True),
        ("Ana Lund beat Mia Obi 6-4, 6-2.", "Mia Obi", "person", False),
        ("Ghana captain Ama Osei was hurt.", "Ghana", "place", False),
        ("Aarhus mayor Ida Lund resigned.", "Aarhus", "place", False),
        ("An Aarhus coach driver was hurt.", "Aarhus", "place", False),
        ("The team won in Aarhus and lost 2-1 at home.", "Aarhus", "place", False),
    ],
)
def test_who_plays_is_a_club(text: str, name: str, group: str, expected: bool) -> None:
    start = text.index(name)

    assert is_club(text, Span(start, start + len(name)), group, shipped()) is expected


def test_a_club_called_after_a_river_is_no_river() -> None:
    text = (
        "River Plate have dismissed coach Ivan Duarte after a 4-1 home defeat, the club's fifth loss in seven matches. "
        "River president Pablo Lund said it hurt all of them."
    )
    found = create().extract(Article(text, published="2026-07-14"))

    assert {e.type for e in found.entities if e.name.startswith("River")} == {"organisation"}


def test_the_letters_of_a_post_are_nobodys_name() -> None:
    text = "The bank's CEO, Tove Lind, resigned on Monday.\n\nThe CEO said she had made mistakes."
    found = create().extract(Article(text, published="2026-07-14"))
    persons = [e.name for e in found.entities if e.type == "person"]

    assert persons == ["Tove Lind"]
    assert [office.role for office in found.offices] == ["CEO"]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("The Osk Stars forward beat him.", "Osk Stars", "forward"),
        ("Osk Stars striker Ana Lund scored.", "Osk Stars", "striker Ana Lund"),
        ("Osk Stars won.", "Osk Stars", ""),
        ("Osk Stars forwarded the letter.", "Osk Stars", ""),
    ],
)
def test_a_player_behind_the_clubs_name(text: str, name: str, expected: str) -> None:
    start = text.index(name)
    found = player_behind(text, Span(start, start + len(name)))

    assert (found.of(text) if found else "") == expected


def test_a_player_does_what_the_club_is_named_for() -> None:
    text = "The Osk Stars forward beat Duarte from the spot."
    rows: list[Row] = [
        ("mention", "organisation", "Osk Stars", {"kind": "name", "type": "organisation"}),
        trigger("beat", "sport"),
    ]
    (event,) = extraction(text, rows, [("agent", "beat", "Osk Stars")]).events

    assert [(role.span.of(text), role.entity) for role in event.roles] == [("Osk Stars forward", "")]
