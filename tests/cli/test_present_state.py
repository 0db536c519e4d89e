"""What cannot be done any more, or never could, says how things stand now: by which event, whose, and what to do."""

from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, write_articles


@pytest.fixture(scope="module")
def left(
    tmp_path_factory: pytest.TempPathFactory, plugged: dict[str, str]
) -> tuple[CommandLine, dict[str, str], dict[str, int]]:
    """A home with an article withdrawn, one corrected, one erased; their ids, and the events by which they left."""
    folder = tmp_path_factory.mktemp("left")
    kb = CommandLine(folder / "home", {**plugged, "KB_ACTOR": "ann"})
    wire, herald = write_articles(folder / "articles")
    third = folder / "third.txt"
    third.write_text("Title: Third\n\nRed Guard attacked Oster Mill on Friday, and 3 killed were found there.\n")
    kb("add", wire, herald, third)
    rows = {row["title"]: row["id"] for row in kb("list", "articles", "--json").json}
    ids = {"withdrawn": rows["Raid on Nordhaven"], "old": rows["More dead after raid"], "erased": rows["Third"]}
    at = {}
    at["retracted"] = kb("retract", f"{ids['erased']}#v1", "--json").json["position"]
    events = {row["article"]: row["id"] for row in kb("list", "events", "--json").json}
    ids["event"] = f"event-{events[ids['withdrawn']]}"
    at["withdrawn"] = kb("withdraw", ids["withdrawn"], "--reason", "asked", "--json").json["position"]
    new = herald.read_text(encoding="utf-8").replace("7 killed", "8 killed")
    ids["new"] = kb("correct", ids["old"], "-", "--reason", "the wire had 6", "--json", stdin=new).json["article"]
    recorded = kb("log", "--type", "article-corrected", "--json").json
    assert recorded["event"]["reason"] == "the wire had 6"
    at["corrected"] = recorded["position"]
    at["erased"] = kb("erase", ids["erased"], "--reason", "law", "--yes", "--json").json["position"]
    return kb, ids, at


READING = (
    ("show",),
    ("export", "--article"),
    ("export", "-f", "csv", "--article"),
    ("list", "events", "--article"),
    ("list", "entities", "--article"),
    ("validate", "--article"),
)


@pytest.mark.thorough
@pytest.mark.parametrize("line", READING)
def test_an_article_that_left(left: tuple[CommandLine, dict[str, str], dict[str, int]], line: tuple[str, ...]) -> None:
    """By which event, and how it is seen all the same."""
    kb, ids, at = left
    withdrawn, corrected, erased = (kb(*line, ids[name]) for name in ("withdrawn", "old", "erased"))

    assert (withdrawn.code, withdrawn.out, corrected.code, erased.code) == (4, "", 4, 4)
    assert f"was withdrawn by event {at['withdrawn']}" in withdrawn.err
    assert f"`kb undo {at['withdrawn']}` brings it back" in withdrawn.err
    assert kb(*line, ids["withdrawn"], "--as-of", str(at["withdrawn"] - 1)).code == 0
    assert f"article-{ids['new']} took its place by event {at['corrected']}" in corrected.err
    assert kb(*line, ids["old"], "--as-of", str(at["corrected"] - 1)).code == 0
    assert f"was erased by event {at['erased']}" in erased.err


def test_what_an_article_that_left_calls_its_own(left: tuple[CommandLine, dict[str, str], dict[str, int]]) -> None:
    """By the ids of its reading, too: not shown as if it were still told."""
    kb, ids, at = left
    for name in ("withdrawn", "old"):
        done = kb("show", f"{ids[name]}#v1")
        assert (done.code, done.out, "nothing of it is in the graph" in done.err) == (4, "", True)
    assert kb("show", f"{ids['withdrawn']}#v1", "--as-of", str(at["withdrawn"] - 1)).code == 0


def test_undoing(left: tuple[CommandLine, dict[str, str], dict[str, int]]) -> None:
    """What is no decision, what was erased, what lies beyond the end."""
    kb, _, at = left
    for line, code, said in (
        (("undo", str(at["retracted"])), 4, f"claim-retracted by person:ann, was erased by event {at['erased']}"),
        (("redo", str(at["withdrawn"])), 5, "is in force."),
        (("undo", str(at["corrected"])), 4, "--back-to"),
        (("undo", str(at["erased"])), 4, "Nothing brings back what was erased"),
        (("undo", "9999"), 4, f"The log has no event 9999; its last is {at['erased']}."),
    ):
        done = kb(*line)
        assert (done.code, done.out) == (code, ""), line
        assert said in done.err, line


def test_what_only_an_article_that_left_told_of(left: tuple[CommandLine, dict[str, str], dict[str, int]]) -> None:
    """Shown or decided about by the id that was on the page: which event took the article out."""
    kb, ids, at = left
    for line, code in (
        (("show", ids["event"]), 4),
        (("amend", ids["event"], "bombing"), 5),
        (("confirm", f"{ids['withdrawn']}#v1"), 5),
    ):
        done = kb(*line)
        assert (done.code, done.out) == (code, ""), line
        assert f"article-{ids['withdrawn']} was withdrawn by event {at['withdrawn']}" in done.err
    assert kb("show", ids["event"], "--as-of", str(at["withdrawn"] - 1)).code == 0
    assert "names no claim" in kb("amend", "event-" + "0" * 20, "bombing").err


def test_a_moment_that_was_forgotten_is_not_now(left: tuple[CommandLine, dict[str, str], dict[str, int]]) -> None:
    """An empty --as-of, as of a shell's variable that is not set; a --seen beyond the end."""
    kb, ids, at = left
    empty = kb("list", "articles", "--as-of", "")
    assert (empty.code, empty.out) == (2, "")
    assert "it is empty" in empty.err
    for line in (("confirm", f"{ids['new']}#v1"), ("rename", "Nordhaven Depot", "Depot")):
        beyond = kb(*line, "--seen", "9999")
        assert (beyond.code, beyond.out) == (4, ""), line
        assert f"The log has no event 9999; its last is {at['erased']}." in beyond.err


def test_a_stream_that_is_not_there(left: tuple[CommandLine, dict[str, str], dict[str, int]]) -> None:
    """Said with those that there are of the same id."""
    kb, ids, _ = left
    assert kb("log", "--stream", "curation").out
    nowhere = kb("log", "--stream", "zzz")
    assert (nowhere.code, nowhere.out) == (4, "")
    assert "The log has no stream 'zzz'" in nowhere.err
    assert (
        f"Did you mean article/{ids['new']} or extraction/{ids['new']}?"
        in kb("log", "--stream", f"article-{ids['new']}").err
    )


def test_a_note_is_given_once(left: tuple[CommandLine, dict[str, str], dict[str, int]]) -> None:
    """However often the moment is looked up."""
    kb, _, at = left
    for line in (("list", "decisions"), ("list", "articles"), ("blame", "Blue Column"), ("export",)):
        assert kb(*line, "--as-of", str(at["withdrawn"])).err.count("were erased since") == 1, line


def test_every_name_that_people_gave_is_kept(kb: CommandLine, tmp_path: Path) -> None:
    """Renamed twice, all three find it; what is undone finds it no more."""
    kb("add", write_articles(tmp_path / "in")[0])
    kb("rename", "Blue Column", "Second Name")
    second = kb("rename", "Second Name", "Third Name", "--json").json["position"]
    names = ("Blue Column", "Second Name", "Third Name")
    assert len({kb("show", name, "--json").json["id"] for name in names}) == 1
    kb("undo", str(second))
    assert [kb("show", name).code for name in names] == [0, 0, 4]
