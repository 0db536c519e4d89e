"""Routes beside one thing: why it is one, with whom it appears, what a publisher changed, what two readings tell.

Input: kb.api.serving.ports.Service. Output: as JSON what pages at the same addresses show; their rows, for pages and
CSV.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from kb.api.routes.browse import PROBLEMS, AsOf
from kb.api.routes.words_changed import word_changes
from kb.api.schemas import resources as schemas
from kb.api.schemas.shapes import bare
from kb.api.serving.ports import Reads, Service
from kb.model import Article
from kb.projections.catalog.company import Meeting, companions, meetings
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EntityRecord
from kb.service.articles.article_history import compare_recorded, stored_text
from kb.service.articles.comparing import Comparison
from kb.service.display.showing import Grounds

DRAWN: Final = 40  # companions of one entity
Position = Annotated[int, Query(ge=0, lt=10**15, description="Position of the event that records the reading.")]
To = Annotated[str, Query(max_length=100, description="Id of the other text.", examples=["article-d4fa1d11a5b05725"])]


class DecisionOut(schemas.Value):
    """A decision by which several are one."""

    position: int
    recorded_at: str
    actor: str
    what: str
    score: float = Field(description="Bits that spoke for it.")
    reasons: list[str]


class SourceOut(schemas.Value):
    """Somebody who tells of a happening without having it from another of the list."""

    name: str
    ref: str = Field(description="Id of the speaker, empty for articles in their own voice.")
    articles: list[str]
    why: str = Field(description="Why several articles are one source.")


class Why(schemas.Value):
    """Why mentions or reports are one thing."""

    about: str = Field(examples=["entity-5d10a254c526081b5ef6"])
    label: str
    decisions: list[DecisionOut]
    sources: list[SourceOut] = Field(description="Of an event: the sources that are independent of one another.")


class Together(schemas.Value):
    """Two that take part in the same happenings."""

    first: str
    first_label: str
    second: str
    second_label: str
    events: int = Field(description="In how many happenings.")


class CompanyOut(schemas.Value):
    """Whom an entity meets in events, and who of these meet one another."""

    about: str
    label: str
    items: list[Together] = Field(description="Those of most happenings first.")
    thinned: bool = Field(description=f"Whether there are more than the {DRAWN} that it meets most.")


class Run(schemas.Value):
    """Words that both texts have, or one of them."""

    kind: Literal["same", "gone", "new"]
    words: str


class TextChanges(schemas.Value):
    """What became of one text in another."""

    old: str
    new: str
    items: list[Run]


class DifferenceOut(schemas.Value):
    """One value that two readings have differently, or something that one of them alone tells."""

    kind: str = Field(examples=["events"])
    label: str
    start: int = Field(description="Where it stands in the stored text, in code points.")
    end: int
    field: str = Field(description="What is told differently; empty for what one reading alone tells.")
    first: str
    second: str


class ReadingsOut(schemas.Value):
    """Two readings of one text."""

    article: str
    first: str = Field(description="Extractor and version.")
    second: str
    same: dict[str, int] = Field(description="How many of each kind are told alike.")
    items: list[DifferenceOut]


@dataclass(frozen=True, slots=True)
class Company:
    """Whom an entity meets.

    Attributes:
        named: id -> label, of it and of those that are shown.
        thinned: whether there are more.
    """

    entity: EntityRecord
    named: Mapping[str, str]
    met: Sequence[Meeting]
    thinned: bool

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each two."""
        return [
            {
                "first": f"entity-{one.first}",
                "first_label": self.named[one.first],
                "second": f"entity-{one.second}",
                "second_label": self.named[one.second],
                "events": one.events,
            }
            for one in self.met
        ]


def company_of(catalog: CatalogReader, identifier: str) -> Company:
    """Return with whom an entity appears.

    Raises:
        NotFoundError: there is none of this id.
    """
    entity = catalog.get_entity(bare("entity", identifier))
    others = companions(catalog, entity.id, limit=DRAWN + 1)
    named = {entity.id: entity.label, **{one.named.id: one.named.label for one in others[:DRAWN]}}
    return Company(entity, named, meetings(catalog, list(named)), len(others) > DRAWN)


def why_one(then: Reads, kind: str, identifier: str) -> tuple[str, str, Grounds]:
    """Return id, label, and why an entity or event is one.

    Raises:
        NotFoundError: there is none of this id.
    """
    with then.catalog() as catalog:
        get = catalog.get_entity if kind == "entity" else catalog.get_event
        found = get(bare(kind, identifier))
    with then.moment() as moment, moment.shower() as shower:
        about = f"{kind}-{found.id}"
        return about, found.label, shower.grounds(about)


def changes_of(then: Reads, identifier: str, to: str) -> tuple[Article, Article, list[tuple[str, str]]]:
    """Return two texts, and the words that changed from one to the other.

    Raises:
        NotFoundError: one of them is none.
    """
    with then.moment() as moment:
        old, new = (stored_text(moment, bare("article", one)) for one in (identifier, to))
    return old, new, word_changes(old.text, new.text)


def differences(told: Comparison) -> list[dict[str, Any]]:
    """Return a row for all that two readings tell differently."""
    rows = []
    for side, alone in (("first", told.only_first), ("second", told.only_second)):
        for one in alone:
            values = {"first": "", "second": "", side: one.label}
            rows.append({**_place(one), "field": "", **values})
    for one in told.different:
        rows += [
            {**_place(one), "field": name, "first": first, "second": second} for name, first, second in one.differs
        ]
    return rows


def _place(one: Any) -> dict[str, Any]:
    return {"kind": one.kind, "label": one.label, "start": one.start, "end": one.end}


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(tags=["lists"], responses=PROBLEMS)

    @routes.get("/entities/{identifier}/why", response_model=Why)
    def why_entity(identifier: str, as_of: AsOf = "") -> Why:
        """Return the decisions by which mentions are one entity."""
        with service.at(as_of) as then:
            return _why(then, "entity", identifier)

    @routes.get("/events/{identifier}/why", response_model=Why)
    def why_event(identifier: str, as_of: AsOf = "") -> Why:
        """Return the decisions by which reports tell of one happening, and which sources tell of it by themselves."""
        with service.at(as_of) as then:
            return _why(then, "event", identifier)

    @routes.get("/entities/{identifier}/company", response_model=CompanyOut)
    def company(identifier: str, as_of: AsOf = "") -> CompanyOut:
        """Return with whom an entity takes part in events, and who of these with one another."""
        with service.at(as_of) as then, then.catalog() as catalog:
            found = company_of(catalog, identifier)
        about, label = f"entity-{found.entity.id}", found.entity.label
        items = [Together(**row) for row in found.rows()]
        return CompanyOut(about=about, label=label, items=items, thinned=found.thinned)

    @routes.get("/articles/{identifier}/changes", response_model=TextChanges)
    def text_changes(identifier: str, to: To, as_of: AsOf = "") -> TextChanges:
        """Return what the publisher changed from one text to another, in runs of words."""
        with service.at(as_of) as then:
            old, new, runs = changes_of(then, identifier, to)
        items = [Run.model_validate({"kind": kind, "words": words}) for kind, words in runs]
        return TextChanges(old=f"article-{old.id}", new=f"article-{new.id}", items=items)

    @routes.get("/articles/{identifier}/readings", response_model=ReadingsOut)
    def compared(identifier: str, first: Position, second: Position, as_of: AsOf = "") -> ReadingsOut:
        """Return what two readings of a text tell differently."""
        with service.at(as_of) as then, then.moment() as moment:
            article, told = compare_recorded(moment, bare("article", identifier), first, second)
        items = [DifferenceOut(**row) for row in differences(told)]
        about = f"article-{article.id}"
        return ReadingsOut(article=about, first=told.first, second=told.second, same=dict(told.same), items=items)

    return routes


def _why(then: Reads, kind: str, identifier: str) -> Why:
    about, label, told = why_one(then, kind, identifier)
    sources = [
        SourceOut(name=one.name, ref=one.ref, articles=[f"article-{each}" for each in one.articles], why=one.why)
        for one in told.sources
    ]
    decisions = [DecisionOut.model_validate(one) for one in told.decisions]
    return Why(about=about, label=label, decisions=decisions, sources=sources)
