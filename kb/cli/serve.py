"""The command serve: the knowledge base over HTTP."""

from typing import Annotated

import typer

from kb.cli import console, options


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(serve)


def serve(
    host: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Address to listen on.", show_default=False)
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, max=65535, help="Port to listen on; 0 takes a free one.", show_default=False),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(metavar="SECRET", help="Ask writers for it; needed on other than loopback.", show_default=False),
    ] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open a browser on it.")] = False,
    home: options.Home = None,
) -> None:
    """Serve SPARQL, JSON and linked data on 127.0.0.1:8000, or where the settings say."""
    from kb.bootstrap import open_knowledge_base

    settings = options.settings(home=home, host=host, port=port, token=token)
    with open_knowledge_base(None, settings, create=True) as kb:
        console.say(str(kb.home.root))
