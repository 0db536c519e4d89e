"""The command serve: the knowledge base over HTTP."""

import logging
from dataclasses import replace
from typing import Annotated, Final

import typer

from kb.cli import console, options

_AWAY: Final = 1.0  # seconds at most for which a request waits for a PostgreSQL server that is away


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Serve it over HTTP.")(serve)


def serve(
    host: Annotated[
        str | None,
        typer.Option("--host", metavar="ADDRESS", help="Address to listen on (127.0.0.1).", show_default=False),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="N", min=0, max=65535, help="Port (8000); 0: a free one.", show_default=False),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            metavar="SECRET",
            help="Ask writers for it; needed to listen on other than loopback. KB_TOKEN keeps it off the process list.",
            show_default=False,
        ),
    ] = None,
    root_path: Annotated[
        str | None,
        typer.Option(
            "--root-path",
            metavar="PATH",
            help="Path of its host that a proxy has it below: /kb for https://example.org/kb/.",
            show_default=False,
        ),
    ] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open a browser on it.")] = False,
    home: options.Home = None,
) -> None:
    """Serve pages, SPARQL, JSON and linked data over HTTP until stopped with Ctrl-C."""
    from kb.api.traffic.below import root_path as root_path_of
    from kb.bootstrap import open_knowledge_base

    settings = options.settings(home=home, host=host, port=port, token=token, root_path=root_path)
    settings = replace(settings, server_timeout=min(settings.server_timeout, _AWAY))
    below = root_path_of(settings.root_path)
    with open_knowledge_base(None, settings) as kb:
        from kb.api.server import serve as listen
        from kb.api.traffic.guards import Guards

        def ready(address: str) -> None:
            _told(kb.home.name, address, as_json=settings.log_format == "json")
            if open_page:
                import webbrowser

                webbrowser.open(address)

        guards = Guards(kb.public_limits, settings.rate, settings.connections, settings.log_format, settings.otel_url)
        guards = replace(guards, private=bool(settings.private), root_path=below)
        listen(kb, host=settings.host, port=settings.port, token=settings.token, guards=guards, on_ready=ready)


def _told(home: str, address: str, *, as_json: bool) -> None:
    """Say where the server is; where programs read its lines, in a line as they are."""
    if not as_json:
        console.say(f"Serving {home} on {address} (SPARQL at {address}sparql); stop with Ctrl-C.")
        return
    facts = {"home": home, "address": address}
    logging.getLogger("kb.api").info("serving", extra={"facts": facts})
