"""Live blogs: what an entry tells as its news is of the day of its time stamp, up to the stamp."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.layout.stage import layout
from kb.extraction.protocol import Extractor
from kb.extraction.time.anchors import stamp_minutes
from kb.model import Article

BLOG = """Osk protests live: the latest

16.20

Students leave the hall

Student leaders have walked out of the talks in Osk. Two ministers resigned before that.

Police had arrested four men in the market, the mayor of Osk said.

{stamp}

Rebels have seized the airport of Ruvu. The army will attack them from the east.

11.30am

Ruvu was shelled on Monday, and a school burned down.
"""


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


def until(reader: Extractor, text: str, trigger: str) -> str:
    """The last stamp of an event, "" for none."""
    article = Article(text, published="2026-11-25")
    found = [e for e in reader.extract(article).events if e.trigger.of(text) == trigger and e.time is not None]
    return found[0].time.latest_end if found and found[0].time is not None else ""


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("stamp", "at"),
    [
        ("14:05", "2026-11-25T14:05"),
        ("2.30pm", "2026-11-25T14:30"),
        ("14h05", "2026-11-25T14:05"),
        ("[14:05]", "2026-11-25T14:05"),
        ("1405 GMT", "2026-11-25T14:05"),
        ("Tue 21:10", "2026-11-24T21:10"),
    ],
)
def test_the_news_of_an_entry_is_of_its_stamp(reader: Extractor, stamp: str, at: str) -> None:
    assert until(reader, BLOG.format(stamp=stamp), "seized") == at


@pytest.mark.thorough
def test_only_the_news_of_an_entry_is(reader: Extractor) -> None:
    """Not what a later sentence or paragraph tells, what is planned, or what the sentence dates itself."""
    text = BLOG.format(stamp="14:05")

    assert until(reader, text, "walked out") == "2026-11-25T16:20"
    assert [until(reader, text, word) for word in ("resigned", "arrested", "attack")] == ["", "", ""]
    assert until(reader, text, "shelled") == "2026-11-23"


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("14.05", 845),
        ("9am", 540),
        ("12 noon", 720),
        ("14:05 CET / 13:05 GMT", 845),
        ("Updated at 16:20", 980),
        ("", -1),
    ],
)
def test_time_stamps_are_read_as_blogs_write_them(words: str, minutes: int) -> None:
    assert stamp_minutes(words) == minutes


@pytest.mark.parametrize(
    "line", ["(14:05)", "• 14:05", "Tue 14:05", "14:05 CET / 13:05 GMT", "** 14:05 **", "1405 GMT"]
)
def test_a_line_that_is_a_time_stamps_what_follows(line: str) -> None:
    text = f"16:20\n\nThe mayor left.\n\n{line}\n\nThe mayor has arrived in the hall of Osk.\n"

    stamps = [p.stamp.of(text) for p in layout(text).story if p.stamp is not None]

    assert stamps == ["16:20", line]


@pytest.mark.parametrize("line", ["1905 was a year of revolution in Osk.", "Tuesday was quiet in the town of Osk."])
def test_a_year_or_a_weekday_is_no_time_stamp(line: str) -> None:
    text = f"16:20\n\nThe mayor left.\n\n{line}\n"

    assert [p.stamp.of(text) for p in layout(text).story if p.stamp is not None] == ["16:20", "16:20"]
