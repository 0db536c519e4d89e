"""Values of the base in words for people."""

from dataclasses import replace

import pytest

from kb.api.pages.amounts import amounts, measure
from kb.api.pages.wording import (
    became,
    between,
    count,
    counted,
    directed,
    direction,
    doer,
    part,
    recorded,
    sized,
    spoken,
    standing,
    titled,
    undated,
)
from kb.projections.catalog.records import FigureRecord

INTERVALS = {
    ("2024-01-01", "2024-12-31"): "2024",
    ("1970-01-01", "1979-12-31"): "1970 to 1979",
    ("2024-02-01", "2024-02-29"): "February 2024",
    ("2026-06-01", "2026-08-31"): "June to August 2026",
    ("2025-12-01", "2026-01-31"): "December 2025 to January 2026",
    ("2026-06-01", "2026-08-30"): "1 June to 30 August 2026",
    ("2026-06-02", "2026-08-31"): "2 June to 31 August 2026",
    ("2026-06-02", ""): "from 2 June 2026",
    ("", ""): "",
}


@pytest.mark.parametrize("days", INTERVALS)
def test_whole_years_and_months_are_told_without_their_days(days: tuple[str, str]) -> None:
    assert between(*days) == INTERVALS[days]


def test_a_name_loses_the_date_that_stands_beside_it_and_no_other() -> None:
    assert undated("storm in Leyte, 14 November 2026", "14 November 2026") == "storm in Leyte"
    assert undated("storm in Leyte, 14 November 2026", "14 to 15 November 2026") == "storm in Leyte, 14 November 2026"
    assert undated("storm in Leyte", "") == "storm in Leyte"


def test_the_comma_that_leads_on_to_a_speaker_is_not_theirs() -> None:
    assert spoken("Nobody told us, ") == "Nobody told us"
    assert spoken("“No, no”") == "“No, no”"


def test_a_text_goes_the_way_that_most_of_its_letters_go() -> None:
    """Not the way of the name that it begins with."""
    assert direction("… خالد, were among the dead of the explosion") == "ltr"
    assert direction("انفجار مرسين (Mersin)") == "rtl"
    assert direction("17") == "ltr"


def test_a_name_on_a_page_says_its_way_where_a_letter_of_another_script_could_turn_it() -> None:
    """Names without such letters stay as they are, and so does what has marks inside."""
    html = "<bdi>خالد &lt;met&gt; the mayor</bdi> <bdi>Ada</bdi> <bdi>خالد</bdi> <bdi><del>خالد</del></bdi>"

    assert directed(html) == (
        '<bdi dir="ltr">خالد &lt;met&gt; the mayor</bdi> <bdi>Ada</bdi> <bdi dir="rtl">خالد</bdi> '
        "<bdi><del>خالد</del></bdi>"
    )


def test_one_of_a_kind_is_told_as_one() -> None:
    assert [counted(1, one) for one in ("events", "entities", "offices")] == ["1 event", "1 entity", "1 office"]
    assert counted(1200, "entities") == "1,200 entities"


def test_every_number_of_a_chart_can_be_written() -> None:
    """A query may divide by nothing."""
    assert [count(float(one)) for one in ("1234", "3.5", "-0", "INF", "NaN")] == ["1,234", "3.5", "0", "inf", "nan"]


def test_sizes_are_told_in_a_unit_of_their_order() -> None:
    sizes = {
        1: "1 byte",
        999: "999 bytes",
        48_859: "49 kB",
        13_751_711: "13.8 MB",
        482_000_000: "482 MB",
        2**31: "2.1 GB",
    }
    assert {size: sized(size) for size in sizes} == sizes


def test_words_of_the_model_are_told_in_words_of_people() -> None:
    assert [became(one) for one in ("occurred", "notHappened", "planned")] == ["happened", "did not happen", "planned"]
    assert [part(one) for one in ("agent", "patient", "arms_dealer")] == ["who did it", "whom or what", "arms dealer"]
    assert part("theme") == "what it concerned"
    assert [standing(one) for one in ("reported", "not_reported_content", "retracted")] == [
        "",
        "not claimed",
        "retracted",
    ]
    assert [doer(one) for one in ("person:mira", "rule:resolution/2", "")] == ["mira", "rule resolution/2", ""]
    assert [recorded(one) for one in ("happenings-linked", "article-added")] == ["events linked", "article added"]
    assert [titled("Snow"), titled("")] == ["Snow", "Untitled article"]


def _figure(words: str, value: float, counts: str, comparator: str = "exactly", unit: str = "") -> FigureRecord:
    return FigureRecord("f", "a", "e", words, comparator, value, None, unit, counts, None, False, 1.0, 0, 1)


def test_a_line_tells_each_number_once() -> None:
    """One without what it counts, or of mere people, says nothing beside the same number of something."""
    nine, dead = _figure("nine", 9, ""), _figure("Nine", 9, "dead")
    assert amounts([nine, _figure("nine", 9, "people"), dead]) == ["nine dead"]
    assert amounts([nine, _figure("at least nine", 9, "dead", "at-least")]) == ["nine", "at least nine dead"]
    assert amounts([nine, _figure("9", 9, "people")]) == ["nine"]
    assert amounts([_figure("two", 2, "soldiers"), _figure("two", 2, "vehicles")]) == ["two soldiers", "two vehicles"]
    assert amounts([replace(dead, withdrawn=True)]) == [], "what its source took back is told by nobody"


def test_a_number_that_began_its_sentence_has_a_small_letter_in_a_line() -> None:
    """What is no word of number or comparison stays: signs of currencies are written as they are."""
    given = (_figure("Fourteen", 14, "people"), _figure("Rs 500", 500, "", unit="INR"), _figure("A$31m", 31, ""))
    assert amounts(given) == ["fourteen people", "Rs 500", "A$31m"]


def test_a_currency_by_its_code_heads_no_numbers() -> None:
    """Each of them has its sign or its name; other units are told."""
    assert [measure(one) for one in ("AUD", "km", "percent", "")] == ["", "km", "percent", ""]
