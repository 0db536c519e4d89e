"""Routes of what concerns many at once: curated lists, candidates of services elsewhere, members, judging anew.

Input: kb.api.serving.ports.Service, a token that says who acts. Output: values of kb.service as JSON.
Never: writes without a token's scope; accepts or rejects a candidate (kb.api.routes.decisions does).
"""

from dataclasses import asdict
from itertools import islice
from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from kb.api.routes.browse import SEVERAL, AsOf, Limit
from kb.api.routes.decisions import PROBLEMS
from kb.api.schemas import resources as schemas
from kb.api.serving.ports import Service
from kb.api.traffic.access import Gatekeeper
from kb.service.elsewhere.candidates import candidates
from kb.service.identity.member_list import members_at
from kb.service.lists.change import ListChange
from kb.service.lists.listing import lists
from kb.sources.lists import FORMS

_FORMS = "|".join(FORMS)
_TYPES = {
    "text/csv": "csv",
    "text/turtle": "turtle",
    "application/x-ndjson": "ftm",
    "application/jsonl": "ftm",
    "application/json": "ftm",
}
_FILE = {  # the file itself is the body, whatever its format
    "requestBody": {
        "required": True,
        "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in _TYPES},
    }
}


class CuratedListOut(schemas.Value):
    """A curated list in force."""

    name: str = Field(examples=["sanctions"])
    position: int = Field(description="Of its latest version that changed anything.")
    form: str
    origin: str
    recorded_at: str
    actor: str
    entries: int
    named: int = Field(description="How many of its entities articles name.")


class CuratedLists(schemas.Value):
    """All in force, by name."""

    items: list[CuratedListOut]


class BadRowOut(schemas.Value):
    """A row that was left out."""

    line: int
    reason: str


class ListChanged(schemas.Value):
    """What became of a list."""

    name: str
    position: int = Field(description="Of its event, which can be undone; 0 if nothing was recorded.")
    added: int
    changed: int
    removed: int
    kept: int
    linked: int = Field(description="How many entities of articles were found in it.")
    decisions: int
    bad: list[BadRowOut]
    notes: list[str]


class WhyIn(BaseModel):
    """Why a list is withdrawn."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=2000)


class CandidateOut(schemas.Value):
    """Whom a service elsewhere takes an entity for."""

    entity: str = Field(examples=["entity-5d10a254c526081b5ef6"])
    label: str
    type: str
    external: str = Field(examples=["wikidata:Q42"], description="`value` of /decisions/accept and /decisions/reject.")
    name: str
    score: float
    match: bool = Field(description="Whether the service is sure.")
    types: list[str]
    description: str
    service: str
    position: int
    state: Literal["open", "accepted", "rejected"]


class Candidates(schemas.Value):
    """Entities that most articles name first, of each the best candidate first."""

    items: list[CandidateOut]


class MemberOut(schemas.Value):
    """One article's own, or a list's row."""

    name: str = Field(examples=["16bb0c0037e4eb97#e3"], description="`what` of /decisions/move.")
    label: str
    title: str
    by: str = Field(description="Whose decision put it there, with the event; empty where it stands for itself.")
    entity: str = Field(description="The canonical id that it stands for before merges.")


class Members(schemas.Value):
    """Of one entity or happening, the first that came first."""

    items: list[MemberOut]


class ResolveIn(BaseModel):
    """What is judged anew, and whether it is written."""

    model_config = ConfigDict(extra="forbid")

    article: str = Field("", max_length=64, description="Only this article and those around what changes; empty: all.")
    write: bool = Field(
        False, description="Record it; without it nothing is written and the answer says what would be."
    )
    position: int = Field(
        0, ge=0, description="Refuse (409) if the log is not at this position: of the plan looked at."
    )


class ChangeOut(schemas.Value):
    """A member that would stand, or stands, for another than before."""

    member: str
    label: str
    kind: Literal["entity", "happening"]
    does: Literal["linked", "parted"]
    before: list[str] = Field(description="Canonical id and what it is called.")
    after: list[str]
    bits: float
    reasons: list[str]


class Resolved(schemas.Value):
    """What judging anew changes."""

    position: int = Field(description="Of the log that it was made at.")
    articles: int
    changes: list[ChangeOut]
    total: int
    apart: int
    disputed: list[str]
    settled: bool
    rule: str
    written: int = Field(description="Position up to which it was written; 0 if nothing was.")


def router(service: Service, gatekeeper: Gatekeeper) -> APIRouter:
    """Return the routes; those that write ask for a token as all that write do."""
    routes = APIRouter(tags=["decisions"], responses=PROBLEMS)
    _lists(routes, service, gatekeeper)

    @routes.get("/candidates", response_model=Candidates, responses=SEVERAL)
    def list_candidates(
        entity: Annotated[str, Query(max_length=1000, description="Only of this entity, by id, IRI or name.")] = "",
        state: Annotated[Literal["", "open", "accepted", "rejected"], Query(description="Empty: all.")] = "open",
        match: Annotated[bool, Query(description="Only those of which the service is sure.")] = False,
        limit: Limit = 50,
        as_of: AsOf = "",
    ) -> Any:
        """List whom services elsewhere take entities for; /decisions/accept and /decisions/reject decide."""
        with service.at(as_of) as then, then.moment() as moment, moment.connection() as connection:
            wanted = moment.entity_id(entity)
            found = islice(candidates(connection, entity=wanted, state=state, match=match), limit)
            return {"items": [asdict(one) | {"entity": f"entity-{one.entity}"} for one in found]}

    @routes.get("/members", response_model=Members, responses=SEVERAL)
    def list_members(
        of: Annotated[
            str, Query(min_length=1, max_length=1000, description="Entity or happening, by id, IRI or name.")
        ],
        as_of: AsOf = "",
    ) -> Any:
        """List which names of which articles are one entity or happening, and whose decision put each there."""
        with service.at(as_of) as then, then.moment() as moment:
            return {"items": [asdict(one) for one in members_at(moment, service.log, of)]}

    @routes.post("/resolution", response_model=Resolved, dependencies=[Depends(gatekeeper.admin)])
    async def resolve(body: ResolveIn, limit: Limit = 200) -> Any:
        """Judge all, or one article, anew by today's rules: a plan to look at; with `write` recorded in one append."""
        bare = body.article.rpartition("-")[2]
        made, written = await to_thread.run_sync(lambda: service.resolve(bare, body.position, write=body.write))
        told = {name: getattr(made, name) for name in ("position", "articles", "apart", "disputed", "settled", "rule")}
        changes = [asdict(one) for one in made.changes[:limit]]
        return told | {"changes": changes, "total": len(made.changes), "written": written}

    return routes


def _lists(routes: APIRouter, service: Service, gatekeeper: Gatekeeper) -> None:
    name_of = Annotated[str, Path(max_length=60, description="Lower-case letters, digits, - and _.")]

    @routes.get("/curated-lists", response_model=CuratedLists)
    def curated_lists(as_of: AsOf = "") -> Any:
        """List the curated lists in force, and how many of their entities articles name."""
        with service.at(as_of) as then, then.moment() as moment, moment.connection() as connection:
            return {"items": [asdict(one) for one in lists(connection, service.log)]}

    @routes.put("/curated-lists/{name}", response_model=ListChanged, openapi_extra=_FILE)
    async def put_list(
        name: name_of,
        request: Request,
        actor: Annotated[str, Depends(gatekeeper)],
        form: Annotated[
            str, Query(alias="format", pattern=f"^({_FORMS}|)$", description="Else Content-Type says it.")
        ] = "",
        origin: Annotated[str, Query(max_length=200, description="The file's name, for messages and the log.")] = "",
        skip_bad: Annotated[bool, Query(alias="skipBad", description="Leave bad rows out, and name them.")] = False,
        dry_run: Annotated[bool, Query(alias="dryRun", description="Record nothing.")] = False,
    ) -> Any:
        """Take a curated list in, or a new version of it; the same file again changes nothing."""
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        said, data = form or _TYPES.get(media, ""), await request.body()
        done = await to_thread.run_sync(
            lambda: service.add_list(name, data, said, origin, skip_bad=skip_bad, dry_run=dry_run, actor=actor)
        )
        return _changed(done)

    @routes.post("/curated-lists/{name}/withdrawal", response_model=ListChanged, status_code=201)
    async def withdraw_curated_list(
        name: name_of, body: WhyIn, actor: Annotated[str, Depends(gatekeeper.admin)]
    ) -> Any:
        """Take a curated list out of the graph; what was linked to it is decided anew. Undoing it brings it back."""
        return _changed(await to_thread.run_sync(service.withdraw_list, name, body.reason, actor))


def _changed(done: ListChange) -> dict[str, Any]:
    return asdict(done) | {"bad": [{"line": one.line, "reason": one.reason} for one in done.bad]}
