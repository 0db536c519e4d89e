"""Senses of a word for an event that its neighbours rule out: who races to help runs no race, met targets no meeting.

Input: a trigger proposal of a Document. Output: the class, the type or the absence of an event, read by
kb.extraction.events.reclassed and .standing_words.
Never: makes an event.
"""

from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.events.boarding import goes_aboard
from kb.language.analysis import Proposal
from kb.language.people_words import IRREGULARS, PERSONS, TROOPS

OBJECTS: Final = frozenset({"obj", "nsubj:pass"})
AIMS: Final = frozenset(  # what is met without a meeting
    "target goal deadline demand requirement criterion criteria standard condition need obligation commitment "
    "expectation objective quota benchmark".split()
)
WATERS: Final = frozenset(  # what rises in a flood
    "water waters river rivers level levels lake lakes sea seas tide tides flood floods floodwater floodwaters stream "
    "streams gauge reservoir dam canal creek groundwater".split()
)
TOLLS: Final = frozenset({"toll", "tally", "count", "number"})
RISING: Final = frozenset("rise climb increase grow go".split())
PAPER: Final = frozenset({"name", "word", "clause", "item", "paragraph", "passage", "line", "page", "post", "video"})
CROWD_WEAPONS: Final = frozenset({"gas", "teargas", "cannon", "cannons"})
ALIGHT: Final = frozenset({"alight", "ablaze", "fire", "aflame"})
SELVES: Final = frozenset({"himself", "herself", "themselves", "myself"})
BURNED_OFF: Final = frozenset("stubble straw residue residues weeds brushwood backfire".split())
KEEPERS: Final = frozenset({"goalkeeper", "goaltender", "keeper", "goalie", "netminder", "custodian"})
WASTING: Final = frozenset("miss waste squander save stop parry skew blaze".split())
TRADED: Final = frozenset({"month", "day"})
SPACECRAFT: Final = frozenset(  # what is launched without being a product
    "rocket satellite spacecraft spaceship probe orbiter lander rover capsule payload liftoff astronaut "
    "cosmonaut taikonaut orbit".split()
)
SYSTEMS: Final = frozenset("system network database server account computer data website email firewall".split())
OF_WATER: Final = frozenset(  # whose system is no computer's
    "canal dam dike drainage dyke flood levee river sewage sewer tunnel trench wall water defence barrier".split()
)
KEPT: Final = frozenset(  # what is lost without a death
    "hope heart patience faith confidence trust sight interest touch contact count control ground".split()
)
LET_GO_BY: Final = frozenset(  # what is missed without anybody gone
    "test exam deadline target forecast estimate game match season tournament penalty flight chance opportunity "
    "hearing meeting start payment vote session appointment goal train cut".split()
)
BEATING: Final = frozenset("fight defeat beat battle".split())
ARMED: Final = frozenset(IRREGULARS | TROOPS | {"army", "terrorist", "extremist", "jihadist", "enemy"})
DEAD: Final = frozenset("body bodies corpse corpses dead remains wreck wreckage victim victims debris recorder".split())
ILLS: Final = frozenset(
    "illness disease cancer infection virus pneumonia covid covid-19 coronavirus malaria cholera ebola flu influenza "
    "leukaemia leukemia tumour tumor dementia addiction ill sick hospital hospice stroke diabetes hepatitis hiv aids "
    "measles polio sepsis tuberculosis doctor surgery symptom patient medic clinic nurse wound wounded injury injured "
    "hurt medical burn".split()
)
PRESS: Final = frozenset({"news", "press", "media"})
TAKEN_IN: Final = frozenset("take book record post incur report".split())
WAYS: Final = frozenset({"up", "down", "higher", "lower", "flat", "unchanged", "at"})


def sense_of(document: Document, proposal: Proposal) -> str:
    """Return the class that the neighbours of a trigger tell, "" for the model's.

    "[Met] its targets", "the toll would [rise]", "names were [removed]", "gunmen [set] a school
    alight", "[defeat] the rebels", "a speedy [recovery]".
    """
    head = head_token(document.doc, proposal.start, proposal.end)
    if proposal.label == "other" and head.lemma_ in BEATING and is_of_arms(document, head):
        return "armed_conflict"
    if proposal.label in ("relief", "death") and head.lemma_ == "recovery" and not finds_dead(document, head):
        return "other"
    if head.pos_ != "VERB":
        return ""
    taken = [child for child in head.children if child.dep_ in OBJECTS]
    other = (
        (proposal.label == "talks" and head.lemma_ == "meet" and meets_aims(document, head))
        or (head.lemma_ == "remove" and proposal.label in ("employment", "regulation") and _heads(taken, PAPER))
        or (proposal.label == "natural_hazard" and head.lemma_ in RISING and _of_toll(head))
    )
    if other:
        return "other"
    breached = head.lemma_ == "breach" and proposal.label == "damage" and enters_system(taken)
    if breached or (proposal.label == "fire_explosion" and sets_fire(document, proposal)):
        return "attack"
    return "travel" if goes_aboard(proposal, head) else ""


def is_of_arms(document: Document, head: Token) -> bool:
    """Return whether it is an armed force that is fought or beaten: "[defeating] the rebels", no team."""
    told = [c for c in head.children if c.dep_ in (*OBJECTS, "nmod", "obl")]
    told += [word for one in told for word in one.conjuncts]
    return any(
        one.lemma_ in ARMED
        or one.lower_ in ARMED
        or (
            (at := document.filler_at.get(one.i)) is not None
            and document.analysis.proposals[at].attributes.get("type", ("", 0.0))[0] == "armed_force"
        )
        for one in told
    )


def finds_dead(_document: Document, noun: Token) -> bool:
    """Return whether bodies, or a wreck, are what is recovered: "the [recovery] of the bodies", no economy's."""
    return any(token.lower_ in DEAD or token.lemma_ in DEAD for token in noun.sent)


def tells_no_illness(_document: Document, head: Token) -> bool:
    """Return whether nothing in a sentence is about an illness: "a [fight] we must win"."""
    return not any(token.lower_ in ILLS or token.lemma_ in ILLS for token in head.sent)


def is_paper(document: Document, proposal: Proposal) -> bool:
    """Return whether a release is what is read: "a news [release] said", "the [release] said"."""
    noun = head_token(document.doc, proposal.start, proposal.end)
    if noun.lemma_ != "release" or noun.pos_ not in ("NOUN", "PROPN"):
        return False
    pressed = any(child.dep_ == "compound" and child.lower_ in PRESS for child in noun.children)
    cues = {token for _, p in document.analysis.layer("cue") for token in range(p.start, p.end)}
    freed = not pressed and any(child.dep_ == "nmod" and child.i > noun.i for child in noun.children)
    if freed:
        return False  # "the release of the hostages says much"
    speaks = noun.dep_ == "nsubj" and noun.head.i in cues
    sourced = any(child.dep_ == "case" and child.lower_ in ("according", "to") for child in noun.children)
    return pressed or speaks or (sourced and noun.i > 2 and "according" in noun.doc[noun.i - 4 : noun.i].text.lower())


def type_of_sense(document: Document, proposal: Proposal, coarse: str) -> str:
    """Return the type within a class that the neighbours of a trigger tell, "" for none."""
    head = head_token(document.doc, proposal.start, proposal.end)
    if coarse == "attack" and sets_fire(document, proposal):
        return "arson_attack"
    if document.span(proposal).of(document.text).casefold() in ("run-off", "run‑off"):
        return "run_off"
    if coarse == "other" and head.lemma_ == "launch" and is_of_spacecraft(head):
        return "space_launch"
    taken = [child for child in head.children if child.dep_ in OBJECTS]
    if coarse == "attack" and head.lemma_ == "breach" and enters_system(taken):
        return "cyberattack"
    crowd = head.lemma_ in ("fire", "use") and _takes(taken, CROWD_WEAPONS)
    return {"attack": "crowd_control", "protest": "dispersal"}.get(coarse, "") if crowd else ""


def sets_fire(document: Document, proposal: Proposal) -> bool:
    """Say whether somebody sets a thing on fire: "protesters [set fire] to a bus", not "a candle set fire to".

    Nor "a monk [set himself alight]", nor stubble, which is burned with nobody's harm in mind.
    """
    head = head_token(document.doc, proposal.start, proposal.end)
    verb = head if head.lemma_ in ("set", "torch") else head.head
    if verb.lemma_ not in ("set", "torch"):
        return False
    behind = verb.doc[verb.i : min(verb.i + 8, verb.sent.end)]
    if any(t.lower_ in SELVES | BURNED_OFF for t in behind):
        return False
    lit = verb.lemma_ == "torch" or any(t.lower_ in ALIGHT for t in behind)
    doers = [c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i]
    return lit and any(_is_somebody(document, doer) for doer in doers)


def enters_system(taken: list[Token]) -> bool:
    """Say whether what is breached is a computer's: "breached the [network]", no "levee system"."""
    built = (child for one in taken for child in one.children)
    return _heads(taken, SYSTEMS) and not any(child.lemma_ in OF_WATER and child.dep_ == "compound" for child in built)


def is_of_spacecraft(head: Token) -> bool:
    """Say whether a launch is a rocket's: "launched a [probe]", no "satellite phone".

    Of a noun what belongs to it tells, and what its clause is of: "the [rocket] blew up after launch".
    """
    if head.pos_ == "VERB":
        told = [word for child in head.children if child.dep_ in OBJECTS for word in (child, *child.conjuncts)]
    else:
        clauses = [head, *head.ancestors]
        told = [*head.subtree, *(c for verb in clauses for c in verb.children if c.dep_ in (*OBJECTS, "nsubj"))]
        told += [c for noun in list(told) for c in noun.children]
    return any(
        word.lemma_ in SPACECRAFT
        and not (word.dep_ == "compound" and word.head.i > word.i and word.head.lemma_ not in (*SPACECRAFT, "launch"))
        for word in told
    )


def keeps_alive(document: Document, proposal: Proposal) -> bool:
    """Return whether nobody dies of what is lost: "rescuers [lose] hope", not "lost three sons"."""
    verb = head_token(document.doc, proposal.start, proposal.end)
    taken = [child for child in verb.children if child.dep_ in OBJECTS]
    return proposal.label == "death" and verb.lemma_ == "lose" and _heads(taken, KEPT)


def misses_something(_document: Document, verb: Token) -> bool:
    """Return whether nobody is missing: "banned for [missing] a test", "[missed] a forecast"."""
    return _heads([child for child in verb.children if child.dep_ in OBJECTS and child.i > verb.i], LET_GO_BY)


def learns_news(_document: Document, verb: Token) -> bool:
    """Return whether somebody only comes to know a thing: "[learned] of the plan", not "learned English"."""
    behind = verb.doc[verb.i + 1 : verb.i + 2].text.lower()
    return behind in ("of", "about", "that") or any(child.dep_ == "ccomp" for child in verb.children)


def screens_people(document: Document, verb: Token) -> bool:
    """Return whether people are looked over and no film is shown: "travellers will be [screened]"."""
    return any(_is_somebody(document, child) for child in verb.children if child.dep_ in OBJECTS)


def writes_off(_document: Document, noun: Token) -> bool:
    """Return whether a charge is one against a firm's own profit: "take a [charge] of 90 million euros"."""
    return noun.pos_ == "NOUN" and noun.dep_ == "obj" and noun.head.lemma_ in TAKEN_IN


def is_only_traded(document: Document, proposal: Proposal) -> bool:
    """Return whether a word only says how goods are traded: "three-month [delivery]", "the [order] book"."""
    doc, noun = document.doc, document.doc[proposal.end - 1]
    if noun.lower_ == "order":
        return doc[noun.i + 1 : noun.i + 2].text.lower() in ("book", "books", "backlog")
    before = doc[max(0, noun.i - 1) : noun.i].text.lower()
    return noun.lower_ == "delivery" and before in TRADED and doc[max(0, noun.i - 2) : noun.i - 1].text in ("-", "‑")


def is_bare_preposition(document: Document, proposal: Proposal) -> bool:
    """Return whether a preposition alone stands for an event, as of a title: "loses seat [in] by-election"."""
    return proposal.end - proposal.start == 1 and document.doc[proposal.start].lower_ in (
        "in",
        "of",
        "for",
        "from",
        "to",
    )


def closes_at(_document: Document, verb: Token) -> bool:
    """Return whether a price is what closes: "copper [closed] down 0.8 percent", not "closed down on Monday"."""
    behind = verb.doc[verb.i + 1 : verb.i + 4]
    return any(t.lower_ in WAYS for t in behind) and any(t.like_num or t.is_currency for t in behind)


def races_to_do(_document: Document, verb: Token) -> bool:
    """Return whether nobody runs: "workers [raced] to contain it", "a [race] against time"."""
    behind = verb.doc[verb.i + 1 : verb.i + 3]
    leads = len(behind) == 2 and behind[0].lower_ == "to" and behind[1].pos_ == "VERB"
    return leads or behind.text.lower() in ("against time", "against the")


def protects_somebody(document: Document, verb: Token) -> bool:
    """Return whether people are what is protected: "[protect] protesters", not "protect the forest"."""
    taken = [child for child in verb.children if child.dep_ in OBJECTS]
    return any(_is_somebody(document, one) for one in taken)


def misses_goal(_document: Document, noun: Token) -> bool:
    """Say whether no goal came of a shot: "missed the [penalty] that put them out", "saved a [penalty]"."""
    verb = noun.head
    return verb.lemma_ in WASTING and noun.dep_ in OBJECTS


def meets_aims(_document: Document, verb: Token) -> bool:
    """Return whether nobody is met: "[met] all but one of its targets"."""
    return _takes([child for child in verb.children if child.dep_ in OBJECTS], AIMS)


def beats_keeper(_document: Document, verb: Token) -> bool:
    """Return whether a shot beats whoever keeps the goal, which ends no match: "beat goaltender NAME"."""
    beaten = [child for child in verb.children if child.dep_ in OBJECTS]
    beaten += [word for child in beaten for word in child.children]
    return any(word.lower_ in KEEPERS for word in beaten)


def _takes(taken: list[Token], nouns: frozenset[str]) -> bool:
    """Whether what is taken is one of some nouns, or some of them: "all but one of its [targets]"."""
    vague = [one for one in taken if one.pos_ not in ("NOUN", "PROPN")]
    inside = (word for one in vague for word in one.subtree if word.i >= one.i)
    return _heads(taken, nouns) or any(word.lemma_ in nouns for word in inside)


def _heads(taken: list[Token], nouns: frozenset[str]) -> bool:
    told = [word for one in taken for word in (one, *one.conjuncts)]
    return any(word.lemma_ in nouns or word.lower_ in nouns for word in told)


def _of_toll(verb: Token) -> bool:
    """Whether a toll is what rises, and no water is told of: "raised the toll and said it would [rise]"."""
    words = {token.lower_ for token in verb.sent}
    return bool(words & TOLLS) and not words & WATERS


def _is_somebody(document: Document, token: Token) -> bool:
    holder = document.filler_at.get(token.i)
    marked = document.analysis.proposals[holder] if holder is not None else None
    told = marked is not None and marked.layer == "mention" and marked.label in ("person", "group")
    return told or token.lemma_ in PERSONS or token.lower_ in ("people", "protesters", "police", "rioters")
