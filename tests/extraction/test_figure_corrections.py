"""A figure that its own source corrects is taken back; another source's is not."""

import pytest

from kb.extraction.figures.corrections import with_corrections
from kb.model import Figure, Span, Statement


def _figures(text: str, *numbers: tuple[str, str]) -> list[Figure]:
    spans = [(Span(text.index(words), text.index(words) + len(words)), said) for words, said in numbers]
    return [
        Figure(f"q{n}", "v1", span, "exactly", float(span.of(text)), sources=(said,) if said else ())
        for n, (span, said) in enumerate(spans)
    ]


SAID = [Statement(name, (), "indirect", speakers=(who,)) for name, who in (("s1", "e1"), ("s2", "e1"), ("s3", "e2"))]


@pytest.mark.parametrize(
    ("text", "first", "second", "back"),
    [
        ("It said 9 had died. Later it corrected the number to 7.", "s1", "s2", True),
        ("It said 9 had died. Later it corrected the number to 7.", "s1", "", True),
        ("It said 9 had died. The mayor revised the figure down to 7.", "s1", "s3", False),
        ("It said 9 had died. It lowered the toll on Monday to 7.", "s1", "s2", True),
        ("It said 9 had died. It did not correct the number to 7.", "s1", "s2", False),
        ("It said 9 had died. It raised the toll to 70.", "s1", "s2", False),
        ("It had 9 jobs. It cut the number of jobs to 7.", "s1", "s2", False),
        ("It had 9 dead. The law reduced the toll to 7.", "s1", "s2", False),
        ("It saw 9 come. It cut its forecast to 7.", "s1", "s2", True),
        ("It said 9 had died. It corrected itself to 7.", "s1", "s2", True),
    ],
)
def test_a_corrected_figure_is_taken_back(text: str, first: str, second: str, back: bool) -> None:
    new = "70" if "70" in text else "7"
    old, now = with_corrections(text, _figures(text, ("9", first), (new, second)), SAID)

    assert (old.withdrawn, now.withdrawn) == (back, False)


def test_what_a_figure_is_lowered_from_is_taken_back() -> None:
    text = "Police lowered the toll of the raid to 7 from 9."
    now, old = with_corrections(text, _figures(text, ("7", "s1"), ("9", "s1")), SAID)

    assert (now.withdrawn, old.withdrawn) == (False, True)


def test_the_number_of_the_dead_that_is_lowered_is_taken_back() -> None:
    text = "Police lowered the number of people killed by the flood to 7 from 9."
    now, old = with_corrections(text, _figures(text, ("7", "s1"), ("9", "s1")), SAID)

    assert (now.withdrawn, old.withdrawn) == (False, True)


def test_what_is_made_less_takes_no_figure_back() -> None:
    text = "The state cut the number of ministries from 9 to 7."

    assert not any(f.withdrawn for f in with_corrections(text, _figures(text, ("9", ""), ("7", "")), SAID))


def test_only_figures_of_the_same_happening_are_corrected() -> None:
    text = "It said 9 had died. Later it corrected the number to 7."
    old, now = _figures(text, ("9", "s1"), ("7", "s1"))
    other = Figure("q9", "v2", now.span, "exactly", now.value, sources=now.sources)

    assert not with_corrections(text, [old, other], SAID)[0].withdrawn


@pytest.mark.parametrize(("noun", "back"), [("passengers", False), ("dead", True)])
def test_a_correction_takes_back_what_it_counts_and_nothing_else(noun: str, back: bool) -> None:
    text = f"It said 9 had died. (Corrects number of {noun} in second paragraph to 7)"
    old, _ = with_corrections(text, _figures(text, ("9", "s1"), ("7", "s1")), SAID)

    assert old.withdrawn is back


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Turnout was 7 percent and not 9 percent as first reported.", True),
        ("7 people died, not 9 as originally stated.", True),
        ("7 people died instead of the 9 first reported.", True),
        ("7 people died, not 9 as in March.", False),
        ("7 people died, 9 more than first reported.", False),
    ],
)
def test_what_was_first_reported_otherwise_is_taken_back(text: str, back: bool) -> None:
    now, old = with_corrections(text, _figures(text, ("7", "s1"), ("9", "s1")), SAID)

    assert (now.withdrawn, old.withdrawn) == (False, back)
