"""Forms of questions about offices: who holds one, which somebody holds, who leads a body.

Input: a Reading. Output: a Plan, or None where the form does not fit. Pure.
"""

from kb.service.answering import lexicon as lex
from kb.service.answering.plans import Plan, saved_plan, timed
from kb.service.answering.question import NameSlot, Reading


def office(reading: Reading) -> Plan | None:
    """Who holds an office; whether somebody does."""
    if not reading.title or reading.speech or (reading.types and reading.ask != "who"):
        return None
    if _suffers(reading) or becomes(reading):
        return None
    does = bool(reading.words) and reading.words[-1].low in ("do", "doing", "done")
    if reading.ask == "what" and (reading.has(lex.NEWS) or does):  # "what happened to the mayor", "what did he do"
        return None
    plan = Plan("offices", f"who holds, held or seeks the office {reading.title}", {"title": reading.title})
    reading.take(lex.OFFICE)
    for one in reading.names:
        slot = "holder" if one.entity.type == "person" and not _is_owner(reading, one) else "body"
        if slot not in plan.given and one.before not in ("before", "after"):
            plan.given[slot] = f"entity-{one.entity.id}"
            plan.used.append(one)
    timed(reading, plan)
    return plan


def _is_owner(reading: Reading, one: NameSlot) -> bool:
    """Say whether an office is somebody's: "who is Ada Lund's lawyer" does not ask whether she is one."""
    possessive = reading.text[reading.words[one.last].end :][:1] in ("'", "’")
    of = (
        one.before == "of"
        and reading.words[one.first - 2 : one.first - 1] == reading.words[reading.title_end - 1 :][:1]
    )
    return of or (possessive and reading.title_end - len(reading.title.split()) == one.last + 1)


def _suffers(reading: Reading) -> bool:
    """Say whether something is asked about whom an officer is the object: "who charged the captain"."""
    first = reading.title.split()[0] if reading.title else ""
    for before, the, title in zip(reading.words, reading.words[1:], reading.words[2:], strict=False):
        if the.low in ("the", "a") and title.low == first:
            return any(slot.word == before for slot in reading.types)
    return False


def becomes(reading: Reading) -> bool:
    """Say whether an office is what somebody was made: "who was elected mayor"."""
    first = reading.title.split()[0] if reading.title else ""
    low = [word.low for word in reading.words]
    for slot in reading.types:
        after = [word for word in low[slot.number + slot.length :] if word not in ("as", "new")]
        if after[:1] == [first]:
            return True
    return False


def holder(reading: Reading) -> Plan | None:
    """Which offices somebody holds, who leads a body."""
    if len(reading.names) != 1 or reading.speech or reading.ask.startswith("how"):
        return None
    leads = reading.ask == "who" and reading.has(lex.LEADS) and reading.names[0].entity.type != "person"
    words = lex.OFFICE if not reading.types else lex.OFFICE - lex.HOLD  # "did it hold a hearing"
    name = range(reading.names[0].first, reading.names[0].last + 1)  # "the army post" is no office
    others = [word for number, word in enumerate(reading.words) if number not in name]
    holds = any(word.any_of(words) and word.low not in ("posted", "posting", "titled") for word in others)
    if not (leads or holds):
        return None
    reading.take(lex.OFFICE | lex.LEADS if leads else lex.OFFICE)
    reading.types = [slot for slot in reading.types if not slot.word.any_of(lex.OFFICE | lex.LEADS)]
    plan = saved_plan(reading, "offices", "which offices somebody holds, or are of a body", "holder")
    if reading.names[0].entity.type != "person":
        plan.given = {"body": plan.given["holder"]}
    if leads:
        plan.query, plan.means = "offices", "who leads it"
        plan.given["leading"], plan.shown["leading"] = lex.LED, ""
    timed(reading, plan)
    return plan
