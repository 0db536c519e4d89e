"""The graph as files: canonical, and in an order that a diff can follow.

Input: an opened store, what to export, a format. Output: bytes; the same
graph gives the same bytes, whatever way it came about.
Never: leaves half a file behind; writes a blank node.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from pyoxigraph import Quad, Store

from kb.errors import InputError, NotFoundError
from kb.graph import names
from kb.graph.iris import Iris
from kb.log.faults import UnwritableError, output_faults, stays
from kb.log.own_files import check_none_of_a_home
from kb.projections.files.rdf import FORMATS, write_rdf
from kb.projections.files.sorting import sorted_lines

__all__ = [
    "FORMATS",
    "NothingToExportError",
    "Scope",
    "UnknownFormatError",
    "canonical_lines",
    "export",
    "export_quads",
    "scoped",
    "whole",
]


class UnknownFormatError(InputError):
    """No export has this format."""

    code = "unknown-format"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"There is no format {name!r}.", hint=f"Take one of {', '.join(FORMATS)}.")


class NothingToExportError(NotFoundError):
    """The graph holds nothing of what was asked for."""

    code = "nothing-to-export"

    def __init__(self, kind: str, identifier: str) -> None:
        self.kind = kind
        self.identifier = identifier
        super().__init__(f"The graph has no {kind} {identifier!r}.", hint="Find ids with `kb search` or `kb list`.")


@dataclass(frozen=True, slots=True)
class Scope:
    """What is exported: the whole graph, one article's graph, or what is said of one entity."""

    article: str = ""
    entity: str = ""


def export(store: Store, base: str, out: Path | IO[bytes], format: str, scope: Scope | None = None) -> int:
    """Write the graph and return how many quads (triples, for formats without graphs) were written.

    Args:
        store: opened for reading or writing, or in memory as of an earlier event.
        out: a file, replaced when all is written; or a binary stream.
        format: one of FORMATS. "nquads" is the canonical form: sorted lines.

    Raises:
        UnknownFormatError: *format* is none.
        NothingToExportError: *scope* names what is not in the graph.
        StorageError: the file cannot be written.
    """
    return export_quads(scoped(store, base, scope or Scope()), base, out, format)


def export_quads(quads: Iterable[Quad], base: str, out: Path | IO[bytes], format: str) -> int:
    """Write quads, in any order, as *export* does the graph's.

    Raises:
        UnknownFormatError, UnwritableTripleError, StorageError: see export and kb.projections.files.rdf.
    """
    if format not in FORMATS:
        raise UnknownFormatError(format)
    with whole(out) as file:
        return write_rdf(quads, file, format, base)


@contextmanager
def whole(out: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    """Lend something to write to: a stream, device or pipe as it is; a file that appears when all is in.

    The file replaces one that is there, or that a link there leads to.

    Raises:
        StorageError: the file cannot be written.
        OwnFileError: it is a file of a home.
    """
    if not isinstance(out, Path):
        yield out
        return
    if out.is_dir():
        raise UnwritableError(out, "it is a folder")
    if stays(out):
        with output_faults(out), out.open("wb") as file:
            yield file
        return
    check_none_of_a_home(out)
    out = Path(os.path.realpath(out))
    with output_faults(out):
        draft = out.with_name(f".{out.name}.{os.getpid()}.part")
        try:
            with draft.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            draft.replace(out)
        except BaseException:
            with suppress(FileNotFoundError):
                draft.unlink()
            raise


def canonical_lines(store: Store) -> Iterator[bytes]:
    """Yield the whole graph as sorted N-Quads lines."""
    return sorted_lines(f"{quad} .\n".encode() for quad in store)


def scoped(store: Store, base: str, scope: Scope) -> Iterable[Quad]:
    """Return the quads of what is exported, in any order.

    Raises:
        NothingToExportError: *scope* names what is not in the graph.
    """
    iris = Iris(base)
    if scope.article:
        name = iris.article_graph(scope.article)
        if not store.contains_named_graph(name):
            raise NothingToExportError("article", scope.article)
        return store.quads_for_pattern(None, None, None, name)
    if scope.entity:
        return _about_entity(store, iris, scope.entity)
    return store


def _about_entity(store: Store, iris: Iris, entity: str) -> set[Quad]:
    """Return the registry's description, every triple that names the entity, and one hop of provenance."""
    node = iris.entity(entity)
    found = set(store.quads_for_pattern(node, None, None, None))
    if not found:
        raise NothingToExportError("entity", entity)
    for replaced in [q.object for q in found if q.predicate == names.REPLACED_BY]:
        found.update(store.quads_for_pattern(replaced, None, None, None))  # type: ignore[arg-type]
    naming = set(store.quads_for_pattern(None, None, node, None))
    found |= naming
    whole = {(quad.subject, quad.graph_name) for quad in naming if quad.predicate in _TAKEN_WHOLE}
    whole |= {(quad.subject, quad.graph_name) for quad in store.quads_for_pattern(None, names.SUBJECT, node, None)}
    for subject, graph in whole:
        found.update(store.quads_for_pattern(subject, None, None, graph))
    for predicate in (names.kb("evidence"), names.kb("article")):
        for quad in [q for q in found if q.predicate == predicate]:
            found.update(_described(store, quad))
    for quad in [q for q in naming if q.predicate not in _TAKEN_WHOLE]:
        for shown in (names.TYPE, names.LABEL, names.kb("eventType"), names.kb("content")):
            found.update(store.quads_for_pattern(quad.subject, shown, None, quad.graph_name))
    return found


def _described(store: Store, quad: Quad) -> Iterator[Quad]:
    """Yield what a mention quotes, or how an article is cited."""
    for described in store.quads_for_pattern(quad.object, None, None, quad.graph_name):  # type: ignore[arg-type]
        if described.predicate in _QUOTED:
            yield described


_TAKEN_WHOLE: Final = frozenset({names.OBJECT, names.kb("refersTo"), names.kb("holder")})
_QUOTED: Final = frozenset(
    {names.TYPE, names.LABEL}
    | {names.kb(term) for term in ("exact", "start", "end", "article", "title", "source", "url", "published")}
)
