"""Reasons why two are one, in words for people."""

import pytest

from kb.api.pages.evidence import TOLD, reason
from kb.resolution import weights
from kb.resolution.events.happenings import event_weight


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("same days (+2.2)", "both on the same days (+2.2)"),
        ("both lead", "both articles begin with it"),
        ("fits best (+1.9)", "no other pair of the two articles fits as well (+1.9)"),
        ("fits best 0.42", "no other pair of the two articles fits as well, 0.42 of 1"),
        ("shared actors 2 (+2.4)", "2 of the same people or organisations take part (+2.4)"),
        ("same name “story 5”, written alike (+8.0)", "same name “story 5”, written alike (+8.0)"),
        ("other place (-1.5)", "in different places (\u22121.5)"),
        ("office of other bodies (-1.5)", "office of other bodies (\u22121.5)"),
        ("they told me so", "they told me so"),
        ("", ""),
    ],
)
def test_a_reason_is_told_in_words_with_its_numbers(kept: str, told: str) -> None:
    assert reason(kept) == told


def test_every_reason_of_events_has_words() -> None:
    """Whatever is weighed is told: a weight that is added later is missed here."""
    assert set(weights.EVENT) <= set(TOLD)
    for part in event_weight(dict.fromkeys(weights.EVENT, 1.0)).parts:
        assert reason(part.words) == TOLD[part.words]
