"""RDF from elsewhere, read into the event that brings it in.

Input: a file in any RDF format, the name its graph is to have. Output: a
GraphImported with sorted N-Triples and no blank node, to be appended to the log.
Never: takes a graph that is ours; fetches anything; keeps part of a file that has a fault.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, QuadParser, RdfFormat, parse

from kb.errors import ConflictError, InputError
from kb.events import GraphImported
from kb.graph import names
from kb.graph.iris import Iris
from kb.graph.vocabulary import NAMESPACE
from kb.log.faults import storage_faults
from kb.projections.files.naming import named

BY_SUFFIX: Final[dict[str, RdfFormat]] = {
    ".ttl": RdfFormat.TURTLE,
    ".turtle": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".ntriples": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".nquads": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
BY_NAME: Final[dict[str, RdfFormat]] = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
_VOCABULARY: Final = NAMESPACE.removesuffix("#")  # and what stands below it
# of what kb.graph.decisions_graph writes, what says where the log stands and what was decided
_RECORDS: Final = frozenset(names.kb(name) for name in ("logPosition", "decisionType", "decides", "rationale"))


class RdfSyntaxError(InputError):
    """A file is not the RDF that it should be."""

    code = "rdf-syntax"

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        self.path = path
        self.line = line
        self.reason = reason
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {reason}", hint="Mend the file, or say its format with --format.")


class UnknownRdfFormatError(InputError):
    """A file's name does not say which RDF format it has."""

    code = "unknown-rdf-format"

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: no RDF format goes by this name's ending.", hint=f"Say one of {', '.join(BY_NAME)} with --format."
        )


class BadGraphNameError(InputError):
    """A graph needs an absolute IRI as its name."""

    code = "bad-graph-name"

    def __init__(self, graph: str) -> None:
        self.graph = graph
        super().__init__(f"{graph!r} is no absolute IRI.", hint="Take something like https://example.org/data.")


class OwnGraphError(ConflictError):
    """A graph of the home's own is not for imports."""

    code = "own-graph"

    def __init__(self, graph: str) -> None:
        self.graph = graph
        super().__init__(
            f"The graph {graph} is one that this knowledge base writes itself.",
            hint="Choose an IRI of your own for the imported graph.",
        )


class ForgedRecordError(ConflictError):
    """Imported triples say of something of the home's own what only the home says: where its log stands, who decided.

    Attributes:
        subject, predicate: of the first such triple, IRIs.
    """

    code = "forged-record"

    def __init__(self, path: str, subject: str, predicate: str) -> None:
        self.path = path
        self.subject = subject
        self.predicate = predicate
        super().__init__(
            f"{path} says {predicate} of {subject}: that is told by this knowledge base's log alone.",
            hint="Leave such triples out; about things of another base they may be said.",
        )


def read_import(path: Path, graph: str, base: str, *, format: str = "") -> GraphImported:
    """Return the event that brings a file's triples in as the graph *graph*.

    Named graphs inside the file are joined into the one. Relative IRIs are
    resolved against *graph*.

    Args:
        format: a key of BY_NAME; "" goes by the file's ending.

    Raises:
        RdfSyntaxError: names file and line.
        UnknownRdfFormatError, BadGraphNameError, OwnGraphError: see there.
        ForgedRecordError: see there.
        TooManyBlankNodesError, QuotedTripleError, EntangledBlankNodesError: see kb.projections.files.naming.
        StorageError: the file cannot be read.
    """
    known = BY_NAME.get(format) if format else BY_SUFFIX.get(path.suffix.lower())
    if known is None:
        raise UnknownRdfFormatError(str(path))
    check_graph_name(graph, base)
    with storage_faults(path), path.open("rb") as file:
        try:
            parsed: QuadParser = parse(file, known, base_iri=graph)
            quads = list(parsed)
        except SyntaxError as error:
            raise RdfSyntaxError(str(path), error.lineno, str(error.msg)) from error
    _refuse_forged(quads, str(path), base)
    found = named(quads, graph, base)
    return GraphImported(graph, "".join(f"{quad.triple} .\n" for quad in found), path.name)


def _refuse_forged(quads: Iterable[Quad], path: str, base: str) -> None:
    ours = Iris(base).is_ours
    for quad in quads:
        if quad.predicate in _RECORDS and isinstance(quad.subject, NamedNode) and ours(quad.subject.value):
            raise ForgedRecordError(path, quad.subject.value, quad.predicate.value)


def check_graph_name(graph: str, base: str) -> None:
    """Make sure that a graph may be imported or dropped under this name.

    Raises:
        BadGraphNameError: it is no absolute IRI.
        OwnGraphError: it is one of the home's own.
    """
    try:
        NamedNode(graph)
    except ValueError as error:
        raise BadGraphNameError(graph) from error
    if ":" not in graph or graph.startswith("_:"):
        raise BadGraphNameError(graph)
    if Iris(base).is_ours(graph) or graph.startswith(_VOCABULARY):
        raise OwnGraphError(graph)
