"""The route for questions in plain English.

Input: kb.api.serving.ports.Service. Output: what was understood, the SPARQL that ran, and the answer, as JSON.
Never: asks a language model: whoever runs the server would pay for strangers' questions.
"""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field

from kb.api.routes.browse import PROBLEMS, SEVERAL, AsOf
from kb.api.routes.reviewing import Quoted
from kb.api.schemas import resources as schemas
from kb.api.serving.ports import Service
from kb.api.traffic.visitors import Visitors
from kb.query.manner import Manner
from kb.query.service import QueryResult
from kb.service.answering.answer import examples
from kb.service.answering.asking import ask
from kb.service.answering.citing import cite
from kb.service.answering.reading import MOST


class Answered(schemas.Value):
    """A question, what was understood of it, and its answer."""

    question: str
    form: str = Field(examples=["speech"])
    means: str = Field(examples=["statements"], description="What is asked, in words.")
    slots: dict[str, str] = Field(examples=[{"about": "Kyiv (city, UA), entity-5c1f0d7f9d3c4e1ab2aa"}])
    sparql: str = Field(description="The query that ran; /sparql answers it too.")
    passed_over: list[str] = Field(description="Words that nothing was made of.")
    notes: list[str]
    position: int = Field(description="Position of the log that the query saw.")
    truncated: bool
    columns: list[str]
    rows: list[dict[str, Any]] = Field(description="As SPARQL's JSON has them: column -> type and value.")
    citations: list[list[Quoted]] = Field(
        description="For each row the words that it was read from; start and end count code points of the text."
    )


class Questions(schemas.Value):
    """Questions that are understood, one a form."""

    items: list[str]


def router(service: Service, visitors: Visitors) -> APIRouter:
    """Return the routes on *service*.

    Args:
        visitors: says who asks and what their queries may cost.
    """
    routes = APIRouter(tags=["queries"], responses=PROBLEMS | SEVERAL)

    @routes.get("/ask", response_model=Answered)
    def ask_question(
        request: Request,
        q: Annotated[
            str,
            Query(
                min_length=1, max_length=MOST, description="A question.", examples=["Who said what about Blue Column?"]
            ),
        ],
        min_confidence: Annotated[
            float, Query(alias="minConfidence", description="Without what is less sure than this chance, 0 to 1.")
        ] = 0.0,
        as_of: AsOf = "",
    ) -> Any:
        """Ask a question in plain English. What is not understood is a 400, with questions that are in `nearest`."""
        visitor = visitors(request)
        manner = Manner(client=visitor.client, budget=visitor.budget)

        def run(sparql: str) -> QueryResult:
            return then.query(sparql, format="json", min_confidence=min_confidence, manner=manner)

        with service.at(as_of) as then, then.moment() as moment:
            found = ask(q, moment.catalog, then.base_iri, run)
            with found.result as result:
                body = json.loads(result.read())
                known = found.understood
                rows = body["results"]["bindings"]
                return {
                    **{name: getattr(known, name) for name in ("question", "form", "means", "slots", "sparql")},
                    "passed_over": list(known.passed_over),
                    "notes": list(known.notes),
                    "position": result.position,
                    "truncated": result.truncated,
                    "columns": body["head"]["vars"],
                    "rows": rows,
                    "citations": cite(rows, then.base_iri, run, moment.catalog, moment.log),
                }

    @routes.get("/ask/examples", response_model=Questions)
    def list_questions(as_of: AsOf = "") -> Any:
        """List questions that are understood, one a form; at any time the same."""
        with service.at(as_of):
            return {"items": list(examples())}

    return routes
