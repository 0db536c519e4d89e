"""Commands by which people part what is one: explode, move, list members."""

from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options
from kb.cli.decide import Reason, Seen, tell
from kb.cli.lists import lists
from kb.cli.writing import lent

if TYPE_CHECKING:
    from kb.service.curation.parting import Parter

Thing = Annotated[
    str,
    typer.Argument(
        metavar="ENTITY",
        help="An entity or event by id, IRI or name; an article's version of an event stands for the whole.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(short_help="Part an entity into its articles' own.")(explode)
    app.command(short_help="Have one article's entity be another's.")(move)


def _parter(home: str | None, actor: str | None) -> "AbstractContextManager[Parter]":
    """Lend what parts things in a home, for somebody."""
    from kb.service.curation.parting import parting

    return lent(home, actor, parting)


def explode(
    entity: Thing,
    reason: Reason = "",
    seen: Seen = 0,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Part an entity or event into its articles' own: each stands for itself again, and no rule joins them.

    The first that came keeps the id; merges that joined them are parted with it. `kb undo N` puts all together again.
    """
    with _parter(home, actor) as parter:
        tell(parter.explode(entity, reason, seen), as_json)


def move(
    member: Annotated[
        str,
        typer.Argument(
            metavar="MEMBER",
            help="One article's own: ARTICLE#LOCAL or ARTICLE#NAME, as `kb list members` has it, or event-ID.",
        ),
    ],
    to: Annotated[
        str,
        typer.Argument(metavar="TO", help="The entity or event that it is, by id, IRI or name; `itself` for none."),
    ],
    reason: Reason = "",
    seen: Seen = 0,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Say that what one article names is another than the rules found; it stays there. `kb undo N` moves it back."""
    with _parter(home, actor) as parter:
        tell(parter.move(member, to, reason, seen), as_json)


@lists.command()
def members(
    entity: Thing,
    as_of: options.AsOf = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List the articles' own that are one entity or event, the first that came first."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.identity.member_list import members_of

    with open_knowledge_base(None, options.settings(home=home)) as kb:
        found = members_of(kb, entity, as_of)
    if as_json:
        console.out_json([asdict(one) for one in found])
        return
    rows = [(one.name, console.cut(one.label), one.title, one.by) for one in found]
    console.out_table(("member", "called", "article", "by"), rows)
    console.say(console.counted(len(found), "members"))
