"""The same happening told by several articles, compared by what kind it is, when, where, who and how many.

Input: EventProfiles of two articles. Output: the weight of a pair, read by
kb.resolution.clustering and shown by `kb explain`.
Pure and symmetric: no I/O; nothing but the two articles.
A denial tells of the same happening as the report that it denies; the two contradict each other, which shows.
Never: averages; joins what happened with what was planned or feared.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from kb.resolution import weights as w
from kb.resolution.comparison import Part, Weight
from kb.resolution.events.befallen import COUNTING
from kb.resolution.events.directions import opposed
from kb.resolution.events.how_many import befell
from kb.resolution.events.journeys import travellers, two_journeys
from kb.resolution.events.near_types import near
from kb.resolution.events.profile import EventProfile
from kb.resolution.events.when import days_between, times
from kb.resolution.events.where import BUILT, LEAVING
from kb.resolution.events.who import EntityMatch, meet, who
from kb.resolution.profile import CONTEXT

_KEPT: Final = 16_384  # pairs of types, with what is above them
_MIXED: Final = frozenset({"other", "relief"})  # classes of which two types say nothing of one happening
_WIDE: Final = frozenset({"natural_hazard", "armed_conflict", "election"})  # classes of what is in many towns at once
_OF_STEPS: Final = frozenset({"crime", "legal", "employment"})  # whose types are steps: a verdict is no sentence
_DAILY: Final = frozenset({"price_change", "share_price"})  # types of what markets do each day
_TWO_PLACES: Final = frozenset({"other place", "other town", "town and village"})
_TELLING: Final = frozenset(  # what says of two accounts more than that both are of one time and story
    (
        "same type,same word,same place,place within,same site,shared actors,same patient,shared words,"
        "same figure,compatible figures,common words"
    ).split(",")
)


def story(first: frozenset[str], second: frozenset[str]) -> float:
    """Return how much two articles have in common: the worth of the names, given as keys of context, in both."""
    total = 0.0
    for key in first & second:
        total += CONTEXT[key.partition(":")[0]]
    return total


EventMatch = Callable[[str, str], float]
_LACK: Final = frozenset(  # what counts against one happening and yet contradicts none: two may tell it so
    (
        "other class,one denies,denied otherwise,denied long apart,nothing in both,one counted,long before,"
        "perhaps after it,other site,other actors,actors of other roles,other agents,other doers,other words,"
        "figures of other days,near figures,others of a land,no common story,articles far apart,nothing but the time"
    ).split(",")
)
_CONTRARY: Final = frozenset(name for name, bits in w.EVENT.items() if bits < 0) - _LACK


def comparable(first: EventProfile, second: EventProfile) -> bool:
    """Say whether two events of two articles could be one at all."""
    if first.article == second.article or first.real != second.real or first.absent != second.absent:
        return False
    if not first.real and one_due(first, second):
        return False
    if first.word == second.word and len(first.word) > 2:
        return True
    return _of_a_kind(first.coarse, first.types, second.coarse, second.types)


def one_due(first: EventProfile, second: EventProfile) -> bool:
    """Say whether of two planned events the day of one had come when its article was written, and of the other not.

    "The sides will meet on Monday" and, on that Monday, "Talks open in Muscat": who takes both for plans has a plan and
    what came of it.
    """
    if first.real or second.real or not (first.begin and first.day and second.begin and second.day):
        return False
    return (first.begin <= first.day) != (second.begin <= second.day)


@lru_cache(maxsize=_KEPT)
def _of_a_kind(coarse: str, types: tuple[str, ...], other: str, others: tuple[str, ...]) -> bool:
    """Say whether two events are of one class, or of types that are taken for one another.

    Where the class holds many things, one type has to be the other or above it: a rescue is no recovery of bodies.
    """
    if near(types[0], others[0]):
        return True
    if coarse != other:
        return False
    if coarse not in _MIXED:
        return True
    nearer = {types[0], others[0]} - {"other"}
    return bool(nearer & set(types) & set(others))


def event_features(
    first: EventProfile,
    second: EventProfile,
    shared: float,
    same: EntityMatch,
    alike: EntityMatch = lambda one, other: False,
) -> Mapping[str, float]:
    """Return what speaks for and against one happening, by name; kb.resolution.weights has the bits of each.

    Args:
        first, second: comparable events.
        shared: kb.resolution.events.happenings.story of the two articles.
        same: whether entity LOCAL of the first article is entity LOCAL of the second.
        alike: whether the two are both persons, both countries and so on.
    """
    where = dict(_where(first, second, same))
    found = dict(
        (
            *_kind(first, second),
            *times(first, second),
            *where.items(),
            *who(first, second, same, two_places=not where.keys().isdisjoint(_TWO_PLACES), alike=alike),
            *befell(first, second),
            *_setting(first, second, shared),
        )
    )
    if first.types[0] == second.types[0] in _DAILY and _of_two_weeks(first, second) and "same figure" not in found:
        found["other days"] = 1.0  # a price that fell, as an article says without a day, fell in the days before it
    lands = 0 < shared < w.ONE_NAME and not (first.towns or second.towns or {first.coarse, second.coarse} & COUNTING)
    if lands and "other words" in found:
        found["others of a land"] = 1.0  # the police of one country arrest a mayor and three miners on one day
    if not found.keys() & _TELLING:
        found["nothing but the time"] = 1.0  # a school closed and a visit called off on one day
    return found


def _of_two_weeks(first: EventProfile, second: EventProfile) -> bool:
    """Say whether neither of two events has a day, and their articles are long apart."""
    undated = not (first.begin or first.end or second.begin or second.end)
    return undated and days_between(first, second) > w.FAR


def kin_features(
    first: EventProfile, second: EventProfile, kin: EventMatch, against: EventMatch
) -> Mapping[str, float]:
    """Return what causes and effects say: two floods that are one have dead that are one.

    Causes of two kinds say nothing: one article names the quake, another the wall that it brought down. Nor do causes
    of which there is too little to say whether they are one: "the accident" of which an article gives no day.

    Args:
        first, second: comparable events.
        kin: bits by which event LOCAL of the first article is event LOCAL of the second, their own kin left aside.
        against: those of these bits that say that the two are two, as *contrary* sums them.
    """
    found = {}
    for name, one, other in (("cause", first.causes, second.causes), ("effect", first.effects, second.effects)):
        if not one or not other:
            continue
        weighed = {(a, b): bits for a in one for b in other if (bits := kin(a, b)) > w.EXCLUDED}
        best = max(weighed.values(), default=w.EXCLUDED)
        if best >= w.EVENT_LINK:
            found[f"same {name}"] = 1.0
        elif w.EXCLUDED < best <= w.OTHER_KIN and all(against(*pair) <= w.OTHER_KIN for pair in weighed):
            found[f"other {name}"] = 1.0
    return found


def contrary(features: Mapping[str, float]) -> float:
    """Return the bits, none above 0, of what says of two events that they are two, not that too little is known.

    Whose causes were on two days, be it a day apart, have two causes: a quake and its aftershock.
    """
    told = sum(w.EVENT[name] * value for name, value in features.items() if name in _CONTRARY)
    return min(told, w.OTHER_KIN) if "next day" in features else told


def _kind(first: EventProfile, second: EventProfile) -> Iterator[tuple[str, float]]:
    if how := _types(first.coarse, first.types, second.coarse, second.types):
        yield how, 1.0
    if first.word == second.word:
        yield "same word", 1.0
    if first.denied != second.denied:
        yield "one denies", 1.0
        if (
            first.types[0] != second.types[0]
            and first.word != second.word
            and not near(first.types[0], second.types[0])
        ):
            yield "denied otherwise", 1.0  # what is denied is named as those name it who told it
        if days_between(first, second) > w.FAR:
            yield "denied long apart", 1.0
    if first.absent:
        yield "nothing in both", 1.0  # "nobody was hurt" is told of everything
    if first.again != second.again:
        yield ("other count" if first.again and second.again else "one counted"), 1.0
    if opposed(first.word, second.word):
        yield "other direction", 1.0
    if first.several != second.several:
        yield "one of several", 1.0


@lru_cache(maxsize=_KEPT)
def _types(coarse: str, types: tuple[str, ...], other: str, others: tuple[str, ...]) -> str:
    """Return how the types of two events stand to each other; "" if that says nothing."""
    if types[0] == others[0]:
        return "same type"
    if types[0] in others or others[0] in types:
        return "kin type"
    if near(types[0], others[0]):
        return "near type"
    if coarse != other:
        return "other class"
    return "other type" if coarse in _OF_STEPS else ""


def _where(first: EventProfile, second: EventProfile, same: EntityMatch) -> Iterator[tuple[str, float]]:
    one, other = first.places, second.places
    abroad = bool(first.lands and second.lands and not first.lands & second.lands)
    if one and other:
        if meet(one, other, same):
            yield "same place", 1.0
        elif any(meet(*sides, same) for sides in ((one, second.around), (first.around, other))) or (
            first.stems & second.stems and not abroad and not _namesakes(first, second)
        ):
            yield "place within", 1.0
        elif first.sizes and second.sizes and not first.sizes & second.sizes:
            yield "place of another kind", 1.0
        elif not (meet(one, second.beside, same) or meet(first.beside, other, same)):
            yield "other place", 1.0
        if _two_towns(first, second, same):
            yield ("town and village" if _town_and_village(first, second) else "other town"), 1.0
    if abroad:
        yield ("other country" if first.placed and second.placed else "article of another country"), 1.0
    if two_journeys(first, second, same):
        yield "other destination", 1.0
    if moved := travellers(first, second, same):
        yield moved, 1.0
    if _two_houses(first, second, same):
        yield "other house", 1.0
    if first.sites & second.sites:
        yield "same site", 1.0
    elif first.sites and second.sites:
        yield "other site", 1.0


def _two_towns(first: EventProfile, second: EventProfile, same: EntityMatch) -> bool:
    """Say whether each was in a town of its own, and is of a kind that is in one: a quake is felt in many."""
    if not (first.towns and second.towns):
        return False
    if {first.coarse, second.coarse} & _WIDE and not {first.types[0], second.types[0]} <= LEAVING:
        return False
    return not meet(first.towns, second.towns | second.around, same) and not meet(first.around, second.towns, same)


def _town_and_village(first: EventProfile, second: EventProfile) -> bool:
    """Say whether one was in a village and the other in a town: many villages are told by the town beside them."""
    one, other = (bool(event.villages) for event in (first, second))
    return one != other and all(event.villages in (event.towns, frozenset()) for event in (first, second))


def _two_houses(first: EventProfile, second: EventProfile, same: EntityMatch) -> bool:
    """Say whether each was at a prison, a school and the like with a name of its own: "Santa Rufina", "El Tambo"."""
    if {first.coarse, second.coarse} & _WIDE or not (first.houses and second.houses):
        return False
    return first.houses.isdisjoint(second.houses) and not meet(first.built, second.built, same)


def _namesakes(first: EventProfile, second: EventProfile) -> bool:
    """Say whether places of one size that are not the same have one name and no further word: two villages.

    Two buildings are not: what one calls "Haldipur plant" is the "Haldipur refinery" of the other.
    """
    return bool(first.sizes - BUILT) and (first.sizes, first.stems) == (second.sizes, second.stems)


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
    gap = days_between(first, second)
    if gap > w.FAR:
        yield "articles far apart", 1.0
    elif 0 <= gap <= w.NEAR:
        yield "articles near", 1.0


def event_bits(features: Mapping[str, float]) -> float:
    """Return the bits of *event_weight*, without its reasons, which of most pairs nobody asks for."""
    table = w.EVENT  # in hundredths of a bit, so that what counts once is not rounded
    bits = [table[name] if value == 1.0 else round(table[name] * value, 2) for name, value in features.items()]
    return round(w.EVENT_PRIOR + sum(bits), 2)


def event_weight(features: Mapping[str, float]) -> Weight:
    """Return the weight of a pair of events with these features."""
    parts = [Part("prior", w.EVENT_PRIOR, "two events of one class in two articles")]
    for name, value in features.items():
        words = name if value == 1.0 else f"{name} {value:g}"
        parts.append(Part(name, round(w.EVENT[name] * value, 2), words))
    return Weight(tuple(parts))
