"""Commands that check, and one that makes anew: validate, verify, rebuild."""

from typing import Annotated

import typer

from kb.cli import console, options
from kb.cli.exits import Exit
from kb.cli.progress import progress_over


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(short_help="Hold the whole graph to the shapes.")(validate)
    app.command(short_help="Check log and projections for changes.")(verify)
    app.command(short_help="Make the projections again from the log.")(rebuild)


def validate(
    article: Annotated[
        str, typer.Option("--article", metavar="ID", help="Only this article's graph.", show_default=False)
    ] = "",
    as_of: options.AsOf = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Hold the whole graph to the shapes, article by article, imported graphs as well."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.validating import Validation

    checked, failing = 0, []
    with open_knowledge_base(None, options.settings(home=home)) as kb, kb.at(as_of) as moment:
        graphs = Validation(kb, options.bare_id(article), moment)
        for verdict in progress_over(graphs, "validating", total=len(graphs)):
            checked += 1
            if not verdict.conforms:
                failing.append(verdict)
                if not as_json:
                    console.out(f"{verdict.graph}")
                    for line in verdict.lines:
                        console.out(f"  {line}")
    if as_json:
        found = [{"graph": v.graph, "results": list(v.lines)} for v in failing]
        console.out_json({"conforms": not failing, "graphs": checked, "failing": found})
    else:
        console.out(f"{checked:,} graphs, {len(failing):,} do not conform" if failing else _conform(checked))
    if failing:
        raise typer.Exit(Exit.PARTLY)


def verify(home: options.Home = None, as_json: options.Json = False) -> None:
    """Walk the log's hash chain and compare every projection with a fresh replay."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.maintenance import verify_home

    with open_knowledge_base(None, options.settings(home=home)) as kb:
        report = verify_home(kb, on_wait=console.waiting)
    differences = [
        {"projection": d.projection, "where": d.where, "what": d.what, "value": d.value} for d in report.differences
    ]
    if as_json:
        found = {"sound": not differences, "events": report.events, "quads": report.quads, "rows": report.rows}
        console.out_json({**found, "differences": differences})
    else:
        for difference in report.differences:
            console.out(f"{difference.projection} {difference.where}: {difference.what} {difference.value}")
        console.out(f"{report.events:,} events chained, {report.quads:,} quads and {report.rows:,} rows compared")
        console.out(
            f"{len(differences)} differences; `kb rebuild` mends them" if differences else "All is as it should be"
        )
    if differences:
        raise typer.Exit(Exit.INTEGRITY)


def rebuild(home: options.Home = None, as_json: options.Json = False) -> None:
    """Throw graph, tables and search index away and make them again from the log."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.maintenance import rebuild_home

    with open_knowledge_base(None, options.settings(home=home)) as kb:
        position = rebuild_home(kb, on_wait=console.waiting)
    if as_json:
        console.out_json({"position": position})
    else:
        console.out(f"Made the projections again from {position:,} events")


def _conform(checked: int) -> str:
    return f"{console.counted(checked, 'graphs')} {'conforms' if checked == 1 else 'conform'}"
