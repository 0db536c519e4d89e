"""The IRI of every node, minted from what the node is.

Input: the base IRI of a home; article ids, local ids, offsets, positions.
Output: named nodes and graph names read by every builder of kb.graph and by
the projections; the same parts give the same IRI in every rebuild.
Pure: no I/O, no randomness, no counter.
"""

import re
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kb.errors import InputError
from kb.model.identity import digest, member_id
from kb.model.listing import is_listing

__all__ = ["BadIdError", "BaseIriError", "Iris", "digest", "member_id"]

_BASE: Final = re.compile(r"https?://[^\s<>\"{}|\\^`?#/]+(?:/[^\s<>\"{}|\\^`?#]*)?/\Z")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.~-]*\Z")

_KINDS: Final = {"v": "event", "s": "statement", "q": "figure", "o": "position"}


class BaseIriError(InputError):
    """The base IRI of a home cannot carry the names of nodes."""

    code = "bad-base"

    def __init__(self, base: str) -> None:
        self.base = base
        super().__init__(
            f"{base!r} is no base IRI: it must be http or https and end with a slash.",
            hint="Take something like http://localhost:8000/ or https://example.org/news/.",
        )


class BadIdError(InputError):
    """An id cannot stand in an IRI."""

    code = "bad-id"

    def __init__(self, identifier: str) -> None:
        self.identifier = identifier
        super().__init__(f"{identifier!r} is no id: letters, digits and -_.~ only.", hint="Mint ids with digest().")


def is_id(text: str) -> bool:
    """Say whether an IRI's last segment can end with a text."""
    return bool(_ID.match(text))


@dataclass(frozen=True, slots=True)
class Iris:
    """Mints the IRIs of one home.

    Raises:
        BaseIriError: *base* is not http(s) or does not end with a slash.
    """

    base: str

    def __post_init__(self) -> None:
        if not _BASE.match(self.base):
            raise BaseIriError(self.base)

    def node(self, kind: str, identifier: str) -> NamedNode:
        """Return BASE id/KIND-IDENTIFIER.

        Raises:
            BadIdError: *identifier* holds a character that an IRI's last segment should not.
        """
        if not _ID.match(identifier):
            raise BadIdError(identifier)
        return NamedNode(f"{self.base}id/{kind}-{identifier}")

    def _minted(self, kind: str, *parts: str | int) -> NamedNode:
        return NamedNode(f"{self.base}id/{kind}-{digest(*parts)}")

    def article(self, article: str) -> NamedNode:
        """Return the node of an article, or of a row of a curated list."""
        return self.node("listing" if is_listing(article) else "article", article)

    def curated_list(self, name: str) -> NamedNode:
        """Return the node of a curated list."""
        return self.node("list", name)

    def mention(self, article: str, start: int, end: int) -> NamedNode:
        """Return the node of the characters [start, end) of an article."""
        return self._minted("mention", article, start, end)

    def phrase(self, article: str, start: int, end: int) -> NamedNode:
        """Return the node of a participant given only by words."""
        return self._minted("phrase", article, start, end)

    def event(self, article: str, local: str) -> NamedNode:
        """Return the node of an event as one article tells it."""
        return self._minted("event", article, local)

    def statement(self, article: str, local: str) -> NamedNode:
        """Return the node of a statement."""
        return self._minted("statement", article, local)

    def figure(self, article: str, local: str) -> NamedNode:
        """Return the node of a figure."""
        return self._minted("figure", article, local)

    def position(self, article: str, local: str) -> NamedNode:
        """Return the node of an office that somebody holds, held or seeks."""
        return self._minted("position", article, local)

    def time(self, article: str, *parts: str | int) -> NamedNode:
        """Return the node of a time; *parts* are its words or event, and its stamps."""
        return self._minted("time", article, *parts)

    def claim(self, article: str, subject: str, predicate: str, value: str) -> NamedNode:
        """Return the node of one claim; the three terms as N-Triples writes them."""
        return self._minted("claim", article, subject, predicate, value)

    def contradiction(self, one: str, other: str) -> NamedNode:
        """Return the node of the contradiction of two claims, by their IRIs in order."""
        return self._minted("contradiction", one, other)

    def independent_source(self, happening: str, *parts: str) -> NamedNode:
        """Return the node of one who tells of a happening; *parts* are the speaker, or the first of the articles."""
        return self._minted("source", happening, *parts)

    def canonical_claim(self, happening: str, field: str, value: str) -> NamedNode:
        """Return the node of what claims of several articles say alike of a happening; *value* as N-Triples has it."""
        return self._minted("canonical", happening, field, value)

    def entity(self, entity: str) -> NamedNode:
        """Return the node of a canonical entity."""
        return self.node("entity", entity)

    def happening(self, happening: str) -> NamedNode:
        """Return the node of a happening that events of several articles may tell of."""
        return self.node("happening", happening)

    def record(self, position: int) -> NamedNode:
        """Return the node of the log event at *position*, as an activity."""
        return self.node("record", str(position))

    def local(self, article: str, local: str) -> NamedNode:
        """Return the node of an article's event, statement, figure, office or claim, by its local id.

        Raises:
            BadIdError: *local* is none of v1, s1, q1, o1, claim-HASH.
        """
        if local.startswith("claim-"):
            return self.node("claim", local.removeprefix("claim-"))
        kind = _KINDS.get(local[:1])
        if kind is None or not local[1:].isdigit():
            raise BadIdError(local)
        return self._minted(kind, article, local)

    def agent(self, actor: str) -> NamedNode:
        """Return the node of who or what decides, by its name in the log."""
        return self._minted("agent", actor)

    def imported(self, graph: str, label: str) -> NamedNode:
        """Return the node that stands for a blank node of an imported graph."""
        return self._minted("imported", graph, label)

    def home(self) -> NamedNode:
        """Return the node of the knowledge base itself: its base IRI."""
        return NamedNode(self.base)

    def article_graph(self, article: str) -> NamedNode:
        """Return the name of the graph that holds what one article, or one row of a curated list, says."""
        if not _ID.match(article):
            raise BadIdError(article)
        return NamedNode(f"{self.base}graph/{'listing' if is_listing(article) else 'article'}-{article}")

    def registry_graph(self) -> NamedNode:
        """Return the name of the graph of canonical entities and happenings."""
        return NamedNode(f"{self.base}graph/registry")

    def contradictions_graph(self, happening: str) -> NamedNode:
        """Return the name of the graph of who tells of a happening, what they say alike and what is at odds."""
        if not _ID.match(happening):
            raise BadIdError(happening)
        return NamedNode(f"{self.base}graph/happening-{happening}")

    def decisions_graph(self) -> NamedNode:
        """Return the name of the graph of what the log decided."""
        return NamedNode(f"{self.base}graph/decisions")

    def ontology_graph(self) -> NamedNode:
        """Return the name of the graph of the adopted ontology."""
        return NamedNode(f"{self.base}graph/ontology")

    def is_ours(self, iri: str) -> bool:
        """Say whether *iri* is a graph or node name that only this home may write."""
        return iri == self.base or iri.startswith((f"{self.base}graph/", f"{self.base}id/"))
