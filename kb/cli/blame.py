"""The command blame: why a triple is in the graph."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options

if TYPE_CHECKING:
    from kb.service.history.blame_told import Blame, Ground

_QUOTES = 3  # shown under one triple


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Show why a triple is in the graph.")(blame)


def blame(
    what: Annotated[
        str, typer.Argument(metavar="TRIPLE-or-ID", help="A triple in quotes, or a thing by id, IRI or name.")
    ],
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many triples.")] = 50,
    as_of: options.AsOf = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Show why a triple is in the graph: article, characters, extractor, and each decision that led to it.

    A triple is written as in N-Triples or Turtle, with the usual prefixes and
    id: for this home's own things. A thing stands for all that is said of it.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.history import blaming

    with open_knowledge_base(None, options.settings(home=home)) as kb:
        found = blaming.blame(kb, what, as_of=kb.position_at(as_of), limit=limit + 1)
    shown, more = found[:limit], len(found) > limit
    if as_json:
        console.out_json({"triples": [asdict(one) for one in shown], "more": more})
        return
    for _, alike in groupby(shown, key=lambda one: replace(one, quad="", triple="")):
        _print(list(alike))
    console.out("why")
    for event in {event.position: event for one in shown for event in one.events}.values():
        console.out(f"  {event.words}")
    if more:
        console.say(f"{'The first triple' if limit == 1 else f'The first {limit} triples'}; --limit shows more.")


def _print(alike: "list[Blame]") -> None:
    """Print triples that are there for the same reasons, then the reasons."""
    one = alike[0]
    events = ", ".join(str(event.position) for event in one.events)
    for each in alike:
        console.out(f"{each.triple}  [{events}]")
    for name, value in (
        (
            "claim",
            f"{one.claim}, certainty {one.certainty:g}" if one.claim and one.certainty is not None else one.claim,
        ),
        ("said by", ", ".join(one.said_by)),
        ("graph", "" if one.graph == "article" else one.graph),
    ):
        if value:
            console.out(f"  {name:<8} {value}")
    for ground in one.grounds:
        for line in _ground(ground):
            console.out(f"  {line}")
    if one.more:
        console.out(f"  and {console.counted(one.more, 'articles')} more")


def _ground(ground: "Ground") -> Iterable[str]:
    where = ", ".join(part for part in (ground.source, ground.published, ground.url) if part)
    title = " ".join(ground.title.split())
    yield f"in       article-{ground.article} {title}" + (f" ({where})" if where else "")
    if ground.extractor:
        yield f"read by  {ground.extractor}"
    for quote in ground.quotes[:_QUOTES]:
        yield f"words    {quote.before}**{quote.words}**{quote.after}  [{quote.start}-{quote.end}]"
    if len(ground.quotes) > _QUOTES:
        yield f"         and {len(ground.quotes) - _QUOTES} more"
