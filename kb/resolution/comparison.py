"""Evidence that two profiles name one entity, as a match weight in bits.

Input: two Profiles. Output: a Weight with its parts, read by
kb.resolution.clustering and shown by `kb explain`.
Pure and symmetric: no I/O, no randomness, nothing but the two profiles.

The bits are kb.resolution.weights; training/fit_links.py says how they came.

Source:
    Fellegi & Sunter 1969, JASA 64(328):1183-1210.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Final

from kb.resolution import weights as w
from kb.resolution.doing import after_death, what_they_do
from kb.resolution.holding import holder_parts
from kb.resolution.listed import identifiers, with_list
from kb.resolution.names.bodies import Agreement, compare_bodies, distinctive, letters_of, telling_words
from kb.resolution.names.persons import compare_persons
from kb.resolution.names.romanise import skeleton
from kb.resolution.part import Part
from kb.resolution.placing import place_parts, unlisted_spelling
from kb.resolution.profile import CONTEXT, Profile

__all__ = ["Part", "Weight", "best_names", "match_weight"]

_KEPT: Final = 16_384  # of each field, what two profiles say is remembered of so many
_ORDER: tuple[Agreement, ...] = (
    "same", "order", "spelling", "translated", "nickname", "part", "initial", "acronym", "single", "common", "near",
    "given", "other",
)  # fmt: skip

_ORGANS: Final = frozenset("government authorities administration regime army military police parliament".split())


@dataclass(frozen=True, slots=True)
class Weight:
    """How strongly two items speak for one thing, and why.

    Attributes:
        parts: a field missing from either side has none.
        bits: sum over the parts; 0 is no evidence, +10 multiplies the odds by 1024.
    """

    parts: tuple[Part, ...]
    bits: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bits", round(sum([part.bits for part in self.parts]), 2))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return the parts in words."""
        return tuple(str(part) for part in self.parts)


def match_weight(first: Profile, second: Profile) -> Weight:
    """Return how strongly the fields of two profiles speak for one entity; the same whichever comes first."""
    if (second.article, second.local) < (first.article, first.local):
        first, second = second, first
    return Weight(tuple(_parts(first, second)))


def _parts(first: Profile, second: Profile) -> Iterator[Part]:
    if first.group != second.group:
        yield Part("group", w.EXCLUDED, f"{first.group} and {second.group}")
        return
    if first.article == second.article:
        yield Part("article", w.EXCLUDED, "two in one article")
        return
    if (known := identifiers(first, second)) is not None:
        yield known
        return
    if first.group == "person" and not (first.names and second.names):
        yield from holder_parts(first, second)
        return
    agreement, one, other = best_names(first, second)
    yield name_part(first.group, agreement, one, other)
    if agreement == "other":
        return
    beside = tuple(traits(first, second, agreement))
    if agreement != "given":
        beside += tuple(_context(first, second))
    if first.listed or second.listed:
        beside = tuple(with_list(first, second, agreement, beside))
    yield from beside
    if agreement == "near":
        yield from _only_near(w.PERSON_NAME["near"] + sum(part.bits for part in beside), beside)
    elif first.died or second.died:
        yield from after_death(first, second, w.PERSON_NAME[agreement] + sum(part.bits for part in beside))


def _only_near(bits: float, beside: tuple[Part, ...]) -> Iterator[Part]:
    """What is left for a person to say: nothing but the same office of one body makes near given names one."""
    told = any(part.field == "office" and part.bits == w.SAME_OFFICE for part in beside)
    if bits >= w.LINK and not told:
        yield Part("near", round(w.NEAR_MOST - bits, 2), "given names that are only near: a person is asked")


def traits(first: Profile, second: Profile, agreement: Agreement) -> Iterator[Part]:
    """Yield what speaks for or against one entity besides the name, whatever else the two articles name."""
    if first.group != "country":
        yield from _countries(
            first.group, agreement == "common", (first.countries, first.home), (second.countries, second.home)
        )
    if first.group == "person":
        yield from _bearers(first, second)
        yield from what_they_do(first, second)
    if first.group == "place":
        yield from place_parts(first, second, agreement)
        if agreement == "spelling":
            yield from unlisted_spelling(first, second, *best_names(first, second)[1:])
    elif first.type != second.type and "company" in (first.type, second.type):
        yield Part("type", w.OTHER_TYPE, f"{first.type} and {second.type}")


def _bearers(first: Profile, second: Profile) -> Iterator[Part]:
    if first.bearers and second.bearers and not first.bearers & second.bearers:
        yield Part("bearer", w.OTHER_BEARER, f"bearers {min(first.bearers)} and {min(second.bearers)} of the name")


def best_names(first: Profile, second: Profile) -> tuple[Agreement, str, str]:
    """Return how the two fullest names agree, or the best agreement of all names where a full one is missing.

    A surname that both use is no evidence when their full names differ, nor are letters that are short for two bodies'
    other names (a National Pension Agency and a Nigerian Ports Authority), nor is the first word of the full names of
    two bodies of which one is nothing but an organ of what that names: the Zarumi government and the Zarumi Liberation
    Front may each be called "Zarumi".
    """
    return _best_names(first.group, first.names, second.names) or ("other", first.label, second.label)


@lru_cache(maxsize=32768)
def _best_names(group: str, first: tuple[str, ...], second: tuple[str, ...]) -> tuple[Agreement, str, str] | None:
    person = group == "person"
    full = [[name for name in names if " " in name] for names in (first, second)]
    ones, others = full if person and all(full) else (first, second)
    rows = [(name_agreement(group, a, b), a, b) for a, b in product(ones, others)]
    if group == "organisation" and all(full) and all(agreement == "other" for agreement, *pair in rows if _full(pair)):
        shorts = [{name.split()[0] for name in names} for names in full]
        seat = any(_ORGANS.issuperset(name.split()[1:]) for names in full for name in names)  # "Zarumi government"
        rows = rows if not seat else [row for row in rows if row[1] not in shorts[0] and row[2] not in shorts[1]]
        letters = set.intersection(
            *({name for name in names if any(letters_of(name, full) for full in names)} for names in (first, second))
        )
        rows = [row for row in rows if letters.isdisjoint(row[1:])]
    if not rows:
        return None
    if person:
        differ = [row for row in rows if row[0] == "given"]
        return min(rows, key=lambda row: (_ORDER.index(row[0]), row[1:])) if len(differ) < len(rows) else differ[0]
    return min(rows, key=lambda row: (_ORDER.index(row[0]), -len(row[1].split()), row[1:]))


def _full(pair: Iterable[str]) -> bool:
    return all(" " in name for name in pair)


@lru_cache(maxsize=_KEPT)
def name_part(group: str, agreement: Agreement, one: str, other: str) -> Part:
    """Return what it says that two names of a group agree so."""
    words = f"same name “{one}”" if one == other else f"names “{one}” and “{other}”"
    if group == "person":
        return Part("name", w.PERSON_NAME[agreement], f"{words}, {w.SAID[agreement]}")
    short = len(one.split()) == 1 or len(other.split()) == 1
    table = w.PLACE_NAME if group in ("place", "country") else w.BODY_NAME
    bits = table[agreement]
    if agreement in ("same", "spelling") and short and group == "organisation":
        bits += w.SHORT_BODY
    if agreement in ("same", "spelling") and not distinctive(one):
        bits = table["common"]
    return Part("name", bits, f"{words}, {w.SAID[agreement]}")


_Lands = tuple[frozenset[str], str]  # countries of an entity; the country that its article is about, "" if none


@lru_cache(maxsize=_KEPT)
def _countries(group: str, common: bool, first: _Lands, second: _Lands) -> tuple[Part, ...]:
    """What the countries say of two that are no countries; *common*: their names are of common words alone."""
    if first[0] and second[0]:
        if shared := first[0] & second[0]:
            return (Part("country", w.SAME_COUNTRY[group], f"same country {min(shared)}"),)
        return (Part("country", w.OTHER_COUNTRY[group], f"countries {min(first[0])} and {min(second[0])}"),)
    one, other = (min(countries, default=home) for countries, home in (first, second))
    if not one or not other:
        return ()
    if one == other:
        bits = w.SAME_HOME[group] + (w.COMMON_AT_HOME if common else 0.0)
        return (Part("country", bits, f"both in articles about {one}"),)
    return (Part("country", w.OTHER_HOME, f"articles about {one} and {other}"),)


def _context(first: Profile, second: Profile) -> Iterator[Part]:
    own = own_context(first.group, first.names) | own_context(second.group, second.names)
    bits, count = context_bits(first.context, second.context, own)
    if count:
        yield _shared(bits, count)
    elif bits:
        yield _NO_CONTEXT


def context_bits(first: frozenset[str], second: frozenset[str], own: frozenset[str]) -> tuple[float, int]:
    """Return the bits of the names that two articles share, and how many these are; 0.0, 0 where either names nothing.

    Args:
        first, second: keys of all that the articles name.
        own: names of the two that are compared, which count for nothing.
    """
    common, total, count = _in_common(first, second)
    if total:
        for name in own:
            if worths := common.get(name):
                total -= sum(worths)
                count -= len(worths)
    if bits := min(w.CONTEXT_MOST, w.CONTEXT_UNIT * total):
        return round(bits, 2), count
    return (w.NO_CONTEXT, 0) if first and second else (0.0, 0)


_NO_CONTEXT: Final = Part("context", w.NO_CONTEXT, "articles share no other name")


@lru_cache(maxsize=_KEPT)
def _shared(bits: float, count: int) -> Part:
    # The keys are skeletons, which no reader would take for names.
    return Part("context", bits, f"articles share {count} other names" if count > 1 else "articles share another name")


def name_agreement(group: str, one: str, other: str) -> Agreement:
    """Return how two folded names agree, of two persons or of two things of another group."""
    compare = compare_persons if group == "person" else compare_bodies
    return compare(one, other) if one <= other else compare(other, one)  # remembered once, in whichever order asked


@lru_cache(maxsize=32768)
def _in_common(one: frozenset[str], other: frozenset[str]) -> tuple[Mapping[str, tuple[float, ...]], float, int]:
    """Return the names that two articles share with their worths, the sum and the count; asked for each pair."""
    found: dict[str, tuple[float, ...]] = {}
    common, total = one & other, 0.0
    for key in common:
        kind, _, name = key.partition(":")
        total += CONTEXT[kind]
        found[name] = (*found[name], CONTEXT[kind]) if name in found else (CONTEXT[kind],)
    return found, total, len(common)


@lru_cache(maxsize=_KEPT)
def own_context(group: str, names: tuple[str, ...]) -> frozenset[str]:
    """What an entity itself adds to the context of its article."""
    found = {skeleton(form) for name in names for form in (name, telling_words(name))}
    return frozenset(found | {name.split()[-1] for name in found if group == "person" and name})
