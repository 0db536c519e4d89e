"""Pages of a list, by the keys of the last row instead of by number.

Input: SQL parts of kb.projections.catalog.reading. Output: rows and an opaque cursor.
Never: skips or repeats a row because others came in between.
"""

import base64
import binascii
import json
import math
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kb.errors import InputError
from kb.projections.catalog.orders import NUMBERS, Order

MOST: Final = 10_000
_BEYOND: Final = 1 << 63  # of the engine's whole numbers


class BadCursorError(InputError):
    """A cursor that no list of this kind, in this order, has handed out."""

    code = "bad-cursor"

    def __init__(self, cursor: str) -> None:
        self.cursor = cursor
        super().__init__(f"{cursor[:60]!r} is no cursor of this list.", hint="Begin again without a cursor.")


@dataclass(slots=True)
class Filters:
    """Conditions of a WHERE clause with their values."""

    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        """Add a condition; it is left out if every value is empty ("", None)."""
        if any(value not in ("", None) for value in values):
            self.conditions.append(condition)
            self.values.extend(values)

    def where(self) -> str:
        """Return the clause, "" without conditions."""
        return " WHERE " + " AND ".join(f"({condition})" for condition in self.conditions) if self.conditions else ""


def page(
    table: str,
    order: Order,
    filters: Filters,
    limit: int,
    cursor: str,
    first: Callable[[str, Order, Filters, int], list[sqlite3.Row]],
    counted: Callable[[str, Filters], int],
) -> tuple[list[sqlite3.Row], int, str]:
    """Return the rows of one page, the total, and the cursor of the next page.

    Args:
        order: see kb.projections.catalog.orders.
        limit: 1 to MOST; what is beyond is cut to it.
        cursor: of an earlier page, "" for the first.
        first: returns the first rows that filters leave, so many, each with its keys; see *ordered*.
        counted: counts the rows of a table that filters leave.

    Raises:
        BadCursorError: *cursor* is not one of this list.
    """
    limit = max(1, min(limit, MOST))
    bounded = Filters([*filters.conditions], [*filters.values])
    if cursor:
        bounded = beyond(bounded, order, "<" if order.down else ">", _decoded(cursor, order))
    rows = first(table, order, bounded, limit + 1)
    if len(rows) <= limit and not cursor:
        return rows, len(rows), ""  # all that there are
    total = counted(table, filters)
    if len(rows) <= limit:
        return rows, total, ""
    rows = rows[:limit]
    return rows, total, _encoded([order.name, *(rows[-1][f"key_{index}"] for index in range(len(order.keys)))])


def ordered(table: str, order: Order, filters: Filters) -> str:
    """Return the query for the first rows that filters leave, with their keys as key_0 and so on; last, how many."""
    keys = ", ".join(f"{expression} AS key_{index}" for index, expression in enumerate(order.keys))
    return f"SELECT *, {keys} FROM {table}{filters.where()} ORDER BY {order.by} LIMIT ?"


def beyond(filters: Filters, order: Order, sign: str, keys: Sequence[Any]) -> Filters:
    """Return filters that leave only what stands before or after some keys, as *sign* says."""
    condition = f"({', '.join(order.keys)}) {sign} ({', '.join('?' * len(order.keys))})"
    return Filters([*filters.conditions, condition], [*filters.values, *keys])


def _encoded(keys: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(keys).encode()).decode().rstrip("=")


def _decoded(cursor: str, order: Order) -> list[Any]:
    try:
        name, *keys = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadCursorError(cursor) from error
    if name != order.name or len(keys) != len(order.keys) or not all(map(_fits, keys, order.keys)):
        raise BadCursorError(cursor)
    return list(keys)


def _fits(value: object, key: str) -> bool:
    """Say whether a value can be one of *key*: the engine compares what is of different kinds, and finds nothing."""
    if key not in NUMBERS:
        return isinstance(value, str) and not any("\ud800" <= one <= "\udfff" for one in value)
    if isinstance(value, float):
        return not math.isnan(value)
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _BEYOND
