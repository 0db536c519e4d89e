"""What a validation found, as values and as a SHACL report in Turtle.

Input: results of kb.validation.authority. Output: Report, read by
kb.service (what to leave out), by `kb validate` and by pages.
Pure: no graph library but for the serialiser.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

SH: Final = "http://www.w3.org/ns/shacl#"
_RDF_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_BOOLEAN: Final = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Result:
    """One constraint that one node breaks.

    Attributes:
        focus: IRI of the node that fails; "_:" and a label for a blank node.
        shape: IRI of the shape that it fails.
        path: IRI of the property, "" where the shape is about the node as a
            whole or follows a longer path.
        value: the value at fault as N-Triples writes it, "" where one is missing.
        message: what is wrong, one sentence.
        severity: Violation, Warning or Info.
    """

    focus: str
    shape: str
    path: str = ""
    value: str = ""
    message: str = ""
    severity: str = "Violation"


@dataclass(frozen=True, slots=True)
class Report:
    """All that a validation found, sorted by focus, shape and value."""

    results: tuple[Result, ...] = ()

    @property
    def conforms(self) -> bool:
        """True if nothing is a Violation; warnings do not count."""
        return not self.focus

    @property
    def violations(self) -> tuple[Result, ...]:
        """The results that make the graph fail."""
        return tuple(result for result in self.results if result.severity == "Violation")

    @property
    def focus(self) -> tuple[str, ...]:
        """The nodes that fail, sorted, each once."""
        return tuple(sorted({result.focus for result in self.violations}))

    def text(self) -> str:
        """Return one line a result, for reading."""
        return "\n".join(
            f"{r.severity}: {r.focus} ({r.shape.rpartition('#')[2]}): {r.message}"
            + (f" Value: {r.value[:200]}" if r.value else "")
            for r in self.results
        )

    def turtle(self) -> str:
        """Return the report as SHACL writes it, in Turtle; the same results give the same text."""
        prefixes = {"sh": SH, "kb": "https://w3id.org/newskb#", "kbsh": "https://w3id.org/newskb/shape#"}
        data = ox.serialize(self._triples(), format=ox.RdfFormat.TURTLE, prefixes=prefixes)
        return data.decode("utf-8") if data else ""

    def _triples(self) -> Iterator[ox.Triple]:
        report = ox.BlankNode("report")
        yield ox.Triple(report, _RDF_TYPE, _sh("ValidationReport"))
        conforms = ox.Literal("true" if self.conforms else "false", datatype=_BOOLEAN)
        yield ox.Triple(report, _sh("conforms"), conforms)
        for number, result in enumerate(self.results, 1):
            node = ox.BlankNode(f"r{number}")
            yield ox.Triple(report, _sh("result"), node)
            yield ox.Triple(node, _RDF_TYPE, _sh("ValidationResult"))
            yield ox.Triple(node, _sh("focusNode"), _resource(result.focus))
            yield ox.Triple(node, _sh("sourceShape"), ox.NamedNode(result.shape))
            yield ox.Triple(node, _sh("resultSeverity"), _sh(result.severity))
            yield ox.Triple(node, _sh("resultMessage"), ox.Literal(result.message, language="en"))
            if result.path:
                yield ox.Triple(node, _sh("resultPath"), ox.NamedNode(result.path))
            if result.value:
                yield ox.Triple(node, _sh("value"), _value(result.value))


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def _resource(written: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(written[2:]) if written.startswith("_:") else ox.NamedNode(written)


def _value(written: str) -> Term:
    line = f"<x:s> <x:p> {written} ."
    value: Term = next(iter(ox.parse(line.encode("utf-8", "replace"), format=ox.RdfFormat.N_TRIPLES))).object
    return value
