"""Text files: the header is read, the text is kept character by character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.sources.plain import read_plain
from tests.sources.samples import ENGLISH, codes, failed, loaded

HEADER = (
    "Title: River rises\nSource: Valley Courier\nURL: https://c.example/1\nDate: 4 July 2025, 20:15 EEST\nDesk: Local\n"
)


def test_header_lines_are_read_and_kept() -> None:
    """Known names become fields, others metadata; offsets count from the first character of the file."""
    text = HEADER + "\nTARNOV, July 4 (VC) — " + ENGLISH

    article = loaded(text.encode()).article

    assert article.text == text
    assert article.title == "River rises"
    assert article.source == "Valley Courier"
    assert article.url == "https://c.example/1"
    assert article.published == "2025-07-04T20:15:00+03:00"
    assert article.metadata == {"Desk": "Local"}
    assert article.text[article.body_start :].startswith("TARNOV, July 4")


@pytest.mark.parametrize("name", ["Published", "published", "PUBLISHED", "Publication date", "Date"])
def test_the_date_has_several_names(name: str) -> None:
    """In any case of letters."""
    assert loaded(f"{name}: 2025-07-04\n\n{ENGLISH}".encode()).article.published == "2025-07-04"


def test_without_a_known_first_line_there_is_no_header() -> None:
    """A dateline or a sentence with a colon is text."""
    for text in (f"KYIV: {ENGLISH}", f"Minister: no talks\n\nTitle: {ENGLISH}", f"Note: x\nTitle: y\n\n{ENGLISH}"):
        article = loaded(text.encode()).article
        assert (article.body_start, article.source, dict(article.metadata)) == (0, "", {})


def test_the_header_ends_where_no_header_line_follows() -> None:
    """With an empty line or without."""
    for gap in ("\n", "\n\n", "\n \n\n", ""):
        article = loaded(f"Title: A\nAuthor:\n{gap}{ENGLISH}".encode()).article
        assert article.text[article.body_start :] == ENGLISH
        assert article.metadata == {"Author": ""}


def test_a_field_said_twice_is_noted() -> None:
    """The first one counts."""
    outcome = loaded(f"Title: A\nTitle: B\n\n{ENGLISH}".encode())

    assert outcome.article.title == "A"
    assert codes(outcome) == ["header"]


def test_a_header_without_text_is_refused() -> None:
    """There is nothing to read."""
    assert "header lines but no text" in str(failed(HEADER.encode()).error)


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("River rises two metres", "River rises two metres"),
        ("Who pays for the bridge?", "Who pays for the bridge?"),
        ("The river rose.", ""),
        ("He said: “We left.”", ""),
        ("x" * 161, ""),
    ],
)
def test_a_short_first_line_alone_is_the_title(first: str, title: str) -> None:
    """It stays part of the text."""
    article = loaded(f"{first}\n\n{ENGLISH}".encode()).article

    assert article.title == title
    assert article.text.startswith(first)
    assert article.body_start == 0


def test_a_lone_line_is_no_title_without_text_below() -> None:
    """Nor is the first of two lines of one paragraph."""
    assert loaded(b"River rises two metres").article.title == ""
    assert loaded(f"River rises two\n{ENGLISH}".encode()).article.title == ""


_KEPT = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff", include_characters="\n\t")


@given(st.text(_KEPT))
def test_text_with_lf_alone_stays_as_it_is(text: str) -> None:
    """Character by character, and the body begins inside it."""
    text += "."

    draft = read_plain("Title: A\n\n" + text, "x")

    assert draft.text == "Title: A\n\n" + text
    assert 0 < draft.body_start < len(draft.text)
