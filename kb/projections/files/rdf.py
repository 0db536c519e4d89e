"""RDF in the formats that people exchange it in: the same quads give the same bytes.

Input: quads in any order, a format. Output: bytes, sorted graph by graph and subject by subject.
Never: holds more than a run of lines or one subject; writes a blank node; writes what a format cannot hold as
something else without saying so.
"""

import json
import re
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from typing import IO, Any, Final, cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kb.errors import InputError
from kb.graph import names
from kb.projections.files.sorting import sorted_lines

FORMATS: Final[dict[str, RdfFormat]] = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
WITH_GRAPHS: Final = frozenset({"trig", "nquads", "jsonld"})
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_NAME: Final = re.compile(r"[^\W\d][\w.-]*\Z")  # of a predicate, what follows its namespace


class UnwritableTripleError(InputError):
    """A format cannot hold a triple."""

    code = "unwritable-triple"

    def __init__(self, format: str, term: str) -> None:
        self.format = format
        self.term = term
        super().__init__(
            f"{format} cannot name the predicate {term}: it ends in no XML name.",
            hint="Take turtle, ntriples or jsonld, or leave the imported graph that has it out.",
        )


def write_rdf(quads: Iterable[Quad], out: IO[bytes], format: str, base: str) -> int:
    """Write quads and return how many there are; triples, for formats without graphs. Each is written once.

    Args:
        format: of FORMATS.
        base: base IRI of the home, for prefixes.

    Raises:
        UnwritableTripleError: RDF/XML cannot name a predicate.
    """
    counted = _Counted()
    if format in ("nquads", "ntriples"):
        lines = (f"{quad if format == 'nquads' else quad.triple} .\n".encode() for quad in quads)
        for line in counted.lines(sorted_lines(lines)):
            out.write(line)
        return counted.number
    with_graphs = format in WITH_GRAPHS
    # Lines that begin with the graph come out graph by graph, and in each subject by subject.
    keyed = (f"{quad.graph_name if with_graphs else ''}\t{quad.triple}\n".encode() for quad in quads)
    with tempfile.TemporaryFile(prefix="kb-export-") as ordered:
        for line in counted.lines(sorted_lines(keyed)):
            graph, _, triple = line.rstrip(b"\n").partition(b"\t")
            ordered.write(b"%s %s .\n" % (triple, b"" if graph == b"DEFAULT" else graph))
        ordered.seek(0)
        again = parse(ordered, format=RdfFormat.N_QUADS)
        if format == "jsonld":
            _write_jsonld(again, out)
        elif format == "rdfxml":
            _write_rdfxml(again, out, base)
        else:
            _write_turtle(again, out, format, base)
    return counted.number


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Return triples as Turtle, in order, the prefixes as well."""
    out = BytesIO()
    head = _SortedPrefixes(out)
    ordered = sorted(dict.fromkeys(triples), key=str)
    serialize(ordered, cast("IO[bytes]", head), RdfFormat.TURTLE, prefixes=dict(prefixes))
    head.finish()
    return out.getvalue()


def _prefixes(base: str) -> dict[str, str]:
    return {**names.PREFIXES, "id": f"{base}id/", "graph": f"{base}graph/"}


def _write_turtle(quads: Iterator[Quad], out: IO[bytes], format: str, base: str) -> None:
    head = _SortedPrefixes(out)
    sink = cast("IO[bytes]", head)
    if format == "trig":
        serialize(quads, sink, RdfFormat.TRIG, prefixes=_prefixes(base))
    else:
        serialize((quad.triple for quad in quads), sink, RdfFormat.TURTLE, prefixes=_prefixes(base))
    head.finish()


def _write_rdfxml(quads: Iterator[Quad], out: IO[bytes], base: str) -> None:
    head = _SortedNamespaces(out)
    triples = (_as_xml(quad.triple) for quad in quads)
    serialize(triples, cast("IO[bytes]", head), RdfFormat.RDF_XML, prefixes=_prefixes(base))
    head.finish()
    out.write(b"\n")


def _as_xml(triple: Triple) -> Triple:
    """Return a triple that XML can hold: of a character that it cannot hold, U+FFFD stands there.

    Raises:
        UnwritableTripleError: its predicate ends in no XML name.
    """
    predicate, value = triple.predicate.value, triple.object
    if not _XML_NAME.search(re.split(r"[/#:]", predicate)[-1]):
        raise UnwritableTripleError("RDF/XML", predicate)
    if isinstance(value, Literal) and _NOT_XML.search(value.value):
        text = _NOT_XML.sub("\ufffd", value.value)
        literal = Literal(text, language=value.language) if value.language else Literal(text, datatype=value.datatype)
        return Triple(triple.subject, triple.predicate, literal)
    return triple


def _write_jsonld(quads: Iterator[Quad], out: IO[bytes]) -> None:
    """Write expanded JSON-LD, a line for each value, one subject at a time."""
    out.write(b"[")
    separator = b"\n"
    for graph, of_graph in groupby(quads, key=lambda quad: quad.graph_name):
        named = isinstance(graph, NamedNode)
        out.write(separator)
        if named:
            out.write(b' {\n  "@id": %s,\n  "@graph": [\n' % json.dumps(graph.value, ensure_ascii=False).encode())
        inner = b""
        for _, of_subject in groupby(of_graph, key=lambda quad: quad.subject):
            for node in _nodes(of_subject):
                text = json.dumps(node, ensure_ascii=False, indent=1)
                out.write(inner + (_indented(text, 3 if named else 1)).encode())
                inner = b",\n"
        if named:
            out.write(b"\n  ]\n }")
        separator = b",\n"
    out.write(b"\n]\n")


def _nodes(quads: Iterable[Quad]) -> list[Any]:
    found: list[Any] = json.loads(serialize((quad.triple for quad in quads), format=RdfFormat.JSON_LD) or b"[]")
    return found


def _indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line for line in text.split("\n"))


class _SortedHead(ABC):
    """Passes a serialisation on with its head sorted: pyoxigraph declares prefixes in another order each time."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._waiting: bytes | None = b""

    def write(self, data: bytes) -> int:
        if self._waiting is None:
            self._out.write(data)
            return len(data)
        self._waiting += data
        if self._whole(self._waiting):
            self.finish()
        return len(data)

    def flush(self) -> None:
        """Flush what was passed on."""
        self._out.flush()

    def finish(self) -> None:
        """Write what still waits."""
        if self._waiting is not None:
            self._out.writelines(self._sorted(self._waiting))
        self._waiting = None

    @abstractmethod
    def _whole(self, waiting: bytes) -> bool:
        """Say whether no more of the head is to come."""

    @abstractmethod
    def _sorted(self, waiting: bytes) -> Sequence[bytes]:
        """Return what waits with its head sorted, in parts."""


class _SortedPrefixes(_SortedHead):
    """The prefixes of Turtle and TriG, one a line."""

    def _whole(self, waiting: bytes) -> bool:
        lines = waiting.splitlines(keepends=True)
        return any(not line.startswith(b"@prefix ") and line.endswith(b"\n") for line in lines)

    def _sorted(self, waiting: bytes) -> Sequence[bytes]:
        lines = waiting.splitlines(keepends=True)
        prefixes = sorted(line for line in lines if line.startswith(b"@prefix "))
        return [*prefixes, *lines[len(prefixes) :]]


class _SortedNamespaces(_SortedHead):
    """The namespaces of the first element of RDF/XML."""

    def _whole(self, waiting: bytes) -> bool:
        return re.search(rb"<rdf:RDF[^>]*>", waiting) is not None

    def _sorted(self, waiting: bytes) -> Sequence[bytes]:
        return [re.sub(rb"<rdf:RDF([^>]*)>", _sorted_attributes, waiting, count=1)]


def _sorted_attributes(found: re.Match[bytes]) -> bytes:
    attributes = sorted(re.findall(rb'[\w:]+="[^"]*"', found[1]))
    return b"<rdf:RDF" + b"".join(b"\n\t" + attribute for attribute in attributes) + b">"


class _Counted:
    """Counts what passes through."""

    def __init__(self) -> None:
        self.number = 0

    def lines(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            self.number += 1
            yield line
