"""The same happening told by several articles, compared by what kind it is, when, where, who and how many.

Input: EventProfiles of two articles. Output: the weight of a pair, read by
kb.resolution.clustering and shown by `kb explain`.
Pure and symmetric: no I/O; nothing but the two articles.
A denial tells of the same happening as the report that it denies; the two contradict each other, which shows.
Never: averages; joins what happened with what was planned or feared.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from kb.resolution import weights as w
from kb.resolution.comparison import Part, Weight
from kb.resolution.event_profile import EventProfile
from kb.resolution.figures import compare_numbers
from kb.resolution.profile import CONTEXT

SHORT: Final = timedelta(days=2)  # a time as wide as this tells happenings apart
WIDE: Final = timedelta(days=45)  # one as wide as this hardly joins any
LONG: Final = 60  # days before its article in which what has no date of its own did not take place, as a rule
_UNDERGOING: Final = frozenset({"patient", "target", "theme", "recipient"})
RECENT: Final = 3  # days before its article in which what has no date of its own took place, as a rule


def story(first: frozenset[str], second: frozenset[str]) -> float:
    """Return how much two articles have in common: the worth of the names, given as keys of context, in both."""
    return sum(CONTEXT[key.partition(":")[0]] for key in first & second)


EntityMatch = Callable[[str, str], bool]
EventMatch = Callable[[str, str], float]


def comparable(first: EventProfile, second: EventProfile) -> bool:
    """Say whether two events of two articles could be one at all."""
    word = first.word == second.word and len(first.word) > 2
    return (
        first.article != second.article
        and first.real == second.real
        and first.absent == second.absent
        and (word or _of_a_kind(first, second))
    )


def _of_a_kind(first: EventProfile, second: EventProfile) -> bool:
    """Say whether two events are of one class; where that is "other", whether one type is the other or above it."""
    if first.coarse != second.coarse:
        return False
    if first.coarse != "other":
        return True
    nearer = {first.types[0], second.types[0]} - {"other"}
    return bool(nearer & set(first.types) & set(second.types))


def event_features(first: EventProfile, second: EventProfile, shared: float, same: EntityMatch) -> Mapping[str, float]:
    """Return what speaks for and against one happening, by name; kb.resolution.weights has the bits of each.

    Args:
        first, second: comparable events.
        shared: kb.resolution.happenings.story of the two articles.
        same: whether entity LOCAL of the first article is entity LOCAL of the second.
    """
    return dict(
        (
            *_kind(first, second),
            *_time(first, second),
            *_where(first, second, same),
            *_who(first, second, same),
            *_numbers(first, second),
            *_setting(first, second, shared),
        )
    )


def kin_features(first: EventProfile, second: EventProfile, kin: EventMatch) -> Mapping[str, float]:
    """Return what causes and effects say: two floods that are one have dead that are one.

    Causes of two kinds say nothing: one article names the quake, another the wall that it brought down.

    Args:
        first, second: comparable events.
        kin: bits by which event LOCAL of the first article is event LOCAL of the second, their own kin left aside.
    """
    found = {}
    for name, one, other in (("cause", first.causes, second.causes), ("effect", first.effects, second.effects)):
        if not one or not other:
            continue
        best = max(kin(a, b) for a in one for b in other)
        if best >= w.EVENT_LINK:
            found[f"same {name}"] = 1.0
        elif w.EXCLUDED < best <= w.OTHER_KIN:
            found[f"other {name}"] = 1.0
    return found


def _kind(first: EventProfile, second: EventProfile) -> Iterator[tuple[str, float]]:
    if first.types[0] == second.types[0]:
        yield "same type", 1.0
    elif first.types[0] in second.types or second.types[0] in first.types:
        yield "kin type", 1.0
    elif first.coarse != second.coarse:
        yield "other class", 1.0
    if first.word == second.word:
        yield "same word", 1.0
    if first.denied != second.denied:
        yield "one denies", 1.0
    if first.again != second.again:
        yield ("other count" if first.again and second.again else "one counted"), 1.0


def _time(first: EventProfile, second: EventProfile) -> Iterator[tuple[str, float]]:
    one, other = _interval(first), _interval(second)
    if one is None or other is None:
        yield from _undated(first, one, second, other)
        return
    gap = max(one[0], other[0]) - min(one[1], other[1])
    width = max(one[1] - one[0], other[1] - other[0])
    if gap <= timedelta(0):
        yield ("same days" if width <= SHORT else "days overlap" if width <= WIDE else "long overlap"), 1.0
    elif gap <= timedelta(days=1):
        yield "next day", 1.0
    else:
        yield ("other dates" if first.dated and second.dated else "other days"), 1.0


Days = tuple[date, date]


def _undated(
    first: EventProfile, one: Days | None, second: EventProfile, other: Days | None
) -> Iterator[tuple[str, float]]:
    """Yield what the dates of the articles say where not both events have one: none tells of what is to come."""
    if not (first.day and second.day and first.real):
        return
    for days, undated in ((one, second), (other, first)):
        if days is not None:
            told = date.fromisoformat(undated.day)
            if days[0] > told + timedelta(days=1):
                yield "after the report", 1.0
            elif undated.lead and (told - days[1]).days <= RECENT:
                yield "shortly before", 1.0
            elif (told - days[1]).days > LONG:
                yield "long before", 1.0


def _interval(event: EventProfile) -> Days | None:
    if not event.begin and not event.end:
        return None
    begin, end = (date.fromisoformat(day) for day in (event.begin or event.end, event.end or event.begin))
    if not event.begin:
        begin = end - timedelta(days=30)
    if not event.end:
        end = max(begin, date.fromisoformat(event.day)) if event.day else begin
    return (begin, end) if begin <= end else (end, begin)


def _where(first: EventProfile, second: EventProfile, same: EntityMatch) -> Iterator[tuple[str, float]]:
    one, other = first.places, second.places
    abroad = bool(first.lands and second.lands and not first.lands & second.lands)
    if one and other:
        if _meet(one, other, same):
            yield "same place", 1.0
        elif (
            _meet(one, second.around, same)
            or _meet(first.around, other, same)
            or (first.stems & second.stems and not abroad)
        ):
            yield "place within", 1.0
        elif first.sizes and second.sizes and not first.sizes & second.sizes:
            yield "place of another kind", 1.0
        else:
            yield "other place", 1.0
    if abroad:
        yield ("other country" if first.placed and second.placed else "article of another country"), 1.0
    if first.sites & second.sites:
        yield "same site", 1.0
    elif first.sites and second.sites:
        yield "other site", 1.0


def _meet(one: Collection[str], other: Collection[str], same: EntityMatch) -> bool:
    return any(same(a, b) for a in one for b in other)


def _who(first: EventProfile, second: EventProfile, same: EntityMatch) -> Iterator[tuple[str, float]]:
    one, other = {a for _, a in first.actors}, {b for _, b in second.actors}
    pairs = {(a, b) for a in one for b in other if same(a, b)}
    count = min(len({a for a, _ in pairs}), len({b for _, b in pairs}))
    if count:
        yield "shared actors", float(min(count, 3))
    elif one and other:
        yield "other actors", 1.0
    yield from _whom(first, second, same)
    words = first.words & second.words
    if words:
        yield "shared words", float(min(len(words), 3))
    elif first.words and second.words:
        yield "other words", 1.0


def _whom(first: EventProfile, second: EventProfile, same: EntityMatch) -> Iterator[tuple[str, float]]:
    """Yield what those say to whom it happened: a court that convicts two men has convicted twice."""
    one, other = ({a for role, a in event.actors if role in _UNDERGOING} for event in (first, second))
    if one and other:
        yield ("same patient" if _meet(one, other, same) else "other patient"), 1.0
    named = [any(role == "agent" for role, _ in event.actors) for event in (first, second)]
    if not any(named) and first.doers and second.doers and not first.doers & second.doers:
        yield "other doers", 1.0


def _numbers(first: EventProfile, second: EventProfile) -> Iterator[tuple[str, float]]:
    found = {compare_numbers(a, b) for a in first.numbers for b in second.numbers}
    if "same" in found:
        yield "same figure", 1.0
    elif "compatible" in found:
        yield "compatible figures", 1.0
    elif "differ" in found:
        yield ("other figures" if first.day == second.day else "figures of other days"), 1.0


def _setting(first: EventProfile, second: EventProfile, shared: float) -> Iterator[tuple[str, float]]:
    yield "story", min(shared, w.STORY_MOST)
    if shared < w.STORY_LEAST:
        yield "no common story", 1.0
    if common := first.context & second.context:
        least = min(len(first.context), len(second.context))
        yield "common words", round(4 * len(common) / max(least, 4), 2)
    if first.lead and second.lead:
        yield "both lead", 1.0
    elif first.lead != second.lead:
        yield "one leads", 1.0
    if first.day and second.day:
        gap = abs((date.fromisoformat(first.day) - date.fromisoformat(second.day)).days)
        if gap > w.FAR:
            yield "articles far apart", 1.0
        elif gap <= w.NEAR:
            yield "articles near", 1.0


def event_weight(features: Mapping[str, float]) -> Weight:
    """Return the weight of a pair of events with these features."""
    parts = [Part("prior", w.EVENT_PRIOR, "two events of one class in two articles")]
    for name, value in features.items():
        words = name if value == 1.0 else f"{name} {value:g}"
        parts.append(Part(name, round(w.EVENT[name] * value, 2), words))
    return Weight(tuple(parts))
