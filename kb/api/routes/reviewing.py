"""Routes by which a page asks a person who is who: the open questions, one of them, and the answer.

Input: kb.api.serving.ports.Service, a token that says who answers. Output: values of kb.service.review.reviewing as
JSON.
Never: takes the name of who answers from the body.
"""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from kb.api.routes.decisions import PROBLEMS, DecisionOut, done_out
from kb.api.schemas import resources as schemas
from kb.api.serving.ports import Service
from kb.api.traffic.access import Gatekeeper
from kb.service.review.reviewing import Question


class Quoted(schemas.Value):
    """Words in their sentence."""

    article: str
    start: int
    end: int
    before: str
    words: str
    after: str


class ToldOut(schemas.Value):
    """Where an article names it."""

    member: str = Field(examples=["16bb0c0037e4eb97#e3"])
    title: str
    source: str
    published: str
    quote: Quoted | None


class SideOut(schemas.Value):
    """One of the two."""

    id: str = Field(examples=["entity-5d10a254c526081b5ef6"])
    label: str
    type: str
    names: list[str]
    offices: list[str]
    articles: int
    told: list[ToldOut]


class PartOut(schemas.Value):
    """The share of one field in a weight."""

    field: str
    bits: float
    words: str


class RivalOut(schemas.Value):
    """Another that one side might be, which another question asks."""

    side: int = Field(ge=0, le=1, description="Which side of the question it is that might be it: 0 or 1.")
    id: str
    label: str
    bits: float
    review: str = Field(description="Id of the question that asks it.")


class QuestionOut(schemas.Value):
    """A question: two that may be one, or one that may be two."""

    id: str = Field(examples=["review-5d10a254c526081b5ef6"])
    kind: Literal["entity", "event"]
    why: Literal["near", "contradicted", "weak"] = Field(
        description="About the threshold; above it but contradicted; one now, held together by this pair alone."
    )
    pair: list[str] = Field(description="The two members that speak most for it.")
    bits: float
    needed: float
    against: float = Field(description="Bits of the pair that contradicts it most; 0 if none does.")
    parts: list[PartOut]
    reason: str
    claims: int = Field(description="How many claims would be another's by the answer.")
    open: float = Field(description="0 (clear) to 1 (even).")
    worth: float = Field(description="By which questions are ordered.")
    sides: list[SideOut] = Field(min_length=2, max_length=2)
    rivals: list[RivalOut] = Field(description="What else the sides might be; empty in lists.")


class QuestionsOut(schemas.Value):
    """Open questions, the most worthwhile first."""

    items: list[QuestionOut]
    total: int
    next: int = Field(description="`offset` of the next part; 0 at the end.")
    position: int = Field(description="Of the log that they hold for; `seen` of an answer.")
    unseen: int = Field(description="How many articles are not compared with others yet.")
    settled: bool = Field(description="False while the server still looks: more may come, and in another order.")


class AnswerIn(BaseModel):
    """An answer, and why."""

    model_config = ConfigDict(extra="forbid")

    answer: Literal["same", "different", "unsure", "undo"]
    reason: str = Field("", max_length=10_000, description="Why; kept with the decision.")
    seen: int = Field(0, ge=0, description="Refuse (409) if somebody decided about the same after this position.")


def router(service: Service, gatekeeper: Gatekeeper) -> APIRouter:
    """Return the routes of review; only who may write answers."""
    routes = APIRouter(prefix="/review", tags=["decisions"], responses=PROBLEMS)
    identifier = Annotated[str, Path(description="Of the question.", max_length=64)]

    @routes.get("", response_model=QuestionsOut)
    def review(
        kind: Annotated[Literal["", "entity", "event"], Query(description="Only of this kind.")] = "",
        why: Annotated[Literal["", "near", "contradicted", "weak"], Query(description="Only for this reason.")] = "",
        entity: Annotated[str, Query(max_length=1000, description="Only about this entity, by id, IRI or name.")] = "",
        limit: Annotated[int, Query(ge=1, le=200)] = 20,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> Any:
        """List what a person may decide about who is who, those first whose answer is worth most."""
        found = service.questions(kind=kind, why=why, entity=entity, limit=limit, offset=offset)
        until = offset + len(found.items)
        return {
            "items": [_question(one) for one in found.items],
            "total": found.total,
            "next": until if until < found.total else 0,
            "position": found.position,
            "unseen": found.unseen,
            "settled": found.settled,
        }

    @routes.get("/{question}", response_model=QuestionOut)
    def one(question: identifier) -> Any:
        """Return one open question."""
        return _question(service.question(question))

    @routes.post("/{question}", status_code=201, response_model=DecisionOut)
    async def answer(
        question: identifier, given: AnswerIn, response: Response, actor: Annotated[str, Depends(gatekeeper)]
    ) -> Any:
        """Answer a question, or take its last answer back (undo). Who answers is whom the token belongs to."""
        words = given.model_dump()
        done = await to_thread.run_sync(lambda: service.answer(question, words.pop("answer"), actor, **words))
        response.headers["Location"] = f"/decisions?before={done.position + 1}&limit=1"
        return done_out(done)

    return routes


def _question(question: Question) -> dict[str, Any]:
    item = question.item
    kept = {name: getattr(item, name) for name in QuestionOut.model_fields if hasattr(item, name)}
    sides = [asdict(side) for side in question.sides]
    parts = [{"field": part.field, "bits": part.bits, "words": part.words} for part in item.parts]
    rivals = [{**asdict(rival), "review": f"review-{rival.review}"} for rival in question.rivals]
    told = {"pair": list(item.pair), "parts": parts, "sides": sides, "rivals": rivals}
    return {**kept, "id": f"review-{item.id}", **told}
