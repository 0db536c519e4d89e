"""A row of a curated list as resolution sees it, and the keys under which it is found.

Input: a ListEntry. Output: an ArticleProfile, as if an article without a date had said it; keys of the index.
Pure. Never: gives a list a context: that two stand in one list says nothing about either.
"""

from dataclasses import replace
from typing import Final

from kb.model.listing import MAIN, ListEntry, as_extraction
from kb.resolution.article import ArticleProfile
from kb.resolution.blocking import blocking_keys
from kb.resolution.names.romanise import skeleton
from kb.resolution.profile import Profile, profiles

LISTED: Final = 2  # how the index marks rows of lists, beside 1 for what an identifier names and 0 for what none does


def listing_profile(listing: str, entry: ListEntry) -> ArticleProfile:
    """Return the profiles of the entity of a row, and of the bodies and places of its offices, which are its context.

    Args:
        listing: id of the row.
        entry: what it says.
    """
    also = frozenset(entry.all_ids) - {entry.external}
    found = {
        local: replace(one, listed=True, also=also if local == MAIN else frozenset())
        for local, one in profiles(as_extraction(listing, entry)).items()
    }
    return ArticleProfile(listing, found, {})


def whole_keys(profile: Profile) -> list[str]:
    """Return the keys of whole names, under which rows of lists stand besides the shorter ones."""
    return sorted({f"={profile.group[0]}:{skeleton(name)}" for name in profile.names})


def listing_keys(profile: ArticleProfile) -> list[tuple[str, str]]:
    """Return (key, local id) of the rows under which the entities of a listing are found again."""
    return [
        (key, one.local)
        for one in profile.entities.values()
        for key in sorted({*blocking_keys(one), *whole_keys(one)})
        if not key.startswith("x:iso3166")
    ]
