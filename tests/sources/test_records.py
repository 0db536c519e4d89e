"""JSON: objects, lists, lines; each record for itself."""

import json
from pathlib import Path

import pytest

from kb.sources import Failed, Loaded, read_bytes, read_path
from tests.sources.samples import ENGLISH, OPTIONS, codes, failed, loaded


def test_every_known_field_is_read() -> None:
    """With its other names; scalars beyond them are metadata."""
    ours = {
        "text": ENGLISH,
        "title": "T",
        "source": "S",
        "url": "U",
        "published": "2025-07-04",
        "id": "i",
        "language": "en",
        "desk": "World",
        "words": 9,
        "tags": ["a"],
    }
    theirs = {
        "articleBody": ENGLISH,
        "headline": "T",
        "publisher": {"@type": "Organization", "name": "S"},
        "link": "U",
        "datePublished": "2025-07-04",
        "@id": "i",
        "inLanguage": "en",
        "desk": "World",
        "words": 9,
    }

    first, second = (loaded(json.dumps(record).encode(), "json").article for record in (ours, theirs))

    assert first == second
    assert (first.text, first.title, first.source, first.url) == (ENGLISH, "T", "S", "U")
    assert (first.published, first.external_id, first.language) == ("2025-07-04", "i", "en")
    assert first.metadata == {"desk": "World", "words": "9"}


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_list_gives_each_record_its_place(wrapped: bool) -> None:
    """A bad one keeps none of the others out; NewsAPI's wrapping is known."""
    records = [{"body": "One."}, {"title": "no text"}, "two", {"content": 3}, {"text": "  "}, {"content": "Six."}]
    data = json.dumps({"status": "ok", "articles": records} if wrapped else records).encode()

    outcomes = list(read_bytes(data, "x.json", kind="json", options=OPTIONS))

    assert [type(outcome) for outcome in outcomes] == [Loaded, Failed, Failed, Failed, Failed, Loaded]
    assert [outcome.place for outcome in outcomes] == [f"record {number}" for number in range(1, 7)]  # type: ignore[union-attr]
    assert [str(outcome.error) for outcome in outcomes if isinstance(outcome, Failed)] == [
        "x.json, record 2: it has no text: none of the fields text, body, content, articleBody (it has title).",
        "x.json, record 3: the record is a string, not an object.",
        "x.json, record 4: its field content is a number, not text.",
        "x.json, record 5: its field text holds no words.",
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"text": "The river ro', "cut off at line 1, column 10"),
        (b'[{"text": "One."}, {"te', "cut off"),
        (b'{"text": "One."', "cut off"),
        (b'{"text": One}', "wrong at line 1, column 10"),
        (b"[]", "empty"),
        (b"3", "a number, not an object or a list"),
        (b"null", "null, not an object or a list"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"text": ' + b"1" * 5000 + b"}", "cannot be read: a number in it has too many digits"),
        (b'{"text": null}', "its field text is empty."),
    ],
)
def test_bad_json_says_what_and_where(data: bytes, reason: str) -> None:
    """And what to do."""
    assert reason in str(failed(data, "json").error)


def test_markup_in_a_field_is_taken_off_and_said() -> None:
    """Paragraphs stay apart; a lone angle bracket is text."""
    outcome = loaded(
        json.dumps({"content": "<p>One &amp; two.</p><p>Three<br/>four.</p><script>x</script>"}).encode(), "json"
    )

    assert outcome.article.text == "One & two.\n\nThree\nfour."
    assert codes(outcome) == ["markup"]
    assert loaded(b'{"text": "If a < b and c > d, stop."}', "json").article.text == "If a < b and c > d, stop."


def test_one_bad_line_keeps_no_other_out(tmp_path: Path) -> None:
    """JSON Lines: bad JSON, bad bytes, no text, each by its number; empty lines count but are nothing."""
    lines = [
        b'{"text": "One."}',
        b'{"text": "Tw',
        b"",
        b'{"title": "x"}',
        b'{"text": "\x81\x8d\x00\x01"}',
        b'{"text": "Six."}',
    ]
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b"\n".join(lines))

    outcomes = list(read_path(path, OPTIONS))

    assert [(type(outcome), outcome.place) for outcome in outcomes] == [  # type: ignore[union-attr]
        (Loaded, "line 1"),
        (Failed, "line 2"),
        (Failed, "line 4"),
        (Failed, "line 5"),
        (Loaded, "line 6"),
    ]
    assert "lines.jsonl, line 2: its JSON is cut off at column 10" in str(outcomes[1].error)  # type: ignore[union-attr]


def test_json_lines_are_told_from_json_by_their_content() -> None:
    """A .json file of lines, and U+2028 inside a string does not end a line."""
    data = '{"text": "One\u2028still one."}\n{"text": "Two."}\n'.encode()

    outcomes = list(read_bytes(data, "x.json", kind="json", options=OPTIONS))

    assert [outcome.article.text for outcome in outcomes if isinstance(outcome, Loaded)] == [
        "One\u2028still one.",
        "Two.",
    ]
    assert [outcome.place for outcome in outcomes] == ["line 1", "line 2"]  # type: ignore[union-attr]


def test_a_line_beyond_the_limit_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    """The file as a whole may be of any length."""
    from dataclasses import replace

    path = tmp_path / "lines.ndjson"
    path.write_bytes(b'{"text": "One."}\n{"text": "' + b"x" * 500 + b'"}\n{"text": "Three."}\n' * 2)

    outcomes = list(read_path(path, replace(OPTIONS, max_bytes=100)))

    assert [(type(outcome), outcome.place) for outcome in outcomes] == [  # type: ignore[union-attr]
        (Loaded, "line 1"),
        (Failed, "line 2"),
        (Loaded, "line 3"),
        (Failed, "line 4"),
        (Loaded, "line 5"),
    ]
    assert "it is larger than 0.0001 MB" in str(outcomes[1].error)  # type: ignore[union-attr]


def test_json_lines_in_utf16_are_read(tmp_path: Path) -> None:
    """Its lines can be told only after decoding."""
    path = tmp_path / "lines.jsonl"
    path.write_bytes('{"text": "One."}\n{"text": "Two."}\n'.encode("utf-16"))

    assert [outcome.article.text for outcome in read_path(path, OPTIONS) if isinstance(outcome, Loaded)] == [
        "One.",
        "Two.",
    ]


def test_an_empty_file_of_lines_is_a_failure(tmp_path: Path) -> None:
    """Not silence."""
    path = tmp_path / "lines.jsonl"
    path.touch()

    assert "it is empty" in str(failed(path).error)
