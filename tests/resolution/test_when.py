"""What dates say of two events: an article's own date far from the other article's, a date that is only inferred."""

from dataclasses import replace

from kb.resolution.events.happenings import event_features
from kb.resolution.events.when import dated_by_effects
from tests.resolution.test_happenings import BASE, OTHER


def said(one: object, other: object) -> set[str]:
    return set(event_features(one, other, 6.0, str.__eq__))  # type: ignore[arg-type]


def test_a_day_named_long_after_is_worth_more_than_one_told_at_once() -> None:
    later = replace(OTHER, day="2024-04-30")

    assert "dated alike long after" in said(BASE, later)
    assert "dated alike long after" not in said(BASE, OTHER)
    assert "dated alike long after" not in said(BASE, replace(later, dated=False))


def test_a_day_after_the_report_that_the_text_does_not_say_weighs_less() -> None:
    undated = replace(BASE, begin="", end="")
    after = replace(OTHER, begin="2024-03-09", end="2024-03-09", day="2024-03-09")

    assert "after the report" in said(undated, after)
    assert "perhaps after it" in said(undated, replace(after, dated=False))


def test_a_denial_of_long_ago_is_of_something_else() -> None:
    denied = replace(BASE, denied=True)

    assert "denied long apart" in said(denied, replace(OTHER, day="2024-05-01"))
    assert "denied long apart" not in said(denied, OTHER)


def test_what_is_denied_in_other_words_is_something_else() -> None:
    """A minister who has resigned denies a falling out."""
    assert "denied otherwise" not in said(replace(OTHER, denied=True), BASE)
    assert "denied otherwise" in said(replace(OTHER, denied=True, types=("hijacking", "attack"), word="hijack"), BASE)


def test_what_killed_has_the_day_of_the_deaths_where_it_has_none() -> None:
    crash = replace(BASE, local="v1", types=("crash",), day="2024-03-05", begin="", end="", effects=frozenset({"v2"}))
    deaths = replace(crash, local="v2", types=("death",), begin="2024-03-04", end="2024-03-04", effects=frozenset())
    arrest = replace(deaths, types=("arrest",))

    assert dated_by_effects({"v1": crash, "v2": deaths})["v1"].begin == "2024-03-04"
    assert dated_by_effects({"v1": crash, "v2": arrest})["v1"].begin == ""
    late = replace(deaths, end="2024-03-09")  # no article tells of what comes after it
    assert dated_by_effects({"v1": crash, "v2": late})["v1"].begin == ""
    dated = replace(crash, begin="2024-03-01", end="2024-03-01")
    assert dated_by_effects({"v1": dated, "v2": deaths})["v1"] == dated
