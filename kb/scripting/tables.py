"""Lists that a script can walk through, a notebook shows as a table, and data frames are made of.

Input: records of the services. Output: Table.
Never: loses a row between the list and the frame.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar, overload

from kb.scripting import frames, html

T = TypeVar("T")

_SHOWN: Final = 20  # rows of a table in a notebook or a terminal
_NARROW: Final = 40  # characters of a cell in a terminal


class Table(Sequence[T], Generic[T]):
    """Records in order: ``len(table)``, ``table[0]``, ``for record in table``; also rows of plain values.

    Args:
        items: the records.
        row: gives the plain values of one, column by column.
        columns: all columns, in order.
        total: how many there are in the knowledge base, where this is only the beginning.
        caption: what they are.

    Attributes:
        columns: names of the columns of *rows*, *to_pandas* and *to_polars*.
        total: as given, else as many as are here.
    """

    def __init__(
        self,
        items: Iterable[T],
        row: Callable[[T], Mapping[str, Any]],
        columns: Sequence[str],
        *,
        total: int | None = None,
        caption: str = "",
    ) -> None:
        self._items = tuple(items)
        self._row = row
        self._caption = caption
        self.columns = tuple(columns)
        self.total = len(self._items) if total is None else total

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> "Table[T]": ...

    def __getitem__(self, index: int | slice) -> "T | Table[T]":
        if isinstance(index, slice):
            return Table(self._items[index], self._row, self.columns, total=self.total, caption=self._caption)
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def rows(self) -> list[dict[str, Any]]:
        """Return each record as plain values: text, numbers, truth values, dates, lists; None for what is not there."""
        return [self._plain(item) for item in self._items]

    def to_pandas(self) -> Any:
        """Return a pandas.DataFrame of *rows*.

        Raises:
            MissingPackageError: pandas is not installed.
        """
        return frames.to_pandas(self.rows(), self.columns)

    def to_polars(self) -> Any:
        """Return a polars.DataFrame of *rows*.

        Raises:
            MissingPackageError: polars is not installed.
        """
        return frames.to_polars(self.rows(), self.columns)

    def _plain(self, item: T) -> dict[str, Any]:
        row = self._row(item)
        return {name: row.get(name) for name in self.columns}

    def _shown(self) -> list[dict[str, Any]]:
        return [self._plain(item) for item in self._items[:_SHOWN]]

    @property
    def _heading(self) -> str:
        of = f" of {self.total:,}" if self.total > len(self) else ""
        return f"{len(self):,}{of} {html.noun(self._caption or 'rows', self.total)}"

    def _repr_html_(self) -> str:
        return html.table(self.columns, self._shown(), self._heading, len(self) - _SHOWN)

    def __repr__(self) -> str:
        if not self.columns:
            return self._heading
        cells = [[html.cut(html.plain(row[name]), _NARROW) for name in self.columns] for row in self._shown()]
        lines = [list(self.columns), *cells]
        widths = [max(len(line[n]) for line in lines) for n in range(len(self.columns))]
        told = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines]
        return "\n".join([self._heading, *told, *(["…"] if len(self) > _SHOWN else [])])
