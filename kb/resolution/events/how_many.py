"""What two events say of one happening by whom they befell, and by how many.

Input: EventProfiles of two articles. Output: features by name, read by kb.resolution.events.happenings.
Pure and symmetric. Never: averages; compares figures of other people.
"""

from collections.abc import Iterator
from typing import Final

from kb.resolution.events.adding_up import tells_a_part, without_summands
from kb.resolution.events.befallen import COUNTING, called_otherwise, other_sides, others_told
from kb.resolution.events.figures import Number, compare_numbers
from kb.resolution.events.profile import EventProfile
from kb.resolution.events.tolls import falls, of_a_few, of_several_days, of_several_towns

_MANY: Final = 10
_NEARLY: Final = 0.8


def befell(first: EventProfile, second: EventProfile) -> Iterator[tuple[str, float]]:
    """Yield what speaks of the people whom two events befell; of other people no figure is compared.

    Who died or was hurt is what such an event is. Of as many, whom one calls militants and the other civilians, that is
    in dispute.
    """
    about = first.coarse if first.coarse == second.coarse else ""
    dead = "victims" if about in COUNTING else "people"
    counted = [[number.of for number in event.numbers if not number.unit] for event in (first, second)]
    kinds = others_told(first.whom, second.whom, about, (counted[0], counted[1]))
    if kinds and _as_many(first, second):
        yield "victims called otherwise", 1.0
        kinds = False
    if kinds:
        yield f"other kind of {dead}", 1.0
    if other_sides(first.sides, second.sides):
        yield f"{dead} of another side", 1.0
    elif not kinds:
        yield from _numbers(first, second)


def _as_many(first: EventProfile, second: EventProfile) -> bool:
    """Whether both count the same number of people of kinds that sides call differently."""
    return any(
        a.low == b.low > 1 and not a.unit and not b.unit and called_otherwise(a.of, b.of)
        for a in first.numbers
        for b in second.numbers
    )


def _numbers(first: EventProfile, second: EventProfile) -> Iterator[tuple[str, float]]:
    about = first.coarse if first.coarse == second.coarse else ""
    (ones, parts), (others, their_parts) = (without_summands(one.numbers, about) for one in (first, second))
    pairs = [(compare_numbers(a, b, about), a, b) for a in ones for b in others]
    found = {how for how, _, _ in pairs}
    if about in COUNTING and (tells_a_part(ones, others, their_parts) or tells_a_part(others, ones, parts)):
        yield "part of a toll", 1.0
    elif about in COUNTING and of_a_few(first, second, about):
        yield "few of many", 1.0
    if "same" not in found and about in COUNTING and of_several_days(first, second):
        yield "toll of several days", 1.0
    elif "same" not in found and about in COUNTING and of_several_towns(first, second):
        yield "toll of several towns", 1.0
    if "same" in found:
        yield "same figure", 1.0
        if digits := max(_digits(number.low) for how, number, _ in pairs if how == "same"):
            yield "telling figure", float(min(digits, 2))
    elif "compatible" in found:
        yield "compatible figures", 1.0
    elif "differ" in found:
        near = any(how == "differ" and _near(a, b) for how, a, b in pairs)
        nearly = "near figures" if near else "other figures"
        yield (nearly if first.day == second.day else "figures of other days"), 1.0
        if about in COUNTING and falls(first, second):
            yield "figures fall", 1.0


def _near(one: Number, other: Number) -> bool:
    """Whether two tolls of one day are so near that two counted one happening: 20 and 22, not five and seven."""
    less, more = sorted((one.low, other.low))
    return not one.unit and less >= _MANY and less >= _NEARLY * more


def _digits(value: float) -> int:
    """Return how many digits beyond the first a number needs: 40 none, 412 two; few counts are alike by chance."""
    return max(len(f"{value:g}".partition("e")[0].replace(".", "").strip("0")) - 1, 0)
