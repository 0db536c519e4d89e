"""Who does not do what an event's word says, by the tree: another does it, or it is done to him.

Input: a role, the words that fill it, the event's word, the tree.
Output: the role that they have, "" for none, read by kb.extraction.events.roles.
Never: gives a role to words that had none.
"""

from collections.abc import Container
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.events.joined_verbs import by_joined_verbs, first_of
from kb.extraction.events.onlookers import by_order, has_another_do_it
from kb.extraction.syntax import subject_of
from kb.language.analysis import Relation

BORNE: Final = frozenset("face suffer sustain undergo await endure".split())
WARDING: Final = frozenset("repel repulse foil thwart avert withstand resist survive rebuff".split())
GIVING: Final = frozenset("give grant award offer pay promise hand send allow deny assign lend owe".split())
MUTUAL: Final = frozenset("collide clash quarrel argue feud swap".split())
HOLDING: Final = frozenset("arrest detain question hold seek hunt interview interrogate suspect".split())
OVER: Final = frozenset({"over", "after", "following", "for"})
POSSESSED: Final = frozenset(  # whose it is, it is done to: of 95 such possessives in the annotated articles 88
    "abduction acquittal appointment arrest assassination capture conviction deportation detention dismissal ejection "
    "eviction execution expulsion extradition hanging imprisonment inauguration indictment jailing kidnapping killing "
    "murder nomination ouster ousting prosecution reappointment reinstatement release removal rescue sacking "
    "sentencing trial".split()
)
BODIES: Final = frozenset("army coastguard court force jury military navy police tribunal".split())  # which do it
LEAVING: Final = frozenset(  # nouns of going from somewhere
    "deportation evacuation expulsion extradition flight pullout removal repatriation retreat return transfer "
    "withdrawal".split()
)
DOING: Final = frozenset({"agent", "participant"})
WHENCE: Final = frozenset({"from", "in", "outside", "inside"})
NOUNS: Final = frozenset({"NOUN", "PROPN"})
HELD: Final = frozenset("arrested detained held jailed charged killed injured wounded hurt rescued freed".split())
UNDERGONE: Final = HELD | frozenset(  # "Minister [sacked] over a leak" was sacked
    "abducted acquitted ambushed appointed banned beaten convicted deported dismissed ejected evacuated executed "
    "established expelled fined founded headquartered indicted kidnapped murdered ousted pardoned re-elected reelected "
    "reinstated released sacked sentenced stabbed suspended".split()
)
OBJECTS: Final = frozenset("DET NOUN NUM PRON PROPN ADJ SYM".split())  # what begins an object
SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})


def done_by(label: str, filler: Token, trigger: Token, events: Container[int]) -> str:
    """Return the role of *filler* towards *trigger*, "" for none.

    Of "divers searched, and fishermen found her" the divers do not find; who faces a trial is tried; who was
    granted asylum receives it; who repels an attack makes none; who shot somebody was not shot, nor does the place
    shoot that shots come from; whom police arrest over a murder did not do it for that; whose acquittal it is was
    acquitted; whom a court fined, the court did; a ferry that collided with a barge is a party to it, as the barge
    is; "a shooting at a march by nurses" was none by nurses; nobody pays an agreement "under which boats pay".

    Args:
        events: the tokens that name events.
    """
    label = by_order(label, filler, trigger, events)
    label = by_joined_verbs(label, filler, trigger)
    if label in DOING and any(
        (
            _another_does(filler, trigger),
            _does_another(filler, trigger, events),
            _is_held_over(filler, trigger),
            _comes_from(filler, trigger),
            _is_before_participle(filler, trigger),
            _is_of_its_object(filler, trigger),
            _made_it(filler, trigger),
            _does_what_follows(filler, trigger),
            has_another_do_it(filler, trigger),
        )
    ):
        return ""
    if label == "agent":
        label = _of_doer(filler, trigger)
    if label == "patient" and (_is_under_which(filler, trigger) or _is_before_colon(filler, trigger)):
        return ""
    if label == "patient" and _does_to_whom(filler, trigger):
        return "agent"
    if label == "patient" and (_is_given(filler, trigger) or _acts(filler, trigger)):
        return "recipient" if _is_given(filler, trigger) else "agent"
    return "participant" if label in ("agent", "patient") and _meets(filler, trigger) else label


def _of_doer(filler: Token, trigger: Token) -> str:
    """What who is taken for the doer is to an event, "agent" if nothing else."""
    if trigger.pos_ in NOUNS and _is_left(filler, trigger):
        return "origin"
    if _undergoes(filler, trigger) or _has_it_done(filler, trigger):
        return "patient"
    if trigger.pos_ in NOUNS and _is_done_to(filler, trigger):
        return "patient"
    noun = first_of(trigger)
    if noun.dep_ == "obj" and noun.head.lemma_ in BORNE:
        return _borne_by(filler, noun.head)
    return "" if _wards_off(filler, trigger) else "agent"


def befallen(document: Document, link: Relation) -> str:
    """Return the role that a link tells, "patient" where a headline leaves out that it was done to whom it links."""
    words, word = (document.analysis.proposals[n] for n in (link.tail, link.head))
    filler, trigger = (head_token(document.doc, p.start, p.end) for p in (words, word))
    return "patient" if link.label == "agent" and _undergoes(filler, trigger) else link.label


def _undergoes(filler: Token, trigger: Token) -> bool:
    """Whether a headline leaves "was" out: "Minister [dismissed] after eleven weeks"."""
    verb = trigger.lower_ in UNDERGONE and not any(c.dep_.startswith(("aux", "obj")) for c in trigger.children)
    subject = filler.dep_ in SUBJECTS and filler.head.i == trigger.i
    told_of = trigger.dep_ == "acl" and trigger.head.i == filler.i
    if not verb or not (subject or told_of) or filler.i > trigger.i:
        return False
    behind = trigger.nbor(1) if trigger.i + 1 < len(trigger.doc) else None
    return behind is None or behind.is_space or behind.is_punct or behind.pos_ in ("ADP", "SCONJ")


def _has_it_done(filler: Token, trigger: Token) -> bool:
    """Whether words before a passive verb are not who did it: "[Osk], which was dissolved by a court"."""
    passive = any(c.dep_ == "aux:pass" for c in trigger.children)
    done = any(c.i > trigger.i and _by(c) is not None for c in trigger.children)
    before = filler.i < trigger.i and filler.sent.start == trigger.sent.start
    return (
        passive
        and done
        and before
        and _by(filler) is None
        and any(t.lower_ in ("which", "who", "that") for t in trigger.doc[filler.i + 1 : trigger.i])
    )


def _another_does(filler: Token, trigger: Token) -> bool:
    """Whether an active verb has a subject of its own, or a noun its "by", and the words belong to another verb."""
    if trigger.pos_ in NOUNS:
        own = next((c for c in trigger.children if c.dep_ == "nmod" and _by(c) is not None), None)
        aside = filler.dep_ in SUBJECTS and filler.head.i != trigger.i
        return own is not None and aside and not own.is_ancestor(filler)
    own = next((c for c in reversed([*trigger.children]) if c.dep_ == "nsubj"), None)
    if any(c.dep_ == "nsubj:pass" for c in trigger.children):
        return filler.dep_ in SUBJECTS and filler.head.i != trigger.i and trigger.is_ancestor(filler)
    if trigger.pos_ != "VERB" or own is None or own.pos_ not in NOUNS or own.i == filler.i or own.is_ancestor(filler):
        return False
    if _is_of_verb_before(filler, trigger):
        return True
    top = filler
    while top.dep_ == "conj" and top.head.i != top.i:
        top = top.head
    told_of = trigger.dep_ == "acl:relcl" and trigger.head.i == top.i
    return told_of or (top.dep_ in SUBJECTS and top.head.i != trigger.i)


def _is_of_verb_before(filler: Token, trigger: Token) -> bool:
    """Whether words hang from a verb with another verb and a subject between: "[12 men] died when a drone struck"."""
    if filler.head.i != trigger.i or filler.dep_ not in ("nsubj", "obl:unmarked") or filler.i > trigger.i:
        return False
    between = [t for t in trigger.doc[filler.i + 1 : trigger.i] if t.pos_ == "VERB" and not filler.is_ancestor(t)]
    return any(c.dep_ == "nsubj" and c.i > between[0].i for c in trigger.children) if between else False


def _does_to_whom(filler: Token, trigger: Token) -> bool:
    """Whether words stand between "whom" and an active verb: "Obi, whom [the court] fined"."""
    first = filler.left_edge
    beside = first.i > trigger.sent.start and first.nbor(-1).lower_ == "whom" and filler.i < trigger.i
    if not beside or trigger.pos_ != "VERB" or filler.is_ancestor(trigger):
        return False
    return not any(t.pos_ == "VERB" or t.lemma_ == "be" for t in trigger.doc[filler.i + 1 : trigger.i])


def _acts(filler: Token, trigger: Token) -> bool:
    """Whether a verb taken for a passive has no auxiliary, and an object: "a man [shot dead] two people"."""
    verb = trigger.head if trigger.pos_ == "ADJ" and trigger.dep_ in ("advcl", "advmod", "xcomp") else trigger
    active = verb.pos_ == "VERB" and not any(c.dep_.startswith("aux") for c in verb.children)
    undergoes = filler.dep_ == "nsubj:pass" and filler.head.i == verb.i
    return active and undergoes and any(c.dep_ == "obj" and c.i > verb.i and c.pos_ != "ADJ" for c in verb.children)


def _comes_from(filler: Token, trigger: Token) -> bool:
    """Whether a verb's happening was or came from there: "fired [from Osk]", "guilty [in court]", not "a bid from"."""
    return trigger.pos_ == "VERB" and any(c.dep_ == "case" and c.lower_ in WHENCE for c in filler.children)


def _is_of_its_object(filler: Token, trigger: Token) -> bool:
    """Whether words only tell whom an active verb's object is with: "suspended talks [with the rebels]"."""
    noun = filler.head
    led = any(c.dep_ == "case" and c.lower_ in ("with", "by") for c in filler.children)
    active = trigger.pos_ == "VERB" and any(c.dep_ == "nsubj" and c.i != filler.i for c in trigger.children)
    return active and led and filler.dep_ == "nmod" and noun.dep_ == "obj" and noun.head.i == trigger.i


def _made_it(filler: Token, trigger: Token) -> bool:
    """Whether "by" says whose work a passive verb's subject is: "a painting [by Obi] was stolen"."""
    noun = filler.head
    passive = noun.dep_ == "nsubj:pass" and noun.head.i == trigger.i
    return passive and filler.dep_ == "nmod" and _by(filler) is not None and filler.i < trigger.i


def _is_before_participle(filler: Token, trigger: Token) -> bool:
    """Whether a title's participle behind a comma has others of its own: "[Nurses] block road, 14 [arrested]"."""
    if trigger.pos_ != "VERB" or trigger.lower_ not in HELD or filler.i > trigger.i:
        return False
    doc, first = trigger.doc, trigger.i - 1
    bare = trigger.i + 1 == len(doc) or doc[trigger.i + 1].pos_ not in OBJECTS
    while first > trigger.sent.start and doc[first].pos_ in ("NUM", "ADV", "NOUN", "ADJ") and doc[first].text != ",":
        first -= 1
    counted = any(t.pos_ == "NUM" for t in doc[first + 1 : trigger.i])
    return bare and counted and doc[first].text in (",", ";") and filler.i < first


def _is_before_colon(filler: Token, trigger: Token) -> bool:
    """Whether it is what somebody says that tells of it: "[Police]: 34 [arrested]"."""
    same = filler.i < trigger.i and filler.sent.start == trigger.sent.start
    return same and any(t.text == ":" for t in trigger.doc[filler.i : trigger.i])


def _by(word: Token) -> Token | None:
    return next((c for c in word.children if c.dep_ == "case" and c.lower_ == "by"), None)


def _does_what_follows(filler: Token, trigger: Token) -> bool:
    """Whether "by" is of a later verb with an auxiliary of its own: "was rescued and is being held [by police]"."""
    verb, own = filler.head, trigger.pos_ == "VERB" and trigger.i < filler.head.i < filler.i
    return own and _by(filler) is not None and any(c.dep_ == "aux:pass" and c.i > trigger.i for c in verb.children)


def _is_done_to(filler: Token, trigger: Token) -> bool:
    """Whether what is done is done to whose it is: "[her] acquittal", not "[the court's] dismissal of the case".

    Nor is it to bodies that such things are done: "[the navy's] rescue saved nine".
    """
    if filler.lemma_.lower() in BODIES:
        return False
    if filler.dep_ != "nmod:poss" or filler.head.i != trigger.i or trigger.lemma_.lower() not in POSSESSED:
        return False
    return not any(c.dep_ == "nmod" and c.i > trigger.i and _case_of(c) == "of" for c in trigger.children)


def _case_of(word: Token) -> str:
    return next((c.lower_ for c in word.children if c.dep_ == "case"), "")


def _is_left(filler: Token, trigger: Token) -> bool:
    """Whether it is where somebody goes from: "the extradition [from Osk]"."""
    out = trigger.lemma_.lower() in LEAVING and filler.head.i == trigger.i
    return out and _case_of(filler) == "from"


def _does_another(filler: Token, trigger: Token, events: Container[int]) -> bool:
    """Whether "by" stands right behind another event's noun, wherever the tree hangs it."""
    by = _by(filler)
    before = by.nbor(-1) if by is not None and by.i else None
    return before is not None and before.pos_ in NOUNS and before.i in events and before.i != trigger.i


def _is_held_over(filler: Token, trigger: Token) -> bool:
    """Whether somebody is only held or sought for the event: "arrested four men over the murder"."""
    over = any(c.dep_ in ("case", "mark") and c.lower_ in OVER for c in trigger.children)
    if trigger.head.lower_ == "connection":
        trigger, over = trigger.head, True
    verb = trigger.head
    held = over and verb.i != trigger.i and verb.lemma_ in HOLDING
    return held and filler.head.i == verb.i and filler.dep_ in ("obj", *SUBJECTS)


def _borne_by(filler: Token, verb: Token) -> str:
    """The role of words towards what a verb like "face" brings upon its subject."""
    bearer = subject_of(verb)
    if bearer is not None and bearer.i == filler.i:
        return "patient"
    return "" if filler.dep_ in SUBJECTS else "agent"


def _wards_off(filler: Token, trigger: Token) -> bool:
    """Whether words are the subject of a verb that the event is warded off by: "[troops] repelled an attack"."""
    verb = trigger.head
    led = any(c.dep_ == "case" for c in trigger.children)
    if led or trigger.dep_ not in ("obj", "obl") or trigger.pos_ not in NOUNS or verb.lemma_ not in WARDING:
        return False
    subject = subject_of(verb)
    return subject is not None and filler.i in {subject.i, *(c.i for c in subject.conjuncts)}


def _is_given(filler: Token, trigger: Token) -> bool:
    given = trigger.lemma_ in GIVING and any(
        c.dep_ == "obj" or (c.dep_ == "xcomp" and c.pos_ == "NOUN") for c in trigger.children
    )
    return given and filler.dep_ == "nsubj:pass" and filler.head.i == trigger.i


def _is_under_which(filler: Token, trigger: Token) -> bool:
    """Whether a relative clause tells of the words by a preposition: "under which", "to whom"."""
    inside = trigger.dep_ == "acl:relcl" and trigger.head.i == filler.i
    return inside and any(c.dep_ == "obl" and c.lower_ in ("which", "whom") for c in trigger.children)


def _meets(filler: Token, trigger: Token) -> bool:
    """Whether words are one side of what two do to each other: "a ferry collided with a barge"."""
    side = filler.dep_ in ("nsubj", "obj") or any(c.dep_ == "case" and c.lower_ == "with" for c in filler.children)
    return trigger.lemma_ in MUTUAL and trigger.pos_ == "VERB" and filler.head.i == trigger.i and side
