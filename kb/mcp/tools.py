"""The tools of the MCP server.

Input: calls of an assistant. Output: kb.mcp.values; errors that it can act on, one sentence and one hint.
Never: writes, unless the server was told that it may; gives away where on this machine files lie.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Annotated, Any, Final, Literal

import anyio
from anyio import to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from kb.api.ports import Reads, Service
from kb.api.problems import without_paths
from kb.errors import InputError, KbError
from kb.mcp import reading, values, vocabulary
from kb.mcp.asking import ask
from kb.query.pool import CancelToken

_READS: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_WRITES: Final = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False
)

What = Annotated[str, Field(min_length=1, max_length=2000, description="By id (entity-HASH ...), IRI or name.")]
Limit = Annotated[int, Field(ge=1, le=200, description="At most so many.")]
Facts = Annotated[int, Field(ge=1, le=500, description="Facts of one section at most.")]
Sure = Annotated[float, Field(ge=0, le=1, description="Without what the reading is less sure of.")]
Day = Annotated[str, Field(pattern=r"^(\d{4}-\d\d-\d\d)?$", description="A day, 2024-05-31; empty for none.")]
AsOf = Annotated[
    str,
    Field(max_length=40, description="As known after an event of the log (120) or at a time (2024-07-05); empty: now."),
]
Action = Literal["confirm", "retract", "amend", "merge", "unmerge", "keep-apart", "rename", "set-type", "undo", "redo"]
Actor = Callable[[Context[Any, Any]], str]


def register(server: MCPServer[Any], service: Service, actor: Actor | None) -> None:
    """Add the tools to *server*.

    Args:
        service: what they read, and decide in.
        actor: says who decides in a call; None: nothing may be written.
    """
    _finding(server, service)
    _reading(server, service)
    _listing(server, service)
    _comparing(server, service)
    _querying(server, service)
    if actor is not None:
        _deciding(server, service, actor)


@contextmanager
def said() -> Iterator[None]:
    """Have an error that the assistant can act on said to it."""
    try:
        yield
    except KbError as error:
        told = " ".join(part for part in without_paths(error) if part)
        excerpt = getattr(error, "excerpt", "")
        raise ToolError(f"{told}\n{excerpt}" if excerpt else told) from error


@contextmanager
def _at(service: Service, as_of: str) -> Iterator[Reads]:
    with said(), service.at(as_of) as then:
        yield then


def _finding(server: MCPServer[Any], service: Service) -> None:
    @server.tool(title="Search", annotations=_READS)
    def search(
        words: Annotated[str, Field(min_length=1, max_length=1000, description="Words that must all be there.")],
        kind: Literal["", "article", "entity", "statement"] = "",
        limit: Limit = 10,
        as_of: AsOf = "",
    ) -> values.Hits:
        """Find articles, entities (people, bodies, places) and statements by their words. Start here to get ids."""
        with _at(service, as_of) as then:
            found = then.search(words, limit, kind)
        return values.Hits(
            items=[values.Hit(id=f"{hit.kind}-{hit.id}", title=hit.title, snippet=hit.snippet) for hit in found]
        )

    @server.tool(title="Vocabulary", annotations=_READS)
    def terms(
        words: Annotated[str, Field(max_length=200, description="Part of a name, label or comment; empty: all.")] = "",
        limit: Limit = 20,
        as_of: AsOf = "",
    ) -> values.Terms:
        """Look up classes, properties and event types of the ontology, with what they mean, before writing SPARQL."""
        with _at(service, as_of) as then:
            return vocabulary.terms(then.ontology(), words, limit)


def _reading(server: MCPServer[Any], service: Service) -> None:
    @server.tool(title="Read an article", annotations=_READS)
    def read_article(
        article: What,
        start: Annotated[int, Field(ge=0, description="First character wanted.")] = 0,
        length: Annotated[int, Field(ge=1, le=50_000, description="Characters wanted.")] = 8000,
        as_of: AsOf = "",
    ) -> values.ArticleText:
        """Read an article's stored text, to check a citation: its start and end count characters of this text."""
        with _at(service, as_of) as then:
            return reading.article(then, article, start, length)

    @server.tool(title="What an article says", annotations=_READS)
    def article_facts(article: What, facts: Facts = 20, min_confidence: Sure = 0.0, as_of: AsOf = "") -> values.Thing:
        """List all that was read from one article: people, events, figures, statements, each with its words."""
        with _at(service, as_of) as then:
            return reading.thing(then, "article", article, facts, min_confidence)

    @server.tool(title="Read an entity", annotations=_READS)
    def read_entity(entity: What, facts: Facts = 20, min_confidence: Sure = 0.0, as_of: AsOf = "") -> values.Thing:
        """Read all that articles say about a person, body or place: offices, events, statements, with citations."""
        with _at(service, as_of) as then:
            return reading.thing(then, "entity", entity, facts, min_confidence)

    @server.tool(title="Read an event", annotations=_READS)
    def read_event(event: What, facts: Facts = 20, min_confidence: Sure = 0.0, as_of: AsOf = "") -> values.Thing:
        """Read an event or happening: who, what, where, when, figures, and what other articles tell of it."""
        with _at(service, as_of) as then:
            return reading.thing(then, "event", event, facts, min_confidence)

    @server.tool(title="Read a statement", annotations=_READS)
    def read_statement(statement: What, facts: Facts = 20, as_of: AsOf = "") -> values.Thing:
        """Read who said something, how, to whom, by which medium, and what it claims happened."""
        with _at(service, as_of) as then:
            return reading.thing(then, "statement", statement, facts, 0.0)


def _listing(server: MCPServer[Any], service: Service) -> None:
    @server.tool(title="List events", annotations=_READS)
    def events(
        type: Annotated[
            str, Field(max_length=100, description="An event type's local name (air_strike); see terms.")
        ] = "",
        entity: Annotated[str, Field(max_length=2000, description="Who takes part, or where; id, IRI or name.")] = "",
        place: Annotated[str, Field(max_length=2000, description="Where, or in a part of it.")] = "",
        reality: Literal["", "occurred", "ongoing", "planned", "hypothetical", "denied", "notHappened"] = "",
        since: Day = "",
        until: Day = "",
        limit: Limit = 20,
        as_of: AsOf = "",
    ) -> values.Events:
        """List events by type, participant, place, reality and day, each as one article tells it and with its words."""
        with _at(service, as_of) as then, then.moment() as moment:
            found = moment.catalog.list_events(
                type=type, entity=moment.entity_id(entity), place=moment.entity_id(place), reality=reality,
                since=since, until=until, limit=limit,
            )  # fmt: skip
            items = [reading.event_row(moment, one) for one in found.items]
            if type and not found.total:
                _known_type(type)
        return values.Events(items=items, total=found.total)

    @server.tool(title="Who said what", annotations=_READS)
    def statements(
        speaker: Annotated[str, Field(max_length=2000, description="Who said it; id, IRI or name.")] = "",
        about: Annotated[str, Field(max_length=2000, description="Whom or what it is about; id, IRI or name.")] = "",
        words: Annotated[str, Field(max_length=1000, description="Words that what was said holds.")] = "",
        since: Day = "",
        until: Day = "",
        limit: Limit = 20,
        as_of: AsOf = "",
    ) -> values.Statements:
        """List who said what about whom, each with its words in the article."""
        with _at(service, as_of) as then, then.moment() as moment:
            found = moment.catalog.list_statements(
                speaker=moment.entity_id(speaker), about=moment.entity_id(about), text=words, since=since, until=until,
                limit=limit,
            )  # fmt: skip
            items = [reading.statement_row(moment, one) for one in found.items]
        return values.Statements(items=items, total=found.total)

    @server.tool(title="Timeline", annotations=_READS)
    def timeline(what: What, since: Day = "", until: Day = "", limit: Limit = 30, as_of: AsOf = "") -> values.Timeline:
        """Tell what happened to an entity, at a place or around an event, in the order of time, with citations."""
        with _at(service, as_of) as then:
            return reading.timeline(then, what, since, until, limit)


def _comparing(server: MCPServer[Any], service: Service) -> None:
    @server.tool(title="Conflicts", annotations=_READS)
    def conflicts(
        event: Annotated[str, Field(max_length=2000, description="An event or happening by id; empty for all.")] = "",
        kind: Annotated[
            Literal["", "happened", "time", "place", "actor", "figure"], Field(description="Of contradictions.")
        ] = "",
        limit: Limit = 20,
        as_of: AsOf = "",
    ) -> values.Conflicts:
        """List figures and claims of several articles about one happening that cannot all be true, side by side."""
        with _at(service, as_of) as then:
            return reading.disagreements(then, event, kind, limit)

    @server.tool(title="Why one or two", annotations=_READS)
    def explain(first: What, second: What, as_of: AsOf = "") -> values.Why:
        """Say why two entities, events or happenings are held to be one, or two: the evidence field by field."""
        with _at(service, as_of) as then:
            return reading.why(then, first, second)


def _querying(server: MCPServer[Any], service: Service) -> None:
    @server.tool(title="SPARQL", annotations=_READS)
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
        token = CancelToken()

        def run() -> values.Answer:
            with _at(service, as_of) as then:
                return ask(then, query, limit, timeout, min_confidence, token)

        try:
            return await to_thread.run_sync(run, abandon_on_cancel=True)
        except anyio.get_cancelled_exc_class():
            token.cancel()
            raise


def _deciding(server: MCPServer[Any], service: Service, actor: Actor) -> None:
    @server.tool(title="Decide", annotations=_WRITES)
    async def decide(
        context: Context[Any, Any],
        action: Action,
        reason: Annotated[str, Field(min_length=1, max_length=2000, description="Why; kept with the decision.")],
        what: Annotated[str, Field(max_length=2000, description="A claim's, entity's or happening's id.")] = "",
        value: Annotated[
            str, Field(max_length=2000, description="What amend, merge, keep-apart, rename, set-type put.")
        ] = "",
        position: Annotated[int, Field(ge=0, description="Of the decision that undo and redo mean.")] = 0,
        seen: Annotated[int, Field(ge=0, description="Refuse if somebody decided about it after this event.")] = 0,
    ) -> values.Decided:
        """Record a decision of the person you work for: a claim is right or wrong, two entities are one or two. Only
        when that person has asked for it; every decision can be taken back with undo."""
        who = actor(context)

        def act() -> values.Decided:
            with said():
                done = service.decide(action, who, what=what, value=value, position=position, reason=reason, seen=seen)
            return values.Decided(
                position=done.position, actor=done.actor, said=done.said, overturns=[str(one) for one in done.overturns]
            )

        return await to_thread.run_sync(partial(act))


def _known_type(name: str) -> None:
    from difflib import get_close_matches

    from kb.language.event_types import EventTypes

    known = sorted(one.name for one in EventTypes.load())
    if name not in known:
        alike = get_close_matches(name.lower().replace(" ", "_"), known, n=3)
        hint = f"Did you mean {' or '.join(alike)}?" if alike else "`terms` finds event types by words."
        raise InputError(f"There is no event type {name!r}.", hint=hint)
