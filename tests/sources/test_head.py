"""The day that an article's own lines give it."""

import pytest

from kb.sources.head import own_date
from kb.sources.outcome import ReadOptions
from tests.sources.samples import ENGLISH, NOW, codes, loaded


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published 3 March 2023", "2023-03-03"),
        ("Published: March 3, 2023, 20:15 EEST", "2023-03-03T20:15:00+03:00"),
        ("Posted on 2023-03-03", "2023-03-03"),
        ("Posted 2023-03-03T20:15:00+13:00", "2023-03-03T20:15:00+13:00"),
        ("First published 20230303T2015Z", "2023-03-03T20:15:00+00:00"),
        ("2023-W09-5T20:15", "2023-03-03T20:15:00"),
        ("2023-03-03T20:15foo", ""),
        ("1234-056", ""),
        ("Friday, 3 March 2023", "2023-03-03"),
        ("By Rosa Lind, Valley Courier, 3 March 2023", "2023-03-03"),
        ("TARNOV, March 3, 2023 (VC) — " + ENGLISH, "2023-03-03"),
        ("TARNOV, Sept. 3, 2023 -- " + ENGLISH, "2023-09-03"),
        ("Tarnov, 3 March 2023. By Rosa Lind", "2023-03-03"),
        ("Tarnov, 3 March 2023 | By Rosa Lind and Tom Reed", "2023-03-03"),
        ("Tarnov, 3 March 2023. By the river ships sank, and nobody saw it.", ""),
        ("Tarnov, 3 March 2023 (Valley Courier) - " + ENGLISH, "2023-03-03"),
        ("Tarnov, which fell on 3 March 2023 (a Friday) - " + ENGLISH, ""),
        ("TARNOV, March 3 (VC) — " + ENGLISH, ""),
        ("Updated 3 March 2023", ""),
        ("The bridge was built on 3 March 2023", ""),
        ("On 3 March 2023 — a Friday — " + ENGLISH, ""),
        ("Published 3/4/2023", ""),
        ("By the river, 1 January 1900, ships sank - 3 March 2023", ""),
    ],
)
def test_lines_that_file_the_article_date_it(line: str, expected: str) -> None:
    outcome = loaded(f"River rises\n\n{line}\n\n{ENGLISH}".encode())

    assert outcome.article.published == expected
    code = "header" if line.startswith("Published:") else "date-from-text"
    assert codes(outcome) == ([code] if expected else [])


def test_two_days_date_nothing() -> None:
    text = f"3 March 2023\n\n{ENGLISH}\n4 March 2023\n\n{ENGLISH}"

    assert own_date(text, 0) == ""
    assert loaded(text.encode()).article.published == ""


def test_a_time_that_one_of_two_lines_has_counts() -> None:
    text = f"OSTERO, 3 March 2023 (VC) — {ENGLISH}\nPublished 3 March 2023 at 20:15\n"

    assert loaded(text.encode()).article.published == "2023-03-03T20:15:00"


def test_a_time_in_iso_8601_is_of_its_day() -> None:
    text = f"Published 2023-03-03T20:15Z\n\nOSTERO, 2023-03-03 (VC) — {ENGLISH}"

    assert loaded(text.encode()).article.published == "2023-03-03T20:15:00+00:00"


@pytest.mark.parametrize("declared", ["2022-02-02", "yesterday"])
def test_what_is_declared_counts_first_even_unread(declared: str) -> None:
    outcome = loaded(f"Title: River rises\nDate: {declared}\n\nPublished 3 March 2023\n\n{ENGLISH}".encode())

    assert outcome.article.published == ("2022-02-02" if declared[0] == "2" else "")


def test_an_override_counts_first() -> None:
    options = ReadOptions(published="2021-01-01", now=NOW, detect_language=False)

    assert loaded(f"Published 3 March 2023\n\n{ENGLISH}".encode(), options=options).article.published == "2021-01-01"


@pytest.mark.parametrize("end", ["\f", "-30-", "* * *", "ENDS"])
def test_the_head_of_a_second_article_dates_not_the_first(end: str) -> None:
    first, second = f"OSTERO, May 3 (VC) — {ENGLISH}", f"Title: B\nDate: 2025-01-02\n\n{ENGLISH}"

    assert own_date(f"{first}\n{end}\n{second}", 0) == ""
    assert own_date(f"Published 3 May 2024\n\n{first}\n{end}\n{ENGLISH}", 0) == "3 May 2024"
