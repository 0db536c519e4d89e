"""docs/cli.md holds every command, every option and every exit code; every command has a help text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from kb.cli.exits import MEANING, Exit
from kb.cli.main import app

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"
COMMANDS = (
    "explain conflicts "
    "init add watch query show list search export import validate verify rebuild log diff blame compare reextract "
    "status serve mcp evaluate doctor demo backup restore timeline confirm retract amend undo redo merge unmerge "
    "keep-apart rename set-type set-id upgrade keys sign token "
    "saved ask explode move review resolve dump correct withdraw erase add-list withdraw-list reconcile accept reject"
).split()

# What a person decides and may want to give a reason for. Reading again, taking a list in and asking a service decide
# nothing that a rule would not.
DECIDING = (
    "confirm retract amend undo redo merge unmerge move keep-apart rename set-type set-id review resolve correct "
    "withdraw erase withdraw-list accept reject"
).split()


def _leaves(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield " ".join(path), command
        return
    if path and getattr(command, "invoke_without_command", False):
        yield " ".join(path), command
    for name, child in children.items():
        yield from _leaves(child, (*path, name))


LEAVES = dict(_leaves(typer.main.get_command(app)))


def _sections() -> dict[str, tuple[str, str]]:
    """Return command -> what its section is headed with, and the section."""
    text = PAGE.read_text(encoding="utf-8")
    parts = re.split(r"^### `kb ([^`]+?)`\n", text, flags=re.MULTILINE)
    heads = {head: next(name for name in _longest_first() if f"{head} ".startswith(f"{name} ")) for head in parts[1::2]}
    return {heads[head]: (head, body) for head, body in zip(parts[1::2], parts[2::2], strict=True)}


def _longest_first() -> list[str]:
    return sorted(LEAVES, key=len, reverse=True)


def test_the_commands_are_those_of_the_contract() -> None:
    """Their names may not change."""
    assert set(typer.main.get_command(app).commands) == set(COMMANDS)
    assert {name for name in LEAVES if name.startswith("list ")} == {
        f"list {kind}"
        for kind in (
            "articles",
            "entities",
            "events",
            "figures",
            "offices",
            "statements",
            "decisions",
            "members",
            "review",
            "candidates",
            "lists",
        )
    }


def test_every_decision_has_a_reason_and_an_actor() -> None:
    """Whatever is decided, by the same two options and the same short form."""
    for name in DECIDING:
        flags = {flag for parameter in LEAVES[name].params for flag in parameter.opts}
        assert flags >= {"--reason", "--actor"}, name
        assert "-m" in flags, name


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_every_command_has_help_and_a_section(name: str) -> None:
    """Help begins with a sentence; the section names each option, and no option that is not there.

    Its heading is the command with what it must be given, and in brackets what it may be given.
    """
    command = LEAVES[name]
    assert re.match(r"[A-Z].*?[.,]", command.help or ""), f"kb {name} has no help"
    options = {
        flag for parameter in command.params if parameter.param_type_name == "option" for flag in parameter.opts
    } - {"--help", "-h"}
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert parameter.help, f"kb {name} {parameter.opts} has no help"
    heading, section = _sections()[name]
    given = [one.make_metavar(typer.Context(command)) for one in command.params if one.param_type_name == "argument"]
    assert heading == " ".join([name, *given])
    documented = set(re.findall(r"`(--?[a-z][a-z-]*)", section))
    assert options - {"--home", "--json", "--quiet", "-q"} <= documented
    assert documented <= options


def test_every_exit_code_is_documented() -> None:
    """The table of docs/cli.md is that of kb.cli.exits."""
    rows = dict(re.findall(r"^\| (\d+) \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert rows == {str(int(code)): MEANING[code] for code in Exit}
