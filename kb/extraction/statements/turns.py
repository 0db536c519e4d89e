"""Turns of an interview: what stands after "LB:" or "Minister Brandt:" is what that person says.

Input: a Document with the turns that the layout marks, the entities.
Output: Statements, one a turn whose label names one known person; read by kb.extraction.statements.stage.
"A:" is the one person whom the title names, else the one of the paragraph before the first turn.
Never: guesses among several; lets what was said in another turn name a turn's speaker.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.document import Document, Turn
from kb.extraction.layout.cues import ANSWER_LABELS
from kb.extraction.names.entities import EntityTable
from kb.language.analysis import Proposal
from kb.language.text_keys import person_key
from kb.model import Entity, Span, Statement

SURE: Final = 0.85  # that a turn is its label's, and all of it said

_INITIALS: Final = re.compile(r"(?:[A-Z]\.?[ -]?){2,4}")


def with_turns(document: Document, table: EntityTable, statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield *statements* and what answers say, unnumbered.

    Words of a turn that no cue of their own attributes are the turn's; a
    question states nothing.
    """
    known = {turn: speaker_of(turn.label.of(document.text), table.entities) for turn in document.turns}
    if any(not speaker and _answers(document, turn) for turn, speaker in known.items()):
        known |= {t: interviewed(document, table) for t, s in known.items() if not s and _answers(document, t)}
    for statement in statements:
        turn = next((t for t in known for part in statement.content if t.words.covers(part)), None)
        if turn is None or statement.cue is not None:
            yield statement
        elif not (turn.asks or known[turn]):
            yield replace(statement, speakers=(), speaker_span=None, speaker_confidence=None, basis="unattributed")
    for turn, speaker in known.items():
        if speaker and not turn.asks and turn.words.of(document.text).strip():
            yield Statement(
                id="s0",
                content=(turn.words,),
                mode="direct",
                speakers=(speaker,),
                speaker_span=turn.label,
                basis="inferred",
                confidence=SURE,
                speaker_confidence=SURE,
            )


def _answers(document: Document, turn: Turn) -> bool:
    return not turn.asks and turn.label.of(document.text).casefold().rstrip(".") in ANSWER_LABELS


def interviewed(document: Document, table: EntityTable) -> str:
    """Return the one person whom the title names, else the paragraph before the first turn; "" for none or several."""
    first = document.turns[0].label.start
    before = [paragraph for paragraph in document.paragraphs if paragraph.end <= first]
    for part in (document.title, before[-1] if before else None):
        named = {
            m.entity
            for m in table.mentions
            if part is not None and part.covers(m.span) and table.entity(m.entity).type == "person"
        }
        if len(named) == 1 and table.entity(one := named.pop()).named:
            return one
    return ""


def speaker_of(label: str, entities: Sequence[Entity]) -> str:
    """Return the one person whose name, surname or initials *label* is, "" for none or several."""
    persons = [
        (e.id, words) for e in entities if e.type == "person" and e.named and (words := person_key(e.name).split())
    ]
    key = person_key(label).split()
    if not key:
        return ""
    letters = re.sub(r"[^A-Z]", "", label) if _INITIALS.fullmatch(label) else ""
    ways = (
        [one for one, words in persons if words == key or (len(key) > 1 and words[-len(key) :] == key)],
        [one for one, words in persons if words[-1] == key[-1]],
        [one for one, words in persons if letters and "".join(w[0] for w in words).upper() == letters],
    )
    return next((same[0] for same in ways if len(set(same)) == 1), "")


def in_turn(document: Document, cue: Proposal, span: Span) -> Span | None:
    """Return the words of a turn that a cue inside it can claim: those of its own sentence, None for none."""
    at = document.span(cue)
    if not any(turn.words.covers(at) and turn.words.covers(span) for turn in document.turns):
        return span
    sentence = document.doc[cue.start].sent
    start, end = max(span.start, sentence.start_char), min(span.end, sentence.end_char)
    return Span(start, end) if start < end else None
