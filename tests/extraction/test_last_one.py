"""The last one of its kind, of a year that is over, is not the one of now."""

import pytest

from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, trigger


@pytest.mark.parametrize(
    ("adjective", "when", "events"),
    [("last", "in 2018", 2), ("latest", "in 2018", 2), ("long", "in 2018", 1), ("last", "on Monday", 1)],
)
def test_the_last_strike_of_a_year_that_is_over_is_another(adjective: str, when: str, events: int) -> None:
    text = f"A walkout shut the port.\n\nThe {adjective} strike at the port, {when}, lasted 35 days."
    rows: list[Row] = [trigger("walkout", "protest"), trigger("strike", "protest"), ("time", "time", when)]
    links = [("time", "strike", when), ("same", "strike", "walkout")]
    tree = {
        "walkout": ("NOUN", "nsubj", "shut"),
        "shut": ("VERB", "root", "shut"),
        adjective: ("ADJ", "amod", "strike"),
        "strike": ("NOUN", "nsubj", "lasted"),
        "lasted": ("VERB", "root", "lasted"),
    }

    assert len(extraction(text, rows, links, tree).events) == events
