"""--min-confidence on the command line."""

from pathlib import Path

import pytest

from kb.cli.exits import Exit
from tests.cli.conftest import CommandLine

COUNT = "SELECT (COUNT(?e) AS ?n) { ?e a kb:Event }"


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory, plugged: dict[str, str]) -> CommandLine:
    """A home with an attack at 1 and one at 0.4."""
    folder = tmp_path_factory.mktemp("weighed")
    (folder / "articles").mkdir()
    for name, text in (
        ("sure", "Title: Sure\n\nBlue Column attacked Nordhaven Depot, and 5 killed were counted on Monday.\n"),
        ("unsure", "Title: Unsure\n\nRed Column attacked Sudhaven Depot, MAYBE, and 7 killed were counted.\n"),
    ):
        (folder / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    line = CommandLine(folder / "home", plugged)
    done = line("add", folder / "articles")
    assert done.code == 0, done.err
    return line


@pytest.mark.thorough
def test_queries(weighed: CommandLine) -> None:
    """Without it, at less, at more."""
    rows = [weighed("query", "-e", COUNT, "-f", "csv", *more).out.split()[1] for more in _CHOICES]

    assert rows == ["2", "2", "1", "1"]


_CHOICES = ([], ["--min-confidence", "0.4"], ["--min-confidence", "0.9"], ["--min-confidence", "1"])


def test_exports_are_parts_of_the_export(weighed: CommandLine) -> None:
    """Line by line; nothing names the unsure attack any more; at 0 the bytes are those of the graph."""
    whole = weighed("export", "-f", "nquads").out
    sure = weighed("export", "-f", "nquads", "--min-confidence", "0.9").out

    assert set(sure.splitlines()) < set(whole.splitlines())
    assert "Red Column attacked" not in sure
    assert '"Red Column"' in whole
    assert '"Red Column"' not in sure
    assert '"Blue Column"' in sure
    assert weighed("export", "-f", "nquads", "--min-confidence", "0").out == whole


def test_pages_and_lists(weighed: CommandLine, tmp_path: Path) -> None:
    """What is less sure is not there; the list says that it counted what is."""
    assert weighed("show", "Red Column").code == 0
    gone = weighed("show", "Red Column", "--min-confidence", "0.9")
    assert gone.code != 0
    assert "'Red Column' is here, but less sure than 0.9." in gone.err
    assert "Nothing here is called" in weighed("show", "Green Column", "--min-confidence", "0.9").err
    listed = weighed("list", "events", "--min-confidence", "0.9", "--json").json
    assert [row["label"] for row in listed] == ["attack on Nordhaven Depot by Blue Column"]
    assert len(weighed("list", "events", "--json").json) == 2
    assert "1 event" in weighed("list", "events", "--min-confidence", "0.9").err


@pytest.mark.parametrize("command", [["query", "-e", COUNT], ["export"], ["show", "Sure"], ["list", "events"]])
@pytest.mark.parametrize("value", ["1.5", "-0.1", "nan"])
def test_what_is_no_chance_is_said(weighed: CommandLine, command: list[str], value: str) -> None:
    """With the status of bad input, and what to give."""
    done = weighed(*command, "--min-confidence", value)

    assert done.code == Exit.BAD_INPUT
    assert "between 0 and 1" in done.err
