"""Answers to SPARQL queries as Python values.

Input: what the query service wrote. Output: Answer: rows, a truth value or triples.
Never: loses a term: a literal that Python has no value for stays text, and *json* has every datatype and language.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)

from kb.errors import InputError
from kb.query.service import QueryResult
from kb.scripting import frames
from kb.scripting.tables import Table

if TYPE_CHECKING:
    import rdflib

    from kb.service.answering.answer import Understood
    from kb.service.display.page import Quote

Value = str | int | float | Decimal | bool | date | datetime | None
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_WHOLE: Final = frozenset(
    "integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger "
    "unsignedInt unsignedLong unsignedShort unsignedByte".split()
)
_TRIPLE: Final = ("subject", "predicate", "object")


class WrongFormError(InputError):
    """A query of another form was asked for this kind of answer."""

    code = "wrong-form"

    def __init__(self, wanted: str, form: str) -> None:
        self.form = form
        super().__init__(f"{wanted} is not what a query of this form gives.", hint=f"Ask with {form}.")


class Answer(Table[Mapping[str, Value]]):
    """The answer to one query: a table of dicts from variable to value, in which what is unbound is None.

    ASK answers with no row: ``bool(answer)`` is the answer. CONSTRUCT and DESCRIBE answer with the rows of their
    triples, and with *graph*.

    Attributes:
        kind: "solutions", "boolean" or "triples".
        position: of the log that was asked.
        truncated: whether there was more than the limit of rows.
        warnings: what the asker may have got wrong, though the query is right.
        sparql: the query that ran, where it was a saved one; else "".
    """

    def __init__(self, result: QueryResult) -> None:
        self.kind = result.kind
        self.position = result.position
        self.truncated = result.truncated
        self.warnings = result.warnings
        self.sparql = ""
        self._data = result.read()
        columns, rows, self._truth = _parsed(self.kind, self._data)
        super().__init__(rows, dict, columns, caption="triples" if self.kind == "triples" else "rows")

    def __bool__(self) -> bool:
        return self._truth if self.kind == "boolean" else len(self) > 0

    def json(self) -> dict[str, Any]:
        """Return the answer to SELECT or ASK in the SPARQL 1.1 Query Results JSON Format, datatypes and all.

        Raises:
            WrongFormError: it is triples.
        """
        if self.kind == "triples":
            raise WrongFormError("A result in SPARQL JSON", "SELECT or ASK")
        found: dict[str, Any] = json.loads(self._data)
        return found

    def to_pandas(self) -> Any:
        """Return a pandas.DataFrame of *rows*; of ASK one row, whose column *boolean* is the answer.

        Raises:
            MissingPackageError: pandas is not installed.
        """
        return frames.to_pandas(*self._framed())

    def to_polars(self) -> Any:
        """Return a polars.DataFrame of *rows*; of ASK one row, whose column *boolean* is the answer.

        Raises:
            MissingPackageError: polars is not installed.
        """
        return frames.to_polars(*self._framed())

    def graph(self) -> "rdflib.Graph":
        """Return the triples of CONSTRUCT or DESCRIBE as an rdflib.Graph.

        Raises:
            WrongFormError: the query was of another form.
        """
        if self.kind != "triples":
            raise WrongFormError("A graph", "CONSTRUCT or DESCRIBE")
        return frames.to_rdflib(self._data)

    def _framed(self) -> tuple[list[dict[str, Any]], Sequence[str]]:
        if self.kind == "boolean":
            return [{"boolean": self._truth}], ("boolean",)
        return self.rows(), self.columns

    @property
    def _heading(self) -> str:
        if self.kind == "boolean":
            return "yes" if self._truth else "no"
        return super()._heading + (" (cut at the limit)" if self.truncated else "")


class Reply(Answer):
    """The answer to a question: an Answer with what the question was understood to mean.

    Attributes:
        question: as asked.
        form: which form of question it has.
        means: what is asked, in words.
        slots: what stands in the question's slots.
        passed_over: words that nothing was made of.
        notes: what the answer leaves aside, and whom a name was taken for.
        quotes: for each row the words of articles that it rests on, with article, start and end in code points.
    """

    def __init__(self, understood: "Understood", result: QueryResult) -> None:
        with result:
            super().__init__(result)
        self.question = understood.question
        self.form = understood.form
        self.means = understood.means
        self.slots = dict(understood.slots)
        self.passed_over = understood.passed_over
        self.notes = understood.notes
        self.sparql = understood.sparql
        self.quotes: tuple[tuple[Quote, ...], ...] = ()

    @property
    def _heading(self) -> str:
        asides = [*(f"passed over: {word}" for word in self.passed_over), *self.notes]
        return "; ".join([f"{self.means}: {super()._heading}", *asides])


def value_of(term: object) -> Value:
    """Return an RDF term as the Python value nearest to it.

    Integers of all sizes become int, xsd:decimal Decimal, xsd:double and xsd:float float, xsd:boolean bool, whole
    dates and times date and datetime (with a zone only where the literal has one); the rest text: words without
    their language, IRIs, and what a datatype does not allow or Python cannot hold ("2024-05", the year 12000).
    """
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    kind = term.datatype.value.removeprefix(_XSD)
    try:
        return _READERS.get(kind, str)(term.value)
    except (ValueError, InvalidOperation):
        return term.value


def _boolean(words: str) -> bool:
    if words not in ("true", "1", "false", "0"):
        raise ValueError(words)
    return words in ("true", "1")


_READERS: Final[Mapping[str, Callable[[str], Value]]] = {
    **dict.fromkeys(_WHOLE, int),
    **dict.fromkeys(("double", "float"), lambda words: float(words.replace("INF", "inf"))),
    "decimal": Decimal,
    "boolean": _boolean,
    "dateTime": datetime.fromisoformat,
    "date": date.fromisoformat,
}


def _parsed(kind: str, data: bytes) -> tuple[tuple[str, ...], Iterable[Mapping[str, Value]], bool]:
    if kind == "triples":
        quads = parse(data, format=RdfFormat.TURTLE)
        rows = [
            dict(zip(_TRIPLE, map(value_of, (quad.subject, quad.predicate, quad.object)), strict=True))
            for quad in quads
        ]
        return _TRIPLE, rows, False
    found = parse_query_results(data, format=QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return (), (), bool(found)
    names = tuple(variable.value for variable in found.variables)
    return names, [{name: value_of(solution[name]) for name in names} for solution in found], False
