"""The list of offices: who held which, of what, when.

Input: filters as plain values, ids without their kind. Output: pages of kb.projections.catalog.records.
Read by kb.projections.catalog.lists. Never: writes; reads a table from end to end for a part of a list.
"""

from collections.abc import Sequence

from kb.projections.catalog import filters as by
from kb.projections.catalog import world_time
from kb.projections.catalog.enumerated import check
from kb.projections.catalog.links import CatalogLinks
from kb.projections.catalog.paging import Filters
from kb.projections.catalog.records import OfficeRecord, Page


class CatalogOffices(CatalogLinks):
    """Lists offices; *sort* and *ids* as in kb.projections.catalog.lists."""

    def list_offices(
        self,
        *,
        at: str = "",
        held: str = "certainly",
        title: str = "",
        status: str = "",
        entity: str = "",
        article: str = "",
        min_confidence: float = 0.0,
        ids: Sequence[str] = (),
        sort: str = "",
        limit: int = 50,
        cursor: str = "",
    ) -> Page[OfficeRecord]:
        """Return offices, those of the last added article first, in the order of its text.

        Args:
            at: an ISO date on which they were held.
            held: with *at*: certainly, or possibly, which certainly is too; see
            kb.projections.catalog.world_time.held_at. title: of the office, whole, whatever the case.
            status: current, acting, former, candidate or elect.
            entity: canonical id of the holder, the body or the place.
        """
        filters = Filters()
        by.among(filters, "id", ids)
        filters.add("person = ? OR organisation = ? OR place = ?", entity, entity, entity)
        filters.add("lower(title) = lower(?)", title)
        filters.add("status = ?", check("status", status))
        filters.add("article = ?", article)
        by.sure_enough(filters, min_confidence)
        if at:
            world_time.held_at(filters, at, held)
        return self._page("offices", sort, filters, limit, cursor, self._office)
