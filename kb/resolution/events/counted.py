"""What a figure counts: people, a kind of people ("workers", "bus passengers"), or something else ("houses").

Input: the forms of the words for what is counted, and of which class the event is. Output: how what two figures count
hangs together; read by kb.resolution.events.figures and by the lists of figures in conflict.
"Dead" are people where people die, not where they are hurt. All people of a happening are the whole of its workers;
soldiers and civilians are two groups of which neither is the other, and so is, for all that words tell, any other pair
of kinds. What is no person's word ("houses", "shells") is compared with its own kind alone.
Pure. Never: guesses that a kind is all there are.
"""

from functools import lru_cache
from typing import Final, Literal

from kb.language.people_words import PERSONS

Relation = Literal["same", "wider", "narrower", ""]
WHOLE: Final = ""  # the kind of a figure that counts all people of a happening

PEOPLE: Final = frozenset("people person soul life live individual human".split())
_OF_CLASS: Final = {  # words that say of people what the event says already
    "death": frozenset("dead death die kill killing fatality fatal victim casualty body corpse toll slain".split()),
    "injury": frozenset("wound wounded injure injured injury hurt casualty victim".split()),
    "displacement": frozenset("displace displaced evacuate evacuated evacuee homeless".split()),
    "crime": frozenset("arrest arrested detain detained detainee suspect".split()),
}
_OF_PEOPLE: Final = frozenset({"death", "injury", "displacement"})  # whose figures count people without a word for them
PASSING: Final = frozenset(  # types of what is counted anew each day
    {"missing", "outage", "power_outage", "recovery_of_bodies", "rescue"}
)
_NO_PEOPLE: Final = frozenset({"case", "complaint", "incident", "report"})  # "28 suspected cases" count no suspects
_ENDINGS: Final = ("man", "woman", "men", "women", "worker", "fighter", "goer")
_NO_PERSON: Final = frozenset("abdomen acumen dolmen ottoman regimen specimen stamen talisman".split())


@lru_cache(maxsize=16384)
def kind_of(words: frozenset[str], about: str) -> str | None:
    """Return of what kind the people are that a figure counts, WHOLE for all of them, None where no people are named.

    Args:
        words: forms of the words for what is counted, as kb.resolution.events.figures.word_forms gives them.
        about: class of the figure's event, "" if unknown.
    """
    if not words:
        return WHOLE if about in _OF_PEOPLE else None
    if words & _NO_PEOPLE:
        return None
    left = words - PEOPLE - _OF_CLASS.get(about, frozenset())
    if not left:
        return WHOLE
    if left != words or any(map(_person, left)):
        return " ".join(sorted(left))
    return None


def relation(one: frozenset[str], other: frozenset[str], about: str) -> Relation:
    """Return how what a figure counts stands to what another counts: the same, all of it, a kind of it, or neither.

    Words that meet are the same; a figure without words counts whatever the other does, but for a kind of the people
    who died, were hurt or left.
    """
    kinds = kind_of(one, about), kind_of(other, about)
    if None not in kinds and kinds[0] != kinds[1]:
        if kinds[0] == WHOLE:
            return "wider"
        if kinds[1] == WHOLE:
            return "narrower"
    if kinds == (WHOLE, WHOLE) or not one or not other:
        return "same"
    ignored = PEOPLE | _OF_CLASS.get(about, frozenset()) if None not in kinds else frozenset()
    return "same" if (one - ignored) & (other - ignored) else ""


@lru_cache(maxsize=4096)
def _person(word: str) -> bool:
    return word in PERSONS or (word not in _NO_PERSON and word.endswith(_ENDINGS) and len(word) > 5)
