"""What a witness swears: "testified under a plea agreement that he paid", where the model marks no statement.

Input: a Document, its entities, the statements read so far.
Output: statements, read by kb.extraction.statements.stage.
Never: a testimony without its that-clause, without a witness, or denied.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document
from kb.extraction.events.refuted import is_negated
from kb.extraction.names.entities import EntityTable
from kb.extraction.statements.contents import content_words
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
        witness = _witness(document, verb)
        if that is None or that.head.i < that.i or witness is None:
            continue
        words: Span = document.token_span(that.i, that.head.right_edge.i + 1)
        speaker = table.at(witness)
        content = content_words(document, words, "indirect")
        if speaker and content is not None:
            yield Statement(
                id="s0",
                content=(content,),
                mode="indirect",
                speakers=(speaker,),
                speaker_span=witness,
                cue=cue,
                confidence=SURE,
                speaker_confidence=SURE,
            )


def _witness(document: Document, verb: Token) -> Span | None:
    """Who testifies, as the model links the happening, else as the tree has it."""
    for index, proposal in document.analysis.layer("trigger"):
        if proposal.start <= verb.i < proposal.end:
            for relation in document.relations_of.get(index, ()):
                if relation.label == "agent" and relation.score >= SURE:
                    return document.span(document.analysis.proposals[relation.tail])
    subject = subject_of(verb)
    return document.token_span(subject.i, subject.i + 1) if subject is not None else None
