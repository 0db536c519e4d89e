"""The command log copy: a log goes from one home to another, between a folder and a database or back."""

from typing import Annotated

import typer

from kb.cli import console, options
from kb.cli.progress import counting


def register(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command(name="copy", short_help="Copy the whole log to a new home.")(copy)


def copy(
    target: Annotated[
        str, typer.Option("--to", metavar="HOME", help="New home: a folder, or a postgresql:// address.")
    ],
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="HOME", help="Home to copy, instead of --home or $KB_HOME.", show_default=False),
    ] = None,
    home: options.Home = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Copy the whole log to a new home, with the same hashes; each event is verified on its way.

    Graph and tables follow from the log: the first command on the new home
    makes them. The old home stays as it is.
    """
    from kb.log.copying import copy_log

    settings = options.settings(home=source or home)
    with counting("copying") as tell:
        copied = copy_log(settings.home, target, settings.cache, tell)
    if as_json:
        console.out_json({"from": copied.source, "to": copied.target, "position": copied.position, "head": copied.head})
        return
    console.out(f"Copied {copied.position:,} events to {copied.target}")
    console.say(f"Head hash {copied.head}, the same as in {copied.source}")
