"""What pairs of entities weigh, found quickly: what two profiles say is made once for all profiles that say the same.

Input: Profiles. Output: bits and agreement of names, the same as kb.resolution.comparison has them; read by
kb.resolution.judging.
Pure but for what it remembers. The well-known are told of alike in a hundred articles: but for the names that two
articles have in common, which are added each time, their pairs weigh the same.
Never: gives reasons.
"""

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Final, NamedTuple

from kb.resolution import weights as w
from kb.resolution.comparison import best_names, context_bits, name_part, own_context, traits
from kb.resolution.listed import identifiers
from kb.resolution.names.bodies import Agreement, plain_words
from kb.resolution.profile import Profile

_KEPT: Final = 20_000  # profiles whose number is at hand
_KEPT_PAIRS: Final = 200_000
_BARE: Final = frozenset({"other", "given"})  # names to which what the articles share adds nothing
_OWN: Final = frozenset("article local label context day".split())  # fields that say nothing of the entity itself
_ASIDE: Final = frozenset({"posts", "speaks"})  # and those that bear on pairs that are weighed in full alone


class _Known(NamedTuple):
    article: str
    number: int  # the same for profiles that say the same
    context: frozenset[str]
    died: bool
    speaks: bool


@dataclass(frozen=True, slots=True)
class _Base:
    """What two profiles weigh but for their articles; *own*: names that count for no context, None where none does."""

    bits: float
    agreement: str
    own: frozenset[str] | None


_UNKNOWN: Final = _Base(0.0, "", None)  # no weight: the two were not weighed yet


class KeptWeights:
    """Weighs pairs of profiles of two articles.

    Attributes:
        known: member -> what was taken in of it.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._said: list[Profile] = []  # by number, the first that says so
        self.known: dict[str, _Known] = {}
        self._bases: dict[tuple[int, int], _Base | None] = {}

    def forget(self) -> None:
        """Drop all that is remembered."""
        self._numbers.clear()
        self._said.clear()
        self.known.clear()
        self._bases.clear()

    def take(self, member: str, profile: Profile) -> None:
        """Take in the profile of a member."""
        if len(self._numbers) >= _KEPT or len(self.known) >= _KEPT:
            self.forget()
        number = self._numbers.setdefault(_SAYS(profile), len(self._said))
        if number == len(self._said):
            self._said.append(profile)
        self.known[member] = _Known(profile.article, number, profile.context, bool(profile.died), profile.speaks)

    def weighed(self, one: str, other: str) -> tuple[float, str] | None:
        """Return the bits of two members, and how their names agree; None: to be weighed in full, or not taken in."""
        first, second = self.known.get(one), self.known.get(other)
        if first is None or second is None:
            return None
        if first.article == second.article:
            return None
        numbers = first.number, second.number
        base = self._bases.get(numbers, _UNKNOWN)
        if base is _UNKNOWN:
            if len(self._bases) >= _KEPT_PAIRS:
                self._bases.clear()
            base = self._bases[numbers] = _base(*map(self._said.__getitem__, numbers))
        if base is None or (first.died and second.speaks) or (second.died and first.speaks):
            return None
        if base.own is None:
            return round(base.bits, 2), base.agreement
        added = context_bits(first.context, second.context, base.own)[0]
        return round(base.bits + added, 2), base.agreement


_SAYS: Final = attrgetter(*(field.name for field in fields(Profile) if field.name not in _OWN | _ASIDE))


def _base(one: Profile, other: Profile) -> _Base | None:
    """Return what two profiles weigh as if of two articles without context; None where these bear on more than that.

    Who has no name is weighed by the days between, a row of a list, or one dead and one who speaks, by what the rest
    comes to.
    """
    nameless = one.group == other.group == "person" and not (one.names and other.names)
    if nameless or one.listed or other.listed:
        return None
    if one.group != other.group:
        return _Base(w.EXCLUDED, "", None)
    if (known := identifiers(one, other)) is not None:
        return _Base(known.bits, "" if one.identifiers & other.identifiers else named_alike(one, other), None)
    agrees, name, rival = best_names(one, other)
    if agrees == "near":
        return None
    agreement = _in_any_order(agrees, name, rival, one, other)
    bits = name_part(one.group, agrees, name, rival).bits
    if agrees != "other":
        for part in traits(one, other, agrees):
            bits += part.bits
    if agreement in _BARE:
        return _Base(bits, agreement, None)
    return _Base(bits, agreement, own_context(one.group, one.names) | own_context(other.group, other.names))


def named_alike(one: Profile, other: Profile) -> Agreement:
    """Return how two names agree; of two seats of one country in other order ("Defence Ministry") that they do.

    "Ministry of Defence" is short for nothing where its country is known.
    """
    return _in_any_order(*best_names(one, other), one, other)


def _in_any_order(agreement: Agreement, name: str, rival: str, one: Profile, other: Profile) -> Agreement:
    if agreement == "common" and one.countries & other.countries:
        words, others = sorted(plain_words(name)), sorted(plain_words(rival))
        if words == others and len(words) > 1:
            return "same"
    return agreement
