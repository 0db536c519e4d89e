"""Commands by which people decide who is who: merge, unmerge, keep-apart, rename, set-type, set-id."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import options
from kb.cli.decide import Reason, Seen, tell
from kb.cli.writing import lent

if TYPE_CHECKING:
    from kb.service.curation.identifying import Identifier

Entity = Annotated[str, typer.Argument(metavar="ENTITY", help="An entity by id, IRI or name.")]
One = Annotated[str, typer.Argument(metavar="A", help="An entity by id, IRI or name; or an event, for what happened.")]
Other = Annotated[str, typer.Argument(metavar="B", help="The other one.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(short_help="Say that two are one.")(merge)
    app.command(short_help="Part what a merge joined.")(unmerge)
    app.command(name="keep-apart", short_help="Say that two are not one.")(keep_apart)
    app.command(short_help="Give an entity another name.")(rename)
    app.command(name="set-type", short_help="Say of which type an entity is.")(set_type)
    app.command(name="set-id", short_help="Say which id an entity has elsewhere.")(set_id)


def _identifier(home: str | None, actor: str | None) -> "AbstractContextManager[Identifier]":
    """Lend what decides who is who in a home, for somebody."""
    from kb.service.curation.identifying import identifying

    return lent(home, actor, identifying)


def merge(
    kept: One,
    absorbed: Other,
    reason: Reason = "",
    seen: Seen = 0,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Say that A and B are one, under A's id from now on; B's id goes on answering. Works for events as well."""
    with _identifier(home, actor) as identifier:
        tell(identifier.merge(kept, absorbed, reason, seen), as_json)


def unmerge(
    entity: Entity,
    reason: Reason = "",
    seen: Seen = 0,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Part what a merge joined. Of several merges say which one by `kb undo N`."""
    with _identifier(home, actor) as identifier:
        tell(identifier.unmerge(entity, reason, seen), as_json)


def keep_apart(
    one: One,
    other: Other,
    reason: Reason = "",
    seen: Seen = 0,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Say that A and B are not one: no rule joins them any more. `kb undo N` takes it back."""
    with _identifier(home, actor) as identifier:
        tell(identifier.keep_apart(one, other, reason, seen), as_json)


def rename(
    entity: Entity,
    label: Annotated[str, typer.Argument(metavar="NAME", help="What to call it.")],
    reason: Reason = "",
    seen: Seen = 0,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Give an entity another name to be called by; the old one stays as one of its names."""
    with _identifier(home, actor) as identifier:
        tell(identifier.rename(entity, label, reason, seen), as_json)


def set_type(
    entity: Entity,
    kind: Annotated[str, typer.Argument(metavar="TYPE", help="person, company, city, ...")],
    reason: Reason = "",
    seen: Seen = 0,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Say of which type an entity is, whatever articles and rules make of it."""
    with _identifier(home, actor) as identifier:
        tell(identifier.set_type(entity, kind, reason, seen), as_json)


def set_id(
    entity: Entity,
    external: Annotated[
        str,
        typer.Argument(metavar="SCHEME:ID", help="wikidata:Q42, geonames:703448; wikidata: takes its id away."),
    ],
    reason: Reason = "",
    seen: Seen = 0,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Say which id an entity has elsewhere, in the place of another of that scheme."""
    with _identifier(home, actor) as identifier:
        tell(identifier.set_id(entity, external, reason, seen), as_json)
