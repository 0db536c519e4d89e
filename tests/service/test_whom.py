"""Tests of kb.service.curation.whom: types of events by name, label or word."""

import pytest

from kb.service.curation.whom import NoSuchTypeError, event_type, with_subtypes


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("attack", "attack"),
        ("kbt:attack", "attack"),
        ("https://w3id.org/newskb/type#air_strike", "air_strike"),
        ("Air strike", "air_strike"),
        ("air-strike", "air_strike"),
        ("attacks", "attack"),
        ("attacked", "attack"),
        ("", ""),
    ],
)
def test_a_type_is_known_by_name_label_or_word(given: str, name: str) -> None:
    """In the plural and as a verb too."""
    assert event_type(given) == name


def test_what_is_none_is_said_with_what_looks_alike() -> None:
    """A misspelt one leads to the right one."""
    with pytest.raises(NoSuchTypeError, match="elektion") as caught:
        event_type("elektion")
    assert "election" in caught.value.hint


def test_a_type_has_all_below_it_and_not_what_is_above() -> None:
    """However deep; itself comes first."""
    found = with_subtypes("attack")

    assert found[0] == "attack"
    assert {"air_strike", "shelling"} < set(found)
    assert "attack" not in with_subtypes("shelling")
    assert with_subtypes("") == ()
