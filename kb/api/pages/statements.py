"""Statements: who said what about whom and through which channel, filtered, and two speakers beside each other.

Input: kb.api.serving.ports.Reads. Output: answers. kb.api.lists has the same as JSON and tables.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Annotated, Any, Final, TypeVar

from fastapi import Path, Request
from starlette.responses import Response

from kb.api.pages.denials import papers
from kb.api.pages.listing import Asked, Filter, as_turtle, asked, chips, list_as_turtle, part
from kb.api.pages.picking import all_called, settled
from kb.api.pages.site import Site
from kb.api.pages.vouching import voices
from kb.api.routes.disputes import asking
from kb.api.schemas.shapes import bare
from kb.api.serving.ports import Listing, Reads
from kb.errors import NotFoundError
from kb.graph.reality import denies
from kb.model import Span
from kb.projections.catalog.records import ArticleRecord, EntityRecord, EventRecord, StatementRecord
from kb.projections.folding.sources import LogSources
from kb.service.curation.whom import entity_id
from kb.service.display.page import with_the_one_before
from kb.service.happenings.answering_back import Answered, answered
from kb.service.happenings.opposing import against

T = TypeVar("T")
FILTERS: Final = (
    Filter("speaker", "said by", "entity"),
    Filter("against", "beside", "entity"),
    Filter("addressee", "said to", "entity"),
    Filter("about", "about", "entity"),
    Filter("medium", "through"),
    Filter("mode", "told", "term"),
    Filter("event", "claims", "event"),
    Filter("article", "told in", "article"),
    Filter("source", "source"),
    Filter("text", "with the words"),
    Filter("since", "since", "day"),
    Filter("until", "until", "day"),
    Filter("minConfidence", "as sure as"),
)
_EVENTS: Final = 4  # shown of a statement
_POINTING: Final = re.compile(  # all that is said to have been said, where it stands for what was said before
    r"(?:it|this|that|them|these|those|so|as much|the same|(?:any|all|none) of it"
    r"|(?:the|this|that|these|those) (?:accusation|allegation|charge|claim|report)s?)"
)
_NAMED: Final = ("speaker", "against", "about")  # fields of the form that name an entity


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with what it is about and where it stands.

    Attributes:
        article: that tells it, None if it left the graph meanwhile.
        events: that it claims, the first few; *more*: how many besides.
        denies: whether it denies, or something that it claims is said not to have happened.
        around: where its words point back ("denied it"), its sentence with the one before; "" for what says itself.
    """

    statement: StatementRecord
    article: ArticleRecord | None
    events: tuple[EventRecord, ...]
    more: int
    denies: bool
    around: str = ""


def told(then: Reads, statements: Iterable[StatementRecord]) -> list[Told]:
    """Return statements with what they are about and where they stand."""
    with then.catalog() as catalog:  # lent once: each time it is looked whether it stands where the log does
        article = cache(partial(_there, catalog.get_article))
        found = [_told(one, article(one.article), partial(_there, catalog.get_event)) for one in statements]
    if not any(map(_points_back, found)):
        return found
    with then.moment() as moment:
        sources = LogSources(moment.log)
        return [replace(one, around=_around(one, sources)) if _points_back(one) else one for one in found]


def _points_back(one: Told) -> bool:
    return one.article is not None and _POINTING.fullmatch(one.statement.content.strip(" .,").casefold()) is not None


def _around(one: Told, sources: LogSources) -> str:
    assert one.article is not None
    words = Span(one.statement.start, one.statement.stop)
    return with_the_one_before(sources.article(one.article.position), words)


def _told(one: StatementRecord, article: ArticleRecord | None, event: Callable[[str], EventRecord | None]) -> Told:
    events = [found for name in one.asserts if (found := event(name)) is not None]
    no = denies(one.cue) or any(event.reality in ("denied", "notHappened") for event in events)
    return Told(one, article, tuple(events[:_EVENTS]), max(len(events) - _EVENTS, 0), no)


def _there(get: Callable[[str], T], identifier: str) -> T | None:
    try:
        return get(identifier)
    except NotFoundError:
        return None


def _statement(then: Reads, name: str) -> StatementRecord:
    record = then.record("statement", bare("statement", name))
    assert isinstance(record, StatementRecord)
    return record


def _beside(then: Reads, what: Asked, name: str) -> Listing[StatementRecord]:
    """What another speaker said, by the same filters."""
    with then.catalog() as catalog:
        other = entity_id(catalog, then.base_iri, name)
    model = what.model.model_copy(update={"speaker": f"entity-{other}", "cursor": ""})
    return part(then, Asked(what.table, model, what.arguments))


def _sides(then: Reads, *names: str) -> tuple[EntityRecord, ...]:
    """Return the speakers that two columns are of."""
    with then.catalog() as catalog:
        return tuple(catalog.get_entity(entity_id(catalog, then.base_iri, name)) for name in names)


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/statements")
    def page(request: Request) -> Response:
        """Show who said what, those of the last added article first."""
        with site.reading(request) as (then, frame):
            with then.catalog() as catalog:
                if (elsewhere := settled(request, catalog, _NAMED)) is not None:
                    return elsewhere
                names = all_called(catalog, {name: frame.given(name) for name in _NAMED})
            what = asked(request, then, "statements")
            found, on = part(then, what), chips(then, frame, FILTERS)
            name = frame.given("against").strip()
            other = _beside(then, what, name) if name and frame.given("speaker") else None
            columns = [told(then, found.items)]
            if other is not None:
                columns.append(told(then, other.items))
            sides = _sides(then, frame.given("speaker"), name) if other is not None else ()
            values: dict[str, Any] = {"found": found, "other": other, "columns": columns, "chips": on, "sides": sides}
            values["called"] = names
            return site.show(request, "statements.html", frame, **values)

    @site.page("/statements/{identifier}")
    def one(request: Request, identifier: Annotated[str, Path(max_length=200)]) -> Response:
        """Show one statement: its words where they stand, who, to whom, through what, and what it claims."""
        with site.reading(request) as (then, frame):
            (shown,) = told(then, [_statement(then, identifier)])
            about = then.page(f"statement-{shown.statement.id}")
            with then.catalog() as catalog:
                heard = voices(then, catalog, shown.events)
                opposite = against(catalog, shown.events, _answers(then, shown))
                told_in = papers(catalog, tuple(one for one, _ in opposite))
            values: dict[str, Any] = {"told": shown, "about": about, "voices": heard}
            values |= {"against": opposite, "papers": told_in}
            return site.show(request, "statement.html", frame, **values)

    @site.triples("/statements")
    def triples(request: Request) -> Response:
        """Send what the graph says of them."""
        with site.reading(request) as (then, frame):
            name = frame.given("against").strip()
            if not (name and frame.given("speaker")):
                return list_as_turtle(request, then, "statements")
            what = asked(request, then, "statements")
            said = [*part(then, what).items, *_beside(then, what, name).items]
            return as_turtle(then, [f"statement-{one.id}" for one in said])

    @site.triples("/statements/{identifier}")
    def one_in_triples(request: Request, identifier: Annotated[str, Path(max_length=200)]) -> Response:
        """Send what the graph says of it."""
        with site.reading(request) as (then, _):
            return as_turtle(then, [f"statement-{_statement(then, identifier).id}"])


def _answers(then: Reads, shown: Told) -> tuple[Answered, ...]:
    """Return what within its article is said against a statement, or it against others."""
    events = [one.id for one in shown.events]
    denials = [f"statement-{shown.statement.id}", *(f"event-{one}" for one in events)]
    return answered(asking(then), then.base_iri, events=events, denials=denials)
