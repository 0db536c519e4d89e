"""The same happening told by several articles: compared by class, place, day, participants, figures.

Input: event profiles of the article that comes in and of known events that
share its class and place or participant.
Output: HappeningsLinked events.
Pure: no I/O.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kb.events import HappeningsLinked
from kb.model import Event, Extraction
from kb.model.identity import digest, member

LINK: Final = 7.0  # bits
SAME_TYPE: Final = 2.0
SAME_PLACE: Final = 3.0
SAME_DAY: Final = 3.0
NEAR_DAY: Final = 1.0
OTHER_DAY: Final = -10.0
SAME_PARTICIPANT: Final = 2.0
SAME_FIGURE: Final = 2.0
OTHER_PLACE: Final = -4.0
LONGEST: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class EventProfile:
    """An event as resolution sees it, with canonical entities.

    Attributes:
        event: "ARTICLE#LOCAL".
        article: the article that tells it.
        coarse: class of its type.
        begin, end: ISO dates, "" if unknown.
        happening: canonical id of its happening, "" if not linked yet.
    """

    event: str
    article: str
    coarse: str
    type: str
    places: frozenset[str]
    participants: frozenset[str]
    figures: frozenset[float]
    begin: str = ""
    end: str = ""
    happening: str = ""


def event_profiles(
    extraction: Extraction, canonical: Mapping[str, str], coarse: Mapping[str, str]
) -> list[EventProfile]:
    """Return the profiles of the events that took place or go on.

    Args:
        canonical: local entity id -> canonical id.
        coarse: event type -> class.
    """
    figures: dict[str, set[float]] = {}
    for figure in extraction.figures:
        if figure.value is not None and figure.value > 1:
            figures.setdefault(figure.event, set()).add(figure.value)
    return [
        EventProfile(
            event=member(extraction.article, event.id),
            article=extraction.article,
            coarse=coarse.get(event.type, "other"),
            type=event.type,
            places=frozenset(canonical[p] for p in event.places if p in canonical),
            participants=frozenset(canonical[r.entity] for r in event.roles if r.entity in canonical),
            figures=frozenset(figures.get(event.id, ())),
            begin=_begin(event),
            end=_end(event),
        )
        for event in extraction.events
        if event.polarity == "positive" and event.modality in ("actual", "ongoing")
    ]


def _begin(event: Event) -> str:
    return (event.time.earliest_begin if event.time else "")[:10]


def _end(event: Event) -> str:
    return (event.time.latest_end if event.time else "")[:10]


def link_happenings(new: Iterable[EventProfile], known: Iterable[EventProfile]) -> tuple[HappeningsLinked, ...]:
    """Return which new events tell of a happening that another article told already.

    Each known event takes at most one new event of an article; an event
    without day or place is linked to nothing.
    """
    rows = []
    others = list(known)
    for event in new:
        for other in others:
            if other.article != event.article and other.coarse == event.coarse:
                bits, reasons = _weight(event, other)
                if bits >= LINK:
                    rows.append((-bits, event.event, other.event, event, other, reasons))
    rows.sort(key=lambda row: row[:3])
    linked: list[HappeningsLinked] = []
    done: set[str] = set()
    for bits, event_id, other_id, _, other, reasons in rows:
        if event_id in done or other_id in done:
            continue
        done |= {event_id, other_id}
        happening = other.happening or digest("happening", other.event)
        members = (event_id,) if other.happening else (other_id, event_id)
        linked.append(HappeningsLinked(happening, members, -bits, reasons))
    return tuple(linked)


def _weight(event: EventProfile, other: EventProfile) -> tuple[float, tuple[str, ...]]:
    parts: list[tuple[float, str]] = []
    if event.type == other.type:
        parts.append((SAME_TYPE, f"both {event.type}"))
    if event.places and other.places:
        same = bool(event.places & other.places)
        parts.append((SAME_PLACE, "same place") if same else (OTHER_PLACE, "other place"))
    parts.append(_days(event, other))
    if shared := event.participants & other.participants:
        parts.append((SAME_PARTICIPANT * min(2, len(shared)), f"{len(shared)} participants shared"))
    if figures := event.figures & other.figures:
        parts.append((SAME_FIGURE * min(2, len(figures)), f"figure {min(figures):g} in both"))
    return sum(bits for bits, _ in parts), tuple(f"{words} ({bits:+g})" for bits, words in parts)


def _days(event: EventProfile, other: EventProfile) -> tuple[float, str]:
    if not (event.begin and event.end and other.begin and other.end):
        return 0.0, "no day to compare"
    first, second = (
        (date.fromisoformat(event.begin), date.fromisoformat(event.end)),
        (
            date.fromisoformat(other.begin),
            date.fromisoformat(other.end),
        ),
    )
    if max(first[1] - first[0], second[1] - second[0]) > LONGEST:
        return 0.0, "days too wide to compare"
    gap = max(first[0], second[0]) - min(first[1], second[1])
    if gap <= timedelta(0):
        return SAME_DAY, "days overlap"
    return (NEAR_DAY, "a day apart") if gap <= timedelta(days=1) else (OTHER_DAY, "other days")
