"""What a question holds, as values: words, names, types of events, days.

Read by the forms of kb.service.answering. Pure values.
"""

from dataclasses import dataclass, field

from kb.model.extraction import PLACE_TYPES
from kb.projections.catalog.records import EntityRecord
from kb.service.answering import lexicon as lex


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question.

    Attributes:
        text: as written, without a possessive ending.
        verb, noun: its dictionary forms.
        start, end: characters in the question.
        initials: it stands for a name, though its letters are those of a word: "the WHO", "the US".
    """

    text: str
    verb: str
    noun: str
    start: int
    end: int
    initials: bool = False

    @property
    def low(self) -> str:
        """The word in small letters; initials as they are written, since they are no such word."""
        return self.text if self.initials else self.text.lower()

    @property
    def is_number(self) -> bool:
        """Say whether it is written in digits, as "23", "10,000" and "1.9" are."""
        return self.low.replace(",", "").replace(".", "").isdigit()

    def any_of(self, words: frozenset[str]) -> bool:
        """Say whether it is one of *words*, in any form."""
        return not words.isdisjoint((self.low, self.verb, self.noun))


@dataclass(frozen=True, slots=True)
class NameSlot:
    """A name of the base in a question.

    Attributes:
        others: others of the same name, which were not taken.
        before: the preposition before it, "" for none.
        first, last: its words, by number.
        part: the words, if they are a part of the name alone.
    """

    entity: EntityRecord
    others: tuple[EntityRecord, ...]
    before: str
    first: int
    last: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class TypeSlot:
    """Words for types of events.

    Attributes:
        word: the last of them.
        number: of the first of them.
        length: how many they are.
        verb: whether they are a verb where they stand.
    """

    types: tuple[str, ...]
    word: Word
    number: int
    length: int = 1
    verb: bool = False


@dataclass(slots=True)
class Reading:
    """What a question holds.

    Attributes:
        ask: who, what, when, where, why, which, how many, how much, how, list, is ("did ..."), or "".
        speech: family of kb.service.answering.lexicon.SPEECH, and the number of its word.
        since, until: ISO days, "" for none; *day_words* are the words for them.
        title: of an office, in small letters; *title_end* is the number of the word after it.
        suffered: whether the verb is of whom something is done to: "who lost to ...".
        notes: what whoever reads the answer has to know of how it was read.
        left: words that nothing took.
    """

    text: str
    words: list[Word]
    ask: str = ""
    names: list[NameSlot] = field(default_factory=list)
    types: list[TypeSlot] = field(default_factory=list)
    speech: str = ""
    speech_at: int = -1
    casualty: str = ""
    since: str = ""
    until: str = ""
    day_words: str = ""
    title: str = ""
    title_end: int = -1
    suffered: bool = False
    taken: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    @property
    def left(self) -> list[Word]:
        """Words that nothing took and that carry something."""
        return [
            word
            for number, word in enumerate(self.words)
            if number not in self.taken and not word.any_of(lex.EMPTY) and not word.is_number
        ]

    def has(self, words: frozenset[str]) -> bool:
        """Say whether one of *words* is there, in any form."""
        return any(word.any_of(words) for word in self.words)

    def take(self, words: frozenset[str]) -> None:
        """Count words as understood."""
        self.taken.update(number for number, word in enumerate(self.words) if word.any_of(words))

    @property
    def place(self) -> NameSlot | None:
        """The name that stands where a place does."""
        return next((one for one in self.names if one.before in lex.PLACE_BEFORE and is_place(one.entity)), None)


def is_place(entity: EntityRecord) -> bool:
    """Say whether something can be where things happen."""
    return entity.type in PLACE_TYPES or entity.type == "country"


def counted(reading: Reading) -> int:
    """Return the number of the noun that is counted after "how many": of "dengue cases" the cases."""
    first = counted_from(reading)
    last = first
    while last + 1 < len(reading.words) and (
        _is_owner(reading, last) or _goes_on(reading.words[last], reading.words[last + 1])
    ):
        last += 1
    return last


def counted_from(reading: Reading) -> int:
    """Return the number of the word after "how many"."""
    many = next((n for n, word in enumerate(reading.words) if word.low in ("many", "of")), -1)
    first = many + 1
    while first < len(reading.words) - 1 and reading.words[first].low in lex.MORE:
        first += 1  # "how many more people"
    return min(first, len(reading.words) - 1)


def _is_owner(reading: Reading, number: int) -> bool:
    """Say whether a word stands in the possessive: of "patients' records" the records are counted."""
    return reading.text[reading.words[number].end :][:1] in ("'", "’")


def _goes_on(word: Word, after: Word) -> bool:
    """Say whether a noun before another is counted with it: one that stands for several ends the phrase."""
    several = word.low != word.noun or word.any_of(lex.HEADS) or word.low in lex.EMPTY
    verbal = after.low in lex.EMPTY or (after.low == after.noun and after.low != after.verb)
    return not several and not verbal and after.text.islower()


def asked_for(reading: Reading) -> Word | None:
    """Return the noun after "which" or "what"."""
    for number, word in enumerate(reading.words[:-1]):
        if word.low in ("which", "what"):
            return reading.words[number + 1]
    return None
