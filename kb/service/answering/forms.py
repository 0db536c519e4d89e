"""The forms of questions that are understood: what each needs, and which query answers it.

Input: a Reading. Output: a Plan, or None where no form fits. Pure.
The first form that fits is taken, the narrower ones come first. A form takes the words that it rests on.
"""

from itertools import pairwise
from typing import Final

from kb.graph.vocabulary import KB
from kb.service.answering import amounts, casualties, kinds, offices, said
from kb.service.answering import lexicon as lex
from kb.service.answering.plans import (
    Form,
    Plan,
    events_plan,
    saved_plan,
    timed,
    told,
)
from kb.service.answering.question import Reading, asked_for, counted, is_place


def _count(reading: Reading) -> Plan | None:
    if reading.ask not in ("how many", "how often") or not reading.types or reading.has(lex.MORE):
        return None
    if reading.types[0].word.any_of(lex.OFFICE):  # "how many jobs"
        return None
    later = reading.ask == "how many" and reading.types[0].number > counted(reading)
    if later or len(reading.types) > 1 or reading.speech_at > counted(reading):
        return None  # "how many people were ...", "how many jobs were lost": what is counted comes first
    if any(not is_place(one.entity) and one.before in ("did", "does", "by", "for", "") for one in reading.names):
        return None  # "how many votes did she get" asks for a figure
    reading.take(lex.NUMBERS)
    return told(reading, events_plan(reading, "count", "how many events there were"))


def _cause(reading: Reading) -> Plan | None:
    leads = [word for word, after in pairwise(reading.words) if word.any_of(lex.CAUSE_TO) and after.low in ("to", "in")]
    if reading.ask != "why" and not reading.has(lex.CAUSE) and not leads:
        return None
    reading.take(lex.CAUSE | lex.CAUSE_TO)
    reading.types = [slot for slot in reading.types if not slot.word.any_of(lex.CAUSE | lex.CAUSE_TO)]
    return told(reading, events_plan(reading, "causes", "what caused events"))


def _changed(reading: Reading) -> Plan | None:
    """What changed in the knowledge base: "what changed since yesterday" names nobody and nothing else."""
    others = [word for word in reading.left if not word.any_of(lex.CHANGED)]
    kinds = [slot for slot in reading.types if not slot.word.any_of(lex.CHANGED)]
    if reading.ask != "what" or not reading.has(lex.CHANGED) or others or kinds or reading.title:
        return None
    if reading.names:
        return _latest(reading) if reading.has(frozenset(["new"])) else None
    plan = Plan("recorded", "what was recorded here, the latest first")
    for slot, day in (("recorded_since", reading.since), ("recorded_until", reading.until)):
        if day:
            plan.given[slot] = day
    reading.take(lex.CHANGED)
    reading.types = []
    plan.notes.append("these are days on which it was recorded here, not those of what happened")
    return plan


def _latest(reading: Reading) -> Plan:
    """What happened to somebody or somewhere, the last that was told first: "what is new in Kenya"."""
    reading.take(lex.CHANGED)
    reading.types = []
    plan = events_plan(reading, "events", "events, the latest first")
    plan.flags = (*plan.flags, "latest")
    return plan


def _planned(reading: Reading) -> Plan | None:
    low = [word.low for word in reading.words]
    will = "will" in low[:3] or ["going", "to"] in [list(pair) for pair in pairwise(low)]
    if not reading.has(lex.PLAN) and not will:
        return None
    reading.take(lex.PLAN)
    plan = events_plan(reading, "events", "events that are planned")
    plan.given["reality"] = KB.planned
    return told(reading, plan)


def _who(reading: Reading) -> Plan | None:
    if not reading.types or not (reading.ask in ("who", "whom", "whose") or _asks_who(reading)):
        return None
    at = reading.types[0].number
    word = reading.words[at]
    verbal = word.low != word.verb or word.low != word.noun
    passive = any(one.low in ("was", "were", "been", "is", "are", "being", "got") for one in reading.words[:at])
    plan = told(reading, events_plan(reading, "who", "who takes part in events"))
    plan.flags += ("past",) if _is_past(reading) else ()
    asked = asked_for(reading)
    if asked is not None and reading.ask != "who" and asked.noun in kinds.KINDS:  # "which firm was fined"
        plan.given["class"], plan.shown["class"] = kinds.KINDS[asked.noun], asked.noun
    if "officer" in plan.given and not offices.becomes(reading):
        plan.flags = (*plan.flags, "apart")
    plan.flags = (*plan.flags, "any")
    if plan.given.get("type") == "victory":  # who was elected is also told where whom they beat is
        plan.given["type"] = "victory,defeat"
        plan.flags, plan.means = (*plan.flags, "won"), plan.means.replace("takes part in", "won")
    elif plan.given.get("type") == "defeat" and word.verb == "lose":
        plan.given["type"] = "defeat,victory,match_result"
        plan.flags, plan.means = (*plan.flags, "lost"), plan.means.replace("takes part in", "lost")
    elif reading.suffered or (passive and word.low != word.verb) or word.verb in lex.SUFFERS:
        plan.flags = (*plan.flags[:-1], "to")
        plan.means = plan.means.replace("who takes part in", "whom it is done to in")
    elif verbal and not passive and not {"one", "near", "place", "words", "search", "officer"}.isdisjoint(plan.given):
        plan.flags, plan.means = (*plan.flags[:-1], "by"), plan.means.replace("who takes part in", "who brings about")
    return plan


def _asks_who(reading: Reading) -> bool:
    """Say whether "which" asks for who acts or suffers: "which group attacked the depot", "which firm was fined"."""
    asked = asked_for(reading)
    if asked is None or not asked.any_of(lex.ACTORS) or asked in [slot.word for slot in reading.types]:
        return False
    at = reading.words.index(asked) + 1
    at += any(word.low in lex.BE for word in reading.words[at : at + 1])
    if not any(slot.number == at and slot.verb for slot in reading.types):
        return False
    reading.taken.add(reading.words.index(asked))
    return True


def _is_past(reading: Reading) -> bool:
    """Say whether a question is about what has happened: "who founded it", "when did it open"."""
    if reading.has(lex.MAY_BE):
        return False
    participle = any(
        slot.word.low != slot.word.verb and slot.word.low == slot.word.noun and not slot.word.low.endswith("ing")
        for slot in reading.types
    )
    return participle or any(word.low == "did" for word in reading.words[:2])


def _where(reading: Reading) -> Plan | None:
    if reading.ask != "where" or not (reading.types or reading.names):
        return None
    if not reading.types and len(reading.names) == 1 and is_place(reading.names[0].entity):
        return saved_plan(reading, "place", "where a place is", "one")
    return told(reading, events_plan(reading, "where", "where events were"))


def _owner(reading: Reading) -> Plan | None:
    """Who owns something: who is told to have bought it, or whose it is said to be."""
    if reading.ask not in ("who", "which", "what") or not reading.has(lex.OWNS):
        return None
    if len(reading.names) != 1 and (len(reading.names) != 2 or reading.place is not reading.names[1]):
        return None
    if reading.types or reading.speech or reading.title:
        return None
    one = reading.names[0]
    owns = any(word.any_of(lex.OWNS) for word in reading.words[one.last + 1 :])  # "what does Microsoft own"
    reading.take(lex.OWNS | frozenset(["company", "firm"]))
    plan = Plan("who", "who is told to have bought or taken over it", {"one": f"entity-{one.entity.id}"}, [one])
    plan.given["type"], plan.shown["type"] = lex.BOUGHT, ""
    plan.flags = ("happened", "to" if owns else "by")
    if owns:
        plan.means = "what it is told to have bought or taken over"
    elif len(reading.names) > 1:  # "who owns the mine in Krasne"
        plan.given["among"] = f"entity-{reading.names[1].entity.id}"
        plan.used.append(reading.names[1])
    plan.notes.append("who owns what is known here only where an article tells of its sale, purchase or takeover")
    timed(reading, plan)
    return plan


def _is_a(reading: Reading) -> Plan | None:
    """Whether somebody is a minister, a place a city."""
    if reading.ask != "is" or len(reading.names) != 1 or reading.speech or reading.types or reading.day_words:
        return None
    be, one = reading.words[0], reading.names[0]
    if be.low not in ("is", "was", "are", "were") or one.first not in (1, 2):
        return None
    after = reading.words[one.last + 1 :]
    if len(after) < 2 or after[0].low not in ("a", "an", "the") or len(reading.left) > 3:
        return None
    noun = reading.text[after[1].start : after[-1].end].lower()
    plan = saved_plan(reading, "is-a", f"what it is, first what has the words {noun}", "who")
    plan.given["noun"] = noun
    plan.told += reading.left
    reading.taken.update(range(len(reading.words)))
    return plan


def _is_in(reading: Reading) -> Plan | None:
    """Whether a place lies in another: the rows are all that it lies in."""
    if reading.ask != "is" or len(reading.names) != 2 or reading.types or reading.left or reading.speech:
        return None
    first, second = reading.names
    if first.first != 1 or second.before not in ("in", "within") or not is_place(first.entity):
        return None
    plan = saved_plan(reading, "place", f"where {first.entity.label} is, with all that it lies in", "one")
    plan.used.append(second)
    return plan


def _who_is(reading: Reading) -> Plan | None:
    if len(reading.names) != 1 or reading.types or reading.day_words or reading.left:
        return None
    about = any(word.low == "about" for word in reading.words)
    does = any(word.verb in ("go", "do", "take") for word in reading.words[2:])  # not "what do we know about"
    happened = reading.has(lex.NEWS) or does
    frame = lex.BE | lex.DETERMINERS | frozenset(["this", "that", "exactly"])
    before = [word.low for word in reading.words[: reading.names[0].first]]
    if "who" in before and not frame.issuperset(before[before.index("who") + 1 :]):
        return None  # "who knows Lund", "who went to Krasne"
    if happened or not (reading.ask in ("who", "what", "list", "is") or about or len(reading.words) <= 4):
        return None
    if reading.names[0].before in lex.PLACE_BEFORE:
        return None
    return saved_plan(reading, "who-is", "who or what it is", "who")


def _who_there(reading: Reading) -> Plan | None:
    """Who was somewhere, or went there: who takes part in what happens there."""
    if reading.ask != "who" or len(reading.names) != 1 or reading.types or reading.left or reading.speech:
        return None
    one = reading.names[0]
    if not is_place(one.entity) or one.before not in (*lex.PLACE_BEFORE, "to"):
        return None
    plan = events_plan(reading, "who", "who takes part in events there", typed=False)
    plan.flags = (*(flag for flag in plan.flags if flag not in ("titled", "posted")), "any")
    return plan


def _both(reading: Reading) -> Plan | None:
    if len(reading.names) < 2 or reading.types:
        return None
    if reading.ask in ("is", "who") and not reading.has(lex.TOGETHER | lex.EVENTFUL):
        return None  # "is Derna in Libya", "who is taller"
    reading.take(lex.TOGETHER)
    plan = Plan("events", "events that involve both")
    for slot, one in zip(("one", "other"), reading.names, strict=False):
        plan.given[slot] = f"entity-{one.entity.id}"
        plan.used.append(one)
    if reading.place is not None and reading.place is reading.names[1]:
        plan.given["place"] = plan.given.pop("other")
    timed(reading, plan)
    return plan


def _what(reading: Reading) -> Plan | None:
    if not (reading.types or reading.names or reading.day_words) or reading.ask in ("who", "whom"):
        return None
    told_then = reading.types and reading.day_words
    if not reading.ask and not reading.names and (reading.left or (len(reading.words) > 2 and not told_then)):
        return None
    means = {"when": "when events were", "is": "events that fit; each says what became of it"}.get(
        reading.ask, "events"
    )
    eventful = reading.types or reading.day_words or reading.has(lex.EVENTFUL) or not reading.ask
    if (
        reading.ask in ("what", "which", "how", "is")
        and not eventful
        and (reading.ask == "is" or reading.left or not reading.names)
    ):
        return None  # "what is the capital of Kenya"
    plan = told(reading, events_plan(reading, "events", means))
    happened = reading.ask == "what" and reading.day_words and any(one.low in lex.HAPPENED for one in reading.words)
    plan.flags += ("past",) if happened or (reading.ask in ("when", "where") and _is_past(reading)) else ()
    if reading.ask == "what" and reading.types and reading.words[1:2] and reading.words[1].low in lex.BE:
        plan.flags = (*plan.flags, "numbers")  # "what was the turnout"
    if reading.has(lex.LATEST):
        plan.flags, plan.means = (*plan.flags, "latest"), f"{plan.means}, the latest first"
    return plan


FORMS: Final = (
    Form("kinds", "Which companies are mentioned?", kinds.kinds),
    Form("conflicts", "How do figures about {told} disagree?", said.conflicts),
    Form("quoted", "Which officials are quoted most?", said.quoted),
    Form("together", "Who is mentioned with {person}?", said.together),
    Form("articles", "Which articles mention {country}?", said.articles),
    Form("casualties", "How many people were killed in {deadly}?", casualties.casualties),
    Form("speech", "Who said what about {person}?", said.speech),
    Form("sources", "Which sources report on the flood in {flooded}?", said.sources),
    Form("office", "Who is the {title} of {seat}?", offices.office),
    Form("holder", "What office does {holder} hold?", offices.holder),
    Form("count", "How many attacks were there in {attacked}?", _count),
    Form("figures", "How many votes did {elected} get?", amounts.figures),
    Form("cause", "What caused the flood in {flooded}?", _cause),
    Form("changed", "What changed since yesterday?", _changed),
    Form("planned", "What is planned in {country}?", _planned),
    Form("owner", "Who owns {company}?", _owner),
    Form("who", "Who was arrested in {arrested}?", _who),
    Form("where", "Where was {person} in {month}?", _where),
    Form("is in", "Is {city} in {around}?", _is_in),
    Form("is a", "Is {holder} a {office}?", _is_a),
    Form("who was there", "Who was in {visited}?", _who_there),
    Form("who is", "Who is {other}?", _who_is),
    Form("both", "Which events involve {person} and {other}?", _both),
    Form("what", "What happened in {country} in {month}?", _what),
)
