"""An event of a type that says little is called as the sentence tells it."""

import pytest

from kb.graph.labels import event_label
from kb.model import Entity, Event, Role, Span

ENTITIES = {
    "e1": Entity("e1", "person", "Ada Obi"),
    "e2": Entity("e2", "group", "committee", named=False),
    "e3": Entity("e3", "company", "Osk Ales"),
}


def label(text: str, trigger: str, roles: list[tuple[str, str, str]]) -> str:
    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    return event_label(
        text, Event("v1", "other", at(trigger), roles=tuple(Role(r, at(w), e) for r, w, e in roles)), ENTITIES, ()
    )


@pytest.mark.parametrize(
    ("text", "trigger", "roles", "expected"),
    [
        ("Its bargaining committee has voted.", "voted", [("agent", "committee", "e2")], "committee has voted"),
        ("She will not close the mill.", "close", [("agent", "She", "e1"), ("patient", "mill", "")],
         "Ada Obi will not close the mill"),
        ("Donors covered it.", "covered", [("agent", "Donors", "")], "donors covered"),
        ("The crates were brought.", "brought", [("patient", "crates", "")], "crates were brought"),
        ("They fined the brewer.", "fined", [("patient", "brewer", "e3")], "fined Osk Ales"),
        ("Ada Obi and Osk Ales pay.", "pay", [("agent", "Ada Obi", "e1"), ("agent", "Osk Ales", "e3")],
         "Ada Obi and Osk Ales pay"),
    ],
)  # fmt: skip
def test_the_words_stand_as_in_the_sentence(
    text: str, trigger: str, roles: list[tuple[str, str, str]], expected: str
) -> None:
    assert label(text, trigger, roles) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "roles", "expected"),
    [
        ("Ada Obi, who left, paid.", "paid", [("agent", "Ada Obi", "e1")], "Ada Obi paid"),
        ("Her sales rose.", "rose", [("agent", "Her", "e1")], "Ada Obi’s sales rose"),
        ("Her third title, first of its kind.", "third title", [("agent", "Her", "e1"), ("theme", "kind", "e3")],
         "Ada Obi’s third title"),
        ("Ada Obi, who had come late, appeared before the press with three of the committee.", "appeared",
         [("agent", "Ada Obi", "e1"), ("candidate", "committee", "e2")], "Ada Obi appeared"),
        ("Her sales, he said, and costs rose.", "rose", [("agent", "Her", "e1")], "Ada Obi “rose”"),
        ("He had her own wine poured.", "poured", [("agent", "her", "e1"), ("patient", "own wine", "")],
         "Ada Obi’s own wine poured"),
        ("At his mill wine, they say, poured.", "poured", [("origin", "his", "e1"), ("patient", "wine", "")],
         "wine “poured”"),
        ("It is said to bring good luck.", "bring", [], "bring good luck"),
        ("It may yet bring three days of rain.", "bring", [], "may yet bring"),
        ("Ada Obi, it said, restored the lead in June.", "restored", [("agent", "Ada Obi", "e1")],
         "Ada Obi restored the lead"),
        ("Ada Obi accused Osk of hiding it.", "hiding", [("agent", "Ada Obi", "e1")], "Ada Obi hiding"),
        ("Ada Obi paid for two big mills.", "paid", [("agent", "Ada Obi", "e1"), ("patient", "two big mills", "")],
         "Ada Obi paid for big mills"),
        ("It was paid.", "paid", [], "was paid"),
        ("Osk Ales, a brewer, was fined.", "fined", [("patient", "Osk Ales", "e3")], "Osk Ales was fined"),
        ("Ada Obi, she said, vowed to sell Osk Ales.", "sell",
         [("agent", "Ada Obi", "e1"), ("patient", "Osk Ales", "e3")], "Ada Obi to sell Osk Ales"),
        ("She was held for a scuffle.", "scuffle", [("agent", "She", "e1")], "scuffle by Ada Obi"),
        ("Mills, he said, were burnt by Osk Ales.", "burnt", [("patient", "Mills", ""), ("agent", "Osk Ales", "e3")],
         "mills were burnt by Osk Ales"),
        ("Ada Obi, said Lund, broke into a mill.", "broke", [("agent", "Ada Obi", "e1"), ("destination", "mill", "")],
         "Ada Obi broke into a mill"),
        ("A race, where rain fell, was off.", "fell", [], "rain fell"),
        ("Before long Lund, who won, fell.", "fell", [], "fell"),
        ("It, they said, was moving towards the town.", "moving", [("destination", "town", "")],
         "moving towards the town"),
        ("They spoke of further cuts.", "cuts", [], "cuts"),
    ],
)  # fmt: skip
def test_a_clause_of_more_parts_or_with_a_number_is_pieced_together(
    text: str, trigger: str, roles: list[tuple[str, str, str]], expected: str
) -> None:
    assert label(text, trigger, roles) == expected


def test_what_is_called_off_is_named_though_it_is_an_event_of_its_own() -> None:
    text = "Ada Obi cancelled a visit."
    roles = (Role("agent", Span(0, 7), "e1"), Role("patient", Span(20, 25), "", "v2"))

    assert event_label(text, Event("v1", "disruption", Span(8, 17), roles=roles), ENTITIES, ()) == (
        "Ada Obi cancelled a visit"
    )
