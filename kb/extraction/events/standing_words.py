"""Words for deeds that only say how things stand: who holds an account, what is left so, which futures are traded.

Input: a trigger proposal of a Document. Output: whether it is no happening, read by kb.extraction.events.unfit.
Never: names a type.
"""

import re
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.events.other_senses import is_bare_preposition, is_only_traded, is_paper, keeps_alive
from kb.extraction.time.calendar_words import MONTHS
from kb.language.analysis import Proposal

STATED: Final = frozenset({"acl", "amod", "xcomp"})
NOTES: Final = frozenset({"note", "letter", "message", "book"})
GLAD: Final = frozenset("be feel look sound seem".split())  # before "relieved"
_RELIEVING: Final = re.compile(r"\s(?:(?:on\s|last\s)?(?:[A-Z]\w+day|yesterday|week|month|year)\s)?(?:of|by|from|as)\b")
MEASURES: Final = frozenset("amount cent dollar fifth fraction half percent point quarter tenth third".split())
SCALES: Final = frozenset("thousand million billion trillion".split())
SUM: Final = 4  # digits that a number has which counts money rather than winners
LIFELESS: Final = frozenset(  # what is killed without a death
    "amendment bill business chance competition contest deal debate demand dream economy game hope idea industry "
    "initiative job legislation market match momentum mood motion plan proposal project race reform tie trade".split()
)
ASSETS: Final = frozenset("account share stake bond deposit title record asset licence license land property".split())


def dates_futures(document: Document, proposal: Proposal) -> bool:
    """Return whether a delivery only says which futures are traded: "cocoa for March [delivery] rose"."""
    doc, noun = document.doc, proposal.end - 1
    if doc[noun].lower_ not in ("delivery", "settlement") or noun < 2 or doc[noun - 1].lower_ not in MONTHS:
        return False
    return doc[noun - 2].lower_ == "for"


def leaves_so(document: Document, proposal: Proposal) -> bool:
    """Return whether nobody goes, but something makes others stay as they are: "[left] 90 ships waiting at sea"."""
    verb = head_token(document.doc, proposal.start, proposal.end)
    if proposal.label != "travel" or verb.lemma_ != "leave":
        return False
    left = [c for c in verb.children if c.dep_ == "obj" and c.i > verb.i]
    states = (c for o in left for c in (*o.children, *verb.children) if c.i > o.i and c.dep_ in STATED)
    return any(c.lower_.endswith(("ing", "ed")) or c.pos_ == "ADJ" for c in states)


def is_owned(document: Document, proposal: Proposal) -> bool:
    """Return whether somebody only has a thing: "an account in Osk [held] by her", not "a boy held by police"."""
    verb = head_token(document.doc, proposal.start, proposal.end)
    before = next((t for t in reversed(document.doc[verb.sent.start : verb.i]) if t.pos_ == "NOUN"), verb)
    return document.doc[verb.i : verb.i + 2].text.lower() == "held by" and before.lemma_ in ASSETS


def is_of_a_note(document: Document, proposal: Proposal) -> bool:
    """Return whether a protest is only what a note is of: "handed him a note of [protest]"."""
    before = document.doc[max(0, proposal.start - 2) : proposal.start]
    noted = len(before) == 2 and before[0].lemma_ in NOTES and before[1].lower_ == "of"
    return noted and document.doc[proposal.start : proposal.end].text.lower() in ("protest", "condolences")


def is_glad(document: Document, proposal: Proposal) -> bool:
    """Say whether somebody is only glad: "the family was [relieved]", not "was relieved of her post"."""
    word = head_token(document.doc, proposal.start, proposal.end)
    before = document.doc[max(0, word.i - 3) : word.i]
    glad = word.lower_ == "relieved" and any(t.lemma_ in GLAD for t in before)
    return glad and _RELIEVING.match(document.text, word.idx + len(word)) is None


def is_money(document: Document, proposal: Proposal) -> bool:
    """Return whether what seems a victory is a currency: "fined 200 million [won]", not "of forty, 14 [won]"."""
    before = document.doc[proposal.start - 1] if proposal.start else None
    word = document.doc[proposal.start : proposal.end].text
    if word != "won" or before is None:
        return False
    return before.lower_ in SCALES or (before.pos_ == "NUM" and sum(map(str.isdigit, before.text)) >= SUM)


def ends_a_thing(document: Document, proposal: Proposal) -> bool:
    """Return whether no living thing dies: "the red card [killed] the match", "the bill [died] in committee"."""
    verb = head_token(document.doc, proposal.start, proposal.end)
    if proposal.label != "death" or verb.pos_ != "VERB" or verb.lemma_ not in ("kill", "die"):
        return False
    wanted = "nsubj" if verb.lemma_ == "die" else "nsubj:pass"
    return any(c.lemma_ in LIFELESS and (c.dep_ == wanted or (c.dep_ == "obj" and c.i > verb.i)) for c in verb.children)


def drops_something(verb: Token) -> bool:
    """Say whether a verb's object is a thing, and no measure: "dropped a bid", not "dropped a tenth", "3 percent"."""
    taken = [c for c in verb.children if c.dep_ == "obj" and c.pos_ in ("NOUN", "PROPN")]
    counted = any(c.pos_ == "NUM" or c.dep_ == "nummod" for one in taken for c in one.children)
    return bool(taken) and not counted and all(one.lemma_ not in MEASURES for one in taken)


def is_on_probation(document: Document, proposal: Proposal) -> bool:
    """Say whether a term is said to be suspended, and nobody is: "six years, [suspended] because of his health"."""
    words = document.span(proposal)
    told = words.of(document.text).casefold() == "suspended" and _WHY.match(document.text, words.end) is not None
    return told and _TERM.search(document.text, max(0, words.start - TERM_REACH), words.start) is not None


_TERM: Final = re.compile(
    r"\b(?:years?|months?|sentences?|terms?)(?:\s(?:in|of)\s[a-z]+)?,\s?(?:all|both|half|most)?\s?$"
)
_WHY: Final = re.compile(r"\s*[.,;:]|\s(?:because|for|as|on|owing|due|by|in|pending|until|after)\b")
TERM_REACH: Final = 40  # characters


STANDING: Final = (
    is_money,
    ends_a_thing,
    is_glad,
    is_of_a_note,
    leaves_so,
    dates_futures,
    is_owned,
    is_only_traded,
    is_bare_preposition,
    keeps_alive,
    is_paper,
    is_on_probation,
)
