"""A graph whose files a failing disk has damaged is made again by whoever finds it so, who only reads too.

Input: an opened knowledge base. Output: what is wrong with the files of graph and catalog; whether the graph is sound.
Never: touches a graph that is sound, or one that another process is at; takes the old one away before the new is whole.
"""

import logging
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import LockedError
from kb.log.faults import storage_faults
from kb.log.sqlite_opening import opened
from kb.projections import opening
from kb.projections.catalog.soundness import file_faults
from kb.projections.graph import sums
from kb.projections.graph.faults import GraphFaultError
from kb.projections.graph.store import open_standing

if TYPE_CHECKING:  # kb.service.knowledge_base imports this module
    from kb.service.held import HeldHome

_log = logging.getLogger("kb.projections")


def mended(kb: "HeldHome", *, deep: bool = False) -> bool:
    """Make the graph again from the log if its files are damaged and this user may; return whether it is sound now.

    Args:
        deep: see *damage*.

    Raises:
        StorageError: it cannot be opened for another reason, or not be made.
        ProjectionStoppedError: an event cannot be taken in.
    """
    if not damage(kb, deep=deep):
        return True
    if kb.home.writable:
        with suppress(LockedError), kb.home.write_lock(0.0):
            if found := damage(kb, deep=deep):
                _log.warning("The graph %s is damaged: %s. It is made again from the log now.", kb.home.name, found)
                if sums.rotten(kb.home.graph_path):  # graphs of the past may be links to the same files
                    kb.past.generations.clear()
                    kb.past.snapshots.clear()
                opening.refill(kb.home, kb.log)
        kb.catch_up()
    return not damage(kb, deep=deep)


def damage(kb: "HeldHome", *, deep: bool = False) -> str:
    """Return what is wrong with the files of the graph, "" for nothing that is seen, or where there is no graph.

    Args:
        deep: read all of them, too; else rot is seen by who reads it.

    Raises:
        StorageError: it cannot be opened for another reason.
    """
    path, least = kb.home.graph_path, kb.standing()
    if least < 0:
        return ""
    try:
        open_standing(path, kb.base_iri, least)
    except GraphFaultError as error:
        if not error.torn:
            raise
        return error.reason
    rotten = sums.rotten(path) if deep else []
    return f"what it wrote is not what it reads in {', '.join(rotten)}" if rotten else ""


def catalog_damage(path: Path) -> str:
    """Return what SQLite finds wrong with the file of a catalog, "" for nothing.

    Raises:
        StorageError: it cannot be opened.
    """
    with storage_faults(path), closing(opened(path)) as connection:
        return next(iter(file_faults(connection)), "")
