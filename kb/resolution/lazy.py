"""Mappings whose values are made when they are asked for: of most articles that linking meets it needs one entity.

Input: rows and what makes a value of one, or what makes the whole. Output: Mappings, the same as if made at once.
Pure but for what they remember.
"""

from collections.abc import Callable, ItemsView, Iterator, Mapping, ValuesView
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
Row = TypeVar("Row")


class Each(Mapping[str, Value], Generic[Row, Value]):
    """Makes each value by itself."""

    def __init__(self, rows: Mapping[str, Row], make: Callable[[Row], Value]) -> None:
        self._rows = rows
        self._make = make
        self._made: dict[str, Value] = {}

    def __getitem__(self, key: str) -> Value:
        if key not in self._made:
            self._made[key] = self._make(self._rows[key])
        return self._made[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of a key, *default* if there is none."""
        found = self._made.get(key)
        if found is not None:
            return found
        row = self._rows.get(key)
        if row is None:
            return default
        found = self._made[key] = self._make(row)
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Whole(Mapping[str, Value]):
    """Makes all values at the first question."""

    def __init__(self, make: Callable[[], Mapping[str, Value]]) -> None:
        self._make = make
        self._made: Mapping[str, Value] | None = None

    def _all(self) -> Mapping[str, Value]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __getitem__(self, key: str) -> Value:
        return self._all()[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of a key, *default* if there is none."""
        return self._all().get(key, default)

    def items(self) -> ItemsView[str, Value]:
        """Return all keys with their values."""
        return self._all().items()

    def values(self) -> ValuesView[Value]:
        """Return all values."""
        return self._all().values()

    def __contains__(self, key: object) -> bool:
        return key in self._all()

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())
