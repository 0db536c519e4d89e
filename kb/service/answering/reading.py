"""A question read: which names, events, days, offices and ways of saying it holds, and what is left over.

Input: a question, the catalog of a moment, the base IRI. Output: a Reading, for kb.service.answering.forms.
Names are matched by the base's own names, event words by the ontology's triggers, days by the reader's own calendar.
Never: drops a word silently: what nothing takes is in *left*.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kb.extraction.time import find_times
from kb.language.lemma import lemma
from kb.language.text_keys import name_key
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EntityRecord
from kb.service.answering import lexicon as lex
from kb.service.answering.anchors import find_anchor
from kb.service.answering.days import find_days
from kb.service.answering.event_words import declared, done_to_people, find_types, types_of
from kb.service.answering.question import NameSlot, Reading, Word, counted, is_place

MOST: Final = 500  # characters of a question
_WORD: Final = re.compile(r"[^\W_]+(?:(?:[-.&'’]|(?<=\d),(?=\d))[^\W_]+)*\.?", re.UNICODE)
_POSSESSIVE: Final = re.compile(r"['’]s?\Z")
_LONGEST: Final = 8  # words of a name
_TIMELESS: Final = frozenset({"duration", "frequency", "set"})


def read_question(text: str, catalog: CatalogReader, today: str) -> Reading:
    """Read a question.

    Args:
        text: of at most MOST characters.
        today: ISO day, see kb.service.answering.days.
    """
    reading = Reading(text, list(words_of(text)))
    days = [one for one in find_times(text) if one.kind not in _TIMELESS][:1]
    for span in (one.span for one in days):
        reading.taken.update(n for n, word in enumerate(reading.words) if span.start <= word.start < span.end)
    _find_ask(reading)
    _find_names(reading, catalog)
    for one in days:
        find_days(reading, one, catalog, today)
    _find_title(reading, catalog)
    _find_speech(reading)
    find_types(reading)
    _find_parts(reading, catalog)
    find_anchor(reading, catalog)
    if any(one.first == reading.title_end for one in reading.names):
        reading.title = ""  # "President Paz" is a name
    elif not reading.title:
        _find_done(reading, catalog)
    numbered = (
        reading.ask == "how many" or reading.has(lex.ARTICLES) or (reading.words[:1] and reading.words[0].low == "name")
    )
    if numbered:
        reading.types = [slot for slot in reading.types if not slot.word.any_of(lex.FRAME)]
    return reading


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of a question."""
    mixed = any(letter.islower() for letter in text)
    for match in _WORD.finditer(text):
        plain = _POSSESSIVE.sub("", match[0].rstrip("."))
        if match.start() and mixed and plain.isupper() and plain.lower() in lex.INITIALS:
            yield Word(plain, plain, plain, match.start(), match.start() + len(plain), initials=True)
        elif plain:
            yield Word(plain, lemma(plain, "VERB"), lemma(plain, "NOUN"), match.start(), match.start() + len(plain))


def _find_ask(reading: Reading) -> None:
    low = [word.low for word in reading.words]
    for number, word in enumerate(low):
        if word in lex.QUESTION:
            following = low[number + 1] if number + 1 < len(low) else ""
            long = following == "long" and low[number + 2 : number + 3] != ["ago"]
            known = long or following in ("many", "much", "often")
            reading.ask = f"how {following}" if word == "how" and known else word
            if following == "number":  # "what number of ..."
                reading.ask = "how many"
            return
    if low and low[0] in lex.YES_NO:
        reading.ask = "is"
    elif low[:2] in (["number", "of"], ["count", "of"]):
        reading.ask = "how many"
    elif low and (low[0] in lex.SHOW or (reading.words[0].noun in lex.LISTED and len(low) > 1)):
        reading.ask = "list"  # "events in July" as well as "show events in July"


def _find_names(reading: Reading, catalog: CatalogReader) -> None:
    number = 0
    while number < len(reading.words):
        counts = reading.ask == "how many" and number == counted(reading) and reading.words[number].text.islower()
        found = None if counts else _name_at(reading, catalog, number)
        if found is None:
            number += 1
            continue
        reading.names.append(found)
        reading.taken.update(range(found.first, found.last + 1))
        number = found.last + 1


def _find_parts(reading: Reading, catalog: CatalogReader) -> None:
    """Find parts of names: "Marcos" is Ferdinand Marcos, if nothing else here has the word in its name."""
    numbers = [n for n, word in enumerate(reading.words) if n > 0 and word in reading.left and word.text[:1].isupper()]
    for first in (n for n in numbers if n - 1 not in numbers):
        last = first
        while last + 1 in numbers:
            last += 1
        text = reading.text[reading.words[first].start : reading.words[last].end]
        within = f" {name_key(text)} "
        alike = catalog.entities_alike(text)
        found = [one for one in alike if any(within in f" {name_key(name)} " for name in (one.label, *one.aliases))]
        if len(found) == 1:
            slot = NameSlot(found[0], (), _before(reading.words, first), first, last, text)
            reading.names = sorted([*reading.names, slot], key=lambda name: name.first)
            reading.taken.update(range(first, last + 1))


def _name_at(reading: Reading, catalog: CatalogReader, first: int) -> NameSlot | None:
    """Return the longest name that begins at a word."""
    words = reading.words
    for last in range(min(first + _LONGEST, len(words)) - 1, first - 1, -1):
        if not reading.taken.isdisjoint(range(first, last + 1)):
            continue
        if words[first].low in lex.EMPTY and first != last and words[first].text.islower():
            continue
        text = reading.text[words[first].start : words[last].end]
        if first == last and not _may_be_name(words[first], first):
            continue
        found = catalog.entities_named(text, limit=10)
        if text.islower():  # "office" and "prime minister" are words, whatever an article calls so; "kenya" is a name
            found = tuple(one for one in found if not one.label.islower() or (first < last and is_place(one)))
            if first == last and first > 0 and words[first - 1].low in lex.DETERMINERS:
                found = tuple(one for one in found if one.type == "country")  # "the bridge" is a word, too
        if found:
            before = _before(words, first)
            chosen = _meant(found, before)
            others = [one for one in found if one is not chosen]
            if first == last and all(one.type != "person" for one in found):
                others += _of_that_surname(text, catalog)
            return NameSlot(chosen, tuple(others), before, first, last)
    return None


def _of_that_surname(text: str, catalog: CatalogReader) -> list[EntityRecord]:
    """Return the people whose name ends with a word: "Lund" may be Ada Lund, though something is called Lund."""
    last = f" {name_key(text)}"
    return [one for one in catalog.entities_alike(text) if one.type == "person" and name_key(one.label).endswith(last)]


def _may_be_name(word: Word, number: int) -> bool:
    """Say whether a single word may be a name: not if it is one of those that questions and events are made of."""
    if word.any_of(lex.EMPTY) or word.any_of(lex.QUESTION) or word.any_of(lex.YES_NO):
        return word.text.isupper() and len(word.text) > 1 and number > 0
    if word.text[:1].isupper() and number > 0:
        return True
    return not (_speech_of(word) or word.any_of(frozenset(lex.CASUALTIES)) or types_of(word))


def _before(words: Sequence[Word], first: int) -> str:
    number = first - 1
    while number >= 0 and words[number].low in ("the", "a", "an", "mr", "mrs", "ms", "president", "minister", "mayor"):
        number -= 1
    return words[number].low if number >= 0 else ""


def _meant(found: Sequence[EntityRecord], before: str) -> EntityRecord:
    """Return which of several of a name is meant: a place after "in", else the one that most articles name."""
    if before in lex.PLACE_BEFORE:
        return next((one for one in found if is_place(one)), found[0])
    return found[0]


def _find_title(reading: Reading, catalog: CatalogReader) -> None:
    words = reading.words
    for length in range(4, 0, -1):
        for first in range(len(words) - length + 1):
            numbers = range(first, first + length)
            if not reading.taken.isdisjoint(numbers) or words[first].low in lex.EMPTY:
                continue
            title = reading.text[words[first].start : words[first + length - 1].end].lower()
            if length == 1 and (words[first].any_of(lex.EMPTY) or types_of(words[first])):
                continue
            plural = " ".join([*title.split()[:-1], words[first + length - 1].noun])
            other = lex.TITLES.get(title) or lex.TITLES_SHORT.get(title)
            for one in (title, plural, *([other] if other else [])):
                if catalog.list_offices(title=one, limit=1).total:
                    reading.title, reading.title_end = one, first + length
                    reading.taken.update(numbers)
                    return


def _find_done(reading: Reading, catalog: CatalogReader) -> None:
    """Take what an officer does for the office: "who coached the team"."""
    done = reading.words[1] if len(reading.words) > 2 and reading.ask == "who" else None
    if done in reading.left and done.low != done.verb and catalog.list_offices(title=done.verb, limit=1).total:
        reading.title, reading.title_end = done.verb, 2
        reading.taken.add(1)


def _find_speech(reading: Reading) -> None:
    quiet = {n for number in range(len(reading.words)) for n in declared(reading.words, number)}
    for number, word in enumerate(reading.words):
        if number in reading.taken or number in quiet:
            continue
        following = reading.words[number + 1].low if number + 1 < len(reading.words) else ""
        before = reading.words[number - 1].low if number else ""
        asked = reading.ask in ("what", "who") and following != "to"
        wants = word.verb == "want" and asked and before not in ("", "i", "we", "you", "to")
        if wants or (word.verb == "call" and following in ("for", "on")):
            reading.speech, reading.speech_at = "demand", number
        elif word.any_of(lex.TAKES) and (last := _responsibility(reading, number)):
            reading.speech, reading.speech_at = "claim responsibility", number
            reading.taken.update(range(number, last + 1))
            return
        elif word.low == "responsible" and following == "for":
            reading.speech, reading.speech_at = "claim or give responsibility", number
            reading.taken.add(number)
            return
        elif (word.verb, following) in lex.NOT_SAID:
            continue
        elif declared(reading.words, number):
            pass  # an event, which whoever declares it brings about
        elif family := _speech_of(word):
            if family in lex.OF_CLAIMS and done_to_people(word) and _is_done_to_somebody(reading, number):
                continue
            if number == 0 and word.low in lex.SHOW and family == "say":  # "tell me ..."
                continue
            if reading.speech and reading.speech != "say":
                continue  # "who denied the accusation": the second word is what it is about
            reading.speech, reading.speech_at = family, number
        else:
            continue
        reading.taken.add(number)


def _responsibility(reading: Reading, number: int) -> int:
    """Return the number of the word "responsibility" that a verb stands before, 0 if it does not."""
    after = range(number + 1, min(number + 4, len(reading.words)))
    return next((n for n in after if reading.words[n].low == "responsibility"), 0)


def _is_done_to_somebody(reading: Reading, number: int) -> bool:
    """Say whether a person is the object of a verb: "who dismissed the minister", "when was Ada Lund dismissed"."""
    low = [word.low for word in reading.words]
    people = {n for one in reading.names if one.entity.type == "person" for n in range(one.first, one.last + 1)}
    if reading.title:
        people.update(range(reading.title_end - len(reading.title.split()), reading.title_end))
    people.update(n for n, word in enumerate(reading.words) if word.any_of(lex.PEOPLE))
    before = [n for n in range(number) if low[n] in lex.BE or low[n] == "got"]
    if before and low[number] != reading.words[number].verb:  # passive
        subject = {n for n in range(number) if n in people}
        return bool(subject) or reading.ask in ("who", "whom")
    if reading.ask in ("who", "whom") and not lex.DO_OR_WILL.isdisjoint(low[:2]):  # "whom did she dismiss"
        return number == len(low) - 1 or low[number + 1] in lex.EMPTY
    after = number + 1
    while after < len(low) and low[after] in lex.BEFORE_OBJECT:
        after += 1
    return after in people


def _speech_of(word: Word) -> str:
    if word.low == "talks":  # those that are held
        return ""
    return next((family for family, (words, _) in lex.SPEECH.items() if word.any_of(words)), "")
