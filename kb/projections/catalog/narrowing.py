"""The condition of a list, for those who count or draw what the list holds.

Input: the name of a list, its arguments. Output: Filters, the very ones that the list reads with.
Pure. Never: says in another way than the list what it is narrowed by.
"""

from collections.abc import Callable, Mapping
from typing import Any

from kb.projections.catalog.paging import Filters
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import Page


class _Asked(CatalogReader):
    """Takes down what a list is narrowed by, in place of reading it."""

    def __init__(self) -> None:
        self.filters = Filters()

    def _page(
        self, table: str, sort: str, filters: Filters, limit: int, cursor: str, record: Callable[[Any], Any]
    ) -> Page[Any]:
        self.filters = filters
        return Page((), 0)


def conditions(table: str, arguments: Mapping[str, Any]) -> Filters:
    """Return the conditions on rows of *table* (events, entities ...) that its list has for these arguments.

    Raises:
        InputError: a filter cannot be used.
    """
    reader = _Asked()
    getattr(reader, f"list_{table}")(**arguments)
    return reader.filters
