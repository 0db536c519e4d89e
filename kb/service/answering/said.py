"""Forms of questions about what was said, by whom, and what articles make of it.

Input: a Reading. Output: a Plan, or None where the form does not fit. Pure.
"""

from itertools import pairwise
from typing import Final

from simplemma import is_known

from kb.service.answering import lexicon as lex
from kb.service.answering.plans import Plan, events_plan, pattern, put_before, put_words, saved_plan, timed, told
from kb.service.answering.question import NameSlot, Reading, Word, asked_for, counted, is_place

_HELD: Final = "claim or give responsibility"  # "who is responsible for"
_SEARCHED: Final = ("words", "words2", "words3")


def conflicts(reading: Reading) -> Plan | None:
    """What disagrees."""
    if not reading.has(lex.CONFLICT) or reading.ask in ("who", "whom"):
        return None
    numbers = reading.has(lex.NUMBERS)
    taken = lex.CONFLICT | lex.NUMBERS | lex.ARTICLES
    reading.take(taken)
    reading.types = [slot for slot in reading.types if not slot.word.any_of(taken)]
    plan = saved_plan(reading, "contradictions", "claims that cannot both be true", "about")
    if numbers:
        plan.given["kind"] = "figure"
        plan.means = "figures that cannot both be true"
    return plan


def quoted(reading: Reading) -> Plan | None:
    """Who is quoted most."""
    most = frozenset(["most", "often", "frequently"])
    if not reading.has(lex.QUOTED) or not reading.has(most) or any(n.before == "about" for n in reading.names):
        return None
    reading.take(lex.QUOTED | most | frozenset(["official", "officials"]))
    return saved_plan(reading, "most-quoted-officials", "officials by how often they are quoted", "country")


def together(reading: Reading) -> Plan | None:
    """Who is named together with somebody."""
    joined = [one for one in reading.names if one.before in ("with", "alongside", "beside", "to")]
    if len(reading.names) != 1 or not joined or not reading.has(lex.TOGETHER):
        return None
    reading.types = [slot for slot in reading.types if not slot.word.any_of(lex.TOGETHER)]
    if reading.types:
        return None
    reading.take(lex.TOGETHER)
    plan = saved_plan(reading, "mentioned-with", "who and what is named in the same articles", "who")
    if reading.ask == "who":
        plan.given["kind"] = "people"
    return plan


def articles(reading: Reading) -> Plan | None:
    """Which articles name somebody."""
    if not reading.names:
        return _articles_with(reading)
    if reading.types or not reading.has(lex.ARTICLES):
        return None
    if reading.ask not in ("which", "what", "list", "how many", "who", "where"):
        return None
    if reading.ask == "how many" and not reading.words[counted(reading)].any_of(lex.ARTICLES):
        return None
    reading.take(lex.ARTICLES | lex.TOPICS)
    plan = Plan("articles", "articles that name it" if len(reading.names) == 1 else "articles that name them all")
    for slot, one in zip(("who", "other", "third"), reading.names, strict=False):
        plan.given[slot] = f"entity-{one.entity.id}"
        plan.used.append(one)
    timed(reading, plan)
    return plan


def _articles_with(reading: Reading) -> Plan | None:
    """Which articles have words, where no name is given: "which articles are about the ferry"."""
    asked = asked_for(reading)
    if asked is None or not asked.any_of(lex.ARTICLES) or reading.title:
        return None
    if reading.speech and not reading.words[reading.speech_at].any_of(lex.TOPICS):
        return None  # "which article quotes the mayor"
    reading.take(lex.ARTICLES | lex.TOPICS)
    slots = [slot for slot in reading.types if not slot.word.any_of(lex.ARTICLES | lex.TOPICS)]
    words = sorted([*reading.left, *(slot.word for slot in slots)], key=reading.words.index)
    if not 0 < len(words) <= len(_SEARCHED):
        return None
    plan = Plan("articles", f"articles with {' and '.join(word.low for word in words)}")
    plan.given |= {slot: word.low for slot, word in zip(_SEARCHED, words, strict=False)}
    plan.told += words
    reading.taken.update(reading.words.index(word) for word in words)
    reading.types = slots
    timed(reading, plan)
    return plan


def sources(reading: Reading) -> Plan | None:
    """Whose articles tell of something that happened: "who reported the attack", "the sources for the flood"."""
    asked = asked_for(reading)
    who = reading.ask == "who" and reading.words[1:2] and reading.words[1].any_of(lex.REPORTS)
    which = reading.ask in ("which", "what") and asked is not None and asked.any_of(lex.ARTICLES)
    whose = reading.ask in ("what", "which") and reading.has(lex.SOURCES)
    types = [slot for slot in reading.types if not slot.word.any_of(lex.ARTICLES | lex.TOPICS | lex.REPORTS)]
    if not (who or which or whose) or not types or reading.speech:
        return None
    reading.types = types
    reading.take(lex.ARTICLES | lex.TOPICS)
    return told(reading, events_plan(reading, "events", "whose articles tell of events"))


def speech(reading: Reading) -> Plan | None:
    """Who said, denied, demanded ... what."""
    if not reading.speech or (reading.speech == "estimate" and reading.casualty):
        return None
    numbers = reading.ask in ("how many", "how much", "how often")
    if numbers and (reading.speech_at > counted(reading) or reading.words[reading.speech_at].low == "according"):
        return None  # "how many ships were ordered", "according to Ruto, how many ..."
    _put_hearer(reading)
    plan = Plan("statements", "statements")
    cues = lex.SPEECH[reading.speech][1]
    if cues:
        plan.given["cues"] = cues
        plan.means = f"statements in which somebody {_third(reading.speech)}"
        if reading.speech == _HELD:
            plan.notes.append(
                "who is blamed stands in what is said: that somebody is blamed does not say that they did it"
            )
    if reading.title:
        plan.given["title"] = reading.title
        plan.means += f" of who holds the office {reading.title}"
    officials = _put_officials(reading, plan)
    for one in (one for one in reading.names if one is not officials):
        slot = "body" if reading.title and one.before == "of" else _part(reading, one, plan)
        if slot == "speaker" and one.before in lex.PLACE_BEFORE and is_place(one.entity):
            slot = "among" if "among" not in plan.given else ""  # "what did the court in Brisbane say"
        if slot:
            plan.given[slot] = f"entity-{one.entity.id}"
            plan.used.append(one)
    if reading.title and "body" not in plan.given:
        plan.flags = (*plan.flags, "unnamed")
    if "about" not in plan.given:
        _put_topic(reading, plan)
    elif reading.types:  # "who condemned the attack in Kenya": of what is said there, the attack
        put_words(plan, [reading.types[0].word], "around")
    _deed(reading, plan)
    _voice(reading, plan)
    timed(reading, plan)
    return plan


def _put_hearer(reading: Reading) -> None:
    """Take an office behind "to" for a word of whom it was said to: "who spoke to reporters", "who told the judge"."""
    first = reading.title_end - len(reading.title.split())
    before = [word for word in reading.words[:first] if word.low not in lex.DETERMINERS]
    heard = bool(before) and (before[-1].low == "to" or before[-1].verb == "tell")
    if reading.title and heard and 0 <= reading.speech_at < first:
        reading.taken.difference_update(range(first, reading.title_end))
        reading.title = ""


def _put_topic(reading: Reading, plan: Plan) -> None:
    """Let what is said hold the words for it; what finds no room is named in a note."""
    words = _topic(reading)
    heads = put_before(reading, plan, words)
    first = reading.words.index(heads[0]) if heads else 0
    about = lex.ABOUT_BEFORE.intersection(word.low for word in reading.words[first - 2 : first])
    put_words(plan, heads, "topic" if len(heads) == 1 and about else "words")
    if over := [word.low for word in words if word not in plan.told]:
        plan.notes.append(f"passed over: {', '.join(over)}")
    reading.taken.update(number for number, word in enumerate(reading.words) if word in words)


def _put_officials(reading: Reading, plan: Plan) -> NameSlot | None:
    """Let who speaks hold an office of a place, and return the place: "which officials of Norland spoke"."""
    for number, (word, of) in enumerate(pairwise(reading.words)):
        if reading.title or not word.any_of(lex.OFFICIALS) or of.low not in ("of", "from", "in"):
            continue
        one = next(
            (one for one in reading.names if one.first in (number + 2, number + 3) and is_place(one.entity)), None
        )
        if one is not None:
            plan.given["state"] = f"entity-{one.entity.id}"
            plan.used.append(one)
            plan.flags = (*plan.flags, "officials")
            plan.means += f" of who holds an office in {one.entity.label}"
            reading.taken.update([number] if word.any_of(lex.SPEAKERS) else [])
            return one
    return None


def _deed(reading: Reading, plan: Plan) -> None:
    """Let what is said also call an event otherwise than the question: "the attack" for a bombing."""
    word = next((one for one in ("words", "around") if one in plan.given), "")
    slot = next((one for one in reading.types if word and plan.shown.get(word) == one.word.low), None)
    if slot is not None:
        plan.given["deed"], plan.shown["deed"] = ",".join(slot.types), ""
        plan.flags = (*plan.flags, "deed_told" if word == "words" else "deed_around")
    if reading.speech in ("claim responsibility", _HELD):  # that nobody claimed it is told too
        plan.flags = (*plan.flags, "status")


def _topic(reading: Reading) -> list[Word]:
    """Return words for events and plain words after the word of saying, numbers before all but the first."""
    told = [slot.word for slot in reading.types]
    after = reading.words[reading.speech_at + 1 :]
    told += [word for word in reading.left if word in after and word.text.islower()]
    numbers = [word for n, word in enumerate(reading.words) if word.is_number and n not in reading.taken]
    told.sort(key=reading.words.index)
    return [*told[:1], *numbers, *told[1:]]


def _voice(reading: Reading, plan: Plan) -> None:
    """Put plain words for who speaks into a plan: "what did the coast guard say"."""
    asked = asked_for(reading)
    if asked is not None and asked in reading.left and "title" not in plan.given and not asked.any_of(lex.SPEAKERS):
        plan.given["title"] = asked.noun  # "which ministers spoke": who holds such an office, or is called so
        plan.flags = (*plan.flags, "unnamed")
        plan.means += f" of who is called {asked.noun}"
        reading.taken.add(reading.words.index(asked))
        return
    number = next((n for n, word in enumerate(reading.words) if word.low in lex.YES_NO), -1)
    if "speaker" in plan.given or reading.title or (reading.ask in ("who", "whom", "which") and number != 0):
        return
    before = reading.words[number + 1 : reading.speech_at]
    left = [word for word in reading.left if word in before and not word.any_of(lex.SPEAKERS)]
    words = [word for word in left if word.text.islower() or (word.start == 0 and is_known(word.low, lang="en"))]
    if words:
        plan.given["voice"] = ".*".join(pattern(word) for word in words)
        plan.shown["voice"] = " ".join(word.low for word in words)
        plan.means += f" of {' '.join(word.low for word in words)}"
        reading.taken.update(n for n, word in enumerate(reading.words) if word in words)


def _part(reading: Reading, one: NameSlot, plan: Plan) -> str:
    """Return which part a name has in what is said."""
    if one.before in lex.SPEAKER_BEFORE or (one.before == "to" and reading.words[one.first - 2].low == "according"):
        return "speaker" if "speaker" not in plan.given else ""
    if one.before == "to":
        return "addressee" if "addressee" not in plan.given else "about"
    asked_who = reading.ask == "who"
    does = lex.DO_OR_WILL.intersection(word.low for word in reading.words[:2])  # "who did Lund blame"
    if one.first < reading.speech_at and (does or not asked_who) and one.before not in lex.ABOUT_BEFORE:
        return "speaker" if "speaker" not in plan.given else "about"
    if not reading.ask and reading.speech == "say" and one.first == reading.speech_at + 1:  # "Quote Ada Lund"
        return "speaker"
    of_speech = one.before == "of" and one.first > reading.speech_at >= 0 and not asked_who
    if of_speech and "speaker" not in plan.given and not is_place(one.entity):
        return "speaker"
    return "about" if "about" not in plan.given else ""


def _third(verb: str) -> str:
    """Return "claims responsibility" for "claim responsibility", "denies" for "deny"."""
    if verb == _HELD:
        return "claims responsibility or blames another"
    first, *rest = verb.split()
    ending = f"{first[:-1]}ies" if first.endswith("y") and first[-2] not in "aeou" else f"{first}s"
    return " ".join((ending, *rest))
