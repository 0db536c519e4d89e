"""The catalog's rows of one row of a curated list.

Input: the row as the log has it, where it stands, and whom its members stand for. Output: rows as those of an article
(members, offices, what linking looks up), but no article: no list of articles, count or search hit has it.
Pure.
"""

from collections.abc import Mapping
from typing import Any

from kb.model.identity import digest
from kb.model.listing import ListEntry, as_extraction
from kb.projections.catalog.rows import Rows
from kb.resolution.article import dumps
from kb.resolution.listing import LISTED, listing_keys, listing_profile


def listing_rows(listing: str, entry: ListEntry, row: Mapping[str, Any], links: Mapping[str, str]) -> Rows:
    """Return the rows of one listing.

    Args:
        listing: its id.
        entry: what it says.
        row: where it stands, as the fold keeps it.
        links: local id -> canonical id.
    """
    rows = Rows()
    for local, entity in links.items():
        rows.add("members", listing, local, entity, "entity")
    extraction = as_extraction(listing, entry)
    for office in extraction.offices:
        rows.add(
            "offices",
            digest(listing, office.id),
            listing,
            office.id,
            links.get(office.person, ""),
            office.role,
            links.get(office.organisation, ""),
            links.get(office.place, ""),
            office.country,
            office.status,
            office.since,
            office.until,
            office.span.start,
            office.span.end,
            int(row["position"]),
            1.0,
        )
    profile = listing_profile(listing, entry)
    rows.add("link_profiles", listing, dumps(profile))
    for key, local in listing_keys(profile):
        rows.add("link_keys", key, LISTED, "", listing, local)
    return rows
