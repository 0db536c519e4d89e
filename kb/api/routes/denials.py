"""The route that tells what is claimed and denied, each happening with both sides.

Input: kb.api.serving.ports.Service. Output: kb.service.happenings.opposing as JSON; rows for the page and its table.
"""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter
from pydantic import Field

from kb.api.routes.browse import PROBLEMS, AsOf
from kb.api.routes.disputes import asking
from kb.api.schemas import resources as schemas
from kb.api.schemas.shapes import qualified
from kb.api.serving.ports import Reads, Service
from kb.service.happenings.answering_back import answered
from kb.service.happenings.opposing import DENIED, Opposed, Telling, opposed


class TellingOut(schemas.Value):
    """One article's version, and who says so in it."""

    event: str = Field(
        examples=["event-1d5a215d3c088c40df92"],
        description='The version; of those who deny another\'s in so many words ("rejected the charge") that one.',
    )
    article: str
    reality: str = Field(examples=["occurred", "denied"])
    disputes: str = Field(
        description='What the statements deny: "event", that it happened; "doer", to have done it; "": they tell of it.'
    )
    statements: list[str] = Field(description="Ids of the statements that claim it; none: the article's own voice.")
    speakers: list[str] = Field(description="What their speakers are called.")


class OpposedOut(schemas.Value):
    """A happening that one tells and another denies, or denies to have done."""

    happening: str = Field(examples=["happening-619b319514459dae2c49"])
    label: str
    claims: list[TellingOut]
    denials: list[TellingOut]


class Denials(schemas.Value):
    """What is told and denied, the last told first."""

    items: list[OpposedOut]


def found(then: Reads) -> tuple[Opposed, ...]:
    """Return what is told and denied at a moment."""
    with then.catalog() as catalog:
        return opposed(catalog, answered(asking(then), then.base_iri))


def rows(items: tuple[Opposed, ...]) -> Iterator[dict[str, Any]]:
    """Yield a row for each version."""
    for one in items:
        for side, tellings in (("claim", one.claims), ("denial", one.denials)):
            for telling in tellings:
                yield {"happening": f"happening-{one.happening}", "label": one.label, "side": side, **_out(telling)}


def router(service: Service) -> APIRouter:
    """Return the route on *service*."""
    routes = APIRouter(tags=["statements"], responses=PROBLEMS)

    @routes.get("/denials", response_model=Denials)
    def denials(as_of: AsOf = "") -> Any:
        """Return what one says happened and another says did not, or that it was not he, each with both sides."""
        with service.at(as_of) as then:
            items = found(then)
        return {
            "items": [
                {
                    "happening": f"happening-{one.happening}",
                    "label": one.label,
                    "claims": [_out(telling) for telling in one.claims],
                    "denials": [_out(telling) for telling in one.denials],
                }
                for one in items
            ]
        }

    return routes


def _out(telling: Telling) -> dict[str, Any]:
    speakers = [who.label for one in telling.statements for who in one.speakers]
    return {
        "event": qualified("event", telling.event.id),
        "article": qualified("article", telling.event.article),
        "reality": telling.reality,
        "disputes": telling.answers or ("event" if telling.event.reality in DENIED else ""),
        "statements": [qualified("statement", one.id) for one in telling.statements],
        "speakers": list(dict.fromkeys(speakers)),
    }
