"""The command mcp: the knowledge base for assistants that speak the Model Context Protocol."""

from typing import Annotated

import typer

from kb.cli import console, options
from kb.cli.stopping import stopped_by_term
from kb.errors import InputError


class NoKitError(InputError):
    """The extra that brings the protocol is not installed."""

    code = "no-kit"

    def __init__(self) -> None:
        super().__init__(
            "The package mcp, which speaks the Model Context Protocol, is not installed.",
            hint="Install the extra: pip install 'newskb[mcp]'",
        )


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Serve it to assistants (MCP).")(mcp)


def mcp(
    http: Annotated[bool, typer.Option("--http", help="Over HTTP, and not standard input and output.")] = False,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="With --http: address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="With --http: port; 0: a free one.")
    ] = 8001,
    write: Annotated[bool, typer.Option("--write", help="Assistants may record decisions too.")] = False,
    actor: options.Actor = None,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            metavar="SECRET",
            help="With --http: ask every request for it. KB_TOKEN keeps it off the process list.",
            show_default=False,
        ),
    ] = None,
    home: options.Home = None,
) -> None:
    """Serve assistants over the Model Context Protocol: they search, read, query and cite, and with --write decide.

    An assistant on this machine starts it itself and talks to it over standard input and output; docs/mcp.md has the
    lines for its settings. With --http it listens for several.
    """
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        raise NoKitError
    from kb.bootstrap import open_knowledge_base

    settings = options.settings(home=home, actor=actor, token=token)
    with open_knowledge_base(None, settings, on_away=console.away) as kb:
        from kb.mcp import server

        if not http:
            with stopped_by_term():
                server.over_stdio(kb, write=write)
            return

        def ready(address: str) -> None:
            console.say(f"Serving {kb.home.name} to assistants on {address}; stop with Ctrl-C.")

        server.over_http(kb, host=host, port=port, token=settings.token, write=write, on_ready=ready)
