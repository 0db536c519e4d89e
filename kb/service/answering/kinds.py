"""Questions for all of a kind: "which companies are mentioned", "list the cities in Kenya".

Input: a Reading. Output: a Plan, or None where the form does not fit. Pure.
"""

from typing import Final

from kb.graph.vocabulary import KB
from kb.service.answering import lexicon as lex
from kb.service.answering.plans import Plan
from kb.service.answering.question import Reading, Word, is_place

KINDS: Final[dict[str, str]] = {
    **dict.fromkeys(("company", "firm", "business"), KB.Company),
    **dict.fromkeys(("person", "people", "man", "woman"), KB.Person),
    **dict.fromkeys(("organisation", "organization"), KB.Organization),
    **dict.fromkeys(("place", "location"), KB.Location),
    "official": KB.Official,
    "country": KB.Country,
    "city": KB.City,
    "town": KB.Town,
    "village": KB.Village,
    "province": KB.Province,
    "river": KB.River,
    "facility": KB.Facility,
    "army": KB.ArmedForce,
    "group": KB.Group,
}  # noun -> class
_FRAME: Final = lex.TOPICS | frozenset("know hold exist list all name appear here there".split())


def kinds(reading: Reading) -> Plan | None:
    """All companies, people, countries ... that articles name, those in a place if the question has one."""
    asked = _asked(reading)
    if asked is None or reading.day_words or len(reading.names) > 1 or (reading.names and reading.place is None):
        return None
    others = [word for word in reading.words if not (word == asked or word.any_of(lex.EMPTY | _FRAME))]
    named = {n for one in reading.names for n in range(one.first, one.last + 1)}
    if any(reading.words.index(word) not in named for word in others):
        return None
    kind = "person" if asked.noun == "people" else asked.noun
    plan = Plan("kinds", f"all of the kind {kind}, those first that most articles name")
    plan.given["kind"] = KINDS[asked.noun]
    plan.shown["kind"] = kind
    if reading.place is not None:
        plan.given["place"] = f"entity-{reading.place.entity.id}"
        plan.used.append(reading.place)
    reading.title, reading.speech, reading.types = "", "", []
    reading.taken.update(range(len(reading.words)))
    return plan


def _asked(reading: Reading) -> Word | None:
    """Return the noun for several, behind "which", "what" or "list"."""
    if reading.ask not in ("which", "what", "list") or any(
        is_place(one.entity) and not one.before for one in reading.names
    ):
        return None
    for word in reading.words[1:4]:
        if word.noun in KINDS and (word.low != word.noun or word.low == "people"):
            return word
        if word.low not in lex.EMPTY:
            return None
    return None
