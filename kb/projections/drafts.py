"""Where a rebuild makes a home's catalog, graph and generations before they take the place of the old ones.

Input: a home. Output: the paths; whether anything lies there.
Never: tells a rebuild that goes on from one that was broken off: who holds the home's lock knows that none goes on.
"""

from pathlib import Path

from kb.log import Home


def paths(home: Home) -> tuple[Path, Path]:
    """Return the file of the catalog and the folder of the graph."""
    return (
        home.catalog_path.with_name(f"{home.catalog_path.name}.new"),
        home.graph_path.with_name(f"{home.graph_path.name}.new"),
    )


def generations(home: Home) -> Path:
    """Return the folder of the generations of the graph that a rebuild passes through."""
    return home.root / "past" / "graphs.new"


def left(home: Home) -> bool:
    """Say whether a rebuild goes on, or has left something of what it made."""
    return any(path.exists() for path in (*paths(home), generations(home)))


def remove(home: Home) -> None:
    """Remove what a rebuild has left; the caller holds the home's lock.

    Raises:
        StorageError: the disk.
    """
    from kb.projections import catalog_copy, graph_store  # not needed to say that nothing is left

    catalog_path, graph_path = paths(home)
    catalog_copy.remove(catalog_path)
    graph_store.remove(graph_path)
    graph_store.remove(generations(home))
