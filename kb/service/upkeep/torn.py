"""A graph whose files a failing disk has torn is made again by whoever finds it so, who only reads too.

Input: an opened knowledge base. Output: whether its graph can be read now.
Never: touches a graph that can be opened, or one that another process is at; marks it first, so that a making that is
broken off is done by the next one.
"""

from contextlib import suppress
from typing import TYPE_CHECKING

from kb.errors import LockedError
from kb.projections.graph.faults import GraphFaultError
from kb.projections.graph.store import open_reader
from kb.projections.graph.whole import mark

if TYPE_CHECKING:  # kb.service.knowledge_base imports this module
    from pathlib import Path

    from kb.service.held import HeldHome


def mended(kb: "HeldHome") -> bool:
    """Make the graph again from the log if its files are torn and this user may; return whether it can be opened now.

    Raises:
        LockedError: another process makes it.
        StorageError: it cannot be opened for another reason, or not be made.
        ProjectionStoppedError: an event cannot be taken in.
    """
    path = kb.home.graph_path
    if not is_torn(path):
        return True
    if kb.home.writable:
        with suppress(LockedError), kb.home.write_lock(0.0):
            if is_torn(path):
                mark(path)
    kb.catch_up()
    return not is_torn(path)


def is_torn(path: "Path") -> bool:
    """Say whether the files of a graph do not fit together.

    Raises:
        StorageError: it cannot be opened for another reason.
    """
    try:
        open_reader(path)
    except GraphFaultError as error:
        if not error.torn:
            raise
        return True
    return False
