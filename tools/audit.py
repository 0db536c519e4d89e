"""What the pinned dependencies may and may not be: of known licences, as they are installed, without known holes.

Input: requirements/run.txt, the environment, and with --advisories a file of OSV advisories
(https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip, or a folder or file of their JSON).
Output: a line for each finding; exit code 1 if there is one. Nothing is asked over the network: where there is none,
the file is brought along.
Run: make audit [ADVISORIES=all.zip].
"""

import argparse
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

from packaging.version import InvalidVersion, Version

ROOT: Final = Path(__file__).resolve().parents[1]
_PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)
# Of the packages of requirements/run.txt: each permits use, change and redistribution beside Apache 2.0.
_PERMITTED: Final = re.compile(
    r"\b(MIT|BSD|ISC|Apache|PSF|Python Software Foundation|Python-2\.0|MPL|Mozilla Public|Unlicense|Public Domain|HPND|"
    r"Zope|CC0|0BSD|Zlib|LGPL|Lesser General Public|W3C)",
    re.IGNORECASE,
)


def pins(text: str) -> dict[str, list[str]]:
    """Return name in normal form -> versions; several where they differ by Python or platform."""
    found: dict[str, list[str]] = {}
    for name, version in _PIN.findall(text):
        found.setdefault(normal(name), []).append(version)
    return found


def normal(name: str) -> str:
    """Return a distribution's name in its normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(found: Distribution) -> str:
    """Return what a distribution says of its licence: expression, or classifiers and the field, which may be a text."""
    about = found.metadata
    classifiers = [one for one in about.get_all("Classifier") or () if one.startswith("License ::")]
    field = (about.get("License") or "").strip().partition("\n")[0]
    return about.get("License-Expression") or "; ".join(filter(None, [*classifiers, field[:100]]))


def installed(pinned: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield what is wrong with what is installed of *pinned*; what is for other platforms is not."""
    for name, versions in pinned.items():
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        if found.version not in versions:
            yield f"{name}: {found.version} is installed, {' or '.join(versions)} is pinned"
        said = licence(found)
        if not _PERMITTED.search(said):
            yield f"{name} {found.version}: its licence is {said or 'not told'}; look at it, and at NOTICE"


def advisories(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield OSV advisories from an archive, a folder, or a file with one or a list of them."""
    if path.is_dir():
        texts: Iterable[bytes] = (one.read_bytes() for one in sorted(path.rglob("*.json")))
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield json.loads(archive.read(name))
        return
    else:
        texts = [path.read_bytes()]
    for text in texts:
        said = json.loads(text)
        yield from said if isinstance(said, list) else [said]


def holes(pinned: Mapping[str, Sequence[str]], known: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a line for each pinned version that an advisory says is affected."""
    for one in known:
        if "withdrawn" in one:
            continue
        for affected in one.get("affected", ()):
            package = affected.get("package", {})
            name = normal(package.get("name", ""))
            if package.get("ecosystem") != "PyPI" or name not in pinned:
                continue
            for version in pinned[name]:
                if is_affected(version, affected):
                    repaired = ", ".join(sorted(fixes(affected))) or "nothing yet"
                    yield f"{name} {version}: {one['id']}, {one.get('summary', '')} (mended in {repaired})"


def is_affected(version: str, affected: Mapping[str, Any]) -> bool:
    """Say whether a version is among those of an OSV record: listed, or within a range of its events."""
    if version in affected.get("versions", ()):
        return True
    return any(_within(version, one["events"]) for one in affected.get("ranges", ()) if one.get("type") == "ECOSYSTEM")


def fixes(affected: Mapping[str, Any]) -> set[str]:
    """Return the versions in which it is mended."""
    ranges = (one for one in affected.get("ranges", ()) if one.get("type") == "ECOSYSTEM")
    return {event["fixed"] for one in ranges for event in one["events"] if "fixed" in event}


def _within(version: str, events: Iterable[Mapping[str, str]]) -> bool:
    """Walk the events of a range in order, as the OSV schema has it."""
    inside = False
    for event in sorted(events, key=lambda one: _order(next(iter(one.values())))):
        if "introduced" in event and _order(event["introduced"]) <= _order(version):
            inside = True
        elif ("fixed" in event and _order(event["fixed"]) <= _order(version)) or (
            "last_affected" in event and _order(event["last_affected"]) < _order(version)
        ):
            inside = False
    return inside


def _order(version: str) -> Version:
    try:
        return Version(version)
    except InvalidVersion:  # what nobody can order is taken for affected
        return Version("0")


def main(arguments: Sequence[str] | None = None) -> int:
    """Look, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("requirements", nargs="?", type=Path, default=ROOT / "requirements" / "run.txt")
    parser.add_argument("--advisories", type=Path, help="OSV's PyPI/all.zip, or a folder or file of its JSON")
    chosen = parser.parse_args(arguments)
    pinned = pins(chosen.requirements.read_text(encoding="utf-8"))
    found = [*installed(pinned)]
    if chosen.advisories is not None:
        found += sorted(holes(pinned, advisories(chosen.advisories)))
    sys.stdout.write("\n".join([*found, f"{len(pinned)} packages, {len(found)} findings\n"]))
    if chosen.advisories is None:
        sys.stderr.write("No file of advisories was given: known holes were not looked for.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
