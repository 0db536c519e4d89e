"""How a worker gets at the graph: values that travel to another process.

Input: made by whoever owns the graph (kb.service); for as-of queries as well as for HEAD.
Output: read by kb.query.workers.zygote and kb.query.workers.worker.
Never: opens anything.
"""

from dataclasses import dataclass
from typing import Any, Final

Standing = tuple[str, str, str]  # subject, predicate and graph of the quad by which a store says its position


@dataclass(frozen=True, slots=True)
class DiskStore:
    """A store on disk that every worker opens read-only for one query.

    No other process may write to *path* meanwhile; a backup (hard links) is
    safe, the store a writer holds open is not.

    Attributes:
        path: directory of the store.
        position: position in the log that it stands at.
        standing: how the store says so itself; one that stands before *position* lost something. None: it does not.
    """

    path: str
    position: int
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A graph that is loaded into memory once and shared by all workers.

    Attributes:
        position: position in the log that it stands at.
        files: N-Quads files, read in order.
        store: directory of a store on disk to copy from, "" if none.
        meanwhile: until it is in memory, which may take long, *store* itself answers; it may be written to then.
        standing: see DiskStore; of *store*.
    """

    position: int
    files: tuple[str, ...] = ()
    store: str = ""
    meanwhile: bool = False
    standing: Standing | None = None


Pattern = tuple[str | None, str | None, str | None, str | None]  # IRIs of a quad; None: any
EACH: Final = "urn:kb:each"  # in a Match's patterns: one of its nodes after the other


@dataclass(frozen=True, slots=True)
class Match:
    """Quads that are removed by what they look like.

    Attributes:
        nodes: IRIs that EACH stands for.
        patterns: each quad that looks like one of them goes, for each node.
        if_any: only for those nodes for which a quad looks like this; None: for all.
    """

    nodes: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    if_any: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed from one position to another one; applied to a Snapshot's memory.

    Applied in this order: graphs emptied, quads that match removed, quads removed, quads added.

    Attributes:
        before: the position it applies to.
        position: the position it leads to.
        cleared: IRIs of graphs that are emptied.
        matching: what else goes by its look.
        removed: N-Quads, UTF-8.
        added: N-Quads, UTF-8.
    """

    before: int
    position: int
    cleared: tuple[str, ...] = ()
    matching: tuple[Match, ...] = ()
    removed: bytes = b""
    added: bytes = b""


Recipe = DiskStore | Snapshot


def message_of(recipe: Recipe) -> dict[str, Any]:
    """Return *recipe* as kb.query.workers.zygote is told of it."""
    least = {"standing": recipe.standing, "position": recipe.position}
    if isinstance(recipe, DiskStore):
        return {"recipe": "disk", "path": recipe.path, **least}
    return {"recipe": "memory", "files": list(recipe.files), "store": recipe.store, **least}
