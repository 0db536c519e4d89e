"""Whose office it is: the body, the place or the country that the words around a role give.

Input: an office proposal with its relations, the entities.
Output: an entity id and how sure it is, read by kb.extraction.offices.
Never: takes the body that stands nearest for want of a better one.
"""

import re
from collections.abc import Callable
from typing import Final

from kb.extraction.document import Document
from kb.extraction.entities import ORGANISATION_TYPES, EntityTable
from kb.extraction.office_context import main_country, told_before
from kb.model import Entity, Mention, Span
from kb.model.extraction import PLACE_TYPES

BODY_FLOOR: Final = 0.35  # a wrong body is worse than none
FITTING_FLOOR: Final = 0.1  # but a state for a minister, or a town for a mayor, is seldom wrong
HOLDER_FLOOR: Final = 0.35
STATELY: Final = frozenset({"country", "office", "place", "state", "region", "province"})
_GOVERNMENT: Final = re.compile(r"\b(?:government|cabinet|administration|coalition|junta|ministry)\b", re.IGNORECASE)
BESIDE: Final = 0.95  # how sure a body is that stands beside its office
SENTENCE: Final = 400  # characters that a long one has
SILENT: Final = 0.6  # and that an office without a body has none
_NATIONAL: Final = re.compile(
    r"(?:(?:deputy|vice|prime|first|interim|acting|former|foreign|interior|defen[cs]e|finance|health|justice|"
    r"education|energy|agriculture|transport|home|culture|economy|trade|environment|labou?r|information|security|"
    r"relief|mines)[ -])*"
    r"(?:president|minister|premier|king|queen|emir|sultan|chancellor|vice-president)|(?:[\w&,’'-]+ ){1,5}minister",
    re.IGNORECASE,
)
_SOVEREIGN: Final = re.compile(r"(?:\w+[ -]){0,2}prime minister|king|queen|emir|sultan|chancellor", re.IGNORECASE)
_MINISTER: Final = re.compile(r"\b(?:minister|premier)\b", re.IGNORECASE)
_NO_BODY: Final = frozenset({"office", "offices", "headquarters", "cabinet"})
_ITS: Final = re.compile(r"\b(?:its|their|whose)\s+$", re.IGNORECASE)
_LOCAL: Final = re.compile(r"\b(?:mayor(?:ess)?|council+or|alderman|sheriff|headman|governor)s?$", re.IGNORECASE)
_IN: Final = re.compile(r"\s*[Ii]n\s+(?:the\s+)?")
_OF: Final = re.compile(r"\s+(?:of|from|for)\s+(?:the\s+)?")


BODY_NOUNS: Final = frozenset(
    "agency association authority bank board bureau chamber church club coalition commission committee company "
    "confederation congress cooperative council court federation foundation fund group hospital institute ministry "
    "movement network organisation organization parliament party senate society union university".split()
)
_NOUN_BEFORE: Final = re.compile(r"(?:^|[^\w’'-])(\w+)\s+$")


def body_of(document: Document, table: EntityTable, index: int, span: Span, holder: str) -> tuple[str, float]:
    """Return the body or place whose office it is, and how sure that is; "" if the words give none."""
    if body := _body_by_words(document, table, span) or _body_by_noun(document, table, span):
        return body, BESIDE
    national = _NATIONAL.fullmatch(span.of(document.text)) is not None
    local = _LOCAL.search(span.of(document.text)) is not None
    body, score = linked(document, table, index, "body", persons=False)
    minister = national and _MINISTER.search(span.of(document.text)) is not None  # unions and clubs have presidents
    unfit = (minister or not body) and not (body and _stately(table.entity(body)))
    if body and _SOVEREIGN.fullmatch(span.of(document.text)) and not _of_country(table.entity(body)):
        unfit, body = True, ""
    if (national and unfit) or (local and not body):
        fits = _stately if national else _is_place  # a bank or a hospital has no minister
        fits = _of_country if _SOVEREIGN.fullmatch(span.of(document.text)) else fits  # nor a province a prime minister
        body, score = linked(document, table, index, "body", persons=False, fits=fits)
    visited = ""
    if body and table.entity(body).type == "country":
        if local:
            return "", SILENT  # countries have no mayors
        if not _before_or_of(document, table, span, holder, body):
            here = any(m.entity == body and _beside(document, m.span, span) for m in table.near(span, SENTENCE))
            visited, body = (body if here else ""), ""
    if body:
        return body, score
    owned = _ITS.search(document.text[max(0, span.start - 8) : span.start]) is not None
    country = main_country(document, table) if national and not owned and not _abroad(document, table, span) else ""
    return country if country and country != visited else told_before(document, table, span), SILENT


def _abroad(document: Document, table: EntityTable, span: Span) -> bool:
    """Whether the sentence opens in another country than the article's: "In Cairo, Foreign Minister NAME"."""
    sentence = document.doc[document.tokens(span)[0]].sent
    opening = next((m for m in table.near(span, SENTENCE) if m.span.start >= sentence.start_char), None)
    if opening is None or not _IN.fullmatch(document.text[sentence.start_char : opening.span.start]):
        return False
    there, main = table.entity(opening.entity), main_country(document, table)
    return bool(there.country and main) and there.country != table.entity(main).country


def _stately(body: Entity) -> bool:
    return body.type in STATELY or _GOVERNMENT.search(body.name) is not None


def _of_country(body: Entity) -> bool:
    return body.type in ("country", "office") or _GOVERNMENT.search(body.name) is not None


def _is_place(body: Entity) -> bool:
    return body.type in PLACE_TYPES


def _beside(document: Document, one: Span, other: Span) -> bool:
    """Whether two spans stand in one sentence."""
    first, second = document.tokens(one)[0], document.tokens(other)[0]
    return document.sentence_of[first] == document.sentence_of[second]


def linked(
    document: Document,
    table: EntityTable,
    index: int,
    label: str,
    *,
    persons: bool,
    fits: Callable[[Entity], bool] | None = None,
) -> tuple[str, float]:
    """Return the likeliest holder or body, and how likely; of those that *fits* lets pass an unlikely one too."""
    floor = HOLDER_FLOOR if persons else BODY_FLOOR if fits is None else FITTING_FLOOR
    for relation in document.relations_of.get(index, ()):
        if relation.label != label or relation.score < floor:
            continue
        entity_id = table.of_proposal.get(relation.tail, "")
        if not entity_id or (table.entity(entity_id).type == "person") != persons:
            continue
        if not persons and table.entity(entity_id).name.casefold() in _NO_BODY:
            continue  # "my office"
        if fits is None or fits(table.entity(entity_id)):
            return entity_id, relation.score
    return "", 0.0


def _before_or_of(document: Document, table: EntityTable, span: Span, holder: str, body: str) -> bool:
    """Whether a country stands before the holder's name or right after it: what a president visits is another's."""
    names = [m.span for m in table.near(span) if m.entity == holder and 0 <= m.span.start - span.end <= 2]
    if not names:
        return True
    end = names[0].end
    return any(
        m.span.end <= span.start or _OF.fullmatch(document.text[end : m.span.start])
        for m in table.near(span)
        if m.entity == body and (m.span.end <= span.start or m.span.start >= end)
    )


def _body_by_words(document: Document, table: EntityTable, span: Span) -> str:
    """The body right before the role ("Kyiv Mayor"), inside it, or after its preposition ("head of the agency")."""
    for mention in table.near(span):
        if table.entity(mention.entity).type == "person" or mention.kind == "pronoun":
            continue
        before = document.text[mention.span.end : span.start] if mention.span.end <= span.start else "-"
        if re.fullmatch(r"(?:['’]s?)?[^\S\n]+", before) or span.covers(mention.span):
            return mention.entity
        after = document.text[span.end : mention.span.start] if mention.span.start >= span.end else "-"
        if re.fullmatch(r"\s+(?:of|for|at|in|with)\s+(?:the\s+)?", after):
            return _owned(document, table, mention.span) or _wider(table, mention)
    return ""


def _wider(table: EntityTable, name: Mention) -> str:
    """What begins with a name and is about something of it: "the UN team" rather than the UN."""
    longest = max((m for m in table.near(name.span, 0) if m.span.start == name.span.start), key=lambda m: m.span.end)
    return longest.entity if table.entity(longest.entity).type in ORGANISATION_TYPES | {"group"} else name.entity


def _body_by_noun(document: Document, table: EntityTable, span: Span) -> str:
    """The body of that kind named last, where its kind alone stands before the role: "union president"."""
    found = _NOUN_BEFORE.search(document.text[max(0, span.start - 30) : span.start])
    inside = span.of(document.text).split()
    noun = found[1].casefold() if found else ""
    if noun not in BODY_NOUNS:
        noun = inside[0].casefold() if len(inside) > 1 else ""
    if noun not in BODY_NOUNS:
        return ""
    for mention in reversed(table.mentions):
        if mention.span.start >= span.start or mention.kind == "pronoun":
            continue
        entity = table.entity(mention.entity)
        last = mention.span.of(document.text).split()[-1].casefold()
        if entity.type in ORGANISATION_TYPES and last == noun:
            return mention.entity
    return ""


def _owned(document: Document, table: EntityTable, owner: Span) -> str:
    """What the words right after an owner name: "Belgorod region" in "Russia’s Belgorod region"."""
    found = re.match(r"['’]s?\s+", document.text[owner.end : owner.end + 4])
    if found is None:
        return ""
    start = owner.end + found.end()
    return next(
        (
            m.entity
            for m in table.near(owner)
            if m.span.start == start
            and m.kind not in ("pronoun", "adjective")
            and table.entity(m.entity).type != "person"
        ),
        "",
    )
