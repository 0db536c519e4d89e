"""Figures in words: units in the plural where there is more than one, ranges, parts of a whole."""

import pytest

from kb.model import Figure, Span
from kb.service.wording import figure_words

SPAN = Span(0, 1)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure("q1", "v1", SPAN, "exactly", 9.0, unit="day"), "9 days"),
        (Figure("q1", "v1", SPAN, "exactly", 1.0, unit="hour"), "1 hour"),
        (Figure("q1", "v1", SPAN, "exactly", 3.5, unit="percent"), "3.5 percent"),
        (Figure("q1", "v1", SPAN, "exactly", 14.0, whole=23.0, of="drones"), "14 of 23 drones"),
        (Figure("q1", "v1", SPAN, "vague", of="drones"), "dozens of (no number given)"),
        (Figure("q1", "v1", SPAN, "exactly", 30.0, of="dead", withdrawn=True), "30 dead (withdrawn by its source)"),
    ],
)
def test_a_figure_reads_as_a_person_would_say_it(figure: Figure, words: str) -> None:
    assert figure_words(figure, "dozens  of") == words
