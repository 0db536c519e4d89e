"""The command log: what happened to the knowledge base, in order, and as it happens."""

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, log_copy, log_postgres, options

if TYPE_CHECKING:
    from kb.events import Recorded


def register(app: typer.Typer) -> None:
    """Add the command of this module, and those below it."""
    group = typer.Typer(invoke_without_command=True)
    group.callback()(show_log)
    log_copy.register(group)
    log_postgres.register(group)
    app.add_typer(group, name="log", short_help="Print the events of the log, or copy it.")


def show_log(
    context: typer.Context,
    after: Annotated[int, typer.Option(metavar="N", min=0, help="Only what came after event N.")] = 0,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="At most so many events.", show_default=False)
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="Only events of this type; may be repeated.")
    ] = None,
    stream: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this stream, such as article/ID.", show_default=False)
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on with what is recorded from now on, until Ctrl-C.")
    ] = False,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Print the events of the log, one a line; with --json whole, as JSON lines."""
    if context.invoked_subcommand is not None:
        if home is not None:
            raise typer.BadParameter(f"it belongs behind `kb log {context.invoked_subcommand}`", param_hint="--home")
        return
    from kb.bootstrap import open_knowledge_base
    from kb.events.codec import EVENT_TYPES
    from kb.service.history import following

    chosen = following.Chosen(options.choices("--type", kind or (), sorted(EVENT_TYPES)), stream)
    with open_knowledge_base(None, options.settings(home=home)) as kb:
        if not follow:
            _print(following.read(kb.log, after, chosen, limit), as_json, at_once=False)
            return
        with suppress(KeyboardInterrupt):  # that is how following ends
            _print(following.follow(kb.log, after, chosen, limit), as_json, at_once=True)


def _print(events: "Iterable[Recorded | None]", as_json: bool, *, at_once: bool) -> None:
    from kb.service.history.journal import as_record, in_words

    for recorded in events:
        if at_once and console.reader_gone():
            return
        if recorded is None:
            continue
        if as_json:
            console.out_json_line(as_record(recorded))
        else:
            at = recorded.envelope
            when = at.recorded_at[:19].replace("T", " ")
            console.out(f"{at.position:>6}  {when}  {at.type:<20} {in_words(recorded.event)}  ({at.actor})")
        if at_once:
            console.flush()
