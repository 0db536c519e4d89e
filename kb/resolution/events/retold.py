"""Which events that were read from one article are one happening: told in its title and again in its text, or denied.

Input: the EventProfiles of one article. Output: pairs of them, read by kb.resolution.events.rivals and
kb.service.identity.link_region; the events of titles with what only the text says of them.
Pure. Two events of one article are two happenings as a rule, and no two of them are linked; a title's event and the
first in the text that repeats it are no rivals and keep nothing apart, so that both can be linked to another article's.
Nor are what one says and another denies: "police said they had arrested the captain; his lawyer said that he was not".
Never: links.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kb.resolution.events.figures import compare_numbers
from kb.resolution.events.profile import EventProfile

Locals = tuple[str, str]


def retold(events: Mapping[str, EventProfile]) -> frozenset[Locals]:
    """Return the pairs of events, local ids in order, of which the second repeats the first, a title's.

    Args:
        events: of one article, local id -> profile.
    """
    titles = sorted((one for one in events.values() if one.titled), key=_place)
    rest = sorted((one for one in events.values() if one.lead and not one.titled), key=_place)
    found = []
    for title in titles:
        again = next((one for one in rest if _repeats(title, one)), None)
        if again is not None:
            rest.remove(again)
            found.append((min(title.local, again.local), max(title.local, again.local)))
    return frozenset(found)


def told_again(events: Mapping[str, EventProfile]) -> frozenset[Locals]:
    """Return the pairs of *retold*, and those of which the one denies what the other tells.

    Args:
        events: of one article, local id -> profile.
    """
    return retold(events) | frozenset(_denials(events))


def _denials(events: Mapping[str, EventProfile]) -> Iterator[Locals]:
    """Yield each denial with the nearest in the text that tells of it."""
    for denial in events.values():
        if not denial.denied or denial.absent:
            continue
        told = [one for one in events.values() if _denies(denial, one)]
        if told:
            nearest = min(told, key=lambda one: (abs(one.start - denial.start), _place(one)))
            yield min(denial.local, nearest.local), max(denial.local, nearest.local)


def _denies(denial: EventProfile, told: EventProfile) -> bool:
    if told.denied or told.real != denial.real or (denial.whom and told.whom and not denial.whom & told.whom):
        return False
    return _alike(denial, told) and _meet_in_time(denial, told) and _meet(denial, told)


def filled(events: Mapping[str, EventProfile]) -> dict[str, EventProfile]:
    """Return the events of one article, a title's with the day and the places that the text gives, telling it again."""
    found = dict(events)
    for pair in retold(events):
        title, again = sorted((events[local] for local in pair), key=lambda one: not one.titled)
        if not (title.begin or title.end):
            title = replace(title, begin=again.begin, end=again.end, dated=again.dated, hours=again.hours)
        if not title.places and not title.sites:
            title = replace(
                title,
                places=again.places,
                around=again.around,
                towns=again.towns,
                houses=again.houses,
                stems=again.stems,
                sizes=again.sizes,
                lands=again.lands or title.lands,
                placed=again.placed,
                sites=again.sites,
            )
        found[title.local] = title
    return found


def _place(event: EventProfile) -> tuple[int, str]:
    return event.start, event.local


def _repeats(title: EventProfile, again: EventProfile) -> bool:
    if (title.real, title.denied, title.absent) != (again.real, again.denied, again.absent):
        return False
    return _alike(title, again) and not again.again and _meet_in_time(title, again) and _meet(title, again)


def _alike(one: EventProfile, other: EventProfile) -> bool:
    return one.types[0] == other.types[0] or (one.word == other.word and len(one.word) > 2)


def _meet_in_time(title: EventProfile, again: EventProfile) -> bool:
    if not (title.begin and title.end and again.begin and again.end):
        return True
    return title.begin <= again.end and again.begin <= title.end


def _meet(title: EventProfile, again: EventProfile) -> bool:
    """Say whether places, participants and figures of two tellings are no others, as far as both give any."""
    places = title.places | title.around, again.places | again.around
    actors = [{who for _, who in event.actors} for event in (title, again)]
    if not (_shared(*places) and _shared(*actors)):
        return False
    return "differ" not in {compare_numbers(a, b, title.coarse) for a in title.numbers for b in again.numbers}


def _shared(one: Iterable[str], other: Iterable[str]) -> bool:
    first, second = set(one), set(other)
    return not first or not second or bool(first & second)
