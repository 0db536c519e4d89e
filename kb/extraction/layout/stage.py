"""An article's text into paragraphs, each with its kind: what is story and what is furniture.

Input: the stored text and where its header ends.
Output: Layout, read by every later stage; only paragraphs of STORY kinds carry claims.
Never: changes or drops a character; knows an outlet or an article.
Pure: no I/O, no clock.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from kb.extraction.layout import cues
from kb.extraction.layout.blocks import blocks, lines
from kb.extraction.layout.dateline import DATE, Dateline, find_dateline, find_stamp
from kb.extraction.layout.head_lines import with_head
from kb.language.mastheads import names_form, names_publisher
from kb.model.span import Span

KINDS: Final = frozenset(
    "header title byline published dateline body heading time_stamp list_item question answer correction "
    "table_row boilerplate".split()
)
STORY: Final = frozenset({"body", "list_item", "question", "answer"})

_BAR: Final = re.compile(r"(?<!\S)\|(?!\S)")
_SENTENCE: Final = re.compile(r"\s*(?:\S+\s+){4,}\S*[^\W\d][.!?][\"'”’)]*\s*")
_MAY_BE_ROW: Final = frozenset({"body", "heading", "title", "dateline", "time_stamp"})
_HEADER_TITLE: Final = re.compile(r"(?i)(?:title|headline)\s*:\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or header line of the text.

    Attributes:
        span: without white space around it.
        kind: one of KINDS.
        lead: what comes before the prose: dateline, time stamp, list marker,
            speaker label; None if the prose starts at once.
        speaker: the label's words of an interview turn ("Mr Okafor"), else None.
        stamp: the live-blog time stamp that this entry stands under, else None.
    """

    span: Span
    kind: str
    lead: Span | None = None
    speaker: Span | None = None
    stamp: Span | None = None

    @property
    def prose(self) -> Span | None:
        """The paragraph without its lead; None if nothing is left."""
        if self.lead is None:
            return self.span
        return Span(self.lead.end, self.span.end) if self.lead.end < self.span.end else None


@dataclass(frozen=True, slots=True)
class Layout:
    """All paragraphs in text order, and the lines that name title, author and date.

    Attributes:
        title: the headline's words, None if the text has none.
        datelines: in text order; news in brief have several.
        published: words of "Published ..." lines and of lines that are only a date.
    """

    paragraphs: tuple[Paragraph, ...]
    title: Span | None = None
    datelines: tuple[Dateline, ...] = ()
    published: tuple[Span, ...] = ()

    @property
    def dateline(self) -> Dateline | None:
        """The first dateline."""
        return self.datelines[0] if self.datelines else None

    @property
    def story(self) -> tuple[Paragraph, ...]:
        """The paragraphs that carry claims."""
        return tuple(p for p in self.paragraphs if p.kind in STORY)

    def of_kind(self, *kinds: str) -> tuple[Paragraph, ...]:
        """Return the paragraphs of the given kinds."""
        return tuple(p for p in self.paragraphs if p.kind in kinds)


def layout(text: str, body_start: int = 0) -> Layout:
    """Return the paragraphs of *text* with their kinds.

    Args:
        text: the stored text.
        body_start: where the header lines end; 0 if there is no header.
    """
    header = [Paragraph(s, "header") for s in lines(text, 0, body_start)]
    title = None
    for number, line in enumerate(header):
        match = _HEADER_TITLE.match(text, line.span.start, line.span.end)
        if match is not None:
            title = Span(match.end(), line.span.end)
            header[number] = Paragraph(line.span, "title", lead=Span(line.span.start, match.end()))
            break
    found = blocks(text, max(body_start, 0))
    body, datelines = _classify(text, found, title)
    body, filed = with_head(text, body)
    body = _interview(text, _numbered_lists(text, _tables(text, body)))
    body = _teaser_runs(text, _stamped(text, body))
    if title is None:
        title = next((p.span for p in body if p.kind == "title"), None)
    published = tuple(p.span for p in body if p.kind == "published")
    return Layout((*header, *body), title, (*filed, *datelines), published)


def _classify(text: str, spans: list[Span], title: Span | None) -> tuple[list[Paragraph], list[Dateline]]:
    paragraphs: list[Paragraph] = []
    datelines: list[Dateline] = []
    prose_seen = ended = False
    for number, span in enumerate(spans):
        words = span.of(text)
        if ended or cues.is_end_mark(words):
            ended = ended or bool(prose_seen and cues.is_end_mark(words))
            paragraphs.append(Paragraph(span, "boilerplate"))
            continue
        kind = _plain_kind(words, prose_seen)
        alone = _labelled_alone(text, spans, number)
        paragraph = Paragraph(span, kind or "body")
        if kind is None and (opening := cues.rubric(words)):
            paragraph = replace(paragraph, lead=Span(span.start, span.start + opening))
        elif kind is None:
            dateline = find_dateline(text, span.start, span.end, first=not prose_seen)
            if dateline is not None and not (alone and _opens_headline(text, words, dateline)):
                datelines.append(dateline)
                alone = dateline.span.end >= span.end
                paragraph = Paragraph(span, "dateline" if alone else "body", lead=dateline.span)
            else:
                paragraph = _led(text, span, words, last=number + 1 == len(spans), alone=alone)
        if not prose_seen and paragraph.kind == "heading" and title is None and not _has(paragraphs, "title"):
            paragraph = replace(paragraph, kind="title")
        prose_seen = prose_seen or paragraph.kind in STORY
        paragraphs.append(paragraph)
    return paragraphs, datelines


def _has(paragraphs: list[Paragraph], kind: str) -> bool:
    return any(p.kind == kind for p in paragraphs[:8])


def _plain_kind(words: str, prose_seen: bool) -> str | None:
    """Return the kind that the paragraph's own words settle, else None."""
    if cues.is_correction(words):
        return "correction"
    if cues.is_rule(words) or cues.is_teaser(words) or cues.is_editor_note(words):
        return "boilerplate"
    if cues.is_byline(words):
        return "byline"
    date = DATE.search(words[:120])
    if cues.is_source_line(words) or (not prose_seen and names_form(words)):
        return "published" if date is not None else "header"
    dated = date is not None and cues.is_publication_line(words)
    if date is not None and not prose_seen and len(words) <= 60:
        before, behind = words[: date.start()], words[date.end() :]
        dated = dated or cues.is_only_date(before + behind)
        dated = dated or (cues.is_only_date(behind) and names_publisher(before.strip(" ,|·•–—-")))
        if not dated and cues.is_writers_name(f"{before.strip(' ,')} X") and cues.is_byline(behind.lstrip(" .,|·•–—-")):
            return "byline"  # "Osk, 3 May 2026. By Ana Paz"
    return "published" if dated else None


def _labelled_alone(text: str, spans: list[Span], number: int) -> bool:
    """Whether a text opens with the only "WORDS: ..." it has, a headline rather than the first turn of an interview."""
    return number == 0 and not any(cues.speaker_label(span.of(text)) for span in spans[1:])


def _opens_headline(text: str, words: str, dateline: Dateline) -> bool:
    """Whether capitals and a colon before a headline are who speaks ("UN: ..."), and no place it is filed from."""
    bare = dateline.date is None and dateline.agency is None and dateline.span.of(text).rstrip().endswith(":")
    return bare and cues.looks_like_heading(words)


def _led(text: str, span: Span, words: str, *, last: bool, alone: bool = False) -> Paragraph:
    """Return the paragraph with stamp, list marker or heading shape recognised."""
    stamp = find_stamp(text, span.start, span.end)
    if stamp is not None:
        found, after = stamp
        if after >= span.end:
            return Paragraph(span, "time_stamp", stamp=found)
        return Paragraph(span, "body", lead=Span(span.start, after), stamp=found)
    marker = cues.list_marker(words)
    if marker is not None and marker[1] == "bullet":
        return Paragraph(span, "list_item", lead=Span(span.start, span.start + marker[0]))
    if not last and cues.looks_like_heading(words) and (alone or cues.speaker_label(words) is None):
        return Paragraph(span, "heading")
    return Paragraph(span, "body")


def _tables(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Mark rows of a table: lines one after the other with as many cells between upright bars.

    They are no prose: a number in a cell counts what its column's head says, which no clause has. A cell that is a
    sentence is: "10.15 | Two people were killed in Osk."
    """
    split = [_BAR.split(p.span.of(text)) if p.kind in _MAY_BE_ROW else [] for p in paragraphs]
    bars = [0 if any(map(_SENTENCE.fullmatch, cells)) else len(cells) - 1 for cells in split]
    result = list(paragraphs)
    for i, cells in enumerate(bars):
        if cells > 0 and cells in (bars[i - 1] if i else 0, bars[i + 1] if i + 1 < len(bars) else 0):
            result[i] = Paragraph(paragraphs[i].span, "table_row")
    return result


def _numbered_lists(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Make list items of numbered or dashed paragraphs that stand beside one another."""
    markers = [
        cues.list_marker(p.span.of(text)) if p.kind in {"body", "heading", "title"} and p.lead is None else None
        for p in paragraphs
    ]
    result = list(paragraphs)
    for i, marker in enumerate(markers):
        if marker is None:
            continue
        beside = [markers[j] for j in (i - 1, i + 1) if 0 <= j < len(markers)]
        if any(other is not None and other[1] == marker[1] for other in beside):
            span = paragraphs[i].span
            result[i] = Paragraph(span, "list_item", lead=Span(span.start, span.start + marker[0]))
    return result


def _interview(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Mark the turns of an interview: speaker labels that come again and again."""
    labels = [cues.speaker_label(p.span.of(text)) if p.kind == "body" and p.lead is None else None for p in paragraphs]
    names = [
        paragraphs[i].span.of(text)[found[0] : found[1]].lower() if found else "" for i, found in enumerate(labels)
    ]
    counts = Counter(name for name in names if name)
    short = cues.QUESTION_LABELS | cues.ANSWER_LABELS
    repeated = {name for name, n in counts.items() if n >= 2}
    if sum(counts.values()) < 2 or not (repeated or counts.keys() & short):
        return paragraphs
    asking: Counter[str] = Counter()
    for name, paragraph in zip(names, paragraphs, strict=True):
        if name:
            asking[name] += 1 if paragraph.span.of(text).rstrip("\"”’' ").endswith("?") else -1
    result = list(paragraphs)
    for i, found in enumerate(labels):
        if found is None or (names[i] not in repeated and names[i] not in short and len(repeated) < 2):
            continue
        span = paragraphs[i].span
        asks = names[i] in cues.QUESTION_LABELS or (asking[names[i]] > 0 and names[i] not in cues.ANSWER_LABELS)
        result[i] = Paragraph(
            span,
            "question" if asks else "answer",
            lead=Span(span.start, span.start + found[2]),
            speaker=Span(span.start + found[0], span.start + found[1]),
        )
    return result


def _stamped(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Carry a live blog's time stamps on to the paragraphs under them.

    A clock time that merely opens a sentence is no stamp unless others do the same.
    """
    stamped = [i for i, p in enumerate(paragraphs) if p.stamp is not None]
    result = list(paragraphs)
    for i in stamped:
        p = paragraphs[i]
        if len(stamped) == 1 and _is_loose(text, p):
            result[i] = replace(p, lead=None, stamp=None)
    current: Span | None = None
    for i, p in enumerate(result):
        if p.stamp is not None:
            current = p.stamp
        elif p.kind in STORY or p.kind in ("heading", "correction"):
            result[i] = replace(p, stamp=current)
    return result


def _is_loose(text: str, paragraph: Paragraph) -> bool:
    if paragraph.stamp is None or paragraph.lead is None:
        return False
    return not text[paragraph.stamp.end : paragraph.lead.end].strip(" \t")


def _teaser_runs(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Extend a teaser heading ("Related stories") over the headline-like lines below it."""
    result = list(paragraphs)
    inside = False
    for i, p in enumerate(paragraphs):
        words = p.span.of(text)
        if p.kind == "boilerplate":
            inside = cues.is_teaser(words) and len(words.split()) <= 6
        elif inside and p.kind in {"heading", "title", "body", "list_item"} and cues.looks_like_heading(words):
            result[i] = Paragraph(p.span, "boilerplate")
        else:
            inside = False
    return result
