"""kb compare and kb reextract at the command line."""

from pathlib import Path

from tests.cli.conftest import CommandLine, write_articles


def _home(kb: CommandLine, tmp_path: Path) -> list[str]:
    write_articles(tmp_path / "in")
    assert kb("add", tmp_path / "in").code == 0
    return sorted(row["id"] for row in kb("list", "articles", "--json").json)


def test_reextract_names_articles_or_all(kb: CommandLine, tmp_path: Path) -> None:
    """The same reader finds nothing new, and says so; nothing is recorded then."""
    articles = _home(kb, tmp_path)
    position = kb("status", "--json").json["position"]
    done = kb("reextract", "--all", "--json")

    assert (done.code, done.json["unchanged"], done.json["position"]) == (0, 2, position)
    assert sorted(row["article"] for row in done.json["articles"]) == articles
    assert kb("reextract").code == 3
    both = kb("reextract", "--all", articles[0])
    assert (both.code, "not both" in both.err) == (3, True)
    assert kb("reextract", "0" * 16).code == 4
    assert kb("reextract", "--all", "--extractor", "nobody").code == 4
    told = kb("reextract", f"article-{articles[0]}")
    assert told.out.startswith(f"unchanged  article-{articles[0]}  ")
    assert told.err == "1 unchanged.\n"


def test_compare_takes_two_and_records_nothing(kb: CommandLine, tmp_path: Path) -> None:
    """A reader and itself agree on everything."""
    article = _home(kb, tmp_path)[0]
    position = kb("status", "--json").json["position"]
    found = kb("compare", article, "--extractors", "recorded,stand-in", "--json")

    assert found.code == 0, found.err
    assert found.json["only_first"] == found.json["only_second"] == found.json["different"] == []
    assert found.json["same"]["events"] == 1
    told = kb("compare", f"article-{article}", "--extractors", "stand-in,stand-in")
    assert "events: 1 alike" in told.out.splitlines()
    assert kb("compare", article, "--json").json == found.json  # the setting's reader is the stand-in
    assert kb("compare", article, "--extractors", "stand-in").code == 3
    assert kb("status", "--json").json["position"] == position


def test_an_argument_for_a_reader_that_takes_none_is_refused(kb: CommandLine, tmp_path: Path) -> None:
    """With what to write instead."""
    article = _home(kb, tmp_path)[0]
    done = kb("compare", article, "--extractors", "stand-in:x,stand-in")

    assert done.code == 3
    assert "Write stand-in." in done.err
