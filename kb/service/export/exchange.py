"""RDF out of a knowledge base and into it.

Input: an opened knowledge base, a format or a file. Output: a file; an event.
Never: takes in part of a file, or data that claims to be ours and breaks the shapes.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from pyoxigraph import NamedNode, RdfFormat, Store, parse

from kb.errors import InputError
from kb.events.streams import BASE
from kb.log import Append
from kb.projections.files.export import Scope, export, whole
from kb.projections.files.importing import read_import
from kb.projections.graph.store import open_reader
from kb.service.export.event_table import rows, shown, written
from kb.service.history.asof import AsOf, Moment
from kb.service.knowledge_base import KnowledgeBase, OnWait

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in.

    Attributes:
        graph: its name.
        triples: how many.
        position: of the event.
        repeated: how many of the triples stand in another graph as well.
    """

    graph: str
    triples: int
    position: int
    repeated: int


@dataclass(frozen=True, slots=True)
class EventsWritten:
    """What an export of events holds.

    Attributes:
        rows: how many.
        left: how many more were wanted and have no place on a map.
    """

    rows: int
    left: int


class UnfitImportError(InputError):
    """Imported data calls its nodes by our classes and breaks our shapes."""

    code = "unfit-import"

    def __init__(self, origin: str, lines: tuple[str, ...]) -> None:
        self.origin = origin
        self.lines = lines
        more = f" ... and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
        super().__init__(
            f"{origin} has nodes of kb's own classes that break the shapes; nothing was imported. "
            + " ".join(lines[:_SHOWN])
            + more,
            hint="Mend the data, or call its nodes by other classes.",
        )


def export_graph(
    kb: KnowledgeBase,
    out: Path | IO[bytes],
    format: str,
    scope: Scope,
    as_of: AsOf = None,
    min_confidence: float = 0.0,
) -> int:
    """Write the graph and return how many quads or triples were written.

    Args:
        out: a file, replaced when all is written; or a binary stream.
        format: turtle, trig, nquads, ntriples or jsonld.
        scope: the whole, one article, one entity.
        as_of: as known then, a position of the log or a time; None for now.
        min_confidence: without what is less sure.

    Raises:
        BadMomentError, NoSuchMomentError: see kb.service.history.asof.
        NothingToExportError, BadConfidenceError, StorageError: see kb.projections.
        GoneArticleError, ErasedError: see kb.service.articles.gone.
    """
    if scope.article:
        with kb.at(as_of) as moment:
            moment.refuse_gone(scope.article)
    if min_confidence:
        with kb.confident(min_confidence, kb.position_at(as_of)) as view:
            return export(open_reader(view.folder), kb.base_iri, out, format, scope)
    with kb.at(as_of) as moment:
        return export(moment.store(), kb.base_iri, out, format, scope)


def export_events(
    moment: Moment,
    out: Path | IO[bytes],
    format: str,
    scope: Scope,
    min_confidence: float = 0.0,
) -> int:
    """Write the events as a table or a map and return how many are in it.

    Args:
        out: a file, replaced when all is written; or a binary stream.
        format: of kb.service.export.event_table.FORMATS.
        scope: the whole, one article, one participant or place.
        min_confidence: without events that are less sure.

    Raises:
        NoSuchRecordError: there is no such article or entity.
        GoneArticleError, ErasedError: see kb.service.articles.gone.
        BadConfidenceError, StorageError: see kb.projections.
    """
    return write_events(moment, out, format, scope, min_confidence).rows


def write_events(
    moment: Moment,
    out: Path | IO[bytes],
    format: str,
    scope: Scope,
    min_confidence: float = 0.0,
    *,
    only: Collection[str] | None = None,
) -> EventsWritten:
    """Write the events as export_events does, and say what was left out.

    Args:
        only: ids of the only events that are wanted; None: all.
    """
    catalog = moment.catalog
    if scope.article:
        moment.refuse_gone(scope.article)
    article = catalog.get_article(scope.article).id if scope.article else ""
    count = {True: 0, False: 0}

    def counted(found: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for row in found:
            count[shown(row, format)] += 1
            yield row

    with ExitStack() as stack:
        shower = stack.enter_context(moment.shower(min_confidence)) if min_confidence else None
        stands = shower.stands if shower else None
        found = rows(catalog, moment.iris, article=article, entity=scope.entity, stands=stands, only=only)
        file = stack.enter_context(whole(out))
        for piece in written(counted(found), format):
            file.write(piece)
    return EventsWritten(count[True], count[False])


def import_file(
    kb: KnowledgeBase, path: Path, graph: str, format: str = "", *, origin: str = "", on_wait: OnWait | None = None
) -> Imported:
    """Take the triples of a file into the graph *graph*; what was there before is replaced.

    Raises:
        RdfSyntaxError, BadGraphNameError, OwnGraphError, UnknownRdfFormatError: see kb.projections.files.importing.
        UnfitImportError: it breaks the shapes.
    """
    from dataclasses import replace

    from kb.validation import validate_imported

    event = replace(read_import(path, graph, kb.base_iri, format=format), origin=origin or path.name)
    report = validate_imported(list(parse(event.ntriples, format=RdfFormat.N_TRIPLES)))
    if not report.conforms:
        raise UnfitImportError(event.origin, tuple(report.text().splitlines()))
    with kb.writing(on_wait) as projections:
        append = Append(BASE, kb.log.stream_version(BASE), [event], kb.actor)
        position = kb.log.append_batch([append])[-1].position
        projections.advance(kb.log)
        repeated = _repeated(projections.graph.store, NamedNode(graph))
    return Imported(graph, event.ntriples.count("\n"), position, repeated)


def _repeated(store: Store, graph: NamedNode) -> int:
    """Return how many triples of a graph stand in another one as well."""
    own = store.quads_for_pattern(None, None, None, graph)
    return sum(1 for one in own if any(islice(store.quads_for_pattern(one.subject, one.predicate, one.object), 1, 2)))
