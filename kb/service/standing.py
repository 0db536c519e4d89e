"""Which decisions of people still have something to apply to when an article is read again.

Input: the projections as they stand, the article, its extraction before and
the one that takes its place. Output: Keeping: what holds, what is carried over
to the claim that took a claim's place, what cannot be found again; read by
kb.service.rereading.
Never: writes; drops a decision: the log keeps every one, and one that finds
nothing now applies again if a later reading tells the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode, Quad

from kb import events as ev
from kb.events import ClaimAmended, Recorded
from kb.graph import names
from kb.graph.article_graph import article_quads
from kb.graph.iris import Iris
from kb.graph.pruning import item_ids
from kb.model import Article, Extraction
from kb.model.identity import member_id
from kb.projections.catalog import Catalog
from kb.service.journal import in_words

PERSON: Final = "person:"
_ABOUT_ENTITIES: Final = (ev.EntitiesMerged, ev.MergeUndone, ev.EntitiesKeptApart, ev.EntityDescribed)

Triple = tuple[object, object, object]


@dataclass(frozen=True, slots=True)
class Kept:
    """One decision that names something of an article.

    Attributes:
        position: of its event in the log.
        type: of that event.
        actor: who decided.
        what: the event in words.
        outcome: holds, carried, agreed or not-found.
        why: in words; "" where it simply holds.
    """

    position: int
    type: str
    actor: str
    what: str
    outcome: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What becomes of the decisions about an article.

    Attributes:
        decisions: all of them, in log order.
        carried: position of the decision -> the amendment to record for it.
    """

    decisions: tuple[Kept, ...] = ()
    carried: Mapping[int, ClaimAmended] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Sides:
    """An article before and after.

    Attributes:
        old, new: its extractions.
        old_links, new_links: local id -> canonical id of each, after merges.
    """

    article: Article
    old: Extraction
    new: Extraction
    old_links: Mapping[str, str]
    new_links: Mapping[str, str]


def keep(catalog: Catalog, sides: Sides, base: str) -> Keeping:
    """Return what becomes of every decision that people took about an article."""
    kept: list[Kept] = []
    carried: dict[int, ClaimAmended] = {}
    claims = _Claims(sides, base)
    rows = catalog.tables.items("curation", sides.article.id)
    replaced = {catalog.sources.recorded(int(key)).envelope.cause for key, _ in rows}
    for key, row in rows:
        recorded = catalog.sources.recorded(int(key))
        if recorded.position in replaced:
            continue  # an earlier reading carried it over: what took its place stands in the list
        outcome, why, amendment = claims.judge(recorded, str(row["claim"]))
        if amendment is not None:
            carried[recorded.position] = amendment
        kept.append(_kept(recorded, outcome, why))
    kept += _about_members(catalog, sides)
    kept += _about_entities(catalog, sides)
    return Keeping(tuple(sorted(kept, key=lambda one: one.position)), carried)


def _kept(recorded: Recorded, outcome: str, why: str = "") -> Kept:
    at = recorded.envelope
    return Kept(at.position, at.type, at.actor, in_words(recorded.event), outcome, why)


class _Claims:
    """The claims of both readings, by id and by what they are about."""

    def __init__(self, sides: Sides, base: str) -> None:
        self._sides = sides
        self._iris = Iris(base)
        article = sides.article
        self._before = _triples(article_quads(article, sides.old, sides.old_links, base))
        self._after = _triples(article_quads(article, sides.new, sides.new_links, base))
        self._locals = frozenset(item_ids(sides.new))

    def judge(self, recorded: Recorded, claim: str) -> tuple[str, str, ClaimAmended | None]:
        """Return outcome, reason and, if the decision is carried over, the amendment."""
        if not claim.startswith("claim-"):
            if claim in self._locals:
                return "holds", "", None
            return "not-found", f"the new reading does not have {claim}", None
        node = self._iris.local(self._sides.article.id, claim)
        if node in self._after:
            return "holds", "", None
        triple = self._before.get(node)
        if triple is None:
            return "not-found", "neither the last reading nor the new one makes this claim", None
        return self._instead(recorded, triple)

    def _instead(self, recorded: Recorded, triple: Triple) -> tuple[str, str, ClaimAmended | None]:
        """Judge a decision on a claim that the new reading does not make, by what it says in its place."""
        was, now = self._values(self._before, triple), self._values(self._after, triple)
        event = recorded.event
        if isinstance(event, ClaimAmended) and event.value in {_plain(value) for value in now.values()}:
            return "agreed", "the new reading says so itself", None
        if isinstance(event, ClaimAmended) and len(was) == len(now) == 1:
            node, value = next(iter(now.items()))
            reason = f"carried over from decision {recorded.position}, which was about {_plain(triple[2])}"
            name = f"{self._sides.article.id}#claim-{node.value.rpartition('-')[2]}"
            return "carried", f"the new reading says {_plain(value)} there", ClaimAmended(name, event.value, reason)
        instead = "; ".join(sorted(_plain(value) for value in now.values())) or "nothing"
        return "not-found", f"the new reading says {instead} there, not {_plain(triple[2])}", None

    def _values(self, claims: Mapping[NamedNode, Triple], triple: Triple) -> dict[NamedNode, object]:
        return {node: value for node, (s, p, value) in claims.items() if (s, p) == triple[:2]}


def _triples(quads: tuple[Quad, ...]) -> dict[NamedNode, Triple]:
    """Return claim -> subject, predicate, object."""
    parts: dict[NamedNode, dict[NamedNode, object]] = {}
    for quad in quads:
        if quad.predicate in (names.SUBJECT, names.PREDICATE, names.OBJECT) and isinstance(quad.subject, NamedNode):
            parts.setdefault(quad.subject, {})[quad.predicate] = quad.object
    return {
        node: (found[names.SUBJECT], found[names.PREDICATE], found[names.OBJECT])
        for node, found in parts.items()
        if len(found) == 3
    }


def _plain(term: object) -> str:
    """Return the words of a term as an amendment gives them: an IRI, or the text of a literal."""
    return str(getattr(term, "value", term))


def _about_members(catalog: Catalog, sides: Sides) -> Iterator[Kept]:
    """Yield people's links that name an entity or event of the article."""
    article, there = sides.article.id, frozenset(item_ids(sides.new))
    for key in catalog.tables.keys("named", article):
        recorded = catalog.sources.recorded(int(key))
        event = recorded.event
        if not recorded.envelope.actor.startswith(PERSON):
            continue
        if isinstance(event, ev.EntitiesLinked | ev.HappeningsLinked):
            own = [m.partition("#")[2] for m in event.members if m.startswith(f"{article}#")]
            gone = sorted(set(own) - there)
            why = f"the new reading does not have {', '.join(gone)}"
            yield _kept(recorded, "not-found", why) if gone else _kept(recorded, "holds")


def _about_entities(catalog: Catalog, sides: Sides) -> Iterator[Kept]:
    """Yield people's decisions on canonical ids that the article stood for before."""
    before = _own_ids(catalog, sides.article.id, sides.old)
    after = _own_ids(catalog, sides.article.id, sides.new)
    seen: set[int] = set()
    for entity in sorted(before):
        for key in catalog.tables.keys("about", entity):
            recorded = catalog.sources.recorded(int(key))
            person = recorded.envelope.actor.startswith(PERSON)
            if recorded.position in seen or not person or not isinstance(recorded.event, _ABOUT_ENTITIES):
                continue
            seen.add(recorded.position)
            others = any(not m.startswith(f"{sides.article.id}#") for m in catalog.tables.keys("linked", entity))
            if entity in after or others:
                yield _kept(recorded, "holds")
            else:
                yield _kept(recorded, "not-found", f"no article names entity-{entity} any more")


def _own_ids(catalog: Catalog, article: str, extraction: Extraction) -> set[str]:
    """Return the canonical ids, merged or not, that the entities and events of an extraction stand for."""
    links = dict(catalog.tables.items("link", article))
    locals_ = [*(entity.id for entity in extraction.entities), *(event.id for event in extraction.events)]
    return {links.get(local, member_id(article, local)) for local in locals_}
