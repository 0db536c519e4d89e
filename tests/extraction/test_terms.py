"""Since when and until when an office is held, as the words behind the role say."""

import pytest

from kb.model import Office
from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, mention


def office(text: str, role: str) -> Office:
    """The one office of a sentence that names Ana Osk."""
    rows: list[Row] = [mention("Ana Osk", "person"), ("office", "office", role, {})]
    (one,) = extraction(text, rows, [("holder", role, "Ana Osk")], published="2025-07-03").offices
    return one


@pytest.mark.parametrize(
    ("text", "role", "since", "until"),
    [
        ("Ana Osk served as foreign minister from 2016 to 2020.", "foreign minister", "2016-01-01", "2020-12-31"),
        ("Ana Osk has been mayor of Rimstad since 3 May 2021.", "mayor", "2021-05-03", ""),
        ("Ana Osk was governor until 2019.", "governor", "", "2019-12-31"),
        ("Ana Osk, president of the union (2001-2008), agreed.", "president", "2001-01-01", "2008-12-31"),
        ("Ana Osk was treasurer between February and July.", "treasurer", "2025-02-01", "2025-07-31"),
        ("Ana Osk was ambassador to Chile from 2019 to 2022.", "ambassador", "2019-01-01", "2022-12-31"),
        ("Ana Osk, the mayor, has fought floods since 2019.", "mayor", "", ""),
        ("Ana Osk was elected mayor in 2019.", "mayor", "", ""),
        ("Ana Osk, a minister for three years, resigned on Monday.", "minister", "", ""),
    ],
)
def test_a_term_is_what_stands_behind_the_role(text: str, role: str, since: str, until: str) -> None:
    """First and last day that the words allow; another verb's time is no term."""
    found = office(text, role)
    assert (found.since, found.until) == (since, until)


@pytest.mark.parametrize(("year", "status"), [("January 2025", "former"), ("2029", "current")])
def test_who_was_something_until_a_day_that_is_past_is_it_no_more(year: str, status: str) -> None:
    assert office(f"Ana Osk, deputy minister until {year}, disagreed.", "deputy minister").status == status


def test_who_has_been_something_since_a_day_is_it_still() -> None:
    """Whatever else tells a status."""
    assert office("Ana Osk has been mayor of Rimstad since 3 May 2021.", "mayor").status == "current"


def test_who_has_been_acting_since_a_day_acts() -> None:
    found = office("Ana Osk has been acting mayor since 3 May 2021.", "acting mayor")
    assert (found.status, found.since) == ("acting", "2021-05-03")
