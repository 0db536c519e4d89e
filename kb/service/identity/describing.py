"""What the gazetteer knows of the places that an article names, as events of their own.

Input: an extraction whose entities carry GeoNames ids, and who they are.
Output: entity-described events for places that nothing has described yet, and
for the countries they lie in: label, kind, country, coordinates.
Never: overrides a description that is there; describes a place whose id was guessed from elsewhere.
"""

from collections.abc import Iterator, Mapping

from kb.events import EntityDescribed
from kb.language.gazetteer import Gazetteer
from kb.model import Entity, Extraction
from kb.model.identity import country_identifier, external_id
from kb.projections.catalog.projection import Catalog
from kb.resolution.profile import identifier

_SCHEME = "geonames:"


class Describer:
    """Describes each place once.

    Args:
        catalog: says what is described already.
        gazetteer: where coordinates come from.
    """

    def __init__(self, catalog: Catalog, gazetteer: Gazetteer) -> None:
        self._catalog = catalog
        self._gazetteer = gazetteer
        self._done: set[str] = set()

    def describe(self, extraction: Extraction, canonical: Mapping[str, str]) -> tuple[EntityDescribed, ...]:
        """Return the descriptions that the places of *extraction* still need.

        Args:
            canonical: local entity id -> canonical id. A place that was linked
                to another id than its identifier's is left alone.
        """
        found: list[EntityDescribed] = []
        for entity in extraction.entities:
            if entity.external.startswith(_SCHEME) and canonical[entity.id] == external_id(identifier(entity)):
                for event in self._of_entity(entity):
                    if not self._known(event.entity):
                        self._done.add(event.entity)
                        found.append(event)
        return tuple(found)

    def _known(self, entity: str) -> bool:
        return entity in self._done or self._catalog.tables.get("described", entity) is not None

    def _of_entity(self, entity: Entity) -> Iterator[EntityDescribed]:
        number = int(entity.external.removeprefix(_SCHEME)) if entity.external[len(_SCHEME) :].isdigit() else 0
        if entity.type == "country":
            yield from self._of_country(entity.country)
            return
        place = next((place for place in self._gazetteer.places(entity.name) if place.geonames_id == number), None)
        if place is None:
            return
        country = self._gazetteer.country_by_code(place.country) if place.country else None
        yield EntityDescribed(
            external_id(entity.external),
            label=entity.name,  # as the articles call it: readers of "Derna" do not look for "Darnah"
            type=place.kind,
            external=(entity.external,),
            country=place.country or "",
            within=_country_id(country.iso2) if country else "",
            latitude=place.lat,
            longitude=place.lon,
        )
        if place.country:
            yield from self._of_country(place.country)

    def _of_country(self, code: str) -> Iterator[EntityDescribed]:
        country = self._gazetteer.country_by_code(code) if code else None
        if country is not None:
            yield EntityDescribed(
                _country_id(country.iso2),
                label=country.name,
                type="country",
                external=(f"{_SCHEME}{country.geonames_id}",),
                country=country.iso2,
                latitude=country.lat,
                longitude=country.lon,
            )


def _country_id(code: str) -> str:
    return external_id(country_identifier(code))
