"""Questions for numbers: how many of what, how much money, what share, how long.

Input: a Reading. Output: a Plan, or None where the form does not fit. Pure.
"""

from typing import Final

from kb.service.answering import lexicon as lex
from kb.service.answering.event_words import types_of
from kb.service.answering.plans import Plan, events_plan, put_search, told
from kb.service.answering.question import Reading, Word, counted, counted_from

_MONEY: Final = r"^[A-Z]{3}\b"  # "EUR", "EUR per share"
_NO_NUMBER: Final = frozenset("who whom when where why".split())
_PERCENT: Final = "^percent"
_MEASURE: Final = "^[a-z]"  # "tonne": no money


def figures(reading: Reading) -> Plan | None:
    """What number somebody or something has."""
    if reading.ask == "how many" and "number" in (word.low for word in reading.words[:2]) and not reading.left:
        return None
    if reading.ask in _NO_NUMBER:
        return None
    for asks, form in (
        (_asks_a_share, _shares),
        (lambda one: one.ask == "how long", _lengths),
        (lambda one: [word.low for word in one.words[:3]] == ["by", "how", "much"], _change),
        (lambda one: _much(one) is not None, _amounts),
        (lambda one: one.ask == "how much" or one.has(lex.MONEY), _money),
        (lambda one: one.ask == "how many", _counts),
    ):
        if asks(reading):
            return form(reading)
    return None


def put_claimant(reading: Reading, plan: Plan) -> None:
    """Let a number be one that somebody gives: "how many dead did the ministry report"."""
    one = next((one for one in plan.used if plan.given.get("one") == f"entity-{one.entity.id}"), None)
    if one is None:
        return
    after = reading.words[one.last + 1] if one.last + 1 < len(reading.words) else None
    says = after is not None and after.any_of(lex.FRAME | lex.SPEECH["say"][0] | lex.SPEECH["estimate"][0])
    if says or one.before == "to":  # "according to"
        plan.given["said"] = plan.given.pop("one")
        reading.take(lex.FRAME | frozenset(["according"]))


def leave_differences(reading: Reading, plan: Plan) -> None:
    """Leave out "six more than the mayor said" beside an amount of the same, where no difference is asked for."""
    by_how_much = [word.low for word in reading.words[:2]] == ["by", "how"]
    if plan.query in ("figures", "money") and not by_how_much and not reading.has(lex.DIFFERENCES):
        plan.flags = (*plan.flags, "amounts")


def put_aside_comparison(reading: Reading) -> tuple[tuple[str, ...], str]:
    """Take "more ... than ..." out of a question; return the flags and the note of the plan that answers it.

    A difference is told where an article tells one ("six more"). Between two claims it is not: then the amounts are the
    answer, each beside the one who gives it, and what stands after "than" or "according to" narrows nothing.
    """
    if reading.ask != "how many" or not reading.has(lex.MORE):
        return (), ""
    reading.take(lex.MORE)
    low = [word.low for word in reading.words]
    if "than" not in low:
        return ("differences",), ""
    start = min(low.index(word) for word in ("than", "according") if word in low)
    reading.taken.update(range(start, len(low)))
    reading.names = [one for one in reading.names if one.first < start]
    reading.types = [slot for slot in reading.types if slot.number < start]
    reading.title = "" if reading.title_end > start else reading.title
    reading.speech = "" if reading.speech_at > start else reading.speech
    return (), "the difference is not worked out: these are the amounts, each with who gives it"


def _asks_a_share(reading: Reading) -> bool:
    shares = any(word.any_of(lex.SHARES) and word.low != "shares" for word in reading.words)
    return shares and reading.ask in ("what", "which", "how many", "how much")


def _change(reading: Reading) -> Plan:
    """By how much something rose: in percent, or in money."""
    return told(reading, events_plan(reading, "figures", "by how much"))


def _shares(reading: Reading) -> Plan | None:
    reading.take(lex.SHARES)
    return _of_unit(reading, _PERCENT, "shares in percent")


def _much(reading: Reading) -> Word | None:
    """Return the stuff of which an amount is asked for: of "how much rice was sold" the rice."""
    at = next((n for n, word in enumerate(reading.words[:-1]) if word.low == "much"), -1) + 1
    if reading.ask != "how much" or not at:
        return None
    word = reading.words[at]
    return word if word in reading.left and word.text.islower() and not word.any_of(lex.MONEY) else None


def _amounts(reading: Reading) -> Plan:
    """How much of some stuff, in a measure that is no money; the article names it."""
    stuff = _much(reading)
    assert stuff is not None
    reading.taken.add(reading.words.index(stuff))
    plan = events_plan(reading, "figures", f"how much {stuff.low}")
    put_search(plan, [stuff])
    plan.given["unit"], plan.shown["unit"] = _MEASURE, ""
    return told(reading, plan)


def _lengths(reading: Reading) -> Plan | None:
    reading.take(frozenset(["long", "last", "take"]))
    reading.types = [slot for slot in reading.types if not slot.word.any_of(frozenset(["last"]))]
    if not (reading.types or reading.names or reading.left):
        return None
    return _of_unit(reading, lex.LENGTHS, "how long things were")


def _of_unit(reading: Reading, unit: str, means: str) -> Plan:
    plan = told(reading, events_plan(reading, "figures", means))
    plan.given["unit"], plan.shown["unit"] = unit, ""
    return plan


def _money(reading: Reading) -> Plan | None:
    if not (reading.names or reading.types or reading.ask == "how much" or reading.left):
        return None
    paid = [word for word in reading.words if word.any_of(lex.MONEY) and word.verb == word.low]
    reading.take(lex.MONEY)
    reading.types = [slot for slot in reading.types if not slot.word.any_of(lex.MONEY)]
    plan = told(reading, events_plan(reading, "money", "sums of money"))
    plan.given["unit"], plan.shown["unit"] = _MONEY, ""
    if rather := [kind for word in paid for kind in types_of(word, verb=True)]:
        plan.given["rather"], plan.shown["rather"] = ",".join(dict.fromkeys(rather)), ""
    return plan


def _counts(reading: Reading) -> Plan:
    flags, note = put_aside_comparison(reading)
    first = counted(reading)
    before = range(counted_from(reading), first)
    named = [slot.number for slot in reading.types if slot.number in before]  # of test kits, the test
    reading.taken.difference_update(named)
    reading.types = [slot for slot in reading.types if slot.number != first and slot.number not in named]
    plan = events_plan(reading, "figures", "figures")
    plan.flags, plan.notes = (*plan.flags, *flags), [*plan.notes, *([note] if note else [])]
    if reading.words[first].low in lex.BE:  # "how many were rescued"
        plan.flags = (*plan.flags, "heads")
    elif first not in {n for one in reading.names for n in range(one.first, one.last + 1)}:
        word = reading.words[first]
        reading.taken.add(first)
        plan.means += f" that count {word.low}"
        if word.any_of(lex.HEADS) and reading.types:
            plan.flags = (*plan.flags, "heads")
        else:
            plan.given["counts"] = word.noun if word.low.startswith(word.noun) else f"{word.noun}|{word.low}"
        left = [reading.words[n] for n in before if reading.words[n] in reading.left]
        if put_search(plan, left):
            reading.taken.update(before)
    put_claimant(reading, plan)
    return told(reading, plan)
