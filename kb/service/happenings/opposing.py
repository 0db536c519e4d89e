"""What one says happened and another denies: claims and denials of one happening, opposite each other.

Input: the catalog, and what is claimed and denied within an article (kb.service.happenings.answering_back).
Output: Opposed values, the last told first; read by kb.api and its pages.
Never: says who is right; opposes what articles do not tell of one happening, or tell of others in it: two versions that
both name who or where, and name nobody alike, are no claim and denial of one thing, whatever joined them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from kb.projections.catalog.overview import told_differently
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EventRecord, StatementRecord
from kb.service.happenings.answering_back import Answered

MOST: Final = 50  # happenings
DENIED: Final = frozenset({"denied", "notHappened"})
TOLD: Final = frozenset({"occurred", "ongoing"})
_PART: Final = 500  # rows read at once

Said = Mapping[str, StatementRecord]  # by id


@dataclass(frozen=True, slots=True)
class Telling:
    """One article's version of a happening, and the statements by which it has it; none: its own voice.

    Attributes:
        answers: what the statements deny of the version that the article has: "event", that it happened ("rejected
            the charge"), or "doer", to have done it ("denied responsibility"); "": they tell that version.
    """

    event: EventRecord
    statements: tuple[StatementRecord, ...]
    answers: Literal["", "event", "doer"] = ""

    @property
    def reality(self) -> str:
        """What became of it, as the statements have it."""
        return "denied" if self.answers == "event" else self.event.reality

    @property
    def confidence(self) -> float:
        """How sure the reader is of it: of the words that deny a version, or of the version."""
        return self.statements[0].confidence if self.answers else self.event.confidence


@dataclass(frozen=True, slots=True)
class Opposed:
    """A happening that is told and denied.

    Attributes:
        happening: its canonical id.
        label: what it is called.
        claims: those who tell that it happened; *denials*: that it did not, or that they did not do it.
    """

    happening: str
    label: str
    claims: tuple[Telling, ...]
    denials: tuple[Telling, ...]

    @property
    def of_doer(self) -> bool:
        """Whether nobody denies that it happened, only who did it."""
        return bool(self.denials) and all(one.answers == "doer" for one in self.denials)


def opposed(catalog: CatalogReader, within: Sequence[Answered] = (), limit: int = MOST) -> tuple[Opposed, ...]:
    """Return happenings of which one says that they happened and another that they did not, in two articles or in one.

    Args:
        within: what is claimed and denied within articles.
    """
    joined = told_differently(catalog, limit=limit)
    made = (of_happening(catalog, one) for one in joined)
    found = {one.happening: one for one in made if one.claims and one.denials}
    for each in quoted(catalog, within):
        known = found.get(each.happening)
        found[each.happening] = _with(known, each) if known else each
    if not within:
        return tuple(found.values())
    return tuple(sorted(found.values(), key=_last_told(catalog, found.values()))[:limit])


def quoted(catalog: CatalogReader, within: Sequence[Answered]) -> Iterator[Opposed]:
    """Yield the happening of each event that one whom an article quotes claims and another denies, with both."""
    ids = {one.event for one in within} | {one.denial for one in within if one.kind == "event"}
    events = {one.id: one for one in _events(catalog, sorted(ids))}
    said = _said(catalog, list(events.values()), [one.denial for one in within if one.kind == "statement"])
    for one in within:
        claim, denial = events.get(one.event), events.get(one.denial)
        if claim is None:
            continue
        if denial is not None:
            telling = _telling(denial, said)
        elif one.denial in said:
            telling = Telling(claim, (said[one.denial],), "doer" if one.doer else "event")
        else:
            continue
        label = catalog.happening_label(one.happening)
        yield Opposed(one.happening, label, (_telling(claim, said),), (telling,))


def _with(known: Opposed, other: Opposed) -> Opposed:
    """Return what is known of a happening with what another has besides."""
    claims, denials = (
        tuple({(one.event.id, one.answers, *(s.id for s in one.statements)): one for one in (*mine, *theirs)}.values())
        for mine, theirs in ((known.claims, other.claims), (known.denials, other.denials))
    )
    return replace(known, claims=claims, denials=denials)


def _last_told(catalog: CatalogReader, found: Iterable[Opposed]) -> Callable[[Opposed], tuple[int, str]]:
    """Return the order of happenings: by where the last article that tells of each was read."""
    ids = sorted({one.event.article for each in found for one in (*each.claims, *each.denials)})
    parts = (ids[start : start + _PART] for start in range(0, len(ids), _PART))
    at = {one.id: one.position for part in parts for one in catalog.list_articles(ids=part, limit=_PART).items}

    def key(one: Opposed) -> tuple[int, str]:
        last = max(at.get(telling.event.article, 0) for telling in (*one.claims, *one.denials))
        return -last, one.happening

    return key


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


def against(
    catalog: CatalogReader, events: Sequence[EventRecord], within: Sequence[Answered] = ()
) -> tuple[tuple[Opposed, str], ...]:
    """Return what stands against events: happenings of theirs that are denied where they tell them, or the other way.

    Args:
        within: what is claimed and denied within articles, of these events and of a statement that denies others.

    Returns:
        Each with the name of the side that is against: "claims" or "denials".
    """
    found: dict[tuple[str, str], Opposed] = {}
    for event in events:
        side = "denials" if event.reality in TOLD else "claims" if event.reality in DENIED else ""
        if side and event.happening and (event.happening, side) not in found:
            one = of_happening(catalog, event.happening)
            if getattr(one, side):
                found[event.happening, side] = one
    own = {event.id for event in events}
    for each in quoted(catalog, within):
        key = each.happening, "denials" if each.claims[0].event.id in own else "claims"
        found[key] = _with(found[key], each) if key in found else each
    return tuple((one, side) for (_, side), one in found.items())


def _versions(catalog: CatalogReader, happening: str) -> Iterator[EventRecord]:
    cursor = ""
    while True:
        part = catalog.list_events(happening=happening, sort="added", limit=_PART, cursor=cursor)
        yield from part.items
        cursor = part.next
        if not cursor:
            return


def _events(catalog: CatalogReader, ids: Sequence[str]) -> Iterator[EventRecord]:
    parts = (ids[start : start + _PART] for start in range(0, len(ids), _PART))
    for part in parts:
        yield from catalog.list_events(ids=part, limit=_PART).items


def _said(catalog: CatalogReader, versions: Sequence[EventRecord], others: Sequence[str] = ()) -> Said:
    """Return all statements that versions rest on, and *others*; a few questions, however many versions there are."""
    ids = list(dict.fromkeys([*(one for version in versions for one in version.claimed_by), *others]))
    parts = (ids[start : start + _PART] for start in range(0, len(ids), _PART))
    return {one.id: one for part in parts for one in catalog.list_statements(ids=part, limit=_PART).items}


def _telling(event: EventRecord, said: Said) -> Telling:
    statements = (said[one] for one in event.claimed_by if one in said)
    return Telling(event, tuple(sorted(statements, key=lambda one: (one.start, one.id))))  # as its text has them
