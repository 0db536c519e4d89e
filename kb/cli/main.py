"""The command `kb`: one typer application, one module a group of commands.

Input: a command line. Output: the exit code of kb.cli.exits.
Never: shows a traceback for what the user can mend; imports a command's heavy
parts before the command runs.
"""

import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import cache
from typing import Annotated, Any

import typer

from kb import __version__
from kb.cli import (
    add,
    ask,
    backup,
    blame,
    browse,
    check,
    conflicts,
    console,
    correct,
    curated,
    decide,
    demo,
    diff,
    erase,
    evaluate,
    exchange,
    explain,
    home,
    identify,
    journal,
    keys,
    lists,
    mcp,
    options,
    part,
    query,
    readings,
    reconcile,
    resolve,
    review,
    reviewing,
    saved,
    serve,
    timeline,
    token,
    watch,
    withdraw,
)
from kb.cli.exits import Exit, exit_code
from kb.errors import InputError, KbError

app = typer.Typer(
    name="kb",
    help="News articles in, a knowledge graph with evidence out.",
    epilog="Start with `kb demo`, or `kb add FILE`. Every command explains itself with --help.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        console.out(f"kb {__version__}")
        raise typer.Exit


@app.callback()
def start(
    home_folder: options.Home = None,
    cache_folder: options.Cache = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """News articles in, a knowledge graph with evidence out."""
    options.remember(home=home_folder, cache=cache_folder)


for group in (
    home,
    add,
    watch,
    query,
    saved,
    ask,
    lists,
    browse,
    timeline,
    explain,
    conflicts,
    decide,
    identify,
    part,
    resolve,
    review,
    reviewing,
    exchange,
    curated,
    reconcile,
    check,
    backup,
    keys,
    journal,
    diff,
    blame,
    readings,
    correct,
    withdraw,
    erase,
    serve,
    mcp,
    token,
    evaluate,
    demo,
):
    group.register(app)


class _Said(logging.Handler):
    """What the projections warn of is said to the person."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print the message; see logging.Handler."""
        console.say(record.getMessage())


# What typer calls numbers in "'abc' is not a valid int range."
_NUMBERS = {"int": "whole number", "int range": "whole number", "float": "number", "float range": "number"}
_warnings = logging.getLogger("kb.projections")
_warnings.addHandler(_Said())
_warnings.propagate = False


def run(arguments: list[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    console.prepare_streams()
    console.reset()
    console.listen()
    try:
        code = _command(arguments)
        console.flush()
    except KbError as error:
        console.report(error)
        return exit_code(error)
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    except Exception:  # noqa: BLE001 - the last line of defence: a fault must leave a report and its own code
        traceback.print_exc()
        console.report(KbError("This is a fault of kb itself.", hint="Please report it with the lines above."))
        return Exit.FAULT
    if code == Exit.INTERRUPTED:
        console.say("Stopped.")
    return code


@cache
def _built() -> Callable[..., object]:
    """Make the tree of commands, once a process: 30 ms, most of what a short command takes where several run in one."""
    made = typer.main.get_command(app)
    for kind in _kinds(made):
        kind.name = _NUMBERS.get(kind.name, kind.name)
    return made


def _kinds(command: Any) -> Iterator[Any]:
    """Yield the types of all arguments and options of a command and of those below it."""
    yield from (parameter.type for parameter in command.params)
    for below in getattr(command, "commands", {}).values():
        yield from _kinds(below)


def _command(arguments: list[str] | None) -> int:
    """Run typer's application and return the exit code that it chose.

    Raises:
        InputError: an argument is no text.
        StorageError: an output stream, or the folder for temporary files, is full.
        others: as the command does.
    """
    _refuse_what_is_no_text(sys.argv[1:] if arguments is None else arguments)
    try:
        _built()(arguments, prog_name="kb")
    except SystemExit as stop:
        if stop.code is None:
            return Exit.DONE
        return stop.code if isinstance(stop.code, int) else Exit.FAULT
    except OSError as error:
        console.raise_if_full(error)
        raise
    return Exit.DONE


def _refuse_what_is_no_text(arguments: list[str]) -> None:
    """Let bytes that are no characters reach no command: recorded as a publisher, say, they would stop the projections.

    Files may have such names.

    Raises:
        InputError: as said.
    """
    for argument in arguments:
        value = argument.partition("=")[2] if argument.startswith("--") else argument
        if any("\ud800" <= character <= "\udfff" for character in argument) and not os.path.lexists(value):
            raise InputError(
                f"{argument!r} holds bytes that are no characters in the encoding of this terminal.",
                hint="Write it in UTF-8, and see that the locale (LANG, LC_ALL) says so.",
            )


def main() -> None:
    """Entry point of the installed command."""
    sys.exit(run())


if __name__ == "__main__":
    main()
