"""Words keep every character; paragraphs begin where a reader sees them begin."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.language.network import folder
from kb.language.tokenizer import (
    CHUNK,
    LOWER,
    MAX_PIECES,
    MIXED,
    TITLE,
    UPPER,
    WordPieces,
    casing,
    paragraph_starts,
    tokenize,
    words_of,
)


@given(st.text(max_size=400))
@settings(deadline=None)
def test_the_doc_is_the_text(text: str) -> None:
    """No character is lost, changed or moved."""
    assert tokenize(text).text == text


@pytest.mark.parametrize("unit", ["word ", "x", " ", "a\n\n", "«é» ", "one,two;"])
def test_a_very_long_text_is_kept_too(unit: str) -> None:
    """Texts beyond one chunk are cut and joined without loss."""
    text = (unit * (2 * CHUNK))[: 2 * CHUNK + 7]

    assert tokenize(text).text == text


@given(st.lists(st.sampled_from([" ", "  ", "\n\n", "x" * 300, "(" * 257, "word", "a b", " c"]), max_size=12))
@settings(deadline=None)
def test_endless_words_are_cut_without_loss(parts: list[str]) -> None:
    """Wherever they stand among white space."""
    text = "".join(parts)

    assert tokenize(text).text == text


def test_brackets_without_end_take_no_time_to_speak_of() -> None:
    """spaCy alone takes 9 seconds for 8,000 of them and four times as long for twice as many."""
    begin = time.process_time()

    assert len(tokenize("(" * 20_000)) == 20_000

    assert time.process_time() - begin < 10


@pytest.mark.parametrize(
    ("word", "expected"),
    [("word", LOWER), ("Word", TITLE), ("A", TITLE), ("UN", UPPER), ("McCain", MIXED), ("U2", MIXED), ("”", LOWER)],
)
def test_casing(word: str, expected: int) -> None:
    """Four classes."""
    assert casing(word) == expected


def begins(text: str) -> list[str]:
    doc = tokenize(text)
    return [doc[i].text for i in sorted(paragraph_starts(doc))]


def test_blank_lines_part_paragraphs_and_wrapped_lines_do_not() -> None:
    """A line break inside a sentence is a wrapped line where the text has blank lines."""
    assert begins("One two\nthree.\n\nFour\n \nfive") == ["One", "Four", "five"]


def test_a_line_that_ends_a_sentence_ends_a_paragraph() -> None:
    """Also where other paragraphs are parted by blank lines."""
    assert begins("One two.\nThree\n\nFour") == ["One", "Three", "Four"]


def test_without_blank_lines_every_line_is_a_paragraph() -> None:
    """A heading has no full stop."""
    assert begins("  Heading here\nText one\n") == ["Heading", "Text"]


def test_a_word_has_one_to_eight_pieces() -> None:
    """Neither a control character nor an endless word breaks the count."""
    pieces = WordPieces(folder() / "tokenizer.json")
    words = words_of(tokenize("\u0000 \ufeff " + "antidisestablishmentarianism" * 400 + " 字"), pieces)

    assert all(1 <= len(p) <= MAX_PIECES for p in words.pieces)
    assert len(words.pieces) == len(words.tokens) == len(words.casing) == len(words.breaks)
