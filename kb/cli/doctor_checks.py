"""What `kb doctor` looks at, and what it advises.

Input: the settings. Output: findings, one a check, each with what to do.
Never: changes anything; ends with an exception for what it finds.
"""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb.errors import KbError, NotFoundError
from kb.log.postgres_address import is_address
from kb.settings import Settings

_LEAST_SQLITE: Final = (3, 35, 0)
_LEAST_FREE: Final = 1 << 30  # bytes below which a large import may not fit
_PACKAGES: Final = (
    "pyoxigraph", "rdflib", "pyshacl", "spacy", "numpy", "onnxruntime", "fastapi", "uvicorn", "trafilatura",
    "feedparser", "dateparser", "filelock", "platformdirs", "rich",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        check: its name.
        ok: whether all is well.
        found: what is there.
        advice: what to do, "" if nothing.
    """

    check: str
    ok: bool
    found: str
    advice: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield the findings, in order; a check that breaks off is a finding itself."""
    checks: list[tuple[str, Callable[[Settings], Finding]]] = [
        ("python", _python),
        ("sqlite", _sqlite),
        ("packages", _packages),
        ("files of the package", _resources),
        ("extractor", _extractor),
        ("home", _home),
        ("disk", _disk),
        ("log", _log),
        ("projections", _projections),
    ]
    for name, check in checks:
        try:
            yield check(settings)
        except NotFoundError as error:
            yield Finding(name, name in ("log", "projections"), str(error), error.hint)
        except KbError as error:
            yield Finding(name, False, str(error), error.hint)
        except Exception as error:  # noqa: BLE001 - the doctor reports what is broken, whatever it is
            yield Finding(name, False, f"{type(error).__name__}: {error}", "Report this.")


def _python(_: Settings) -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    return Finding("python", good, found, "" if good else "Use Python 3.11 or newer.")


def _sqlite(_: Settings) -> Finding:
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    connection.close()
    if sqlite3.sqlite_version_info < _LEAST_SQLITE:
        return Finding("sqlite", False, sqlite3.sqlite_version, "Use a Python with SQLite 3.35 or newer.")
    if "ENABLE_FTS5" not in options:
        return Finding("sqlite", False, "no full-text search (FTS5)", "Use a Python whose SQLite has FTS5.")
    return Finding("sqlite", True, f"{sqlite3.sqlite_version} with full-text search")


def _packages(_: Settings) -> Finding:
    from importlib.util import find_spec

    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        return Finding("packages", False, f"missing: {', '.join(missing)}", "Install again: pip install newskb")
    return Finding("packages", True, f"{len(_PACKAGES)} needed, all there")


def _resources(_: Settings) -> Finding:
    from kb.resources import resource

    found = {
        name: sum(1 for path in resource(name).rglob("*") if path.is_file()) for name in ("ontology", "shapes", "seeds")
    }
    good = all(found.values())
    said = ", ".join(f"{count} files of {name}" for name, count in found.items())
    return Finding("files of the package", good, said, "" if good else "Install again: pip install newskb")


def _extractor(settings: Settings) -> Finding:
    from kb.extraction.protocol import UnknownExtractorError, extractor_names

    known = extractor_names()
    for name in settings.extractor.split(","):
        if name.strip().partition(":")[0] not in known:
            raise UnknownExtractorError(name.strip(), known)
    return Finding("extractor", True, f"{settings.extractor} (installed: {', '.join(known)})")


def _root(settings: Settings) -> Path:
    from kb.log import resolve_home
    from kb.log.remote_home import cache_folder

    return cache_folder(settings.cache) if is_address(settings.home) else resolve_home(settings.home, {})


def _database(settings: Settings) -> Finding:
    """Look at a home on PostgreSQL: whether it answers, what this role may, whether it keeps what it says it stored."""
    from kb.log.remote_home import RemoteHome, open_home

    home = open_home(settings.home, settings.cache)
    assert isinstance(home, RemoteHome)
    found = home.standing()
    may = "erase" if found.may_erase else "append" if found.may_append else "only read"
    said = f"{home.name}, PostgreSQL {found.version}, {found.role} may {may}, graph and tables in {home.root}"
    if found.standby:
        return Finding("home", True, f"{said}; a standby, which takes no writes")
    if not found.safe:
        return Finding("home", False, said, "The server runs with fsync or full_page_writes off: switch them on.")
    if not found.guarded:
        return Finding("home", False, said, "Writers can record erasures: run `kb log setup-postgres` again.")
    return Finding("home", True, said)


def _home(settings: Settings) -> Finding:
    from kb.log import Home

    if is_address(settings.home):
        return _database(settings)
    root = _root(settings)
    if not root.exists():
        parent = next(folder for folder in root.parents if folder.exists())
        good = os.access(parent, os.W_OK)
        return Finding(
            "home", good, f"{root} is not there yet", "`kb init` makes it." if good else f"{parent} may not be written."
        )
    home = Home.open(root)
    advice = "" if home.writable else "Give this user write permission, or take another home with --home."
    return Finding("home", home.writable, f"{root}, {'may' if home.writable else 'may not'} be written", advice)


def _disk(settings: Settings) -> Finding:
    import shutil

    root = _root(settings)
    there = root if root.exists() else next(folder for folder in root.parents if folder.exists())
    free = shutil.disk_usage(there).free
    good = free >= _LEAST_FREE
    return Finding(
        "disk", good, f"{free / (1 << 30):.1f} GiB free", "" if good else "Free some space before adding much."
    )


def _log(settings: Settings) -> Finding:
    from kb.bootstrap import check_log
    from kb.log.remote_home import open_home

    home = open_home(settings.home, settings.cache)
    check_log(home)
    log = home.event_log(read_only=True)
    try:
        found = f"{log.verify():,} events, hash chain sound"
        back, old, before = 0, False, ""
        for envelope in log.envelopes():
            back = back or (envelope.position if envelope.recorded_at < before else 0)
            old = old or not envelope.payload_hash
            before = envelope.recorded_at
    finally:
        log.close()
    if back:
        found += f"; the machine's clock was set back before event {back}, positions tell the order"
    return Finding("log", True, found, "`kb upgrade` brings it to today's format." if old else "")


def _projections(settings: Settings) -> Finding:
    from kb.bootstrap import open_knowledge_base
    from kb.projections.catalog.connection import CatalogConnection
    from kb.projections.course import check_file
    from kb.projections.graph.faults import GraphFaultError
    from kb.service.stopped import stop_of
    from kb.service.upkeep.torn import catalog_damage, damage

    with open_knowledge_base(None, settings) as kb:
        standing, position, stop = kb.standing(), kb.position, stop_of(kb)
        if standing >= 0:
            CatalogConnection(kb.home.catalog_path).close()  # refuses one of another version of kb
            if standing <= position:
                check_file(kb.log, kb.home.catalog_path, standing)
            if found := damage(kb, deep=True):
                raise GraphFaultError(kb.home.graph_path, found)
            if found := catalog_damage(kb.home.catalog_path):
                return Finding(
                    "projections", False, f"catalog.sqlite is damaged: {found}", "`kb rebuild` makes it again."
                )
    if standing < 0:
        return Finding("projections", False, "not there", "`kb rebuild` makes them.")
    if standing > position:
        return Finding("projections", False, f"at event {standing}, beyond the log's {position}", "`kb rebuild`.")
    said = f"at event {standing} of {position}"
    if stop is not None and stop.anew:
        return Finding("projections", False, f"{said}. {stop}", stop.advice)
    if standing < position and stop is not None:
        answers = f"Answers are as of event {standing} until then; nothing is skipped, and nothing can be added."
        return Finding("projections", False, f"{said}. {stop}", f"{stop.hint} {answers}")
    return Finding(
        "projections", True, said, "" if standing == position else "The next command brings them up to date."
    )
