"""Events that are told of only to be denied: "denies reports that a dam has cracked".

Input: Events, the Statements that claim them, what the text refutes.
Output: the events with their polarity settled, read by kb.extraction.events.stage.
Never: negates what a denial merely mentions beside what it denies.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.events.hearsay import denied_hearsay
from kb.extraction.events.refuted import NEGATIONS, is_negated
from kb.model import Event, Span, Statement

NEAR: Final = 3  # words from a relative pronoun to its verb
RELATIVE: Final = frozenset({"who", "whom", "whose", "which"})
DENIABLE: Final = frozenset(  # "denied that it would close"
    {"actual", "ongoing", "planned", "expected", "promised", "possible", "alleged"}
)

FARTHEST: Final = 160  # characters from who disclaims an event to the event
_DISCLAIMING: Final = re.compile(
    r"(?:^|.*?\b)(?:(?:had|has|have|having|played|plays|took|takes|taking|bore|bears)\s+no(?:t|thing)?\s+(?:\w+\s+){0,3}?"
    r"(?:part|role|hand|involvement|connection|links?|knowledge|responsibility|share|to do)"
    r"|(?:not|n['’]t|never)\s+(?:been\s+)?(?:involved|behind|responsible|implicated)"
    r"|den(?:y|ies|ied|ying)\s+(?:(?:that|any|all|having|being|its|their|his|her|they|it|he|she|were|was|had|been)\s+){0,4}"
    r"(?:\w+\s+)?(?:involve\w*|responsib\w+|role|part|links?|complicity|behind|knowledge|connections?|hand))"
    r"\b[^.;!?\n]{0,60}",
    re.IGNORECASE | re.DOTALL,
)
_BEHIND: Final = re.compile(  # "denied that [it was] behind the raid"
    r"\s+(?:was|were|is|are|ha[sd]\s+been|have\s+been)\s+(?:\w+\s+)?(?:behind|responsible|involved|implicated)\b"
)
_DENIED: Final = re.compile(r"\bden(?:y|ies|ied|ying)\s+(?:(?:\w+\s+){0,2}that\s+)?(?:(?:the|its|his|her|their)\s+)?$")
_BESIDE: Final = re.compile(r",\s+(?:who|which)\s+(?:\w+\s+){0,2}$")
_DENYING = re.compile(r"den(?:y|ies|ied|ying)|refut(?:es?|ed|ing)|rul(?:es?|ed|ing) out", re.IGNORECASE)


def denied(
    document: Document,
    event: Event,
    statements: Sequence[Statement],
    refuted: Collection[int],
    corrected: frozenset[int],
    disputed: frozenset[int] = frozenset(),
) -> Event:
    """Return *event*, negated where the text tells of it only to say that it is not so.

    Args:
        refuted: words of kb.extraction.events.refuted; they deny the event if they are its main ones.
        corrected: those of them that take back what was reported; they deny all of it.
        disputed: words of denied_heads; an event that is told by these and by negated words alone is denied.
    """
    granted = event.polarity == "negative" and _is_taken_for_granted(document, event, statements)
    if event.polarity == "negative" or event.modality not in DENIABLE:
        return replace(event, polarity="positive") if granted else event
    heads = [head_token(document.doc, *document.tokens(span)).i for span in (event.trigger, *event.other_mentions)]
    told = [head for head in heads if head not in disputed]
    if len(told) < len(heads) and all(is_negated(document.doc[head]) for head in told):
        return replace(event, polarity="negative")
    if heads[0] in refuted or not corrected.isdisjoint(heads):
        return replace(event, polarity="negative")
    for statement in statements:
        if statement.id in event.sources and (noun := denied_hearsay(document, statement)):
            meant = event.trigger.start >= noun.end and not _aside(document, event.trigger, noun.end)
            meant = meant and not _is_argument(document, event, noun.end)
            return replace(event, polarity="negative") if meant else event
        if event.sources == (statement.id,) and not event.other_mentions and _is_denied(document, event, statement):
            return replace(event, polarity="negative")
    return event


def without_denier(document: Document, event: Event, statements: Sequence[Statement]) -> Event:
    """Return *event* without an agent whom only his denial tells of: "it was bombed, [the army] denied any strike"."""
    if event.polarity == "negative":
        return event
    words = (event.trigger, *event.other_mentions)
    denying = [
        s.speaker_span
        for s in statements
        if s.cue is not None
        and s.speaker_span is not None
        and _DENYING.fullmatch(s.cue.of(document.text))
        and any(part.covers(word) for part in s.content for word in words)
    ]
    kept = tuple(r for r in event.roles if r.role != "agent" or not any(d.overlaps(r.span) for d in denying))
    return event if len(kept) == len(event.roles) else replace(event, roles=kept)


def disclaimed(document: Document, who: Span, trigger: Span) -> bool:
    """Say whether the words between say that *who* has no part in it: "the front had no part in the raid"."""
    between = document.text[who.end : trigger.start] if who.end < trigger.start <= who.end + FARTHEST else "\n"
    if "\n" in between:
        return False
    if _BEHIND.match(between) and _DENIED.search(document.text, max(0, who.start - FARTHEST), who.start):
        return True
    return _DISCLAIMING.fullmatch(between) is not None


def _is_denied(document: Document, event: Event, statement: Statement) -> bool:
    """Whether an event is the verb that a denial denies: "denied that troops had fired", not what else it tells."""
    cue = statement.cue
    if cue is None or statement.mode == "direct" or not _DENYING.fullmatch(cue.of(document.text)):
        return False
    for part in statement.content:
        if not part.covers(event.trigger) or part.start < cue.end:
            continue
        head = _clause_head(document, part)
        verb = head_token(document.doc, *document.tokens(event.trigger))
        listed = verb.dep_ == "conj" and verb.head.i == head.i
        negated = any(child.lower_ in NEGATIONS for child in head.children)
        return _is_said(head) and (verb.i == head.i or listed) and not negated
    return False


def told_beside(document: Document, trigger: Span, part: Span) -> bool:
    """Say whether a clause behind a comma, which nobody says, tells of it: "asked for a fine for Obi, who was [freed]".

    So only where a thing is asked for, rejected or praised: of "said Obi, who was freed, had lied" all is said.
    """
    first, last = document.tokens(part)
    head = document.doc[first]
    while first <= head.head.i < last and head.head.i != head.i:
        head = head.head  # of the words that it begins with, wherever the tree hangs the clause
    named = head.pos_ in ("NOUN", "PROPN") and not any(c.dep_ in ("cop", "nsubj", "nsubj:pass") for c in head.children)
    before = document.text[part.start : trigger.start]
    return named and _BESIDE.search(before) is not None and _aside(document, trigger, part.start)


def denied_heads(document: Document, statements: Sequence[Statement]) -> frozenset[int]:
    """Return the tokens that head what somebody denies: "denied that troops had [fired]"."""
    found = set()
    for statement in statements:
        cue = statement.cue
        if cue is None or statement.mode == "direct" or not _DENYING.fullmatch(cue.of(document.text)):
            continue
        for part in statement.content:
            head = _clause_head(document, part)
            if (
                part.start >= cue.end
                and _is_said(head)
                and not any(child.lower_ in NEGATIONS for child in head.children)
            ):
                found.add(head.i)
    return frozenset(found)


def _is_said(head: Token) -> bool:
    """Whether what heads a clause is what it says: "that it was an [attack]", not "that it was behind the [attack]"."""
    relations = {child.dep_ for child in head.children}
    return head.pos_ == "VERB" or ("cop" in relations and "case" not in relations)


def _clause_head(document: Document, part: Span) -> Token:
    """The verb that heads what is denied, wherever the parser hung words before it; else the head of the words."""
    first, last = document.tokens(part)
    tops = [token for token in document.doc[first:last] if not first <= token.head.i < last or token.head.i == token.i]
    return next((token for token in tops if token.pos_ == "VERB"), head_token(document.doc, first, last))


def _is_taken_for_granted(document: Document, event: Event, statements: Sequence[Statement]) -> bool:
    """Whether a denial denies what is said of an event, as in _is_argument, and nothing negates the event itself."""
    if is_negated(head_token(document.doc, *document.tokens(event.trigger))):
        return False
    denials = (s for s in statements if s.id in event.sources and s.cue and _DENYING.fullmatch(s.cue.of(document.text)))
    return any(
        part.covers(event.trigger) and _is_argument(document, event, part.start)
        for statement in denials
        for part in statement.content
        if statement.cue is not None and part.start >= statement.cue.end
    )


def _is_argument(document: Document, event: Event, start: int) -> bool:
    """Whether an event is only what another is said of: "denied a report that [talks] had broken down"."""
    head = head_token(document.doc, *document.tokens(event.trigger))
    verb = head.head
    if not head.dep_.startswith(("nsubj", "obl", "nmod")) or verb.idx < start or verb.i == head.i:
        return False
    own = any(span.covers(document.token_span(verb.i, verb.i + 1)) for span in event.other_mentions)
    return verb.i in document.trigger_tokens and not own


def _aside(document: Document, trigger: Span, start: int) -> bool:
    """Whether a trigger stands in a clause that only describes something of the clause from *start* on."""
    first, last = document.tokens(trigger)
    if any(token.lower_ in RELATIVE for token in document.doc[max(0, first - NEAR) : first] if token.idx >= start):
        return True
    at = head_token(document.doc, first, last)
    while at.idx >= start and at.head.idx >= start and at.head.i != at.i:
        if at.dep_ in ("acl", "acl:relcl", "advcl", "relcl"):
            return True
        at = at.head
    return False
