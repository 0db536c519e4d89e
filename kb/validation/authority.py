"""pySHACL, the authority on what conforms.

Input: triples and shapes, and which nodes to look at. Output: Results, read by
kb.validation.validator. Terms go into a plain rdflib graph with xsd:string
dropped, because rdflib takes "en" and "en"^^xsd:string for two values.
Never: infers, changes the graph, or fetches anything.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kb.errors import IntegrityError
from kb.validation.report import SH, Result
from kb.validation.shape_files import ShapeSet, Term

if TYPE_CHECKING:
    from rdflib import Graph

_XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


class ShaclError(IntegrityError):
    """pySHACL gave up: a shape is broken or a graph is beyond it."""

    code = "shacl"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"SHACL validation broke off: {reason}", hint="Check the files in shapes/.")


def judge(
    triples: Iterable[ox.Triple],
    shapes: ShapeSet,
    pairs: Sequence[tuple[ox.NamedNode, Term]] | None = None,
) -> tuple[Result, ...]:
    """Return what pySHACL finds, sorted.

    Args:
        pairs: (node shape, focus node): only these are judged; None: all that the shapes target.

    Raises:
        ShaclError: pySHACL gave up.
    """
    data = to_rdflib(triples)
    if pairs is None:
        found = list(_run(data, shapes, None, None))
    else:
        by_shape: dict[str, list[str]] = {}
        blank = False
        for shape, focus in pairs:
            blank = blank or not isinstance(focus, ox.NamedNode)
            by_shape.setdefault(shape.value, []).append(str(focus)[1:-1])
        if blank:  # pySHACL takes no blank node as a focus: judge all
            return judge(triples, shapes)
        found = [result for shape, focus in by_shape.items() for result in _run(data, shapes, shape, focus)]
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda r: (r.focus, r.shape, r.path, r.value)))


def to_rdflib(triples: Iterable[ox.Triple]) -> "Graph":
    """Return a plain rdflib graph of the triples; quoted triples are refused.

    Raises:
        ShaclError: a triple is about another triple.
    """
    from rdflib import Graph

    logging.getLogger("rdflib.term").setLevel(
        logging.ERROR
    )  # an ill-typed literal is the shapes' matter, not a warning
    graph = Graph(bind_namespaces="none")
    for triple in triples:
        graph.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    return graph


def _node(term: Term) -> Any:
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        return Literal(term.value, datatype=None if datatype == _XSD_STRING else URIRef(datatype), normalize=False)
    raise ShaclError(f"a triple about a triple is not supported ({term})")


@lru_cache(maxsize=8)
def _shapes_graph(shapes: ShapeSet) -> Any:
    from pyshacl.shapes_graph import ShapesGraph
    from rdflib import Graph

    graph = ShapesGraph(Graph().parse(data=shapes.turtle, format="turtle"))
    if not graph.shapes:  # read them all now: asked for one shape first, pySHACL would only ever know that one
        raise ShaclError("no shape was found")
    return graph


def _run(data: "Graph", shapes: ShapeSet, shape: str | None, focus: list[str] | None) -> Iterator[Result]:
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError, ValidationFailure
    from pyshacl.graph_abstraction import DataGraph
    from pyshacl.validator import Validator
    from rdflib import Graph

    options = {"inplace": True, "use_shapes": [shape] if shape else None, "focus_nodes": focus}
    try:
        validator: Any = Validator(DataGraph.from_rdflib_graph(data), shacl_graph=Graph(), options=options)
        validator.shacl_graph = _shapes_graph(shapes)  # parsed once a process, not at each call
        _, report, _ = validator.run()
    except (ReportableRuntimeError, ShapeLoadError, ValidationFailure) as exc:
        raise ShaclError(str(exc)) from exc
    if isinstance(report, Exception):
        raise ShaclError(str(report)) from report
    yield from _results(report)


def _results(report: "Graph") -> Iterator[Result]:
    from rdflib import BNode, Literal, URIRef

    def term(node: Any, name: str) -> Any:
        return report.value(node, URIRef(SH + name))

    def written(node: Any) -> str:
        return "" if node is None else f"_:{node}" if isinstance(node, BNode) else str(node.n3())

    for node in report.objects(None, URIRef(SH + "result")):
        focus, path, message = term(node, "focusNode"), term(node, "resultPath"), term(node, "resultMessage")
        yield Result(
            focus=str(focus) if isinstance(focus, URIRef) else f"_:{focus}",
            shape=str(term(node, "sourceShape")),
            path=str(path) if isinstance(path, URIRef) else "",
            value=written(term(node, "value")),
            message=str(message) if isinstance(message, Literal) else "",
            severity=str(term(node, "resultSeverity")).rpartition("#")[2],
        )
