"""A part of the graph, in any form, as it is, as it was, or as far as it is sure.

Input: an opened knowledge base, a form of kb.exporting.formats, which part. Output: a file, a folder or bytes, and what
was left out.
Never: leaves half of anything behind.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from kb.errors import StorageError
from kb.exporting.formats import ONE_TABLE, USUAL_TABLE, Form
from kb.exporting.leftovers import Leftovers
from kb.exporting.reading import Graph
from kb.projections.files.export import Scope, export_quads, scoped, whole
from kb.projections.graph.faults import GraphFaultError
from kb.service.export.exchange import EventsWritten, write_events
from kb.service.export.part import HopsAloneError, NoSuchTablesError, Part, SeveralPartsError, chosen
from kb.service.history.asof import AsOf, Moment
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.folders import whole_folder

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Part", "Taken", "take", "take_patiently"]

_CHUNK: Final = 1 << 20
_ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written.

    Attributes:
        count: how many *counted*; of tables, rows.
        notes: what was left out, and why: sentences.
        position: of the log, up to which the graph knew it.
    """

    count: int
    counted: str
    notes: tuple[str, ...] = ()
    position: int = 0


def take(
    kb: KnowledgeBase,
    out: Path | IO[bytes],
    form: Form,
    part: Part | None = None,
    *,
    as_of: AsOf = None,
    min_confidence: float = 0.0,
) -> Taken:
    """Write a part of the graph.

    Args:
        out: a file, or for tables without the ending .zip a folder, replaced when all is written; or a binary stream.

    Raises:
        SeveralPartsError, HopsAloneError, NoSuchTablesError: of *part* and *form*.
        CutAnswerError, NothingNamedError, QueryRefusedError: of its query.
        NothingToExportError, GoneArticleError, ErasedError: what it names is not there.
        BadMomentError, NoSuchMomentError, BadConfidenceError: see kb.service.history.asof and
        kb.projections.graph.confident. StorageError: it cannot be written.
    """
    part = part or Part()
    if form.name == ONE_TABLE.name and isinstance(out, Path) and out.suffix.lower() == f".{ONE_TABLE.ending}":
        form = ONE_TABLE
    if form == ONE_TABLE:  # not "is": a form comes from another process, too
        part = replace(part, classes=part.classes or (USUAL_TABLE,))
        if len(part.classes) > 1:
            raise NoSuchTablesError(f"A file that ends in .{form.ending}", most=1)
    given = [name for name in ("article", "entity", "about", "query") if getattr(part, name)]
    if len(given) > 1:
        raise SeveralPartsError([f"--{name}" for name in given])
    if part.hops is not None and not part.about:
        raise HopsAloneError
    if part.classes and not (form.kind == "tables" or (form.name == "csv" and len(part.classes) == 1)):
        raise NoSuchTablesError(form.name, most=int(form.name == "csv"))
    with ExitStack() as stack:
        moment = stack.enter_context(kb.at(as_of))
        if part.article:
            moment.refuse_gone(part.article)
        if form.kind == "events" and not part.classes and not (part.about or part.query):
            scope = Scope(article=part.article, entity=part.entity)
            count, notes = _events(write_events(moment, out, form.name, scope, min_confidence))
            return Taken(count, form.counts, notes, moment.position)
        store = stack.enter_context(_seen(kb, moment, as_of, min_confidence))
        source, wanted = chosen(kb, store, part, as_of, min_confidence)
        count, notes = _write(kb, moment, out, form, part, Graph(source, kb.base_iri, wanted), min_confidence)
        return Taken(count, "rows" if part.classes else form.counts, notes, moment.position)


def take_patiently(
    kb: KnowledgeBase, file: IO[bytes], form: Form, part: Part, position: int, min_confidence: float
) -> None:
    """Write a part of the graph as it stood at *position*, again where a writer replaces files of it meanwhile.

    Raises:
        KbError: see *take*.
        StorageError: it cannot be read.
    """
    for attempt in range(_ATTEMPTS):
        try:
            take(kb, file, form, part, as_of=position, min_confidence=min_confidence)
            return
        except (OSError, RuntimeError, GraphFaultError) as error:
            if attempt == _ATTEMPTS - 1:
                raise StorageError(f"The graph cannot be read: {str(error).rstrip('.')}.", hint="Try again.") from error
            file.seek(0)
            file.truncate()


@contextmanager
def _seen(kb: KnowledgeBase, moment: Moment, as_of: AsOf, least: float) -> "Iterator[Store]":
    """Lend the graph, or the view of it without what is less sure."""
    from kb.projections.graph.store import open_reader

    if least:
        with kb.confident(least, kb.position_at(as_of)) as view:
            yield open_reader(view.folder)
    else:
        yield moment.store()


def _write(
    kb: KnowledgeBase, moment: Moment, out: Path | IO[bytes], form: Form, part: Part, graph: Graph, least: float
) -> tuple[int, tuple[str, ...]]:
    """Write *graph*; return how many, and what was left out."""
    if form.kind == "rdf":
        return _write_rdf(graph, out, form, part), ()
    if form.kind == "tables" or (form.kind == "events" and part.classes):
        return _write_tables(graph, out, form, part)
    if form.kind == "events":
        return _write_chosen_events(moment, graph, out, form, least)
    with whole(out) as file:
        if form.kind == "network":
            from kb.exporting.network import write_network

            nodes, edges = write_network(graph, file, form.name)
            return nodes, (f"They have {edges:,} edges.",)
        if form.kind == "annotations":
            return _write_annotations(kb, moment, graph, file), ()
        left: Leftovers
        if form.kind == "entities":
            from kb.exporting.followthemoney import write_entities

            count, left = write_entities(graph, file)
        else:
            from kb.exporting.event_data import write_events

            count, left = write_events(graph, file, form.name)
        return count, left.sentences()


def _write_rdf(graph: Graph, out: Path | IO[bytes], form: Form, part: Part) -> int:
    from kb.exporting.naming import with_named
    from kb.exporting.selection import quads_of

    if part.about or (part.query and graph.chosen is not None):
        quads = quads_of(graph.store, graph.base, graph.chosen or ())
        return export_quads(quads, graph.base, out, form.name)
    if part.query:
        return export_quads(graph.store, graph.base, out, form.name)
    scope = Scope(article=part.article, entity=part.entity)
    told = scoped(graph.store, graph.base, scope)
    if scope != Scope():
        return export_quads(with_named(graph.store, graph.base, told), graph.base, out, form.name)
    return export_quads(told, graph.base, out, form.name)


def _write_tables(graph: Graph, out: Path | IO[bytes], form: Form, part: Part) -> tuple[int, tuple[str, ...]]:
    """Write tables: one as a file, several as a folder, or an archive where there is a stream or a name for it."""
    from kb.exporting.classes import TABLES
    from kb.exporting.tables import table, write_folder, write_table, write_zip

    kind = "parquet" if form.name == "parquet" else "csv"
    tables = tuple(map(table, part.classes)) or TABLES
    zipped = part.archive or (isinstance(out, Path) and out.suffix.lower() == ".zip")
    single = len(part.classes) == 1 and not zipped

    def write(file: IO[bytes]) -> dict[str, int]:
        if single:
            return {tables[0].name: write_table(graph, tables[0], file, kind)}
        return write_zip(graph, file, kind, tables)

    if isinstance(out, Path) and not (single or zipped):
        with whole_folder(out, {"datapackage.json", *(f"{one.name}.{kind}" for one in TABLES)}) as folder:
            rows = write_folder(graph, folder, kind, tables)
    elif isinstance(out, Path):
        with whole(out) as file:
            rows = write(file)
    else:  # a pipe cannot be asked where it stands
        with tempfile.TemporaryFile(prefix="kb-export-") as file:
            rows = write(file)
            file.seek(0)
            shutil.copyfileobj(file, out, _CHUNK)
    return sum(rows.values()), (", ".join(f"{name} {count:,}" for name, count in rows.items()) + ".",)


def _write_chosen_events(
    moment: Moment, graph: Graph, out: Path | IO[bytes], form: Form, least: float
) -> tuple[int, tuple[str, ...]]:
    from kb.graph.vocabulary import KB

    prefix = f"{graph.base}id/event-"
    only = frozenset(iri.removeprefix(prefix) for iri in graph.names(KB.Event))
    return _events(write_events(moment, out, form.name, Scope(), least, only=only))


def _events(done: EventsWritten) -> tuple[int, tuple[str, ...]]:
    return done.rows, (f"Left out: {done.left:,} events at no place with coordinates.",) if done.left else ()


def _write_annotations(kb: KnowledgeBase, moment: Moment, graph: Graph, file: IO[bytes]) -> int:
    from kb.exporting.annotations import write_annotations
    from kb.projections.folding.sources import LogSources

    sources, catalog = LogSources(kb.log), moment.catalog
    return write_annotations(graph, file, lambda article: sources.article(catalog.get_article(article).position).text)
