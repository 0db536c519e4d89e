"""Judges a graph by the shapes: a fast way for what conforms, pySHACL for the rest.

Input: quads of one article's graph with its text and what is known of the
entities it names; or an imported graph; or an ontology.
Output: a Report, read by kb.service, `kb validate` and `kb import`.
Never: changes a graph or lets anything pass that pySHACL would not.
"""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kb.errors import InputError
from kb.resources import resource
from kb.validation.authority import judge
from kb.validation.fast import left_over
from kb.validation.report import Report
from kb.validation.shape_files import ShapeSet, shape_set
from kb.validation.surroundings import surrounded


def validate(
    article_quads: Iterable[ox.Triple | ox.Quad],
    text: str | None = None,
    closure: Iterable[ox.Triple | ox.Quad] = (),
    *,
    shapes: ShapeSet | None = None,
) -> Report:
    """Return what is wrong with the graph of one article.

    Args:
        article_quads: the article's graph; graph names are ignored.
        text: the stored text; without it the words of mentions are not compared with their characters.
        closure: what the registry says of the entities that the graph names (one hop).
        shapes: by default the package's.

    Raises:
        ShaclError: pySHACL gave up.
    """
    chosen = shapes or shape_set()
    return _report(surrounded(article_quads, text, closure), chosen)


def validate_imported(quads: Iterable[ox.Triple | ox.Quad]) -> Report:
    """Return what is wrong with RDF from elsewhere: only nodes that claim to be of our classes are looked at."""
    return validate(quads)


def validate_ontology(folder: Path | None = None) -> Report:
    """Return what is wrong with the event types, role frames and concepts of an ontology folder.

    Raises:
        InputError: a file is no Turtle.
    """
    triples: list[ox.Triple] = []
    for path in sorted((folder or resource("ontology")).rglob("*.ttl")):
        try:
            triples += [ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(path=path)]
        except SyntaxError as exc:
            raise InputError(f"{path.name} is no Turtle: {exc}", hint="Check the file with any Turtle parser.") from exc
    return _report(triples, shape_set(ontology=True))


def _report(triples: list[ox.Triple], shapes: ShapeSet) -> Report:
    left, bearing = left_over(triples, shapes)
    return Report(judge(bearing, shapes, left) if left else ())
