"""Whose word an event is: the statement that claims it, none where the article says it in its own voice.

Input: an event, and the statements by what they say. Output: the event with its source.
Never: takes a title for a voice of its own where the text puts what it tells into somebody's mouth.
"""

from dataclasses import replace
from typing import Final

from kb.extraction.confidence import joint
from kb.extraction.dating.clauses import is_of_the_saying
from kb.extraction.document import Document, head_token
from kb.extraction.events.denials import told_beside
from kb.extraction.spans import SpanIndex
from kb.model import Event, Span, Statement

KNOWN: Final = frozenset({"the", "this", "that", "these", "those"})


def sourced(document: Document, event: Event, parts: SpanIndex[Statement]) -> Event:
    """Name the statement that claims the event; what was not reported claims nothing.

    A title leaves out who says so: what only it tells in nobody's name is his who says it in the text.
    """
    statement = _claiming(document, event.trigger, parts) or _behind_title(document, event, parts)
    if statement is None:
        return event
    if statement.status == "not_reported_content":
        return replace(event, modality="possible") if event.modality in ("actual", "ongoing") else event
    if is_of_the_saying(document, event, statement):
        event = replace(event, time=None, time_confidence=None)
    return replace(event, sources=(statement.id,), source_confidence=joint(event.confidence, statement.confidence))


def _claiming(document: Document, trigger: Span, parts: SpanIndex[Statement]) -> Statement | None:
    """Return the statement of the fewest words that holds a trigger, None if none does."""
    holding = [
        (part.end - part.start, statement.id, statement)
        for part, statement in parts.holding(trigger)
        if not told_beside(document, trigger, part)
    ]
    return min(holding, key=lambda row: row[:2])[2] if holding else None


def _behind_title(document: Document, event: Event, parts: SpanIndex[Statement]) -> Statement | None:
    """Return the statement that first tells in the text what a title told, None where the text tells it by itself."""
    title = document.title
    if title is None or not title.covers(event.trigger):
        return None
    rows = [(span, _claiming(document, span, parts)) for span in sorted(event.other_mentions) if not title.covers(span)]
    told = [one for span, one in rows if one is None or not _is_known(document, span)]
    claimed = [one for one in told if one is not None and one.status != "not_reported_content"]
    return claimed[0] if claimed and len(claimed) == len(told) else None


def _is_known(document: Document, span: Span) -> bool:
    """Whether words take up what is known already, and claim nothing: "the [deaths] sadden me"."""
    noun = head_token(document.doc, *document.tokens(span))
    return noun.pos_ in ("NOUN", "PROPN") and any(c.dep_ == "det" and c.lower_ in KNOWN for c in noun.children)
