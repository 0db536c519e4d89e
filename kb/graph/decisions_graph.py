"""The account of what the log decided: one PROV-O activity an event.

Input: one Recorded, and which articles are live. Output: quads of BASE
graph/decisions, read by kb.projections.
Pure. Never: says anything of a withdrawn article but that it was withdrawn.
"""

from collections.abc import Sequence
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad

from kb import events as ev
from kb.events import Recorded
from kb.graph import names
from kb.graph.iris import Iris


class Standing(Protocol):
    """What is in the graph, as the account of a decision needs it."""

    def article_is_live(self, article: str) -> bool:
        """Say whether an article is neither withdrawn nor replaced."""

    def entity_is_live(self, entity: str) -> bool:
        """Say whether the registry describes a canonical id, merged or not."""

    def entity_is_told(self, entity: str) -> bool:
        """Say whether a live article names this very id, or a place that lies in it."""

    def link_stands(self, recorded: Recorded, members: Sequence[tuple[str, str]]) -> bool:
        """Say whether a link of live members still has what it links to, and was not decided anew."""

    def description_stands(self, recorded: Recorded, entity: str) -> bool:
        """Say whether the article that a description follows from is in the graph, and none before it tells."""

    def is_happening(self, entity: str) -> bool:
        """Say whether a canonical id is one of a happening."""


def decision_quads(recorded: Recorded, standing: Standing, base: str) -> tuple[Quad, ...]:
    """Return the account of one event.

    Args:
        recorded: the event.
        standing: what is in the graph now.
        base: base IRI of the home.

    Returns:
        Empty if all that it names has left the graph.
    """
    iris = Iris(base)
    event, envelope = recorded.event, recorded.envelope
    about = _about(recorded, standing, iris)
    if about is None:
        return ()
    graph = iris.decisions_graph()
    node = iris.record(recorded.position)
    found: list[tuple[NamedNode, NamedNode | Literal]] = [
        (names.TYPE, names.kb("Decision")),
        (names.TYPE, names.ACTIVITY),
        (names.kb("logPosition"), names.integer(recorded.position)),
        (names.kb("decisionType"), names.text(envelope.type)),
        (names.ENDED_AT, names.date_time(envelope.recorded_at)),
    ]
    agent = iris.agent(envelope.actor)
    found.append((names.ASSOCIATED_WITH, agent))
    if envelope.cause:
        found.append((names.INFORMED_BY, iris.record(envelope.cause)))
    found += [(names.kb("decides"), thing) for thing in about]
    found += [(names.kb("rationale"), names.text(reason)) for reason in _reasons(event)]
    score = getattr(event, "score", None)
    if score is not None:
        found.append((names.kb("score"), names.decimal(score, places=4)))
    quads = [Quad(node, predicate, value, graph) for predicate, value in found]
    return tuple(dict.fromkeys(quads))


def agent_quads(actor: str, base: str) -> tuple[Quad, ...]:
    """Return the node of who or what decides, by its name in the log."""
    iris = Iris(base)
    graph, node = iris.decisions_graph(), iris.agent(actor)
    kind, _, name = actor.partition(":")
    classes = {"person": "Person", "extractor": "SoftwareAgent", "rule": "SoftwareAgent"}
    return (
        Quad(node, names.TYPE, names.AGENT, graph),
        Quad(node, names.TYPE, NamedNode(f"{names.PROV}{classes.get(kind, 'Agent')}"), graph),
        Quad(node, names.LABEL, names.text(name or actor), graph),
    )


def position_quad(position: int, base: str) -> Quad:
    """Return the triple that says up to which event of the log the graph goes."""
    subject, predicate, graph = position_names(base)
    return Quad(subject, predicate, names.integer(position), graph)


def position_names(base: str) -> tuple[NamedNode, NamedNode, NamedNode]:
    """Return subject, predicate and graph of that triple."""
    iris = Iris(base)
    return iris.home(), names.kb("logPosition"), iris.decisions_graph()


def _about(recorded: Recorded, standing: Standing, iris: Iris) -> list[NamedNode] | None:
    """Return the nodes that an event decides about, None if what it rests on has left the graph."""
    event = recorded.event
    match event:
        case ev.PayloadErased():
            return None
        case ev.ArticleWithdrawn():
            return [iris.article(event.article_id)]
        case ev.ArticleAdded() | ev.ArticleCorrected() | ev.ExtractionRecorded() | ev.ExtractionRejected():
            replaced = [iris.article(event.replaces)] if isinstance(event, ev.ArticleCorrected) else []
            live = standing.article_is_live(event.article_id)
            return [iris.article(event.article_id), *replaced] if live else None
        case ev.ClaimConfirmed() | ev.ClaimRetracted() | ev.ClaimAmended():
            article, _, local = event.claim.partition("#")
            return [iris.local(article, local)] if standing.article_is_live(article) else None
        case ev.EntitiesLinked() | ev.HappeningsLinked() | ev.MembersMoved():
            return _about_links(recorded, event, standing, iris)
        case _:
            return _about_entities(recorded, standing, iris)


def _about_links(
    recorded: Recorded, event: ev.EntitiesLinked | ev.HappeningsLinked | ev.MembersMoved, standing: Standing, iris: Iris
) -> list[NamedNode] | None:
    live = _live(event.members, standing)
    if isinstance(event, ev.MembersMoved):
        named = dict.fromkeys((event.entity, *event.targets))
        told = [one for one in named if standing.entity_is_told(one)] if live else []
        return [iris.happening(one) if standing.is_happening(one) else iris.entity(one) for one in told] or None
    if not live or not standing.link_stands(recorded, live):
        return None
    if isinstance(event, ev.EntitiesLinked):
        return [iris.entity(event.entity)]
    return [iris.happening(event.happening), *(iris.event(article, local) for article, local in live)]


def _about_entities(recorded: Recorded, standing: Standing, iris: Iris) -> list[NamedNode] | None:
    event = recorded.event
    match event:
        case ev.EntitiesMerged():
            entities: tuple[str, ...] = (event.entity, event.absorbed)
        case ev.EntitiesKeptApart():
            entities = event.entities
        case ev.PairLeftOpen():
            entities = tuple(one for one in event.pair if "#" not in one)
        case ev.EntityDescribed():
            if not standing.entity_is_live(event.entity) or not standing.description_stands(recorded, event.entity):
                return None
            entities = (event.entity,)
        case ev.CandidatesFound():
            entities = tuple(one.entity for one in event.asked if standing.entity_is_live(one.entity))
            return [iris.entity(one) for one in dict.fromkeys(entities)] or None
        case ev.EntityAmended() | ev.CandidateRejected():
            if not standing.entity_is_live(event.entity):
                return None
            entities = (event.entity,)
        case _:
            return _about_base(event, iris)
    if len(entities) > 1 and not all(standing.entity_is_told(entity) for entity in entities):
        return None
    return [iris.happening(one) if standing.is_happening(one) else iris.entity(one) for one in entities]


def _about_base(event: object, iris: Iris) -> list[NamedNode]:
    match event:
        case ev.GraphImported() | ev.GraphDropped():
            return [NamedNode(event.graph)]
        case ev.OntologyAdopted() | ev.BaseCreated():
            return [iris.home() if isinstance(event, ev.BaseCreated) else iris.ontology_graph()]
        case ev.ListAdded() | ev.ListWithdrawn():
            return [iris.curated_list(event.name)]
        case ev.DecisionUndone():
            return [iris.record(event.decision)]
        case ev.Erased():
            return [iris.record(position) for position in event.positions]
        case _:
            return []


def _live(members: tuple[str, ...], standing: Standing) -> list[tuple[str, str]]:
    parted = [member.partition("#") for member in members]
    return [(article, local) for article, _, local in parted if standing.article_is_live(article)]


def _reasons(event: object) -> tuple[str, ...]:
    reasons = tuple(getattr(event, "reasons", ()))
    reason = getattr(event, "reason", "")
    undone = (f"undoes merge {event.merge_id}",) if isinstance(event, ev.MergeUndone) else ()
    return (*reasons, *((reason,) if reason else ()), *undone)
