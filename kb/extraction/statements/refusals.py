"""One refusal to speak, however many words of it were marked: "did not", "reply"; "neither confirm nor", "deny".

Input: the statements of a Document in the order in which they were read.
Output: the same, each refusal once; read by kb.extraction.statements.stage.
Never: joins what two speakers refuse, or what anybody does say.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.document import Document
from kb.model import Span, Statement

REFUSAL: Final = 3  # words between the parts of one refusal's cue
SILENT: Final = "not_reported_content"


def once_refused(document: Document, statements: Sequence[Statement]) -> list[Statement]:
    """Return *statements*, those that tell one refusal as one, with the words of both and what it is about."""
    kept: list[Statement] = []
    for statement in statements:
        at = next((n for n, other in enumerate(kept) if _is_one(document, other, statement)), None)
        if at is None:
            kept.append(statement)
        else:
            kept[at] = _joined(kept[at], statement)
    return kept


def _joined(one: Statement, other: Statement) -> Statement:
    cues = [cue for cue in (one.cue, other.cue) if cue is not None]
    whole = Span(min(cue.start for cue in cues), max(cue.end for cue in cues))
    who = one if one.speakers else other
    return replace(
        one if one.content else other,
        cue=whole,
        speakers=who.speakers,
        speaker_span=who.speaker_span,
        basis=who.basis,
        speaker_confidence=who.speaker_confidence,
    )


def _is_one(document: Document, one: Statement, other: Statement) -> bool:
    """Whether two statements are of one refusal: of one speaker, side by side, one without what it is about."""
    if one.cue is None or other.cue is None:
        return False
    if one.speakers != other.speakers and one.speakers and other.speakers:
        return False
    if (one.content and other.content) or not one.status == other.status == SILENT:
        return False
    first, second = sorted((one.cue, other.cue))
    gap = document.text[first.end : second.start]
    return first.end <= second.start and "\n" not in gap and len(gap.split()) <= REFUSAL
