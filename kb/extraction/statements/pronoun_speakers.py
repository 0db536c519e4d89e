"""Who speaks where no link tells: "he said" behind the words of one man, "Paz: 'I am sorry'" in a title.

Input: a reporting cue or a quotation of a Document, the entities, what was said before.
Output: one speaker, nothing where the words tell none or several; read by kb.extraction.statements.stage.
Never: overrules a speaker whom the model or the tree found.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.extraction.document import Document, head_token
from kb.extraction.names.entities import ORGANISATION_TYPES, EntityTable
from kb.extraction.names.genders import gender
from kb.model import Span, Statement

SPEAKING: Final = ORGANISATION_TYPES | {"person", "group", "country"}
_MARKS: Final = "'\"“”‘’"
_BETWEEN: Final = re.compile(r"\s*:\s*|\s+[-–—]\s+")
ONE: Final = frozenset({"he", "she"})
FLOOR: Final = 0.3
_SUBJECT: Final = ("nsubj", "csubj", "ROOT")
_BESIDE: Final = frozenset({"appos", "flat", "conj"})


def by_words(
    document: Document, table: EntityTable, cue: int | None, content: Sequence[Span], said: Sequence[Statement]
) -> tuple[str, Span] | None:
    """Return who speaks where no link tells, and by which words; None where the words do not tell.

    Args:
        cue: its proposal, None where the words have none.
        content: what is said.
        said: the statements before.
    """
    if cue is None:
        return titled(document, table, content[0]) if content else None
    pronoun = pronoun_of(document, cue)
    person = person_before(document, table, pronoun, said) if pronoun is not None else ""
    return (person, pronoun) if person and pronoun is not None else None


def pronoun_of(document: Document, cue: int) -> Span | None:
    """Return the "he" or "she" that the model links to a cue as its speaker, None for none."""
    for relation in document.relations_of.get(cue, ()):
        if relation.label == "speaker" and relation.score >= FLOOR:
            words = document.span(document.analysis.proposals[relation.tail])
            if words.of(document.text).casefold() in ONE:
                return words
    return None


def person_before(document: Document, table: EntityTable, pronoun: Span, said: Sequence[Statement]) -> str:
    """Return the person whom a pronoun outside quotation marks can only be.

    The one who spoke last in the paragraph, else the only one whom its paragraph names before; a woman is no "he".
    """
    paragraph = document.paragraph(pronoun.start)
    if document.quotation_at(pronoun) is not None or paragraph < 0:
        return ""
    begin = document.paragraphs[paragraph].start
    spoke = [
        (s.cue.start, s.speakers[0])
        for s in said
        if s.cue is not None and begin <= s.cue.start < pronoun.start and len(s.speakers) == 1
    ]
    persons = [row for row in spoke if table.entity(row[1]).type == "person"]
    if persons:
        last = max(persons)[1]
        return last if _fits(document, table, last, pronoun) else ""
    named = {
        m.entity
        for m in table.mentions
        if begin <= m.span.start < pronoun.start
        and m.kind != "pronoun"
        and document.quotation_at(m.span) is None
        and table.entity(m.entity).type == "person"
    }
    one = named.pop() if len(named) == 1 else ""
    return one if one and _fits(document, table, one, pronoun) else ""


def who_goes_on(
    document: Document,
    table: EntityTable,
    cue: int | None,
    speakers: Sequence[str],
    content: Sequence[Span],
    said: Sequence[Statement],
) -> str:
    """Return who spoke last in the paragraph of a "he" or "she" that was taken for somebody not told of there.

    Whom it was taken for is told of in the paragraph before it, outside what was said and what was asked, or is the
    subject of what is said here ("Paz never saw it, she said"), or the one who spoke last does not fit: then "".
    """
    pronoun = pronoun_of(document, cue) if cue is not None and len(speakers) == 1 else None
    if pronoun is None or table.at(pronoun) != speakers[0] or document.quotation_at(pronoun) is not None:
        return ""
    paragraph = document.paragraph(pronoun.start)
    begin = document.paragraphs[paragraph].start if paragraph >= 0 else pronoun.start
    last = next((s for s in reversed(said) if s.cue and begin <= s.cue.start < pronoun.start and s.speakers), None)
    if last is None or len(last.speakers) != 1 or last.speakers == tuple(speakers):
        return ""
    asked = _asked(document, pronoun)
    told = any(
        m.entity == speakers[0]
        and begin <= m.span.start < asked
        and not any(part.covers(m.span) for s in said for part in s.content)
        and not _in_passing(document, m.span, content)
        for m in table.mentions
    )
    return "" if told or not _fits(document, table, last.speakers[0], pronoun) else last.speakers[0]


def _in_passing(document: Document, words: Span, content: Sequence[Span]) -> bool:
    """Whether what is said here has *words* in it, and they are the subject of no clause: "given by Juan Ruiz"."""
    if not any(part.covers(words) for part in content):
        return False
    head = head_token(document.doc, *document.tokens(words))
    while head.dep_ in _BESIDE:  # "the mayor, Juan Ruiz"
        head = head.head
    return not head.dep_.startswith(_SUBJECT)


def _asked(document: Document, pronoun: Span) -> int:
    """Where the sentence of a pronoun begins if it opens with "Asked ...", else where the pronoun stands."""
    sentence = document.doc[document.tokens(pronoun)[0]].sent
    opens = next((token for token in sentence if not token.is_punct and not token.is_space), None)
    return opens.idx if opens is not None and opens.lower_ == "asked" else pronoun.start


def _fits(document: Document, table: EntityTable, person: str, pronoun: Span) -> bool:
    """Whether somebody is a person of whom nothing tells the other gender."""
    if table.entity(person).type != "person":
        return False
    mine = pronoun.of(document.text).casefold()
    named = {"name", "acronym"}
    told = {gender(m.span.of(document.text), named=m.kind in named) for m in table.mentions if m.entity == person}
    return told <= {"", mine}


def titled(document: Document, table: EntityTable, quotation: Span) -> tuple[str, Span] | None:
    """Return whom a title names right beside its quotation, with the words: "Osk captain Paz: 'I cried'"."""
    title = document.title
    if title is None or not title.covers(quotation) or document.quotation_at(quotation) is None:
        return None
    for mention in table.mentions:
        low, high = sorted((mention.span, quotation))
        if not title.covers(mention.span) or quotation.overlaps(mention.span):
            continue
        between = document.text[low.end : high.start].strip(_MARKS)
        if _BETWEEN.fullmatch(between) and table.entity(mention.entity).type in SPEAKING:
            return mention.entity, mention.span
    return None
