"""The command correct: a publisher's new text takes the place of a stored article."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kb.cli import console, options
from kb.cli.decide import Reason
from kb.cli.exits import Exit
from kb.cli.writing import opened
from kb.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Put a publisher's new text in an article's place.")(correct)


def correct(
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="The article whose text was corrected, by id or title.")
    ],
    path: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="File with the new text; - is standard input.")
    ] = None,
    back_to: Annotated[
        str,
        typer.Option("--back-to", metavar="ARTICLE", help="Instead of FILE: an earlier text of it, by its id."),
    ] = "",
    reason: Reason = "",
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Put a publisher's new text in the place of a stored article; the old text stays in the log.

    Entities keep their ids, and people's decisions go on applying where their sentence stands in both texts. Those on
    words that changed are listed, to be looked at again. What the new text does not say (source, address, date) stays.
    An earlier text may come back, with its ids and with what people decided about it.
    """
    from kb.service.articles import revising
    from kb.service.articles.named import article_named
    from kb.sources import read_paths

    if bool(path) == bool(back_to):
        raise InputError(
            "A correction is one text." if path else "A correction needs a new text.",
            hint="Give FILE, or --back-to with the id of an earlier text.",
        )
    outcomes = list(read_paths([str(path)], stdin=sys.stdin.buffer)) if path else []
    with opened(home, actor) as kb:
        if path:
            result = revising.correct(kb, article_named(kb, article), outcomes, console.waiting, reason=reason)
        else:
            earlier = options.bare_id(back_to)
            result = revising.put_back(kb, article_named(kb, article), earlier, console.waiting, reason=reason)
    if result.error:
        raise result.error
    if as_json:
        console.out_json(
            {
                "status": result.status,
                "article": result.article,
                "title": result.title,
                "counts": dict(result.counts),
                "notes": list(result.notes),
                "position": result.position,
            }
        )
    else:
        console.out(f"{result.status}  article-{result.article}  {result.title}".rstrip())
        for note in result.notes:
            console.say(f"note: {note}")
    if result.status in ("skipped", "failed"):
        raise typer.Exit(Exit.PARTLY)
