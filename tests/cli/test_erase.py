"""kb erase at the command line: a person's names leave all articles."""

from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, write_articles
from tests.service.words import places_of

NAMES = ["Ada Lund"]


@pytest.mark.thorough
def test_a_persons_names_are_erased_from_all_articles(kb: CommandLine, tmp_path: Path) -> None:
    """Not without --yes, which says what would go; then they are in no file and the rest is as it was."""
    write_articles(tmp_path / "in")
    assert kb("add", tmp_path / "in").code == 0
    refused = kb("erase", "Ada Lund", "--reason", "x", "--yes")
    assert (refused.code, "no person" in refused.err) == (3, True)
    assert kb("set-type", "Ada Lund", "person").code == 0
    person = next(row["id"] for row in kb("list", "entities", "--json").json if row["label"] == "Ada Lund")
    before = {kind: len(kb("list", kind, "--json").json) for kind in ("articles", "entities", "events", "statements")}
    position = kb("status", "--json").json["position"]

    ahead = kb("erase", "Ada Lund")
    assert (ahead.code, "1 mention in 1 article, " in ahead.err) == (3, True)
    assert "Names that would be blanked: Ada Lund." in ahead.err
    assert kb("erase", "Ada Lund", "--yes").code == 3
    assert kb("erase", "Ada Lund", "--yes", "--reason", "Ada Lund asked").code == 3
    assert kb("erase", "Nobody Atall", "--yes", "--reason", "x").code == 4
    assert kb("status", "--json").json["position"] == position
    assert places_of(NAMES, kb.home)

    done = kb("erase", "Ada Lund", "--reason", "court order", "--yes", "--json").json

    assert (done["entity"], done["mentions"], done["left"]) == (person, 1, [])
    assert not places_of(NAMES, kb.home)
    assert kb("verify").code == 0
    assert {kind: len(kb("list", kind, "--json").json) for kind in before} == before
    [(old, new)] = done["articles"].items()
    assert "█ █" in kb("show", f"article-{new}").out
    assert "was erased by event" in kb("show", f"article-{old}").err
    assert "were erased since" in kb("list", "articles", "--as-of", str(position)).err
    assert done["label"] in kb("show", f"entity-{person}").out
    assert kb("erase", person, "--reason", "x", "--yes").code == 5
    assert kb("erase", "--finish").code == 0


def test_an_erasure_says_which_article_is_which_now(kb: CommandLine, tmp_path: Path) -> None:
    """In words, with what it does not reach."""
    write_articles(tmp_path / "in")
    kb("add", tmp_path / "in")
    kb("set-type", "Ada Lund", "person", "--actor", "Ada Lund")
    done = kb("erase", "Ada Lund", "--reason", "asked to", "--yes")
    assert done.code == 0
    assert "is article-" in done.out
    assert "actor" in done.err
    assert "Backups" in done.err


@pytest.mark.thorough
def test_an_article_is_erased_by_its_title(kb: CommandLine, tmp_path: Path) -> None:
    """As other commands name it: not without --yes, not one of several; its words are in no file then."""
    write_articles(tmp_path / "in")
    kb("add", tmp_path / "in")
    article, title = next((row["id"], row["title"]) for row in kb("list", "articles", "--json").json)

    ahead = kb("erase", title.upper())
    assert (ahead.code, f"{article} would be erased for good" in ahead.err) == (3, True)
    assert kb("show", article).code == 0
    done = kb("erase", title, "--yes", "--reason", "asked", "--json")

    assert (done.code, done.json["articles"]) == (0, [article])
    assert not places_of([title], kb.home)
    assert kb("erase", title, "--yes", "--reason", "asked").code == 4


def test_a_title_of_several_articles_is_none_of_them(kb: CommandLine, tmp_path: Path) -> None:
    """Nothing is erased; their ids are told."""
    for number in range(2):
        (tmp_path / f"{number}.txt").write_text(f"Quarry shut\n\nThe quarry was shut on day {number} of the strike.\n")
        kb("add", tmp_path / f"{number}.txt")
    refused = kb("erase", "Quarry shut", "--yes", "--reason", "asked")
    assert (refused.code, refused.err.count("article-")) == (5, 2)
    assert len(kb("list", "articles", "--json").json) == 2
