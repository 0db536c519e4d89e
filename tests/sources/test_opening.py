"""Lines at the head of a text that say where it is from, with a title or a by-line among them."""

import json
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.samples import ENGLISH, codes, loaded

HEAD = ("River rises two metres", "Published: 2025-07-04T20:15:00+03:00", "Source: Valley Courier", "By Rosa Lind")
BODY = f"{ENGLISH.strip()} {ENGLISH}"


@pytest.mark.parametrize("order", list(permutations(HEAD)))
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_lines_of_a_head_stand_in_any_order(order: tuple[str, ...], gap: str) -> None:
    """Title, publisher and date are those of it, whichever comes first; every line stays."""
    text = f"{gap.join(order)}\n\n{BODY}"
    outcome = loaded(text.encode())
    article = outcome.article

    assert (article.source, article.published) == ("Valley Courier", "2025-07-04T20:15:00+03:00")
    if gap == "\n" or order[0] == HEAD[0]:
        assert article.title == HEAD[0]
    assert article.text == text
    assert set(codes(outcome)) <= {"header"}


def test_what_is_taken_is_said() -> None:
    """With the names of the lines."""
    outcome = loaded(f"{HEAD[0]}\n{HEAD[1]}\n{HEAD[2]}\n\n{BODY}".encode())

    assert [note.text for note in outcome.notes] == [
        "Taken from lines at its head, which stay in the text: Published, Source."
    ]
    assert outcome.article.body_start == 0


def test_a_title_below_a_header_is_the_title() -> None:
    """The header of the first lines ends before it."""
    article = loaded(f"Source: Valley Courier\n\n{HEAD[0]}\nDate: 2025-07-04\n\n{BODY}".encode()).article

    assert (article.title, article.source, article.published) == (HEAD[0], "Valley Courier", "2025-07-04")


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD[0]}\n\n{BODY}\nSource: Valley Courier\n",
        f"{HEAD[0]}\n\nOn Monday {ENGLISH}Publisher: Valley Courier\n",
        f"{HEAD[0]}\n\nA short one.\n\n***\n\nSource: Valley Courier\n\n{BODY}",
        f"{HEAD[0]}\n\nA short one.\n\f\nSource: Valley Courier\n\n{BODY}",
        f"{HEAD[0]}\nSource: {'x' * 161}\n\n{BODY}",
        f"{HEAD[0]}\nSource:\n\n{BODY}",
    ],
)
def test_what_is_not_taken_is_said(text: str) -> None:
    """Behind prose, a rule or a page, or without a value to use."""
    outcome = loaded(text.encode())

    assert outcome.article.source == ""
    (note,) = [note for note in outcome.notes if note.code == "header"]
    assert note.text.startswith("Not taken for a heading")


def test_a_second_value_is_said() -> None:
    """The first one counts; the same again is no matter."""
    assert "'Source: B'" in loaded(f"{HEAD[0]}\nSource: A\nSource: B\n\n{BODY}".encode()).notes[-2].text
    assert "Not taken" not in str(loaded(f"{HEAD[0]}\nSource: A\nOutlet: A\n\n{BODY}".encode()).notes)


@pytest.mark.parametrize(
    "line", ["Minister: no talks today", "Note: this was cut", "The source: a spokesman, he said."]
)
def test_other_names_with_a_colon_are_text(line: str) -> None:
    """A dateline, a quoted speaker and a sentence say nothing of the article."""
    outcome = loaded(f"{HEAD[0]}\n\n{line}\n\n{BODY}".encode())

    assert (outcome.article.source, outcome.article.title) == ("", HEAD[0])
    assert "header" not in codes(outcome)


@given(st.lists(st.sampled_from([*HEAD, "", "Title: B", "Source: B", "Id: 7", "A sentence."]), max_size=9))
def test_no_head_changes_the_text(lines: list[str]) -> None:
    """Whatever stands there, each character stays, and what is taken stands in it."""
    text = "\n".join([*lines, "", BODY])
    article = loaded(text.encode()).article

    assert article.text == text
    assert article.title in text
    assert article.source in text


def test_the_text_of_a_record_has_a_head_too() -> None:
    """As it is pasted; what the record's fields say counts first."""
    text = "\n".join([*HEAD, "", BODY])
    bare = loaded(json.dumps({"text": text}).encode(), "json").article
    told = loaded(json.dumps({"text": text, "title": "B", "published": "2025-07-05"}).encode(), "json").article

    assert (bare.title, bare.source, bare.published) == (HEAD[0], "Valley Courier", "2025-07-04T20:15:00+03:00")
    assert (told.title, told.source, told.published) == ("B", "Valley Courier", "2025-07-05")
    assert bare.text == told.text == text


@pytest.mark.parametrize(
    "line",
    [
        "By our correspondent Rosa Lind, in Aveno",
        "By our own correspondent",
        "By staff and agencies",
        "From a special correspondent",
        "Our correspondents in Aveno and Lira",
        "By our correspondent Rosa Lind in Aveno",
        "By eVision News",
    ],
)
def test_whoever_wrote_it_is_no_title_and_hides_none(line: str) -> None:
    """Where a by-line says whose correspondent it was."""
    assert loaded(f"{HEAD[0]}\n{line}\nPublished: 2025-07-04\n\n{BODY}".encode()).article.title == HEAD[0]
    assert loaded(f"{line}\n\n{HEAD[0]}\n\n{BODY}".encode()).article.title != line


@pytest.mark.parametrize(
    "line", ["By night rebels enter the town", "By the sea a staff waits", "Our reporter in Aveno wins"]
)
def test_a_headline_that_begins_like_a_by_line_is_one(line: str) -> None:
    """Titles, too, begin with "by" and "our"."""
    assert loaded(f"{line}\n\n{BODY}".encode()).article.title == line


@pytest.mark.parametrize(
    ("head", "title", "source", "published"),
    [
        (
            "Dam wall above Karsa fails\nThe Upland Beacon\n3 March 2023",
            "Dam wall above Karsa fails",
            "The Upland Beacon",
            "2023-03-03",
        ),
        (
            "The Upland Beacon\nDam wall above Karsa fails\nBy Rosa Lind\nPublished: 3 March 2023",
            "Dam wall above Karsa fails",
            "The Upland Beacon",
            "2023-03-03",
        ),
        (
            "Joint statement on the reopening of the border crossings between the Republic of Karsa and the Kingdom of "
            "Ostero for trade\nDepartment of External Relations, Republic of Karsa\nOstero, 3 March 2023",
            "Joint statement on the reopening of the border crossings between the Republic of Karsa and the Kingdom of "
            "Ostero for trade",
            "Department of External Relations, Republic of Karsa",
            "2023-03-03",
        ),
        (
            "Dam wall above Karsa fails\nHighland News Agency\nKARSA, Ostero | 3 March 2023",
            "Dam wall above Karsa fails",
            "Highland News Agency",
            "2023-03-03",
        ),
        ("Dam wall above Karsa fails\nRosa Lind\n3 March 2023", "", "", "2023-03-03"),
        ("Dam wall above Karsa fails\nThree Villages Cut Off\n3 March 2023", "", "", "2023-03-03"),
        ("Dam wall above Karsa fails\nThe Upland Beacon", "Dam wall above Karsa fails", "", ""),
        ("Dam wall above Karsa fails\nPhotograph, 3 March 2023", "", "", ""),
    ],
)
def test_a_head_without_names_of_fields_says_who_published_when(
    head: str, title: str, source: str, published: str
) -> None:
    article = loaded(f"{head}\n\n{BODY}".encode()).article

    assert (article.title, article.source, article.published) == (title, source, published)


def test_a_publisher_taken_from_its_line_is_said() -> None:
    outcome = loaded(f"Dam wall above Karsa fails\nThe Upland Beacon\n3 March 2023\n\n{BODY}".encode())

    assert any("The Upland Beacon" in note.text for note in outcome.notes if note.code == "header")
