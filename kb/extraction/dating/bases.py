"""What a counted time counts from: "two days after the [raid]".

Input: the words of a time, the triggers of a Document with their links.
Output: the word that names the happening, and the words that date it elsewhere; read by kb.extraction.dating.clock.
Never: resolves a time.
"""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.model import Span

SIDES: Final = frozenset({"before", "after"})
SAME_FLOOR: Final = 0.2  # what a noun with an article takes up was told before: the likeliest will do
TIME_FLOOR: Final = 0.35


def counted_from(document: Document, words: Span) -> Token | None:
    """Return the noun behind the "before" or "after" that *words* end with; None for a clause or nothing."""
    first, last = document.tokens(words)
    if first >= last:
        return None
    if last - first > 1 and document.doc[last - 1].pos_ == "DET":
        last -= 1  # the model marks "two days after the"
    side = document.doc[last - 1]
    noun = side.head
    if side.lower_ not in SIDES or side.dep_ != "case" or noun.i < last or noun.sent.start != side.sent.start:
        return None
    return noun if noun.pos_ in ("NOUN", "PROPN") and not _in_clause(noun) else None


def opens_clause(document: Document, words: Span) -> bool:
    """Return whether *words* end with the "before" or "after" of a clause: "four days before [schools reopen]"."""
    first, last = document.tokens(words)
    side = document.doc[last - 1] if first < last else None
    if side is None or side.lower_ not in SIDES or side.head.i < last or document.doc[last].text == ",":
        return False
    return side.dep_ == "mark" or _in_clause(side.head)


def _in_clause(noun: Token) -> bool:
    """Whether what "after" stands before is a clause, whatever the tree calls it: it has a subject or is one."""
    return noun.dep_.startswith("nsubj") or any(child.dep_.startswith("nsubj") for child in noun.children)


def times_of(document: Document, noun: Token) -> Iterator[Span]:
    """Yield the words of the times that the model links to other words for the happening of *noun*, surest first.

    Other words: those that a link says are the same, else the ones of its class and lemma, if all are one.
    """
    own = next((i for i, p in document.analysis.layer("trigger") if p.start <= noun.i < p.end), None)
    if own is None:
        return
    label = document.analysis.proposals[own].label
    same = [r for r in document.relations_of.get(own, ()) if r.label == "same" and r.score >= SAME_FLOOR]
    dated = (r for r in same if any(t.label == "time" for t in document.relations_of.get(r.tail, ())))
    linked = {r.tail for r in (next(dated, None) or next(iter(same), None),) if r is not None}
    linked |= {
        i
        for i, _ in document.analysis.layer("trigger")
        for r in document.relations_of.get(i, ())
        if r.label == "same" and r.tail == own and r.score >= SAME_FLOOR
    }
    alike = {
        i
        for i, p in document.analysis.layer("trigger")
        if i != own and p.label == label and head_token(document.doc, p.start, p.end).lemma_ == noun.lemma_
    }
    rows = [
        (-r.score, r.tail)
        for i in linked or alike
        for r in document.relations_of.get(i, ())
        if r.label == "time" and r.score >= TIME_FLOOR
    ]
    for _, tail in sorted(rows):
        yield document.span(document.analysis.proposals[tail])


def dated_in(document: Document, part: Span) -> Iterator[Span]:
    """Yield the words that the model links as the time of a happening told in *part*, by the order of happenings."""
    for index, proposal in document.analysis.layer("trigger"):
        if not part.covers(document.span(proposal)):
            continue
        for relation in document.relations_of.get(index, ()):
            words = document.span(document.analysis.proposals[relation.tail])
            if relation.label == "time" and relation.score >= TIME_FLOOR and part.covers(words):
                yield words
