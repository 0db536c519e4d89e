"""What a witness swears: "testified under a plea agreement that he paid", where the model marks no statement.

Input: a Document, its entities, the statements read so far.
Output: statements, read by kb.extraction.statements.
Never: a testimony without its that-clause, without a witness, or denied.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from kb.extraction.contents import content_words
from kb.extraction.document import Document
from kb.extraction.entities import EntityTable
from kb.extraction.refuted import is_negated
from kb.extraction.syntax import subject_of
from kb.model import Span, Statement

SWEARING: Final = "testify"
SURE: Final = 0.6  # how sure a statement is that the tree alone gives


def testimonies(document: Document, table: EntityTable, statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield what "NAME testified that ..." says where none of *statements* has that verb for its cue."""
    for verb in document.doc:
        if verb.lemma_ != SWEARING or verb.pos_ != "VERB" or is_negated(verb):
            continue
        cue = document.token_span(verb.i, verb.i + 1)
        if any(s.cue is not None and s.cue.overlaps(cue) for s in statements):
            continue
        behind = document.doc[verb.i + 1 : verb.sent.end]
        until = next(
            (t.i for t in behind if t.pos_ == "VERB"), verb.sent.end
        )  # whatever the parser hung the clause from
        that = next((t for t in behind if t.i < until and t.lower_ == "that" and t.dep_ == "mark"), None)
        witness = subject_of(verb)
        if that is None or that.head.i < that.i or witness is None:
            continue
        words: Span = document.token_span(that.i, that.head.right_edge.i + 1)
        speaker = table.at(document.token_span(witness.i, witness.i + 1))
        content = content_words(document, words, "indirect")
        if speaker and content is not None:
            yield Statement(
                id="s0",
                content=(content,),
                mode="indirect",
                speakers=(speaker,),
                speaker_span=document.token_span(witness.i, witness.i + 1),
                cue=cue,
                confidence=SURE,
                speaker_confidence=SURE,
            )
