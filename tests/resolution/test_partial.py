"""Figures of a part, and figures that come on top of what was counted."""

from dataclasses import replace

import pytest

from kb.model import Event, Extraction, Figure, Span
from kb.resolution.events.figures import compare_numbers, number
from kb.resolution.events.partial import of_part


def figure(text: str, words: str, value: float = 2, unit: str = "", whole: float | None = None) -> Figure:
    start = text.index(words)
    return Figure("q1", "v1", Span(start, start + len(words)), "exactly", value, unit=unit, of="wounded", whole=whole)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Two of the wounded have died.", "Two"),
        ("63 people were hurt, eleven of them children.", "eleven"),
        ("Rescuers recovered seven more bodies.", "seven"),
        ("Forty others were freed in June.", "Forty"),
        ("Another 40 were taken to hospital.", "40"),
        ("Nine died, including at least two children.", "two"),
        ("Nine died, two children among them.", "two"),
        ("A tenth of a percent of some 8,000 ballots is eight.", "8,000"),
        ("Half of the 90 looms burned.", "90"),
        ("It takes in 40% of 300 refugees.", "300"),
        ("The death toll rose to 27 on Friday after six people died overnight.", "six"),
        ("The toll was cut to 18, since three names had been counted twice.", "three"),
        ("Four patients wrongly listed as dead are alive.", "Four"),
        ("Police raised the number of dead to at least 31, after another four were found.", "four"),
    ],
)
def test_parts_are_told_from_wholes(text: str, words: str) -> None:
    """By the words before and after the number."""
    assert of_part(text, figure(text, words))


@pytest.mark.parametrize(
    ("text", "words", "unit"),
    [
        ("The bank cut its rate to 24% from 25.5% on Thursday.", "25.5%", "percent"),
        ("Prices slowed to 19.8% from about 21.2% in May.", "21.2%", "percent"),
        ("Sales came to $3 million, compared with $4 million.", "$4 million", "USD"),
        ("The rent is 40 euros a day against 35 euros.", "35 euros", "EUR per day"),
    ],
)
def test_what_an_amount_was_before_is_not_what_it_is(text: str, words: str, unit: str) -> None:
    """ "To 24% from 25.5%" gives one rate for today, at odds with no other that was told of today."""
    assert of_part(text, figure(text, words, unit=unit))


@pytest.mark.parametrize(
    ("text", "words", "unit"),
    [
        ("Two people died, more than on Monday.", "Two", ""),
        ("She won 51.4 percent of the votes.", "51.4 percent", "percent"),
        ("Three members of the group were held.", "Three", ""),
        ("19 or more were hurt.", "19", ""),
        ("Harrar said that three of its soldiers were killed.", "three", ""),
        ("On the third of May 19 were hurt.", "19", ""),
        ("The toll rose to 27 from 21.", "21", ""),
        ("The toll rose to 27 after six people died overnight.", "27", ""),
        ("Tension rose after six people died.", "six", ""),
        ("The bank cut its rate from 25.5% to 24% on Thursday.", "24%", "percent"),
        ("He appealed against the nine-year sentence.", "nine-year", "year"),
    ],
)
def test_wholes_are_no_parts(text: str, words: str, unit: str) -> None:
    """A percentage has its whole in its words, and a comparison adds nothing."""
    assert not of_part(text, figure(text, words, unit=unit))


def test_a_part_is_at_odds_with_no_whole_and_no_other_part() -> None:
    """Two of the wounded and nine wounded can both be true, and so can two and three of them."""
    text = "Two of the wounded died."
    two = figure(text, "Two")
    nine, three = figure(text, "Two", 9), figure(text, "Two", 3)
    assert compare_numbers(number(two, part=True), number(nine, part=False)) == ""
    assert compare_numbers(number(two, part=True), number(three, part=True)) == ""
    assert compare_numbers(number(two, part=True), number(two, part=True)) == "same"
    assert compare_numbers(number(two, part=False), number(nine, part=False)) == "differ"


def test_a_difference_is_at_odds_with_no_amount() -> None:
    """ "Six more than the mayor said" says nothing against nine; a rise of three percent does against one of four."""
    text = "Two"
    amount, more = figure(text, "Two", 9), replace(figure(text, "Two", 6), change="increase")
    assert of_part(text, more)
    assert compare_numbers(number(more, part=False), number(amount, part=False)) == ""
    three, four = (replace(figure(text, "Two", value, unit="percent"), change="increase") for value in (3, 4))
    fall = replace(four, change="decrease")
    assert not of_part(text, three)
    assert compare_numbers(number(three, part=False), number(four, part=False)) == "differ"
    assert compare_numbers(number(three, part=False), number(fall, part=False)) == ""


def read(text: str, *counted: tuple[str, str, str, float]) -> tuple[Extraction, list[Figure]]:
    """An article's figures, each with the words, its event, the event's type and the value."""
    figures = [
        replace(figure(text, words, value), id=f"q{n}", event=event)
        for n, (words, event, _, value) in enumerate(counted)
    ]
    events = {event: Event(event, kind, Span(0, 1)) for _, event, kind, _ in counted}
    return Extraction("a", "test", "1", events=tuple(events.values()), figures=tuple(figures)), figures


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("A lorry killed six people and hurt eleven others.", "eleven"),
        ("Six people died. Another eleven were taken to a clinic.", "eleven"),
        ("Six died, while eleven other people were hurt.", "eleven"),
    ],
)
def test_others_than_the_dead_are_all_who_were_hurt(text: str, second: str) -> None:
    first = "six" if "six" in text else "Six"
    extraction, (_, hurt) = read(text, (first, "v1", "death", 6), (second, "v2", "injury", 11))
    assert of_part(text, hurt)  # by its words alone
    assert not of_part(text, hurt, extraction)


def test_others_of_one_kind_of_event_come_on_top() -> None:
    text = "Six people were hurt at the gate, eleven others in the hall."
    for event in ("v1", "v2"):
        extraction, (_, more) = read(text, ("Six", "v1", "injury", 6), ("eleven", event, "injury", 11))
        assert of_part(text, more, extraction)


def test_others_after_some_of_the_same_event_come_on_top_whatever_stands_between() -> None:
    text = "Two were hurt first. Six people died, and eleven others were hurt."
    extraction, (_, _, more) = read(
        text, ("Two", "v2", "injury", 2), ("Six", "v1", "death", 6), ("eleven", "v2", "injury", 11)
    )
    assert of_part(text, more, extraction)
