"""Reports that somebody denies: whose words they are not.

Input: a Document and its Statements.
Output: the noun that a denial denies, read by kb.extraction.events.stage; the statements without what only the denial
tells.
Never: takes who denies a claim for one who makes it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.document import Document
from kb.model import Span, Statement

DENIAL: Final = re.compile(
    r"(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es?|ed|ing)|disput(?:es?|ed|ing))",
    re.I,
)
_HEARSAY = re.compile(
    r"(?:[\w’'-]+\s+){0,3}?(?P<noun>reports?|claims?|allegations?|accusations?|suggestions?|rumou?rs?)\s+(?:that|of)\b",
    re.I,
)


def denied_hearsay(document: Document, statement: Statement) -> Span | None:
    """The noun of "denied reports that ...", whose clause is what the statement denies; None for other statements."""
    if statement.cue is None or not statement.content or not DENIAL.fullmatch(statement.cue.of(document.text)):
        return None
    start = statement.content[0].start
    found = _HEARSAY.match(statement.content[0].of(document.text))
    return Span(start + found.start("noun"), start + found.end("noun")) if found else None


def without_denied(document: Document, statements: Sequence[Statement]) -> Iterable[Statement]:
    """Yield *statements*: who denies claims does not claim it, and what hangs on the noun is content of the denial."""
    denials = {noun: s for s in statements if (noun := denied_hearsay(document, s))}
    claimed = {s.cue: s for s in statements if s.cue in denials and s.content and _is_deniers(s, denials[s.cue])}
    for statement in statements:
        if claimed.get(statement.cue or Span(0, 1)) is statement:
            continue
        noun = next((n for n, s in denials.items() if s is statement), None)
        if noun in claimed:
            first, *more = statement.content
            reach = max(first.end, *(part.end for part in claimed[noun].content if part.start > noun.start))
            statement = replace(statement, content=(Span(first.start, reach), *(p for p in more if p.start >= reach)))
        yield statement


def _is_deniers(claim: Statement, denial: Statement) -> bool:
    """Whether a claim is given to who denies it, or to other words of the denial's subject: "a [company] spokesman"."""
    own, cue = claim.speaker_span, denial.cue
    return claim.speakers == denial.speakers or (own is not None and cue is not None and own.end <= cue.start)
