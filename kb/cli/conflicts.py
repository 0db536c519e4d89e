"""The command conflicts: figures and other claims about one event that cannot all be true."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options

if TYPE_CHECKING:
    from collections.abc import Collection

    from kb.service.happenings.conflicts import Value
    from kb.service.history.asof import Moment


ALL = "all"


_What = Annotated[
    str,
    typer.Argument(
        metavar="[ID-or-name]",
        help="An event, who or what takes part, a place, an article; all where it is left out.",
    ),
]
_Agreeing = Annotated[
    bool,
    typer.Option("--all", help="With quantities of several values that do not disagree."),
]
_View = Annotated[
    str,
    typer.Option(
        "--view", metavar="RULE", help="One value each: latest, highest, lowest, official; or one a source: source."
    ),
]
_Kind = Annotated[
    str,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="Claims of one kind that contradict each other: happened, time, place, actor, "
        "figure; `all` for every kind.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="List figures that disagree.")(conflicts)


def conflicts(
    what: _What = "",
    agreeing: _Agreeing = False,
    view: _View = "",
    kind: _Kind = "",
    as_of: options.AsOf = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List figures of one event that cannot all be true, in the order of their reports.

    --kind lists instead claims about one event that contradict each other, of two articles or of two whom one
    article quotes, with the reason: whether it happened, when, where, who did it, how many.

    "At least 23" and 26 do not disagree, 23 and 26 do. A figure that its own source took back counts for no conflict,
    nor does one that the same source replaced in a later report: that is a history, and each such line says by what.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.happenings import conflicts as service
    from kb.service.happenings.odds import known_kind
    from kb.service.history.looking_back import happenings_of

    known_kind("" if kind == ALL else kind)

    if view and view not in service.VIEWS:
        raise service.UnknownViewError(view)
    with open_knowledge_base(None, options.settings(home=home)) as kb, kb.at(as_of) as moment:
        happening = happenings_of(moment, what) if what else ""
        if kind:
            _contradictions(moment, happening, "" if kind == ALL else kind, as_json=as_json)
            return
        found = service.conflicts(moment.catalog, happening, agreeing=agreeing)
    if as_json:
        rows = [asdict(one) for one in found]
        for row, one in zip(rows, found, strict=True):
            if view:
                chosen = [value.figure for value in one.chosen(view)]
                row |= {"view": service.VIEWS[view], "chosen": chosen if view == "source" else (*chosen, None)[0]}
        console.out_json(rows)
        return
    for one in found:
        console.out(f"happening-{one.happening} {one.label}" + (f": {one.counts}" if one.counts else ""))
        values = one.values
        if view:
            values = one.chosen(view)
            console.out(f"  {service.VIEWS[view]}")
        for value in values:
            console.out(f"  {_line(value, one.values)}")
    console.say(f"{console.counted(len(found), 'quantities')}")


def _contradictions(moment: "Moment", happening: "str | Collection[str]", kind: str, *, as_json: bool) -> None:
    from pyoxigraph import QueryResultsFormat, QuerySolutions

    from kb.service.happenings.odds import odds

    def ask(text: str) -> bytes:
        answer = moment.store().query(text, use_default_graph_as_union=True)
        assert isinstance(answer, QuerySolutions)
        return answer.serialize(format=QueryResultsFormat.JSON) or b""

    found = odds(ask, moment.iris.base, happening, kind) if happening or isinstance(happening, str) else ()
    if as_json:
        console.out_json([asdict(one) for one in found])
        return
    heads = [(one.happening, one.label, f"{one.kind}: {one.because}") for one in found]
    for one, head, before in zip(found, heads, [("", "", ""), *heads], strict=False):
        if head[0] != before[0]:
            console.out(f"{one.happening} {one.label}")
        if head != before:  # an article that says a number twice contradicts with each of its claims
            console.out(f"  {head[2]}")
        told = (f"{claim} of {article}" for claim, article in zip(one.claims, one.articles, strict=True))
        console.out(f"    {' and '.join(told)}")
    console.say(f"{console.counted(len(found), 'contradictions')}")


def _line(value: "Value", among: "Collection[Value]") -> str:
    said = f", {', '.join(value.said_by)}" if value.said_by else ""
    mark = " (withdrawn)" if value.withdrawn else ""
    after = next((one for one in among if value.replaced_by and one.figure == value.replaced_by), None)
    if after is not None:
        mark += f" (replaced by {after.told} on {after.reported[:10]})"
    source = f" {value.source}" if value.source else ""
    return f"{value.reported[:16] or '-':<16}  {value.told}{mark}{said}, article-{value.article}{source}"
