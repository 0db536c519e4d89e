"""The log tells an amended value, and how much was read, as a person writes it."""

import pytest

from kb import events as ev
from kb.model import Event, Extraction, Span
from kb.service.history.journal import in_words


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("time", "day 2031-05-06/2031-05-06/2031-05-06/2031-05-06", "2031-05-06"),
        ("time", "month 2031-05-01/2031-05-31/2031-05-01/2031-05-31", "2031-05-01 to 2031-05-31"),
        ("time", "range 2031-05-06/2031-05-06/2031-05-09/2031-05-09", "2031-05-06 to 2031-05-09"),
        ("value", "exactly 26", "26"),
        ("value", "at_least 26", "at least 26"),
        ("value", "exactly 20 26", "20 to 26"),
        ("roleTitle", "deputy mayor", "deputy mayor"),
        ("since", "2031-05-06", "2031-05-06"),
    ],
)
def test_a_value_is_told_without_its_form_in_the_log(field: str, value: str, told: str) -> None:
    """An office's title of several words stays as it is."""
    judged = ev.Judged("event", "v1", (Span(1, 4),), field, "")
    amended = ev.ClaimAmended("a#v1", value, "", judged)
    assert in_words(amended) == f"a#v1 ({field} of event) is {told}"


def test_one_of_a_kind_is_not_told_as_several() -> None:
    """Numbers agree with what they count."""
    read = Extraction("a", "builtin", "1", events=(Event("v1", "attack", Span(0, 4)),))
    assert in_words(ev.ExtractionRecorded("a", read)) == "article-a: 0 entities, 1 event, 0 statements, 0 figures"
