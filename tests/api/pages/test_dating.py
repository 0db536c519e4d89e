"""Times of a reading in words for people, with what machines read beside."""

import pytest

from kb.api.pages.dating import opposed_times, readable, timed

SHOWN = {
    "2024-05-01": "1 May 2024",
    "2024-05-01 to 2024-05-03": "1 to 3 May 2024",
    "2024-05-30 to 2024-06-02": "30 May to 2 June 2024",
    "2023-05-30 to 2024-05-30": "30 May 2023 to 30 May 2024",
    "2024-05-01 to 2024-05-31": "May 2024",
    "from 2024-05-01": "from 1 May 2024",
    "by 2024-05-03": "by 3 May 2024",
    "2024-05-01 18:00:00 to 2024-05-01 18:00:59": "1 May 2024, 18:00",
    "2024-05-01 18:00:00 to 2024-05-01 19:30:59": "1 May 2024, 18:00 to 19:30",
    "2024-05-01 18:00:00 to 2024-05-02 06:00:59": "1 May 2024, 18:00 to 2 May 2024, 06:00",
    "by 2024-05-02 06:00:59": "by 2 May 2024, 06:00",
    "on a <b>Monday</b>": "on a <b>Monday</b>",
    "٢٠٢٤-05-01": "٢٠٢٤-05-01",
}


@pytest.mark.parametrize("words", SHOWN)
def test_times_are_read_as_people_write_them(words: str) -> None:
    """Whole months, one day or several, hours; what is no time stays."""
    assert readable(words) == SHOWN[words]


def test_machines_find_the_beginning_and_who_points_at_it_all_of_it() -> None:
    """Words of another form are escaped and have none of it."""
    assert timed("from 2024-05-01 18:00:00") == (
        '<time datetime="2024-05-01 18:00" title="from 2024-05-01 18:00:00">from 1 May 2024, 18:00</time>'
    )
    assert timed("on a <b>Monday</b>") == "on a &lt;b&gt;Monday&lt;/b&gt;"


def test_times_that_do_not_meet_are_read_as_people_write_them() -> None:
    """What is no such sentence stays."""
    said = opposed_times("two times that do not meet: 2024-05-01; 2024-05-03 to 2024-05-04")
    assert said == "two times that do not meet: 1 May 2024; 3 to 4 May 2024"
    assert opposed_times("two places") == "two places"
