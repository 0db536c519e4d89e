"""Names of countries, peoples, places, seats of power and well-known bodies, looked up.

Input: kb/data/gazetteer.sqlite, built by training/gazetteer/build.py.
Output: frozen values from kb.language.gazetteer_types, read by the stages of
extraction and by resolution.
Never: writes, fetches, or guesses: what is ambiguous answers None.
"""

import re
import sqlite3
import threading
from collections.abc import Collection
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from kb.language.gazetteer_types import Country, Metonym, Organisation, Place
from kb.language.names import name_key, written_alike
from kb.language.toponyms import DOMINANCE, REGIONS, SETTLEMENTS, decide, of_kind

SHIPPED: Final = Path(__file__).parent.parent / "data" / "gazetteer.sqlite"

_PRIMARY, _ALIAS, _VARIANT, _POSTAL = 1, 2, 3, 4
_MATCHES: Final = {_PRIMARY: "name", _ALIAS: "alias", _VARIANT: "variant", _POSTAL: "alias"}
_CAPITAL, _WORLD_SEAT = 1, 2
_LONGEST: Final = 120
_REGION_WORD: Final = re.compile(
    r"(?i)(?:(?:state|province|region|governorate|prefecture) of (?P<after>.+)|(?P<before>.+?) (?:autonomous )?"
    r"(?:region|oblast|province|state|governorate|prefecture|krai|canton|department|division|territory|emirate))"
)
_TOWN_WORD: Final = re.compile(
    r"(?i)(?:(?:port )?(?:city|town|village) of (?P<after>.+)|(?P<before>.+?) (?:city|town))"
)
_COUNTRY: Final = (
    "c.iso2, c.iso3, c.name, c.continent, c.geonames, c.capital_name, c.capital, c.population, c.lat, c.lon"
)


class Gazetteer:
    """Read-only lookups; one SQLite connection for each thread, opened at its first question."""

    def __init__(self, path: Path = SHIPPED) -> None:
        self._path = path
        self._local = threading.local()
        self._cached_places = lru_cache(maxsize=8_192)(self._find_places)

    def countries(self, name: str) -> Country | None:
        """Return the country of that name, alias or acronym; for England and such the whole, with *part*.

        Abbreviations count only as written ("US", "U.S.", never "us").

        Args:
            name: as the article writes it ("the Ivory Coast", "DR Congo").

        Returns:
            The country; None if there is none or the name fits several.
        """
        return self._country(name, ("name",))

    def country_by_code(self, iso2: str) -> Country | None:
        """Return the country of an ISO 3166-1 alpha-2 code, None if there is none."""
        rows = self._rows(f"SELECT {_COUNTRY} FROM country c WHERE c.iso2 = ?", iso2)
        return _country(rows[0], "") if rows else None

    def nationality(self, word: str) -> Country | None:
        """Return the country of an adjective or a people.

        Args:
            word: "Dutch", "Filipino", "Britons", "Scottish".

        Returns:
            The country, with *part* for a part of it. Where two share the
            word, the one with five times the people ("Congolese"), else None
            ("Korean").
        """
        return self._country(word, ("adjective", "people"))

    def places(self, name: str) -> tuple[Place, ...]:
        """Return every place of that name, countries included, the most prominent first.

        Order: countries, capitals, then population, areas of our own table
        after towns. "Donetsk region" and "Hubei province" find the region, and
        "city of Homs" the town when nothing bears the whole name.

        Args:
            name: one name without qualifier ("Lebanon", not "Lebanon, Ohio").
        """
        return self._cached_places(name) if len(name) <= _LONGEST else ()

    def metonym(self, name: str) -> Metonym | None:
        """Return who speaks when the name of a capital or seat does ("Moscow", "the Kremlin")."""
        rows = self._rows("SELECT country, institution, kind, ambiguous FROM metonym WHERE norm = ?", name_key(name))
        return Metonym(rows[0][0], rows[0][1], rows[0][2], bool(rows[0][3])) if rows else None

    def organisation(self, name: str) -> Organisation | None:
        """Return the body, outlet or platform of that name or acronym.

        Args:
            name: as the article writes it; an acronym only in its own
                letters ("WHO", never "who").

        Returns:
            The organisation; None if unknown or several share the name ("RSF").
        """
        rows = self._rows(
            "SELECT n.exact, o.name, o.acronym, o.type, o.country, o.wikidata FROM organisation_name n"
            " JOIN organisation o ON o.id = n.organisation WHERE n.norm = ? ORDER BY o.id",
            name_key(name),
        )
        alike = [row for row in rows if written_alike(name, row[0])]
        found = {row[1:] for row in alike if row[0]} or {row[1:] for row in alike}
        if len(found) != 1:
            return None
        full, acronym, kind, country, wikidata = found.pop()
        return Organisation(full, acronym, kind, country or None, wikidata or None)

    def resolve_place(
        self,
        name: str,
        near_countries: Collection[str] = (),
        kind: str | None = None,
        near_regions: Collection[str] = (),
    ) -> Place | None:
        """Return the one place that *name* means, or None: a wrong place is worse than none.

        A qualifier after a comma must hold ("Lebanon, Ohio"). Otherwise the
        countries that the article names decide, then size: the winner must be
        five times larger than any rival. A name that is a common word
        ("Reading"), or a place below 50,000 people, needs its country named.

        Args:
            name: as the article writes it.
            near_countries: ISO 3166-1 alpha-2 codes of countries that the
                article names otherwise than by this name.
            kind: a kind of Place, if the words around the name tell it.
            near_regions: ISO 3166-2 codes of first-level regions that the
                article names ("Texas" beside "Midland").

        Returns:
            The place, or None.
        """
        near = frozenset(near_countries)
        head, comma, qualifier = name.partition(",")
        found = of_kind(self.places(name), kind)
        if not found and comma and head.strip() and qualifier.strip():
            return self._qualified(head.strip(), qualifier.strip(" ,"), kind)
        needs_context = self._is_word(name) and kind is None
        return decide(found, near, needs_context=needs_context, regions=near_regions)

    def region_code(self, name: str) -> frozenset[str]:
        """Return the ISO 3166-2 codes of first-level regions so named, postal codes included ("OH", "Ohio")."""
        return frozenset(p.iso_3166_2 for p in self._named(name, _POSTAL) if p.iso_3166_2)

    def _qualified(self, head: str, qualifier: str, kind: str | None) -> Place | None:
        found = of_kind(self.places(head), kind)
        for part in reversed([p.strip() for p in qualifier.split(",") if p.strip()]):
            country, regions = self.countries(part), self.region_code(part)
            found = tuple(
                p for p in found if p.admin1 in regions or (country is not None and country.iso2 in p.countries)
            )
        smaller = tuple(p for p in found if p.kind != "country")
        return decide(smaller, {c for p in smaller for c in p.countries}, needs_context=False)

    def _country(self, name: str, kinds: tuple[str, ...]) -> Country | None:
        rows = self._rows(
            f"SELECT n.exact, n.part, n.kind, {_COUNTRY} FROM country_name n JOIN country c ON c.iso2 = n.iso2"
            " WHERE n.norm = ?",
            name_key(name),
        )
        found = {r[3]: _country(r[3:], r[1]) for r in rows if r[2] in kinds and written_alike(name, r[0])}
        if not found:
            return None
        first, *rest = sorted(found.values(), key=lambda c: (-c.population, c.iso2))
        return None if any(c.population * DOMINANCE > first.population for c in rest) else first

    def _find_places(self, name: str) -> tuple[Place, ...]:
        found = self._named(name, _VARIANT)
        country = self.countries(name)
        if country is not None and not country.part:
            found = [_as_place(country), *found]
        for pattern, kinds in ((_REGION_WORD, REGIONS), (_TOWN_WORD, SETTLEMENTS)):
            if found and kinds is not REGIONS:
                break
            if (match := pattern.fullmatch(name.strip())) and (core := match["after"] or match["before"]):
                known = {(p.name, p.kind, p.countries) for p in found}  # some are listed with the word, some without
                bare = (p for p in self._named(core, _VARIANT) if p.kind in kinds)
                found += [p for p in bare if (p.name, p.kind, p.countries) not in known]
        return tuple(sorted(found, key=_prominence))

    def _named(self, name: str, worst: int) -> list[Place]:
        rows = self._rows(
            "SELECT n.exact, n.weight, p.id, p.name, k.name, p.country, p.code, p.lat, p.lon, p.population, p.capital,"
            " r.code, r.name, c.population FROM name n JOIN place p ON p.id = n.place JOIN kind k ON k.id = p.kind"
            " LEFT JOIN place r ON r.id = p.region LEFT JOIN country c ON c.iso2 = p.country"
            " WHERE n.norm = ? AND n.weight <= ?",
            name_key(name),
            worst,
        )
        return [_place(row[1:]) for row in rows if written_alike(name, row[0])]

    def _is_word(self, name: str) -> bool:
        return bool(self._rows("SELECT 1 FROM word WHERE norm = ?", name_key(name)))

    def _rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            self._local.connection = connection
        rows: list[tuple[Any, ...]] = connection.execute(statement, values).fetchall()
        return rows


@cache
def shipped() -> Gazetteer:
    """Return the gazetteer that comes with the package; it opens no file before it is asked."""
    return Gazetteer()


def _degrees(scaled: int | None) -> float | None:
    return None if scaled is None else scaled / 10_000


def _country(row: tuple[Any, ...], part: str) -> Country:
    iso2, iso3, name, continent, geonames, capital, capital_id, population, lat, lon = row
    where = _degrees(lat), _degrees(lon)
    return Country(iso2, iso3, name, continent, geonames, capital, capital_id, population, *where, part)


def _place(row: tuple[Any, ...]) -> Place:
    weight, number, name, kind, countries, code, lat, lon, population, capital, region, region_name, of = row
    return Place(
        name=name,
        kind=kind,
        countries=tuple(c for c in countries.split(";") if c),
        admin1=region or "",
        admin1_name=region_name or "",
        iso_3166_2=code,
        lat=_degrees(lat),
        lon=_degrees(lon),
        population=population,
        geonames_id=number if number > 0 else None,
        capital=capital == _CAPITAL,
        world_seat=capital == _WORLD_SEAT,
        share=population / of if of else 0.0,
        match=_MATCHES[weight],
    )


def _as_place(country: Country) -> Place:
    return Place(
        name=country.name,
        kind="country",
        countries=(country.iso2,),
        admin1="",
        admin1_name="",
        iso_3166_2=None,
        lat=country.lat,
        lon=country.lon,
        population=country.population,
        geonames_id=country.geonames_id,
    )


def _prominence(place: Place) -> tuple[bool, bool, int, str, int]:
    return (
        place.kind != "country",
        not place.capital,
        -(place.population // (10 if place.match == "variant" else 1)),
        place.name,
        place.geonames_id or 0,
    )
