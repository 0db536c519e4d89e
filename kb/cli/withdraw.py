"""The command withdraw: an article leaves the graph. To erase is kb.cli.erase."""

from typing import Annotated

import typer

from kb.cli import console, options
from kb.cli.writing import opened

Article = Annotated[
    str, typer.Argument(metavar="ARTICLE", help="An article by id, as `kb list articles` shows it, or title.")
]
Reason = Annotated[
    str, typer.Option("--reason", "-m", metavar="TEXT", help="Why, in a few words; it stays in the log.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(short_help="Take an article out of the graph.")(withdraw)


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
    from kb.service.articles.named import article_named
    from kb.service.articles.withdrawing import withdraw as take_out

    with opened(home, actor) as kb:
        done = take_out(kb, article_named(kb, article), reason, console.waiting)
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
        console.say(f"Taken anew without it: {console.counted(done.relinked, 'decisions')} on who is who.")
    if done.described:
        console.say(f"Described anew without it: {console.counted(done.described, 'places')}.")
    before = done.position - 1
    console.say(
        f"Event {done.position} has it. `kb undo {done.position}` takes it back; --as-of {before} shows it still."
    )
