"""Who stands by an event without the role that the model gives: a witness, an ally, whoever another clause counts.

Input: a role, the words that fill it, the event's word, the tree.
Output: the role that they have, "" for none, read by kb.extraction.events.roles.
Never: gives a role to words that had none.
"""

from itertools import takewhile
from typing import Final

from spacy.tokens import Token

from kb.extraction.clause_owners import has_own_clause, in_other_clause
from kb.extraction.document import Document, head_token
from kb.extraction.events.joined_verbs import shares_object
from kb.extraction.events.onlookers import is_about
from kb.extraction.names.entities import EntityTable
from kb.extraction.names.place_kinds import VEHICLES
from kb.extraction.syntax import LEADING, LED, subject_of
from kb.language.people_words import PERSONS
from kb.model import Span

PERCEIVING: Final = frozenset("hear see witness watch observe notice detect overhear film photograph".split())
SOUNDS: Final = frozenset("sound sounds noise footage images signs reports rounds bursts echo".split())
DOING: Final = frozenset({"agent", "participant"})
SAYING: Final = frozenset("say tell add explain recall claim insist argue report note believe".split())
NOUNS: Final = frozenset({"NOUN", "PROPN"})
NOMINAL: Final = NOUNS | {"PRON"}
BESIDE: Final = frozenset({"alongside"})
BEFALLING: Final = frozenset("kill injure wound hurt die perish drown displace maim bury trap".split())
BEFALLING_DOERS: Final = frozenset(  # whose subject is done to
    {("become", "employment"), ("receive", "business"), ("receive", "legal"), ("get", "legal")}
)
DYING: Final = frozenset("die perish drown suffocate".split())
TESTIMONIES: Final = frozenset({"testimony", "confession", "deposition"})
WITHIN: Final = frozenset({"in", "during", "by", "from"})
SIDING: Final = frozenset("ally align link affiliate associate oppose back support arm fund finance train".split())
AUXILIARIES: Final = frozenset({"aux", "aux:pass"})
DONE_TO: Final = frozenset(  # past forms that nobody does without naming to whom
    "abducted accused acquitted appointed arrested assassinated banned beheaded bombed charged cleared convicted "
    "damaged deported destroyed detained displaced evacuated executed extradited fined freed held hit hurt "
    "imprisoned indicted injured jailed kidnapped killed lynched murdered ousted poisoned released rescued sacked "
    "seized sentenced shot slain stabbed suspended targeted tortured trapped wounded".split()
)
HIT: Final = frozenset("ambushed attacked bombed looted shelled torched".split())  # at the end of a title
OBJECTS: Final = frozenset({"DET", "NOUN", "NUM", "PRON", "PROPN", "ADJ", "SYM"})
SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
RELATIVE: Final = frozenset({"who", "which", "that"})


def role_of(label: str, filler: Token, trigger: Token, coarse: str = "") -> str:
    """Return the role of *filler* towards *trigger*, "" for none.

    Args:
        coarse: class of the event.

    Who hears shooting does not shoot, who was killed in a blast set none off; who is fought alongside fights on that
    side; of "12 had died and 40 were killed in strikes" the 12 are not the
    patients of the killing that has its own; nor does he do it whose house
    is burnt, to whom the troops are loyal, or to whom one apologises for it.
    """
    if label in DOING and any(no(filler, trigger) for no in BYSTANDERS):
        return ""
    if coarse == "talks" and label in ("agent", "participant", "patient") and is_about(filler):
        label = "circumstance"  # "talks over [the captives]"
    if filler.lower_ == "history" and any(c.dep_ == "case" and c.lower_ == "in" for c in filler.children):
        return ""  # "the largest takeover in the history of the trade"
    beside = any(c.dep_ == "case" and c.lower_ in BESIDE for c in filler.children)
    if (beside and label in ("patient", "participant")) or (label == "patient" and _testifies(filler, trigger)):
        return "agent"
    if label == "agent" and _undergoes(filler, trigger, coarse):
        return "recipient" if trigger.lemma_ == "receive" and filler.dep_ == "nsubj" else "patient"
    if label == "patient" and _owns_the_doer(filler, trigger):
        return "place"
    mourns = coarse == "death" and _mourns(filler, trigger)
    return "" if label == "patient" and (mourns or _of_another_clause(filler, trigger)) else label


def is_of_clause_beside(document: Document, words: Span, label: str, trigger: Token) -> bool:
    """Whether *words* stand in a clause beside a verb's own: "Osk sent tents, and [Ruvu] promised to send [doctors]".

    Ruvu sends no tents and Osk no doctors, whatever "and" may join. A pronoun behind the verb may be who does it:
    "was held for [smuggling]; [he] denies it".
    """
    if label not in ("agent", "patient", "participant") or trigger.pos_ != "VERB":
        return False
    first, last = document.tokens(words)
    if first >= last or head_token(document.doc, first, last).pos_ == "PRON":
        return False
    if first > trigger.i:
        return label == "patient" and in_other_clause(document, words, trigger)
    return has_own_clause(document, words, trigger)


def is_aside(verb: Token) -> bool:
    """Whether a comma opens the clause of a verb: "Obi, a driver, and Lund, who [sold] bread"."""
    first: Token = verb.left_edge
    return "," in (first.text, first.nbor(-1).text if first.i else "")


def _undergoes(filler: Token, trigger: Token, coarse: str) -> bool:
    """Whether a subject is done to: "Obi was elected", "Obi became mayor", "Obi received", "captain held"."""
    bare = not any(c.dep_ in SUBJECTS for c in trigger.children)
    if bare and trigger.dep_ == "acl" and trigger.lower_.endswith("ed"):
        return trigger.head.i in (filler.i, filler.head.i if filler.dep_ == "appos" else -1)
    if trigger.dep_ == "conj" and filler.dep_ == "nsubj:pass" and filler.head.i == trigger.head.i:
        return _bare_participle(trigger) and bare  # "was wounded and [evacuated] to Osk"
    passive = filler.dep_ == "nsubj:pass" or (
        not trigger.lower_.endswith("ing") and any(c.lower_ == "been" and c.i < trigger.i for c in trigger.children)
    )
    bare_one = _bare_participle(trigger) and not shares_object(trigger)
    made = (trigger.lemma_, coarse) in BEFALLING_DOERS or bare_one or _comes_under(trigger)
    if made and (apposed := _apposed_to(filler)).dep_ in SUBJECTS:
        filler = apposed  # "two directors, [Obi] and [Lund], received nine years"
    return (passive or made) and filler.dep_ in SUBJECTS and filler.head.i == trigger.i


def _apposed_to(name: Token) -> Token:
    while name.dep_ in ("appos", "conj") and name.head.i < name.i:
        name = name.head
    return name


def _comes_under(verb: Token) -> bool:
    """Whether a verb only brings its subject under what others do: "the patrol came under fire"."""
    behind = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    return verb.lemma_ == "come" and behind is not None and behind.lower_ == "under"


def _of_whom_it_befalls(filler: Token, trigger: Token) -> bool:
    """Whether words only tell of what comes under fire: "a patrol of [monitors] came under fire"."""
    subjects = (c for c in trigger.children if c.dep_ in SUBJECTS)
    return _comes_under(trigger) and any(subject.is_ancestor(filler) and subject.i != filler.i for subject in subjects)


def _bare_participle(verb: Token) -> bool:
    """Whether a verb that needs an object stands in the past without one: "captain held", "mayor shot dead"."""
    last = verb.i + 1 < len(verb.doc) and verb.doc[verb.i + 1].lower_ == "dead"
    behind = verb.doc[verb.i + 1 + last] if verb.i + 1 + last < len(verb.doc) else None
    told = (c for c in verb.children if c.lower_ != "dead")
    bare = not any(c.dep_ in AUXILIARIES or c.dep_ in ("obj", "iobj", "ccomp", "xcomp") for c in told)
    if verb.lower_ in HIT and behind is not None and (behind.is_space or behind.text == ";"):
        return bare and not verb.dep_.startswith("acl")  # "Osk port attacked", not "the camp that rebels attacked"
    return verb.lower_ in DONE_TO and bare and (behind is None or behind.pos_ not in OBJECTS)


def _testifies(filler: Token, trigger: Token) -> bool:
    """Whether somebody's own words are told of: "the testimony of a nurse", not "testimony of torture"."""
    of = any(c.dep_ == "case" and c.lower_ == "of" for c in filler.children)
    person = filler.pos_ == "PROPN" or filler.lemma_ in PERSONS
    return trigger.lemma_ in TESTIMONIES and filler.head.i == trigger.i and of and person


def _befallen(filler: Token, trigger: Token) -> bool:
    """Whether the event is what somebody was killed or hurt in, and the filler they or theirs."""
    verb = trigger.head
    within = any(c.dep_ == "case" and c.lower_ in WITHIN for c in trigger.children)
    if not within or verb.pos_ != "VERB" or verb.lemma_ not in BEFALLING:
        return False
    if any(c.i == filler.i and c.dep_ in ("nsubj:pass", "obj") for c in verb.children):
        return True
    whom = verb.head if verb.dep_.startswith("acl") else None
    while whom is not None and whom.i != filler.i:
        whom = whom.head if whom.dep_ == "nmod" and whom.head.i != whom.i else None
    return whom is not None


def _perceives(filler: Token, trigger: Token) -> bool:
    """Whether the filler is the subject of a verb of seeing or hearing whose object the event is."""
    token = trigger
    if token.dep_ == "nmod" and token.head.lower_ in SOUNDS:
        token = token.head  # "the sound of shelling"
    verb = token.head
    seen = token.dep_ in ("obj", "ccomp", "xcomp") and verb.pos_ == "VERB" and verb.lemma_ in PERCEIVING
    return seen and any(c.i == filler.i and c.dep_ == "nsubj" for c in verb.children)


def has_it_done(filler: Token, trigger: Token) -> bool:
    """Whether somebody has another do it: "Zambia asked Osk to send a team", "she accused him of theft"."""
    verb = trigger.head
    led = verb.i != trigger.i and verb.pos_ == "VERB" and verb.lemma_ in LEADING
    if not led or trigger.dep_ not in LED:
        return False
    subject = filler if filler.head.i == verb.i and filler.dep_ in SUBJECTS else subject_of(verb)
    if subject is None or subject.i != filler.i:
        return False  # "set bail and ordered them to go" is one who orders
    return any(c.dep_ in ("obj", "iobj") and c.i not in (filler.i, trigger.i) for c in verb.children)


def only_tells_of(filler: Token, trigger: Token) -> bool:
    """Whether words only tell of another party: the owner of what is attacked, whom troops are loyal to.

    Of 10 such doers 1 was right on articles annotated by hand.
    """
    if filler.is_ancestor(trigger):
        between = list(takewhile(lambda t: t.i != filler.i, trigger.ancestors))
        return trigger.pos_ in NOUNS and any(t.pos_ in NOMINAL for t in between)
    if _puts_in(filler, trigger) or not trigger.is_ancestor(filler):
        return _puts_in(filler, trigger)
    above = list(takewhile(lambda t: t.i != trigger.i, filler.ancestors))
    if any(_sides(t) for t in above):
        return filler.dep_ != "conj"  # "troops loyal to the president", "allied with the government"
    if filler.dep_ == "nmod:poss" and above:
        return above[-1].dep_ in ("obj", "nmod", "obl")
    nested = [filler.dep_, *(t.dep_ for t in above)] == ["nmod", "nmod"]
    return nested and trigger.pos_ in NOUNS


def _stands_before_who(filler: Token, trigger: Token) -> bool:
    """Whether "who" takes up somebody else, whom another verb brings in: "[nurses] met police, who [fired]"."""
    own = next((c for c in trigger.children if c.dep_ == "nsubj" and c.lower_ in RELATIVE), None)
    verb = filler.head
    if own is None or filler.dep_ not in SUBJECTS or verb.pos_ != "VERB" or not filler.i < verb.i < own.i - 1:
        return False
    aside = own.nbor(-1).text == ","
    noun = own.nbor(-1 - aside)
    return noun.pos_ in NOUNS and noun.i > verb.i and (aside or noun.dep_ == "obj")


def _sides(word: Token) -> bool:
    """Whether an adjective or a participle behind a noun says whom somebody is for or against."""
    adjective = word.pos_ == "ADJ" and word.dep_ in ("amod", "acl")
    return adjective or (word.dep_ in ("acl", "amod") and word.lemma_ in SIDING)


def _puts_in(filler: Token, trigger: Token) -> bool:
    """Whether the filler is the subject of an inserted verb of saying: "The soldiers, says Ana Paz, brought hunger"."""
    verb = filler.head
    return (
        filler.dep_ == "nsubj" and verb.dep_ == "parataxis" and verb.lemma_ in SAYING and not verb.is_ancestor(trigger)
    )


def _mourns(filler: Token, trigger: Token) -> bool:
    """Whether somebody lost another: "a woman who lost her mother", not "who lost his life"."""
    lost = [c for c in trigger.children if c.dep_ == "obj"]
    if trigger.lemma_ != "lose" or not lost or any(c.lemma_ == "life" for c in lost):
        return False
    return not any(filler.i in {one.i, *(c.i for c in one.conjuncts)} for one in lost)


def _owns_the_doer(filler: Token, trigger: Token) -> bool:
    """Whether a filler only tells of what the active verb's subject is: "residents of one village attacked"."""
    doer = filler.head
    return (
        filler.dep_ == "nmod"
        and doer.dep_ == "nsubj"
        and doer.head.i == trigger.i
        and trigger.pos_ == "VERB"
        and any(c.dep_ == "obj" for c in trigger.children)
    )


def _of_another_clause(filler: Token, trigger: Token) -> bool:
    """Whether a passive verb, or one of dying, has a subject of its own and the filler is the subject of another."""
    if filler.dep_ == "conj" and (verb := _led_by(filler)) is not None and verb.i > trigger.i:
        return True  # "one died and [six] were injured", whatever the tree says
    killed = any(c.dep_ == "obj" and c.i > trigger.i and c.pos_ != "PRON" for c in trigger.children)
    if killed and trigger.lemma_ in BEFALLING and trigger.lower_.endswith("ing") and filler.i < trigger.i:
        return True  # "fell on Obi and [Paz], killing Obi"
    own = _own_subject(trigger)
    if trigger.pos_ != "VERB" or own is None or own.pos_ not in ("NOUN", "PROPN", "NUM"):
        return False
    elsewhere = filler.dep_ in SUBJECTS and filler.head.i != trigger.i and filler.i != own.i
    return elsewhere and (filler.i < own.i or not own.is_ancestor(filler))


def _own_subject(verb: Token) -> Token | None:
    wanted = {"nsubj:pass", "nsubj"} if verb.lemma_ in DYING else {"nsubj:pass"}
    if (own := next((c for c in verb.children if c.dep_ in wanted), None)) is not None:
        return own
    first = next((c for c in verb.children if c.dep_ in AUXILIARIES), None)
    before = verb.doc[first.i - 1] if first is not None and first.i else None
    return before if before is not None and before.dep_ == "conj" and before.pos_ == "NUM" else None


def _led_by(number: Token) -> Token | None:
    """The verb whose auxiliary stands right behind a number: "six [were injured]"."""
    behind = number.doc[number.i + 1] if number.pos_ == "NUM" and number.i + 1 < len(number.doc) else None
    return behind.head if behind is not None and behind.dep_ in AUXILIARIES else None


def is_vehicle(document: Document, table: EntityTable, entity: str) -> bool:
    """Say whether an entity that has the type of a place is a ship, a plane or a bus by the words at its mentions."""
    if table.entity(entity).type not in ("facility", "infrastructure", "place"):
        return False
    for mention in table.mentions:
        if mention.entity == entity:
            first, last = document.tokens(mention.span)
            before = document.doc[first - 1] if first else None
            if first < last and document.doc[last - 1].lower_ in VEHICLES:
                return True
            if before is not None and mention.kind == "name" and before.lower_ in VEHICLES:
                return True
    return False


BYSTANDERS: Final = (_perceives, _befallen, only_tells_of, has_it_done, _of_whom_it_befalls, _stands_before_who)
