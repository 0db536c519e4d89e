"""Which state an office is of where no words beside it say so: whoever acts in its sentence or paragraph.

Input: a role, the entities. Output: an entity id, "" for none, read by kb.extraction.offices.bodies.
Never: takes the country that is only visited, named behind "in" or asked for something.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.extraction.document import Document, head_token
from kb.extraction.names.entities import EntityTable
from kb.extraction.names.place_context import DIRECTION
from kb.model import Mention, Span

OF_STATE: Final = re.compile(  # every state has one, though the title names no ministry
    r"(?:(?:deputy|chief|former|acting) )*(?:presidential (?:spokes(?:man|woman|person)|adviser|aide|secretary)|"
    r"(?:opposition|majority|minority) leader|leader of the opposition|senator|"
    r"(?:opposition )?(?:lawmaker|legislator|M\.?P\.?)|"
    r"(?:army|navy|air force|armed forces|military|defen[cs]e) chief|"
    r"member of parliament|cabinet minister|deputy minister|vice-minister)",
    re.IGNORECASE,
)
_AWAY: Final = re.compile(
    r"(?:\b(?:is|was|are|were|been|away|abroad|out)\s+on\s+(?:an?|his|her|their)\s+(?:[\w-]+\s+){0,3}(?:visit|trip|tour)\s+"
    r"(?:to|of|in)|\b(?:fled|flee|fleeing|crossed|escaped)\s+(?:in)?to)\s+(?:neighbou?ring\s+)?(?:the\s+)?$"
)
_OFFICES: Final = re.compile(r"\b(?:ministry|department|court|parliament|embassy)\b", re.IGNORECASE)
_OPPOSITION: Final = re.compile(r"\bopposition\b")
_RULED: Final = re.compile(r"(?:['’]s)?\s(?:[\w-]+\s)?(?:president|prime minister|premier|government)\b", re.IGNORECASE)
_IN: Final = re.compile(r"\s*[Ii]n\s+(?:the\s+)?")
SENTENCE: Final = 400  # characters that a long one has
REACH: Final = 500  # characters back, in its paragraph
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "nsubjpass"})
GOVERNING: Final = frozenset({"army", "government", "parliament", "police"})
WILL: Final = frozenset({"will", "would", "must", "shall"})
HOSTILE: Final = frozenset({"attack", "armed_conflict"})  # classes
_ACTS: Final = frozenset({"country", "office", "city"})


def acting_state(document: Document, table: EntityTable, span: Span) -> str:
    """Return the one country that does something in the paragraph before an office, if it opens with it; "" for none.

    "Osk has asked Ostan to withdraw, President NAME said"; "Oskgrad welcomed the list. President NAME said". Who
    attacks is told of by the other side, too: "Osk struck a town overnight, President NAME said".
    """
    here = document.paragraph(span.start)
    before = [
        m for m in table.near(span, REACH) if document.paragraph(m.span.start) == here and m.span.end < span.start
    ]
    acting = [m for m in before if _acts(document, table, m)]
    codes = {table.entity(m.entity).country for m in (*acting, *_beside(document, before, acting))}
    if not acting or acting[0] is not before[0] or len(codes) > 1 or any(_attacks(document, m) for m in acting):
        return ""
    return country_named(table, codes.pop())


def _beside(document: Document, before: Sequence[Mention], acting: Sequence[Mention]) -> list[Mention]:
    """The mentions that "and" joins to one that acts: "[Osk] and [Ostan] called for a truce"."""
    heads = {head_token(document.doc, *document.tokens(m.span)).i for m in acting}
    joined = (head_token(document.doc, *document.tokens(m.span)) for m in before)
    return [m for m, word in zip(before, joined, strict=True) if word.dep_ == "conj" and word.head.i in heads]


def seat_beside(document: Document, table: EntityTable, span: Span) -> str:
    """Return the country whose seat of power is named before an office in its sentence: "the White House", a palace.

    A ministry or a court is none: it is asked about another country's president as often.
    """
    sentence = document.sentence_of[document.tokens(span)[0]]
    for mention in reversed(table.near(span, REACH)):
        seat = table.entity(mention.entity)
        beside = mention.span.end <= span.start and document.sentence_of[document.tokens(mention.span)[0]] == sentence
        seated = seat.type == "office" and mention.kind == "name" and not _OFFICES.search(seat.name)
        if beside and seated and seat.country:
            return country_named(table, seat.country)
    return ""


def whole_of(table: EntityTable, region: str) -> str:
    """Return the country of a region that is only a part of it by the compass, "" for other places: "northern Osk"."""
    part = table.entity(region)
    return country_named(table, part.country) if part.type == "region" and DIRECTION.match(part.name) else ""


def is_visited(document: Document, place: Mention) -> bool:
    """Return whether somebody is there from elsewhere: "who is on a visit to [Osk]", "fled to [Osk]"."""
    return _AWAY.search(document.text[max(0, place.span.start - 80) : place.span.start]) is not None


def country_named(table: EntityTable, code: str) -> str:
    """Return the country of that ISO code that the article names, "" for none."""
    return next((e.id for e in table.entities if e.type == "country" and e.country == code), "")


def acts(document: Document, names: Sequence[Span]) -> bool:
    """Return whether a country does something: "President NAME said [Kenya] must wait", but not "landed in [Kenya]".

    What is done by its government it does.
    """
    heads = [head_token(document.doc, *document.tokens(name)) for name in names]
    heads += [h.head for h in heads if h.dep_ == "nmod:poss" and h.head.lemma_ in GOVERNING]
    return any(head.dep_ in ("nsubj", "nsubj:pass") for head in heads)


def promises(document: Document, names: Sequence[Span]) -> bool:
    """Return whether it is told what a country will or will not do, and no attack: "said [Osk] would not agree"."""
    heads = (head_token(document.doc, *document.tokens(name)) for name in names)
    return any(
        head.dep_ in _SUBJECTS
        and any(c.lower_ in WILL for c in head.head.children)
        and head.head.i not in _hostile(document)
        for head in heads
    )


def _hostile(document: Document) -> set[int]:
    told = (p for _, p in document.analysis.layer("trigger") if p.label in HOSTILE)
    return {i for p in told for i in range(p.start, p.end)}


def _attacks(document: Document, mention: Mention) -> bool:
    """Whether the verb of a subject tells of an attack or of fighting."""
    verb = head_token(document.doc, *document.tokens(mention.span)).head
    return verb.i in _hostile(document)


def _acts(document: Document, table: EntityTable, mention: Mention) -> bool:
    entity = table.entity(mention.entity)
    if entity.type not in _ACTS or not entity.country or mention.kind == "pronoun":
        return False
    return head_token(document.doc, *document.tokens(mention.span)).dep_ in _SUBJECTS


def opening(document: Document, table: EntityTable, span: Span) -> str:
    """Return the place that the sentence opens in, if its country is known: "In [Cairo], President NAME"; else "".

    A paragraph that opens so is about that place, as far as it names no other and the article tells of its country:
    "In [Geneva] envoys met. President NAME" leaves him where he is from.
    """
    sentence = document.doc[document.tokens(span)[0]].sent
    paragraph = document.text.rfind("\n", 0, span.start) + 1
    before = [m for m in table.near(span, REACH) if m.span.start < span.start]
    for start in (sentence.start_char, paragraph):
        opening = next((m for m in before if m.span.start >= start), None)
        if opening is None or not _IN.fullmatch(document.text[start : opening.span.start]):
            continue
        place = table.entity(opening.entity)
        if start != sentence.start_char and place.type != "country" and not named_else(table, opening.entity):
            continue
        country = place.country
        others = (table.entity(m.entity) for m in before if m.span.start > opening.span.start)
        if country and (
            start == sentence.start_char or not any(e.type == "country" and e.country != country for e in others)
        ):
            return opening.entity
    return ""


def named_else(table: EntityTable, place: str) -> str:
    """Return the country of a place if the article names it otherwise than by that place alone, else ""."""
    code = table.entity(place).country
    countries = {m.entity for m in table.mentions if table.entity(m.entity).type == "country"}
    return next((c for c in sorted(countries) if c != place and table.entity(c).country == code), "")


def only_owns(document: Document, table: EntityTable, span: Span, body: str) -> bool:
    """Return whether a country is told of in the sentence up to an office as an owner alone: "at [Osk]'s request"."""
    before = [m for m in table.near(span, SENTENCE) if m.entity == body and m.span.start < span.start]
    sentence = document.sentence_of[document.tokens(span)[0]]
    there = [tokens for m in before if document.sentence_of[(tokens := document.tokens(m.span))[0]] == sentence]
    heads = [head_token(document.doc, *tokens) for tokens in there]
    return bool(heads) and all(head.dep_ == "nmod:poss" and head.pos_ != "PRON" for head in heads)


def opposed(document: Document, table: EntityTable, span: Span, role: str) -> str:
    """Return the country whose opposition an office is of: "the Oskan opposition", "Osk's president" just before it."""
    if not role.casefold().startswith("opposition"):
        return ""
    begin = document.text.rfind("\n", 0, span.start) + 1
    for found in reversed(list(_OPPOSITION.finditer(document.text, begin, span.start))):
        whose = next((m for m in table.near(Span(found.start(), found.end())) if m.span.end == found.start() - 1), None)
        if whose is not None and table.entity(whose.entity).type == "country":
            return whose.entity
    for mention in reversed(table.near(span, REACH)):
        before = begin <= mention.span.start < span.start and table.entity(mention.entity).type == "country"
        if before and _RULED.match(document.text, mention.span.end):
            return mention.entity
    return ""
