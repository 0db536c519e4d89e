"""A firm that was taken for a person is told by the words beside it."""

import pytest

from kb.extraction.names.firms import with_firms
from kb.extraction.names.stage import Candidate
from kb.model import Span


def candidate(text: str, words: str, group: str, kind: str = "name") -> Candidate:
    at = text.index(words)
    return Candidate(at, Span(at, at + len(words)), 0, 0, group, kind, {group: 1.0}, "", 1.0, words)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("The mine's owner, Osk Komir, said no.", "organisation"),
        ("The bakery's owner, Osk Komir, said no.", "person"),
        ("The mine's owner, Osk Komir, 61, said no.", "person"),
        ("The mine's owner, Osk Komir, who is ill, said no.", "person"),
        ("The mine's owner, Osk Komir, has died.", "person"),
        ("The mine's owner, Osk Komir, has paid.", "organisation"),
        ("The mine's owner, Osk Komir, said no. Komir left.", "person"),
        ("The ferry's operator, Osk Komir, said no.", "organisation"),
        ("The bank's biggest rival, Osk Komir, said no.", "organisation"),
        ("The boxer's biggest rival, Osk Komir, said no.", "person"),
        ("Osk Komir's deputy chairman said no.", "organisation"),
        ("Osk Komir's director said no.", "person"),
        ("A bribe of Osk Komir, whose chief executive left, is denied.", "organisation"),
        ("A gift of Osk Komir, whose wife left, is denied.", "person"),
        ("Osk Komir said no.", "person"),
    ],
)
def test_what_owns_a_mine_or_has_a_chairman_is_a_firm(text: str, group: str) -> None:
    (read,) = with_firms([candidate(text, "Osk Komir", "person")], text)

    assert read.group == group


@pytest.mark.parametrize(("sure", "group"), [(1.0, "organisation"), (0.5, "person")])
def test_what_a_company_is_called_in_full_is_no_person(sure: float, group: str) -> None:
    text = "Cavra Osk Komir paid. Shares in Osk Komir fell."
    short = Candidate(9, Span(32, 41), 0, 0, "organisation", "name", {"company": sure}, "", 1.0, "Osk Komir")

    assert with_firms([candidate(text, "Cavra Osk Komir", "person"), short], text)[0].group == group


@pytest.mark.parametrize(
    "text",
    [
        "The founder, Cavra Osk Komir, paid. Shares in Osk Komir fell.",
        "Cavra Osk Komir, 61, paid. Shares in Osk Komir fell.",
        "Cavra Van Komir paid. Shares in Van Komir fell.",
    ],
)
def test_who_has_a_firms_name_behind_his_own_is_somebody(text: str) -> None:
    """A founder's family name is the firm's."""
    full = text[text.index("Cavra") : text.index(" Komir") + len(" Komir")]
    words = full.removeprefix("Cavra ")
    at = text.rindex(words)
    short = Candidate(9, Span(at, at + 9), 0, 0, "organisation", "name", {"company": 1.0}, "", 1.0, words)

    assert with_firms([candidate(text, full, "person"), short], text)[0].group == "person"


def test_the_same_words_are_the_firm_wherever_they_stand() -> None:
    text = "The mine's owner, Osk Komir, said no. Osk Komir will pay."
    again = candidate(text, "Osk Komir", "person")
    later = Candidate(1, Span(38, 47), 0, 0, "person", "name", {"person": 1.0}, "", 1.0, "Osk Komir")

    assert [c.types for c in with_firms([again, later], text)] == [{"company": 1.0}] * 2


@pytest.mark.parametrize(
    ("text", "named", "expected"),
    [
        ("The bakery's owner, Osk Komir, said no.", "person", "person"),
        ("The yard's buyer, Osk Komir, said no.", "organisation", "organisation"),
        ("The bakery's owner met Osk Komir, who left.", "person", "organisation"),
        ("The bakery's queue, Osk Komir, said no.", "person", "organisation"),
    ],
)
def test_an_owner_is_of_the_kind_of_who_is_named_so(text: str, named: str, expected: str) -> None:
    noun = next(word for word in ("owner", "buyer", "queue") if word in text)
    taken = "organisation" if named == "person" else "person"
    expected = expected if named == "person" else named
    rows = [candidate(text, noun, taken, "nominal"), candidate(text, "Osk Komir", named)]

    assert with_firms(rows, text)[0].group == expected
