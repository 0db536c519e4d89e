"""Which figures of one happening changed from report to report, and which only stand beside each other."""

from dataclasses import replace

import pytest

from kb.projections.catalog.records import EventRecord, FigureRecord
from kb.service.happenings.changing import changed
from kb.service.happenings.figure_groups import grouped

Told = tuple[str, str, float]  # what is counted, comparator, number


def report(article: str, *figures: Told) -> EventRecord:
    told = tuple(
        FigureRecord(
            f"{article}{n}", article, "v1", f"{number:g}", comparator, number, None, "", of, None, False, 1.0, n, n + 1
        )
        for n, (of, comparator, number) in enumerate(figures)
    )
    return EventRecord(article, article, "v1", "death", "deaths", "occurred", "", "", "", "h", 1.0, 0, 4, figures=told)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([("people", "atLeast", 17)], [("dead", "exactly", 23)], True),
        ([("people", "atLeast", 17)], [("dead", "exactly", 17)], False),
        ([("people", "upTo", 30)], [("people", "exactly", 14)], True),
        ([("miners", "exactly", 11)], [("people", "exactly", 28)], True),
        ([("people", "exactly", 17), ("soldiers", "exactly", 2)], [("people", "exactly", 17)], False),
        ([("people", "exactly", 17), ("people", "atLeast", 20)], [("people", "exactly", 17)], False),
        ([("soldiers", "exactly", 4)], [("civilians", "exactly", 9)], False),
    ],
)
def test_numbers_of_two_reports(first: list[Told], second: list[Told], expected: bool) -> None:
    groups = grouped([report("a", *first), report("b", *second)], "death")

    assert any(changed(group, "death") for group in groups) is expected


def test_who_is_missing_is_another_number_each_day() -> None:
    (group,) = grouped([report("a", ("people", "exactly", 27)), report("b", ("people", "exactly", 24))], "missing")

    assert changed(group, "missing")
    assert not changed(group, "death")


def test_one_report_changes_nothing_and_what_was_taken_back_counts_for_nothing() -> None:
    (alone,) = grouped([report("a", ("people", "atLeast", 17), ("people", "exactly", 23))], "death")
    assert not changed(alone, "death")

    back = report("a", ("people", "atLeast", 17))
    back = replace(back, figures=tuple(replace(one, withdrawn=True) for one in back.figures))
    (group,) = grouped([back, report("b", ("people", "exactly", 23))], "death")
    assert not changed(group, "death")
