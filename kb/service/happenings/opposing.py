"""What one says happened and another denies: claims and denials of one happening, opposite each other.

Input: the catalog. Output: Opposed values, the last told first; read by kb.api and its pages.
Never: says who is right; opposes what articles do not tell of one happening, or tell of others in it: two versions that
both name who or where, and name nobody alike, are no claim and denial of one thing, whatever joined them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kb.projections.catalog.overview import told_differently
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EventRecord, StatementRecord

MOST: Final = 50  # happenings
DENIED: Final = frozenset({"denied", "notHappened"})
TOLD: Final = frozenset({"occurred", "ongoing"})
_PART: Final = 500  # rows read at once

Said = Mapping[str, StatementRecord]  # by id


@dataclass(frozen=True, slots=True)
class Telling:
    """One article's version of a happening, and the statements by which it has it; none: its own voice."""

    event: EventRecord
    statements: tuple[StatementRecord, ...]


@dataclass(frozen=True, slots=True)
class Opposed:
    """A happening that is told and denied.

    Attributes:
        happening: its canonical id.
        label: what it is called.
        claims: those who tell that it happened; *denials*: that it did not.
    """

    happening: str
    label: str
    claims: tuple[Telling, ...]
    denials: tuple[Telling, ...]


def opposed(catalog: CatalogReader, limit: int = MOST) -> tuple[Opposed, ...]:
    """Return happenings of which one article says that they happened and another that they did not."""
    found = (of_happening(catalog, one) for one in told_differently(catalog, limit=limit))
    return tuple(one for one in found if one.claims and one.denials)


def of_happening(catalog: CatalogReader, happening: str) -> Opposed:
    """Return what is claimed and what is denied of one happening; either may be nothing, or only the other is told.

    Where there are both, who stands on a side has somebody on the other to stand against.
    """
    versions = tuple(_versions(catalog, happening))
    said = _said(catalog, versions)
    claims = tuple(_telling(one, said) for one in versions if one.reality in TOLD)
    denials = tuple(_telling(one, said) for one in versions if one.reality in DENIED)
    if claims and denials:
        claims, denials = _facing(claims, denials), _facing(denials, claims)
    return Opposed(happening, catalog.happening_label(happening), claims, denials)


def _facing(side: Sequence[Telling], other: Sequence[Telling]) -> tuple[Telling, ...]:
    """Return those of a side that name nobody, or somebody whom the other names; all, if one there names nobody."""
    against = [_named(one) for one in other]
    named = frozenset().union(*against)
    return tuple(one for one in side if not all(against) or not (own := _named(one)) or own & named)


def _named(telling: Telling) -> frozenset[str]:
    """Return whom and which places a version names."""
    return frozenset(one.entity.id for one in telling.event.participants if one.entity is not None)


def against(catalog: CatalogReader, events: Sequence[EventRecord]) -> tuple[tuple[Opposed, str], ...]:
    """Return what stands against events: happenings of theirs that are denied where they tell them, or the other way.

    Returns:
        Each with the name of the side that is against: "claims" or "denials".
    """
    found = {}
    for event in events:
        side = "denials" if event.reality in TOLD else "claims" if event.reality in DENIED else ""
        if side and event.happening and event.happening not in found:
            one = of_happening(catalog, event.happening)
            if getattr(one, side):
                found[event.happening] = (one, side)
    return tuple(found.values())


def _versions(catalog: CatalogReader, happening: str) -> Iterator[EventRecord]:
    cursor = ""
    while True:
        part = catalog.list_events(happening=happening, sort="added", limit=_PART, cursor=cursor)
        yield from part.items
        cursor = part.next
        if not cursor:
            return


def _said(catalog: CatalogReader, versions: Sequence[EventRecord]) -> Said:
    """Return all statements that versions rest on; a few questions, however many versions there are."""
    ids = list(dict.fromkeys(one for version in versions for one in version.claimed_by))
    parts = (ids[start : start + _PART] for start in range(0, len(ids), _PART))
    return {one.id: one for part in parts for one in catalog.list_statements(ids=part, limit=_PART).items}


def _telling(event: EventRecord, said: Said) -> Telling:
    statements = (said[one] for one in event.claimed_by if one in said)
    return Telling(event, tuple(sorted(statements, key=lambda one: (one.start, one.id))))  # as its text has them
