"""Where a rebuild makes a home's catalog, graph and generations before they take the place of the old ones, and where
the old ones lie while they are removed; and what was being made of the past.

Input: a home. Output: the paths; whether anything lies there.
Never: tells a rebuild that goes on from one that was broken off: who holds the home's lock knows that none goes on.
"""

import shutil
from contextlib import suppress
from pathlib import Path

from kb.errors import LockedError, StorageError
from kb.log import Home
from kb.log.faults import storage_faults
from kb.projections.removing import gone


def paths(home: Home) -> tuple[Path, Path]:
    """Return the file of the catalog and the folder of the graph."""
    return (
        home.catalog_path.with_name(f"{home.catalog_path.name}.new"),
        home.graph_path.with_name(f"{home.graph_path.name}.new"),
    )


def generations(home: Home) -> Path:
    """Return the folder of the generations of the graph that a rebuild passes through."""
    return home.root / "past" / "graphs.new"


def lying(home: Home) -> list[Path]:
    """Return what lies there: of a rebuild or a removal that goes on, or of one that was broken off."""
    past = home.root / "past"
    old = (home.graph_path, past, past / "graphs")
    there = [path for path in (*paths(home), generations(home), *map(gone, old)) if path.exists()]
    return there + _abandoned(past)


def _abandoned(past: Path) -> list[Path]:
    """Return what processes that have ended were making of the past: none of its own makers may come for long."""
    found = [path for root in (past, past / "graphs") for path in root.glob(".draft-*")]
    if not found:
        return []
    from kb.projections.past.kept import is_left

    return [path for path in found if is_left(path)]


def left(home: Home) -> bool:
    """Say whether a rebuild or a removal goes on, or has left something."""
    return bool(lying(home))


def clear(home: Home) -> None:
    """Remove what one that was broken off has left, where that is possible; one that goes on holds the home's lock."""
    if home.writable and left(home):
        with suppress(LockedError, StorageError), home.write_lock(0.0):
            remove(home)


def remove(home: Home) -> None:
    """Remove what a rebuild or a removal has left; the caller holds the home's lock.

    Raises:
        StorageError: the disk.
    """
    from kb.projections.catalog import copy as catalog_copy  # not needed to say that nothing is left

    catalog_copy.remove(paths(home)[0])
    with storage_faults(home.root):
        for folder in lying(home):
            with suppress(FileNotFoundError):  # who makes the past removes what was abandoned there too
                shutil.rmtree(folder)
