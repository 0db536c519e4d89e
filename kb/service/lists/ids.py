"""What the knowledge base knows already by the ids of a curated list.

Input: entries of a list, the catalog, the gazetteer. Output: entries that contradict nothing, places with the ids by
which articles know them; the others as bad rows. Read by kb.service.lists.listing.
Never: writes; asks anybody.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from itertools import product
from typing import Final

from kb.graph.registry_graph import EntityView
from kb.language.gazetteer import Gazetteer
from kb.language.gazetteer_types import Place
from kb.model.external import IDENTIFYING, scheme_of
from kb.model.extraction import PLACE_TYPES
from kb.model.identity import external_id
from kb.model.listing import ListEntry, listing_id
from kb.projections.catalog.projection import Catalog
from kb.resolution.comparison import name_agreement
from kb.resolution.folded import names_of
from kb.resolution.kinds import SETTLEMENTS, group_of
from kb.sources.lists import BadRow

_OTHERS: Final = frozenset({"other", "given"})  # how names agree that are of two
_NEAR: Final = 0.5  # degrees between a place's coordinates in a list and in the gazetteer


def _one_kind(place: Place, entry: ListEntry) -> bool:
    """Whether list and gazetteer speak of the same kind of place; towns are called cities and the other way round."""
    return place.kind == entry.type or {place.kind, entry.type} <= SETTLEMENTS


def _named_alike(view: EntityView, entry: ListEntry) -> bool:
    """Whether any two names of an entity and of a row may be one's, as linking compares them."""
    group = (
        "person" if entry.type == "person" else "organisation" if group_of(entry.type) == "organisation" else "place"
    )
    known = names_of(entry.type, (view.label, *view.aliases), view.country)
    own = names_of(entry.type, (entry.name, *entry.aliases), entry.country)
    return any(name_agreement(group, one, other) not in _OTHERS for one, other in product(known, own))


class KnownIds:
    """What the knowledge base knows by the ids of a list.

    Args:
        catalog: of the home.
        gazetteer: that gives places the ids by which articles know them; None for none.
    """

    def __init__(self, catalog: Catalog, gazetteer: Gazetteer | None) -> None:
        self._catalog = catalog
        self._gazetteer = gazetteer

    def checked(self, name: str, entries: Iterable[ListEntry]) -> tuple[tuple[ListEntry, ...], tuple[BadRow, ...]]:
        """Return the entries that contradict nothing, places with their GeoNames ids, and the others."""
        good, bad = [], []
        used: dict[str, int] = {}
        for given in entries:
            entry = self._placed(given)
            listing = listing_id(name, entry.key)
            owners = self._owners(listing, entry.all_ids)
            clash = next((one for one in entry.all_ids if one in used), "")
            if clash and entry is not given:
                entry = given  # another row is that place already
                clash = ""
            if reason := self._against(entry, owners):
                bad.append(BadRow(entry.line, reason))
                continue
            used.update(dict.fromkeys(entry.all_ids, entry.line))
            good.append(entry)
        return tuple(good), tuple(bad)

    def _against(self, entry: ListEntry, owners: dict[str, str]) -> str:
        """Return what the knowledge base says against a row whose ids are of *owners*, "" if nothing."""
        told = []
        for entity, external in sorted(owners.items()):
            view = self._catalog.views.view(entity)
            label, kind = (view.label, view.type) if isinstance(view, EntityView) else ("", "")
            told.append(f"{external} is entity-{entity} ({label})")
            if len(owners) == 1 and kind and group_of(kind) != group_of(entry.type):
                return f"it is a {entry.type.replace('_', ' ')}, and {told[0]} a {kind.replace('_', ' ')}"
        return f"its ids are of {len(owners)} entities: {'; '.join(told)}" if len(owners) > 1 else ""

    def renamed(self, name: str, entries: Iterable[ListEntry]) -> tuple[str, ...]:
        """Return a note for each row whose id makes it one with an entity that has no such name.

        An id mistyped in a list joins two that nothing else would, so that who adds the list is told.
        """
        notes = []
        for entry in entries:
            for entity, external in self._owners(listing_id(name, entry.key), entry.all_ids).items():
                view = self._catalog.views.view(entity)
                if isinstance(view, EntityView) and not _named_alike(view, entry):
                    known = f"{view.label} (entity-{view.id})"
                    notes.append(
                        f"line {entry.line}: {entry.name} is one with {known} by {external} alone, not by name"
                    )
        return tuple(notes)

    def by_id(self, listing: str, entry: ListEntry) -> tuple[str, str] | None:
        """Return the entity of the knowledge base that has an id of the row, and which one; None for none."""
        owners = self._owners(listing, entry.all_ids)
        home = external_id(entry.external) if scheme_of(entry.external) in IDENTIFYING else ""
        found = [(entity, external) for entity, external in sorted(owners.items()) if entity != home]
        return found[0] if found else None

    def _owners(self, listing: str, ids: Iterable[str]) -> dict[str, str]:
        """Return the entities that have one of *ids*, but for one of which this row is the only member."""
        found: dict[str, str] = {}
        for external in ids:
            for record in self._identified(external):
                others = self._catalog.connection.execute(
                    "SELECT 1 FROM members WHERE entity = ? AND article <> ? LIMIT 1", (record, listing)
                ).fetchone()
                if others:
                    found.setdefault(record, external)
        return found

    def _identified(self, external: str) -> list[str]:
        """Return the entities that have an id by what articles or lists say, or by a person's word."""
        rows = self._catalog.connection.execute(
            "SELECT DISTINCT m.entity FROM link_keys k JOIN members m ON m.article = k.article AND m.local = k.local "
            "WHERE k.key = ?",
            (f"x:{external}",),
        ).fetchall()
        said = (view for entity in self._amended.get(external, ()) if (view := self._catalog.views.view(entity)))
        by_person = {view.id for view in said if isinstance(view, EntityView) and external in view.external}
        return sorted({str(row[0]) for row in rows} | by_person)

    @cached_property
    def _amended(self) -> dict[str, list[str]]:
        """Ids elsewhere that people gave, in force or not -> canonical ids."""
        found: dict[str, list[str]] = {}
        for entity in self._catalog.tables.parts("amendment"):
            for _, row in self._catalog.tables.items("amendment", entity):
                if row["field"] in ("external", "same"):
                    found.setdefault(row["value"], []).append(entity)
        return found

    def _placed(self, entry: ListEntry) -> ListEntry:
        """Return a place with the GeoNames id by which articles know it, where name and country leave no doubt."""
        if self._gazetteer is None or entry.type not in PLACE_TYPES or not entry.country:
            return entry
        if any(scheme_of(one) == "geonames" for one in entry.all_ids):
            return entry
        place = self._gazetteer.resolve_place(entry.name, (entry.country,))
        if place is None or place.countries != (entry.country,) or not place.geonames_id or not _one_kind(place, entry):
            return entry
        if entry.latitude is not None and entry.longitude is not None:
            there = (place.lat or 0.0, place.lon or 0.0)
            if max(abs(there[0] - entry.latitude), abs(there[1] - entry.longitude)) > _NEAR:
                return entry
        return replace(entry, ids=(*entry.ids, f"geonames:{place.geonames_id}"))
