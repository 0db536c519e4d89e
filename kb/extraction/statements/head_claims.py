"""What a headline says that somebody says: "Coroner: hospital ignored warnings", "Floods kill 30: officials".

So for the headlines of a live blog's entries. Input: a Document with a title, its entities, the statements read so far.
Output: the same statements and those of the headline; read by kb.extraction.statements.stage.
Never: takes a topic or a place before a colon for a speaker: who speaks here speaks in the article, too.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.document import Document
from kb.extraction.names.entities import EntityTable
from kb.model import Entity, Span, Statement
from kb.model.extraction import PLACE_TYPES

SURE: Final = 0.6  # how sure a statement is that a colon alone gives
SAME: Final = 0.75  # share of a quotation's words that its fuller wording in the article has
_NO_SPEAKER: Final = PLACE_TYPES | {"country"}
_TOPIC: Final = "company"  # "Osk Mills: strike averted" says what it is about, unless words are quoted
_LED: Final = re.compile(r"(?P<who>[^:\n\"“”‘]{2,60}?):\s+(?P<said>\S[^\n]*?)(?:(?:;|\.\s)[^\n]*)?")
_CLOSED: Final = re.compile(  # "Budget passes - relief for farmers" is said by nobody
    r"(?P<said>[^\n]*?\S)(?::|\s[-–—])\s+"
    r"(?P<who>(?:(?!(?:for|after|as|over|amid|with|to|against|from|and|but)\b)[\w'’.]+\s){0,4}[\w'’.]+)"
)
_REPORTED: Final = re.compile(r"(?:media\s+|press\s+)?reports?", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[\"“‘'](.+)[\"”’']")
_ARTICLE: Final = re.compile(r"(?:an?|the)\s", re.IGNORECASE)
_ENDED: Final = re.compile(r"[.!?…][\"”’']?\s*$")
_WORD: Final = re.compile(r"[\w’'-]+")
BESIDE: Final = 40  # characters on either side of a name that say what its bearer is
LEAST: Final = 4  # words by which a quotation is known again
_LAST: Final = re.compile(r"\w+$")


def with_head_claims(document: Document, table: EntityTable, statements: Sequence[Statement]) -> list[Statement]:
    """Return *statements*; the claim of a headline, a live blog's entries' too, is its speaker's, as is a quotation.

    Who said a quotation that the headline leaves to nobody is told by its fuller wording below.
    """
    kept = [_to_semicolon(document, s) if document.title and _in(s, document.title) else s for s in statements]
    for head in _heads(document):
        claimed = _claimed(document, table, kept, head)
        kept = (
            [_by_wording(document, s, kept, head) if _in(s, head) else s for s in kept] if claimed is None else claimed
        )
    return [_by_wording(document, s, kept, line) if (line := _heading(document, s)) else s for s in kept]


def _heading(document: Document, statement: Statement) -> Span | None:
    """The line that a quotation stands in, where it is a heading between paragraphs of the story; None elsewhere."""
    if statement.cue is not None or not statement.content or statement.mode != "direct":
        return None
    at = statement.content[0]
    if any(p.covers(at) for p in document.paragraphs) or (document.title is not None and document.title.covers(at)):
        return None
    end = document.text.find("\n", at.end)
    return Span(document.text.rfind("\n", 0, at.start) + 1, end if end >= 0 else len(document.text))


def _heads(document: Document) -> list[Span]:
    """The headline, and the paragraphs of a live blog that close like one."""
    entries = document.paragraphs if document.entries else ()
    opened = [p for p in entries if p != document.title and not _ENDED.search(p.of(document.text))]
    return opened if document.title is None else [document.title, *opened]


def _claimed(
    document: Document, table: EntityTable, statements: Sequence[Statement], head: Span
) -> list[Statement] | None:
    """The statements with what a headline's colon or dash gives to somebody; None where it gives nobody anything."""
    words = head.of(document.text).rstrip()
    below = [s for s in statements if s.content and s.content[0].start >= head.end]  # of a live blog, what is older
    heard = statements if head == document.title else below
    for found in filter(None, (form.fullmatch(words) for form in (_LED, _CLOSED))):
        who, said = (Span(head.start + found.start(name), head.start + found.end(name)) for name in ("who", "said"))
        reported = _REPORTED.fullmatch(who.of(document.text)) is not None
        told = any(t.pos_ == "VERB" for t in document.doc[slice(*document.tokens(who))])  # "singer who fought police"
        speaker = "" if reported or told else _speaker(document, table, who, heard)
        topic = speaker and table.entity(speaker).type == _TOPIC and not _QUOTED.fullmatch(said.of(document.text))
        topic = topic or (bool(speaker) and _only_names(document, table.entity(speaker), who, said))
        if (speaker or reported) and not topic:
            return _told(document, statements, said, speaker, who)
    return None


def _only_names(document: Document, speaker: Entity, who: Span, said: Span) -> bool:
    """Whether no verb and no quotation stands behind a name: "Ana Paz: a life in music", "Osk Bank: a history".

    What a body says in a headline may lack its verb, too, but does not open with an article: "Police: two dead".
    """
    words = said.of(document.text)
    topic = speaker.name.endswith(who.of(document.text)) if speaker.type == "person" else _ARTICLE.match(words)
    verbs = (t.pos_ in ("VERB", "AUX") for t in document.doc[slice(*document.tokens(said))])
    return bool(topic) and _QUOTED.search(said.of(document.text)) is None and not any(verbs)


def _to_semicolon(document: Document, statement: Statement) -> Statement:
    """A claim of the headline up to its semicolon: "Osk says it fired; [Belt protests]" is the headline's own."""
    first = statement.content[0]
    at = document.text.find("; ", first.start, first.end)
    before = statement.cue is not None and statement.cue.end <= first.start
    if at < 0 or not before or statement.mode == "direct" or document.quotation_at(Span(at, at + 1)) is not None:
        return statement
    return replace(statement, content=(Span(first.start, at),))


def _in(statement: Statement, title: Span) -> bool:
    return bool(statement.content) and title.covers(statement.content[0])


def _is_whole(document: Document, statement: Statement, head: Span) -> bool:
    """Whether a headline is a quotation and no more."""
    words = head.of(document.text).strip(" \n\"“”‘’'")
    return len(statement.content) == 1 and statement.content[0].of(document.text).strip(" \"“”‘’'") == words


def _by_wording(document: Document, statement: Statement, statements: Sequence[Statement], head: Span) -> Statement:
    """A quotation in the headline that nobody was found to say, as said by who says it in the article."""
    if statement.cue is not None or statement.mode != "direct":
        return statement
    if statement.basis == "inferred" and _is_whole(document, statement, head):
        statement = replace(
            statement, speakers=(), basis="unattributed", speaker_confidence=None
        )  # not who spoke before
    if statement.speakers:
        return statement
    words = _words(document, statement)
    rows = [
        (len(words & _words(document, s)) / len(words), -n, s) for n, s in enumerate(statements) if s.speakers and words
    ]
    share, _, said = max(rows, key=lambda row: row[:2], default=(0.0, 0, statement))
    if share < SAME or len(words) < LEAST:
        return statement
    sure = statement.confidence * (said.speaker_confidence or said.confidence)
    return replace(statement, speakers=said.speakers, basis="inferred", speaker_confidence=sure)


def _words(document: Document, statement: Statement) -> set[str]:
    return {word for part in statement.content for word in _WORD.findall(part.of(document.text).casefold())}


def _told(document: Document, statements: Sequence[Statement], said: Span, speaker: str, who: Span) -> list[Statement]:
    quoted = _QUOTED.fullmatch(said.of(document.text))
    if quoted is not None:
        said = Span(said.start + quoted.start(1), said.start + quoted.end(1))
    inside = [s for s in statements if any(part.overlaps(said) for part in s.content)]
    if inside:
        return [_spoken(s, speaker, who) if s in inside else s for s in statements]
    return [*statements, _claim(said, speaker, who, quoted=quoted is not None)]


def _claim(said: Span, speaker: str, who: Span, *, quoted: bool) -> Statement:
    return Statement(
        id="s0",
        content=(said,),
        mode="direct" if quoted else "indirect" if speaker else "evidential",
        speakers=(speaker,) if speaker else (),
        speaker_span=who if speaker else None,
        cue=None if speaker else who,
        basis="explicit" if speaker else "unattributed",
        confidence=SURE,
        speaker_confidence=SURE if speaker else None,
    )


def _spoken(statement: Statement, speaker: str, who: Span) -> Statement:
    """A quotation of the headline that nobody was found to say, with its speaker."""
    if statement.speakers or statement.cue is not None or not speaker:
        return statement
    return replace(
        statement,
        speakers=(speaker,),
        speaker_span=who,
        basis="explicit",
        speaker_confidence=statement.confidence * SURE,
    )


def _speaker(document: Document, table: EntityTable, who: Span, statements: Sequence[Statement]) -> str:
    """The entity that the words name, if it speaks in the article; else who does, by their last word or as initials."""
    told = [mention for mention in table.near(who, 0) if mention.span.end == who.end]
    entity = told[0].entity if told else ""
    if entity and table.entity(entity).type in _NO_SPEAKER:
        return ""
    speaking = [speaker for statement in statements for speaker in statement.speakers]
    if entity in speaking:
        return entity
    words = who.of(document.text)
    for mention in table.mentions:
        if mention.entity in speaking and _alike(words, mention.span.of(document.text)):
            return mention.entity
    return next((s.speakers[0] for s in statements if len(s.speakers) == 1 and _beside(document, s, _stem(words))), "")


def _beside(document: Document, statement: Statement, stem: str) -> bool:
    """Whether a word stands beside a speaker's name in its sentence: "the [ombudsman], Nino Beridze, said"."""
    name = statement.speaker_span
    first, last = document.tokens(name) if name is not None else (0, 0)
    if name is None or not stem or first >= last:
        return False
    sentence = document.doc[first].sent
    low, high = max(sentence.start_char, name.start - BESIDE), min(sentence.end_char, name.end + BESIDE)
    near = Span(low, high)
    free = [part for part in statement.content if part.overlaps(near)]
    low = max([low, *(part.end for part in free if part.end <= name.start)])
    high = min([high, *(part.start for part in free if part.start >= name.end)])
    return stem in {_stem(word) for word in _WORD.findall(document.text[low:high])}


def _alike(short: str, full: str) -> bool:
    """Whether words are the initials of others, or end in the same word."""
    initials = "".join(word[0] for word in full.split() if word[0].isupper())
    return (short.isupper() and short == initials) or ("" != _stem(short) == _stem(full))


def _stem(words: str) -> str:
    last = _LAST.search(words)
    return last[0].casefold().removesuffix("s") if last else ""
