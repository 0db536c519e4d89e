"""The command resolve: all articles, or one, judged anew by the rules of today; what people decided learned from."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options
from kb.cli.decide import Reason
from kb.cli.writing import opened
from kb.errors import InputError

if TYPE_CHECKING:
    from kb.service.identity.resolve_plan import Plan
    from kb.service.knowledge_base import KnowledgeBase


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Judge anew who is who, and look before it is written.")(resolve)


def resolve(
    article: Annotated[
        str,
        typer.Argument(
            metavar="[ARTICLE]", help="Only this article, and those around what changes.", show_default=False
        ),
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="All articles.")] = False,
    learn: Annotated[
        bool,
        typer.Option("--learn", help="Fit the weights to what people decided here; judges nothing anew by itself."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change; ask nothing.")] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=0, help="Show at most N changes; 0 for all.")] = 50,
    reason: Reason = "",
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Judge anew who is who by the rules of today, and show what would change before anything is written.

    On a terminal it then asks; elsewhere only --yes writes. All goes in at once or nothing does. What people decided
    stays as it is.
    """

    from kb.service.articles.named import article_named

    if sum((bool(article), everything, learn)) != 1:
        raise InputError("Say what to judge anew.", hint="Give --all, the id of one article, or --learn.")
    if yes and dry_run:
        raise InputError("--yes and --dry-run do not go together.", hint="Give one of them.")
    with opened(home, actor) as kb:
        if learn:
            _learn(kb, yes, dry_run, reason, as_json)
        else:
            _resolve(kb, article_named(kb, article), yes, dry_run, limit, as_json)


def _resolve(kb: "KnowledgeBase", article: str, yes: bool, dry_run: bool, limit: int, as_json: bool) -> None:
    from kb.cli.progress import progress_over
    from kb.service.identity.resolving import carry_out, plan

    made = plan(kb, article, lambda articles: progress_over(articles, "judging"))
    if not as_json:
        _show(made, limit)
    written = 0
    if made.events and _agreed(f"Write {console.counted(len(made.events), 'decisions')}?", yes, dry_run or as_json):
        written = carry_out(kb, made, console.waiting)
    if as_json:
        told = {name: getattr(made, name) for name in ("position", "articles", "apart", "disputed", "settled", "rule")}
        console.out_json({**told, "changes": [asdict(one) for one in made.changes], "written": written})
        return
    if written:
        console.say(
            f"Written up to event {written}; `kb log --after {made.position}` shows it, `kb undo N` takes one back."
        )
    elif made.events:
        console.say("Nothing was written; --yes writes it.")


def _show(made: "Plan", limit: int) -> None:
    for one in made.changes[: limit or None]:
        here = f"{one.member} “{one.label}”"
        if one.does == "parted":
            console.out(f"parted  {here}  from {one.before[0]} ({one.before[1]}), now {one.after[0]}")
        else:
            console.out(f"linked  {here}  to {one.after[0]} ({one.after[1]}), not {one.before[0]} ({one.before[1]})")
        console.out(f"        {one.bits:+g} bits: {'; '.join(one.reasons)}")
    if limit and len(made.changes) > limit:
        console.out(f"... and {len(made.changes) - limit} more; --limit 0 shows all")
    looked = console.counted(made.articles, "articles")
    console.say(
        f"{looked} judged by {made.rule}: {console.counted(len(made.changes), 'changes')}, "
        f"{console.counted(made.apart, 'pairs')} of namesakes to be noted as two."
    )
    if made.disputed:
        console.say(f"note: {console.counted(len(made.disputed), 'members')} stay: articles that name them disagree.")
    if not made.settled:
        console.say("note: it did not settle: what changes leads to further changes; run it again once it is written.")


def _agreed(question: str, yes: bool, never: bool) -> bool:
    """Say whether to go on: told so, or asked on a terminal."""
    if yes:
        return True
    if never or not sys.stdin.isatty():
        return False
    sys.stdout.flush()
    return typer.confirm(question, err=True)


def _learn(kb: "KnowledgeBase", yes: bool, dry_run: bool, reason: str, as_json: bool) -> None:
    from kb.service.curation.learning import adopt, fitted

    found = fitted(kb)
    if not as_json:
        for row in found.rows():
            console.out(row)
    better = any(one.better for one in found.kinds)
    written = 0
    if better and _agreed("Adopt these weights?", yes, dry_run or as_json):
        written = adopt(kb, found, reason, console.waiting)
    if as_json:
        console.out_json({**found.record(), "written": written})
    elif written:
        console.say(f"They hold from now on; `kb undo {written}` takes that back, `kb resolve --all` judges by them.")
    elif better:
        console.say("Nothing was adopted; --yes adopts them.")
    else:
        console.say("Nothing was adopted: the weights that hold do as well on what was held back.")
