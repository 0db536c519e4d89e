"""Two persons of one full name in one article stay two where the text says so, and short names find their bearer."""

import pytest

from tests.extraction.test_coreference import clusters, mention

FIRST = "Former governor Ramon Osk was jailed. "


@pytest.mark.parametrize(
    "told",
    [
        "Congressman Ramon Osk of Davao, who is no relation to him, left.",
        "Ramon Osk, a dentist from Leeds (not related), left.",
        "Ramon Osk, his namesake, left.",
    ],
)
def test_a_bearer_of_a_name_who_is_no_relation_is_another(told: str) -> None:
    rows = [mention("Ramon Osk", "person"), mention("Ramon Osk#2", "person")]

    assert clusters(FIRST + told, rows, told=True) == [["Ramon Osk"], ["Ramon Osk"]]


def test_a_bearer_of_a_name_without_such_words_is_the_same() -> None:
    rows = [mention("Ramon Osk", "person"), mention("Ramon Osk#2", "person")]

    assert clusters(FIRST + "Ramon Osk, who is 61, left.", rows, told=True) == [["Ramon Osk", "Ramon Osk"]]


@pytest.mark.parametrize(("title", "place"), [("Governor", 0), ("Congressman", 1)])
def test_a_surname_with_a_title_is_the_bearers_though_the_other_was_called_so_last(title: str, place: int) -> None:
    text = f"{FIRST}Congressman Ramon Osk of Davao, no relation, left. Congressman Osk wept. {title} Osk appealed."
    rows = [mention(words, "person") for words in ("Ramon Osk", "Ramon Osk#2", "Osk#3", "Osk#4")]

    assert clusters(text, rows, told=True)[place].count("Osk") == 1 + place


@pytest.mark.parametrize(
    ("other", "one"),
    [
        ("Lotte van Osk", False),
        ("Tor van Osk", False),
        ("Rob van Osk", True),
        ("R. van Osk", True),
        ("Roberto van Osk", True),
    ],
)
def test_one_family_name_with_two_given_names_is_two_persons_whatever_the_model_links(other: str, one: bool) -> None:
    """But for nicknames, initials and other spellings, which the model may link."""
    rows = [mention("Robert van Osk", "person"), mention(other, "person")]
    found = clusters(f"Robert van Osk left, and {other} came.", rows, [("coref", other, "Robert van Osk")])

    assert (len(found) == 1) is one
