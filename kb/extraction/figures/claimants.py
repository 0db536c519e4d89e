"""Whose figure it is: not that of who denies it, or names it as what others say.

Input: the words of a figure, the Statements of its Document.
Output: the statements that claim it; whether the text says that it is not so. Read by kb.extraction.figures.stage.
Never: finds a claimant that no statement names.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.extraction.document import Document, head_token
from kb.extraction.events.hearsay import DENIAL
from kb.extraction.events.refuted import UNTRUE
from kb.extraction.quantity import Quantity
from kb.extraction.quantity.same_scale import PUT_AT
from kb.extraction.spans import SpanIndex
from kb.model import Span, Statement

SAYING: Final = frozenset("say says said tell told adds added according".split())
REACH: Final = 80  # characters on either side
_SHARE: Final = re.compile(r"%|\bper ?cent\b")
_OTHERS: Final = re.compile(  # "whoever says 14 was not there"
    r"\b(?:whoever|(?:anyone|anybody|everyone|everybody|those|people)\s+(?:who|that))\s+(?:\w+\s+)?"
    r"(?:sa(?:y|ys|id)|claim(?:s|ed)?|insist(?:s|ed)?|(?:speaks?|spoke|talk(?:s|ed)?) of)\b"
    r"[^.;!?\n]{0,40}$",
    re.IGNORECASE,
)
_A_FIGURE: Final = re.compile(
    r"\b(?:figures?|numbers?|toll|counts?|estimates?|totals?|talk|claims?|reports?|rumou?rs?)\s+of\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_CALLED_UNTRUE: Final = re.compile(
    r"[^.;!?\n]{0,40}?(?:\b(?:was|is|were|are|as)|['’]s)\s+(?:(?:an?|the|all|pure|mere|simply|just|wildly|grossly|greatly"
    r"|highly)\s+)*[\"“'‘]?(?:" + "|".join(sorted(UNTRUE)) + r"|propaganda|exaggerat\w+|inflated|overstated|lies)\b",
    re.IGNORECASE,
)
_NOT: Final = re.compile(r"(?:,\s+not|\b(?:is|are|was|were|been|be)\s+not|n['’]t)\s+(?:the\s+)?$", re.IGNORECASE)
_ALL_BUT: Final = re.compile(  # "all but two were released": of the two it is not so
    r"\b(?:all|every(?:one|body|thing)|each|the\s+rest)\s+(?:but|bar|save|except(?:\s+for)?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NOT_BUT: Final = re.compile(r"\bnot\s+(?:the\s+)?$", re.IGNORECASE)
_BUT: Final = re.compile(r"[^.;!?\n]{0,30}?,?\s+but\s+(?:\w+\s+){0,2}?[\d$€£]", re.IGNORECASE)
_BACK: Final = 2  # sentences
_OF_IT: Final = re.compile(r"(?:(?:it|them|the\s+(?:number|figure|total|crowd|turnout|toll|count))\s+(?:at|to)\s+)?")


def claimants(
    document: Document, told: SpanIndex[Statement], span: Span, *, event_denied: bool
) -> tuple[str, ...] | None:
    """Return the statement that claims the figure at *span*, if any; None for a figure that is only named to be denied.

    Who denies a number, rejects it, or calls it propaganda does not claim it. Of an event that is denied itself
    ("denied that 40 had died") the number tells what is denied.

    Args:
        told: the statements by the parts of the text that they are.
    """
    holding = [
        (part.end - part.start, statement.id, statement)
        for part, statement in told.holding(span)
        if statement.status != "not_reported_content"
    ]
    if not holding:
        return None if _is_refuted(document, span) else ()
    _, found, statement = min(holding, key=lambda row: row[:2])
    if event_denied:
        return (found,)
    denial = statement.cue is not None and DENIAL.fullmatch(statement.cue.of(document.text))
    return None if denial or _is_refuted(document, span) else (found,)


def _is_refuted(document: Document, span: Span) -> bool:
    """Whether the words name a number as what others say, or to call it untrue."""
    before, after = _around(document, span)
    return bool(_OTHERS.search(before) or (_A_FIGURE.search(before) and _CALLED_UNTRUE.match(after)))


def is_ruled_out(document: Document, span: Span) -> bool:
    """Return whether the text says that it is not this number: "12, not 14", "not 14 but 12", "all but two"."""
    before, after = _around(document, span)
    return bool(_NOT.search(before) or _ALL_BUT.search(before) or (_NOT_BUT.search(before) and _BUT.match(after)))


def counts_speakers(document: Document, span: Span) -> bool:
    """Return whether a number only says how many say so: "[two] diplomats said", "according to [three] officials".

    A share of those who were asked is a figure, and so is how many tell of what befell themselves.
    """
    number = head_token(document.doc, *document.tokens(span))
    noun = number.head if number.dep_ == "nummod" else number
    verb = noun.head
    if noun.dep_ != ("obl" if verb.lower_ == "according" else "nsubj") or verb.lower_ not in SAYING:
        return False
    if any(token.text == "," for token in document.doc[noun.i : verb.i]):
        return False  # "of [57] injured, she said"
    if _SHARE.search(span.of(document.text)) or noun.lower_ in ("percent", "%"):
        return False  # "[60%] of voters say"
    if any(t.lower_ in ("they", "we") and t.dep_ == "nsubj:pass" for t in document.doc[verb.i : verb.sent.end]):
        return False  # "[six] clerks told police they were robbed"
    layer = document.analysis.layer
    said = any(p.start <= verb.i < p.end for _, p in layer("cue"))
    return said and not any(p.start <= verb.i < p.end for _, p in layer("trigger"))


def counts_mourners(document: Document, span: Span) -> bool:
    """Return whether a number counts who lost somebody, and not who died: "[one] family lost three daughters"."""
    number = head_token(document.doc, *document.tokens(span))
    noun = number.head if number.dep_ == "nummod" else number
    verb = noun.head
    lost = any(c.dep_ == "obj" and c.i > verb.i and c.lemma_ not in ("life", "live") for c in verb.children)
    told = any(p.label == "death" and p.start <= verb.i < p.end for _, p in document.analysis.layer("trigger"))
    return noun.dep_ == "nsubj" and verb.lemma_ == "lose" and lost and told


def _around(document: Document, span: Span) -> tuple[str, str]:
    text = document.text
    return text[max(0, span.start - REACH) : span.start], text[span.end : span.end + REACH]


def given_otherwise(
    document: Document, told: SpanIndex[Statement], number: Quantity, before: Sequence[Quantity]
) -> Quantity | None:
    """Return the number that another voice gives otherwise: "some 3,000, police said; the union spoke of [12,000]".

    Args:
        number: all that a statement says, or says of "it", or what "it" is put at.
        before: those told before it, in text order; one of its unit counts, of its sentence, or of the two before it
            where something is put at the number.
    """
    span = number.span
    sentence = document.sentence_of[document.tokens(span)[0]]
    alike = [one for one in reversed(before) if one.unit == number.unit and one.value != number.value]
    far = {id(one): sentence - document.sentence_of[document.tokens(one.span)[0]] for one in alike}
    if PUT_AT.search(document.text, max(0, span.start - REACH), span.start):
        return next((one for one in alike if far[id(one)] <= _BACK), None)
    parts = (part for part, _ in told.holding(span) if not document.text[span.end : part.end].strip(" ,.;"))
    if not any(_OF_IT.fullmatch(document.text[part.start : span.start]) for part in parts):
        return None
    return next((one for one in alike if not far[id(one)]), None)
