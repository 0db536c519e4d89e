"""The command list: tables of articles, entities, events and statements, with filters."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.cli import console, options
from kb.errors import InputError

if TYPE_CHECKING:
    from kb.projections.catalog_records import Page
    from kb.service.asof import Moment

_PAGE = 500
_PLURALS = {
    "article": "articles",
    "entity": "entities",
    "event": "events",
    "statement": "statements",
    "position": "offices",
}
_REALITIES = ("occurred", "ongoing", "planned", "hypothetical", "denied", "notHappened")
_MODES = ("direct", "indirect", "evidential")

lists = typer.Typer(
    name="list", help="List what the knowledge base holds.", rich_markup_mode=None, no_args_is_help=True
)

Limit = Annotated[int, typer.Option("--limit", metavar="N", min=0, help="At most so many; 0 for all.")]
Since = Annotated[str, typer.Option("--since", metavar="DATE", help="On that day or later (2024-05-31).")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help="On that day or earlier.")]
ArticleId = Annotated[str, typer.Option("--article", metavar="ID", help="Only of this article.")]
EntityRef = Annotated[str, typer.Option("--entity", metavar="ID-or-name", help="Only with this entity.")]
CertainlyIn = Annotated[
    str, typer.Option("--certainly-in", metavar="FROM/TO", help="Only what lies within, however its bounds are taken.")
]
PossiblyIn = Annotated[
    str, typer.Option("--possibly-in", metavar="FROM/TO", help="Only what may lie within, for all that is known.")
]
Words = Annotated[str, typer.Option("--text", metavar="WORDS", help="Only those that hold these words.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(lists)


@lists.command()
def articles(
    source: Annotated[str, typer.Option(metavar="NAME", help="Only of this publisher.")] = "",
    language: Annotated[str, typer.Option(metavar="TAG", help="Only in this language (en).")] = "",
    since: Since = "",
    until: Until = "",
    text: Words = "",
    entity: EntityRef = "",
    as_of: options.AsOf = None,
    limit: Limit = 50,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List articles, the last added first."""
    since, until = options.day("--since", since), options.day("--until", until)

    def fetch(moment: "Moment", **paging: Any) -> "Page[Any]":
        filters: dict[str, Any] = {"source": source, "language": language, "since": since, "until": until, "text": text}
        return moment.catalog.list_articles(**filters, entity=moment.entity_id(entity), **paging)

    columns = ("id", "published", "source", "title", "entities", "events", "statements", "figures")
    _list("article", fetch, columns, _article_row, limit, home, as_json, as_of)


@lists.command()
def entities(
    kind: Annotated[str, typer.Option("--type", metavar="TYPE", help="Only of this type (person, city ...).")] = "",
    country: Annotated[str, typer.Option(metavar="CODE", help="Only of this country (ISO 3166-1, UA).")] = "",
    name: Annotated[str, typer.Option(metavar="TEXT", help="Only those whose name holds this.")] = "",
    article: ArticleId = "",
    as_of: options.AsOf = None,
    limit: Limit = 50,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List entities, those that most articles name first."""

    from kb.model.extraction import ENTITY_TYPES

    options.choices("--type", [kind] if kind else [], sorted(ENTITY_TYPES))

    def fetch(moment: "Moment", **paging: Any) -> "Page[Any]":
        filters: dict[str, Any] = {"type": kind, "country": country, "name": name, "article": _article(moment, article)}
        return moment.catalog.list_entities(**filters, **paging)

    columns = ("id", "type", "country", "name", "also called", "articles")
    _list("entity", fetch, columns, _entity_row, limit, home, as_json, as_of)


@lists.command()
def events(
    kind: Annotated[str, typer.Option("--type", metavar="TYPE", help="Only of this event type (shelling).")] = "",
    reality: Annotated[
        str,
        typer.Option(metavar="WORD", help="occurred, ongoing, planned, hypothetical, denied or notHappened."),
    ] = "",
    role: Annotated[str, typer.Option(metavar="ROLE", help="With --entity: only where it has this role.")] = "",
    since: Since = "",
    until: Until = "",
    certainly_in: CertainlyIn = "",
    possibly_in: PossiblyIn = "",
    article: ArticleId = "",
    entity: EntityRef = "",
    min_confidence: options.MinConfidence = 0.0,
    as_of: options.AsOf = None,
    limit: Limit = 50,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List events, those of the last added article first."""
    since, until = options.day("--since", since), options.day("--until", until)
    options.choices("--reality", [reality] if reality else [], _REALITIES)
    if role and not entity:
        raise InputError("--role asks for the part of an entity, and none is named.", hint="Name one with --entity.")

    def fetch(moment: "Moment", **paging: Any) -> "Page[Any]":
        filters: dict[str, Any] = {"type": kind, "reality": reality, "role": role, "since": since, "until": until}
        filters |= {"certainly_in": certainly_in, "possibly_in": possibly_in}
        who = moment.entity_id(entity)
        page = moment.catalog.list_events(**filters, article=_article(moment, article), entity=who, **paging)
        if kind and not page.total:
            _known_event_type(kind)
        return page

    columns = ("id", "from", "to", "reality", "what", "figures")
    _list("event", fetch, columns, _event_row, limit, home, as_json, as_of, min_confidence)


@lists.command()
def statements(
    speaker: Annotated[str, typer.Option(metavar="ID-or-name", help="Only said by this entity.")] = "",
    mode: Annotated[str, typer.Option(metavar="MODE", help="direct, indirect or evidential.")] = "",
    text: Words = "",
    article: ArticleId = "",
    min_confidence: options.MinConfidence = 0.0,
    as_of: options.AsOf = None,
    limit: Limit = 50,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List statements, those of the last added article first."""
    options.choices("--mode", [mode] if mode else [], _MODES)

    def fetch(moment: "Moment", **paging: Any) -> "Page[Any]":
        filters: dict[str, Any] = {"speaker": moment.entity_id(speaker), "mode": mode, "text": text}
        return moment.catalog.list_statements(**filters, article=_article(moment, article), **paging)

    columns = ("id", "speaker", "mode", "verb", "content")
    _list("statement", fetch, columns, _statement_row, limit, home, as_json, as_of, min_confidence)


@lists.command()
def offices(
    at: Annotated[str, typer.Option("--at", metavar="DATE", help="Only those certainly held on that day.")] = "",
    possibly: Annotated[
        bool, typer.Option("--possibly", help="With --at: those too against which nothing known speaks.")
    ] = False,
    article: ArticleId = "",
    entity: EntityRef = "",
    as_of: options.AsOf = None,
    limit: Limit = 50,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List the offices that people hold, held or seek, those of the last added article first."""
    if possibly and not at:
        raise InputError("--possibly asks about a day, and none is named.", hint="Name one with --at.")

    def fetch(moment: "Moment", **paging: Any) -> "Page[Any]":
        filters: dict[str, Any] = {"at": at, "held": "possibly" if possibly else "certainly"}
        who = moment.entity_id(entity)
        return moment.catalog.list_offices(**filters, article=_article(moment, article), entity=who, **paging)

    columns = ("id", "holder", "office", "of", "status", "since", "until")
    _list("position", fetch, columns, _office_row, limit, home, as_json, as_of)


def _list(
    kind: str,
    fetch: "Callable[..., Page[Any]]",
    columns: Sequence[str],
    row: Callable[[Any], Sequence[Any]],
    limit: int,
    home: str | None,
    as_json: bool,
    as_of: str | None,
    least: float = 0.0,
) -> None:
    """Fetch page by page until *limit*, then print; *least* leaves out what is less sure."""
    from kb.bootstrap import open_knowledge_base

    found: list[Any] = []
    with ExitStack() as stack:
        kb = stack.enter_context(open_knowledge_base(None, options.settings(home=home)))
        moment = stack.enter_context(kb.at(as_of))
        shower = stack.enter_context(moment.shower(least)) if least else None
        cursor, total, unsure = "", 0, 0
        while True:
            wanted = min(_PAGE, limit - len(found)) if limit else _PAGE
            page = fetch(moment, limit=wanted, cursor=cursor)
            kept = [r for r in page.items if shower is None or shower.stands(r.article, r.local)]
            unsure += len(page.items) - len(kept)
            found += kept
            total, cursor = page.total - unsure, page.next
            if not cursor or (limit and len(found) >= limit):
                break
        mint = getattr(kb.iris, kind, None) if kind in ("article", "entity") else None
        base = kb.iris
        if as_json:
            node = mint or (lambda identifier: base.node(kind, identifier))
            console.out_json([{"iri": node(record.id).value, **asdict(record)} for record in found])
            return
    if found:
        numbers = frozenset({"entities", "events", "statements", "figures", "articles"})
        rows = [(f"{kind}-{record.id}", *row(record)) for record in found]
        console.out_table(columns, rows, right=numbers)
    plural = _PLURALS[kind]
    if total > len(found):
        most = "at most " if least else ""  # how sure those are that were not reached was not asked
        console.say(f"{len(found):,} of {most}{console.counted(total, plural)}; --limit 0 shows all")
    else:
        console.say(console.counted(total, plural))


def _article(moment: "Moment", given: str) -> str:
    """Return the id of an article that there is; "" for "".

    Raises:
        NoSuchRecordError: there is none.
        GoneArticleError, ErasedError: there is none any more.
    """
    if given:
        moment.refuse_gone(options.bare_id(given))
    return moment.catalog.get_article(options.bare_id(given)).id if given else ""


def _known_event_type(given: str) -> None:
    """Refuse what the ontology has no type for; a known one that nothing is of is an empty list.

    Raises:
        InputError: as said, with those that look alike.
    """
    from kb.language.event_types import EventTypes

    options.choices("--type", [given], sorted(kind.name for kind in EventTypes.load()))


def _article_row(record: Any) -> Sequence[Any]:
    title = console.cut(record.title)
    return (
        record.published[:10],
        record.source,
        title,
        record.entities,
        record.events,
        record.statements,
        record.figures,
    )


def _entity_row(record: Any) -> Sequence[Any]:
    kind = record.type.replace("_", " ")
    return kind, record.country, console.cut(record.label), console.cut(", ".join(record.aliases)), record.articles


def _event_row(record: Any) -> Sequence[Any]:
    figures = "; ".join(" ".join(f"{figure.words} {figure.counts}".split()) for figure in record.figures)
    return record.begin, record.end, record.reality, console.cut(record.label), console.cut(figures)


def _office_row(record: Any) -> Sequence[Any]:
    of = " / ".join(named.label for named in (record.organisation, record.place) if named)
    return (
        console.cut(record.person.label),
        console.cut(record.title),
        console.cut(of),
        record.status,
        record.since,
        record.until,
    )


def _statement_row(record: Any) -> Sequence[Any]:
    speakers = ", ".join(speaker.label for speaker in record.speakers) or "(unnamed)"
    return console.cut(speakers), record.mode, record.cue, console.cut(record.content or "(no content reported)")
