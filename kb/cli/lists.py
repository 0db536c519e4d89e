"""The commands list articles, list entities and list offices; those of what articles tell are in lists_told."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.cli import console, lists_told, options
from kb.cli.list_table import (
    ArticleId,
    EntityRef,
    Limit,
    Since,
    Sort,
    Until,
    Words,
    article_id,
    lists,
    show_list,
)
from kb.errors import InputError

if TYPE_CHECKING:
    from kb.projections.catalog.records import Page
    from kb.service.history.asof import Moment

__all__ = ["Limit", "lists", "register"]

_STATUSES = ("current", "acting", "former", "candidate", "elect")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    lists_told.register(lists)
    app.add_typer(lists)


@lists.command()
def articles(
    source: Annotated[str, typer.Option(metavar="NAME", help="Only of this publisher.")] = "",
    language: Annotated[str, typer.Option(metavar="TAG", help="Only in this language (en).")] = "",
    since: Since = "",
    until: Until = "",
    text: Words = "",
    entity: EntityRef = "",
    sort: Sort = "",
    as_of: options.AsOf = None,
    limit: Limit = 50,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List articles, the last added first. --sort takes added, published."""
    since, until = options.days(since, until)

    def fetch(moment: "Moment", **paging: Any) -> "Page[Any]":
        filters: dict[str, Any] = {"source": source, "language": language, "since": since, "until": until, "text": text}
        return moment.catalog.list_articles(**filters, entity=moment.entity_id(entity), sort=sort, **paging)

    columns = ("id", "published", "source", "title", "entities", "events", "statements", "figures")
    show_list("article", fetch, columns, _article_row, limit, home, as_json, as_of)


@lists.command()
def entities(
    kind: Annotated[str, typer.Option("--type", metavar="TYPE", help="Only of this type (person, city ...).")] = "",
    country: Annotated[str, typer.Option(metavar="CODE", help="Only of this country (ISO 3166-1, UA).")] = "",
    name: Annotated[str, typer.Option(metavar="TEXT", help="Only those whose name holds this.")] = "",
    within: Annotated[str, typer.Option(metavar="ID-or-name", help="Only what lies in this place, however deep.")] = "",
    min_articles: Annotated[int, typer.Option(metavar="N", min=0, help="Only what so many articles name.")] = 0,
    article: ArticleId = "",
    sort: Sort = "",
    as_of: options.AsOf = None,
    limit: Limit = 50,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List entities, those that most articles name first. --sort takes articles, label."""

    from kb.model.extraction import ENTITY_TYPES

    options.choices("--type", [kind] if kind else [], sorted(ENTITY_TYPES))

    def fetch(moment: "Moment", **paging: Any) -> "Page[Any]":
        filters: dict[str, Any] = {
            "type": kind,
            "country": country,
            "name": name,
            "article": article_id(moment, article),
        }
        filters |= {"within": moment.entity_id(within), "min_articles": min_articles, "sort": sort}
        return moment.catalog.list_entities(**filters, **paging)

    columns = ("id", "type", "country", "name", "also called", "articles")
    show_list("entity", fetch, columns, _entity_row, limit, home, as_json, as_of)


@lists.command()
def offices(
    at: Annotated[str, typer.Option("--at", metavar="DATE", help="Only those certainly held on that day.")] = "",
    possibly: Annotated[
        bool, typer.Option("--possibly", help="With --at: those too against which nothing known speaks.")
    ] = False,
    title: Annotated[str, typer.Option(metavar="WORDS", help="Only this office, whole (mayor).")] = "",
    status: Annotated[str, typer.Option(metavar="WORD", help="current, acting, former, candidate or elect.")] = "",
    article: ArticleId = "",
    entity: EntityRef = "",
    sort: Sort = "",
    as_of: options.AsOf = None,
    limit: Limit = 50,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List the offices that people hold, held or seek, those of the last added article first.

    --sort takes added, since.
    """
    options.choices("--status", [status] if status else [], _STATUSES)
    if possibly and not at:
        raise InputError("--possibly asks about a day, and none is named.", hint="Name one with --at.")

    countries: dict[str, str] = {}  # id -> name, of those offices that are of a whole country

    def fetch(moment: "Moment", **paging: Any) -> "Page[Any]":
        filters: dict[str, Any] = {"at": at, "held": "possibly" if possibly else "certainly"}
        filters |= {"title": title, "status": status, "sort": sort}
        who = moment.entity_id(entity)
        page = moment.catalog.list_offices(**filters, article=article_id(moment, article), entity=who, **paging)
        missing = sorted({record.country for record in page.items if record.country} - countries.keys())
        if missing:
            found = moment.catalog.list_entities(ids=missing, limit=len(missing)).items
            countries.update({country: country for country in missing} | {one.id: one.label for one in found})
        return page

    def row(record: Any) -> Sequence[Any]:
        return _office_row(record, countries.get(record.country, ""))

    columns = ("id", "holder", "office", "of", "status", "since", "until")
    show_list("position", fetch, columns, row, limit, home, as_json, as_of)


def _article_row(record: Any) -> Sequence[Any]:
    title = console.cut(record.called)
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


def _office_row(record: Any, country: str) -> Sequence[Any]:
    of = " / ".join(named.label for named in (record.organisation, record.place) if named) or country
    return (
        console.cut(record.person.label),
        console.cut(record.title),
        console.cut(of),
        record.status,
        record.since,
        record.until,
    )
