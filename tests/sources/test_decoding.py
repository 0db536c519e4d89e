"""Bytes of every kind: decoded with the encoding said, or refused with the reason."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.sources.decoding import decode, storable
from kb.sources.outcome import SourceError
from tests.sources.samples import ENGLISH, codes, failed, loaded, page

RUSSIAN = "Вчера вечером в Киеве прошли переговоры о мире, сообщил журналистам представитель министерства. " * 5


@pytest.mark.parametrize(
    "text", [ENGLISH, "naïve café\n", "\u202bשלום עולם\u202c from \u200fhere\u200e.\n", "a\n\n\tb \n"]
)
def test_utf8_stays_as_it_is(text: str) -> None:
    """Right-to-left marks, tabs and spaces at line ends too; nothing is said."""
    outcome = loaded(text.encode())

    assert outcome.article.text == text
    assert outcome.encoding == "utf-8"
    assert codes(outcome) == []


def test_a_byte_order_mark_is_taken_off_and_said() -> None:
    """So that a header can begin the file."""
    outcome = loaded(codecs.BOM_UTF8 + b"Title: A\n\nText here.")

    assert outcome.article.title == "A"
    assert outcome.article.text.startswith("Title")
    assert codes(outcome) == ["byte-order-mark"]


@pytest.mark.parametrize("name", ["utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_utf16_and_utf32_are_read(name: str) -> None:
    """With their mark, or without where every other byte is NUL."""
    outcome = loaded(ENGLISH.encode(name))

    assert outcome.article.text == ENGLISH
    assert outcome.encoding == name
    assert codes(outcome) == ["encoding"]


def test_the_declared_charset_is_tried_after_utf8() -> None:
    """And said."""
    markup = page(inside="<p>Among those who came to look were Zofia Żółć and Łukasz Ćwik.</p>").decode()
    latin = markup.replace("utf-8", "iso-8859-2").replace("“", '"').replace("”", '"')

    outcome = loaded(latin.encode("iso-8859-2"), "html")

    assert "Zofia Żółć and Łukasz Ćwik" in outcome.article.text
    assert outcome.encoding == "iso-8859-2"
    assert "Not UTF-8; decoded as iso-8859-2, which it declares." in [note.text for note in outcome.notes]


def test_a_wrong_declaration_does_not_beat_utf8() -> None:
    """Servers often say latin-1 of what is UTF-8."""
    assert decode("naïve".encode(), "x", "latin-1").text == "naïve"


def test_utf8_that_ends_within_a_character_is_utf8_all_the_same() -> None:
    """A file that was cut keeps its other accents, and says that it was cut."""
    whole = "Zofia Żółć came from Łódź to Málaga."
    data = whole.encode()
    decoded = decode(data[: data.rindex("á".encode()) + 1], "x", "windows-1252")

    assert (decoded.text, decoded.encoding) == (whole[: whole.index("á")] + "\ufffd", "utf-8")
    assert [note.code for note in decoded.notes] == ["cut-off"]


def test_an_accent_at_the_end_alone_is_no_cut_utf8() -> None:
    """In windows-1252 the last letter of a word is one byte, which UTF-8 takes for the first of several."""
    decoded = decode("They met in a café".encode("windows-1252"), "x")

    assert decoded.text == "They met in a café"


def test_an_undeclared_charset_is_guessed_and_said() -> None:
    """charset-normalizer looks at the letters."""
    outcome = loaded(RUSSIAN.encode("cp1251"))

    assert outcome.article.text == RUSSIAN
    assert outcome.encoding == "cp1251"
    assert [note.text for note in outcome.notes if note.code == "encoding"] == [
        "Not UTF-8; decoded as cp1251, which is a guess."
    ]


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_become_lf_and_it_is_said(ends: str) -> None:
    """Offsets are those of the changed text; mixed ends too."""
    outcome = loaded(f"Title: A{ends}{ends}One.\nTwo.{ends}".encode())

    assert outcome.article.text == "Title: A\n\nOne.\nTwo.\n"
    assert outcome.article.text[outcome.article.body_start :] == "One.\nTwo.\n"
    assert codes(outcome) == ["line-ends"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b" \n\t\r\n", "only white space"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04....", "office document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x00" * 500, "binary"),
        (b"ab\x01c", "binary"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 40 + b"\xff\xfe\x01" * 99, "binary"),
    ],
)
def test_what_is_no_text_is_refused_with_its_kind(data: bytes, reason: str) -> None:
    """What, where, what to do."""
    assert reason in str(failed(data).error)


def test_a_nul_in_a_text_is_replaced_and_said() -> None:
    """RDF cannot hold it; every other offset stays."""
    outcome = loaded((ENGLISH[:20] + "\x00" + ENGLISH * 3).encode())

    assert outcome.article.text == ENGLISH[:20] + "\ufffd" + ENGLISH * 3
    assert codes(outcome) == ["replaced"]


def test_what_xml_cannot_hold_and_terminals_obey_is_replaced() -> None:
    """An escape in an article would colour the reader's screen, and break each answer in XML."""
    text, notes = storable("red \x1b[31m and\x7f a\ufffe page\x0cfeed\t")

    assert text == "red \ufffd[31m and\ufffd a\ufffd page\n\ffeed\t"
    assert [note.code for note in notes] == ["line-ends", "replaced"]
    assert storable("one \x07")[1][0].text == "1 control character or lone surrogate was replaced by U+FFFD."


@pytest.mark.parametrize(
    "text",
    ["The café owner José Núñez said Zürich was quiet. ", "“We won’t go”, he said — €5m was lost. "],
)
def test_few_accents_are_guessed_as_western(text: str) -> None:
    """Beside the detector's other guesses, which make José Josķ, English text is nearly always windows-1252."""
    outcome = loaded((text + ENGLISH).encode("cp1252"))

    assert outcome.article.text == text + ENGLISH
    assert outcome.encoding == "windows-1252"


def test_one_accent_is_guessed_as_western() -> None:
    """The detector's first guess is DOS, "M³nster"; its second is named windows-1250, here the same as 1252."""
    told = "The mayor of Münster said two people died on Monday in a fire."

    assert loaded(told.encode("cp1252")).article.text == told


def test_lone_surrogates_are_replaced_and_pairs_joined() -> None:
    """JSON can write both; no UTF-8 and no RDF can hold the first."""
    outcome = loaded(rb'{"text": "Smoke \ud83d\ude00 rose \ud800 over \udfff Tarnov."}', "json")

    assert outcome.article.text == "Smoke 😀 rose \ufffd over \ufffd Tarnov."
    assert [note.text for note in outcome.notes if note.code == "replaced"] == [
        "2 control characters or lone surrogates were replaced by U+FFFD."
    ]


@given(st.text(st.characters(exclude_categories=())))
def test_storable_text_is_utf8_with_lf_and_settles(text: str) -> None:
    """Applied again it changes nothing."""
    once, _ = storable(text)

    assert once.encode("utf-8").decode() == once
    assert "\r" not in once
    assert all(once[at - 1 : at] == "\n" for at, letter in enumerate(once) if letter == "\f")
    assert "\x00" not in once
    assert storable(once) == (once, ())


@given(st.binary())
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    """With nothing but SourceError."""
    try:
        text = decode(data, "x").text
    except SourceError:
        return
    assert text


def test_one_bell_in_a_short_text_makes_it_no_binary_file() -> None:
    assert decode(b"A storm\x07 killed three people in Lyon on Monday.", "a.txt").text.startswith("A storm\x07")
