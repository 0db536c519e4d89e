"""The command conflicts: figures about one happening that cannot all be true."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options

if TYPE_CHECKING:
    from kb.service.conflicts import Value


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="List figures that disagree.")(conflicts)


def conflicts(
    what: Annotated[
        str,
        typer.Argument(
            metavar="[ID-or-name]",
            help="An event or a happening; all where it is left out.",
        ),
    ] = "",
    agreeing: Annotated[
        bool,
        typer.Option("--all", help="With quantities of several values that do not disagree."),
    ] = False,
    view: Annotated[
        str,
        typer.Option("--view", metavar="RULE", help="One value each: latest, highest or lowest."),
    ] = "",
    as_of: options.AsOf = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List figures of one happening that cannot all be true, in the order of their reports.

    "At least 23" and 26 do not disagree, 23 and 26 do. A figure that its own source took back counts for no conflict.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service import conflicts as service

    if view and view not in service.VIEWS:
        raise service.UnknownViewError(view)
    with open_knowledge_base(None, options.settings(home=home)) as kb, kb.at(as_of) as moment:
        happening = ""
        if what:
            with moment.shower() as shower:
                identifier = shower.page(what).id.partition("-")[2]
            happening = moment.catalog.get_event(identifier).happening or identifier
        found = service.conflicts(moment.catalog, happening, agreeing=agreeing)
    if as_json:
        rows = [asdict(one) for one in found]
        for row, one in zip(rows, found, strict=True):
            chosen = one.view(view) if view else None
            row |= (
                {
                    "view": service.VIEWS[view],
                    "chosen": chosen.figure if chosen else None,
                }
                if view
                else {}
            )
        console.out_json(rows)
        return
    for one in found:
        console.out(f"happening-{one.happening} {one.label}" + (f": {one.counts}" if one.counts else ""))
        values = one.values
        if view:
            chosen = one.view(view)
            values = (chosen,) if chosen else ()
            console.out(f"  {service.VIEWS[view]}")
        for value in values:
            console.out(f"  {_line(value)}")
    console.say(f"{console.counted(len(found), 'quantities')}")


def _line(value: "Value") -> str:
    said = f", {', '.join(value.said_by)}" if value.said_by else ""
    mark = " (withdrawn)" if value.withdrawn else ""
    source = f" {value.source}" if value.source else ""
    return f"{value.reported[:16] or '-':<16}  {value.words}{mark}{said}, article-{value.article}{source}"
