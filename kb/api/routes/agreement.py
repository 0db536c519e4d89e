"""Routes for what articles agree on and what not: why two things are one, and figures that disagree.

Input: kb.api.serving.ports.Service. Output: values of kb.service.identity.explaining and
kb.service.happenings.conflicts as JSON.
"""

from dataclasses import asdict, fields
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from kb.api.routes import disputes
from kb.api.routes.browse import PROBLEMS, AsOf
from kb.api.schemas import resources as schemas
from kb.api.serving.ports import Listing, Reads, Service
from kb.service.happenings.conflicts import VIEWS, Quantity, Value, conflicts
from kb.service.happenings.disputes import Disputed, Telling
from kb.service.happenings.odds import odds

_SEVERAL: dict[int | str, dict[str, Any]] = {
    409: {
        "model": schemas.Problem,
        "description": "A name fits several things; `detail` names them.",
        "content": {"application/problem+json": {}},
    }
}


class FigureValue(schemas.Value):
    """One figure as one article has it."""

    figure: str = Field(examples=["figure-12340920fe59e0607e9c"])
    event: str
    article: str
    source: str
    reported: str = Field(description="When the article was published, empty if unknown.")
    words: str
    comparator: str
    value: float
    upper: float | None
    withdrawn: bool
    said_by: list[str] = Field(description="Who says so; empty for the article's own voice.")
    official: bool = Field(description="Whether an authority says so, or somebody in an office.")
    kind: str = Field(
        description="Kind of people that it alone counts (workers), beside those that count all; else empty."
    )
    also: list[str] = Field(default=[], description="Figures by which the article says the same over again.")
    replaced_by: str = Field(
        default="",
        description="The figure by which the same voice gives another number in a later report; empty if it stands.",
    )


class FigureConflict(schemas.Value):
    """All values of one quantity of one happening, by time of report."""

    happening: str = Field(examples=["happening-12340920fe59e0607e9c"])
    label: str
    counts: str = Field(description="What is counted.")
    unit: str
    values: list[FigureValue]
    odds: list[list[str]] = Field(
        description="Pairs of figures that cannot both be true; none of what its own voice has replaced since."
    )
    view: str = Field(default="", description="The rule of the view that was asked for, in words.")
    chosen: list[str] = Field(default=[], description="Figures that the view chooses: one at most, or one a source.")


class ContradictingClaims(schemas.Value):
    """Two claims about one happening that cannot both be true."""

    happening: str = Field(examples=["happening-12340920fe59e0607e9c"])
    label: str
    kind: str = Field(description="happened, time, place, actor or figure.")
    because: str = Field(description="Why, in words.")
    claims: list[str] = Field(description="The two claims.")
    articles: list[str] = Field(description="The article of each.")


class AccountTelling(schemas.Value):
    """One article's words for an account."""

    event: str = Field(description="Its version of the happening.")
    article: str
    source: str
    published: str
    by: str = Field(description="Who says so; empty for the article itself.")
    words: str
    sentence: str = Field(description="The words in their sentence.")
    start: int | None = Field(description="Where the words begin in the article's text, in code points.")
    end: int | None
    certainty: float
    claim: str = Field(description="By which /decisions take it.")
    official: bool
    withdrawn: bool


class DisputeAccount(schemas.Value):
    """What some articles say alike."""

    words: str = Field(examples=["at least 17", "it did not"])
    ref: str = Field(description="Id of the entity that is named, empty for none.")
    opposed: bool = Field(description="Whether another account cannot be true beside it.")
    more: int = Field(description="How many tell it besides these.")
    tellings: list[AccountTelling]


class DisputeOut(schemas.Value):
    """One thing that is told differently."""

    kind: str = Field(description="happened, time, place, actor or figure.")
    counts: str = Field(description="What is counted, for figures.")
    unit: str
    accounts: list[DisputeAccount]


class DisputedOut(schemas.Value):
    """A happening with what is told differently of it."""

    happening: str
    label: str
    articles: int = Field(description="How many tell of it.")
    disputes: list[DisputeOut]


class Conflicts(schemas.Value):
    """Quantities whose values disagree, those of most values first."""

    items: list[FigureConflict]
    total: int
    contradictions: list[ContradictingClaims] = Field(default=[], description="What `kind` asks for.")
    disputed: list[DisputedOut] = Field(default=[], description="What `accounts` asks for.")
    next: str = Field(default="", description="Cursor of the next part of `disputed`; empty after the last.")


class Compared(schemas.Value):
    """One of two things that are compared."""

    id: str = Field(examples=["entity-5d10a254c526081b5ef6"])
    label: str
    members: list[str] = Field(description="What stands for it in each article, as ARTICLE#LOCAL.")


class Evidence(schemas.Value):
    """What one field adds."""

    field: str
    bits: float = Field(description="Each bit doubles the odds that the two are one; below 0 it speaks against.")
    words: str


class Explained(schemas.Value):
    """Why two things are one or two."""

    kind: str = Field(description="entity or event.")
    first: Compared
    second: Compared
    one: bool = Field(description="Whether they are one in the graph.")
    pair: list[str] = Field(description="The two members that speak most for it; they are weighed.")
    bits: float
    needed: float = Field(description="What makes a link.")
    parts: list[Evidence]
    verdict: str
    would_change: list[str] = Field(description="What would turn it.")


class ConflictsAsked(disputes.DisputesAsked):
    """What programs can ask of conflicts."""

    agreeing: Annotated[bool, Field(description="With several values that do not disagree.")] = False
    accounts: Annotated[
        bool,
        Field(description="Also `disputed`: what the page shows, accounts beside each other with their sentences."),
    ] = False
    view: Annotated[
        Literal["", "latest", "highest", "lowest", "source", "official"],
        Field(description="Which value of each quantity is named in `chosen`; `source`: one of each speaker or paper."),
    ] = ""
    limit: Annotated[int, Field(ge=1, le=10_000, description="How many at most; 50 of `disputed`.")] = 1000


def router(service: Service, keep: disputes.Keep) -> APIRouter:
    """Return the routes on *service*; *keep* keeps what is found over all of a base."""
    routes = APIRouter(tags=["events"], responses=PROBLEMS | _SEVERAL)

    @routes.get("/explain", response_model=Explained)
    def explain_pair(
        a: Annotated[str, Query(min_length=1, max_length=2000, description="By id, IRI, name or ARTICLE#LOCAL.")],
        b: Annotated[str, Query(min_length=1, max_length=2000, description="The other one.")],
        as_of: AsOf = "",
    ) -> Any:
        """Say why two entities, events or happenings are one or two: what speaks for it and against it, in bits."""
        with service.at(as_of) as then:
            return asdict(then.explain(a, b))

    @routes.get("/conflicts", response_model=Conflicts)
    def list_conflicts(asked: Annotated[ConflictsAsked, Query()]) -> Any:
        """List figures of one happening that cannot all be true, in the order of their reports."""
        kind = "" if asked.kind == "all" else asked.kind
        with service.at(asked.as_of) as then, then.catalog() as catalog:
            bare: str | frozenset[str] = catalog.stands_as(asked.happening.partition("-")[2])
            if asked.of:
                named = disputes.named_by(then, asked.of)
                bare = named & {bare} if bare else named
            if bare or asked.of or asked.agreeing:
                found = conflicts(catalog, bare, agreeing=asked.agreeing)
            else:
                found = disputes.figures(catalog, keep)
            claims: list[dict[str, Any]] = []
            if asked.kind and (bare or not asked.of):
                claims = _contradictions(then, bare, kind, catalog.course, keep)
            told: Listing[Any] = Listing((), 0)
            if asked.narrows or asked.accounts:
                all_ = disputes.standing(then, catalog, keep)
                fit = disputes.found(then, catalog, all_, asked)
                if asked.narrows:
                    found = tuple(one for one in found if one.happening in fit)
                    claims = [one for one in claims if one["happening"].partition("-")[2] in fit]
                if asked.accounts:
                    fit = disputes.of_kind(fit, all_, asked.kind)
                    told = disputes.accounts(then, catalog, all_, fit, asked, min(asked.limit, disputes.MOST), keep)
        return {
            "items": [conflict_sent(one, asked.view) for one in found[: asked.limit]],
            "total": len(found),
            "contradictions": claims[: asked.limit],
            "disputed": [_disputed_sent(one) for one in told.items],
            "next": told.next,
        }

    return routes


def _contradictions(
    then: Reads, happening: str | frozenset[str], kind: str, course: str, keep: disputes.Keep
) -> list[dict[str, Any]]:
    def made() -> list[dict[str, Any]]:
        return [asdict(one) for one in odds(disputes.asking(then), then.base_iri, happening, kind)]

    return made() if happening else keep(("claims at odds", course, kind), made)


def _disputed_sent(one: Disputed) -> dict[str, Any]:
    """Return what is told differently of a happening as it is sent."""
    return {
        "happening": one.ref,
        "label": one.label,
        "articles": one.articles,
        "disputes": [
            {
                "kind": dispute.kind,
                "counts": dispute.counts,
                "unit": dispute.unit,
                "accounts": [
                    {
                        "words": account.words,
                        "ref": account.ref,
                        "opposed": account.opposed,
                        "more": account.more,
                        "tellings": [_telling_sent(telling) for telling in account.tellings],
                    }
                    for account in dispute.accounts
                ],
            }
            for dispute in one.disputes
        ],
    }


def _telling_sent(one: Telling) -> dict[str, Any]:
    quote = one.quote
    return {
        "event": f"event-{one.event}",
        "article": f"article-{one.article.id}",
        "source": one.article.source,
        "published": one.article.published,
        "by": one.by,
        "words": quote.words if quote else "",
        "sentence": f"{quote.before}{quote.words}{quote.after}" if quote else "",
        "start": quote.start if quote else None,
        "end": quote.end if quote else None,
        "certainty": one.certainty,
        "claim": one.claim,
        "official": one.official,
        "withdrawn": one.withdrawn,
    }


def _row(one: Quantity | Value) -> dict[str, Any]:
    """Return the fields; `asdict` would copy all that is in them."""
    return {part.name: getattr(one, part.name) for part in fields(one)}


def conflict_sent(one: Quantity, view: str = "") -> dict[str, Any]:
    """Return a quantity as it is sent; *view*: one of VIEWS, by which values are chosen, "" for none."""
    row = _row(one)
    row["happening"] = f"happening-{one.happening}"
    row["values"] = [
        _row(value)
        | {kind: f"{kind}-{getattr(value, kind)}" for kind in ("figure", "event", "article")}
        | {
            "also": [f"figure-{figure}" for figure in value.also],
            "replaced_by": value.replaced_by and f"figure-{value.replaced_by}",
        }
        for value in one.values
    ]
    row["odds"] = [[f"figure-{figure}" for figure in pair] for pair in one.odds]
    if view:
        row |= {"view": VIEWS[view], "chosen": [f"figure-{value.figure}" for value in one.chosen(view)]}
    return row
