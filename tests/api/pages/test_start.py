"""What the start page says there is, and what is disputed."""

import re
from dataclasses import replace
from html import unescape

import pytest

from kb.api.pages.start import accounts
from kb.api.pages.wording import several
from kb.service.happenings.quantity import Value
from tests.api.pages.conftest import Reader


def value(words: str, number: float, source: str, day: str, *said_by: str) -> Value:
    return Value(f"f-{source}", "e", "a", source, day, words, "exactly", number, None, False, said_by)


def test_each_number_is_told_once_with_all_who_give_it() -> None:
    """In the order in which they came up, as the first wrote it, each of its tellers once."""
    told = [
        value("Nine", 9, "Wire", "2024-05-03"),
        value("11", 11, "Post", "2024-05-04", "Ada Lund"),
        value("9", 9, "Herald", "2024-05-05"),
        value("9", 9, "Wire", "2024-05-06"),
    ]

    assert [(one.told, one.told_by, one.reported) for one in accounts(told)] == [
        ("Nine", ("Wire", "Herald"), "2024-05-03"),
        ("11", ("Ada Lund",), "2024-05-04"),
    ]


def test_a_number_that_no_longer_stands_says_so() -> None:
    """Beside others of the same value that do."""
    nine = value("9", 9, "Wire", "2024-05-03")
    told = [nine, replace(nine, withdrawn=True), replace(nine, replaced_by="f-Post")]
    assert [one.fate for one in accounts(told)] == ["", "taken back", "replaced since"]


@pytest.mark.thorough
def test_what_happened_is_counted_as_on_the_map_and_its_reports_beside_it(reader: Reader) -> None:
    """Two numbers of events that nothing explains would contradict each other."""
    totals = reader.http.get("/", headers={"Accept": "*/*"}).json()["totals"]
    assert totals["events"] > totals["happenings"]
    tile = reader.page("/").partition('class="tiles"')[2].partition("</ul>")[0]
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", tile)).split())
    assert f"{several(totals['happenings'], 'event')}, in {several(totals['events'], 'report')}" in words
    assert reader.http.get("/map", headers={"Accept": "*/*"}).json()["happenings"] == totals["happenings"]


def test_a_disputed_number_stands_apart_from_what_it_counts(reader: Reader) -> None:
    """As words do, whatever a template trims."""
    lines = re.findall(r'<p class="fine">(.*?)</p>', reader.page("/").partition("What is disputed")[2], re.DOTALL)
    told = [" ".join(unescape(re.sub(r"</?(?:bdi|strong|span)>", "", one)).split()) for one in lines]
    assert any(re.match(r"[^:]+: \d", one) for one in told), told
