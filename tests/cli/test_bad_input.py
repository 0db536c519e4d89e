"""Bad input through `kb add`: what, where, what to do; the exit code; nothing half-written."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, write_articles

GOOD = "Blue Column attacked Nordhaven Depot on Tuesday, as several people there told reporters.\n"

FAILING = {
    "empty.txt": (b"", "it is empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary"),
    "broken.json": (b'{"text": "Blue Column atta', "JSON"),
    "nothing.html": (b"<html><head><script>alert(1)</script></head><body></body></html>", ""),
    "image.txt": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "a PNG image"),
}

GOING_IN = {
    "latin.txt": ("Die Caf\xe9s: " + GOOD).encode("latin-1"),
    "bom.txt": b"\xef\xbb\xbf" + GOOD.encode(),
    "mixed.txt": GOOD.replace("\n", "\r\n").encode() + GOOD.encode() + b"\r",
    "nul.txt": b"Blue\x00 " + GOOD.encode() * 5,
    "surrogates.json": b'{"text": "Lone \\ud800 half. ' + GOOD.strip().encode() + b'"}',
    "marks.txt": ("\u202e\u200f" + GOOD).encode(),
    "one-line.txt": b"word " * 20_000,
    "no-end.txt": b"no sentence ends here and nothing begins with a capital " * 50,
    "future.txt": b"Date: 2199-01-01\n\n" + GOOD.encode(),
    "scripts.html": b"<html><body><article><h1>Raid</h1><p>"
    + GOOD.encode() * 6
    + b"</p><script>x()</script></article></body></html>",
}


@pytest.mark.thorough
@pytest.mark.parametrize("name", FAILING)
def test_what_is_no_article_is_said_and_leaves_nothing(filled: CommandLine, tmp_path: Path, name: str) -> None:
    """Exit code 1; the message names the file, the reason and what to do; the log does not move."""
    data, reason = FAILING[name]
    path = tmp_path / name
    path.write_bytes(data)
    before = filled("status", "--json").json["position"]
    done = filled("add", path)

    assert done.code == 1
    assert done.out == ""
    error, hint = done.err.splitlines()[:2]
    assert error.startswith(f"error: {path}")
    assert reason in error
    assert hint.startswith("hint: ")
    assert filled("status", "--json").json["position"] == before


@pytest.mark.thorough
def test_what_is_odd_goes_in_whole(kb: CommandLine, tmp_path: Path) -> None:
    """Each is one article, the odd thing is said, and the graph is sound and valid afterwards."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in GOING_IN.items():
        (folder / name).write_bytes(data)
    done = kb("add", folder, "--json")

    assert done.code == 0, done.out
    by_name = {Path(article["origin"]).name: article for article in done.json["articles"]}
    assert {article["status"] for article in by_name.values()} == {"added"}
    said = {name: " ".join(article["notes"]) for name, article in by_name.items()}
    assert "Not UTF-8; decoded as" in said["latin.txt"]
    assert "byte order mark" in said["bom.txt"]
    assert "Line ends" in said["mixed.txt"]
    assert "replaced by U+FFFD" in said["nul.txt"]
    assert "replaced by U+FFFD" in said["surrogates.json"]
    assert "lies in the future" in said["future.txt"]
    assert "no publication date" in said["bom.txt"]
    assert kb("validate").code == 0
    assert kb("verify").code == 0
    listed = kb("list", "articles", "--json").json
    assert len(listed) == len(GOING_IN)
    for article in listed:  # pages of untitled and oddly written articles print as well
        assert kb("show", article["id"]).code == 0


def test_one_bad_line_in_the_middle_keeps_no_other_out(kb: CommandLine, tmp_path: Path) -> None:
    """Two of three lines go in; the message names file and line; the exit code says that not all went in."""
    path = tmp_path / "a.jsonl"
    lines = [json.dumps({"text": f"{n} {GOOD}"}) for n in (1, 2)]
    path.write_text(f"{lines[0]}\n{{broken\n{lines[1]}\n", encoding="utf-8")
    done = kb("add", path, "--json")

    assert done.code == 1
    assert (done.json["added"], done.json["failed"]) == (2, 1)
    failed = next(article for article in done.json["articles"] if article["status"] == "failed")
    assert failed["place"] == "line 2"
    assert failed["error"]["hint"]


@pytest.mark.thorough
def test_an_article_beyond_any_length_is_refused(kb: CommandLine, tmp_path: Path) -> None:
    """10 MB of text is no article; the limit is a setting."""
    path = tmp_path / "long.txt"
    path.write_text("word " * 2_000_000, encoding="utf-8")
    done = kb("add", path)
    assert done.code == 1
    assert "10,000,000 characters" in done.err
    assert "max_characters" in done.err
    assert "takes a while" not in done.err, "it is not read at all"


def test_another_text_under_one_id(kb: CommandLine, tmp_path: Path) -> None:
    """Refused with the way out; with --revision it takes the other's place."""
    paths = []
    for number in (1, 2):
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_text(json.dumps({"id": "x", "text": f"{number} {GOOD}"}), encoding="utf-8")
    assert kb("add", paths[0]).code == 0
    refused = kb("add", paths[1])
    assert refused.code == 1
    assert "same id 'x' and other text" in refused.err
    assert "--revision" in refused.err
    corrected = kb("add", "--revision", paths[1])
    assert (corrected.code, corrected.out.split()[0]) == (0, "corrected")


def test_a_path_that_is_not_there_and_a_date_that_is_none(kb: CommandLine, tmp_path: Path) -> None:
    """Both are said in one sentence."""
    missing = kb("add", tmp_path / "nowhere.txt")
    assert missing.code == 4
    assert "no such file or folder" in missing.err
    page = kb("add", "https://news.example/a?b=1&c=2")
    assert page.code == 4
    assert page.err.startswith("error: https://news.example/a?b=1&c=2: there is no such file or folder.\n")
    assert "curl -sL 'https://news.example/a?b=1&c=2' | kb add - --url 'https://news.example/a?b=1&c=2'" in page.err
    (tmp_path / "memo.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "memo.css").write_text("a {}")
    assert "memo.pdf: .pdf is no kind of article; save it as text or HTML to have it read\n" in kb("add", tmp_path).err
    assert "memo.css: .css is no kind of article\n" in kb("add", tmp_path).err
    date = kb("add", tmp_path, "--published", "someday")
    assert date.code == 3
    assert date.err.startswith("error: The publication date 'someday' is no day that can be told.\n")
    assert "2025-07-04T20:15" in date.err


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("events --since yesterday", "--since cannot be 'yesterday', which is no day."),
        ("articles --until 2024-13-01", "--until cannot be '2024-13-01', which is no day."),
        ("articles --until 2024-13", "--until cannot be '2024-13', which is no day."),
        ("events --since 2024-W10", "--since cannot be '2024-W10', which is no day."),
        ("events --since 2024-05 --until 2023", "--until 2023-12-31 lies before --since 2024-05-01."),
        ("events --since 2024-05-02 --until 2024-05-01", "--until 2024-05-01 lies before --since 2024-05-02."),
        ("events --reality real", "--reality cannot be 'real'."),
        ("statements --mode loud", "--mode cannot be 'loud'."),
        ("entities --type persn", "--type cannot be 'persn'."),
        ("events --type shellin", "--type cannot be 'shellin'."),
        ("events --article article-0123", "There is no article '0123'."),
        ("statements --article article-0123", "There is no article '0123'."),
        ("events --role agent", "--role asks for the part of an entity, and none is named."),
    ],
)
def test_a_filter_that_fits_nothing_is_refused(kb: CommandLine, command: str, said: str) -> None:
    """An empty list would say that there is nothing of the kind."""
    kb("init")
    done = kb("list", *command.split())

    assert (done.code, done.out) == (4 if "There is no" in said else 3, "")
    assert done.err.startswith(f"error: {said}\nhint: ")


def test_a_word_that_is_nearly_one_is_asked_about(kb: CommandLine) -> None:
    """And of few all are said."""
    kb("init")

    assert "Did you mean person" in kb("list", "entities", "--type", "persn").err
    for asked, kind in (("people", "person"), ("cities", "city"), ("armed-forces", "armed_force")):
        answer = kb("list", asked)
        assert answer.code == 2
        assert f"`kb list entities --type {kind}`" in answer.err
    assert "Did you mean 'events'" in kb("list", "evnts").err
    assert "Did you mean shelling" in kb("list", "events", "--type", "shellin").err


def test_what_a_terminal_obeys_is_written_as_escapes(kb: CommandLine, tmp_path: Path) -> None:
    """Words that turn the order of letters round would make a list say something else."""
    (tmp_path / "odd.txt").write_text("Title: Ship \u202eknis\u202c\n\n" + GOOD)
    kb("add", tmp_path / "odd.txt")
    listed = kb("list", "articles")

    assert "\\u202eknis\\u202c" in listed.out
    assert "\u202e" not in listed.out
    as_json = kb("list", "articles", "--json")
    assert "\u202e" not in as_json.out
    assert as_json.json[0]["title"] == "Ship \u202eknis\u202c"


def test_a_format_that_does_not_fit_the_query_is_said_with_those_that_do(kb: CommandLine) -> None:
    """Both ways round."""
    kb("init")
    triples = kb("query", "-e", "CONSTRUCT WHERE { ?s ?p ?o }", "--format", "csv").err
    rows = kb("query", "-e", "SELECT * { ?s ?p ?o }", "--format", "turtle").err

    assert triples.startswith(
        "error: The answer to CONSTRUCT cannot be written as 'csv'.\nhint: Fitting formats are turt"
    )
    assert rows.startswith(
        "error: The answer to SELECT cannot be written as 'turtle'.\nhint: Fitting formats are json, "
    )


def test_an_export_that_cannot_be_written_names_the_file_asked_for(kb: CommandLine, tmp_path: Path) -> None:
    """Not the draft beside it, and not as if it could not be read."""
    kb("init")
    missing = tmp_path / "missing" / "graph.nq"

    assert kb("export", "-o", missing).err.startswith(f"error: {missing} cannot be written: no such file")
    done = kb("export", "-o", tmp_path)
    assert (done.code, done.err.splitlines()[0]) == (7, f"error: {tmp_path} cannot be written: it is a folder.")


def test_counts_agree_with_their_nouns(kb: CommandLine, tmp_path: Path) -> None:
    """One triple, three graphs conform, no articles."""
    (tmp_path / "one.nt").write_text('<http://a.example/a> <http://a.example/b> "c" .\n')

    assert kb("import", tmp_path / "one.nt", "--graph", "http://a.example/g").out.startswith("Imported 1 triple into")
    assert kb("validate").out == "3 graphs conform\n"
    assert kb("list", "articles").err == "0 articles\n"


def test_a_long_article_is_announced(kb: CommandLine, tmp_path: Path) -> None:
    """Nothing else is said until it has been read."""
    (tmp_path / "long.txt").write_text("It rained in Nordhaven all day, and nobody there was glad of it.\n\n" * 900)

    assert "long.txt: 59,400 characters, which takes a while" in kb("add", tmp_path / "long.txt").err


def test_an_empty_name_is_nobodys(kb: CommandLine, tmp_path: Path) -> None:
    """Articles without a title are not called so."""
    write_articles(tmp_path / "in")
    (tmp_path / "in" / "untitled.txt").write_text(GOOD)
    kb("add", tmp_path / "in")

    assert kb("show", " ").code == 4


@pytest.mark.parametrize(
    "arguments", [("add", "-", "--source", "L\udce9 Monde"), ("show", "\udcff"), ("list", "entities", "--name=\udcff")]
)
def test_bytes_that_are_no_characters_are_refused(filled: CommandLine, arguments: tuple[str, ...]) -> None:
    """A publisher in another encoding than the terminal's would be in the log, and stop the projections for good."""
    before = filled("status", "--json").json["position"]
    done = filled(*arguments, stdin=GOOD)

    assert done.code == 3
    assert "holds bytes that are no characters" in done.err
    assert filled("status", "--json").json["position"] == before


def test_a_file_may_be_called_by_bytes_that_are_no_characters(kb: CommandLine, tmp_path: Path) -> None:
    """Its article goes in, and everything can be printed and verified."""
    path = tmp_path / "g\udcff.txt"
    path.write_text(GOOD)

    assert kb("add", path).code == 0
    assert kb("verify").code == 0


@pytest.mark.parametrize("command", [("query", "gone.rq"), ("import", "gone.ttl", "--graph", "https://example.org/x")])
def test_a_file_that_is_not_there_is_not_found(kb: CommandLine, command: tuple[str, ...]) -> None:
    """As docs/cli.md has it: 4."""
    done = kb(*command)
    assert (done.code, f"There is no file {command[1]}." in done.err) == (4, True)


@pytest.mark.thorough
@pytest.mark.parametrize("given", ["abc", "0", "-1", "3.5", "\u0663", ""])
@pytest.mark.parametrize("command", ["undo", "redo"])
def test_what_is_no_position_is_said(filled: CommandLine, command: str, given: str) -> None:
    """What was given, what it ought to be, and where such are found; the log does not move."""
    before = filled("status", "--json").json["position"]
    done = filled(command, "--", given)

    assert done.code == 2
    assert f"{given!r} is no position of an event, which is a whole number from 1 on" in done.err
    assert "`kb list decisions`" in done.err
    assert filled("status", "--json").json["position"] == before


@pytest.mark.parametrize(
    ("command", "kind"),
    [(("log", "--after", "x"), "whole number"), (("ask", "who?", "--timeout", "x"), "number")],
)
def test_what_is_no_number_is_said_in_words(filled: CommandLine, command: tuple[str, ...], kind: str) -> None:
    """Not by the name that a programmer has for it."""
    done = filled(*command)

    assert done.code == 2
    assert f"'x' is not a valid {kind}." in done.err
