"""Tools that query: SPARQL, and queries that are saved.

Input: calls of an assistant. Output: kb.mcp.values. Never: lets a query run on when its call was taken back.
"""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import anyio
from anyio import to_thread
from mcp.server import MCPServer
from pydantic import Field

from kb.api.serving.ports import Service
from kb.mcp import saved as library
from kb.mcp import values
from kb.mcp.arguments import READS, AsOf, Sure, at, said
from kb.mcp.asking import ask, replied
from kb.query.workers.pool import CancelToken
from kb.service.answering.reading import MOST

A = TypeVar("A", bound=values.Answer)


def register(server: MCPServer[Any], service: Service) -> None:
    """Add the tools to *server*."""
    _sparql(server, service)
    _saved(server, service)
    _questions(server, service)


def _sparql(server: MCPServer[Any], service: Service) -> None:
    @server.tool(title="SPARQL", annotations=READS)
    async def sparql(
        query: Annotated[str, Field(min_length=1, max_length=65_536, description="SPARQL 1.1; it reads only.")],
        limit: Annotated[int, Field(ge=1, le=5000, description="Rows or triples at most.")] = 100,
        timeout: Annotated[float | None, Field(gt=0, le=3600, description="Seconds; never more than set.")] = None,
        min_confidence: Sure = 0.0,
        as_of: AsOf = "",
    ) -> values.Answer:
        """Ask the graph in SPARQL. The prefixes kb:, kbt: (event types), rdf:, rdfs:, xsd:, skos:, prov:, geo: need no
        declaration; `terms` explains the vocabulary, the resource kb://guide shows examples. Select ?x of statements
        and events to read them with their citations."""

        def run(token: CancelToken) -> values.Answer:
            with at(service, as_of) as then:
                return ask(then, query, limit, timeout, min_confidence, token)

        return await _cancellable(run)


def _saved(server: MCPServer[Any], service: Service) -> None:
    @server.tool(title="Saved queries", annotations=READS)
    def saved_queries() -> library.SavedQueries:
        """List questions that are saved as queries with parameters: tolls of an event, offices at a date, who denied
        what and others. Look here before writing SPARQL."""
        with said():
            return library.saved(service)

    @server.tool(title="Run a saved query", annotations=READS)
    async def run_saved_query(
        name: Annotated[str, Field(max_length=80, description="As saved_queries lists it.")],
        parameters: Annotated[dict[str, str], Field(description="Values by name; entities by id, IRI or name.")] = {},  # noqa: B006
        limit: Annotated[int, Field(ge=1, le=5000, description="Rows at most.")] = 100,
        as_of: AsOf = "",
    ) -> values.Answer:
        """Run a saved query with its parameters filled in; the answer has the SPARQL that ran."""

        def run(token: CancelToken) -> values.Answer:
            with at(service, as_of) as then:
                query = library.bound(then, name, parameters)
                answer = ask(then, query, limit, None, 0.0, token)
            answer.sparql = query
            return answer

        return await _cancellable(run)


def _questions(server: MCPServer[Any], service: Service) -> None:
    @server.tool(name="ask", title="Ask in plain English", annotations=READS)
    async def ask_question(
        question: Annotated[str, Field(min_length=1, max_length=MOST, description="One short question in English.")],
        limit: Annotated[int, Field(ge=1, le=1000, description="Rows at most.")] = 50,
        min_confidence: Sure = 0.0,
        as_of: AsOf = "",
    ) -> values.Reply:
        """Ask who said, did, holds, met or attacked what, how many were killed, what happened where and when.
        Forms with slots, no model: the answer says what was understood, with the SPARQL that ran and citations; what is
        not understood is an error with questions that are."""

        def run(token: CancelToken) -> values.Reply:
            with at(service, as_of) as then:
                return replied(then, question, limit, min_confidence, token)

        return await _cancellable(run)


async def _cancellable(run: Callable[[CancelToken], A]) -> A:
    """Return what *run* does in a thread; a call that is taken back ends its query."""
    token = CancelToken()
    try:
        return await to_thread.run_sync(run, token, abandon_on_cancel=True)
    except anyio.get_cancelled_exc_class():
        token.cancel()
        raise
