"""Which events a table of all events has, and by what it is sorted: little of each, so that a file can hold them.

Input: an opened catalog. Output: ids, with the article, the local id and the outermost days of each; read by
kb.service.export.event_table.
"""

from collections.abc import Iterator
from typing import Final

from kb.projections.catalog.paging import Filters
from kb.projections.catalog.reading import CatalogReader

_PAGE: Final = 5_000


def event_keys(catalog: CatalogReader, article: str = "", entity: str = "") -> Iterator[tuple[str, str, str, str, str]]:
    """Yield (id, article, local id, begin, end) of events, by their ids.

    Args:
        article: id of the only one whose events are wanted.
        entity: canonical id of a participant or place of every event wanted.
    """
    filters = Filters()
    filters.add("article = ?", article)
    filters.add("id IN (SELECT event FROM event_roles WHERE entity = ?)", entity)
    last = ""
    while True:
        page = Filters([*filters.conditions, "id > ?"], [*filters.values, last])
        query = f'SELECT id, article, local, begin, "end" FROM events{page.where()} ORDER BY id LIMIT {_PAGE}'
        found = catalog.rows(query, page.values)
        yield from ((row["id"], row["article"], row["local"], row["begin"], row["end"]) for row in found)
        if len(found) < _PAGE:
            return
        last = found[-1]["id"]
