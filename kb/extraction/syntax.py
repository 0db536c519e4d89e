"""What a dependency tree says about who does what to whom, where and when.

Input: a token that names an event or a reporting verb, in a parsed Doc
(Universal Dependencies).
Output: Links (role, token), read by the role and statement stages beside the
model's own links.
Never: looks at meaning beyond voice, case and a few classes of events.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

UNDERGOING: Final = frozenset({"death", "injury", "damage", "fire_explosion", "natural_hazard"})
MUTUAL: Final = frozenset({"talks", "agreement", "armed_conflict"})
ABOVE: Final = frozenset(  # happenings that are over a place; a trial is over a matter
    "attack armed_conflict air_defence fire_explosion natural_hazard damage travel".split()
)
WITHIN: Final = frozenset("in at near on around across outside inside within throughout along off over".split())
LIGHT: Final = frozenset(
    (
        "launch carry conduct make take give hold have stage mount commit perform undertake begin start face suffer "
        "sustain report order announce lead host win sign reach impose issue"
    ).split()
)
ALIGHT: Final = frozenset({"fire", "alight", "ablaze"})  # what things are set
LEADING: Final = frozenset(  # verbs whose object does what hangs from them
    "accuse advise allow ask authorise authorize beg call encourage enable forbid force get help instruct invite let "
    "order permit persuade press pressure request require suspect tell urge warn".split()
)
LED: Final = frozenset({"xcomp", "ccomp", "advcl"})
VIOLENT: Final = frozenset({"attack", "armed_conflict"})
BRINGING: Final = frozenset({"come", "stay", "remain", "live"})  # under attack, under siege
CAUSING: Final = frozenset("cause trigger spark provoke prompt".split())
TAKING: Final = frozenset({"take", "hold"})
HELD: Final = frozenset({"hostage", "captive"})
REACH: Final = 6  # words from such a verb to what somebody is taken as
DEPTH: Final = 4


@dataclass(frozen=True, slots=True)
class Link:
    """A token that the tree gives a role towards an event word.

    Attributes:
        direct: a modifier of the noun itself, behind a preposition that means little else.
    """

    role: str
    token: Token
    direct: bool = False


def links_of(token: Token, coarse: str) -> tuple[Link, ...]:
    """Return the links of an event word, nearest first; a token may have several.

    Args:
        token: the head of a trigger.
        coarse: class of its event, which tells whether a bare subject acts or undergoes.
    """
    verbal = token.pos_ in ("VERB", "AUX", "ADJ")
    links = list(_verbal(token, coarse, 0) if verbal else _nominal(token, coarse))
    return tuple(_with_conjuncts([*_caused(token, coarse), *links]))


def subject_of(token: Token) -> Token | None:
    """Return the subject of a verb, its own or the one it shares with the verb it hangs from."""
    return next((link.token for link in _verbal(token, "communication", 0) if link.role == "agent"), None)


def _with_conjuncts(links: list[Link]) -> Iterator[Link]:
    for link in links:
        yield link
        for child in link.token.children:
            if child.dep_ == "conj" and link.role != "circumstance":
                yield Link(link.role, child)


def _case(token: Token) -> str:
    return next((child.lower_ for child in token.children if child.dep_ == "case"), "")


def _verbal(token: Token, coarse: str, depth: int) -> Iterator[Link]:
    passive = any(child.dep_ in ("nsubj:pass", "aux:pass") for child in token.children)
    has_object = any(child.dep_ == "obj" for child in token.children)
    own_subject = False
    for child in token.children:
        if child.dep_ in ("nsubj", "nsubj:outer"):
            own_subject = True
            undergoes = coarse in UNDERGOING and not has_object
            yield Link("patient" if undergoes else "participant" if coarse == "talks" else "agent", child)
        elif child.dep_ in ("nsubj:pass", "csubj:pass"):
            own_subject = True
            yield Link("patient", child)
        elif child.dep_ == "obj":
            yield Link("participant" if coarse == "talks" else "patient", child)
        elif child.dep_ == "iobj":
            yield Link("recipient", child)
        elif child.dep_.startswith("obl"):
            yield from _oblique(child, coarse, passive)
    if not own_subject and depth < DEPTH:
        yield from _shared_subject(token, coarse, passive, depth)


def _oblique(child: Token, coarse: str, passive: bool) -> Iterator[Link]:
    case = _case(child)
    if child.dep_ == "obl:agent" or (case == "by" and passive):
        yield Link("agent", child)
    elif case in WITHIN and (case != "over" or coarse in ABOVE):
        yield Link("place", child)
    elif case in ("to", "into", "toward", "towards"):
        yield Link("destination", child)
    elif case == "from":
        yield Link("origin", child)
    elif case == "with":
        yield Link("participant" if coarse in MUTUAL else "instrument", child)
    elif case == "against":
        yield Link("patient", child)


def _caused(token: Token, coarse: str) -> Iterator[Link]:
    """What a causing verb says of what it causes: "sparks caused a shed to catch fire", "sparks caused a fire"."""
    head = token.head
    if head.lemma_ not in CAUSING or head.i == token.i or token.dep_ not in ("xcomp", "ccomp", "obj", "nsubj:pass"):
        return
    for child in head.children:
        if child.dep_ in ("nsubj", "obl:agent") or (child.dep_ == "obl" and _case(child) == "by"):
            yield Link("circumstance", child, direct=True)
        elif child.dep_ == "obj" and child.i != token.i:
            yield Link("patient" if coarse in UNDERGOING else "agent", child, direct=True)


def _shared_subject(token: Token, coarse: str, passive: bool, depth: int) -> Iterator[Link]:
    head = token.head
    if head.i == token.i:
        return
    if token.dep_.startswith("acl"):
        participle = token.tag_ == "VBN" or passive or token.lower_.endswith(("ed", "en"))
        relative = token.dep_ == "acl:relcl"
        if not relative:
            yield Link("patient" if participle else "agent", head)
    elif token.dep_ in LED and head.lemma_ in LEADING and (led := _led(token)) is not None:
        yield Link("patient" if passive else "agent", led)
    elif token.dep_ in ("conj", "xcomp", "advcl", "parataxis", "ccomp") and head.pos_ in ("VERB", "AUX", "ADJ"):
        for link in _verbal(head, coarse if token.dep_ == "conj" else "other", depth + 1):
            if link.role == "agent" or (link.role == "patient" and link.token.dep_ == "nsubj:pass"):
                role = "patient" if passive or (coarse in UNDERGOING and not _has(token, "obj")) else "agent"
                yield Link(role, link.token)
            elif link.role == "place" and token.dep_ in ("conj", "advcl"):
                yield link


def _led(token: Token) -> Token | None:
    """Whom the verb above has do it: the object of "asked Osk to send a team"."""
    return next((c for c in token.head.children if c.dep_ in ("obj", "iobj") and c.i != token.i), None)


def _has(token: Token, dep: str) -> bool:
    return any(child.dep_ == dep for child in token.children)


def _nominal(token: Token, coarse: str) -> Iterator[Link]:
    below = coarse in VIOLENT and _case(token) == "under"  # "Osk has been under siege"
    for child in token.children:
        if below and child.dep_ == "nsubj":
            yield Link("patient", child, direct=True)
        if child.dep_ == "nmod:poss":
            yield Link("patient" if coarse in UNDERGOING else "agent", child)
        elif child.dep_ in ("amod", "compound") and child.pos_ in ("ADJ", "PROPN", "NOUN"):
            yield Link("instrument" if child.pos_ == "NOUN" and coarse == "attack" else "agent", child)
        elif child.dep_.startswith("nmod"):
            yield from _modifier(child, coarse)
        elif child.dep_.startswith("acl") and child.lemma_ in ("involve", "kill", "injure", "wound"):
            yield from (Link("patient", grand) for grand in child.children if grand.dep_ == "obj")
    yield from _light(token, coarse)


def _modifier(child: Token, coarse: str) -> Iterator[Link]:
    case = _case(child)
    if case == "by":
        yield Link("agent", child, direct=True)
    elif case in ("between", "among", "with"):
        yield Link("participant", child, direct=coarse == "talks")
    elif case == "of":
        yield Link("participant" if coarse == "talks" else "patient", child)
    elif case in ("on", "against"):
        yield Link("patient", child, direct=coarse == "attack")
    elif case in WITHIN and (case != "over" or coarse in ABOVE):
        yield Link("place", child)
    elif case in ("to", "into"):
        yield Link("destination", child)
    elif case == "from":
        yield Link("origin", child)


def _light(token: Token, coarse: str) -> Iterator[Link]:
    """A verb that only carries the noun ("launched an attack on") lends it its subject and obliques."""
    head = token.head
    if head.i == token.i or head.pos_ != "VERB":
        return
    if _case(token) == "under" and head.lemma_ in BRINGING and coarse in VIOLENT:
        yield from (Link("patient", c, direct=True) for c in head.children if c.dep_ == "nsubj")
    if token.dep_ == "obj" and head.lemma_ in LIGHT:
        for link in _verbal(head, "talks" if coarse == "talks" else "other", 1):
            if link.token.i != token.i and link.role != "patient":
                yield link
    elif token.dep_ in ("nsubj", "nsubj:pass", "obl"):
        yield from (link for link in _verbal(head, coarse, DEPTH) if link.role == "place" and link.token.i != token.i)
        if token.dep_ == "nsubj" and coarse == "attack":
            yield from (
                Link("patient", child) for child in head.children if child.dep_ == "obj" and not _is_people(child)
            )


def _is_people(token: Token) -> bool:
    return any(child.dep_ == "nummod" for child in token.children)


def phrases(head: Token) -> Iterator[str]:
    """Yield a trigger with the noun that says what it is about: "prisoner exchange", "fire tear gas"."""
    yield from _taken(head)
    for child in head.children:
        noun = child.lemma_ or child.lower_
        if head.pos_ == "VERB" and child.dep_ in ("obj", "nsubj:pass"):
            yield from (f"{head.lemma_} {part.lower_} {noun}" for part in child.children if part.dep_ == "compound")
            yield f"{head.lemma_} {noun}"
        elif head.pos_ == "NOUN" and (child.dep_ == "compound" or _of(child)):
            yield f"{noun} {head.lemma_}"


def _taken(verb: Token) -> Iterator[str]:
    """Yield "take hostage" of "took 31 policemen hostage", which the tree often takes for something else."""
    for word in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 1 + REACH)] if verb.lemma_ in TAKING else ():
        if word.pos_ in ("VERB", "PUNCT"):
            return
        if word.lower_ in HELD:
            yield f"{verb.lemma_} {word.lower_}"


def _of(child: Token) -> bool:
    return child.dep_ == "nmod" and any(case.lower_ == "of" for case in child.children)
