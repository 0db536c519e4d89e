"""The words that a statement consists of: quotations whole, clauses without "that" and closing marks.

Input: content proposals of a Document, its quotations.
Output: spans and modes, read by kb.extraction.statements.stage.
Never: decides who said them.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from kb.extraction.document import Document
from kb.model import Span

QUOTE_SHARE: Final = 0.6
QUOTE_WORDS: Final = 4
GAP: Final = 6  # words between two pieces of one clause
CLAUSE: Final = 4  # words from which a clause that ends in a subject is one cut off
OPENING: Final = frozenset({"ADP", "AUX", "DET", "NUM", "PART", "SCONJ"})  # parts of speech of words that others follow
MARKS: Final = '"“‘'
CLOSING: Final = '"”’'
SAID_BEFORE: Final = frozenset({"it", "this", "that"})
FINITE: Final = frozenset("was is were are had has would will could should can did does may might must".split())
SMALL_WORDS: Final = frozenset("the a an that this it he she they we i who which and but".split())

_TITLE = re.compile(
    r"\b(?:Adm|Amb|Bishop|Brig|Capt|Cmdr|Col|Cpl|Dr|Fr|Gen|Gov|Hon|Insp|Judge|Lt|Maj|Messrs|Mr|Mrs|Ms|Mt|Pres|Prof|Rep|Rev|Sen|"
    r"Sgt|Sr|St|Supt)\.?$"
)
_NAME = re.compile(r"\.?\s+[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*")
_COUNTED_BACK = re.compile(r"\b(?:minute|hour|day|week|month|year|decade)s?$")
_AGO = re.compile(r"\s+(?:ago|earlier)\b")
_NO: Final = re.compile(r"\b(no )$", re.IGNORECASE)
_THAT = re.compile(r"(?:that|,|:|;|[-–—])\s+", re.IGNORECASE)
_END = re.compile(r"(?:[\s,;:.!?(–—-]|(?<=\s)(?:and|or|but|nor)\b)+$", re.IGNORECASE)

_PARTICIPLE = re.compile(
    r"(?P<more>,\s[a-z]{2,}ing\b[^.;:\n\"“”‘’]{1,120}?),\s(?:[^\s,.;:\n\"“”‘’]+\s){1,7}"  # and who says it
)

SUBJECT: Final = 2  # characters between a subject and its verb
Row = tuple[Span, int, str, float]  # words, content proposal or -1, mode, score


def by_quotation(document: Document, rows: list[Row]) -> list[Row]:
    """Return *rows* with those that lie in one quotation as that quotation, once, unless a clause leads into it."""
    kept: list[Row] = []
    whole: dict[Span, Row] = {}
    for span, index, label, score in sorted(rows):
        words = span.end - span.start
        inside = [
            q
            for q in document.quotations
            if len(q.of(document.text).split()) >= QUOTE_WORDS
            and min(span.end, q.end) - max(span.start, q.start) >= QUOTE_SHARE * words
            and not leads_into(document, span, q)
        ]
        if not inside:
            kept.append((span, index, label, score))
            continue
        quotation = max(inside, key=lambda q: q.end - q.start)
        known = whole.get(quotation)
        if known is None or known[3] < score:
            whole[quotation] = (quotation, index, "direct", score)
    return kept + list(whole.values())


def leads_into(document: Document, span: Span, quotation: Span) -> bool:
    """Whether words are a clause whose subject stands before the quotation they end in: "the plan was "a gift""."""
    if not span.start < quotation.start < span.end <= quotation.end + 1:
        return False
    first, last = document.tokens(Span(span.start, quotation.start))
    lead = document.doc[first:last]
    return any(token.dep_.startswith("nsubj") for token in lead) and not any(token.text in ":," for token in lead)


def unproposed(document: Document, contents: Sequence[Span]) -> Iterable[Span]:
    """Yield quotations of a clause's length that the content head left out."""
    for quotation in document.quotations:
        words = quotation.of(document.text).split()
        if len(words) >= QUOTE_WORDS and not any(c.overlaps(quotation) for c in contents):
            yield quotation


def content_words(document: Document, span: Span, label: str, *, denied: bool = False) -> Span | None:
    """Return a content's words: a quotation's inside, or the clause without "that" and end marks; None for none.

    Args:
        denied: whether the cue denies: "it", "this" and "that" are then what was said before.
    """
    for quotation in document.quotations:
        shared = min(span.end, quotation.end) - max(span.start, quotation.start)
        if shared <= 0 or leads_into(document, span, quotation):
            continue
        if shared >= QUOTE_SHARE * (span.end - span.start) and (
            label == "direct" or shared >= QUOTE_SHARE * (quotation.end - quotation.start)
        ):
            return quotation
    span = _with_ago(document.text, _with_name(document.text, _whole(document, span)))
    words = span.of(document.text)
    if denied and words.casefold() in SAID_BEFORE:
        return span
    start, end = span.start, span.end
    if (lead := _THAT.match(words)) and not _points(document, start):
        start += lead.end()
    if tail := _END.search(words):
        end = span.start + tail.start()
    if document.text[start] in MARKS and not any(mark in CLOSING for mark in document.text[start + 1 : end]):
        start += 1  # of a quotation whose other mark the end of the words was
    if any(q.start == start and q.end < end for q in document.quotations) and document.text[start - 1] in MARKS:
        start -= 1  # "[“not one] of them” was hurt"
    if start >= end or document.text[start:end].casefold() in SMALL_WORDS:
        return None
    nothing = _NO.search(document.text, max(0, start - 4), start)  # "[No deaths] were reported"
    return Span(nothing.start(1) if nothing else start, end)


def _points(document: Document, start: int) -> bool:
    """Whether a "that" points at what the noun behind it names: "called [that figure] "a lie""."""
    first, _ = document.tokens(Span(start, start + 1))
    token = document.doc[first]
    behind = document.doc[first + 1].lower_ if first + 1 < len(document.doc) else ""
    if token.lower_ == "that" and behind in FINITE and first and document.doc[first - 1].pos_ == "VERB":
        return True  # "said [that was not so]"
    return token.dep_ == "det" and token.head.pos_ in ("NOUN", "PROPN") and token.head.i > first


def with_participle(document: Document, span: Span, cue: Span) -> Span:
    """Return the words with a participle that parts them from their cue: "Drone hits Osk[, killing 19], medics say"."""
    if document.quotation_at(span) is not None or span.end >= cue.start:
        return span
    more = _PARTICIPLE.fullmatch(document.text, span.end, cue.start)
    return Span(span.start, more.end("more")) if more else span


def _with_name(text: str, span: Span) -> Span:
    """The words with the name behind the title that they were cut off at: "to hand over Col[. Ana Ruiz]"."""
    cut = _TITLE.search(text, max(span.start, span.end - 8), span.end)
    name = _NAME.match(text, span.end) if cut else None
    return Span(span.start, name.end()) if name else span


def _with_ago(text: str, span: Span) -> Span:
    """The words with the end of a time that they were cut off in: "up from 274 a week[ ago]"."""
    cut = _COUNTED_BACK.search(text, max(0, span.end - 8), span.end)
    ago = _AGO.match(text, span.end) if cut else None
    return Span(span.start, ago.end()) if ago else span


def _whole(document: Document, span: Span) -> Span:
    """The words with what their last one only opens: "in the" goes on to "in the morning", "after sales" to "fell"."""
    first, last = document.tokens(span)
    if first >= last:
        return span
    opens = document.doc[last - 1]
    while opens.head.i < last and opens.dep_ in ("nmod", "flat", "compound", "conj") and opens.head.i >= first:
        opens = opens.head
    subject = last - first >= CLAUSE and opens.dep_.startswith("nsubj") and opens.head.pos_ in ("VERB", "AUX", "ADJ")
    if not subject:
        opens = document.doc[last - 1]
    if not subject and (done := _object_behind(document, last)):
        return document.token_span(first, done)
    if not subject and opens.pos_ not in OPENING:
        return span
    if opens.head.i < last or opens.head.sent.start != opens.sent.start:
        return span
    cues = {proposal.start for _, proposal in document.analysis.layer("cue")}
    end = last
    for token in document.doc[last : opens.head.right_edge.i + 1]:
        if token.is_punct or token.is_quote or token.is_space or token.i in cues:
            break
        end = token.i + 1
    if end <= opens.head.i:
        return span
    whole = document.token_span(first, end)
    return _whole(document, whole) if opens.pos_ == "NUM" and end > last else whole  # "500" million reais


def _object_behind(document: Document, last: int) -> int:
    """Where the object ends that stands right behind a verb that words were cut off at: "to hand over [his arms]"."""
    verb = document.doc[last - 1]
    own = next((c for c in verb.children if c.dep_ in ("obj", "ccomp", "xcomp") and c.left_edge.i == last), None)
    if verb.pos_ != "VERB" or own is None:
        return 0
    cues = {proposal.start for _, proposal in document.analysis.layer("cue")}
    end = last
    for token in document.doc[last : own.right_edge.i + 1]:
        if token.is_punct or token.is_quote or token.is_space or token.i in cues:
            break
        end = token.i + 1
    return end if end > own.i else 0


def joined_parts(document: Document, spans: Sequence[Span], cue: Span | None) -> tuple[Span, ...]:
    """Return parts in text order; pieces of one clause, or parts that only a full stop and spaces part, are one."""
    rows: list[Span] = []
    for span in sorted(set(spans)):
        if rows and _belongs(document, rows[-1], span, cue):
            rows[-1] = Span(rows[-1].start, max(rows[-1].end, span.end))
        else:
            rows.append(span)
    return tuple(rows)


def _belongs(document: Document, before: Span, span: Span, cue: Span | None) -> bool:
    gap = document.text[before.end : span.start]
    if before.overlaps(span) or not gap.strip(" .,;\n"):
        return True
    quoted = document.quotation_at(before) or document.quotation_at(span)
    if quoted or (cue is not None and before.end <= cue.start <= span.start):
        return False
    return len(gap.split()) <= GAP and not re.search(r"[.!?]\s|\n", gap)


def without_speaker(
    parts: list[tuple[Span, str, float]], speaker: Span | None, cue: Span | None
) -> list[tuple[Span, str, float]]:
    """Return the parts without the cue's own subject, which nobody says: "[The mayor, NAME,] regretted [it]"."""
    if speaker is None or cue is None or len(parts) == 1:
        return parts
    return [
        (words, label, score)
        for words, label, score in parts
        if label == "direct" or not words.covers(speaker) or not 0 <= cue.start - words.end <= SUBJECT
    ]


def mode_of(document: Document, parts: Sequence[tuple[Span, str, float]]) -> str:
    """Return direct if all parts lie in quotation marks, else the mode that most weight is for."""
    if not parts:
        return "indirect"
    if all(any(q.covers(span) for q in document.quotations) for span, *_ in parts):
        return "direct"
    weight: dict[str, float] = {}
    for _, label, score in parts:
        if label != "direct":
            weight[label] = weight.get(label, 0.0) + score
    return max(sorted(weight), key=lambda mode: weight[mode]) if weight else "indirect"
