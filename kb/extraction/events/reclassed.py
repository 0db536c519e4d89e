"""The class of an event's word that its sentence tells otherwise than the model: a fee "charged", a rate "cut".

Input: a trigger proposal of a Document. Output: a class of kb.language.labels, or a type within one, "" to keep the
model's; read by kb.extraction.events.happenings and .stage.
Never: makes or drops an event.
"""

import re
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.events.other_senses import sense_of, type_of_sense
from kb.language.analysis import Proposal
from kb.language.people_words import PERSONS

OBJECTS: Final = frozenset({"obj", "nsubj:pass"})
WORK: Final = frozenset(  # without one of these nobody loses a job
    "job post position role worker employee staff staffer workforce headcount redundancy payroll personnel people "
    "employment vacancy employer crew layoff dismissal union labour labor manager person team".split()
)
CARRYING: Final = frozenset(  # what becomes of the hurt, and hurts nobody
    "take carry fly rush airlift transfer transport drive bring move evacuate admit hospitalise hospitalize".split()
)
LIFTING: Final = frozenset("bring take pull lift pick carry winch haul".split())  # goods, or people out of danger
BALLS: Final = frozenset("ball puck equaliser equalizer".split())  # are fired at a goal
SHOTS: Final = frozenset({"shot", "penalty", "volley"})  # may be, if a goal is told of
GOALS: Final = frozenset("bar crossbar post net goalkeeper keeper wide".split())
MUNITIONS: Final = frozenset(
    "missile rocket bullet shell mortar grenade canister torpedo projectile artillery cannon gun pistol rifle weapon "
    "flare arrow harpoon gas".split()
)
GETTING: Final = frozenset({"get", "receive"})
TERMS: Final = frozenset({"year", "month", "term", "sentence", "life"})
LOST: Final = frozenset("body bodies corpse corpses dead remains wreckage".split())  # get no better
BEHIND: Final = 4  # tokens from "recovered" to the bodies, wherever the tree hangs them: "recovered four bodies"
SPENDING: Final = frozenset({"cut", "cost"})
COSTING: Final = 8  # words from "cost" to the jobs
MONEY: Final = frozenset(
    "dollar euro pound yen yuan franc peso real rupee rouble ruble lira rand krona krone won fee price fare toll rent "
    "interest premium cent shilling naira million billion".split()
)


_YEARS: Final = re.compile(  # no "two years of free travel", "ten years to pay"
    r"\s(?:an?\s)?(?:[\w-]+\s){0,3}?(?:years?|months?|life|jail|prison|sentence)\b"
    r"(?!\s(?:to|from|off|more|for\sthe)\b|\sof\s(?!(?:hard|forced|community|supervised|house|jail|prison|imprisonment|"
    r"probation|detention)\b)|\s(?:contract|deal|extension)\b)"
)
EARNED: Final = {"revenue": "revenue", "revenues": "revenue", "turnover": "revenue", "loss": "loss_of_business"}
EARNING: Final = frozenset("post report book record make generate earn bring see".split())
_SUM: Final = re.compile(  # "sales of 6.9 billion", no "sales of 6.9 million cars"
    r"\sof\s(?:(?:about|around|some|nearly|almost|over|more\sthan|at\sleast|up\sto)\s)?(?:[A-Z]{0,3}[$€£¥₹₦]\s?\d|"
    r"\d[\d.,]*\s(?:[mb]illion|trillion)(?:\s(?:dollars|euros|pounds|yen|yuan|rupees|francs|pesos|rand|naira|crowns|kronor|"
    r"reais|roubles|rubles|shillings|taka|won|baht|ringgit|rupiah|dong|dirhams|dinars|riyals|liras?|pula|kwacha|birr|tenge|"
    r"soles|bolivianos|guaranies)\b)|"
    r"\d[\d.,]*\s(?:billion|trillion)(?:\s*(?:[.,;)]|$)|\s(?:in|for|this|last|next|from|and|a|by|over|during|against)\b))"
)


def told_class(document: Document, proposal: Proposal) -> str:
    """Return the class that the words around a trigger tell of it, "" for none."""
    head = head_token(document.doc, proposal.start, proposal.end)
    if proposal.label == "employment" and head.lemma_ in SPENDING and not _is_of_work(head):
        return "business"
    if proposal.label == "legal" and head.lemma_ == "charge" and _takes_money(head):
        return "business"
    if proposal.label == "regulation" and head.lemma_ == "pass" and _goes_on(head):
        return "business"
    if proposal.label in ("relief", "death") and head.lemma_ == "recover" and gets_well(head):
        return "other"
    if proposal.label == "attack" and head.lemma_ == "fire" and head.pos_ == "VERB":
        return _fired(document, head) or sense_of(document, proposal)
    return sense_of(document, proposal)


def told_type(document: Document, proposal: Proposal, coarse: str) -> str:
    """Return the type within a class that a verb tells by whom it carries where, "" for none.

    Of the class of injuries "was flown to Osk" hurts nobody; of relief, people are brought out and no aid is; of law,
    whoever gets years is sentenced.
    """
    head = head_token(document.doc, proposal.start, proposal.end)
    sense = type_of_sense(document, proposal, coarse)
    if not sense and coarse == "business":
        sense = _taken_in(document, proposal, head)
    if sense or head.pos_ != "VERB":
        return sense
    whom = [child.lemma_ for child in head.children if child.dep_ in OBJECTS]
    if coarse == "injury" and head.lemma_ in CARRYING:
        return "hospitalization"
    carried = coarse == "relief" and head.lemma_ in LIFTING
    given = head.lower_ == "given" and _YEARS.match(document.text, head.idx + len(head)) is not None
    if coarse == "legal" and (given or (head.lemma_ in GETTING and not TERMS.isdisjoint(whom))):
        return "sentence"  # "received nine years", "was given six years"
    if carried and not LOST.isdisjoint(whom):
        return "recovery_of_bodies"
    return "rescue" if carried and not PERSONS.isdisjoint(whom) else ""


def _taken_in(document: Document, proposal: Proposal, head: Token) -> str:
    """The type of what a firm takes in, "" for other words: "sales of 6 billion" are revenue, and no profit."""
    if head.lower_ == "sales":
        return "revenue" if _SUM.match(document.text, document.span(proposal).end) else ""
    taken = (c.lemma_ for c in head.children if c.dep_ in OBJECTS) if head.lemma_ in EARNING else ()
    return next((EARNED[noun] for noun in taken if noun in EARNED), "")


def gets_well(verb: Token) -> bool:
    """Say whether somebody or something recovers, and nothing is: "patients [recovered]", "[recovers] from a quake"."""
    taken = any(c.dep_ == "nsubj:pass" or (c.dep_ in OBJECTS and c.i > verb.i) for c in verb.children)
    passive = any(child.dep_ == "aux:pass" for child in verb.children)
    lost = any(c.dep_ == "nsubj" and c.lower_ in LOST for c in verb.children)  # "three [bodies] recovered from a mine"
    lost = lost or any(t.lower_ in LOST for t in verb.doc[verb.i + 1 : min(verb.i + BEHIND, verb.sent.end)])
    describes = verb.dep_ == "amod" or verb.dep_.startswith("acl")  # "a body [recovered] from the river"
    return verb.pos_ == "VERB" and not (taken or passive or lost or describes)


def _goes_on(verb: Token) -> bool:
    """Whether something is handed on, which is no law: "the cost must not be [passed] on to members"."""
    behind = [t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 3]]
    return behind[:1] in (["on"], ["along"]) and behind[1:] == ["to"]


def _fired(document: Document, verb: Token) -> str:
    """The class where no gun is fired: "a coach was [fired]", "[fired] the ball home"; "" where one may be."""
    taken = [child for child in verb.children if child.dep_ in OBJECTS]
    words = {token.lemma_ for token in taken}
    if words & MUNITIONS:
        return ""  # "fired missiles at militants", which the tree may take for an object as well
    if words & BALLS or (words & SHOTS and any(token.lower_ in GOALS for token in verb.subtree)):
        return "other"
    return "employment" if any(_is_person(document, token) for token in taken) else ""


def _is_person(document: Document, token: Token) -> bool:
    holder = document.filler_at.get(token.i)
    marked = document.analysis.proposals[holder] if holder is not None else None
    listed = token.lemma_ in PERSONS or token.lower_ in WORK
    return listed or (marked is not None and (marked.layer, marked.label) == ("mention", "person"))


def _is_of_work(head: Token) -> bool:
    """Whether work is told of: what something "cost" is right behind it."""
    words = head.sent if head.lemma_ != "cost" else head.doc[head.i : min(head.i + COSTING, head.sent.end)]
    return any(token.lemma_ in WORK or token.lower_ in WORK for token in words)


def _takes_money(verb: Token) -> bool:
    """Whether an amount is what is charged: "charged 40 euros", "charged a fee"; not "charged over 2 million"."""
    if verb.pos_ != "VERB":
        return False
    taken = [child for child in verb.children if child.dep_ in OBJECTS and child.i > verb.i]
    amounts = [child for child in taken for child in (child, *child.children) if child.i > verb.i]
    return any(token.lemma_ in MONEY or token.text in "$€£¥" for token in amounts)
