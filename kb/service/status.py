"""How a knowledge base is: what it holds, how large it is, whether something is wrong.

Input: an opened knowledge base. Output: JSON values for `kb status` and the HTTP service.
Never: changes anything.
"""

import platform
import sqlite3
import stat
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from kb import __version__
from kb.errors import IntegrityError, KbError
from kb.projections import course
from kb.service.knowledge_base import KnowledgeBase
from kb.service.stopped import stop_of

_TABLES: Final = ("articles", "entities", "events", "statements", "figures", "offices")
_LIBRARIES: Final = ("pyoxigraph", "rdflib", "pyshacl", "spacy", "typer")


def describe(kb: KnowledgeBase) -> dict[str, Any]:
    """Return home, base_iri, version, position, projections, counts, sizes, versions, settings, health, problems.

    health is "good" or "bad"; problems are sentences, each with what to do.
    """
    problems: list[str] = []
    standing = _standing(kb, problems)
    position = kb.position
    if standing is not None and standing >= 0:
        stop = stop_of(kb)
        said = f"{stop}. {stop.advice}" if stop else "The next command brings them on."
        if standing < position:
            problems.append(f"The projections stand at event {standing}, the log at {position}. {said}")
        elif stop:
            problems.append(said)
    if found := _damage(kb, problems):
        who = "The next query" if kb.home.writable else "`kb verify --repair` by a user who may write"
        problems.append(f"The graph is damaged: {found}. {who} makes it again from the log.")
    if not kb.home.writable:
        problems.append(f"This user may not write to {kb.home.root}; reading works.")
    return {
        "home": kb.home.name,
        "base_iri": kb.base_iri,
        "version": __version__,
        "position": position,
        "projections": standing,
        "health": "bad" if problems else "good",
        "problems": problems,
        "counts": _counts(kb),
        "sizes": _sizes(kb),
        "versions": versions(),
        "settings": [{"name": name, "value": value, "origin": origin} for name, value, origin in kb.settings.rows()],
    }


def versions() -> dict[str, str]:
    """Return the versions of Python, of SQLite and of the libraries that matter."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found


def _standing(kb: KnowledgeBase, problems: list[str]) -> int | None:
    try:
        standing = kb.standing()
    except KbError as error:
        problems.append(f"{error} {error.hint}".strip())
        return None
    if standing < 0:
        problems.append("There are no projections; `kb rebuild` makes them.")
        return standing
    try:
        course.check_file(kb.log, kb.home.catalog_path, standing)
    except IntegrityError as error:
        problems.append(f"{error} {error.hint}")
    return standing


def _damage(kb: KnowledgeBase, problems: list[str]) -> str:
    """Return what is wrong with the files of the graph, as far as can be told without reading them all."""
    from kb.service.upkeep.torn import damage

    if problems:  # said already: there is none, or it was never made
        return ""
    try:
        return damage(kb)
    except KbError as error:
        return str(error)


def _counts(kb: KnowledgeBase) -> dict[str, int]:
    """Count what the catalog lists, and the log's events by type."""
    counts: dict[str, int] = dict.fromkeys(_TABLES, 0)
    if kb.home.catalog_path.exists():
        try:
            with kb.catalog_connection() as connection:
                for table in _TABLES:
                    counts[table] = int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        except (KbError, sqlite3.OperationalError):  # the latter: it has no tables, see *standing*
            counts = {}
    types = Counter(envelope.type for envelope in kb.log.envelopes())
    return counts | {f"log: {name}": count for name, count in sorted(types.items())}


def _sizes(kb: KnowledgeBase) -> dict[str, int]:
    paths = {"catalog": kb.home.catalog_path, "graph": kb.home.graph_path, "past": kb.home.root / "past"}
    sizes, counted = {"log": kb.home.log_bytes()}, set[int]()
    for name, path in paths.items():  # the past has files in common with the graph
        sizes[name] = _size(path, counted)
    return sizes | {"free on disk": kb.home.free_bytes()}


def _size(path: Path, counted: set[int]) -> int:
    """Return the bytes of a file or folder, each file once."""
    total = 0
    for file in path.rglob("*") if path.is_dir() else [path]:
        with suppress(FileNotFoundError):
            found = file.stat()
            if stat.S_ISREG(found.st_mode) and found.st_ino not in counted:
                counted.add(found.st_ino)
                total += found.st_size
    return total
