"""The commands list events, list statements and list figures: what articles tell, with filters."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.cli import console, options
from kb.cli.list_table import (
    ArticleId,
    EntityRef,
    EventKind,
    Limit,
    Place,
    Since,
    Sort,
    Source,
    ThatType,
    Until,
    Words,
    article_id,
    event_types,
    show_list,
)
from kb.errors import InputError

if TYPE_CHECKING:
    from kb.projections.catalog.records import Page
    from kb.service.history.asof import Moment

_REALITIES = ("occurred", "ongoing", "planned", "hypothetical", "denied", "notHappened")
_MODES = ("direct", "indirect", "evidential")

CertainlyIn = Annotated[
    str, typer.Option("--certainly-in", metavar="FROM/TO", help="Only what lies within, however its bounds are taken.")
]
PossiblyIn = Annotated[
    str, typer.Option("--possibly-in", metavar="FROM/TO", help="Only what may lie within, for all that is known.")
]


def register(lists: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (events, statements, figures):
        lists.command()(command)


def events(
    kind: EventKind = "",
    exactly: ThatType = False,
    reality: Annotated[
        str,
        typer.Option(metavar="WORD", help="occurred, ongoing, planned, hypothetical, denied or notHappened."),
    ] = "",
    actor: Annotated[str, typer.Option(metavar="ID-or-name", help="Only those that this entity brings about.")] = "",
    role: Annotated[str, typer.Option(metavar="ROLE", help="With --entity: only where it has this role.")] = "",
    place: Place = "",
    since: Since = "",
    until: Until = "",
    certainly_in: CertainlyIn = "",
    possibly_in: PossiblyIn = "",
    article: ArticleId = "",
    source: Source = "",
    entity: EntityRef = "",
    sort: Sort = "",
    min_confidence: options.MinConfidence = 0.0,
    as_of: options.AsOf = None,
    limit: Limit = 50,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List events, those of the last added article first. --sort takes added, begin, confidence."""
    from kb.projections.graph.confident import least_confidence

    since, until = options.days(since, until)
    options.choices("--reality", [reality] if reality else [], _REALITIES)
    if role and not entity:
        raise InputError("--role asks for the part of an entity, and none is named.", hint="Name one with --entity.")
    types = event_types(kind, exactly)

    def fetch(moment: "Moment", **paging: Any) -> "Page[Any]":
        filters: dict[str, Any] = {"types": types, "reality": reality, "role": role, "since": since, "until": until}
        filters |= {"certainly_in": certainly_in, "possibly_in": possibly_in, "source": source, "sort": sort}
        filters |= {"min_confidence": least_confidence(min_confidence), "article": article_id(moment, article)}
        who = {"entity": entity, "actor": actor, "place": place}
        filters |= {name: moment.entity_id(given) for name, given in who.items()}
        return moment.catalog.list_events(**filters, **paging)

    columns = ("id", "from", "to", "reality", "what", "figures")
    show_list("event", fetch, columns, _event_row, limit, home, as_json, as_of)


def statements(
    speaker: Annotated[str, typer.Option(metavar="ID-or-name", help="Only said by this entity.")] = "",
    addressee: Annotated[str, typer.Option(metavar="ID-or-name", help="Only said to this entity.")] = "",
    about: Annotated[
        str, typer.Option(metavar="ID-or-name", help="Only that name, claim or concern this entity.")
    ] = "",
    medium: Annotated[str, typer.Option(metavar="NAME", help="Only carried by this, as articles call it.")] = "",
    mode: Annotated[str, typer.Option(metavar="MODE", help="direct, indirect or evidential.")] = "",
    text: Words = "",
    since: Since = "",
    until: Until = "",
    article: ArticleId = "",
    source: Source = "",
    sort: Sort = "",
    min_confidence: options.MinConfidence = 0.0,
    as_of: options.AsOf = None,
    limit: Limit = 50,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List statements, those of the last added article first. --sort takes added, confidence.

    Where no words say when something was said, the day counts that the article came out on.
    """
    from kb.projections.graph.confident import least_confidence

    since, until = options.days(since, until)
    options.choices("--mode", [mode] if mode else [], _MODES)

    def fetch(moment: "Moment", **paging: Any) -> "Page[Any]":
        filters: dict[str, Any] = {"mode": mode, "text": text, "medium": medium, "source": source, "sort": sort}
        filters |= {"since": since, "until": until, "article": article_id(moment, article)}
        filters |= {"min_confidence": least_confidence(min_confidence)}
        who = {"speaker": speaker, "addressee": addressee, "about": about}
        filters |= {name: moment.entity_id(given) for name, given in who.items()}
        return moment.catalog.list_statements(**filters, **paging)

    columns = ("id", "speaker", "mode", "verb", "content")
    show_list("statement", fetch, columns, _statement_row, limit, home, as_json, as_of)


def figures(
    counts: Annotated[str, typer.Option(metavar="WORDS", help="Only what counts this, whole (killed).")] = "",
    unit: Annotated[str, typer.Option(metavar="UNIT", help="Only in this unit (EUR, percent, km).")] = "",
    least: Annotated[float | None, typer.Option(metavar="N", help="Only numbers from this on.")] = None,
    most: Annotated[float | None, typer.Option(metavar="N", help="Only numbers up to this.")] = None,
    kind: EventKind = "",
    exactly: ThatType = False,
    entity: EntityRef = "",
    place: Place = "",
    speaker: Annotated[str, typer.Option(metavar="ID-or-name", help="Only claimed by this entity.")] = "",
    since: Since = "",
    until: Until = "",
    article: ArticleId = "",
    source: Source = "",
    sort: Sort = "",
    min_confidence: options.MinConfidence = 0.0,
    as_of: options.AsOf = None,
    limit: Limit = 50,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List numbers about events, those of the last added article first. --sort takes added, value, confidence.

    Type, entity, place and days are those of the event that a number is about.
    """
    from kb.projections.graph.confident import least_confidence

    since, until = options.days(since, until)
    types = event_types(kind, exactly)

    def fetch(moment: "Moment", **paging: Any) -> "Page[Any]":
        filters: dict[str, Any] = {"counts": counts, "unit": unit, "least": least, "most": most, "types": types}
        filters |= {"since": since, "until": until, "source": source, "sort": sort}
        filters |= {"min_confidence": least_confidence(min_confidence), "article": article_id(moment, article)}
        who = {"entity": entity, "place": place, "speaker": speaker}
        filters |= {name: moment.entity_id(given) for name, given in who.items()}
        return moment.catalog.list_figures(**filters, **paging)

    columns = ("id", "words", "comparator", "value", "counts", "event")
    show_list("figure", fetch, columns, _figure_row, limit, home, as_json, as_of)


def _event_row(record: Any) -> Sequence[Any]:
    figures = "; ".join(figure.told for figure in record.figures)
    return record.begin, record.end, record.reality, console.cut(record.label), console.cut(figures)


def _statement_row(record: Any) -> Sequence[Any]:
    speakers = ", ".join(speaker.label for speaker in record.speakers) or "(unnamed)"
    return console.cut(speakers), record.mode, record.cue, console.cut(record.content or "(no content reported)")


def _figure_row(record: Any) -> Sequence[Any]:
    value = "" if record.value is None else f"{record.value:,.10g}"
    value += f"-{record.upper:,.10g}" if record.upper is not None else ""
    counted = " ".join(part for part in (record.difference, record.unit, record.counts) if part)
    return console.cut(record.words), record.comparator, value, console.cut(counted), f"event-{record.event}"
