"""Which decisions of people still have something to apply to when an article is read again.

Input: the projections as they stand, the article, its extraction before and
the one that takes its place. Output: what holds, what the new reading says
itself, what cannot be found again; read by kb.service.articles.rereading.
Never: writes; drops a decision: the log keeps every one, and one that finds
nothing now applies again if a later reading tells the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb import events as ev
from kb.events import Recorded
from kb.graph.curation import curate
from kb.graph.iris import Iris
from kb.graph.pruning import item_ids
from kb.model import Article, Extraction
from kb.model.identity import member_id
from kb.projections.catalog.projection import Catalog
from kb.service.history.journal import in_words

PERSON: Final = "person:"
_ABOUT_ENTITIES: Final = (ev.EntitiesMerged, ev.MergeUndone, ev.EntitiesKeptApart, ev.EntityDescribed, ev.EntityAmended)
_LINKS: Final = (ev.EntitiesLinked, ev.HappeningsLinked, ev.MembersMoved)


@dataclass(frozen=True, slots=True)
class Kept:
    """One decision that names something of an article.

    Attributes:
        position: of its event in the log.
        type: of that event.
        actor: who decided.
        what: the event in words.
        outcome: holds, agreed or not-found.
        why: in words; "" where it simply holds.
    """

    position: int
    type: str
    actor: str
    what: str
    outcome: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """An article before and after.

    Attributes:
        old, new: its extractions.
    """

    article: Article
    old: Extraction
    new: Extraction


def keep(catalog: Catalog, sides: Sides, base: str) -> tuple[Kept, ...]:
    """Return what becomes of every decision that people took about an article, in log order."""
    kept = [*_about_claims(catalog, sides, base), *_about_members(catalog, sides), *_about_entities(catalog, sides)]
    return tuple(sorted(kept, key=lambda one: one.position))


def _about_claims(catalog: Catalog, sides: Sides, base: str) -> Iterator[Kept]:
    decisions = catalog.views.curations(sides.article.id)
    now = curate(sides.article, sides.new, decisions, Iris(base))
    for decision in decisions:
        recorded = catalog.sources.recorded(decision.position)
        if why := now.lost.get(decision.position):
            yield _kept(recorded, "not-found", why)
        elif decision.position in now.agreed:
            yield _kept(recorded, "agreed", "the new reading says so itself")
        else:
            yield _kept(recorded, "holds")


def _kept(recorded: Recorded, outcome: str, why: str = "") -> Kept:
    at = recorded.envelope
    return Kept(at.position, at.type, at.actor, in_words(recorded.event), outcome, why)


def _about_members(catalog: Catalog, sides: Sides) -> Iterator[Kept]:
    """Yield people's links that name an entity or event of the article."""
    article, there = sides.article.id, frozenset(item_ids(sides.new))
    for key in catalog.tables.keys("named", article):
        recorded = catalog.sources.recorded(int(key))
        event = recorded.event
        if not recorded.envelope.actor.startswith(PERSON):
            continue
        if isinstance(event, _LINKS):
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
