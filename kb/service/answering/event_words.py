"""The words of a question that name events: which types, as nouns or as verbs.

Input: a Reading whose names and days are known. Output: its types and casualties filled in, for the forms.
Words are matched by the ontology's own triggers. Never: takes a word that something else took.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.language.event_types import EventTypes
from kb.service.answering import lexicon as lex
from kb.service.answering.question import Reading, TypeSlot, Word, counted, counted_from

_ONE: Final = frozenset(["a", "an"])
_SAID: Final = frozenset({"communication", "talks"})  # coarse classes of events that are said


def find_types(reading: Reading) -> None:
    """Find the words for events, and those of whom figures of death and injury count."""
    words = reading.words
    number = 0
    while number < len(words):
        if number in reading.taken:
            number += 1
            continue
        for length in (3, 2, 1):
            numbers = range(number, min(number + length, len(words)))
            if len(numbers) < length or not reading.taken.isdisjoint(numbers):
                continue
            if length == 1 and (converse := _converse(words, number)):
                reading.types.append(TypeSlot(types_of(converse), converse, number, 1, verb=True))
                reading.suffered = True
                reading.taken.add(number)
                break
            noun = (
                length == 1
                and number > 0
                and (words[number - 1].low in lex.DETERMINERS or _is_counted(reading, number))
            )
            verb = length == 1 and (_is_verb(words, number) or _is_form(words[number]))
            if found := types_of(*(words[n] for n in numbers), noun=noun, verb=verb):
                reading.types.append(
                    TypeSlot(found, words[numbers[-1]], number, length, verb or _is_form(words[number]))
                )
                reading.taken.update(numbers)
                kinds = {
                    lex.CASUALTIES.get(w, "") for n in numbers for w in (words[n].verb, words[n].noun, words[n].low)
                }
                reading.casualty = reading.casualty or max(kinds)
                break
        number += 1
    reading.types = [
        slot for slot in reading.types if not slot.word.any_of(lex.LIGHT) or slot is reading.types[-1]
    ]  # "hold a hearing" is no detention
    reading.types = [slot for slot in reading.types if slot.word.low not in lex.NEWS]
    _verb_first(reading)
    _results(reading)
    for number, word in enumerate(words):
        if number not in reading.taken:
            kind = next((lex.CASUALTIES[w] for w in (word.low, word.verb, word.noun) if w in lex.CASUALTIES), "")
            if kind:
                reading.casualty = reading.casualty or kind
                reading.taken.add(number)


def _results(reading: Reading) -> None:
    """Take "result of the match" for the type of that name, where words alone would be an election's result."""
    types = EventTypes.load()
    for number, slot in enumerate(reading.types):
        ends = f"_{slot.word.noun}"
        of = (one for one in reading.types if _is_of(reading, slot, one))
        wholes = {each.name for one in of for kind in one.types for each in types.lineage(kind)}
        named = [kind.name for kind in types if kind.name.endswith(ends)]
        if found := [kind for kind in named if wholes & {each.name for each in types.lineage(kind)}]:
            reading.types[number] = replace(slot, types=tuple(found))
            said = {kind.removesuffix(ends) for kind in found}  # each is told with this word, by its own name
            reading.types = [
                one for one in reading.types if not (_is_of(reading, slot, one) and said == {one.word.noun})
            ]
            return


def _is_of(reading: Reading, slot: TypeSlot, other: TypeSlot) -> bool:
    between = [word.low for word in reading.words[slot.number + slot.length : other.number]]
    return between[:1] == ["of"] and len(between) <= 3


def declared(words: Sequence[Word], number: int) -> range:
    """Return where what a verb says is done by saying it: "declared a state of emergency", "was a ceasefire declared".

    Nothing where more is said of it: "declared the election void".
    """
    if not words[number].any_of(lex.DECLARES):
        return range(0)
    first = number + 1
    while first < len(words) and words[first].low in lex.DETERMINERS:
        first += 1
    behind = [range(first, last) for last in range(min(first + 3, len(words)), first, -1) if first > number + 1]
    before = [range(start, number) for start in range(max(number - 3, 0), number) if words[start - 1].low in _ONE]
    for part in (*behind, *before):
        ends = max(part.stop, number + 1)
        whole = ends == len(words) or words[ends].low in lex.PLACE_BEFORE | lex.ABOUT_BEFORE
        if whole and types_of(*(words[n] for n in part), noun=True):
            return part
    return range(0)


def _is_counted(reading: Reading, number: int) -> bool:
    """Say whether a word is a plural that is counted: of "how many bears" nobody bears anything."""
    word = reading.words[number]
    plural = word.low.endswith("s") and word.low != word.noun
    return plural and reading.ask == "how many" and number in range(counted_from(reading), counted(reading) + 1)


def _converse(words: Sequence[Word], number: int) -> Word | None:
    """Return the verb of whom something is done by, where a question has that of whom it is done to: "lost to"."""
    word, after = words[number], words[number + 1].low if number + 1 < len(words) else ""
    verb = lex.CONVERSE.get((word.verb, after))
    return Word(verb, verb, verb, word.start, word.end) if verb else None


def _verb_first(reading: Reading) -> None:
    """Put the main verb at the end before nouns: "when will the line open" is about an opening, not about a line."""
    low = [word.low for word in reading.words]
    if reading.ask not in ("when", "where", "why", "which", "is") or len(reading.types) < 2:
        return
    slot = reading.types[-1]
    word = slot.word
    if word != reading.words[-1] or low[-2] in lex.DETERMINERS or word.verb in lex.PHASES:
        return
    if not any(word.verb in kind.verbs for kind in EventTypes.load().for_phrase(word.verb, "VERB")):
        return
    helped = not lex.DO_OR_WILL.isdisjoint(low[:2]) and word.low == word.verb
    past = lex.BE.isdisjoint(low) and word.low == word.noun != word.verb
    if helped or past:
        reading.types = [slot, *reading.types[:-1]]


def _is_verb(words: Sequence[Word], number: int) -> bool:
    """Say whether a word is the verb after "did" or "will": "where did the cyclone strike"."""
    word, before = words[number], {one.low for one in words[: min(number, 3)]}
    after = words[number + 1] if number + 1 < len(words) else None
    ends = after is None or after.any_of(lex.EMPTY) or after.text[:1].isupper()
    return (
        not lex.DO_OR_WILL.isdisjoint(before)
        and word.low == word.verb
        and words[number - 1].low not in lex.DETERMINERS
        and ends
    )


def _is_form(word: Word) -> bool:
    """Say whether a word is a form that only verbs have: "sunk", "robbed"."""
    return word.low != word.verb and word.low == word.noun and not word.low.endswith("ing")


def done_to_people(word: Word) -> bool:
    """Say whether a verb is also the main word of something that is no way of saying: "dismiss", "admit"."""
    found = EventTypes.load().for_phrase(word.verb, "VERB")
    return any(word.verb in kind.verbs & kind.main and kind.coarse not in _SAID for kind in found)


def types_of(*words: Word, noun: bool = False, verb: bool = False) -> tuple[str, ...]:
    """Return the types of events that words may name, those whose main word they are before the others.

    Args:
        noun: the word stands after an article; "the ferry" is no transport, though somebody may ferry somebody.
        verb: the word is a verb; "did the cyclone strike" is about no strike.
    """
    types = EventTypes.load()
    phrase = " ".join([words[0].verb, *(word.low for word in words[1:])])
    if len(words) > 1 and not words[0].any_of(lex.EMPTY) and (found := types.for_phrase(phrase, "VERB")):
        return tuple(kind.name for kind in found[:2])  # "sent off", of which "off" alone carries nothing
    if all(word.any_of(lex.EMPTY) for word in words) or words[-1].low in lex.EMPTY:
        return ()
    if verb and (found := types.for_phrase(words[0].verb, "VERB")):
        head = words[0].verb
        if form := _is_form(words[0]):  # "fired" is no fire, though a fire is told of by "fire"
            found = tuple(kind for kind in found if head in kind.verbs) or found
        main = [kind.name for kind in found if head in kind.main] or [kind.name for kind in found[:2]]
        called = head in types and (not form or types.by_name(head) in found)
        named = [head] if called and head not in main else []
        return (*main[:3], *named)
    for pos, last in (("NOUN", words[-1].noun), ("VERB", words[-1].verb)):
        head = " ".join([*(word.low for word in words[:-1]), last])
        if head.replace(" ", "_") in types:
            return (head.replace(" ", "_"),)
        found = types.for_phrase(head, pos)
        if noun:
            found = tuple(kind for kind in found if head in kind.nouns | kind.words)
        if found:
            main = [kind.name for kind in found if head in kind.main] or [kind.name for kind in found[:2]]
            return tuple(main[:3])
    return ()
