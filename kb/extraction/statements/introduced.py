"""What stands without quotation marks below "Osk Paz said:": ministries, firms and courts publish statements so.

Input: a Document, its entities, the statements read so far.
Output: the statements, with one of all that is said below each such line; read by kb.extraction.statements.stage.
Never: takes for speech what tells of its speaker in the third person, what another is quoted in, or a list.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kb.extraction.document import Document
from kb.extraction.names.entities import EntityTable
from kb.extraction.statements.contents import MARKS
from kb.extraction.statements.speakers import speakers_of
from kb.language.lemma import lemma
from kb.model import Span, Statement

SURE: Final = 0.85  # that the paragraph behind the colon is said by whom the line names
_SAYS: Final = frozenset("say add comment conclude continue declare reply respond state tell write".split())
_LINE: Final = re.compile(r"[^\n]*:[ \t]*\Z")
_ITEM: Final = re.compile(
    r"\s*(?:[-–—*•·●▪]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s"
)  # a list says what there is, not what was said
_ENDED: Final = re.compile(r"[.!?…]['’\")]?\s*\Z")
_OURS: Final = re.compile(  # no "our correspondent", no "World War I"
    r"(?<![a-z]\s[A-Z][a-z]{2}\s)(?:\bI(?=['’]|,?\s[a-z])|\b(?:[Ww]e|[Uu]s|[Mm]y|[Mm]e)\b(?!\.)"
    r"|\b[Oo]ur\b(?!\s(?:[a-z]+\s)?(?:correspondents?|reporters?|newsroom|newspaper|photographers?|readers|website)\b))"
)
_AFTER: Final = re.compile(
    r"\s*(?:notes?\s+(?:to|for)\s+editors?|background|further\s+information|about\s|contacts?\b|media\s|ends?\b|#)",
    re.IGNORECASE,
)
_SENTENCE: Final = 3  # words at the least


def introduced(document: Document, table: EntityTable, statements: Sequence[Statement]) -> list[Statement]:
    """Return *statements* with what lines that end in "said:" introduce, for its parts that nobody else says."""
    kept = list(statements)
    for cue, first in _lines(document):
        speech = list(_speech(document, table, first, ()))
        speakers, words, sure = speakers_of(document, table, cue, speech)
        if not speech or not speakers:
            continue
        speech = list(_speech(document, table, first, speakers))
        marked = document.span(document.analysis.proposals[cue])
        kept = [s for s in kept if s.cue != marked and not _is_part(document, s, speech, speakers)]
        kept.append(
            Statement(
                id="s0",
                content=tuple(speech),
                mode="direct",
                speakers=speakers,
                speaker_span=words,
                cue=marked,
                confidence=SURE,
                speaker_confidence=min(SURE, sure),
            )
        )
    return kept


def _lines(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the cue of each line that says that somebody speaks below, and the number of the paragraph there."""
    for number, paragraph in enumerate(document.paragraphs[:-1]):
        if not _LINE.search(paragraph.of(document.text)):
            continue
        inside = [(p.start, i) for i, p in document.analysis.layer("cue") if paragraph.covers(document.span(p))]
        if not inside or document.apart(paragraph.start, document.paragraphs[number + 1].start):
            continue
        start, cue = max(inside)
        last = document.doc[start].sent.end_char >= len(paragraph.of(document.text).rstrip()) + paragraph.start
        if last and lemma(document.doc[start].lower_, "VERB") in _SAYS:
            yield cue, number + 1


def _speech(document: Document, table: EntityTable, first: int, speakers: Sequence[str]) -> Iterator[Span]:
    """Yield the paragraphs that are said from one on: the first, and those up to the last in which "we" speak or that
    the model marks as speech.
    """
    waiting: list[Span] = []
    for number, paragraph in enumerate(document.paragraphs[first:]):
        words, before = paragraph.of(document.text), document.paragraphs[first + number - 1]
        if document.apart(before.start, paragraph.start) or _is_other(document, paragraph):
            return
        if document.text[before.end : paragraph.start].strip():
            return  # a heading or a list, which is no paragraph
        if number and any(
            m.kind != "pronoun" and m.entity in speakers and paragraph.covers(m.span) for m in table.mentions
        ):
            return
        waiting.append(Span(paragraph.start, paragraph.start + len(words.rstrip())))
        if not number or _OURS.search(words) or _is_marked(document, paragraph):
            yield from waiting
            waiting = []


def _is_marked(document: Document, paragraph: Span) -> bool:
    """Whether the model takes most of a paragraph for words that are said as they stand."""
    spans = (document.span(p) for _, p in document.analysis.layer("content") if p.label == "direct")
    shared = sum(max(0, min(s.end, paragraph.end) - max(s.start, paragraph.start)) for s in spans)
    return 2 * shared > paragraph.end - paragraph.start


def _is_other(document: Document, paragraph: Span) -> bool:
    """Whether a paragraph is a list, a heading, a note, holds a quotation or leads to one."""
    words = paragraph.of(document.text)
    stops = _ITEM.match(words) or _AFTER.match(words) or _LINE.search(words) or not _ENDED.search(words)
    quoted = words.lstrip()[:1] in MARKS or any(paragraph.overlaps(quotation) for quotation in document.quotations)
    return bool(stops) or quoted or len(words.split()) < _SENTENCE


def _is_part(document: Document, statement: Statement, speech: Sequence[Span], speakers: Sequence[str]) -> bool:
    """Whether a statement is nothing but words of a speech that no cue inside it gives to another: "I welcome that"."""
    inside = any(part.covers(one) for part in speech for one in statement.content)
    if not inside or statement.cue is None or not any(part.covers(statement.cue) for part in speech):
        return inside
    own = [part for part in (statement.speaker_span, *statement.content) if part is not None]
    ours = any(_OURS.search(part.of(document.text)) for part in own)
    return ours or set(statement.speakers) <= set(speakers)
