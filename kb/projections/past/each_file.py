"""Conditions of lists for each of the files that a moment is read from: what is now, and what was otherwise then.

Input: conditions as kb.projections.catalog.filters writes them. Output: the same, on the tables of one file.
All rows of an article lie in one file, as do an entity's with its names; so what a condition looks for elsewhere
among such rows is looked for in that file alone. Never: takes rows of other articles or entities for such.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from kb.projections.catalog.orders import Order
from kb.projections.catalog.paging import Filters
from kb.projections.catalog.schema import BY_ARTICLE
from kb.projections.past.overlay import ADDED, BY_POSITION, HIDDEN

_NAMED: Final = {
    True: re.compile(r"\b(FROM|JOIN) (entity_names)\b"),
    False: re.compile(rf"\b(FROM|JOIN) ({'|'.join(('articles', *BY_ARTICLE))})\b"),
}
_KEPT: Final = re.compile(r"(type|country|-articles) (=|<=) ")  # on columns that are kept of what is hidden


def in_file(file: str, table: str, filters: Filters) -> Filters:
    """Return filters on rows of a table in one file, "main" or "past"."""
    named = _NAMED[table == "entities"]
    return Filters([named.sub(rf"\1 {file}.\2", one) for one in filters.conditions], [*filters.values])


def named_in(file: str, query: str) -> str:
    """Return a query over rows of articles with the names of their tables in one file."""
    return _NAMED[False].sub(rf"\1 {file}.\2", query)


def shown(table: str, then: int) -> tuple[str, ...]:
    """Return conditions on rows of now that leave those which were so after event *then*, too."""
    column, gone = HIDDEN[table]
    if table in BY_POSITION:
        return (f"-position >= {-then}", "position NOT IN (SELECT position FROM temp.gone_position)")
    since = (f"-position >= {-then}",) if table in ADDED else ()
    return (*since, f"{column} NOT IN ({gone})")


def hidden(table: str, filters: Filters, then: int) -> Iterator[tuple[str, Filters]]:
    """Yield where the rows of now lie that filters leave and that were not so after event *then*, and how to have them.

    Args:
        filters: on rows of now.
    """
    if table in BY_POSITION and filters.conditions:  # each by the indices that the filters begin at, which have it next
        for gone in (
            f"-position < {-then}",
            f"-position IN (SELECT -position FROM temp.gone_position WHERE position <= {then})",
        ):
            yield f"main.{table}", Filters([*filters.conditions, gone], [*filters.values])
    elif table == "entities" and all(_KEPT.match(one) for one in filters.conditions):
        yield "past.gone_entity", Filters([*filters.conditions, "type IS NOT NULL"], [*filters.values])
    else:
        column, gone = HIDDEN[table]
        yield f"main.{table}", Filters([*filters.conditions, f"{column} IN ({gone})"], [*filters.values])


def first(rows: Iterable[Any], order: Order, most: int) -> list[Any]:
    """Return the first of rows from several files, so many, as the engine has them in order: by their keys."""

    def keys(row: Any) -> list[tuple[bool, Any]]:
        found = (row[f"key_{index}"] for index in range(len(order.keys)))
        return [(one is not None, one) for one in found]  # what is unknown comes first

    return sorted(rows, key=keys, reverse=order.down)[:most]
