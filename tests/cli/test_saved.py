"""Saved queries as a command."""

from tests.cli.conftest import CommandLine


def test_saved_queries_are_listed_and_asked(filled: CommandLine) -> None:
    """Table, CSV, text; what cannot be is said with the exit code of bad input."""
    listed = filled("saved", "--json")
    assert len(listed.json["items"]) >= 20
    assert "who-said-what-about" in filled("saved").out
    told = filled("saved", "mentioned-with", "--param", "who=Blue Column", "-f", "csv")
    assert told.out.splitlines()[1].startswith("Nordhaven Depot,2,")
    text = filled("saved", "mentioned-with", "-p", "who=Blue Column", "--text").out
    assert filled("query", "-e", text, "-f", "csv").out == told.out
    assert "everything" in filled("saved", "mentioned-with", "--about").out
    for arguments, code in (
        (("mentioned-with",), 3),
        (("mentioned-with", "-p", "who"), 3),
        (("mentioned-with", "-p", "who=Nobody"), 4),
        (("nothing",), 4),
    ):
        assert filled("saved", *arguments).code == code
