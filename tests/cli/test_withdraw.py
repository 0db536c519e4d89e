"""kb withdraw, kb correct and kb erase at the command line."""

from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, write_articles
from tests.service.words import places_of


def _home(kb: CommandLine, tmp_path: Path) -> list[str]:
    write_articles(tmp_path / "in")
    assert kb("add", tmp_path / "in").code == 0
    return sorted(row["id"] for row in kb("list", "articles", "--json").json)


@pytest.mark.thorough
def test_an_article_is_withdrawn_and_comes_back(kb: CommandLine, tmp_path: Path) -> None:
    """With who, why and what to type next; what cannot be is refused with how things stand."""
    first, second = _home(kb, tmp_path)
    assert (kb("withdraw", first).code, kb("withdraw", "0" * 16, "--reason", "x").code) == (3, 4)
    before = kb("export").out

    done = kb("withdraw", f"article-{first}", "--reason", "asked to", "--actor", "Ana", "--json").json

    assert (done["article"], done["actor"], done["reason"]) == (first, "person:Ana", "asked to")
    assert [row["id"] for row in kb("list", "articles", "--json").json] == [second]
    again = kb("withdraw", first, "--reason", "x")
    assert (again.code, f"by event {done['position']}" in again.err) == (5, True)
    assert kb("export", "--as-of", str(done["position"] - 1)).out == before
    assert kb("undo", str(done["position"])).code == 0
    assert len(kb("list", "articles", "--json").json) == 2
    told = kb("withdraw", first, "--reason", "asked to")
    assert told.out.startswith(f"article-{first} was withdrawn")
    assert "kb undo" in told.err


@pytest.mark.thorough
def test_what_was_taken_out_stays_out_when_its_file_is_met_again(kb: CommandLine, tmp_path: Path) -> None:
    """In its folder or named, in one line that says by whom and what to do; --again takes it in; it can be undone."""
    first, second = _home(kb, tmp_path)
    at = kb("withdraw", first, "--reason", "asked to", "--actor", "Ana", "--json").json["position"]
    folder = tmp_path / "in"
    file = next(
        path for path in folder.iterdir() if kb("add", path, "--json").json["articles"][0]["status"] == "skipped"
    )
    position = kb("status", "--json").json["position"]

    told = kb("add", folder)
    assert told.code == 0
    [line] = [line for line in told.err.splitlines() if line.startswith("skipped")]
    assert f"{file}: article-{first} was withdrawn by event {at}, " in line
    assert ", by Ana (asked to), and stays out." in line
    assert line.count(f"`kb undo {at}`") == line.count("`kb add --again`") == 1
    alone = kb("add", file)
    assert (alone.code, "No article was found" in alone.err, alone.out) == (1, False, "")
    assert [row["id"] for row in kb("list", "articles", "--json").json] == [second]
    assert kb("status", "--json").json["position"] == position

    assert kb("add", folder, "--again", "--json").json["added"] == 1
    assert len(kb("list", "articles", "--json").json) == 2
    assert kb("verify").code == 0


@pytest.mark.thorough
def test_what_was_erased_stays_out_when_its_file_is_met_again(kb: CommandLine, tmp_path: Path) -> None:
    """An article, and the text that a person's name was taken out of: the files still hold the words."""
    first, _ = _home(kb, tmp_path)
    (tmp_path / "in" / "other.txt").write_text("Title: Fire\n\nAda Lund attacked Oster Mill.\n", encoding="utf-8")
    assert kb("add", tmp_path / "in").code == 0
    assert kb("set-type", "Ada Lund", "person").code == 0
    assert kb("erase", first, "--yes", "--reason", "asked").code == 0
    assert kb("erase", "Ada Lund", "--yes", "--reason", "court").code == 0
    there = kb("export").out

    told = kb("add", tmp_path / "in")

    assert told.code == 1, "nothing of it went in"
    out = [line for line in told.err.splitlines() if line.startswith("skipped")]
    assert len(out) >= 2, told.err
    assert all("was erased by event" in line and "kb undo" not in line for line in out)
    assert kb("export").out == there
    assert not places_of(["Ada Lund"], kb.home)


def test_a_new_text_takes_an_articles_place(kb: CommandLine, tmp_path: Path) -> None:
    """From a file or standard input; a file that is not there, or holds none, is said."""
    first, second = _home(kb, tmp_path)
    text = "Title: New text\n\nBlue Column attacked Oster Mill on Friday, and 9 killed were found by the workers.\n"

    done = kb("correct", first, "-", "--json", stdin=text).json

    assert done["status"] == "corrected"
    assert sorted(row["id"] for row in kb("list", "articles", "--json").json) == sorted([done["article"], second])
    assert kb("correct", first, "-", stdin=text + "More.").code == 5
    assert kb("correct", second, tmp_path / "nowhere.txt").code == 4
    assert kb("verify").code == 0


@pytest.mark.thorough
def test_a_text_that_is_stored_takes_no_other_articles_place(kb: CommandLine, tmp_path: Path) -> None:
    """Nothing is recorded, and it is not called done; an earlier text of the article comes back, by file or by id."""
    first, second = _home(kb, tmp_path)
    text = "Title: New text\n\nBlue Column attacked Oster Mill on Friday, and 9 killed were found by the workers.\n"
    new = kb("correct", first, "-", "--json", stdin=text).json["article"]
    position = kb("status", "--json").json["position"]
    title = next(row["title"] for row in kb("list", "articles", "--json").json if row["id"] == second)
    other = next(path for path in (tmp_path / "in").iterdir() if title in path.read_text(encoding="utf-8"))

    refused = kb("correct", new, other)
    assert (refused.code, refused.err.splitlines()[0]) == (
        5,
        f"error: This is the text of another article, article-{second}, which is in the graph.",
    )
    assert kb("correct", new, "-", stdin=text).code == 0
    assert kb("correct", new).code == kb("correct", new, other, "--back-to", first).code == 3
    assert kb("correct", new, "--back-to", second).code == 5
    assert kb("status", "--json").json["position"] == position

    assert kb("correct", new, "--back-to", first, "--json").json["article"] == first
    assert f"article-{first} took its place" in kb("correct", new, other).err


@pytest.mark.thorough
def test_an_article_is_erased_for_good(kb: CommandLine, tmp_path: Path) -> None:
    """Not without --yes and a reason; then its words are in no file, and as-of says that something is missing."""
    articles = _home(kb, tmp_path)
    kb("correct", articles[0], "-", stdin="Title: Erratum\n\nXanthippe attacked Quarzmond on Friday, and 9 killed.\n")
    wanted = next(row["id"] for row in kb("list", "articles", "--json").json if row["title"] == "Erratum")
    position = kb("status", "--json").json["position"]
    assert kb("erase", wanted, "--reason", "x").code == 3
    assert kb("erase", wanted, "--yes").code == 3
    assert kb("erase").code == kb("erase", wanted, "--finish").code == 3
    assert places_of(["Xanthippe"], kb.home)

    done = kb("erase", wanted, "--reason", "court order", "--yes", "--json").json

    assert sorted(done["articles"]) == sorted([articles[0], wanted])
    assert not places_of(["Xanthippe", "Quarzmond"], kb.home)
    assert kb("verify").code == 0
    assert [row["id"] for row in kb("list", "articles", "--json").json] == [articles[1]]
    then = kb("list", "articles", "--as-of", str(position))
    assert "were erased since" in then.err
    assert kb("erase", wanted, "--reason", "x", "--yes").code == 5
    assert kb("erase", "--finish").code == 0
    events = kb("log", "--json").out
    assert '"event": null' in events


def test_an_unknown_article_is_said_before_a_reason_is_asked_for(filled: CommandLine) -> None:
    """And an article that is there needs one."""
    unknown = filled("withdraw", "article-0000000000000000")
    assert (unknown.code, "There is no article-0000000000000000" in unknown.err) == (4, True)
    known = filled("query", "-f", "csv", "-e", "SELECT ?a { ?a a kb:Article }").out.splitlines()[1]
    told = filled("withdraw", known.rpartition("/")[2])
    assert (told.code, "needs a reason" in told.err) == (3, True)


def test_an_article_is_named_by_its_title_too(kb: CommandLine, tmp_path: Path) -> None:
    """As other commands take it; the name of something else, and what nothing is called, are refused as such."""
    _home(kb, tmp_path)
    other = kb("withdraw", "Blue Column", "--reason", "x")
    assert (other.code, "'Blue Column' is entity-" in other.err, "no article" in other.err) == (3, True, True)
    unknown = kb("withdraw", "Raid on Sudhaven", "--reason", "x")
    assert (unknown.code, "Nothing here is called 'Raid on Sudhaven'" in unknown.err) == (4, True)
    twice = tmp_path / "in" / "again.txt"
    twice.write_text("Title: More dead after raid\n\nGreen Column attacked Sudhaven Depot. Nobody was hurt there.\n")
    assert kb("add", twice).code == 0
    several = kb("withdraw", "More dead after raid", "--reason", "x")
    assert (several.code, several.err.count("article-")) == (5, 2)

    assert kb("withdraw", "raid on Nordhaven", "--reason", "asked to").out.endswith(
        "was withdrawn: Raid on Nordhaven\n"
    )
    assert kb("reextract", "Raid on Nordhaven").code == 4
