"""Who could not be heard: "could not be reached for comment", "a request for comment left with NAME was not returned".

Input: a Document, its entities, the statements read so far.
Output: the statements, with those silences that no cue of the model tells; read by kb.extraction.statements.stage.
Never: a silence of nobody; one of those who called for help in vain.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.document import Document
from kb.extraction.names.entities import EntityTable
from kb.model import Mention, Span, Statement
from kb.model.extraction import ACTOR_TYPES

SURE: Final = 0.7  # how sure such words are
SILENT: Final = "not_reported_content"
_UNREACHED: Final = re.compile(
    r"\bcould\s+not\s+(?:immediately\s+|yet\s+)?be\s+(?:immediately\s+)?(?:reached|contacted)(?:\s+(?:for|to)\s+comment)?\b"
    r"(?!\s+by\s+(?!(?:tele)?phone|e-?mail|text|[A-Z]))"
    r"|\b(?:was|were)\s+(?:not\s+(?:immediately\s+)?|un)available\s+(?:for|to)\s+comment\b"
)
_UNANSWERED: Final = re.compile(
    r"\b(?P<asked>(?:requests?|calls?|messages?|e-?mails?|questions?|letters?|inquir(?:y|ies))\b[^.;:!?\n\"“”]{1,90}?)\s"
    r"(?P<cue>(?:was|were)\s+not\s+(?:immediately\s+)?(?:returned|answered)|(?:went|remained)\s+unanswered)\b",
    re.IGNORECASE,
)
_OF_A_REPORTER: Final = re.compile(  # who asks for words, and not for help
    r"\b(?:comment|interview|response)\b|['’]s?\s+(?:press\s+)?(?:office|lawyers?|spokes\w+|headquarters)\b",
    re.IGNORECASE,
)


def with_silences(document: Document, table: EntityTable, statements: Sequence[Statement]) -> list[Statement]:
    """Return *statements* and the silences of the text that they leave out, or tell of nobody."""
    told = list(statements)
    for cue, who in _found(document, table):
        known = next((n for n, s in enumerate(told) if s.cue is not None and s.cue.overlaps(cue)), None)
        if known is None and not any(part.overlaps(cue) for s in told for part in s.content):
            told.append(_silence(cue, who))
        elif known is not None and told[known].status == SILENT and not told[known].speakers:
            told[known] = replace(_silence(cue, who), id=told[known].id, content=told[known].content)
    return told


def _found(document: Document, table: EntityTable) -> list[tuple[Span, Mention]]:
    """The words that tell of a silence, and whose it is."""
    text = document.text
    actors = [m for m in table.mentions if table.entity(m.entity).type in ACTOR_TYPES]
    found = []
    for match in _UNREACHED.finditer(text):
        before = [m for m in actors if m.span.end <= match.start() and not text[m.span.end : match.start()].strip(" ,")]
        found += [(Span(*match.span()), before[-1])] if before else []
    for match in _UNANSWERED.finditer(text):
        asked = Span(*match.span("asked"))
        inside = [m for m in actors if asked.covers(m.span)]
        if inside and _OF_A_REPORTER.search(asked.of(text)):
            found.append((Span(*match.span("cue")), inside[-1]))
    return found


def _silence(cue: Span, who: Mention) -> Statement:
    return Statement(
        id="s0",
        content=(),
        mode="indirect",
        speakers=(who.entity,),
        speaker_span=who.span,
        cue=cue,
        status=SILENT,
        confidence=SURE,
        speaker_confidence=SURE * who.confidence,
    )
