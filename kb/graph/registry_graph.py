"""The registry: canonical entities and happenings, and what became of absorbed ones.

Input: views that kb.projections.folding.views makes from the fold of the log.
Output: quads of BASE graph/registry, read by kb.projections.
Pure. Never: describes what no live article mentions, places that hold one excepted.
"""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad

from kb.graph import names
from kb.graph.iris import Iris
from kb.model.external import iri_of

ENTITY_PREDICATES: Final = (
    names.TYPE,
    names.LABEL,
    names.kb("alias"),
    names.kb("country"),
    names.kb("within"),
    names.kb("latitude"),
    names.kb("longitude"),
    names.kb("description"),
    names.SAME_AS,
    names.EXACT_MATCH,
    names.IDENTIFIER,
    names.REPLACED_BY,
    names.HOMEPAGE,
)


@dataclass(frozen=True, slots=True)
class EntityView:
    """A canonical entity, as all live articles and the descriptions together have it.

    Attributes:
        id: canonical id; *absorbed* are ids that are merged into it.
        type: one of kb.model.extraction.ENTITY_TYPES, "" if nothing says.
        aliases: other names, without *label*.
        within: canonical id of the place that holds it.
        external: "scheme:id", sorted; those of *same* are what a person said to be the very same.
        websites: pages of its own, as curated lists give them.
        official: whether an article or a list says that it holds, held or seeks an office.
        articles: how many live articles mention it.
    """

    id: str
    label: str
    type: str = ""
    absorbed: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    country: str = ""
    within: str = ""
    latitude: float | None = None
    longitude: float | None = None
    external: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    description: str = ""
    websites: tuple[str, ...] = ()
    official: bool = False
    articles: int = 0


@dataclass(frozen=True, slots=True)
class HappeningView:
    """What events of one or more articles tell of.

    Attributes:
        events: (article, local id), sorted.
        sources: how many independent publishers report it; who denies it counts only if nobody does anything else.
    """

    id: str
    type: str
    label: str
    events: tuple[tuple[str, str], ...]
    absorbed: tuple[str, ...] = ()
    sources: int = 0


def entity_quads(view: EntityView, base: str) -> tuple[Quad, ...]:
    """Return the registry's quads of one entity."""
    iris = Iris(base)
    graph = iris.registry_graph()
    node = iris.entity(view.id)
    found = [Quad(node, names.LABEL, names.text(view.label), graph)]
    if view.type:
        found += [Quad(node, names.TYPE, cls, graph) for cls in names.entity_classes(view.type)]
    else:
        found.append(Quad(node, names.TYPE, names.kb("Entity"), graph))
    if view.official:
        found.append(Quad(node, names.TYPE, names.kb("Official"), graph))
    found += [Quad(node, names.kb("alias"), names.text(alias), graph) for alias in view.aliases]
    for term, value in (("country", view.country), ("description", view.description)):
        if value:
            found.append(Quad(node, names.kb(term), names.text(value), graph))
    if view.within:
        found.append(Quad(node, names.kb("within"), iris.entity(view.within), graph))
    if view.latitude is not None and view.longitude is not None:
        found.append(Quad(node, names.kb("latitude"), names.decimal(view.latitude), graph))
        found.append(Quad(node, names.kb("longitude"), names.decimal(view.longitude), graph))
    found += [Quad(node, names.HOMEPAGE, NamedNode(page), graph) for page in view.websites]
    for external in view.external:
        found.append(elsewhere(node, external, graph, same=external in view.same))
    return tuple(dict.fromkeys(found))


def happening_quads(view: HappeningView, base: str) -> tuple[Quad, ...]:
    """Return the registry's quads of one happening, with the links to and from its events."""
    iris = Iris(base)
    graph = iris.registry_graph()
    node = iris.happening(view.id)
    found = [
        Quad(node, names.TYPE, names.kb("Happening"), graph),
        Quad(node, names.LABEL, names.text(view.label), graph),
        Quad(node, names.kb("happeningType"), names.event_type(view.type), graph),
        Quad(node, names.kb("independentSources"), names.integer(view.sources), graph),
    ]
    for article, local in view.events:
        event = iris.event(article, local)
        found.append(Quad(node, names.kb("reportedBy"), event, graph))
        found.append(Quad(event, names.kb("happening"), node, graph))
    return tuple(found)


def replaced_quads(old: NamedNode, new: NamedNode, base: str) -> tuple[Quad, ...]:
    """Return what an absorbed entity or happening answers: who it is now."""
    return tuple(_replaced(old, new, Iris(base).registry_graph()))


def mention_quads(article: str, entities: frozenset[str], replaced_by: str, base: str) -> tuple[Quad, ...]:
    """Return what the registry knows by article: who is mentioned there, and the revision that replaced it."""
    iris = Iris(base)
    graph = iris.registry_graph()
    node = iris.article(article)
    found = [Quad(iris.entity(entity), names.kb("mentionedIn"), node, graph) for entity in sorted(entities)]
    if replaced_by:
        found.append(Quad(node, names.REPLACED_BY, iris.article(replaced_by), graph))
    return tuple(found)


def elsewhere(node: NamedNode, external: str, graph: NamedNode, *, same: bool = False) -> Quad:
    """Return what says that an entity has an id elsewhere: a match of IRIs where it has one, else the id itself.

    Args:
        same: say owl:sameAs, which makes one thing of the two, and not skos:exactMatch.
    """
    if iri := iri_of(external):
        return Quad(node, names.SAME_AS if same else names.EXACT_MATCH, NamedNode(iri), graph)
    return Quad(node, names.IDENTIFIER, names.text(external), graph)


def _replaced(old: NamedNode, new: NamedNode, graph: NamedNode) -> list[Quad]:
    return [Quad(old, names.REPLACED_BY, new, graph), Quad(old, names.SAME_AS, new, graph)]
