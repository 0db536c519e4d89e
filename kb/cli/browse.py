"""Commands that look: show, list, search."""

import typer

from kb.cli import console, options


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(show)


def show(
    what: str = typer.Argument(metavar="ID-or-name"),
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Show."""
    console.out(what)
