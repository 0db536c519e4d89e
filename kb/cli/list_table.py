"""What the commands of `kb list` have in common: options, and a list printed as a table or as JSON.

Input: how a part of a list is fetched, and what a row shows. Output: standard output.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kb.cli import console, options
from kb.model.extraction import ENTITY_TYPES

if TYPE_CHECKING:
    from kb.projections.catalog.records import Page
    from kb.service.history.asof import Moment

_PAGE = 500
_PLURALS = {
    "article": "articles",
    "entity": "entities",
    "event": "events",
    "statement": "statements",
    "figure": "figures",
    "position": "offices",
}
_NUMBERS = frozenset({"entities", "events", "statements", "figures", "articles", "value"})


class _Kinds(TyperGroup):
    """The lists; who asks for a list of one type of entities ("persons", "cities") is told how that is asked."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that is named.

        Raises:
            UsageError: there is none of this name.
        """
        name = args[0].casefold().replace("-", "_") if args else ""
        if name not in self.commands:
            kind = next((one for one in sorted(ENTITY_TYPES) if name in (one, *_many(one))), "")
            if kind:
                ctx.fail(f"No such command {args[0]!r}. `kb list entities --type {kind}` lists those.")
        return super().resolve_command(ctx, args)


def _many(kind: str) -> tuple[str, ...]:
    """Return what several of a type are called."""
    if kind == "person":
        return "persons", "people"
    return (f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s",)


lists = typer.Typer(
    name="list",
    cls=_Kinds,
    help="List what the knowledge base holds.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

Limit = Annotated[int, typer.Option("--limit", metavar="N", min=0, help="At most so many; 0 for all.")]
Sort = Annotated[
    str, typer.Option("--sort", metavar="KEY", help="In this order; a minus before it turns it around (--sort=-begin).")
]
Since = Annotated[
    str, typer.Option("--since", metavar="DATE", help="On that day or later (2024-05-31, 2024-05, 2024).")
]
Until = Annotated[
    str, typer.Option("--until", metavar="DATE", help="On that day or earlier; a month or year counts to its last day.")
]
ArticleId = Annotated[str, typer.Option("--article", metavar="ID", help="Only of this article.")]
EntityRef = Annotated[str, typer.Option("--entity", metavar="ID-or-name", help="Only with this entity.")]
Place = Annotated[str, typer.Option("--place", metavar="ID-or-name", help="Only there, or in what lies within it.")]
Source = Annotated[str, typer.Option("--source", metavar="NAME", help="Only of this publisher.")]
Words = Annotated[str, typer.Option("--text", metavar="WORDS", help="Only those that hold these words.")]
EventKind = Annotated[
    str, typer.Option("--type", metavar="TYPE", help="Only of this event type (attack), with all types below it.")
]
ThatType = Annotated[bool, typer.Option("--exactly", help="With --type: without the types below it.")]


def show_list(
    kind: str,
    fetch: "Callable[..., Page[Any]]",
    columns: Sequence[str],
    row: Callable[[Any], Sequence[Any]],
    limit: int,
    home: str | None,
    as_json: bool,
    as_of: str | None,
) -> None:
    """Fetch part by part until *limit*, then print."""
    from kb.bootstrap import open_knowledge_base

    found: list[Any] = []
    with ExitStack() as stack:
        kb = stack.enter_context(open_knowledge_base(None, options.settings(home=home)))
        moment = stack.enter_context(kb.at(as_of))
        cursor, total = "", 0
        while True:
            wanted = min(_PAGE, limit - len(found)) if limit else _PAGE
            page = fetch(moment, limit=wanted, cursor=cursor)
            found += page.items
            total, cursor = page.total, page.next
            if not cursor or (limit and len(found) >= limit):
                break
        mint = getattr(kb.iris, kind, None) if kind in ("article", "entity") else None
        base = kb.iris
        if as_json:
            node = mint or (lambda identifier: base.node(kind, identifier))
            console.out_json([{"iri": node(record.id).value, **asdict(record)} for record in found])
            return
    if found:
        rows = [(f"{kind}-{record.id}", *row(record)) for record in found]
        console.out_table(columns, rows, right=_NUMBERS)
    plural = _PLURALS[kind]
    if total > len(found):
        console.say(f"{len(found):,} of {console.counted(total, plural)}; --limit 0 shows all")
    else:
        console.say(console.counted(total, plural))


def article_id(moment: "Moment", given: str) -> str:
    """Return the id of an article that there is; "" for "".

    Raises:
        NoSuchRecordError: there is none.
        GoneArticleError, ErasedError: there is none any more.
    """
    if given:
        moment.refuse_gone(options.bare_id(given))
    return moment.catalog.get_article(options.bare_id(given)).id if given else ""


def event_types(given: str, exactly: bool) -> tuple[str, ...]:
    """Return the event types that --type asks for; none for "".

    Raises:
        InputError: the ontology has none such; names those that look alike.
    """
    from kb.language.event_types import EventTypes
    from kb.service.curation.whom import NoSuchTypeError, named_types

    try:
        return named_types(given, not exactly)
    except NoSuchTypeError as error:
        options.choices("--type", [error.given], sorted(kind.name for kind in EventTypes.load()))
        raise
