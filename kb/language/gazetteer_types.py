"""What the gazetteer answers with.

Input: rows of kb/data/gazetteer.sqlite, by kb.language.gazetteer.
Output: values read by the stages of extraction and by resolution.
Pure: no I/O.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory with an ISO 3166-1 code; Kosovo as XK.

    Attributes:
        iso2: ISO 3166-1 alpha-2.
        iso3: ISO 3166-1 alpha-3.
        name: short English name.
        continent: AF, AN, AS, EU, NA, OC or SA.
        geonames_id: GeoNames id of the country.
        capital: name of its capital, "" if it has none.
        capital_id: GeoNames id of the capital, None if no such town is shipped.
        population: inhabitants.
        lat: latitude of the mean position of its people; None without towns.
        lon: longitude of it.
        part: ISO 3166-2 code of the part that the word named ("Scottish" -> GB-SCT), else "".
    """

    iso2: str
    iso3: str
    name: str
    continent: str
    geonames_id: int
    capital: str
    capital_id: int | None
    population: int
    lat: float | None
    lon: float | None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere with a name.

    Attributes:
        name: its usual name, not the words that were looked up.
        kind: country, state, region, province, district, city, town,
            village, island, mountain, river, lake, sea, facility, route, area or place.
        countries: ISO 3166-1 alpha-2 of each country it lies in; empty where
            that is many, none or disputed beyond listing.
        admin1: ISO 3166-2 code of the first-level region around it, "" if unknown.
        admin1_name: that region's name, "" if unknown.
        iso_3166_2: its own code if it is a first-level region, "" if that code is unknown; else None.
        lat: latitude, WGS 84.
        lon: longitude.
        population: inhabitants; 0 if unknown. A region's is that of its towns.
        geonames_id: GeoNames id, None if unknown.
        capital: whether it is a country's capital.
        share: part of its country's people that live there, 0 if unknown.
        world_seat: whether world bodies or meetings make it known beyond its size (Geneva).
        match: how the words looked up relate to it: name, alias, or variant
            (a loose spelling out of GeoNames, to be believed only with more evidence).
    """

    name: str
    kind: str
    countries: tuple[str, ...]
    admin1: str
    admin1_name: str
    iso_3166_2: str | None
    lat: float | None
    lon: float | None
    population: int
    geonames_id: int | None
    capital: bool = False
    share: float = 0.0
    world_seat: bool = False
    match: str = "name"

    @property
    def country(self) -> str | None:
        """The one country it lies in; None if it is not exactly one."""
        return self.countries[0] if len(self.countries) == 1 else None


@dataclass(frozen=True, slots=True)
class Metonym:
    """A place name that can stand for who governs from there.

    Attributes:
        country: ISO 3166-1 alpha-2; EU and UN for those bodies.
        institution: what speaks ("Presidency of Russia").
        kind: capital or seat.
        ambiguous: whether the name means other things as often.
    """

    country: str
    institution: str
    kind: str
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Organisation:
    """A well-known body, outlet or platform.

    Attributes:
        name: full name.
        acronym: "" if none is in use.
        type: organisation, company, armed_force, international_organisation or platform.
        country: ISO 3166-1 alpha-2 of its seat where that characterises it, else None.
        wikidata: item id, only where it is certain.
    """

    name: str
    acronym: str
    type: str
    country: str | None
    wikidata: str | None
