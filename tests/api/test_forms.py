"""Tests of kb.api.endpoint.forms: read as the standard library reads them, whatever somebody sends."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.api.endpoint.forms import FormError, NotUtf8Error, pairs

PARTS = (
    "%",
    "=",
    "&",
    "+",
    "\n",
    "\r",
    " ",
    "\t",
    "_",
    ".",
    "%41",
    "%3d",
    "%3D",
    "%0a",
    "%zz",
    "%4",
    "a",
    "é",
    "%c3",
    "%82",
)


@pytest.mark.thorough
@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=3), max_size=20).map("".join))
@example("query=ASK%20%7B%7D&query=&=x&&a")
def test_a_form_is_what_the_standard_library_says(form: str) -> None:
    """Escapes, what only looks like one, blanks, signs that mean something in quoted-printable."""
    try:
        said = parse_qsl(form, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(NotUtf8Error):
            pairs(form.encode())
    else:
        assert pairs(form.encode()) == said


@pytest.mark.parametrize("form", [b"query=%ff", b"query=ASK+%7B%3Fs+%3Fp+%22%C3%22%7D", b"a=b&q=\xe9", b"%fe=1"])
def test_what_is_no_text_is_refused(form: bytes) -> None:
    """With another sign in its place another query would be answered."""
    with pytest.raises(NotUtf8Error):
        pairs(form)


@pytest.mark.parametrize("form", [b"&a=b" * 1001, b"query=" + b"%" * 2000])
def test_what_no_program_makes_is_refused(form: bytes) -> None:
    """It would take time for each of them."""
    with pytest.raises(FormError, match="more than 1,000"):
        pairs(form)
