"""How a question is answered: which query with which parameters, and parts that several forms have.

Input: a Reading. Output: Plans. Pure.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kb.language.event_types import EventTypes
from kb.language.lemma import irregular_forms
from kb.service.answering import lexicon as lex
from kb.service.answering.question import NameSlot, Reading, TypeSlot, Word, asked_for, is_place

_SHORT: Final = 4  # letters of a word that begins too many others
_END: Final = r"\b"
_ENDING: Final = rf"(\w?(s|es|d|ed|ing|ings|er|ers))?{_END}"


@dataclass(slots=True)
class Plan:
    """How a question is answered.

    Attributes:
        query: name of a query of the folder queries/ask, or of a saved one.
        given: its parameters.
        means: what was understood, in words.
        used: names that it uses.
        told: words for events that it uses.
        shown: parameter -> what a person is shown for it, "" for nothing.
        flags: lines of the query that are wanted though no parameter is named so.
        notes: what whoever reads the answer has to know.
        counted: words for what is counted, without which a number is no answer.
        told_alone: whether it holds only for sentences that have every word of the question.
    """

    query: str
    means: str
    given: dict[str, str] = field(default_factory=dict)
    used: list[NameSlot] = field(default_factory=list)
    told: list[Word] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    told_alone: bool = False
    counted: tuple[str, ...] = ()


BUNDLED: Final = {
    "told": "Derna",
    "deadly": "Derna",
    "flooded": "Derna",
    "seat": "Derna",
    "title": "mayor",
    "city": "Derna",
    "around": "Libya",
    "visited": "Nairobi",
    "attacked": "Moussadé",
    "arrested": "Halifax",
    "country": "Kenya",
    "month": "August 2022",
    "person": "William Ruto",
    "elected": "William Ruto",
    "other": "Raila Odinga",
    "holder": "Raila Odinga",
    "office": "prime minister",
    "company": "Activision Blizzard",
}  # what the examples of forms are about -> the bundled articles' own


@dataclass(frozen=True, slots=True)
class Form:
    """One form of question.

    Attributes:
        pattern: an example, with names of BUNDLED in the place of what it is about.
        fits: makes a plan of a question that has the form.
    """

    name: str
    pattern: str
    fits: Callable[[Reading], Plan | None]

    @property
    def example(self) -> str:
        """An example about what the bundled articles tell."""
        return self.pattern.format_map(BUNDLED)


def events_plan(reading: Reading, query: str, means: str, *, typed: bool = True) -> Plan:
    """Return a plan over events with all that a question says of them."""
    plan = Plan(query, means)
    others = _officer(reading, plan)
    if typed and reading.types:
        _typed(reading, plan)
    place = next((one for one in others if one is reading.place), None)
    if place is not None:
        plan.given["place"] = f"entity-{place.entity.id}"
        plan.used.append(place)
        if reading.types or not typed:
            plan.flags = (*plan.flags, "posted", *(() if place.entity.type == "country" else ("titled",)))
    others = [one for one in others if one is not place]
    if place is None and len(others) == 1 and is_where(others[0]):
        plan.given["near"] = f"entity-{others[0].entity.id}"
        plan.used.append(others[0])
        others = []
    for name, one in zip(("one", "other"), others, strict=False):
        plan.given[name] = f"entity-{one.entity.id}"
        plan.used.append(one)
    if typed and reading.types and others and others[0].entity.type == "country" and others[0].entity.country:
        plan.flags = (*plan.flags, "forces")
    timed(reading, plan)
    return plan


def _officer(reading: Reading, plan: Plan) -> list[NameSlot]:
    """Put who holds an office into a plan: "when did the mayor of Derna resign"; return the names that are left."""
    if not reading.title:
        return reading.names
    plan.given["officer"] = reading.title
    plan.means += f" with the {reading.title}"
    last = reading.title.split()[-1]
    for one in reading.names:
        before = [word.low for word in reading.words[: one.first]]
        after = [word.low for word in reading.words[one.last + 1 :]]
        if before[-2:] == [last, "of"] or before[-3:] == [last, "of", "the"] or after[:1] == reading.title.split()[:1]:
            plan.given["officer_of"] = f"entity-{one.entity.id}"
            plan.used.append(one)
            plan.means += f" of {one.entity.label}"
            return [other for other in reading.names if other is not one]
    return reading.names


def _typed(reading: Reading, plan: Plan) -> None:
    """Put the kind of event into a plan; other words for events become words that it is told with."""
    main, *rest = [slot for slot in reading.types if slot.word.verb not in lex.PHASES] or reading.types
    types, words = list(main.types), [slot.word for slot in rest]
    plan.told.append(main.word)
    for slot in rest:
        if slot.word.noun in slot.types and any(_below(kind, slot.word.noun) for kind in main.types):
            words.remove(slot.word)  # "who won the election": a victory is in one
            types = [kind for kind in types if _below(kind, slot.word.noun)]
            plan.told.append(slot.word)
            continue
        inner = [kind for kind in types if not slot.verb and any(_below(kind, one) for one in slot.types)]
        if 0 < len(inner) < len(types):
            types = inner  # "who won the final": a match has a winner, in articles that tell of a final
            words.remove(slot.word)
            put_search(plan, [slot.word])
            continue
        first, second = sorted((main, slot), key=lambda one: one.number)
        if reading.ask in ("when", "where") and first.number + first.length == second.number:
            types += slot.types  # "where did the cyclone strike": the cyclone is the event
            words = [first.word if word == slot.word else word for word in words]
            plan.told.append(slot.word)
        elif _alike(main, slot):
            types += slot.types  # "who signed the treaty": a treaty is what is signed
    plan.given["type"] = ",".join(dict.fromkeys(types))
    if main.length == 1 and (trigger := _only_meant(main)):
        plan.given["trigger"] = trigger
        for name, stem in zip(("stem", "stem2", "stem3"), _stems(main.word), strict=False):
            plan.given[name] = stem
        plan.shown |= dict.fromkeys(("trigger", "stem", "stem2", "stem3"), "")
    plan.means += f": {' or '.join(kind.replace('_', ' ') for kind in dict.fromkeys(types))}"
    if not _joined(reading, rest):
        put_words(plan, words)


def _joined(reading: Reading, rest: Iterable[TypeSlot]) -> bool:
    """Say whether a further kind stands after "and" or "or", and so is another question."""
    return any(
        reading.words[number].low in ("and", "or") for slot in rest for number in range(slot.number - 2, slot.number)
    )


def _alike(one: TypeSlot, other: TypeSlot) -> bool:
    types = EventTypes.load()
    return bool({types.coarse(kind) for kind in one.types} & {types.coarse(kind) for kind in other.types} - {"other"})


def _below(kind: str, other: str) -> bool:
    types = EventTypes.load()
    return kind != other and types.is_a(kind, other)


def _only_meant(slot: TypeSlot) -> str:
    """Return a pattern of a word that is the main word of one type alone, "" if it may mean several things."""
    word = slot.word
    main = {kind.name for kind in EventTypes.load() if not kind.main.isdisjoint((word.verb, word.noun))}
    return pattern(word, whole=False) if len(main) == 1 and main <= set(slot.types) else ""


def pattern(word: Word, *, whole: bool = True) -> str:
    """Return a pattern of the forms of a word.

    Args:
        whole: only endings of forms may follow, which hold for short words in any case; else anything may:
            "resignation" for "resign".
    """
    short = _stems(word)
    forms = [f"{re.escape(stem)}{'' if not whole and len(stem) > _SHORT else _ENDING}" for stem in short]
    forms += [f"{re.escape(stem[:-1])}ies{_END}" for stem in short if stem.endswith("y")]
    return f"\\b({'|'.join(forms)})"


def _stems(word: Word) -> list[str]:
    """Return the beginnings of the forms of a word, none of which begins with another."""
    stems = {word.low, word.noun, word.verb} | irregular_forms(word.verb) | irregular_forms(word.noun)
    return [stem for stem in sorted(stems) if not any(stem != one and stem.startswith(one) for one in stems)]


def put_words(plan: Plan, words: Iterable[Word], slot: str = "words") -> None:
    """Put words into a plan with which an answer must be told."""
    for word in words:
        name = next((one for one in (slot, f"{slot}2", f"{slot}3") if one not in plan.given), "")
        if name:
            plan.given[name] = pattern(word)
            plan.shown[name] = word.low
            plan.told.append(word)
            plan.means += f", with the word {word.low}"


def put_search(plan: Plan, words: Iterable[Word]) -> bool:
    """Let the article hold words, each also as the beginning of a longer one; say whether all of them found room."""
    for word in words:
        name = next((one for one in ("search", "search2", "search3") if one not in plan.given), "")
        if not name:
            return False
        plan.given[name] = word.noun if word.low.startswith(word.noun) else word.low
        plan.told.append(word)
    return True


def put_before(reading: Reading, plan: Plan, words: Sequence[Word]) -> list[Word]:
    """Let the article have the words that stand right before others ("border" of "border treaty"); return the rest.

    Articles call a thing in full once, and then by its last word.
    """
    numbers = {word: reading.words.index(word) for word in words}
    nouns = set(numbers.values()) | {slot.number for slot in reading.types if not slot.verb}
    before = [word for word in words if numbers[word] + 1 in nouns and not (word.any_of(lex.VERBS) or word.is_number)]
    if before and "search" not in plan.given:
        plan.given["search"] = " ".join(word.low for word in before)
        plan.told += before
        plan.means += f", in articles with {' and '.join(word.low for word in before)}"
        return [word for word in words if word not in before]
    return list(words)


def put_left(reading: Reading, plan: Plan, slot: str = "words") -> None:
    """Let an answer be told with the words that nothing else took; what a "which" asks for is no such word.

    More than a query can ask for are left: what they mean was not understood. So are names that nothing here has.
    """
    asked = asked_for(reading)
    left = [word for word in reading.left if word is not asked and not word.text[:1].isupper()]
    free = sum(name not in plan.given for name in (slot, f"{slot}2", f"{slot}3"))
    if len(left) <= free:
        put_words(plan, put_before(reading, plan, left), slot)
        reading.taken.update(n for n, word in enumerate(reading.words) if word in left)


def told(reading: Reading, plan: Plan) -> Plan:
    """Return a plan whose answer is told with the words that nothing else took."""
    put_left(reading, plan)
    return plan


def is_where(one: NameSlot) -> bool:
    """Say whether a name without a word for it is also where something is.

    A country by itself is who acts or suffers.
    """
    if not is_place(one.entity) or one.before in ("against", "by", "did", "does", "do", "has", "have", "will", "is"):
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
