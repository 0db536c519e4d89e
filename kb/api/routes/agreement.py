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
from kb.api.schemas.agreement import Conflicts, Explained
from kb.api.serving.ports import Listing, Reads, Service
from kb.service.happenings.conflicts import conflicts
from kb.service.happenings.disputes import Disputed, Telling
from kb.service.happenings.odds import odds
from kb.service.happenings.quantity import HISTORY, VIEWS, Quantity, Value

_SEVERAL: dict[int | str, dict[str, Any]] = {
    409: {
        "model": schemas.Problem,
        "description": "A name fits several things; `detail` names them.",
        "content": {"application/problem+json": {}},
    }
}


class ConflictsAsked(disputes.DisputesAsked):
    """What programs can ask of conflicts."""

    agreeing: Annotated[bool, Field(description="With several values that are alike.")] = False
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
        """List figures of one happening that cannot all be true, then those that changed from report to report.

        Each with its values in the order of the reports; `state` says which it is.
        """
        kind = "" if asked.kind == "all" else asked.kind
        with service.at(asked.as_of) as then, then.catalog() as catalog:
            bare: str | frozenset[str] = catalog.stands_as(asked.happening.partition("-")[2])
            if asked.of:
                named = disputes.named_by(then, asked.of)
                bare = named & {bare} if bare else named
            if bare or asked.of or asked.agreeing:
                found = conflicts(catalog, bare, agreeing=asked.agreeing)
            else:
                found = disputes.figures(then, catalog, keep)
            claims: list[dict[str, Any]] = []
            if kind in ("figure", HISTORY):
                found = tuple(one for one in found if (one.state == HISTORY) == (kind == HISTORY))
            if asked.kind and kind != HISTORY and (bare or not asked.of):
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
                        "replaced_by": account.replaced_by,
                        "replaced_on": account.replaced_on,
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
