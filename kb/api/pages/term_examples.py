"""Examples of the terms of the ontology from the base: what stands in it as a class, a value, a property, a type.

Input: kb.api.serving.ports.Reads, the terms of a page. Output: an Example a term that the base has one of.
Never: counts what a query over all of the graph would be needed for; hides that the graph could not be asked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kb.api.pages.answers import Cell, Naming, solutions
from kb.api.serving.ports import Reads
from kb.errors import QueryRefusedError
from kb.graph.vocabulary import NAMESPACE, TYPE_NAMESPACE
from kb.language.event_types import EventTypes
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.typical import typical
from kb.query.sparql.prefixes import known

_TOGETHER: Final = 40  # terms of one query
_FORMS: Final = {  # what is looked for, and which variable beside ?s may have a label
    "classes": ("?s a <{iri}>", ""),
    "properties": ("?s <{iri}> ?o", "o"),
    "values": ("?s ?p <{iri}>", ""),
}


@dataclass(frozen=True, slots=True)
class Example:
    """Where the base has a term.

    Attributes:
        subject: the thing that is one, or that has it.
        value: what it has; not bound for a class or a type.
        told: how many events are of a type or one below it; 0 where nobody counts.
    """

    subject: Cell
    value: Cell = field(default_factory=Cell)
    told: int = 0


@dataclass(frozen=True, slots=True)
class Examples:
    """Examples by the IRI of their term.

    Attributes:
        whole: whether the graph could be asked for all of them.
    """

    by_iri: Mapping[str, Example]
    whole: bool = True


def examples(then: Reads, terms: Mapping[str, Sequence[str]]) -> Examples:
    """Return an example of each term that the base has one of.

    Args:
        terms: classes, properties, values, types -> IRIs.
    """
    with then.catalog() as catalog:
        found = dict(_types(catalog))
    try:
        for kind, form in _FORMS.items():
            own = [iri for iri in terms.get(kind, ()) if iri.startswith(NAMESPACE)]
            for at in range(0, len(own), _TOGETHER):
                found.update(_asked(then, form, own[at : at + _TOGETHER]))
    except QueryRefusedError:
        return Examples(found, whole=False)
    return Examples(found)


def _asked(then: Reads, form: tuple[str, str], terms: Iterable[str]) -> Iterator[tuple[str, Example]]:
    start, (pattern, other) = f"{then.base_iri}id/", form
    variables = [name for name in ("s", "p", "o") if f"?{name}" in pattern]
    wanted = " ".join(f"?{name}" for name in variables)
    parts = " UNION ".join(
        f'{{ SELECT ("{iri}" AS ?term) {wanted} {{ {pattern.format(iri=iri)} '
        f'FILTER(STRSTARTS(STR(?s), "{start}")) }} LIMIT 1 }}'
        for iri in terms
    )
    told = f"OPTIONAL {{ ?{other} rdfs:label ?told }}" if other else ""
    text = (
        f"SELECT ?term {wanted} (SAMPLE(?called) AS ?named) (SAMPLE(?told) AS ?said) WHERE {{ {parts} "
        f"OPTIONAL {{ ?s rdfs:label ?called }} {told} }} GROUP BY ?term {wanted}"
    )
    naming = Naming(then.base_iri, known(then.base_iri))
    with then.query(text, format="json") as result:
        table = solutions(result.read(), naming)
    for row in table.rows:
        cells = dict(zip(table.columns, row, strict=True))
        value = _called(cells["o"], cells["said"]) if "o" in cells else cells.get("p", Cell())
        yield cells["term"].text, Example(_called(cells["s"], cells["named"]), value)


def _called(cell: Cell, label: Cell) -> Cell:
    return Cell(label.text, cell.kind, cell.path, cell.full, cell.number) if label.text else cell


def _types(catalog: CatalogReader) -> Iterator[tuple[str, Example]]:
    """Yield types of events with how many are told of, those below them counted with them."""
    types = EventTypes.load()
    counted = Counter[str]()
    first: dict[str, Cell] = {}
    for one in typical(catalog):
        cell = Cell(one.label, "iri", f"/events/event-{one.event}", f"event-{one.event}")
        for kind in types.lineage(one.type) if one.type in types else ():
            counted[kind.name] += one.told
            first.setdefault(kind.name, cell)
        first[one.type] = cell
    for name, told in counted.items():
        yield f"{TYPE_NAMESPACE}{name}", Example(first[name], told=told)
