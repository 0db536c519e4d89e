"""The commands in the pages exist, and the tour writes what they print beneath them."""

import re
import shlex
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import typer

from kb.cli.main import app
from tools import tour

ROOT = tour.ROOT
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
SHELL = re.compile(r"^```(?:sh|console)?\n(.*?)^```$", re.M | re.S)


def kb_commands() -> Iterator[tuple[str, list[str]]]:
    """Yield where each call of kb in the pages stands, and its words."""
    for page in PAGES:
        for block in SHELL.findall(page.read_text(encoding="utf-8")):
            for command in tour.commands(block) or block.splitlines():
                try:
                    words = shlex.split(command, comments=True)
                except ValueError:  # prose or output, no command
                    continue
                while words:
                    end = next((i for i, word in enumerate(words) if word in ("|", "&&", ">", "&")), len(words))
                    if words[0] == "kb":
                        yield page.name, words[1:end]
                    words = words[end + 1 :]


def test_the_pages_call_kb() -> None:
    assert len(list(kb_commands())) > 20


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("page", "words"), [*kb_commands()], ids=lambda value: value if isinstance(value, str) else None
)
def test_every_call_of_kb_has_command_and_options_that_exist(page: str, words: list[str]) -> None:
    command: Any = typer.main.get_command(app)
    if words[0] == "--home":
        words = words[2:]
    if words[:2] == ["log", "once"]:  # what follows the name is a command of its own
        words = words[:3]
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    known |= {"--help", "-h", "--version", "--home", "--install-completion"}

    given = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert not hasattr(command, "commands") or given, f"{page}: no such command: {words}"
    assert given <= known, page


def test_every_block_of_the_tour_was_answered() -> None:
    blocks = tour.BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    lines = [sum(command.count("\n") + 1 for command in tour.commands(block)) for block in blocks]

    assert blocks
    assert [block for block, asked in zip(blocks, lines, strict=True) if len(block.splitlines()) <= asked] == []


def test_files_that_the_tour_names_exist() -> None:
    named = {word for command in tour.all_commands() for word in command.split() if word.endswith(".rq")}

    assert {word for word in named if not (ROOT / word).is_file()} == set()


def test_commands_are_read_with_the_lines_that_continue_them() -> None:
    block = "$ one 'a\n> b'\nsaid\n> said too\n$ two\n"

    assert tour.commands(block) == ["one 'a\nb'", "two"]


def test_old_answers_are_replaced(tmp_path: Path) -> None:
    page = "before\n\n```console\n$ echo new\nold\n$ true\n```\n\n```sh\n$ echo left alone\n```\n"

    with ExitStack() as stack:
        renewed = tour.renew(page, tour.Tour(tmp_path / "home", stack))

    assert renewed == page.replace("old\n", "new\n")


def test_a_command_that_fails_stops_the_tour(tmp_path: Path) -> None:
    with ExitStack() as stack, pytest.raises(tour.FailedCommandError) as caught:
        tour.Tour(tmp_path / "home", stack).run("kb show nobody")

    assert caught.value.command == "kb show nobody"
    assert caught.value.code == 4


@pytest.mark.slow
def test_the_tour_runs_from_beginning_to_end(tmp_path: Path) -> None:
    with ExitStack() as stack:
        renewed = tour.renew((ROOT / "README.md").read_text(encoding="utf-8"), tour.Tour(tmp_path / "home", stack))

    first, second = re.findall(r"^([0-9a-f]{64})  -$", renewed, re.M)
    assert first == second
    assert '"status":"added"' in renewed.replace(" ", "")
    assert "SERVICE" in renewed
