"""The commands withdraw and erase: an article leaves the graph, or the home altogether."""

from typing import Annotated

import typer

from kb.cli import console, options
from kb.cli.progress import counting
from kb.errors import InputError

Article = Annotated[str, typer.Argument(metavar="ARTICLE", help="Id of an article, as `kb list articles` shows it.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a few words; it stays in the log.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(short_help="Take an article out of the graph.")(withdraw)
    app.command(short_help="Erase an article's words from every file.")(erase)


def withdraw(
    article: Article,
    reason: Reason = "",
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Take an article out of the graph, with all that rests on it alone.

    No triple, search hit, count, merge or link stays that only this article was the ground of. The log keeps it: as of
    an earlier event it is still there, and `kb undo` brings it back.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.withdrawing import withdraw as take_out

    with open_knowledge_base(None, options.settings(home=home, actor=actor)) as kb:
        done = take_out(kb, options.bare_id(article), reason, console.waiting)
    if as_json:
        console.out_json(
            {
                "article": done.article,
                "title": done.title,
                "position": done.position,
                "actor": done.actor,
                "reason": done.reason,
                "relinked": done.relinked,
                "described": done.described,
            }
        )
        return
    console.out(f"article-{done.article} was withdrawn: {done.title}".rstrip(": "))
    if done.relinked:
        console.say(f"{console.counted(done.relinked, 'decisions')} on who is who were taken anew without it.")
    if done.described:
        console.say(f"{console.counted(done.described, 'places')} are described anew without it.")
    before = done.position - 1
    console.say(
        f"Event {done.position} has it. `kb undo {done.position}` takes it back; --as-of {before} shows it still."
    )


def erase(
    article: Annotated[
        str | None, typer.Argument(metavar="[ARTICLE]", help="Id of an article; its revisions go with it.")
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why; it stays in the log, so name nobody.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do it; nothing brings it back.")] = False,
    finish: Annotated[
        bool, typer.Option("--finish", help="Clean the files after an erasure that could not end.")
    ] = False,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Erase an article's text, and what was derived from it, from every file of the home.

    For legal need; nothing brings it back. The chain of the log still verifies. Who erased, when and why stays. Backups
    and exports outside the home are not touched. To take an article out of the graph alone, use `kb withdraw`.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service import erasing

    if finish == bool(article):
        raise InputError("It is not said what to erase.", hint="Name one article by id; or give --finish, alone.")
    if article and not yes:
        raise InputError(
            f"article-{options.bare_id(article)} would be erased for good.",
            hint="Give --yes to do it, or take it out of the graph alone with `kb withdraw`.",
        )
    with (
        open_knowledge_base(None, options.settings(home=home, actor=actor)) as kb,
        counting("rebuilding") as on_progress,
    ):
        if not article:
            removed = erasing.finish(kb, console.waiting, on_progress)
            if as_json:
                console.out_json({"removed": list(removed)})
            console.say("The files hold nothing of what was erased.")
            return
        done = erasing.erase(kb, options.bare_id(article), reason, console.waiting, on_progress)
    if as_json:
        console.out_json(
            {
                "articles": list(done.articles),
                "position": done.position,
                "positions": list(done.positions),
                "actor": done.actor,
                "reason": done.reason,
                "removed": list(done.removed),
            }
        )
        return
    console.out(
        f"article-{done.articles[-1]} was erased: {console.counted(len(done.positions), 'events')} are empty now."
    )
    if done.removed:
        console.say(f"Removed for good: {', '.join(done.removed)}.")
    console.say(f"Event {done.position} says so. Backups and exports outside the home still hold it: look after them.")
