"""pandas, polars and rdflib as they are asked for; none of the first two is required.

Input: rows as dicts, Turtle. Output: data frames, a graph.
Never: imports one of them before somebody wants its kind of answer.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kb.errors import InputError

if TYPE_CHECKING:
    import rdflib

Rows = Sequence[Mapping[str, Any]]


class MissingPackageError(InputError):
    """What was asked for needs a package that is not installed."""

    code = "missing-package"

    def __init__(self, package: str, purpose: str) -> None:
        self.package = package
        super().__init__(
            f"{purpose} needs the package {package}, which is not installed.",
            hint=f"Install it into this environment: pip install {package}",
        )


def to_pandas(rows: Rows, columns: Sequence[str]) -> Any:
    """Return a pandas.DataFrame; columns of numbers, truth values and times get pandas' own types.

    Raises:
        MissingPackageError: pandas is not installed.
    """
    pandas = _package("pandas", "A pandas data frame")
    return pandas.DataFrame([dict(row) for row in rows], columns=list(columns)).convert_dtypes()


def to_polars(rows: Rows, columns: Sequence[str]) -> Any:
    """Return a polars.DataFrame; a column whose values are of several types becomes one of text.

    Raises:
        MissingPackageError: polars is not installed.
    """
    polars = _package("polars", "A polars data frame")
    series = [_series(polars, name, [row.get(name) for row in rows]) for name in columns]
    return polars.DataFrame(series)


def to_rdflib(turtle: bytes) -> "rdflib.Graph":
    """Return the triples as an rdflib.Graph."""
    from rdflib import Graph

    return Graph().parse(data=turtle, format="turtle")


def _series(polars: Any, name: str, values: list[Any]) -> Any:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int, float}:
        values = [None if value is None else float(value) for value in values]
    elif len(kinds) > 1:
        values = [None if value is None else str(value) for value in values]
    try:
        return polars.Series(name, values)
    except (OverflowError, TypeError, polars.exceptions.PolarsError):  # integers beyond 128 bits, ragged records
        return polars.Series(name, [None if value is None else str(value) for value in values])


def _package(name: str, purpose: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:  # it is there, and something that it needs is not
            raise
        raise MissingPackageError(name, purpose) from error
