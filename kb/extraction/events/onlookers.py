"""Who stands near an event's verb and does nothing of it, as the order of words tells where trees go astray.

Input: a role, the words that fill it, the event's word. Output: the role that they have, "" for none; read by
kb.extraction.events.doers.
Never: gives a role to words that had none.
"""

from collections.abc import Container
from typing import Final

from spacy.tokens import Token

from kb.language.people_words import PERSONS, forms

NOUNS: Final = frozenset({"NOUN", "PROPN"})
STATES: Final = frozenset("alive dead safe unharmed unhurt hanged unconscious guilty murdered shot stabbed".split())
BACKING: Final = frozenset("support favour favor solidarity honour honor memory defence defense sympathy".split())
SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
PASSIVE: Final = frozenset({"been", "being"})
_PEOPLE: Final = forms(PERSONS | {"people", "leader", "president", "chief"})


def by_order(label: str, filler: Token, trigger: Token, events: Container[int]) -> str:
    """Return the role of *filler* towards *trigger*, "" for none.

    "Handed over to a mission led by [Obi]" was not handed over by him; of "an office, whose [head] was dismissed, had
    inspected it" the head inspects nothing; "two climbers found safe" found nobody, but "an officer striking a woman"
    strikes.

    Args:
        events: the tokens that name events.
    """
    if label == "agent":
        if _is_backed(filler) or _leads_another(filler, trigger, events) or _is_of_whose(filler, trigger):
            return ""
        return "patient" if _is_found(filler, trigger) else "agent"
    return "agent" if label == "patient" and _acts_on_somebody(filler, trigger) else label


def whom_it_befell(label: str, filler: Token, trigger: Token) -> Token | None:
    """Return who does what "and" joins to a passive verb, where that verb's "by" gives *filler*; else None.

    Of "[Ana Paz] was named by the premier, Leo Obi, and resigned in May" it is not Obi who resigned.
    """
    verb, doc = trigger.head, trigger.doc
    joined = trigger.pos_ == "VERB" and trigger.dep_ == "conj" and verb.i < filler.i < trigger.i
    if label != "agent" or not joined or any(c.dep_.startswith(("nsubj", "aux:pass")) for c in trigger.children):
        return None
    if not any(c.dep_ == "aux:pass" for c in verb.children):
        return None
    by = next((t.i for t in reversed(doc[verb.i + 1 : filler.i]) if t.lower_ == "by"), None)
    if by is None or any(t.pos_ in ("VERB", "AUX") for t in doc[by + 1 : trigger.i]):
        return None
    return next((c for c in verb.children if c.dep_ == "nsubj:pass" and c.i < verb.i), None)


def _is_backed(filler: Token) -> bool:
    """Whether others do it for somebody: "a crowd gathered in support of [the strikers]"."""
    noun = filler.head
    led = noun.lower_ in BACKING and any(c.dep_ == "case" and c.lower_ == "in" for c in noun.children)
    return led and filler.dep_ == "nmod" and filler.i > noun.i


def _leads_another(filler: Token, trigger: Token, events: Container[int]) -> bool:
    """Whether "by" stands behind a participle of another noun, which is no happening: "a mission led by [Obi]"."""
    by = next((c for c in filler.children if c.dep_ == "case" and c.lower_ == "by"), None)
    if by is None or not trigger.i < by.i - 2:
        return False
    verb, noun = by.nbor(-1), by.nbor(-2)
    told = verb.pos_ == "VERB" and verb.lower_ != verb.lemma_ and verb.i not in events
    return told and noun.pos_ in NOUNS and noun.i not in events and noun.i > trigger.i


def _is_of_whose(filler: Token, trigger: Token) -> bool:
    """Whether a clause that "whose" opens keeps words to itself: ", whose [head] was dismissed, had inspected it"."""
    if not filler.sent.start < filler.i < trigger.i:
        return False
    doc, first = filler.doc, filler.i
    while first > filler.sent.start and doc[first - 1].pos_ in ("ADJ", "NOUN", "PROPN", "NUM"):
        first -= 1
    if first == filler.sent.start or doc[first - 1].lower_ != "whose":
        return False
    comma = next((t.i for t in doc[filler.i : trigger.i] if t.text == ","), None)
    return comma is not None and any(t.pos_ in ("VERB", "AUX") for t in doc[filler.i : comma])


def _is_found(filler: Token, trigger: Token) -> bool:
    """Whether a headline leaves "were" out: "two climbers [found] safe"; or a verb is passive: "are being [sought]"."""
    if filler.dep_ not in SUBJECTS or filler.head.i != trigger.i or filler.i > trigger.i:
        return False
    before = trigger.i - 1
    while before > filler.i and trigger.doc[before].pos_ == "ADV":
        before -= 1
    if trigger.doc[before].lower_ in PASSIVE:
        return not trigger.lower_.endswith("ing")
    behind = trigger.nbor(1) if trigger.i + 1 < len(trigger.doc) else None
    stated = behind is not None and behind.lower_ in STATES and not any(c.dep_ == "obj" for c in trigger.children)
    return trigger.lower_ == "found" and stated and trigger.doc[before].pos_ != "AUX"


def _acts_on_somebody(filler: Token, trigger: Token) -> bool:
    """Whether an active verb has somebody else behind it: "[an officer] striking a woman", "[a party] ousted Obi"."""
    if trigger.pos_ != "VERB" or filler.dep_ != "nsubj" or filler.head.i != trigger.i or filler.i > trigger.i:
        return False
    if any(c.dep_ == "aux:pass" or c.lower_ in PASSIVE for c in trigger.children) or trigger.lemma_ in ("lose", "have"):
        return False
    behind = (c for c in trigger.children if c.i > trigger.i and c.dep_ in ("obj", "nsubj"))
    named = (c for c in behind if not any(grand.dep_ == "case" for grand in c.children))
    return any(c.pos_ == "PROPN" or _PEOPLE.search(c.lower_) for c in named)
