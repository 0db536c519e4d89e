"""What a denial answers that repeats nothing: "Azerbaijan denied the charge", "the firm rejected that".

Input: a Document with its Statements and Events.
Output: the statements, denials with the events they are about; read by kb.extraction.builtin.
Never: makes an event untrue because somebody denies it; whoever told of it goes on to tell of it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.document import Document
from kb.extraction.events.hearsay import DENIAL
from kb.model import Event, Statement

ANSWERED: Final = 600  # characters from what was said to the denial of it
_SAID: Final = re.compile(
    r"(?:(?:the|this|that|these|those|such|both|all|any|his|her|its|their)\s+){0,2}(?:\w+\s+)?"
    r"(?P<noun>accusation|allegation|charge|claim|report|assertion|suggestion|version|account|criticism|statement|remark)s?"
    r"|this|that|it|them|these|those",
    re.IGNORECASE,
)
_ACCUSING: Final = re.compile(r"\b(?:accus\w+|alleg\w+|blam\w+)\b", re.IGNORECASE)
_ACCUSATION: Final = frozenset({"accusation", "allegation", "charge"})


def with_answered(
    document: Document, statements: Sequence[Statement], events: Sequence[Event]
) -> tuple[Statement, ...]:
    """Return *statements*; one that denies what somebody else said before is about the events which that claims."""
    told: dict[str, list[str]] = {}
    for event in events:
        for source in event.sources:
            told.setdefault(source, []).append(event.id)
    found = []
    for statement in statements:
        answered = _answered(document, statement, statements, told)
        found.append(replace(statement, about=(*statement.about, *told[answered.id])) if answered else statement)
    return tuple(found)


def _answered(
    document: Document, denial: Statement, statements: Sequence[Statement], told: dict[str, list[str]]
) -> Statement | None:
    """The statement of another speaker that a denial answers: an accusation for "the charge", else the last one.

    None where that one claims no event: what was said before it is not what is denied.
    """
    if denial.cue is None or len(denial.content) != 1 or denial.status != "reported" or not denial.speakers:
        return None
    noun = _SAID.fullmatch(document.text, denial.content[0].start, denial.content[0].end)
    if noun is None or DENIAL.fullmatch(denial.cue.of(document.text)) is None:
        return None
    here = denial.cue.start
    before = [
        s
        for s in statements
        if s.content
        and here - ANSWERED <= s.content[-1].end <= here
        and set(s.speakers).isdisjoint(denial.speakers)
        and not document.apart(s.content[-1].end, here)
    ]
    before.sort(key=lambda s: s.content[-1].end, reverse=True)
    if (noun["noun"] or "").casefold() in _ACCUSATION:
        accusing = [s for s in before if s.cue is not None and _ACCUSING.fullmatch(s.cue.of(document.text))]
        accused = [s for s in accusing if not set(s.addressees).isdisjoint(denial.speakers)]
        before = accused or accusing or before
    return before[0] if before and before[0].id in told else None
