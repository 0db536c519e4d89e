"""Who stands near an event's verb and does nothing of it, as the order of words tells where trees go astray.

Input: a role, the words that fill it, the event's word. Output: the role that they have, "" for none; read by
kb.extraction.events.doers.
Never: gives a role to words that had none.
"""

from collections.abc import Container
from itertools import pairwise
from typing import Final

from spacy.tokens import Token

from kb.extraction.time.calendar_words import WEEKDAYS
from kb.language.people_words import PERSONS, forms

NOUNS: Final = frozenset({"NOUN", "PROPN"})
STATES: Final = frozenset("alive dead safe unharmed unhurt hanged unconscious guilty murdered shot stabbed".split())
BACKING: Final = frozenset("support favour favor solidarity honour honor memory defence defense sympathy".split())
ABOUT: Final = frozenset({"about", "concerning", "over", "regarding"})
BORDERS: Final = frozenset({"border", "borders", "boundary", "frontier", "frontiers"})
TELLING: Final = frozenset(
    "advise allow ask beg command compel direct encourage expect force implore instruct invite order permit persuade "
    "press pressure request require tell urge want warn".split()
)
SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
PASSIVE: Final = frozenset({"been", "being"})
AWAITING: Final = frozenset(
    "anticipate await condemn criticise criticize denounce deplore expect fear forecast foresee mourn predict "
    "welcome".split()
)
COMMENTING: Final = frozenset("comment remark speak react respond reflect brief".split())
TENDING: Final = frozenset("treat vaccinate inoculate immunise immunize rescue evacuate feed shelter examine".split())
FINDING: Final = frozenset("declare find pronounce presume report".split())  # somebody dead, whom others killed
OWN: Final = frozenset("layoff redundancy loss profit".split())  # what a firm expects of itself
TENDED: Final = frozenset({"obj", "xcomp"})
BEHIND: Final = frozenset({"DET", "NUM", "NOUN", "PROPN", "PRON"})
LENGTHS: Final = frozenset("minute hour day night week month year".split())
_PEOPLE: Final = forms(PERSONS | {"people", "leader", "president", "chief"})


def by_order(label: str, filler: Token, trigger: Token, events: Container[int]) -> str:
    """Return the role of *filler* towards *trigger*, "" for none.

    "Handed over to a mission led by [Obi]" was not handed over by him; of "an office, whose [head] was dismissed, had
    inspected it" the head inspects nothing; "two climbers found safe" found nobody, but "an officer striking a woman"
    strikes. Who flees "towards the border with [Mali]" neither leaves nor reaches Mali by that.

    Args:
        events: the tokens that name events.
    """
    if _is_across(filler) or (label in ("recipient", "patient", "agent") and _is_on_the_way(filler)):
        return ""
    if label == "agent":
        if (
            _is_backed(filler)
            or _awaits(filler, trigger)
            or _leads_another(filler, trigger, events)
            or _is_of_whose(filler, trigger)
            or _did_the_verb_before(filler, trigger)
        ):
            return ""
        return "patient" if _is_found(filler, trigger) else "agent"
    if label == "origin" and _is_gone_to(filler, trigger):
        return "destination"
    acts = label == "patient" and (_acts_on_somebody(filler, trigger) or _leaves_dead(filler, trigger))
    return "agent" if acts else label


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


def _did_the_verb_before(filler: Token, trigger: Token) -> bool:
    """Whether another passive was by the filler, and this one by others: "backed by [12] and boycotted by 20"."""
    verb = filler.head
    return (
        trigger.pos_ == "VERB"
        and trigger.dep_ == "conj"
        and verb.i == trigger.head.i
        and verb.i < filler.i < trigger.i
        and _is_by(filler)
        and any(_is_by(c) and c.i > trigger.i for c in trigger.children)
    )


def _is_by(word: Token) -> bool:
    return word.dep_.startswith("obl") and any(c.dep_ == "case" and c.lower_ == "by" for c in word.children)


def _is_gone_to(filler: Token, trigger: Token) -> bool:
    """Whether a verb of going has "to" before words, or before their noun: "fled [to] the town of Osk"."""
    noun = filler.head if filler.dep_ in ("nmod", "appos", "flat") and filler.head.i > trigger.i else filler
    to = next((c for c in noun.children if c.dep_ == "case" and c.i > trigger.i), None)
    return trigger.pos_ == "VERB" and to is not None and to.lower_ in ("to", "into", "towards", "toward")


def _leaves_dead(filler: Token, trigger: Token) -> bool:
    """Whether somebody is behind "dead", so that who is before does it: "[a man] who shot dead a shopkeeper"."""
    if trigger.lower_ != "dead" or not filler.i < trigger.i - 1 or trigger.i + 1 == len(trigger.doc):
        return False
    verb, behind = trigger.nbor(-1), trigger.doc[trigger.i + 1 : trigger.i + 4]
    active = verb.pos_ == "VERB" and not any(c.dep_.startswith("aux") or c.lower_ == "by" for c in verb.children)
    timed = any(t.lower_ in WEEKDAYS or t.lemma_ in LENGTHS for t in behind)
    active = active and verb.lemma_ not in FINDING
    return active and not timed and behind[0].pos_ in BEHIND and verb.dep_ != "acl"


def _awaits(filler: Token, trigger: Token) -> bool:
    """Whether the filler only expects, blames or speaks of what a noun tells: "[she] commented on the bombings"."""
    verb = trigger.head
    told = trigger.dep_ == "obj" and verb.lemma_ in AWAITING
    cases = {child.lower_ for child in trigger.children if child.dep_ == "case"}
    told = told or (trigger.dep_ == "obl" and verb.lemma_ in COMMENTING and bool(cases & (ABOUT | {"on", "to"})))
    own = trigger.lemma_ in OWN or any(c.dep_ == "nmod:poss" for c in trigger.children)  # "expects its recovery"
    return told and not own and any(c.i == filler.i and c.dep_ == "nsubj" for c in verb.children)


def has_another_do_it(filler: Token, trigger: Token) -> bool:
    """Say whether somebody only wants or tells another to do it: "[the group] wants the ministry to revoke permits"."""
    verb = trigger.head
    led = trigger.pos_ == "VERB" and trigger.dep_ in ("xcomp", "ccomp", "advcl") and verb.lemma_ in TELLING
    other = led and any(c.dep_ in ("obj", "iobj") and verb.i < c.i < trigger.i for c in verb.children)
    return bool(other) and filler.dep_ == "nsubj" and filler.head.i == verb.i


def _is_across(filler: Token) -> bool:
    """Whether a land only says whose border it is: "the border with [Mali]", "the boundary with the [Lom] estate"."""
    before = [t.lower_ for t in filler.doc[max(filler.sent.start, filler.i - 3) : filler.i] if t.pos_ != "DET"]
    return any(noun in BORDERS and case == "with" for noun, case in pairwise(before))


def _is_on_the_way(filler: Token) -> bool:
    """Whether something only passes there: "armed the rebels through [Mali]"."""
    return filler.pos_ == "PROPN" and any(c.dep_ == "case" and c.lower_ in ("through", "via") for c in filler.children)


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
    while filler.dep_ == "appos" and filler.head.i < filler.i:
        filler = filler.head
    if trigger.pos_ != "VERB" or filler.dep_ != "nsubj" or filler.head.i != trigger.i or filler.i > trigger.i:
        return False
    if any(c.dep_ == "aux:pass" or c.lower_ in PASSIVE for c in trigger.children) or trigger.lemma_ in ("lose", "have"):
        return False
    if trigger.lemma_ in TENDING and any(c.i > trigger.i and c.dep_ in TENDED for c in trigger.children):
        return True  # "a nurse had treated 22 wounded"
    behind = (c for c in trigger.children if c.i > trigger.i and c.dep_ in ("obj", "nsubj"))
    named = (c for c in behind if not any(grand.dep_ == "case" for grand in c.children))
    return any(c.pos_ == "PROPN" or _PEOPLE.search(c.lower_) for c in named)


def is_about(filler: Token) -> bool:
    """Say whether "over" or "about" leads words, wherever the tree hangs it."""
    first = filler.left_edge
    led = any(c.dep_ == "case" and c.lower_ in ABOUT for c in filler.children)
    return led or (first.i > 0 and filler.doc[first.i - 1].lower_ in ABOUT)
