"""What is part of what, by when both were."""

import pytest

from kb.extraction.events.wholes import of_another_time
from kb.model import Event, Span, TimeValue
from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, trigger


def _event(begin: str, end: str = "", basis: str = "explicit") -> Event:
    time = TimeValue(Span(0, 1), earliest_begin=begin, latest_end=end or begin, basis=basis) if begin else None
    return Event("v1", "election", Span(0, 1), time=time)


@pytest.mark.parametrize(
    ("part", "whole", "apart"),
    [
        (_event("2020-01-01", "2020-12-31"), _event("2025-09-16"), True),
        (_event("2025-09-16"), _event("2020-01-01", "2020-12-31"), True),
        (_event("2025-09-30"), _event("2025-09-16"), False),
        (_event("2025-09-16"), _event("2025-01-01", "2025-12-31"), False),
        (_event("2020-05-01", basis="inferred"), _event("2025-09-16"), False),
        (_event(""), _event("2025-09-16"), False),
        (_event("2020"), _event("2025-09-16"), False),
    ],
)
def test_a_part_of_another_time_is_none(part: Event, whole: Event, apart: bool) -> None:
    assert of_another_time(part, whole) == apart


def test_what_has_no_whole_is_of_no_other_time() -> None:
    assert not of_another_time(_event("2025-09-16"), None)


@pytest.mark.parametrize(
    ("when", "part", "shared"),
    [("in 1966", "handed", False), ("in 1966", "scored", True), ("on Monday", "handed", True)],
)
def test_of_a_year_only_what_its_sentence_tells_is_part(when: str, part: str, shared: bool) -> None:
    text = f"Lund scored in a final {when}. The cup was handed over."
    rows: list[Row] = [trigger("final", "other"), trigger(part, "other"), ("time", "time", when)]
    links = [("time", "final", when), ("part-of", part, "final")]

    found = {e.trigger.of(text): e for e in extraction(text, rows, links, published="2026-03-12").events}

    assert (found[part].time is not None) is shared


def test_what_is_measured_against_lends_its_year_to_nothing() -> None:
    text = "Turnout was lower than in the vote in 2019."
    rows: list[Row] = [trigger("Turnout", "election"), trigger("vote", "election"), ("time", "time", "2019")]
    links = [("time", "vote", "2019"), ("part-of", "Turnout", "vote")]

    found = {e.trigger.of(text): e.time for e in extraction(text, rows, links).events}

    assert found["vote"] is not None
    assert found["Turnout"] is None


@pytest.mark.parametrize(("when", "caused"), [("in May 2019", 0), ("on 16 May 2024", 1)])
def test_what_was_quite_another_year_came_of_something_else(when: str, caused: int) -> None:
    text = f"A barge sank on 16 May 2024. Ninety people drowned {when}."
    rows = [trigger("sank", "travel"), trigger("drowned", "death")]
    rows += [("time", "time", "on 16 May 2024#1"), ("time", "time", when if caused == 0 else f"{when}#2")]
    links = [("cause", "drowned", "sank"), ("time", "sank", "on 16 May 2024#1"), ("time", "drowned", rows[-1][2])]

    read = extraction(text, rows, links)

    assert [len(event.causes) for event in read.events] == [0, caused]
