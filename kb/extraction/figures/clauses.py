"""Clauses that say what a number is of: "the 35 it is [licensed] for", "a wall, which had cost 40 million dollars".

In "the queue had grown to nine kilometres and lorries were checked" the kilometres are of the queue.

Input: a figure proposal, the words around it, which triggers tell an event.
Output: the trigger that the clause behind a number names, whether a number only measures a thing, or belongs to another
clause than a trigger, and how likely a link to one must be; read by kb.extraction.figures.stage.
Never: links a number to a word that the model did not mark as a trigger.
"""

import re
from collections.abc import Mapping
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.figures.beside import is_put_before
from kb.language.analysis import Proposal

PRONOUNS: Final = frozenset("it they he she we i you".split())
FAR: Final = 0.25  # how likely a link to a trigger of another sentence must be
APART: Final = 0.6  # and of another paragraph, unless the headline tells of the same happening
SURE: Final = 0.92  # a link that words of another clause do not overrule
REACH: Final = 4  # tokens of the clause behind a number that its verb is looked for in
MEASURING: Final = frozenset(
    "cost hold seat accommodate span weigh have employ represent comprise house contain operate own produce".split()
)  # verbs of what a thing is like
HAVING: Final = frozenset({"have", "employ", "own", "operate"})  # of these what they have alone
WHICH: Final = frozenset({"which", "that", "who"})
BEHIND: Final = 3  # tokens between a number and what becomes of those counted
NAMING: Final = frozenset({"NOUN", "PROPN", "ADJ", "ADV"})
BESIDE: Final = frozenset({"conj", "parataxis"})  # what joins one clause to another
RELATIVE: Final = frozenset({"acl:relcl", "acl"})
DEATH: Final = "death"
LIVING_REACH: Final = 90  # characters before a number
LIVING: Final = re.compile(
    r"\b(?:number|total|tally|count)\s+of\s+(?:[a-z][\w’'-]*\s+){0,2}?"
    r"(?:survivors|saved|rescued|alive|evacuees|evacuated|freed|released|discharged)\b"
    r"(?:(?!\b(?:die[sd]?|dead|deaths?|kill\w*|drown\w*|perish\w*)\b)[^.;:!?\d\n])*$",
    re.IGNORECASE,
)
PART: Final = re.compile(  # up to the number of the part
    r"(?:\s[\w-]+){0,3},?\s(?:\()?(?:including|among\s(?:them|which|whom)|(?:\d+|[a-z]+)\sof\s(?:them|which|whom))\s"
    r"(?:(?:at\sleast|about|some|nearly|more\sthan|over)\s)?[\w,.-]+\s$"
)
SURVIVORS: Final = re.compile(r"\s+(?:[a-z]+\s+)?survivors\b", re.IGNORECASE)


def floor(document: Document, events: Mapping[int, str], figure: Proposal, trigger: int) -> float:
    """Return how likely the link from a figure to a trigger must be, the likelier the further off the trigger stands.

    Args:
        events: trigger proposal -> the event that it tells of.
    """
    event, title = document.analysis.proposals[trigger], document.title
    if document.sentence_of[figure.start] == document.sentence_of[event.start]:
        return 0.0
    here, there = (document.paragraph(document.span(p).start) for p in (figure, event))
    if here == there or title is None:
        return FAR
    told = (document.span(document.analysis.proposals[n]) for n, e in events.items() if e == events[trigger])
    return FAR if any(title.covers(span) for span in told) else APART


def told_behind(document: Document, number: Proposal, heads: set[int]) -> int | None:
    """Return the trigger in the clause behind a bare number, of *heads*: "the 50,000 it was [fined]"; None for none."""
    doc, at = document.doc, number.end
    if at >= len(doc) or doc[at].lower_ not in PRONOUNS or doc[max(0, number.start - 1)].lower_ != "the":
        return None
    clause = range(at + 1, min(at + REACH, doc[at].sent.end))
    return next((i for i, p in document.analysis.layer("trigger") if i in heads and p.start in clause), None)


def can_measure(document: Document, number: Proposal, trigger: int, score: float) -> bool:
    """Say whether a number can measure what a trigger names: it is of no other clause, and no measure of a thing.

    Args:
        score: how likely the link is; against a sure one no clause speaks, which a wrong tree may part.
    """
    nots = (measures_thing, told_aside, counts_the_living, holds_part, is_put_before)
    if any(no(document, number, trigger) for no in nots):
        return False
    return score >= SURE or not tells_another(document, number, trigger)


def counts_the_living(document: Document, number: Proposal, trigger: int) -> bool:
    """Say whether a number linked to a death counts who lives: "brought the number of survivors to [101]"."""
    if document.analysis.proposals[trigger].label != DEATH:
        return False
    span = document.span(number)
    before = document.text[max(0, span.start - LIVING_REACH) : span.start]
    return LIVING.search(before) is not None or SURVIVORS.match(document.text, span.end) is not None


def holds_part(document: Document, number: Proposal, trigger: int) -> bool:
    """Say whether what a trigger names is but a part of a number: "brought the cases to [64], including 42 deaths"."""
    told = document.analysis.proposals[trigger]
    between = document.text[document.span(number).end : document.span(told).start]
    counted = told.start > number.end and document.doc[told.start - 1].pos_ == "NUM"
    return counted and PART.match(between) is not None


def measures_thing(document: Document, number: Proposal, trigger: int) -> bool:
    """Say whether a relative clause measures a thing by a number, not the happening of *trigger* outside the clause."""
    told = document.analysis.proposals[trigger]
    if (led := _led_by(document, number)) is not None:
        return not led.i <= told.start <= number.end
    head = head_token(document.doc, number.start, number.end)
    verb = next((t for t in head.ancestors if t.pos_ == "VERB" or t.lemma_ in MEASURING), None)  # "cost" is a noun, too
    if verb is None or verb.lemma_ not in MEASURING or verb.dep_ not in RELATIVE:
        return False
    noun = head.head if head.dep_ == "nummod" else head
    if verb.lemma_ in HAVING and (noun.dep_ != "obj" or noun.head != verb):
        return False  # "which has a post 20 kilometers away"
    inside = verb.left_edge.i <= told.start <= verb.right_edge.i
    return not inside and not told.start <= verb.head.i < told.end


def told_aside(document: Document, number: Proposal, trigger: int) -> bool:
    """Say whether only a clause about who speaks tells of a trigger: "Osk, which wants a [rise], said 9% had left"."""
    doc, told = document.doc, document.analysis.proposals[trigger]
    before = [token for token in doc[doc[told.start].sent.start : told.start] if token.text == ","]
    opened = bool(before) and doc[before[-1].i + 1].lower_ in WHICH
    cues = (cue for _, cue in document.analysis.layer("cue") if told.end < cue.start and cue.end <= number.start)
    return opened and any(
        doc[cue.start - 1].text == "," and doc[cue.start].sent == doc[told.start].sent for cue in cues
    )


def _led_by(document: Document, number: Proposal) -> Token | None:
    """The verb of such a clause right before a number, wherever the tree hangs it: "which [represents] 400 dockers"."""
    before = document.doc[max(1, number.start - 2) : number.start]
    led = (t for t in before if document.doc[t.i - 1].lower_ in WHICH)
    return next((t for t in led if t.lemma_ in MEASURING - HAVING), None)


def tells_another(document: Document, number: Proposal, trigger: int) -> bool:
    """Say whether a number is of a verb that tells no event, in a clause joined to that of *trigger*."""
    head = head_token(document.doc, number.start, number.end)
    marked = document.analysis.proposals[trigger]
    if _right_behind(document, number, marked):
        return False
    told = head_token(document.doc, marked.start, marked.end)
    way: list[Token] = [head]
    for token in head.ancestors:
        if token.pos_ == "VERB":
            break
        way.append(token)
    else:
        return False
    if way[-1].dep_.startswith("nsubj") and token.i < way[-1].i < told.i:
        return False  # a subject that the tree hung from the verb before: "it counted two; [170 flights] were halted"
    here = {document.sentence_of[t.i] for t in (head, token, told)}
    if len(here) > 1 or token.i in document.trigger_tokens or told in way:
        return False
    return _joined(told, token) or _joined(token, told)


def _right_behind(document: Document, number: Proposal, trigger: Proposal) -> bool:
    """Whether a trigger is what becomes of those counted: "left 22 dead and [more than 40 people] injured"."""
    between = document.doc[number.end : trigger.start]
    return number.end <= trigger.start <= number.end + BEHIND and all(t.pos_ in NAMING for t in between)


def _joined(lower: Token, upper: Token) -> bool:
    """Whether the way up the tree from one word to another goes from a clause to the one that it is joined to."""
    beside = False
    for token in (lower, *lower.ancestors):
        if token == upper:
            return beside
        beside = beside or token.dep_ in BESIDE
    return False
