"""Paths of every kind, overrides and limits; nothing a file holds raises."""

import io
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kb.errors import InputError
from kb.sources import KINDS, Failed, Loaded, ReadOptions, Skipped, find_files, read_bytes, read_path, read_paths
from tests.sources.samples import ENGLISH, FEED, NOW, OPTIONS, codes, failed, loaded, page
from tests.unprivileged import unprivileged


def test_a_folder_is_read_in_order_and_only_what_is_known(tmp_path: Path) -> None:
    """Recursively; hidden files are passed over, other files said to be left alone."""
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for name in ("b/deep/2.txt", "a.TXT", "b/1.txt", "picture.png", ".hidden.txt", ".git/x.txt", "LICENSE"):
        (tmp_path / name).write_text(ENGLISH)

    outcomes = list(read_path(tmp_path, OPTIONS))

    assert [(type(outcome), outcome.origin.removeprefix(f"{tmp_path}/")) for outcome in outcomes] == [
        (Skipped, "LICENSE"),
        (Loaded, "a.TXT"),
        (Skipped, "picture.png"),
        (Loaded, "b/1.txt"),
        (Loaded, "b/deep/2.txt"),
    ]


def test_the_home_of_a_knowledge_base_is_one_line(tmp_path: Path) -> None:
    """Of none of its dozens of files is it said why it is no article; what only has a file of that name is read."""
    for name in ("home/home.json", "home/log.sqlite", "home/dumps/a.txt", "away/home.json", "away/graph/1.sst"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "home.json").write_text(json.dumps({"text": ENGLISH}))

    found = [(type(one), one.origin.removeprefix(f"{tmp_path}/")) for one in read_path(tmp_path, OPTIONS)]

    assert found == [(Skipped, "away"), (Skipped, "home"), (Loaded, "news/home.json")]


def test_a_thousand_files_of_which_three_are_bad(tmp_path: Path) -> None:
    """997 go in; the three are named with their reasons."""
    bad = {"0100.txt": b"", "0500.json": b'{"text": "cut', "0900.html": b"<html><body>Menu</body></html>"}
    for number in range(1000):
        (tmp_path / f"{number:04}.txt").write_bytes(f"Title: N{number}\n\n{ENGLISH}".encode())
    for name, data in bad.items():
        (tmp_path / f"{name[:4]}.txt").unlink()
        (tmp_path / name).write_bytes(data)

    outcomes = list(read_path(tmp_path, OPTIONS))

    assert sum(isinstance(outcome, Loaded) for outcome in outcomes) == 997
    assert [Path(outcome.origin).name for outcome in outcomes if isinstance(outcome, Failed)] == list(bad)


def test_pipes_in_a_folder_are_left_alone(tmp_path: Path) -> None:
    """Nobody writes to them, so that opening one would wait for ever."""
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text(ENGLISH)

    piped, plain = read_path(tmp_path, OPTIONS)

    assert isinstance(piped, Skipped)
    assert piped.reason == "it is no file but a pipe, socket or device"
    assert isinstance(plain, Loaded)


def test_reading_is_lazy(tmp_path: Path) -> None:
    """A file is opened when its turn comes: a pipeline of a million files starts at once."""
    (tmp_path / "1.txt").write_text(ENGLISH)
    (tmp_path / "2.txt").write_text(ENGLISH)
    reading = read_path(tmp_path, OPTIONS)

    assert isinstance(next(reading), Loaded)
    (tmp_path / "2.txt").unlink()
    gone = next(reading)
    assert isinstance(gone, Failed)
    assert "no such file" in str(gone.error)


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (f"Title: Plain\n\n{ENGLISH}".encode(), "Plain"),
        (page(), "Bridge closes"),
        (b"\n" + page().removeprefix(b"<!doctype html>"), "Bridge closes"),
        (b'{"title": "Object", "text": "One."}', "Object"),
        (FEED.format(items="<item><title>Item</title><description>One.</description></item>").encode(), "Item"),
    ],
)
def test_standard_input_is_told_by_its_beginning(data: bytes, title: str) -> None:
    """Text, page, record or feed."""
    (outcome,) = read_path("-", OPTIONS, stdin=io.BytesIO(data))

    assert isinstance(outcome, Loaded)
    assert outcome.article.title == title
    assert outcome.origin == "-"


def test_standard_input_must_be_there() -> None:
    """A caller's mistake is no file's failure."""
    with pytest.raises(InputError, match="no standard input"):
        list(read_path("-", OPTIONS))


def test_a_named_file_of_any_suffix_is_told_by_its_beginning(tmp_path: Path) -> None:
    """Who names a file means it."""
    path = tmp_path / "article.wire"
    path.write_text(ENGLISH)

    assert loaded(path).article.text == ENGLISH
    assert loaded(path).origin == str(path)


def test_links_out_of_a_folder_are_passed_over(tmp_path: Path) -> None:
    """Of a folder nothing is read that does not lie in it; named by itself the link is."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("root was here")
    (folder / "own.txt").write_text("The bridge opened.")
    (folder / "in.txt").symlink_to(folder / "own.txt")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "round.txt").symlink_to(folder / "round.txt")

    found = list(find_files(folder))

    assert [one.name for one in found if isinstance(one, Path)] == ["in.txt", "own.txt", "round.txt"]
    assert [one.reason for one in found if isinstance(one, Skipped)] == [
        "it is a link that leads out of the folder; name it by itself to have it read"
    ]
    assert list(find_files(folder / "out.txt")) == [folder / "out.txt"]


def test_what_cannot_be_opened_says_why(tmp_path: Path) -> None:
    """Missing, a broken link, a folder's file without permission."""
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere")
    for path in (tmp_path / "missing.txt", tmp_path / "link.txt"):
        assert "there is no such file or folder" in str(failed(path).error)
    with unprivileged() as folder:
        secret = folder / "secret.txt"
        secret.write_text(ENGLISH)
        secret.chmod(0)
        assert "it cannot be opened: permission denied" in str(failed(secret).error)
        (folder / "closed").mkdir()
        (folder / "closed").chmod(0)
        assert [type(found) for found in find_files(folder)] == [type(secret), Failed]
        (folder / "closed").chmod(0o755)


def test_a_file_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    """It goes into messages and into the log."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text(ENGLISH)

    assert loaded(path).origin == f"{tmp_path}/caf\ufffd.txt"


def test_overrides_beat_what_the_article_says() -> None:
    """Of every article read with them; the text stays."""
    options = replace(OPTIONS, published="4 July 2025", source="S", title="T", url="U")
    text = f"Title: A\nDate: 03/04/2024\nSource: B\nURL: C\n\n{ENGLISH}"
    article = loaded(text.encode(), options=options).article

    assert (article.published, article.source, article.title, article.url) == ("2025-07-04", "S", "T", "U")
    assert article.text == text


@pytest.mark.parametrize("published", ["03/04/2024", "soon", "July 2025"])
def test_an_override_that_cannot_be_told_is_refused(published: str) -> None:
    """Before anything is read."""
    with pytest.raises(InputError) as caught:
        list(read_bytes(b"x", "x", options=replace(OPTIONS, published=published)))
    assert "year-month-day" in caught.value.hint


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Title: A", "no-date"),
        ("Date: 03/04/2024", "ambiguous-date"),
        ("Date: some time in 2024", "unreadable-date"),
        ("Date: July 2024", "partial-date"),
    ],
)
def test_an_article_without_a_readable_date_goes_in_undated(header: str, code: str) -> None:
    """And it is said."""
    outcome = loaded(f"{header}\n\n{ENGLISH}".encode())

    assert outcome.article.published == ""
    assert [note.code for note in outcome.notes] == [code]


def test_a_date_in_the_future_is_kept_and_said() -> None:
    """It may be an embargo, or a clock."""
    outcome = loaded(f"Date: 2031-01-01\n\n{ENGLISH}".encode())

    assert outcome.article.published == "2031-01-01"
    assert codes(outcome) == ["future-date"]


def test_no_title_is_no_failure() -> None:
    """Many wires have none."""
    assert loaded(ENGLISH.encode()).article.title == ""


@pytest.mark.thorough
def test_long_texts_go_in_up_to_the_limit(tmp_path: Path) -> None:
    """Ten megabytes, one line of five, no end of a sentence anywhere; one byte more than allowed does not."""
    for text in (ENGLISH * 100_000, "word " * 1_000_000):
        assert loaded(text.encode(), options=ReadOptions(now=NOW)).article.text == text
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 101)
    for data in (path, b"x" * 101):
        failure = failed(data, options=replace(OPTIONS, max_bytes=100))
        assert "it is larger than 0.0001 MB" in str(failure.error)
    (path.write_bytes(b"x" * 100), loaded(path, options=replace(OPTIONS, max_bytes=100)))


def test_several_paths_are_read_one_after_another(tmp_path: Path) -> None:
    """In the order given."""
    paths = [tmp_path / "b.txt", tmp_path / "missing.txt", tmp_path / "a.txt"]
    for path in (paths[0], paths[2]):
        path.write_text(ENGLISH)

    assert [outcome.origin for outcome in read_paths(paths, OPTIONS)] == [str(path) for path in paths]


beginnings = st.sampled_from(
    [b"", b"Title: A\n\n", b"<html><body><p>", b'{"text": "', b"[{", b"<rss><channel><item>", b"\xff\xfe"]
)


@settings(max_examples=150, deadline=None)
@given(beginnings, st.one_of(st.binary(), st.text().map(str.encode)), st.sampled_from([*sorted(KINDS), ""]))
@example(b"<html><body><p>", b"\x00" * 9, "html")
@example(b'{"text": "', b'\\ud800"}', "jsonl")
def test_any_bytes_become_articles_or_failures(start: bytes, data: bytes, kind: str) -> None:
    """As any kind; each outcome is whole."""
    outcomes = list(read_bytes(start + data, "x", kind=kind, options=OPTIONS))

    assert outcomes
    for outcome in outcomes:
        if isinstance(outcome, Loaded):
            article = outcome.article
            assert article.text.strip()
            assert article.text.encode("utf-8")
            assert 0 <= article.body_start < len(article.text)
        else:
            assert isinstance(outcome, Failed)
            assert outcome.error.hint


def test_what_the_user_says_is_stored_as_what_articles_say() -> None:
    """In one line, without control characters and halves of surrogate pairs: no projection takes those in."""
    options = ReadOptions(title="Raid\non depot", source="L\udce9 Monde", url="https://x.example/\x1b[31m", now=NOW)
    article = loaded(b"Troops shelled Osk.", options=options).article
    assert (article.title, article.source, article.url) == (
        "Raid on depot",
        "L\ufffd Monde",
        "https://x.example/\ufffd[31m",
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", " JavaScript:x", "data:text/html,x"])
def test_an_address_that_a_browser_runs_is_left_out_of_a_record_and_refused_as_an_option(url: str) -> None:
    record = json.dumps({"text": ENGLISH, "url": url}).encode()

    read = loaded(record, "json")

    assert (read.article.url, "unsafe-address" in codes(read)) == ("", True)
    with pytest.raises(InputError, match="a browser runs"):
        list(read_bytes(record, "r.json", options=replace(OPTIONS, url=url)))


@pytest.mark.parametrize("url", ["https://e.org/a?b=javascript:1", "urn:newsml:e.org:1", "e.org/a", ""])
def test_other_addresses_stay(url: str) -> None:
    record = json.dumps({"text": ENGLISH, "url": url}).encode()

    assert loaded(record, "json").article.url == url


@pytest.mark.parametrize("path", ["", "x\0", "a/\0/b.txt"])
def test_a_path_that_none_can_be_is_refused(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty one is not taken for the folder that one happens to be in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here.txt").write_text("Ada Lund spoke.", encoding="utf-8")
    with pytest.raises(InputError, match="The path"):
        list(read_path(path))


def test_a_link_that_leads_back_to_itself_is_said_to_do_so(tmp_path: Path) -> None:
    """No permission would help."""
    (tmp_path / "round.txt").symlink_to(tmp_path / "round.txt")
    (found,) = read_path(tmp_path / "round.txt")
    assert isinstance(found, Failed)
    assert "too many levels" in str(found.error)
    assert "leads back to itself" in found.error.hint
