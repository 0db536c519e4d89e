"""Figures are whole durations, with what leads to the number, and both ends of a range."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.figures import whole_figures


def figures(words: str, *spans: tuple[int, int]) -> list[str]:
    lower = words.split()
    found = [("figure", "", a, b, 0.9) for a, b in spans]
    return [" ".join(lower[f[2] : f[3]]) for f in whole_figures(found, lower, [False] * len(lower))]


def test_a_number_takes_its_unit_of_time() -> None:
    assert figures("it lapsed nine days before", (2, 3)) == ["nine days"]
    assert figures("it lapsed nearly 25 years ago", (2, 4)) == ["nearly 25 years"]


def test_what_is_counted_is_no_unit() -> None:
    assert figures("212 bags of maize", (0, 1)) == ["212"]


def test_years_and_months_are_one_duration_whatever_part_was_found() -> None:
    assert figures("eight years and four months in jail", (0, 2), (3, 5)) == ["eight years and four months"]
    assert figures("eight years and four months in jail", (0, 1), (3, 4)) == ["eight years and four months"]


def test_tens_of_thousands_are_one() -> None:
    assert figures("tens of thousands of people", (0, 1), (2, 3)) == ["tens of thousands"]
    assert figures("five of thousands", (0, 1), (2, 3)) == ["five", "thousands"]


@pytest.mark.parametrize("words", ["four months and eight years", "two days and two days", "two dead and two days"])
def test_other_durations_side_by_side_are_two(words: str) -> None:
    assert len(figures(words, (0, 2), (3, 5))) == 2


def test_what_leads_to_a_number_goes_with_it() -> None:
    assert figures("pay about $ 31 million", (1, 2), (2, 5)) == ["about $ 31 million"]
    assert figures("represents roughly 3,800 men", (1, 2)) == ["roughly 3,800"]
    assert figures("for at least several weeks", (1, 2)) == ["at least several"]


def test_only_and_at_least_go_with_the_number_behind_them() -> None:
    assert figures("only two are left", (0, 1)) == ["only two"]
    assert figures("at least one of them", (0, 2)) == ["at least one"]


@pytest.mark.parametrize(
    ("words", "end", "figure"),
    [
        ("200 more soldiers", 2, "200"),
        ("twice as much", 2, "twice"),
        ("598 - the house", 2, "598"),
        ("12 - year - war", 4, "12 - year"),
        ("many more died", 2, "many more"),
    ],
)
def test_no_figure_ends_in_more_or_a_hyphen(words: str, end: int, figure: str) -> None:
    assert figures(words, (0, end)) == [figure]


def test_a_goes_with_the_part_or_time_behind_it() -> None:
    assert figures("fell by a third since May", (2, 3)) == ["a third"]
    assert figures("in less than a month there", (1, 4)) == ["less than a month"]
    assert figures("a teacher", (0, 1)) == []


def test_a_part_of_the_next_paragraph_is_not_taken() -> None:
    found = whole_figures([("figure", "", 0, 1, 0.9)], ["a", "third"], [True, True])
    assert found == []


def test_words_that_count_nothing_are_no_figure() -> None:
    assert figures("lost a further 5 percent", (1, 2), (2, 5)) == ["5 percent"]
    assert figures("to more than quadruple the price", (1, 3)) == []
    assert figures("for the 2,000th time", (2, 3)) == []
    assert figures("a third - quarter loss", (1, 4)) == []


@pytest.mark.parametrize(
    ("words", "end", "figure"),
    [
        ("60 million tugriks to the family", 2, "60 million tugriks"),
        ("2.75 australian dollars an hour", 1, "2.75 australian dollars"),
        ("eleven won in court", 1, "eleven"),
        ("240,000 square meter park", 1, "240,000 square meter"),
        ("185 kilometres an hour", 2, "185 kilometres an hour"),
        ("one percentage point", 2, "one percentage point"),
        ("78 million years", 2, "78 million years"),
        ("millions of dollars in tax", 1, "millions of dollars"),
        ("millions of people", 1, "millions"),
        ("1,200 at the very least", 1, "1,200 at the very least"),
        ("60 - seat house", 1, "60 - seat"),
        ("160 - metric ton block", 1, "160 - metric ton"),
        ("18,000 - strong force", 1, "18,000 - strong"),
        ("four - decade - long embargo", 3, "four - decade - long"),
        ("30 - year - old man", 1, "30"),
        ("12 - and counting", 1, "12"),
    ],
)
def test_a_figure_takes_its_unit_along(words: str, end: int, figure: str) -> None:
    assert figures(words, (0, end)) == [figure]


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("$ 214 a ton", "$ 214"),
        ("$ 20 a", "$ 20"),
        ("more than a year", "more than a year"),
        ("44 seats", "44"),
        ("another 600", "600"),
        ("a further 10", "10"),
        ("all six", "six"),
        ("another year", "another year"),
    ],
)
def test_a_figure_leaves_what_is_counted_and_what_it_is_added_to(words: str, figure: str) -> None:
    assert figures(words, (0, len(words.split()))) == [figure]


def test_an_estimated_number_is_led_by_its_article() -> None:
    assert figures("an estimated 60,000 workers", (1, 3)) == ["an estimated 60,000"]
    assert figures("its estimated one million orphans", (2, 4)) == ["estimated one million"]


def test_two_numbers_marked_as_one_are_parted_and_parts_of_one_time_joined() -> None:
    assert figures("in ten minutes about 300 metres off", (1, 6)) == ["ten minutes", "about 300 metres"]
    assert figures("rose to 66 - at least 52 in", (2, 7)) == ["66", "at least 52"]
    assert figures("won in 2 hours 19 minutes 12 seconds", (2, 4), (4, 6), (6, 8)) == ["2 hours 19 minutes 12 seconds"]
    assert figures("only 180 million has", (0, 2), (1, 3)) == ["only 180 million"]


def test_what_leads_to_no_number_is_none() -> None:
    assert figures("shelled almost daily , up from 470", (1, 2), (4, 5), (6, 7)) == ["470"]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("between 15 and 20", ["between 15", "20"]),
        ("10 to 15 cm", ["10", "15 cm"]),
        ("three of 20", ["three", "20"]),
        ("between 4 and", ["between 4"]),
        ("two and a half", ["two and a half"]),
    ],
)
def test_each_end_of_a_range_is_a_figure(words: str, parts: list[str]) -> None:
    assert figures(words, (0, len(words.split()))) == parts


def test_a_unit_of_the_next_paragraph_is_not_taken() -> None:
    lower = "there were nine days later".split()
    found = [("figure", "", 2, 3, 0.9)]
    assert whole_figures(found, lower, [i == 3 for i in range(5)]) == found
    money = [("figure", "", 0, 1, 0.9)]
    assert whole_figures(money, ["300", "soles", "more"], [True, True, False]) == money


@given(st.lists(st.sampled_from("two days and years hour 7 men ,".split()), min_size=1, max_size=12), st.data())
def test_figures_of_time_only_grow_and_stay_in_order(words: list[str], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(words)), max_size=6)))
    found = [("figure", "", a, b, 0.5) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    out = whole_figures(found, words, [False] * len(words))
    covered = {i for f in out for i in range(f[2], f[3])}
    assert all(i in covered for f in found for i in range(f[2], f[3]) if words[i] != "and")
    assert all(a[2] < b[2] for a, b in pairwise(out))
    assert all(0 <= f[2] < f[3] <= len(words) for f in out)
