"""The forms of questions that are understood: what each needs, and which query answers it.

Input: a Reading. Output: a Plan, or None where no form fits. Pure.
The first form that fits is taken, the narrower ones come first. A form takes the words that it rests on.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from kb.graph.vocabulary import KB
from kb.service.answering import lexicon as lex
from kb.service.answering.reading import NameSlot, Reading, Word, is_place


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


# -- parts that several forms have ----------------------------------------------------------------


def _events(reading: Reading, query: str, means: str, *, typed: bool = True) -> Plan:
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
    if place is None and len(others) == 1 and _is_where(others[0]):
        plan.given["place"] = f"entity-{others[0].entity.id}"
        plan.used.append(others[0])
        others = []
    for name, one in zip(("one", "other"), others, strict=False):
        plan.given[name] = f"entity-{one.entity.id}"
        plan.used.append(one)
    _timed(reading, plan)
    return plan


def _is_where(one: NameSlot) -> bool:
    """Say whether a name without a word for it is where something is; a country by itself is who acts or suffers."""
    if not is_place(one.entity) or one.before in ("against", "by", "did", "does", "do", "has", "have", "will", "is"):
        return False
    return one.entity.type != "country" or one.before in ("of", "for", "about", "from", "to")


def _timed(reading: Reading, plan: Plan) -> None:
    if reading.since:
        plan.given["since"] = reading.since
    if reading.until:
        plan.given["until"] = reading.until
    if reading.since and reading.until:
        plan.flags = (*plan.flags, "span")


def _saved(reading: Reading, query: str, means: str, slot: str = "") -> Plan:
    plan = Plan(query, means)
    if slot and reading.names:
        plan.given[slot] = f"entity-{reading.names[0].entity.id}"
        plan.used.append(reading.names[0])
    return plan


def _counted(reading: Reading) -> int:
    """Return the number of the word after "how many"."""
    many = next((n for n, word in enumerate(reading.words) if word.low in ("many", "of")), -1)
    return min(many + 1, len(reading.words) - 1)


# -- the forms ------------------------------------------------------------------------------------


def _conflicts(reading: Reading) -> Plan | None:
    if not reading.has(lex.CONFLICT) or reading.ask in ("who", "whom"):
        return None
    numbers = reading.has(lex.NUMBERS)
    reading.take(lex.CONFLICT | lex.NUMBERS | lex.ARTICLES)
    plan = _saved(reading, "contradictions", "claims that cannot both be true", "about")
    if numbers:
        plan.given["kind"] = "figure"
        plan.means = "figures that cannot both be true"
    return plan


def _quoted(reading: Reading) -> Plan | None:
    most = frozenset(["most", "often", "frequently"])
    if not reading.has(lex.QUOTED) or not reading.has(most) or any(n.before == "about" for n in reading.names):
        return None
    reading.take(lex.QUOTED | most | frozenset(["official", "officials"]))
    return _saved(reading, "most-quoted-officials", "officials by how often they are quoted", "country")


def _together(reading: Reading) -> Plan | None:
    joined = [one for one in reading.names if one.before in ("with", "alongside", "beside", "to")]
    if len(reading.names) != 1 or not joined or not reading.has(lex.TOGETHER):
        return None
    reading.types = [slot for slot in reading.types if not slot.word.any_of(lex.TOGETHER)]
    if reading.types:
        return None
    reading.take(lex.TOGETHER)
    plan = _saved(reading, "mentioned-with", "who and what is named in the same articles", "who")
    if reading.ask == "who":
        plan.given["kind"] = "people"
    return plan


def _articles(reading: Reading) -> Plan | None:
    if not reading.names or reading.types or not reading.has(lex.ARTICLES):
        return None
    if reading.ask not in ("which", "what", "list", "how many", "who", "where"):
        return None
    if reading.ask == "how many" and not reading.words[_counted(reading)].any_of(lex.ARTICLES):
        return None
    reading.take(lex.ARTICLES | frozenset("mention name cover talk write tell about".split()))
    return _saved(reading, "articles-about", "articles that name it", "who")


def _speech(reading: Reading) -> Plan | None:
    if not reading.speech or (reading.speech == "estimate" and reading.casualty):
        return None
    plan = Plan("statements", "statements")
    cues = lex.SPEECH[reading.speech][1]
    if cues:
        plan.given["cues"] = cues
        plan.means = f"statements by which somebody does {reading.speech}"
    if reading.title:
        plan.given["title"] = reading.title
        plan.means += f" of who holds the office {reading.title}"
    for one in reading.names:
        slot = "body" if reading.title and one.before == "of" else _part(reading, one, plan)
        if slot:
            plan.given[slot] = f"entity-{one.entity.id}"
            plan.used.append(one)
    if reading.types and "about" not in plan.given:
        word = reading.types[0].word
        plan.given["words"] = word.noun if word.low.startswith(word.noun) else word.low
        plan.means += f" with the word {plan.given['words']}"
    elif "about" not in plan.given and (topic := _topic(reading)):
        plan.given["words"] = topic.noun if topic.low.startswith(topic.noun) else topic.low
        reading.taken.add(reading.words.index(topic))
        plan.means += f" with the word {plan.given['words']}"
    _timed(reading, plan)
    return plan


def _topic(reading: Reading) -> Word | None:
    """Return a plain word after the word of saying."""
    after = reading.words[reading.speech_at + 1 :]
    return next((word for word in reading.left if word in after and word.text.islower()), None)


def _part(reading: Reading, one: NameSlot, plan: Plan) -> str:
    """Return which part a name has in what is said."""
    if one.before in lex.SPEAKER_BEFORE or (one.before == "to" and reading.words[one.first - 2].low == "according"):
        return "speaker" if "speaker" not in plan.given else ""
    if one.before == "to":
        return "addressee" if "addressee" not in plan.given else "about"
    asked_who = reading.ask == "who"
    if one.first < reading.speech_at and not asked_who and one.before not in lex.ABOUT_BEFORE:
        return "speaker" if "speaker" not in plan.given else "about"
    if not reading.ask and reading.speech == "say" and one.first == reading.speech_at + 1:  # "Quote Ada Lund"
        return "speaker"
    of_speech = one.before == "of" and one.first > reading.speech_at >= 0 and not asked_who
    if of_speech and "speaker" not in plan.given and not is_place(one.entity):
        return "speaker"
    return "about" if "about" not in plan.given else ""


def _casualties(reading: Reading) -> Plan | None:
    counted = reading.ask == "how many" or reading.has(lex.NUMBERS | frozenset(["casualty", "victim"]))
    if not reading.casualty or not counted:
        return None
    if reading.has(lex.GROWTH) and reading.ask in ("how", "list", "what"):
        reading.take(lex.GROWTH | lex.NUMBERS)
        return _saved(reading, "toll-history", "every count, report by report", "place")
    pattern, kind = lex.COUNTED[reading.casualty]
    own = {t for slot in reading.types for t in slot.types if slot.word.any_of(frozenset(lex.CASUALTIES))}
    reading.types = [slot for slot in reading.types if not own.intersection(slot.types)]
    reading.take(lex.NUMBERS | frozenset(lex.CASUALTIES) | frozenset(["number"]))
    plan = _events(reading, "figures", f"figures of the {reading.casualty}", typed=False)
    plan.given |= {"pattern": pattern, "deaths": kind}
    if reading.types:
        plan.given["context"] = ",".join(reading.types[0].types)
        plan.means += f" in articles that tell of {reading.types[0].word.low}"
    return plan


def _office(reading: Reading) -> Plan | None:
    if not reading.title or reading.speech or (reading.types and reading.ask != "who"):
        return None
    plan = Plan("offices", f"who holds, held or seeks the office {reading.title}", {"title": reading.title})
    reading.take(lex.OFFICE)
    for one in reading.names[:1]:
        person = one.entity.type == "person"
        plan.given["holder" if person else "body"] = f"entity-{one.entity.id}"
        plan.used.append(one)
    _timed(reading, plan)
    return plan


def _holder(reading: Reading) -> Plan | None:
    if len(reading.names) != 1 or not reading.has(lex.OFFICE) or reading.speech:
        return None
    reading.take(lex.OFFICE)
    plan = _saved(reading, "offices", "which offices somebody holds, or are of a body", "holder")
    if reading.names[0].entity.type != "person":
        plan.given = {"body": plan.given["holder"]}
    _timed(reading, plan)
    return plan


def _count(reading: Reading) -> Plan | None:
    if reading.ask not in ("how many", "how often") or not reading.types:
        return None
    later = reading.ask == "how many" and reading.types[0].number > _counted(reading)
    if later or len(reading.types) > 1:
        return None  # "how many people were ...", "how many jobs were lost": what is counted comes first
    if any(not is_place(one.entity) and one.before in ("did", "does", "by", "for", "") for one in reading.names):
        return None  # "how many votes did she get" asks for a figure
    return _events(reading, "count", "how many happenings there were")


def _figures(reading: Reading) -> Plan | None:
    if reading.ask == "how many" and "number" in (word.low for word in reading.words[:2]) and not reading.left:
        return None
    if reading.ask not in ("how many", "how much") and not reading.has(lex.MONEY):
        return None
    if reading.ask == "how much" or reading.has(lex.MONEY):
        if not (reading.names or reading.types or reading.ask == "how much"):
            return None
        reading.take(lex.MONEY)
        return _saved(reading, "money", "sums of money", "about")
    plan = _events(reading, "figures", "figures")
    first = _counted(reading)
    if first not in {n for one in reading.names for n in range(one.first, one.last + 1)}:
        word = reading.words[first]
        plan.given["counts"] = word.noun
        plan.means += f" that count {word.low}"
        reading.taken.add(first)
        if reading.types and reading.types[0].number == first:
            plan.given.pop("type", None)
    return plan


def _cause(reading: Reading) -> Plan | None:
    if reading.ask != "why" and not reading.has(lex.CAUSE):
        return None
    reading.take(lex.CAUSE)
    reading.types = [slot for slot in reading.types if not slot.word.any_of(lex.CAUSE)]
    return _events(reading, "causes", "what caused events")


def _planned(reading: Reading) -> Plan | None:
    will = any(word.low in ("will", "going") for word in reading.words[:3])
    if not reading.has(lex.PLAN) and not will:
        return None
    reading.take(lex.PLAN)
    plan = _events(reading, "events", "events that are planned")
    plan.given["reality"] = KB.planned
    return plan


def _who(reading: Reading) -> Plan | None:
    if reading.ask not in ("who", "whom", "whose") or not reading.types:
        return None
    at = reading.types[0].number
    word = reading.words[at]
    verbal = word.low != word.verb or word.low != word.noun
    passive = any(one.low in ("was", "were", "been", "is", "are", "being", "got") for one in reading.words[:at])
    plan = _events(reading, "who", "who takes part in events")
    plan.flags = (*plan.flags, "any")
    if passive and word.low != word.verb:
        plan.flags, plan.means = (
            (*plan.flags[:-1], "to"),
            plan.means.replace("who takes part in", "whom it is done to in"),
        )
    elif verbal and not passive and (plan.given.get("one") or plan.given.get("place")):
        plan.flags, plan.means = (*plan.flags[:-1], "by"), plan.means.replace("who takes part in", "who brings about")
    return plan


def _where(reading: Reading) -> Plan | None:
    if reading.ask != "where" or not (reading.types or reading.names):
        return None
    if not reading.types and len(reading.names) == 1 and is_place(reading.names[0].entity):
        return _saved(reading, "place", "where a place is", "one")
    return _events(reading, "where", "where events were")


def _who_is(reading: Reading) -> Plan | None:
    if len(reading.names) != 1 or reading.types or reading.day_words or reading.left:
        return None
    about = any(word.low == "about" for word in reading.words)
    happened = reading.has(lex.NEWS) or any(word.verb in ("go", "do", "take") for word in reading.words)
    if happened or not (reading.ask in ("who", "what", "list", "is") or about or len(reading.words) <= 4):
        return None
    if reading.names[0].before in lex.PLACE_BEFORE:
        return None
    return _saved(reading, "who-is", "who or what it is", "who")


def _both(reading: Reading) -> Plan | None:
    if len(reading.names) < 2 or reading.types:
        return None
    reading.take(lex.TOGETHER)
    plan = Plan("events", "events that involve both")
    for slot, one in zip(("one", "other"), reading.names, strict=False):
        plan.given[slot] = f"entity-{one.entity.id}"
        plan.used.append(one)
    if reading.place is not None and reading.place is reading.names[1]:
        plan.given["place"] = plan.given.pop("other")
    _timed(reading, plan)
    return plan


def _what(reading: Reading) -> Plan | None:
    if not (reading.types or reading.names or reading.day_words) or reading.ask in ("who", "whom"):
        return None
    if not reading.ask and not reading.names and (reading.left or len(reading.words) > 2):  # "delete all articles"
        return None
    means = {"when": "when events were", "is": "events that fit; each says what became of it"}.get(
        reading.ask, "events"
    )
    return _events(reading, "events", means)


FORMS: Final = (
    Form("conflicts", "How do figures about Derna disagree?", _conflicts),
    Form("quoted", "Which officials are quoted most?", _quoted),
    Form("together", "Who is mentioned with William Ruto?", _together),
    Form("articles", "Which articles mention Kenya?", _articles),
    Form("casualties", "How many people were killed in Derna?", _casualties),
    Form("speech", "Who said what about William Ruto?", _speech),
    Form("office", "Who is the mayor of Derna?", _office),
    Form("holder", "What office does Raila Odinga hold?", _holder),
    Form("count", "How many attacks were there in Moussadé?", _count),
    Form("figures", "How many votes did William Ruto get?", _figures),
    Form("cause", "What caused the flood in Derna?", _cause),
    Form("planned", "What is planned in Kenya?", _planned),
    Form("who", "Who was arrested in Halifax?", _who),
    Form("where", "Where was William Ruto in August 2022?", _where),
    Form("who is", "Who is Raila Odinga?", _who_is),
    Form("both", "Which events involve William Ruto and Raila Odinga?", _both),
    Form("what", "What happened in Kenya in August 2022?", _what),
)
