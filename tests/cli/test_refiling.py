"""What is in already is filed anew under the date or source that a person says."""

from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

TEXT = "Flood in Beira\n\nHeavy rain flooded the port of Beira on Tuesday, killing nine people, the mayor said.\n"


def _times(kb: CommandLine) -> list[str]:
    rows = kb("list", "events", "--json").json
    return sorted(row["begin"][:10] for row in rows if row["begin"])


@pytest.mark.thorough
def test_an_article_without_a_day_gets_one(kb: CommandLine, tmp_path: Path) -> None:
    """Its "Tuesday" is dated then; ids stay, what was decided holds, and the state before is in the past."""
    kb.env["KB_EXTRACTOR"] = "builtin"  # the stand-in dates nothing
    (tmp_path / "flood.txt").write_text(TEXT, encoding="utf-8")
    first = kb("add", tmp_path / "flood.txt")
    assert "--date" in first.err
    before, events = kb("list", "articles", "--json").json, kb("list", "events", "--json").json
    figure = "figure-" + kb("list", "figures", "--json").json[0]["id"]
    assert kb("confirm", figure, "-m", "I counted").code == 0
    position = kb("status", "--json").json["position"]
    assert _times(kb) == []

    done = kb("add", tmp_path / "flood.txt", "--date", "2026-03-12", "--json")
    after = kb("list", "articles", "--json").json

    assert (done.code, done.json["refiled"], done.json["added"]) == (0, 1, 0)
    assert "published 2026-03-12 (none before)" in done.json["articles"][0]["notes"][0]
    assert [row["id"] for row in after] == [row["id"] for row in before]
    assert [row["published"] for row in after] == ["2026-03-12"]
    assert [row["id"] for row in kb("list", "events", "--json").json] == [r["id"] for r in events]
    assert set(_times(kb)) == {"2026-03-10"}
    assert "holds" in kb("list", "decisions").out
    assert not any(row["begin"] for row in kb("list", "events", "--as-of", str(position), "--json").json)
    assert kb("verify").code == 0


def test_the_same_again_changes_nothing(kb: CommandLine, tmp_path: Path) -> None:
    """Nor does a file that says nothing of itself, or other words of the command line for the same."""
    (tmp_path / "flood.txt").write_text(TEXT, encoding="utf-8")
    kb("add", tmp_path / "flood.txt", "--date", "2026-03-12", "--source", "Harbour News")
    position = kb("status", "--json").json["position"]

    for words in ([], ["--date", "12 March 2026"], ["--source", "Harbour News"]):
        done = kb("add", tmp_path / "flood.txt", *words, "--json")
        assert (done.json["known"], done.json["refiled"]) == (1, 0)
    assert kb("status", "--json").json["position"] == position


def test_one_that_was_filed_anew_is_one_article_to_who_verifies(kb: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "flood.txt").write_text(TEXT, encoding="utf-8")
    kb("add", tmp_path / "flood.txt")
    assert "chained, 1 article, " in kb("verify").out
    assert kb("add", tmp_path / "flood.txt", "--date", "2026-03-12", "--json").json["refiled"] == 1
    assert "chained, 1 article and 1 earlier version, " in kb("verify").out


def test_a_date_that_cannot_be_read_leaves_it_as_it_is(kb: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "flood.txt").write_text(TEXT, encoding="utf-8")
    kb("add", tmp_path / "flood.txt", "--date", "2026-03-12")
    kb("add", tmp_path / "flood.txt", "--date", "the day after")

    assert [row["published"] for row in kb("list", "articles", "--json").json] == ["2026-03-12"]


def test_what_was_said_before_stays(kb: CommandLine, tmp_path: Path) -> None:
    """Who gives another date need not say the source again, and no note says that there is no date."""
    (tmp_path / "flood.txt").write_text(TEXT, encoding="utf-8")
    kb("add", tmp_path / "flood.txt", "--source", "Harbour News", "--date", "2026-03-12")
    kb("add", tmp_path / "flood.txt", "--date", "2026-03-13")
    done = kb("add", tmp_path / "flood.txt", "--url", "https://harbour.example/1", "--json")

    (row,) = kb("list", "articles", "--json").json
    assert (row["source"], row["published"], row["url"]) == ("Harbour News", "2026-03-13", "https://harbour.example/1")
    assert not any("no publication date" in note for note in done.json["articles"][0]["notes"])


def test_what_comes_twice_is_filed_once(kb: CommandLine, tmp_path: Path) -> None:
    for name in ("flood.txt", "copy.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    kb("add", tmp_path / "flood.txt")
    done = kb("add", tmp_path / "flood.txt", tmp_path / "copy.txt", "--date", "2026-03-12", "--json")

    assert (done.json["refiled"], done.json["known"]) == (1, 1)
    assert kb("log").out.count("article-withdrawn") == 1
