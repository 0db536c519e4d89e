"""The command conflicts: figures and other claims about one event that cannot all be true."""

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kb.service.happenings.quantity import Quantity, Value
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
    typer.Option("--all", help="With quantities of which all values are alike."),
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
    app.command(short_help="List figures that disagree or changed.")(conflicts)


def conflicts(
    what: _What = "",
    agreeing: _Agreeing = False,
    view: _View = "",
    kind: _Kind = "",
    as_of: options.AsOf = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List figures of one event that cannot all be true, then those that changed from report to report.

    Each in the order of the reports, under what they are to each other: a contradiction or a history.

    --kind lists instead claims about one event that contradict each other, of two articles or of two whom one
    article quotes, with the reason: whether it happened, when, where, who did it, how many.

    "At least 23" and then 26 is a history, 23 and 26 a contradiction. A figure that its own source took back counts
    for neither; one that the same source replaced in a later report says by what and when.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.happenings.conflicts import conflicts as found_in
    from kb.service.happenings.odds import known_kind
    from kb.service.happenings.quantity import VIEWS, UnknownViewError
    from kb.service.history.looking_back import happenings_of

    known_kind("" if kind == ALL else kind)

    if view and view not in VIEWS:
        raise UnknownViewError(view)
    with open_knowledge_base(None, options.settings(home=home)) as kb, kb.at(as_of) as moment:
        happening = happenings_of(moment, what) if what else ""
        if kind:
            _contradictions(moment, happening, "" if kind == ALL else kind, as_json=as_json)
            return
        found = found_in(moment.catalog, happening, agreeing=agreeing)
    if as_json:
        rows = [asdict(one) for one in found]
        for row, one in zip(rows, found, strict=True):
            if view:
                chosen = [value.figure for value in one.chosen(view)]
                row |= {"view": VIEWS[view], "chosen": chosen if view == "source" else (*chosen, None)[0]}
        console.out_json(rows)
        return
    _listed(found, view)


def _listed(found: "Sequence[Quantity]", view: str) -> None:
    """Print quantities, contradictions first, with how many there are of each."""
    from kb.service.happenings.quantity import CONTRADICTION, HISTORY, SEVERAL, STATES, VIEWS

    several = Counter(one.state for one in found)
    before = ""
    for one in found:
        if one.state != before:
            console.out(f"{SEVERAL[one.state]} ({several[one.state]}): {STATES[one.state]}")
            before = one.state
        console.out(f"happening-{one.happening} {one.label}" + (f": {one.counts}" if one.counts else ""))
        if view:
            console.out(f"  {VIEWS[view]}")
        for value in one.chosen(view) if view else one.values:
            console.out(f"  {_line(value, one)}")
    states = [state for state in STATES if several[state] or state in (CONTRADICTION, HISTORY)]
    console.say(", ".join(console.counted(several[state], SEVERAL[state]) for state in states))


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


def _line(value: "Value", among: "Quantity") -> str:
    said = f", {', '.join(value.said_by)}" if value.said_by else ""
    mark = " (withdrawn)" if value.withdrawn else ""
    after = among.after(value)
    if after is not None:
        mark += f" (replaced by {after.told} on {after.reported[:10]})"
    source = f" {value.source}" if value.source else ""
    return f"{value.reported[:16] or '-':<16}  {value.told}{mark}{said}, article-{value.article}{source}"
