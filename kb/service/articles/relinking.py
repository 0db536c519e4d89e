"""Who is who once an article has left: decisions that rested on it are taken anew.

Input: the catalog with the article, and a trial of it without. Output: events for the log, appended together with the
one by which the article leaves, and caused by it.
Never: touches a person's decision, or a link that an identifier makes; renames an entity that other articles still
tell of, though the article that left was the first to do so.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from kb.events import DomainEvent, EntitiesKeptApart, EntitiesLinked, EntityDescribed, HappeningsLinked
from kb.events.streams import RESOLUTION
from kb.model import Extraction
from kb.model.identity import member, own_id
from kb.model.listing import as_extraction
from kb.projections.catalog.trial import Trial
from kb.projections.folding.clusters import canonical
from kb.projections.folding.grounds import identified, joined
from kb.projections.folding.members import split
from kb.projections.folding.standing import Standing
from kb.projections.folding.tables import Tables
from kb.resolution.decision import RULE
from kb.service.articles.correcting import SAME
from kb.service.identity.describing import Describer
from kb.service.identity.linking import Linker

PARTED: Final = "what it was linked to was told of by an article that left"

Links = EntitiesLinked | HappeningsLinked


def rests_on(catalog: Standing, article: str) -> dict[str, set[str]]:
    """Return what a rule decided beside members of *article* that were there: another live article -> its local ids.

    Articles come in the order in which they were added.
    """
    tables = catalog.tables
    near = {_target(tables, article, local): row for local, row in tables.items("member", article)}
    reach = {target for target, row in near.items() if not identified(row, target)}
    reach |= {other for target in reach for other in tables.keys("apart", target)}
    found: dict[str, set[str]] = {}
    since = _position(tables, article)
    for name in {one for target in reach for one in tables.keys("linked", target)}:
        other, local = split(name)
        # first what leaves most of them out: of what many articles tell of there are thousands
        if other == article or _decided(tables, name) < since or by_person(tables, name):
            continue
        row = tables.get("member", other, local)
        if row is not None and not identified(row, _target(tables, other, local)):
            found.setdefault(other, set()).add(local)
    order = {other: _position(tables, other) for other in found}
    return {other: found[other] for other in sorted(found, key=lambda other: order[other])}


def _decided(tables: Tables, name: str) -> int:
    """Return the position of the event since which a member is what it is."""
    made = tables.items("linking", name)
    return int(made[-1][0]) if made else _position(tables, split(name)[0])


def _position(tables: Tables, document: str) -> int:
    """Return since which event an article, or the row of a curated list, is there."""
    return int((tables.get("article", document) or tables.get("listing", document) or {}).get("position", 0))


def by_person(tables: Tables, name: str) -> bool:
    """Say whether the link in force of a member was made by a person."""
    made = tables.items("linking", name)
    return bool(made) and bool((tables.get("decision", made[-1][0]) or {}).get("person"))


class Relinker:
    """Decides anew on a trial of the catalog, from which the article has left.

    Args:
        trial: has supposed that it leaves.
        linker: on the trial's catalog.
        describer: on the trial's catalog; None without a gazetteer.
        cause: position of the event by which it leaves.
    """

    def __init__(self, trial: Trial, linker: Linker, describer: Describer | None, cause: int) -> None:
        self._trial = trial
        self._catalog = trial.catalog
        self._linker = linker
        self._describer = describer
        self._cause = cause

    def links(self, resting: Mapping[str, set[str]]) -> tuple[DomainEvent, ...]:
        """Return the links and keepings-apart that differ from those in force, as *rests_on* names what to look at."""
        found: list[DomainEvent] = []
        for article, locals_ in resting.items():
            changed = list(self._of_article(article, locals_))
            if changed:
                self._trial.suppose(RESOLUTION, changed, RULE, cause=self._cause)
                self._linker.forget()
                found += changed
        return tuple(found)

    def descriptions(self, entities: Iterable[str]) -> dict[int, tuple[EntityDescribed, ...]]:
        """Return descriptions of places that lost theirs, from the first articles that still name them.

        Returns:
            Position of the reading that a description follows from -> descriptions.
        """
        lost = [one for one in sorted(entities) if self._catalog.tables.get("described", one) is None]
        articles = dict.fromkeys(article for entity in lost for article in self._telling(entity))
        found: dict[int, tuple[EntityDescribed, ...]] = {}
        for article in sorted(articles, key=self._position):
            extraction = self._extraction(article)
            if extraction is None or self._describer is None:
                continue
            events = self._describer.describe(extraction, self._raw_links(article, extraction))
            if events:
                found[int((self._catalog.views.article_row(article) or {})["extraction"])] = events
        return found

    def _of_article(self, article: str, locals_: set[str]) -> Iterator[DomainEvent]:
        extraction = self._extraction(article)
        if extraction is None:
            return
        tables = self._catalog.tables
        now = {local: _target(tables, article, local) for local in tables.keys("member", article)}
        standing = {local: target for local, target in now.items() if local not in locals_}
        decided = self._linker.link(extraction, standing)
        linked: set[str] = set()
        for decision in decided:
            if isinstance(decision, EntitiesLinked | HappeningsLinked):
                own = {split(name)[1] for name in decision.members if split(name)[0] == article}
                linked |= own
                kept = self._unmerged(decision)
                if own & locals_ and not self._stands(kept):
                    yield kept
            elif isinstance(decision, EntitiesKeptApart):
                one, other = decision.entities
                if not tables.has("apart", one) or other not in tables.keys("apart", one):
                    yield decision
        for local in sorted(locals_ - linked):
            if parting := self._part(article, local, now[local]):
                yield parting

    def _unmerged(self, decision: Links) -> Links:
        """Return a decision by the id that its member has, where a merge alone makes that the one decided on."""
        tables, target = self._catalog.tables, _named(decision)
        before = {_target(tables, *split(name)) for name in decision.members}
        if len(before) != 1 or canonical(tables, one := before.pop()) != target:
            return decision
        if isinstance(decision, EntitiesLinked):
            return replace(decision, entity=one)
        return replace(decision, happening=one)

    def _stands(self, decision: Links) -> bool:
        """Say whether a decision is the one in force, word for word, or links the first of an entity to those after."""
        tables, target = self._catalog.tables, _named(decision)
        for name in decision.members:
            if _target(tables, *split(name)) != target:
                return False
            if not self._came_later(name, target):
                continue
            made = tables.items("linking", name)
            if not made or made[-1][1] != target:
                return False
            event = self._catalog.sources.recorded(int(made[-1][0])).event
            if isinstance(event, type(decision)) and event.reasons == (SAME,):
                continue  # the text before said so, and would have without the article that left
            if not isinstance(event, type(decision)) or (event.score, event.reasons) != (
                decision.score,
                decision.reasons,
            ):
                return False
        return True

    def _part(self, article: str, local: str, target: str) -> DomainEvent | None:
        """Return what takes a member out of an entity that it is not linked to any more.

        None for the first that is left: the entity is what that one says, and who does not match it leaves.
        """
        tables = self._catalog.tables
        own = own_id(article, local)
        name = member(article, local)
        if target == own or not self._came_later(name, target):
            return None
        row = tables.get("member", article, local) or {}
        kind = HappeningsLinked if row.get("is") == "happening" else EntitiesLinked
        return kind(own, (name,), 0.0, (PARTED,))

    def _came_later(self, name: str, target: str) -> bool:
        """Say whether others were told of as *target* before a member was."""
        tables = self._catalog.tables
        since = joined(tables, name, target)
        return any(joined(tables, other, target) < since for other in tables.keys("linked", target) if other != name)

    def _telling(self, entity: str) -> list[str]:
        tables = self._catalog.tables
        articles = {split(name)[0] for name in tables.keys("linked", entity)}
        for child in {*tables.keys("ward", entity), *tables.keys("child", entity)}:
            articles |= {split(name)[0] for name in tables.keys("linked", child)}
        return sorted(articles)

    def _position(self, article: str) -> int:
        return int((self._catalog.views.article_row(article) or {}).get("position", 0))

    def _raw_links(self, article: str, extraction: Extraction) -> dict[str, str]:
        return {entity.id: _target(self._catalog.tables, article, entity.id) for entity in extraction.entities}

    def _extraction(self, article: str) -> Extraction | None:
        if listed := self._catalog.views.listing_row(article):
            return as_extraction(article, self._catalog.sources.listing(listed))
        row = self._catalog.views.article_row(article) or {}
        return self._catalog.sources.extraction(int(row["extraction"])) if row.get("extraction") else None


def _target(tables: Tables, article: str, local: str) -> str:
    """Return the canonical id of a member before merges."""
    return str(tables.get("link", article, local) or own_id(article, local))


def _named(decision: Links) -> str:
    return decision.entity if isinstance(decision, EntitiesLinked) else decision.happening
