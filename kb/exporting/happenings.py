"""Happenings put together from what their articles tell: for models in which an event stands once.

Input: kb.exporting.reading.Graph. Output: Told (one event as one article tells it), Happening (all of them); read by
the writers of networks, FollowTheMoney, PLOVER and ACLED.
Never: decides between articles that disagree; each keeps its own value, and who reads has rules of their own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Final

from kb.exporting.reading import Graph, Node, last, roles_of
from kb.graph import names
from kb.graph.vocabulary import KB
from kb.projections.files.sorting import sorted_lines

ACTORS: Final = frozenset({"agent", "party", "participant", "judge", "candidate", "mediator", "chair"})
UNDERGOERS: Final = frozenset({"patient", "target", "theme", "recipient", "addressee", "beneficiary"})
REAL: Final = frozenset({"occurred", "ongoing"})


@dataclass(frozen=True)
class Told:
    """One event as one article tells it.

    Attributes:
        roles: (role, IRI of who or what has it), in order.
        figures: the numbers about it that were not taken back.
    """

    node: Node
    article: Node
    roles: tuple[tuple[str, str], ...]
    figures: tuple[Node, ...]

    @property
    def type(self) -> str:
        """Local name of its type."""
        return self.node.local(KB.eventType)

    @property
    def reality(self) -> str:
        """Local name of its reality."""
        return self.node.local(KB.reality)

    def having(self, roles: frozenset[str]) -> tuple[str, ...]:
        """Return who or what has one of *roles*, each once."""
        return tuple(dict.fromkeys(who for role, who in self.roles if role in roles))

    @property
    def days(self) -> tuple[str, str]:
        """Outermost days, "" where open."""
        return self.node.one(KB.begin), self.node.one(KB.end)


@dataclass(frozen=True)
class Happening:
    """What one or more articles tell of.

    Attributes:
        node: of the happening; of the event itself where the graph has none.
        told: sorted by article.
    """

    node: Node
    told: tuple[Told, ...]

    @cached_property
    def real(self) -> bool:
        """Whether some article tells of it as something that was or is."""
        return any(one.reality in REAL for one in self.told)

    @property
    def type(self) -> str:
        """Local name of its type."""
        return self.node.local(KB.happeningType) or self.told[0].type

    @property
    def days(self) -> tuple[str, str]:
        """First and last day on which it was, as narrowly as an article says; "" where none does."""
        spans = [one.days for one in self.told if all(one.days)]
        if not spans:
            open_ended = [one.days for one in self.told if any(one.days)]
            return min(open_ended) if open_ended else ("", "")
        return min(spans, key=lambda span: (_length(span), span))

    def having(self, roles: frozenset[str]) -> tuple[str, ...]:
        """Return who or what has one of *roles* in any article, each once."""
        return tuple(dict.fromkeys(who for one in self.told for who in one.having(roles)))


def _length(span: tuple[str, str]) -> tuple[int, ...]:
    """Return a number that grows with a span of days; good for comparison alone."""
    (year, month, day), (other, later, last_day) = (tuple(int(part) for part in one.split("-")[-3:]) for one in span)
    return other - year, later - month, last_day - day


def told(graph: Graph) -> Iterator[Told]:
    """Yield the chosen events, by their IRIs in order."""
    for iri in graph.names(KB.Event):
        yield one_told(graph, iri)


def one_told(graph: Graph, iri: str) -> Told:
    """Return one event with its article and figures."""
    node = graph.node(iri)
    figures = (graph.node(one) for one in node.many(KB.figure))
    standing = tuple(one for one in figures if one.terms and one.one(KB.withdrawn) != "true")
    article = node.one(KB.article)
    return Told(node, graph.node(article) if article else Node("", {}), tuple(sorted(roles_of(node))), standing)


def happenings(graph: Graph) -> Iterator[Happening]:
    """Yield the happenings of the chosen events, in order; of each only the chosen events.

    An event that has no happening, as in the answer to a query, counts as one of its own.
    """
    if graph.chosen is None:
        yield from (_made(graph, node, node.many(KB.reportedBy)) for node in graph.of(KB.Happening))
        return
    keyed = (f"{graph.node(iri).one(KB.happening) or iri}\t{iri}\n".encode() for iri in graph.names(KB.Event))
    pairs = (line.decode().rstrip("\n").split("\t") for line in sorted_lines(keyed))
    for happening, events in groupby(pairs, key=lambda pair: pair[0]):
        yield _made(graph, graph.node(happening), (iri for _, iri in events))


def _made(graph: Graph, node: Node, events: Iterable[str]) -> Happening:
    found = [one_told(graph, iri) for iri in events]
    found.sort(key=lambda one: (one.article.one(KB.published) or "~", one.article.iri, one.node.iri))
    return Happening(node, tuple(one for one in found if one.node.terms))


def is_entity(graph: Graph, iri: str) -> bool:
    """Say whether *iri* names a canonical entity of this home."""
    return iri.startswith(f"{graph.base}id/entity-")


def place_of(graph: Graph, told_of: Told) -> Node | None:
    """Return the place of an event: the first that has coordinates, else the first; None if no article names one."""
    places = [graph.node(iri) for iri in told_of.node.many(KB.place)]
    return next((one for one in places if one.one(KB.latitude)), places[0] if places else None)


def geonames(node: Node) -> str:
    """Return the GeoNames number of a place, "" if it has none."""
    found = (iri for iri in node.many(names.EXACT_MATCH.value) if "sws.geonames.org/" in iri)
    return next((last(iri.rstrip("/")) for iri in found), "")
