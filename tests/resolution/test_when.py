"""What dates say of two events: an article's own date far from the other article's, a date that is only inferred."""

from dataclasses import replace

from kb.resolution.happenings import event_features
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
