"""What an assistant may attach without calling a tool, and prompts that a person picks.

Input: kb.api.serving.ports.Service. Output: resources (guide, ontology, articles, things), prompts.
Never: a resource that cannot be read again by its address.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError

from kb.api.serving.ports import Service
from kb.api.traffic.problems import without_paths
from kb.errors import KbError, NotFoundError
from kb.mcp import reading
from kb.mcp.values import Thing

_FACTS: Final = 100
_ALL: Final = 50_000_000


def register(server: MCPServer[Any], service: Service) -> None:
    """Add resources and prompts to *server*."""
    _resources(server, service)
    _prompts(server)


def guide() -> str:
    """Return how an assistant uses the knowledge base, in Markdown."""
    return Path(__file__).with_name("guide.md").read_text(encoding="utf-8")


def _resources(server: MCPServer[Any], service: Service) -> None:
    @server.resource("kb://guide", title="How to use this knowledge base", mime_type="text/markdown")
    def read_guide() -> str:
        """Return the guide: tools, the graph in short, SPARQL examples."""
        return guide()

    @server.resource("kb://ontology", title="The ontology", mime_type="text/turtle")
    def read_ontology() -> str:
        """Return every class, property and event type with its meaning, in Turtle."""
        with _told():
            return service.ontology().decode()

    @server.resource("kb://article/{identifier}", title="An article's text", mime_type="text/plain")
    def read_article(identifier: str) -> str:
        """Return the stored text of an article, whose code points citations count."""
        with _told(), service.at("") as then:
            return reading.article(then, _qualified("article", identifier), 0, _ALL).text

    for kind in ("entity", "event", "statement"):
        _thing(server, service, kind)


def _thing(server: MCPServer[Any], service: Service, kind: str) -> None:
    article = "an" if kind[0] == "e" else "a"

    @server.resource(f"kb://{kind}/{{identifier}}", name=f"read_{kind}", title=f"{article} {kind}".capitalize(),
                     description=f"All that is known about {article} {kind}, with citations.",
                     mime_type="application/json")  # fmt: skip
    def read_thing(identifier: str) -> str:
        with _told(), service.at("") as then:
            found: Thing = reading.thing(then, kind, _qualified(kind, identifier), _FACTS, 0.0)
            return found.model_dump_json(exclude_defaults=True)


def _prompts(server: MCPServer[Any]) -> None:
    cite = "Cite each claim as [article-ID, start-end] and say who claims it; where articles disagree, show both sides."

    @server.prompt(title="Check a claim against the articles")
    def check_claim(claim: str) -> str:
        """Find what the articles say for and against a claim."""
        return (
            f"What do the articles of this knowledge base say for and against this claim?\n\n{claim}\n\n"
            "Search for its names and words, read the events and statements that bear on it, look at conflicts, and "
            f"check the decisive words with read_article. {cite} "
            "If nothing bears on it, say so; do not fill in from memory."
        )

    @server.prompt(title="Profile of a person, body or place")
    def profile(who: str) -> str:
        """Tell who somebody is, what they did and said, by what articles say."""
        return (
            f"Write a profile of {who} from this knowledge base alone: offices, what they took part in (timeline), "
            f"what they said and what was said of them. {cite}"
        )

    @server.prompt(title="What happened, by whom it is told")
    def story(event: str) -> str:
        """Tell one event as its sources tell it, with what changed between reports."""
        return (
            f"Tell what happened in this event: {event}. Give time, place, participants and figures as each article "
            f"has them in the order of their reports, what changed, and what is contested. {cite}"
        )


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except NotFoundError as error:
        raise ResourceNotFoundError(" ".join(without_paths(error))) from error
    except KbError as error:
        raise ResourceError(" ".join(without_paths(error))) from error


def _qualified(kind: str, identifier: str) -> str:
    return identifier if identifier.startswith(f"{kind}-") else f"{kind}-{identifier}"
