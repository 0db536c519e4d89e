"""Figures that count one thing stand side by side; kinds of people beside all people."""

from kb.projections.catalog.records import EventRecord, FigureRecord
from kb.service.happenings.figure_groups import class_of, grouped
from kb.service.happenings.quantity import Quantity, Value


def event(*figures: tuple[str, float, str], kind: str = "death") -> EventRecord:
    told = tuple(
        FigureRecord(
            f"q{n}", "a1", "v1", f"{number:g}", "exactly", number, None, unit, counts, None, False, 1.0, n, n + 1
        )
        for n, (counts, number, unit) in enumerate(figures)
    )
    return EventRecord("v1", "a1", "v1", kind, "deaths", "occurred", "actual", "", "", "h1", 1.0, 0, 4, figures=told)


def groups(one: EventRecord) -> list[tuple[list[str], list[str]]]:
    found = grouped([one], class_of([one]))
    return [
        ([figure.counts for _, figure in group.rows], sorted(f.counts for _, f in group.rows if f.id in group.kinds))
        for group in found
    ]


def test_kinds_stand_beside_the_whole() -> None:
    one = event(("dead", 19, ""), ("workers", 9, ""), ("people", 21, ""), ("men", 14, ""), ("houses", 3, ""))

    assert groups(one) == [(["dead", "people", "workers", "men"], ["men", "workers"]), (["houses"], [])]


def test_kinds_without_a_whole_stand_apart() -> None:
    """Soldiers are no civilians; the same kind is one quantity, whatever is said besides."""
    one = event(("soldiers", 4, ""), ("civilians", 9, ""), ("five soldiers", 5, ""))

    assert groups(one) == [(["soldiers", "five soldiers"], []), (["civilians"], [])]


def test_a_unit_is_a_quantity_of_its_own() -> None:
    one = event(("people", 30, ""), ("people", 5, "percent"), kind="protest")

    assert groups(one) == [(["people"], []), (["people"], [])]


def test_a_number_without_words_counts_people_where_people_are_counted() -> None:
    """37 are missing, 15 people are; beside houses a bare number may be of these."""
    missing = event(("people", 15, ""), ("", 37, ""), kind="missing")
    assert groups(missing) == [(["people", ""], [])]

    mixed = event(("people", 15, ""), ("houses", 40, ""), ("", 37, ""), kind="missing")
    assert groups(mixed) == [(["people"], []), (["houses", ""], [])]


def value(number: float, kind: str = "") -> Value:
    return Value("q", "v", "a", "Wire", "2025-01-01", f"{number:g}", "exactly", number, None, False, (), kind=kind)


def test_no_view_takes_a_kind_for_the_whole() -> None:
    """The lowest toll is not that of the workers."""
    quantity = Quantity("h", "deaths", "dead", "", (value(19), value(9, "workers"), value(21), value(30, "men")), ())

    assert [one.value for one in quantity.chosen("lowest")] == [19]
    assert [one.value for one in quantity.chosen("highest")] == [21]
    assert [one.value for one in quantity.chosen("latest")] == [21]
    assert value(9, "workers").told == "9 workers"


def test_what_has_a_fraction_is_no_toll() -> None:
    assert groups(event(("dead", 19, ""), ("", 6.9, ""))) == [(["dead"], []), ([""], [])]
