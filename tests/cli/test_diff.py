"""`kb diff`: what changed between two events, for reading, as JSON, as a patch."""

from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine


@pytest.mark.thorough
def test_a_patch_turns_one_export_into_the_other(filled: CommandLine, tmp_path: Path) -> None:
    """As written to files, through the command line alone."""
    last = filled("status", "--json").json["position"]
    for start, goal in ((last // 2, last), (last, 4)):
        before = filled("export", "-f", "nquads", "--as-of", str(start)).out.splitlines()
        after = filled("export", "-f", "nquads", "--as-of", str(goal)).out.splitlines()
        file = tmp_path / f"{start}-{goal}.rdfp"
        assert filled("diff", str(start), str(goal), "--format", "patch", "--output", file).code == 0
        lines = set(before)
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith(("A ", "D ")):
                (lines.add if line[0] == "A" else lines.remove)(line[2:])
        assert sorted(lines) == sorted(after)


def test_an_article_that_came_in_is_told_with_its_events(filled: CommandLine) -> None:
    """Facts with the position of their event, and the events below."""
    added = filled("log", "--type", "article-added", "--json").out.splitlines()
    assert len(added) == 2
    done = filled("diff", "2")
    lines = done.out.splitlines()

    assert done.code == 0
    assert any("More dead after raid (Herald)" in line for line in lines)
    assert any(line.strip().startswith("+ target: Nordhaven Depot (entity-") for line in lines)
    why = lines[lines.index("why") + 1 : -1]
    assert sum("article-added by person:" in line for line in why) == 2
    assert all("led to by [" in line for line in why if "extraction-recorded" in line)
    assert lines[-1].endswith(" quads came, 1 left.")  # the position, which is a quad as well


def test_json_holds_every_quad(filled: CommandLine) -> None:
    """With --json as with --format json; the last event is the default."""
    one = filled("diff", "0", "--json")
    come = [line for group in one.json["groups"] for line in group["come"]]

    assert filled("diff", "5", "--json").out == filled("diff", "5", "--format", "json").out
    assert sorted(come) == sorted(filled("export", "-f", "nquads").out.splitlines())
    assert one.json["to"] == filled("status", "--json").json["position"]


@pytest.mark.parametrize(("arguments", "code"), [(("0", "99999"), 4), (("99999",), 4), (("yesterday-ish",), 3)])
def test_positions_that_are_none_are_said(filled: CommandLine, arguments: tuple[str, ...], code: int) -> None:
    """With what to do."""
    done = filled("diff", *arguments)
    assert done.code == code
    assert done.out == ""
    assert "hint:" in done.err


def test_nothing_between_an_event_and_itself(filled: CommandLine) -> None:
    """Said in a sentence."""
    assert filled("diff", "5", "5").out == "Nothing changed between event 5 and event 5.\n"
