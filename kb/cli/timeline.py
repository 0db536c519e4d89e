"""The command timeline: what happened to somebody, at a place or in one happening, in the order of time."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options

if TYPE_CHECKING:
    from kb.service.happenings.timeline import Entry


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Show what happened, in the order of time.")(timeline)


def timeline(
    what: Annotated[
        str, typer.Argument(metavar="[ID-or-name]", help="A person, body or place; an event; all where it is left out.")
    ] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="On that day or later (2024-05-31, 2024-05, 2024).")
    ] = "",
    until: Annotated[
        str,
        typer.Option("--until", metavar="DATE", help="On that day or earlier; a month or year counts to its last day."),
    ] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=0, help="At most so many; 0 for all.")] = 0,
    as_of: options.AsOf = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Show the events of a person, body or place, or all, in the order of time, each with every article's version.

    A place has what happened within it too. An event has what happened at its place to those who took part in it.
    What is joined to it is there too, with no part of its own: what it is part of, its parts, causes and effects.
    What has no date comes last.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.history.looking_back import look_back

    since, until = options.days(since, until)
    with open_knowledge_base(None, options.settings(home=home)) as kb, kb.at(as_of) as moment:
        found = look_back(moment, what, since, until)
    shown = found[:limit] if limit else found
    if as_json:
        console.out_json([asdict(entry) | {"articles": entry.articles} for entry in shown])
        return
    if shown:
        columns = ("from", "to", "what", "how", "where", "part", "joined", "figures", "told by")
        console.out_table(columns, [_row(entry) for entry in shown])
    more = "" if len(shown) == len(found) else f" of {len(found):,}"
    console.say(f"{console.counted(len(shown), 'events')}{more}")


def _row(entry: "Entry") -> tuple[str, ...]:
    figures = dict.fromkeys(one.told for one in entry.figures)
    return (
        entry.begin,
        "" if entry.end == entry.begin else entry.end,
        console.cut(entry.label),
        " / ".join(entry.realities),
        console.cut(", ".join(place.label for place in entry.places), 30),
        ", ".join(entry.roles),
        console.cut("; ".join(f"{join.kind} {join.label}" for join in entry.joins), 40),
        console.cut("; ".join(figures)),
        console.counted(len(entry.articles), "articles"),
    )
