"""Clubs that bear a town's, a river's or nobody's name."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.sides import is_club
from kb.language.gazetteer import shipped
from kb.model import Article, Span


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
