"""How a question is answered: which query with which parameters, and parts that several forms have.

Input: a Reading. Output: Plans. Pure.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from kb.service.answering.question import NameSlot, Reading, is_place


@dataclass(slots=True)
class Plan:
    """How a question is answered.

    Attributes:
        query: name of a query of the folder queries/ask, or of a saved one.
        given: its parameters.
        means: what was understood, in words.
        used: names that it uses.
        flags: lines of the query that are wanted though no parameter is named so.
    """

    query: str
    means: str
    given: dict[str, str] = field(default_factory=dict)
    used: list[NameSlot] = field(default_factory=list)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One form of question."""

    name: str
    example: str
    fits: Callable[[Reading], Plan | None]


def events_plan(reading: Reading, query: str, means: str, *, typed: bool = True) -> Plan:
    """Return a plan over events with all that a question says of them."""
    plan = Plan(query, means)
    if typed and reading.types:
        plan.given["type"] = ",".join(reading.types[0].types)
        plan.means += f": {' or '.join(t.replace('_', ' ') for t in reading.types[0].types)}"
    place = reading.place
    if place is not None:
        plan.given["place"] = f"entity-{place.entity.id}"
        plan.used.append(place)
    others = [one for one in reading.names if one is not place]
    if place is None and len(others) == 1 and is_where(others[0]):
        plan.given["place"] = f"entity-{others[0].entity.id}"
        plan.used.append(others[0])
        others = []
    for name, one in zip(("one", "other"), others, strict=False):
        plan.given[name] = f"entity-{one.entity.id}"
        plan.used.append(one)
    timed(reading, plan)
    return plan


def is_where(one: NameSlot) -> bool:
    """Say whether a name without a word for it is where something is.

    A country by itself is who acts or suffers; so is a ship or a bridge, which most is told of that has no place in it.
    """
    if not is_place(one.entity) or one.before in ("against", "by", "did", "does", "do", "has", "have", "will", "is"):
        return False
    if one.entity.type == "facility":
        return False
    return one.entity.type != "country" or one.before in ("of", "for", "about", "from", "to")


def timed(reading: Reading, plan: Plan) -> None:
    """Put the days of a question into a plan."""
    if reading.since:
        plan.given["since"] = reading.since
    if reading.until:
        plan.given["until"] = reading.until
    if reading.since and reading.until:
        plan.flags = (*plan.flags, "span")


def saved_plan(reading: Reading, query: str, means: str, slot: str = "") -> Plan:
    """Return a plan with the first name of a question in one slot."""
    plan = Plan(query, means)
    if slot and reading.names:
        plan.given[slot] = f"entity-{reading.names[0].entity.id}"
        plan.used.append(reading.names[0])
    return plan


def counted(reading: Reading) -> int:
    """Return the number of the word after "how many"."""
    many = next((n for n, word in enumerate(reading.words) if word.low in ("many", "of")), -1)
    return min(many + 1, len(reading.words) - 1)
