"""What the page of an event makes of what many articles repeat."""

from kb.api.pages.event_view import apart, opposed, parts, scales
from kb.projections.catalog.records import EventRecord, FigureRecord, Named, Participant
from kb.service.happenings.odds import Odds
from kb.service.happenings.quantity import Quantity, Value


def _value(number: int, article: str, said_by: tuple[str, ...] = ()) -> Value:
    day = f"2024-05-0{article[-1]}"
    words = str(number)
    return Value(f"{article}-{number}", "e", article, "Wire", day, words, "exactly", number, None, False, said_by)


def test_a_value_that_many_repeat_is_drawn_once_and_their_number_said() -> None:
    """One source's value once, however many articles carry it; at odds if any of them is."""
    values = (_value(5, "a1"), _value(5, "a2"), _value(5, "a3"), _value(7, "a2", ("Ada Lund",)))
    quantity = Quantity("h", "deaths", "dead", "", values, (("a2-7", "a3-5"),))
    (scale,) = scales([quantity])
    assert [(one.value.figure, one.again, one.at_odds) for one in scale.points] == [
        ("a1-5", 2, True),
        ("a2-7", 0, True),
    ]
    assert scale.points[0].also == ("a2-5", "a3-5"), "they lead to the row of the first"


def test_pairs_of_values_are_counted_by_what_they_say() -> None:
    """Five against seven is one pair, whoever says it."""
    values = (_value(5, "a1"), _value(5, "a2"), _value(7, "a3"))
    assert len(apart(Quantity("h", "deaths", "dead", "", values, (("a1-5", "a3-7"), ("a2-5", "a3-7"))))) == 1


def test_a_contradiction_is_told_once_with_all_its_articles() -> None:
    """The same reason from several pairs of claims is one line."""
    odds = [
        Odds("happening-h", "attack", "place", "Kyiv; Lviv", ("claim-1", f"claim-{n}"), ("article-a", f"article-{n}"))
        for n in "bc"
    ]
    (found,) = opposed(odds)
    assert (found.kind, found.because, found.articles) == ("place", "Kyiv; Lviv", ("a", "b", "c"))


def _told(*numbers: str, gone: str = "") -> EventRecord:
    told = [Participant("patient", words, None, "") for words in numbers]
    told.append(Participant("patient", "miners", Named("m", "miners", "group"), ""))
    figures = [FigureRecord(n, "a", "e", n, "exactly", 1, None, "", "", None, n == gone, 1, 0, 1) for n in numbers]
    return EventRecord(
        "e", "a", "v", "death", "deaths", "occurred", "actual", "", "", "h", 1, 0, 1, tuple(told), tuple(figures)
    )


def test_numbers_that_differ_are_left_to_the_figures() -> None:
    """There each has who says so; one number alone says whom, unless it was taken back."""
    assert [one.words for one in parts([_told("14")])["patient"]] == ["14", "miners"]
    assert [one.words for one in parts([_told("14", "At least 19")])["patient"]] == ["miners"]
    assert [one.words for one in parts([_told("81", gone="81")])["patient"]] == ["miners"]
