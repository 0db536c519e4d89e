"""The command log: what happened to the knowledge base, in order."""

from typing import Annotated

import typer

from kb.cli import console, options


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(name="log", short_help="Print the events of the log.")(show_log)


def show_log(
    after: Annotated[int, typer.Option(metavar="N", min=0, help="Only what came after event N.")] = 0,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many events.")] = 1_000_000_000,
    kind: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="Only events of this type; may be repeated.")
    ] = None,
    stream: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this stream, such as article/ID.", show_default=False)
    ] = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Print the events of the log, one a line; with --json whole, as JSON lines."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.journal import as_record, in_words

    with open_knowledge_base(None, options.settings(home=home)) as kb:
        for recorded in kb.log.read(after=after, limit=limit, stream=stream, types=kind or None):
            if as_json:
                console.out_json_line(as_record(recorded))
                continue
            at = recorded.envelope
            when = at.recorded_at[:19].replace("T", " ")
            console.out(f"{at.position:>6}  {when}  {at.type:<20} {in_words(recorded.event)}  ({at.actor})")
