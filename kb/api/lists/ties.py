"""Routes for several records at once, for who is told of together, and for how two entities are connected.

Input: kb.api.serving.ports.Service. Output: JSON.
"""

from dataclasses import asdict
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from kb.api.lists.kinds import TooManyIdsError
from kb.api.lists.params import MANY
from kb.api.lists.picking import records
from kb.api.lists.rows import MODELS
from kb.api.routes.browse import PROBLEMS, SEVERAL, AsOf
from kb.api.schemas import resources as schemas
from kb.api.schemas.shapes import qualified
from kb.api.serving.ports import Service
from kb.errors import InputError
from kb.model.extraction import ENTITY_TYPES
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import Named
from kb.projections.catalog.ties import Tie
from kb.service.curation.whom import entity_id
from kb.service.happenings.paths import MOST_STEPS, Connection, connect, names_on

Who = Annotated[str, Query(min_length=1, max_length=500, description="By id, IRI or name.", examples=["Blue Column"])]


class Together(schemas.Value):
    """Somebody or something told of together with the one asked about."""

    entity: schemas.Named
    count: int = Field(description="In how many articles, events or statements.")
    examples: list[str] = Field(description="Ids of some of them.")


class Cooccurrence(schemas.Value):
    """Who and what is told of together with an entity, most often first."""

    entity: schemas.Named
    by: str
    items: list[Together]


class TieOut(schemas.Value):
    """What ties two entities."""

    kind: str = Field(examples=["event"], description="event, statement or position")
    id: str
    role: str = Field(examples=["agent"], description="Of the step's first.")
    other_role: str = Field(examples=["target"])
    article: str


class StepOut(schemas.Value):
    """From one entity to the next."""

    start: schemas.Named
    end: schemas.Named
    ties: list[TieOut]


class Paths(schemas.Value):
    """The shortest paths between two entities."""

    start: schemas.Named
    end: schemas.Named
    length: int | None = Field(description="Steps of the shortest; null: none was found.")
    exhausted: bool = Field(description="Whether all there is within so many steps was looked at.")
    paths: list[list[StepOut]]
    articles: list[str] = Field(description="Articles that name both, the last added first, 20 at most.")


class Records(schemas.Value):
    """Records of any kinds, in the order asked for."""

    items: list[dict[str, Any]]
    missing: list[str] = Field(description="Ids that nothing has.")


class BadTypeError(InputError):
    """No entity can be of such a type."""

    code = "bad-entity-type"

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(f"No entity is of type {given[:60]!r}.", hint=f"There is {', '.join(sorted(ENTITY_TYPES))}.")


_ARTICLES: Final = 20  # that name both ends of a path
_KINDS: Final = tuple(MODELS)


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(responses=PROBLEMS | SEVERAL)

    @routes.get("/records", tags=["search"], response_model=Records)
    def get_records(
        ids: Annotated[
            str,
            Query(
                min_length=1,
                max_length=8000,
                description=f"Up to {MANY}, with commas between, each as it stands in answers: event-..., entity-...",
            ),
        ],
        as_of: AsOf = "",
    ) -> Any:
        """Return several records at once, of any kinds."""
        wanted = list(dict.fromkeys(part.strip() for part in ids.split(",") if part.strip()))
        if len(wanted) > MANY:
            raise TooManyIdsError(len(wanted))
        with service.at(as_of) as then, then.catalog() as catalog:
            found: dict[str, dict[str, Any]] = {}
            for kind in _KINDS:
                own = [one for one in wanted if one.startswith(f"{kind}-")]
                found |= {one["id"]: one for one in records(catalog, then.base_iri, kind, own)}
        return {
            "items": [found[one] for one in wanted if one in found],
            "missing": [i for i in wanted if i not in found],
        }

    _together(routes, service)
    _connected(routes, service)
    return routes


def _together(routes: APIRouter, service: Service) -> None:
    @routes.get("/cooccurrence", tags=["entities"], response_model=Cooccurrence)
    def list_cooccurring(
        entity: Who,
        by: Annotated[
            Literal["article", "event", "statement"], Query(description="What they have in common.")
        ] = "article",
        type: Annotated[
            str, Query(max_length=200, description="Only these types, with commas between.", examples=["organisation"])
        ] = "",
        limit: Annotated[int, Query(ge=1, le=1000, description="How many at most.")] = 50,
        as_of: AsOf = "",
    ) -> Any:
        """List who and what is told of together with an entity, most often first."""
        with service.at(as_of) as then, then.catalog() as catalog:
            who = catalog.get_entity(entity_id(catalog, then.base_iri, entity))
            found = catalog.beside(who.id, by, types=_types(type), limit=limit)
        items = [
            {"entity": _named(one.entity), "count": one.count, "examples": [qualified(by, e) for e in one.examples]}
            for one in found
        ]
        return {"entity": _named(Named(who.id, who.label, who.type)), "by": by, "items": items}


def _connected(routes: APIRouter, service: Service) -> None:
    @routes.get("/paths", tags=["entities"], response_model=Paths)
    def list_paths(
        start: Who,
        end: Annotated[str, Query(min_length=1, max_length=500, description="The other one.", examples=["Ada Lund"])],
        steps: Annotated[int, Query(ge=1, le=MOST_STEPS, description="How long a path may be.")] = 4,
        limit: Annotated[int, Query(ge=1, le=50, description="How many of the shortest.")] = 5,
        without: Annotated[
            str,
            Query(
                max_length=200, description="Types that no path goes over, with commas between.", examples=["country"]
            ),
        ] = "country",
        as_of: AsOf = "",
    ) -> Any:
        """Show how two entities are connected: by which events, statements and offices, and over whom."""
        with service.at(as_of) as then, then.catalog() as catalog:
            first, second = (catalog.get_entity(entity_id(catalog, then.base_iri, one)) for one in (start, end))
            found = connect(catalog, first.id, second.id, steps=steps, most=limit, without=_types(without))
            ends = tuple(_named(Named(one.id, one.label, one.type)) for one in (first, second))
            paths = _paths(catalog, found)
            both = catalog.articles_of_both(first.id, second.id, _ARTICLES)
        length = len(found.paths[0]) if found.paths else None
        articles = [qualified("article", one) for one in both]
        told = {"exhausted": found.exhausted, "paths": paths, "articles": articles}
        return {"start": ends[0], "end": ends[1], "length": length, **told}


def _paths(catalog: CatalogReader, found: Connection) -> list[list[dict[str, Any]]]:
    named = {one: _named(_called(catalog, one)) for one in names_on(found)}
    return [
        [{"start": named[step.start], "end": named[step.end], "ties": [_tie(t) for t in step.ties]} for step in path]
        for path in found.paths
    ]


def _called(catalog: CatalogReader, identifier: str) -> Named:
    one = catalog.get_entity(identifier)
    return Named(one.id, one.label, one.type)


def _tie(tie: Tie) -> dict[str, str]:
    return {
        "kind": tie.kind,
        "id": qualified(tie.kind, tie.item),
        "role": tie.role,
        "other_role": tie.other_role,
        "article": qualified("article", tie.article),
    }


def _named(named: Named) -> dict[str, str]:
    return asdict(named) | {"id": qualified("entity", named.id)}


def _types(given: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in given.split(",") if part.strip())
    for one in found:
        if one not in ENTITY_TYPES:
            raise BadTypeError(one)
    return found
