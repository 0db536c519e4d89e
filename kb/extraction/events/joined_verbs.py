"""Who does what one of two joined words tells: "kidnapped and beat the minister", "was reinstated and awarded 9,000".

Input: a role, the words that fill it, the event's word, the tree.
Output: the role that they have; read by kb.extraction.events.doers.
Never: gives a role to words that had none.
"""

from typing import Final

from spacy.tokens import Token

GETTING: Final = frozenset("receive get obtain borrow secure".split())
GIVEN: Final = frozenset("awarded granted given offered assigned".split())
PAST_ONLY: Final = frozenset("beat took drove threw broke stole tore gave shook froze hid".split())  # no participles
NOUNS: Final = frozenset({"NOUN", "PROPN"})
SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})


def by_joined_verbs(label: str, filler: Token, trigger: Token) -> str:
    """Return the role of *filler* towards *trigger*, *label* where no joined word tells another.

    Who gets money from a fund is paid by it; a passive goes on without its auxiliary; an active verb shares the object
    of the next one.
    """
    if label in ("recipient", "patient") and trigger.lemma_ in GETTING and _is_from(filler):
        return "agent"
    if label in ("agent", "patient") and _is_given_too(filler, trigger):
        return "recipient"
    return "agent" if label == "patient" and _does_too(filler, trigger) else label


def first_of(noun: Token) -> Token:
    """Return the noun to which "and" joins one, else itself: "face a ban and the [freezing] of assets"."""
    named = noun.pos_ in NOUNS or (noun.i > noun.sent.start and noun.nbor(-1).lower_ == "the")
    return noun.head if named and noun.dep_ == "conj" else noun


def _is_from(filler: Token) -> bool:
    return any(c.dep_ == "case" and c.lower_ == "from" for c in filler.children)


def _is_given_too(filler: Token, trigger: Token) -> bool:
    """Whether a passive goes on without its auxiliary: "[a clerk] was reinstated and awarded 9,000 euros"."""
    first = trigger.head
    own = any(c.dep_.startswith(("aux", "nsubj")) for c in trigger.children)
    passive = any(c.dep_ == "aux:pass" for c in first.children)
    joined = trigger.dep_ == "conj" and trigger.lower_ in GIVEN and passive and not own
    return joined and filler.dep_ == "nsubj:pass" and filler.head.i == first.i


def shares_object(verb: Token) -> bool:
    """Return whether an active verb has the object of the next one: "miners [kidnapped] and beat the minister".

    Not "two men [held] and charged"; the next verb has an object or a form that no passive has.
    """
    doc = verb.doc
    bare = verb.pos_ == "VERB" and not any(c.dep_.startswith(("aux", "obj")) for c in verb.children)
    if not bare or doc[verb.i + 1 : verb.i + 2].text != "and" or verb.i + 2 >= len(doc):
        return False
    other = doc[verb.i + 2]
    own = any(c.dep_.startswith(("aux", "nsubj")) for c in other.children)
    taken = other.lower_ in PAST_ONLY or any(c.dep_ == "obj" and c.i > other.i for c in other.children)
    return other.pos_ == "VERB" and not own and taken


def _does_too(filler: Token, trigger: Token) -> bool:
    subject = filler.dep_ in SUBJECTS and filler.head.i == trigger.i and filler.i < trigger.i
    return subject and shares_object(trigger)
