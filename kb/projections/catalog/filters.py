"""What lists can be narrowed by, as conditions on rows of the catalog.

Input: plain values; "" and None ask for nothing. Output: conditions in kb.projections.catalog.paging.Filters.
Pure: SQL text, values beside it. Never: puts a value into the text. Each condition begins at an index of
kb.projections.catalog.schema; tests/projections/test_catalog_lists.py holds the planner to it.
"""

from collections.abc import Sequence
from typing import Final

from kb.language.text_keys import name_key
from kb.projections.catalog import world_time
from kb.projections.catalog.paging import Filters

# Roles by which somebody does, against those by which something is done to them or only is there.
ACTING: Final = ("agent", "party", "participant", "judge", "candidate", "mediator", "chair")

INSIDE: Final = (  # canonical ids that lie within a place; asked for with its id, twice
    "WITH RECURSIVE inside (id) AS (VALUES (?) UNION SELECT w.value FROM inside i JOIN json_each("
    "(SELECT json_group_array(id) FROM (SELECT id FROM entities WHERE within = i.id LIMIT -1))) w) "
    "SELECT id FROM inside UNION SELECT e.id FROM entities c JOIN entities e ON e.country = c.country "
    "WHERE c.id = ? AND c.type = 'country' AND c.country <> ''"
)


def among(filters: Filters, column: str, values: Sequence[str]) -> None:
    """Ask for one of several values; none asks for nothing."""
    if values:
        filters.add(f"{column} IN ({', '.join('?' * len(values))})", *values)


def published_by(filters: Filters, source: str) -> None:
    """Ask for what articles of one publisher say, whatever the case."""
    filters.add("article IN (SELECT id FROM articles WHERE lower(source) = lower(?))", source)


def sure_enough(filters: Filters, least: float) -> None:
    """Ask for what a view of the graph at that confidence has."""
    if least:
        filters.add("standing >= ?", least)


def at_place(filters: Filters, place: str, *, within: bool, event: str = "id") -> None:
    """Ask for events at a place, or in what lies within it; a country has all that its code is on."""
    if not place:
        return
    inside = f"({INSIDE})" if within else "(?)"
    values = (place, place) if within else (place,)
    filters.add(f"{event} IN (SELECT event FROM event_roles WHERE role = 'place' AND entity IN {inside})", *values)


def inside(filters: Filters, place: str) -> None:
    """Ask for entities that lie within a place, however deep; not the place itself."""
    if place:
        filters.add(f"id IN ({INSIDE})", place, place)
        filters.add("id <> ?", place)


def taking_part(filters: Filters, entity: str, role: str = "") -> None:
    """Ask for events with an entity, in one role or any."""
    if entity and role:
        filters.add("id IN (SELECT event FROM event_roles WHERE entity = ? AND role = ?)", entity, role)
    else:
        filters.add("id IN (SELECT event FROM event_roles WHERE entity = ?)", entity)
        filters.add("id IN (SELECT event FROM event_roles WHERE role = ?)", role)


def acted(filters: Filters, actor: str) -> None:
    """Ask for events that an entity brings about."""
    roles = ", ".join(f"'{role}'" for role in ACTING)
    filters.add(f"id IN (SELECT event FROM event_roles WHERE entity = ? AND role IN ({roles}))", actor)


def may_have_been(filters: Filters, since: str, until: str) -> None:
    """Ask for events whose outermost days leave it open that they were between two days; raises BackwardsError."""
    world_time.in_order(since, until)
    filters.add(
        'id IN (SELECT id FROM events WHERE "end" >= ? UNION ALL '
        "SELECT id FROM events WHERE \"end\" = '' AND begin > '')",
        since,
    )
    filters.add(
        "id IN (SELECT id FROM events WHERE begin > '' AND begin <= ? UNION ALL "
        "SELECT id FROM events WHERE begin = '' AND \"end\" > '')",
        until,
    )


def when(filters: Filters, since: str, until: str, certainly_in: str, possibly_in: str) -> None:
    """Ask for events by their time; see kb.projections.catalog.world_time.

    Raises:
        BadIntervalError, BackwardsError: what was given is none.
    """
    may_have_been(filters, since, until)
    if certainly_in:
        world_time.certainly_in(filters, certainly_in)
    if possibly_in:
        world_time.possibly_in(filters, possibly_in)


def published(filters: Filters, since: str, until: str, article: str = "") -> None:
    """Ask for articles, or for what they say, by the day they came out on; raises BackwardsError."""
    world_time.in_order(since, until)
    if since or until:
        days = Filters()
        days.add("published >= ?", since)
        days.add("published > '' AND published <= ? || '~'", until)  # times of that day are longer, and below "~"
        if article:
            filters.add(f"{article} IN (SELECT id FROM articles{days.where()})", *days.values)
        else:
            filters.conditions += days.conditions
            filters.values += days.values


def said_between(filters: Filters, since: str, until: str) -> None:
    """Ask for statements by the day they were made; without words for it, the day their article came out.

    Raises:
        BackwardsError: *until* lies before *since*.
    """
    world_time.in_order(since, until)
    stated, undated = "SELECT id FROM statements WHERE", "FROM articles a JOIN statements s ON s.article = a.id WHERE"
    if since:
        told = f"SELECT s.id {undated} a.published >= ? AND s.\"end\" = ''"
        filters.add(f'id IN ({stated} "end" >= ? UNION ALL {told})', since, since)
    if until:
        told = f"SELECT s.id {undated} a.published > '' AND a.published <= ? || '~' AND s.begin = ''"
        filters.add(f"id IN ({stated} begin > '' AND begin <= ? UNION ALL {told})", until, until)


def people(filters: Filters, part: str, entity: str, other: str = "") -> None:
    """Ask for statements by who speaks, is spoken to, carries it (medium) or is spoken of (about); *other*: or this."""
    if entity and other:
        either = f"id IN (SELECT statement FROM statement_people WHERE entity IN (?, ?) AND part = '{part}')"
        filters.add(either, entity, other)
        return
    filters.add(f"id IN (SELECT statement FROM statement_people WHERE entity = ? AND part = '{part}')", entity or other)


def named(filters: Filters, name: str) -> None:
    """Ask for entities by a name or part of one, whatever the case, accents and marks."""
    if name_key(name):
        filters.add("id IN (SELECT entity FROM entity_names WHERE instr(key, ?) > 0)", name_key(name))
    elif name:
        filters.add("instr(label, ?) > 0", name)
