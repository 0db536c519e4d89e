"""What a SPARQL query found, as tables and drawings for reading.

Input: results of kb.query in the formats of SPARQL 1.1, and which IRIs are things of this base.
Output: Table, its chart.
Pure. Never: cuts a value; leads to an address outside this server.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite, isnan
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kb.api.pages.links import page_of
from kb.graph.vocabulary import NAMESPACE, TYPE_NAMESPACE
from kb.query.sparql.meant import event_types, own_terms

BARS: Final = 60  # rows of a chart
WIDE: Final = 24  # characters from which a value of a table would be broken into many lines
_NUMERIC: Final = re.compile(r"[#](?:integer|decimal|double|float|int|long|short|nonNegativeInteger)\Z")
_DAYS: Final = re.compile(r"[#](?:date|dateTime|gYear|gYearMonth)\Z")
_THING: Final = re.compile(r"[a-z]+-[0-9a-f]{12,20}\Z")
_NAMING: Final = ("Label", "Name", "Title", "_label", "_name", "_title")
_CALLED: Final = {"happening": "what", "event": "what", "figure": "words", "statement": "words"}
"""Kind of thing -> the column in which our own queries put what it is called."""
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value.

    Attributes:
        text: for reading: of an IRI the short form, of a literal its characters.
        kind: "iri", "number", "day", "words", "blank", or "" where nothing is bound.
        path: of the page of this server about it, "" if it has none.
        full: the whole IRI, or datatype or language of a literal where they say more than *text*.
        number: of a number, else 0.
        term: of our own vocabulary: its name, which is the anchor on the page of the ontology; else "".
    """

    text: str = ""
    kind: str = ""
    path: str = ""
    full: str = ""
    number: float = 0.0
    term: str = ""

    @property
    def nameless(self) -> bool:
        """Whether it is a thing of this base that is called by its id, for want of a name."""
        return _THING.match(self.text) is not None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as a query gives them.

    Attributes:
        columns: names of variables.
        rows: a cell for each column.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def of_kind(self, kind: str) -> list[int]:
        """Return the columns all of whose bound values are of a kind, at least one."""
        return [at for at in range(len(self.columns)) if {row[at].kind for row in self.rows} - {""} == {kind}]

    def called(self, labels: Mapping[str, str]) -> "Table":
        """Return it with things of this base under their labels, by id, where they have one."""
        rows = (
            tuple(replace(cell, text=labels.get(cell.text, cell.text)) if cell.path else cell for cell in row)
            for row in self.rows
        )
        return replace(self, rows=tuple(rows))

    def names_of(self) -> dict[int, int]:
        """Return column -> the one that names what stands there: "?a" -> "?aName", "?who" -> "?who_label"."""
        columns = {name: at for at, name in enumerate(self.columns)}
        found = {}
        for at, column in enumerate(self.columns):
            further = (columns.get(f"{column}{end}") for end in _NAMING)
            if (name := next((one for one in further if one is not None), None)) is not None:
                found[at] = name
        return found

    @property
    def kinds(self) -> tuple[str, ...]:
        """How wide a column has to be and where its values begin: "number", "day", "wide" for long words, else ""."""
        alike = {at: kind for kind in ("number", "day") for at in self.of_kind(kind)}
        wide = {at for row in self.rows for at, cell in enumerate(row) if len(cell.text) > WIDE}
        return tuple(alike.get(at) or ("wide" if at in wide else "") for at in range(len(self.columns)))

    @property
    def shown(self) -> "Table":
        """It for people who did not write the query: no empty columns, no ids where the kind of thing says as much.

        What a thing is called leads to it, instead of a column that only says once more what is in each row.
        """
        led = self
        for at in range(len(self.columns)):
            led = led._led(at)
        kept = [at for at in range(len(led.columns)) if any(row[at].text for row in led.rows)]
        columns = tuple(led.columns[at].replace("_", " ") for at in kept)
        nameless = {name: name.partition("-")[0] for name in led.things if _THING.match(name)}
        return Table(columns, tuple(tuple(row[at] for at in kept) for row in led.rows)).called(nameless)

    def _led(self, at: int) -> "Table":
        """Return it without what is in a column of things, each cell that names one leading there; else itself."""
        bound = [row for row in self.rows if row[at].path]
        kinds = {row[at].full.rpartition("/")[2].partition("-")[0] for row in bound}
        kind = kinds.pop() if len(kinds) == 1 else ""
        name = self.columns.index(_CALLED[kind]) if _CALLED.get(kind) in self.columns else at
        if name == at or not all(row[name].text and not row[name].path for row in bound):
            return self
        rows = []
        for row in self.rows:
            cells = list(row)
            if row[at].path:
                cells[name] = replace(row[name], path=row[at].path, full=row[at].full)
                cells[at] = Cell()
            rows.append(tuple(cells))
        return replace(self, rows=tuple(rows))

    @property
    def things(self) -> frozenset[str]:
        """The ids of things of this base that have a page."""
        return frozenset(cell.text for row in self.rows for cell in row if cell.path)

    @property
    def views(self) -> tuple[str, ...]:
        """How it can be looked at: always "table", and "chart" and "timeline" where its columns allow them."""
        charted = ("chart",) if self.of_kind("number") and len(self.columns) > 1 and self.rows else ()
        return ("table", *charted, *(("timeline",) if self.of_kind("day") else ()))


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: what it is of, the number, and from where to where of 0 to 100 it is drawn."""

    label: Cell
    more: str
    number: Cell
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers side by side.

    Attributes:
        of, counted: the columns that name the bars, and that they are drawn of.
        zero: where of 0 to 100 bars begin: 0 unless some number is negative.
        bars: of the first rows, in their order.
    """

    of: str
    counted: str
    zero: float
    bars: tuple[Bar, ...]


def _ours(namespace: str) -> frozenset[str]:
    """Return the local names that the ontology has in a namespace."""
    if namespace == TYPE_NAMESPACE:
        return event_types()
    return own_terms() if namespace == NAMESPACE else frozenset()


class Naming:
    """Short forms of IRIs, and which pages they have."""

    def __init__(self, base: str, prefixes: Mapping[str, str]) -> None:
        self._things = f"{base}id/"
        self._prefixes = sorted(prefixes.items(), key=lambda row: -len(row[1]))

    def iri(self, iri: str) -> Cell:
        """Return the cell of an IRI."""
        if iri.startswith(self._things):
            name = iri[len(self._things) :]
            return Cell(name, "iri", page_of(name) if _THING.match(name) else "", iri)
        for prefix, start in self._prefixes:
            if iri.startswith(start) and re.fullmatch(r"[\w.-]*", iri[len(start) :]):
                name = iri[len(start) :]
                return Cell(f"{prefix}:{name}", "iri", "", iri, term=f"{prefix}:{name}" if name in _ours(start) else "")
        return Cell(iri, "iri", "", iri)

    def literal(self, text: str, datatype: str, language: str) -> Cell:
        """Return the cell of a literal."""
        if _NUMERIC.search(datatype):
            try:
                return Cell(text, "number", "", "", float(text))
            except ValueError:
                return Cell(text, "words", "", datatype)
        if _DAYS.search(datatype):
            return Cell(text, "day", "", datatype)
        return Cell(text, "words", "", language or ("" if datatype in ("", _STRING) else datatype))


def solutions(body: bytes, naming: Naming) -> Table:
    """Return the rows of a result in SPARQL's JSON; an ASK is one row of one column."""
    told: dict[str, Any] = json.loads(body)
    if "boolean" in told:
        return Table(("answer",), ((Cell("yes" if told["boolean"] else "no", "words"),),))
    columns = tuple(told["head"]["vars"])
    rows = tuple(tuple(_cell(found.get(name), naming) for name in columns) for found in told["results"]["bindings"])
    return Table(columns, rows)


def triples(body: bytes, naming: Naming) -> Table:
    """Return the rows of a result in N-Triples, each triple once however often the engine sends it."""
    found = dict.fromkeys(quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES))
    rows = (tuple(_term(term, naming) for term in (one.subject, one.predicate, one.object)) for one in found)
    return Table(("subject", "predicate", "object"), tuple(rows))


def chart(table: Table) -> Chart | None:
    """Return a chart: the first column of numbers, each called what the first other columns say."""
    numbers = table.of_kind("number")
    if not numbers:
        return None
    at = numbers[0]
    named = [n for n in range(len(table.columns)) if n not in numbers] or [n for n in numbers if n != at]
    shown = table.rows[:BARS]
    finite = [row[at].number for row in shown if isfinite(row[at].number)]
    least, most = min(finite, default=0.0), max(finite, default=0.0)
    _, zero = _drawn(0.0, least, most, 0.0)
    bars = (
        Bar(
            row[named[0]] if named else Cell(),
            " · ".join(row[n].text for n in named[1:3] if row[n].text not in ("", row[named[0]].text)),
            row[at],
            *_drawn(row[at].number, least, most, zero),
        )
        for row in shown
    )
    return Chart(table.columns[named[0]] if named else "", table.columns[at], zero, tuple(bars))


def _drawn(number: float, least: float, most: float, zero: float) -> tuple[float, float]:
    """Return from where to where a bar is drawn; one without end fills its side, what is no number has none."""
    low, high = min(least, 0.0), max(most, 0.0)
    there = min(max(number, low), high) if not isnan(number) else 0.0
    place = round(100 * (there - low) / ((high - low) or 1.0), 2)
    return min(place, zero), max(place, zero)


def _cell(found: Mapping[str, str] | None, naming: Naming) -> Cell:
    if found is None:
        return Cell()
    if found["type"] == "uri":
        return naming.iri(found["value"])
    if found["type"] == "bnode":
        return Cell(f"_:{found['value']}", "blank")
    if found["type"] == "triple":
        return Cell(json.dumps(found["value"], ensure_ascii=False), "words")
    return naming.literal(found["value"], found.get("datatype", ""), found.get("xml:lang", ""))


def _term(term: object, naming: Naming) -> Cell:
    if isinstance(term, NamedNode):
        return naming.iri(term.value)
    if isinstance(term, Literal):
        return naming.literal(term.value, term.datatype.value, term.language or "")
    return Cell(str(term), "blank")
