"""The tools of the MCP server: find, read, list, compare; and those of kb.mcp.querying and kb.mcp.deciding.

Input: calls of an assistant. Output: kb.mcp.values; errors that it can act on, one sentence and one hint.
Never: writes, unless the server was told that it may.
"""

from typing import Annotated, Any, Literal

from mcp.server import MCPServer
from pydantic import Field

from kb.api.serving.ports import Service
from kb.mcp import deciding, querying, reading, values, vocabulary
from kb.mcp.arguments import READS, AsOf, Facts, Limit, Since, Sure, Until, What, at
from kb.service.curation.whom import named_types


def register(server: MCPServer[Any], service: Service, actor: deciding.Actor | None) -> None:
    """Add the tools to *server*.

    Args:
        service: what they read, and decide in.
        actor: says who decides in a call; None: nothing may be written.
    """
    _finding(server, service)
    _reading(server, service)
    _listing(server, service)
    _comparing(server, service)
    querying.register(server, service)
    if actor is not None:
        deciding.register(server, service, actor)


def _finding(server: MCPServer[Any], service: Service) -> None:
    @server.tool(title="Search", annotations=READS)
    def search(
        words: Annotated[str, Field(min_length=1, max_length=1000, description="Words that must all be there.")],
        kind: Literal["", "article", "entity", "statement"] = "",
        limit: Limit = 10,
        as_of: AsOf = "",
    ) -> values.Hits:
        """Find articles, entities (people, bodies, places) and statements by their words. Start here to get ids.

        Last come entities that are only called much the same, in another spelling maybe ("match": "alike").
        """
        with at(service, as_of) as then:
            found = then.search(words, limit, kind, alike=True)
        return values.Hits(
            items=[
                values.Hit(id=f"{hit.kind}-{hit.id}", title=hit.title, snippet=hit.snippet, match=hit.match)
                for hit in found
            ]
        )

    @server.tool(title="Vocabulary", annotations=READS)
    def terms(
        words: Annotated[str, Field(max_length=200, description="Part of a name, label or comment; empty: all.")] = "",
        limit: Limit = 20,
        as_of: AsOf = "",
    ) -> values.Terms:
        """Look up classes, properties and event types of the ontology, with what they mean, before writing SPARQL."""
        with at(service, as_of) as then:
            return vocabulary.terms(then.ontology(), words, limit)


def _reading(server: MCPServer[Any], service: Service) -> None:
    @server.tool(title="Read an article", annotations=READS)
    def read_article(
        article: What,
        start: Annotated[int, Field(ge=0, description="First character wanted.")] = 0,
        length: Annotated[int, Field(ge=1, le=50_000, description="Characters wanted.")] = 8000,
        as_of: AsOf = "",
    ) -> values.ArticleText:
        """Read an article's stored text, to check a citation: its start and end count characters of this text."""
        with at(service, as_of) as then:
            return reading.article(then, article, start, length)

    @server.tool(title="What an article says", annotations=READS)
    def article_facts(article: What, facts: Facts = 20, min_confidence: Sure = 0.0, as_of: AsOf = "") -> values.Thing:
        """List all that was read from one article: people, events, figures, statements, each with its words."""
        with at(service, as_of) as then:
            return reading.thing(then, "article", article, facts, min_confidence)

    @server.tool(title="Read an entity", annotations=READS)
    def read_entity(entity: What, facts: Facts = 20, min_confidence: Sure = 0.0, as_of: AsOf = "") -> values.Thing:
        """Read all that articles say about a person, body or place: offices, events, statements, with citations."""
        with at(service, as_of) as then:
            return reading.thing(then, "entity", entity, facts, min_confidence)

    @server.tool(title="Read an event", annotations=READS)
    def read_event(event: What, facts: Facts = 20, min_confidence: Sure = 0.0, as_of: AsOf = "") -> values.Thing:
        """Read an event or happening: who, what, where, when, figures, and what other articles tell of it."""
        with at(service, as_of) as then:
            return reading.thing(then, "event", event, facts, min_confidence)

    @server.tool(title="Read a statement", annotations=READS)
    def read_statement(statement: What, facts: Facts = 20, as_of: AsOf = "") -> values.Thing:
        """Read who said something, how, to whom, by which medium, and what it claims happened."""
        with at(service, as_of) as then:
            return reading.thing(then, "statement", statement, facts, 0.0)


def _listing(server: MCPServer[Any], service: Service) -> None:
    @server.tool(title="List events", annotations=READS)
    def events(
        type: Annotated[
            str, Field(max_length=100, description="An event type (air_strike), with all below it; see terms.")
        ] = "",
        entity: Annotated[str, Field(max_length=2000, description="Who takes part, or where; id, IRI or name.")] = "",
        place: Annotated[str, Field(max_length=2000, description="Where, or in a part of it.")] = "",
        reality: Literal["", "occurred", "ongoing", "planned", "hypothetical", "denied", "notHappened"] = "",
        since: Since = "",
        until: Until = "",
        limit: Limit = 20,
        as_of: AsOf = "",
    ) -> values.Events:
        """List events by type, participant, place, reality and day, each as one article tells it and with its words."""
        with at(service, as_of) as then, then.moment() as moment:
            found = moment.catalog.list_events(
                types=named_types(type), entity=moment.entity_id(entity), place=moment.entity_id(place),
                reality=reality, since=since, until=until, limit=limit,
            )  # fmt: skip
            items = [reading.event_row(moment, one) for one in found.items]
        return values.Events(items=items, total=found.total)

    @server.tool(title="Who said what", annotations=READS)
    def statements(
        speaker: Annotated[str, Field(max_length=2000, description="Who said it; id, IRI or name.")] = "",
        about: Annotated[str, Field(max_length=2000, description="Whom or what it is about; id, IRI or name.")] = "",
        words: Annotated[str, Field(max_length=1000, description="Words that what was said holds.")] = "",
        since: Since = "",
        until: Until = "",
        limit: Limit = 20,
        as_of: AsOf = "",
    ) -> values.Statements:
        """List who said what about whom, each with its words in the article."""
        with at(service, as_of) as then, then.moment() as moment:
            found = moment.catalog.list_statements(
                speaker=moment.entity_id(speaker), about=moment.entity_id(about), text=words, since=since, until=until,
                limit=limit,
            )  # fmt: skip
            items = [reading.statement_row(moment, one) for one in found.items]
        return values.Statements(items=items, total=found.total)

    @server.tool(title="Timeline", annotations=READS)
    def timeline(
        what: What, since: Since = "", until: Until = "", limit: Limit = 30, as_of: AsOf = ""
    ) -> values.Timeline:
        """Tell what happened to an entity, at a place or around an event, in the order of time, with citations."""
        with at(service, as_of) as then:
            return reading.timeline(then, what, since, until, limit)


def _comparing(server: MCPServer[Any], service: Service) -> None:
    @server.tool(title="Conflicts", annotations=READS)
    def conflicts(
        what: Annotated[
            str,
            Field(
                max_length=2000,
                description="An event, who or what takes part, a place or an article, by id, IRI or name; empty: all.",
            ),
        ] = "",
        kind: Annotated[
            Literal["", "happened", "time", "place", "actor", "figure"], Field(description="Of contradictions.")
        ] = "",
        view: Annotated[
            Literal["", "latest", "highest", "lowest", "source", "official"],
            Field(description="Which value of each quantity is marked as chosen; it names its rule."),
        ] = "",
        limit: Limit = 20,
        as_of: AsOf = "",
    ) -> values.Conflicts:
        """List figures and claims about one event that cannot all be true, then figures that changed, side by side."""
        with at(service, as_of) as then:
            return reading.disagreements(then, what, kind, view, limit)

    @server.tool(title="Why one or two", annotations=READS)
    def explain(first: What, second: What, as_of: AsOf = "") -> values.Why:
        """Say why two entities, events or happenings are held to be one, or two: the evidence field by field."""
        with at(service, as_of) as then:
            return reading.why(then, first, second)
