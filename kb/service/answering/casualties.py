"""Questions for tolls: how many were killed, hurt, missing, driven out, arrested or ill, and who says otherwise.

Input: a Reading. Output: a Plan, or None where the form does not fit. Pure.
"""

from typing import Final

from kb.service.answering import amounts
from kb.service.answering import lexicon as lex
from kb.service.answering.plans import Plan, events_plan, put_left, put_search, put_words
from kb.service.answering.question import Reading, counted, is_place

_DOERS: Final = frozenset("by against did does do has have had".split())  # before who harms
_ORDERS: Final = {"latest": lex.LATEST, "highest": lex.HIGHEST, "lowest": lex.LOWEST}  # line of the query -> words
_NO_NUMBER: Final = frozenset("who whom where when which".split())  # "who met the victims" asks for no toll


def casualties(reading: Reading) -> Plan | None:
    many = reading.ask == "how many"
    numbers = lex.NUMBERS if reading.ask in _NO_NUMBER else lex.NUMBERS | frozenset(["casualty", "victim"])
    who = reading.ask in ("who", "is") and reading.has(lex.DISAGREE) and reading.has(lex.NUMBERS)
    number = many or reading.has(numbers)
    if many and not reading.casualty and reading.words[counted(reading)].any_of(lex.CASES):
        reading.casualty = "infected"
        reading.take(lex.CASES)
        reading.types = [slot for slot in reading.types if not slot.word.any_of(lex.CASES)]
    if not reading.casualty or not number or reading.ask == "how much":
        return None
    grows = reading.has(lex.GROWTH) and reading.ask in ("how", "list", "what", "is")
    if grows:  # each happening's figures stand in the order of the reports
        reading.take(lex.GROWTH)
        reading.types = [slot for slot in reading.types if not slot.word.any_of(lex.GROWTH)]
    pattern, kind = lex.COUNTED[reading.casualty]
    own = {t for slot in reading.types for t in slot.types if slot.word.any_of(frozenset(lex.CASUALTIES))}
    reading.types = [slot for slot in reading.types if not own.intersection(slot.types)]
    reading.take(lex.NUMBERS | frozenset(lex.CASUALTIES) | frozenset(["number"]))
    if reading.speech:  # "what do sources say about the death toll"
        reading.take(lex.SPEAKERS)
    if who:
        reading.take(lex.DISAGREE)
        reading.types = [slot for slot in reading.types if not slot.word.any_of(lex.DISAGREE)]
    flags, note = amounts.put_aside_comparison(reading)
    further = " that disagree, and who gives them" if who else ", report by report" if grows else ""
    means = f"figures of the {reading.casualty}{further}"
    plan = events_plan(reading, "figures", means, typed=False)
    plan.flags, plan.notes = (*plan.flags, *flags, *(["contested"] if who else [])), [note] if note else []
    plan.given |= {"pattern": pattern, "deaths": kind}
    plan.flags += () if reading.has(lex.MAY_BE) else ("done",)  # an arrest that somebody demands is none
    amounts.put_claimant(reading, plan)
    _put_country(plan)
    starts = {one.first for one in plan.used}
    named = [slot for slot in reading.types if slot.number + slot.length in starts]  # "Cyclone Jezuane"
    reading.types = [slot for slot in reading.types if slot not in named]
    slot = "one" if named and "one" in plan.given else "near"
    if slot in plan.given:  # what a ship or a storm does is told of where it was
        plan.given["subject"] = plan.given.pop(slot)
        plan.flags = (*plan.flags, "cause")
    if reading.types:
        main, *rest = reading.types
        plan.given["context"] = ",".join(main.types)
        plan.flags = (*plan.flags, "cause")
        plan.means += f" in {main.word.low}"
        plan.told.append(main.word)
        put_words(plan, [slot.word for slot in rest], "told")
    left = [word for word in reading.left if word.text.islower()]
    if reading.casualty == "infected" and put_search(plan, left):  # articles name a disease once
        reading.taken.update(number for number, word in enumerate(reading.words) if word in left)
    plan.counted = (reading.words[counted(reading)].low,) if many else ()
    _put_kind(reading, plan)
    return plan


def _put_order(reading: Reading, plan: Plan) -> None:
    """Let the number that is asked for come first; whose they are stands beside all of them."""
    order = next((name for name, words in _ORDERS.items() if reading.has(words)), "")
    if order:
        reading.take(_ORDERS[order])
        plan.flags, plan.means = (*plan.flags, order), f"{plan.means}, the {order} first"
    elif reading.ask in ("what", "which") and reading.has(lex.SOURCES):
        reading.take(lex.SOURCES)
        plan.means += ", with whose they are"


def _put_country(plan: Plan) -> None:
    """Take a country without a word for it for where people were harmed: "death toll Norland flood"."""
    alone = next((one for one in plan.used if plan.given.get("one") == f"entity-{one.entity.id}"), None)
    if alone is not None and is_place(alone.entity) and alone.before not in _DOERS and "other" not in plan.given:
        plan.given["place"] = plan.given.pop("one")
        plan.flags = (*(flag for flag in plan.flags if flag != "forces"), "posted")


def _put_kind(reading: Reading, plan: Plan) -> None:
    """Let an answer be told with the words that are left; of 9 soldiers and 14 attackers, 9 are no attackers."""
    _put_order(reading, plan)
    put_left(reading, plan, "told" if "cause" in plan.flags else "words")
    kind = next((name for name, word in plan.shown.items() if word in plan.counted and name in plan.given), "")
    if kind:
        plan.given["kind"], plan.shown["kind"] = plan.given[kind], ""
