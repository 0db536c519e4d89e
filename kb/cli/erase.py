"""The command erase: an article's words, or a person's names, leave every file of the home."""

import re
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kb.cli import console, options
from kb.cli.progress import counting
from kb.cli.writing import opened
from kb.errors import InputError

if TYPE_CHECKING:
    from kb.service.erasure.erasing import Erasure
    from kb.service.erasure.people import PersonErasure
    from kb.service.knowledge_base import KnowledgeBase

_ARTICLE: Final = re.compile(r"[0-9a-f]{16}\Z")
_OUTSIDE: Final = "Backups, exports and dumps outside the home still hold it: look after them."


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(short_help="Erase an article's words, or a person's names, from every file.")(erase)


def erase(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[ARTICLE|PERSON]",
            help="An article, by id or title; its revisions go with it. Or a person, by name or entity-ID.",
        ),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", "-m", metavar="TEXT", help="Why; it stays in the log, so name nobody.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do it; nothing brings it back.")] = False,
    finish: Annotated[
        bool, typer.Option("--finish", help="Clean the files after an erasure that could not end.")
    ] = False,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Erase an article's text, or a person's names, and what was derived from it, from every file of the home.

    For legal need; nothing brings it back. An article goes whole. A person's names are blanked in every article, and
    all else of it stays: other entities, events, figures, statements, decisions. The chain of the log still verifies.
    Who erased, when and why stays. Backups and exports outside the home are not touched. To take an article out of the
    graph alone, use `kb withdraw`.
    """
    from kb.service.erasure import erasing
    from kb.service.erasure import people as erasing_people

    if finish == bool(what):
        raise InputError(
            "It is not said what to erase.",
            hint="Name one article by id or title, or one person; or give --finish, alone.",
        )
    if what and not yes and _ARTICLE.match(options.bare_id(what)):
        raise _foreseen(options.bare_id(what))
    with (
        opened(home, actor) as kb,
        counting("rebuilding") as on_progress,
    ):
        if not what:
            removed = erasing.finish(kb, console.waiting, on_progress)
            if as_json:
                console.out_json({"removed": list(removed)})
            console.say("The files hold nothing of what was erased.")
            return
        article = _article(kb, what)
        if article and not yes:
            raise _foreseen(article)
        if article:
            done = erasing.erase(kb, article, reason, console.waiting, on_progress)
        elif yes:
            person = erasing_people.erase_person(kb, what, reason, console.waiting, on_progress)
        else:
            _foresee(kb, what)
    if article:
        _show_article(done, as_json)
    else:
        _show_person(person, kb.actor, reason, as_json)


def _article(kb: "KnowledgeBase", what: str) -> str:
    """Return the id of the article that is named by its id or its title, "" where it is no article.

    Raises:
        SeveralCalledError: several articles have this title, or a person is called so, too.
    """
    from kb.service.articles.named import NoArticleCalledError, article_named
    from kb.service.identity.naming import NothingCalledError, SeveralCalledError

    if _ARTICLE.match(options.bare_id(what)):
        return options.bare_id(what)
    try:
        return article_named(kb, what)
    except (NoArticleCalledError, NothingCalledError):
        return ""
    except SeveralCalledError as error:
        if any(one.startswith("article-") for one in error.found):
            raise
        return ""  # who is meant is told among persons


def _foreseen(article: str) -> InputError:
    return InputError(
        f"article-{article} would be erased for good.",
        hint="Give --yes to do it, or take it out of the graph alone with `kb withdraw`.",
    )


def _foresee(kb: "KnowledgeBase", what: str) -> None:
    """Say what would be erased.

    Raises:
        InputError: always, for nothing was done.
    """
    from kb.service.erasure.people import foresee

    planned = foresee(kb, what, console.waiting)
    console.say(f"Names that would be blanked: {'; '.join(planned.names)}.")
    for line in planned.left:
        console.say(line)
    raise InputError(
        f"The names of entity-{planned.entity} would be erased for good: {_sums(planned)}.",
        hint="Give --yes and a --reason that names nobody to do it.",
    )


def _sums(done: "PersonErasure") -> str:
    articles = console.counted(len(done.articles), "articles")
    mentions = console.counted(done.mentions, "mentions")
    return f"{mentions} in {articles}, {console.counted(len(done.positions), 'events')}"


def _show_article(done: "Erasure", as_json: bool) -> None:
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
        f"article-{done.articles[-1]} was erased: {console.counted(len(done.positions), 'events')} "
        f"{'is' if len(done.positions) == 1 else 'are'} empty now."
    )
    if done.removed:
        console.say(f"Removed for good: {', '.join(done.removed)}.")
    console.say(f"Event {done.position} says so. {_OUTSIDE}")


def _show_person(done: "PersonErasure", actor: str, reason: str, as_json: bool) -> None:
    if as_json:
        console.out_json(
            {
                "entity": done.entity,
                "label": done.label,
                "articles": done.articles,
                "mentions": done.mentions,
                "position": done.position,
                "positions": list(done.positions),
                "actor": actor,
                "reason": reason.strip(),
                "left": list(done.left),
                "removed": list(done.removed),
            }
        )
        return
    console.out(f"The names of entity-{done.entity} were erased: {_sums(done)}; it is called {done.label} now.")
    for was, now in done.articles.items():
        if was != now:
            console.out(f"article-{was} is article-{now} now.")
    for line in (*done.left, *([f"Removed for good: {', '.join(done.removed)}."] if done.removed else [])):
        console.say(line)
    console.say(f"Event {done.position} says so. {_OUTSIDE}")
    console.say(
        "Whoever guesses the name can tell by the articles' old ids, which the log keeps, that the guess is right."
    )
