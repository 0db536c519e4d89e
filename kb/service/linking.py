"""Who is who across articles: what the knowledge base knows, put before kb.resolution.

Input: an extraction that comes in; the catalog; articles of the same run that
the catalog does not have yet. Output: decisions for the log.
Never: decides by itself; changes a claim. What counts as known depends on the
log before the article alone, never on how often projections caught up.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from kb.events import DomainEvent, EntitiesKeptApart, EntitiesLinked, HappeningsLinked
from kb.model import Extraction
from kb.model.identity import member, member_id
from kb.projections.catalog import Catalog
from kb.resolution import (
    EventProfile,
    Known,
    Profile,
    blocking_keys,
    event_profiles,
    link_happenings,
    profiles,
    resolve,
)from kb.service.respecting import as_people_say, respecting

_MEMBERS: Final = 40  # of one entity whose profiles are put together
_DAYS: Final = timedelta(days=2)  # events further apart are not compared
_KEPT: Final = 1000  # articles whose profiles are kept at hand
_EVENTS: Final = 200  # articles whose events are compared

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})

Coarse = Callable[[str], str]


@dataclass(slots=True)
class _Fresh:
    """What articles of this run added, until the catalog has it."""

    keys: dict[str, set[str]] = field(default_factory=dict)  # blocking key -> canonical ids
    profiles: dict[str, list[Profile]] = field(default_factory=dict)  # canonical id -> profiles
    events: list[EventProfile] = field(default_factory=list)


class Linker:
    """Finds what is known and has kb.resolution decide.

    Args:
        catalog: of the home; may lag behind the log by what *learn* was told.
        coarse: event type -> class.
    """

    def __init__(self, catalog: Catalog, coarse: Coarse) -> None:
        self._catalog = catalog
        self._coarse = coarse
        self._fresh = _Fresh()
        self._profiles_of: dict[str, Mapping[str, Profile]] = {}

    def link(self, extraction: Extraction, standing: Mapping[str, str] = _NOTHING) -> tuple[DomainEvent, ...]:
        """Return the decisions on the entities and events of *extraction*.

        Args:
            standing: local id -> canonical id, of those about which nothing is to be decided any more.
        """
        known: dict[str, list[Known]] = {}
        for profile in profiles(extraction).values():
            for key in blocking_keys(profile):
                if key not in known:
                    found = (self._known(entity, extraction.article) for entity in sorted(self._entities(key)))
                    known[key] = [one for one in found if one is not None]
        decisions: list[DomainEvent] = [
            decision for decision in resolve(extraction, known) if not _decided(decision, extraction.article, standing)
        ]
        own = self._events(extraction, decisions, standing)
        known_events = self._known_events(extraction, own)
        own = [event for event in own if event.event.partition("#")[2] not in standing]
        return tuple(respecting(self._catalog.tables, (*decisions, *link_happenings(own, known_events))))

    def learn(self, extraction: Extraction, decisions: Iterable[DomainEvent]) -> None:
        """Remember an article that was just recorded, until the catalog has it."""
        decided = list(decisions)
        canonical = canonical_ids(extraction, decided)
        for local, profile in profiles(extraction).items():
            entity = canonical[local]
            self._fresh.profiles.setdefault(entity, []).append(profile)
            for key in blocking_keys(profile):
                self._fresh.keys.setdefault(key, set()).add(entity)
        happenings = {m: d.happening for d in decided if isinstance(d, HappeningsLinked) for m in d.members}
        self._fresh.events = [
            replace(event, happening=happenings.get(event.event, event.happening)) for event in self._fresh.events
        ]
        self._fresh.events += [
            replace(event, happening=happenings.get(event.event, "")) for event in self._events(extraction, decided)
        ]

    def forget(self, article: str = "") -> None:
        """The catalog has caught up: what was remembered is there; *article* was read anew."""
        self._fresh = _Fresh()
        self._profiles_of.pop(article, None)

    def _entities(self, key: str) -> set[str]:
        """Return the canonical ids under a blocking key."""
        found = set(self._fresh.keys.get(key, ()))
        group, mark, name = key.partition(":")
        if mark and group not in ("x", "c"):
            rows = self._catalog.connection.execute("SELECT DISTINCT entity FROM entity_names WHERE key = ?", (name,))
            found |= {row[0] for row in rows}
        elif "~" in key:
            initial, _, last = key.partition("~")[2].partition(" ")
            rows = self._catalog.connection.execute(
                "SELECT DISTINCT entity FROM entity_names WHERE key GLOB ?", (f"{initial}* {last}",)
            )
            found |= {row[0] for row in rows}
        return found

    def _known(self, entity: str, but: str) -> Known | None:
        """Return a canonical entity with what all articles but one say of it; None if none names it."""
        rows = self._catalog.connection.execute(
            "SELECT article, local FROM members WHERE entity = ? AND kind = 'entity' AND article <> ? "
            "ORDER BY article LIMIT ?",
            (entity, but, _MEMBERS),
        ).fetchall()
        found = [profile for article, local in rows if (profile := self._profiles(article).get(local))]
        found += self._fresh.profiles.get(entity, [])
        if not found:
            return None
        return Known(entity, as_people_say(_together(found), self._catalog.views.said(entity)))

    def _profiles(self, article: str) -> Mapping[str, Profile]:
        if article not in self._profiles_of:
            if len(self._profiles_of) >= _KEPT:
                self._profiles_of.clear()
            self._profiles_of[article] = profiles(self._extraction(article))
        return self._profiles_of[article]

    def _extraction(self, article: str) -> Extraction:
        row = self._catalog.views.article_row(article) or {}
        return self._catalog.sources.extraction(int(row["extraction"]))

    def _events(
        self, extraction: Extraction, decisions: Iterable[DomainEvent], standing: Mapping[str, str] = _NOTHING
    ) -> list[EventProfile]:
        coarse = {event.type: self._coarse(event.type) for event in extraction.events}
        return event_profiles(extraction, {**canonical_ids(extraction, decisions), **standing}, coarse)

    def _known_events(self, extraction: Extraction, own: Sequence[EventProfile]) -> list[EventProfile]:
        """Return events near in time that share a participant or place with *own*, those of *extraction*."""
        days = [date.fromisoformat(day) for event in own for day in (event.begin, event.end) if day]
        entities = sorted(set().union(*(event.places | event.participants for event in own)))
        if not days or not entities:
            return []
        first, last = _shifted(min(days), -_DAYS), _shifted(max(days), _DAYS)
        marks = ", ".join("?" * len(entities))
        rows = self._catalog.connection.execute(
            "SELECT DISTINCT e.article FROM event_roles r JOIN events e ON e.id = r.event "
            f"WHERE r.entity IN ({marks}) AND e.begin <> '' AND e.begin <= ? AND e.\"end\" >= ? AND e.article <> ? "
            "ORDER BY e.article LIMIT ?",
            (*entities, last.isoformat(), first.isoformat(), extraction.article, _EVENTS),
        ).fetchall()
        found = [event for (article,) in rows for event in self._events_of(article)]
        return found + [event for event in self._fresh.events if event.article != extraction.article]

    def _events_of(self, article: str) -> list[EventProfile]:
        """Return the events of a stored article, with those happenings that articles share already."""
        extraction = self._extraction(article)
        links = self._catalog.views.links(article)
        coarse = {event.type: self._coarse(event.type) for event in extraction.events}
        linked = dict(self._catalog.tables.items("link", article))
        return [
            replace(event, happening=links[local] if (local := event.event.partition("#")[2]) in linked else "")
            for event in event_profiles(extraction, links, coarse)
        ]


def _decided(decision: DomainEvent, article: str, standing: Mapping[str, str]) -> bool:
    """Say whether a decision is about what stands, or would give a new entity the id of one that stands."""
    if isinstance(decision, EntitiesLinked):
        there = {member(article, local) for local in standing}
        return decision.entity in standing.values() or bool(there & set(decision.members))
    if isinstance(decision, EntitiesKeptApart):
        return bool({member_id(article, local) for local in standing} & set(decision.entities))
    return False


def canonical_ids(extraction: Extraction, decisions: Iterable[DomainEvent]) -> dict[str, str]:
    """Return local entity id -> canonical id after *decisions*."""
    linked = {m: d.entity for d in decisions if isinstance(d, EntitiesLinked) for m in d.members}
    article = extraction.article
    return {
        entity.id: linked.get(member(article, entity.id), member_id(article, entity.id))
        for entity in extraction.entities
    }


def _together(found: list[Profile]) -> Profile:
    """Return one profile that knows what each of several knows; the first that says a country is believed."""
    first = found[0]
    return Profile(
        group=first.group,
        type=first.type,
        label=first.label,
        names=frozenset().union(*(profile.names for profile in found)),
        country=next((profile.country for profile in found if profile.country), ""),
        external=frozenset().union(*(profile.external for profile in found)),
        titles=frozenset().union(*(profile.titles for profile in found)),
        bodies=frozenset().union(*(profile.bodies for profile in found)),
        within=frozenset().union(*(profile.within for profile in found)),
    )


def _shifted(day: date, by: timedelta) -> date:
    """Return *day* moved, as far as the calendar goes."""
    try:
        return day + by
    except OverflowError:
        return day
