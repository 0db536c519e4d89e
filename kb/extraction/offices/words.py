"""Whose office it is by the words right beside the role: "Kyiv Mayor", "head of the agency", "its secretary".

Input: the span of a role, its holder, the entities.
Output: an entity id, "" for none, read by kb.extraction.offices.bodies.
Never: looks farther than the words that hang on the role or on its holder's name.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.extraction.document import Document
from kb.extraction.names.entities import ORGANISATION_TYPES, EntityTable
from kb.extraction.time.calendar_words import MONTHS, WEEKDAYS
from kb.model import Mention, Span
from kb.model.extraction import PLACE_TYPES

BODY_NOUNS: Final = frozenset(
    "agency army association authority bank board bureau chamber church club coalition commission committee company "
    "confederation congress cooperative council court federation foundation fund government group hospital institute "
    "library military ministry movement museum navy network organisation organization parliament party police "
    "presidency school senate society union university".split()
)
SIDES: Final = frozenset({"opposition", "ruling"})  # of a parliament, no body: "Opposition lawmaker NAME of Unity"
POSSESSIVES: Final = frozenset({"its", "their", "whose"})
DATES: Final = frozenset((*WEEKDAYS, *MONTHS))
LONGEST: Final = 40  # characters of a name between a role and its body
_BEFORE: Final = re.compile(r"(?:['’]s?)?[^\S\n]+")
_AFTER: Final = re.compile(r"\s+(?:of|for|at|in|with)\s+(?:the\s+)?")
_TO_PERSON: Final = re.compile(r"\s+(?:for|of|to)\s+(?:(?:Mr|Mrs|Ms|Dr)\.?\s+)?")
_AFTER_WORD: Final = re.compile(r"\s+of\s+the\s+[a-z-]+\s+")  # "of the occupied part of"
_NAMED: Final = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?|,?\s+\(?[DRI]-")  # "Senator NAME of Ohio", "Sen. NAME, D-Ohio"
_OF_PARTY: Final = re.compile(r"\b(?:party|alliance|movement|front|coalition|bloc)$", re.IGNORECASE)
_PART: Final = re.compile(r"(?:\w+\s+)?(?:part|half|side|rest|section|portion|sector|branch|wing|arm)s?", re.IGNORECASE)
_PART_OF_NAME: Final = re.compile(r"\b[A-Z][\w-]+ of (?:the )?$")  # "Bank of [Kenya] Governor" is no country's
_TOPICAL: Final = re.compile(
    r"\b(?:analyst|correspondent|economist|expert|fellow|professor|researcher|scholar|specialist|strategist)$",
    re.IGNORECASE,
)
_EMPLOYED: Final = re.compile(r"\s+(?:at|with|for)\s+(?:the\s+)?")
_BASED: Final = re.compile(r"[-‑](?:based|born|trained|educated|headquartered|listed)\b")
_MANAGES: Final = re.compile(r"\b(?:head|director|chief|manager|chair(?:man|woman)?|boss|lead)$", re.IGNORECASE)
_FOR_FIRM: Final = re.compile(r"\s(?:for|at)\s(?:the\s)?(?:[\w.-]+\s){0,4}")
_SEATED: Final = re.compile(r"(?<=\s)(?:[A-Z][\w.’'-]*\s)?[A-Z][\w.’'-]*[-‑]based\s+(?:[a-z-]+\s+){0,3}$")
_OF: Final = re.compile(r"\s+of\s+(?:the\s+)?")
_SIDING: Final = re.compile(r"(?<!\w)(?:pro|anti|ex|non)[-‑–]$", re.IGNORECASE)
_OWNS: Final = re.compile(
    r"['’]s?\s+(?:[a-z][a-z-]*(?:er|est|ed|ing|al|ary|ist|ant|ic|ive|ful|ous|ern)\s+|"
    r"(?:far|hard|centre|center)-(?:left|right)\s+|opposition\s+|only\s+|main\s+|new\s+|old\s+){0,3}"
)
_NOUNS: Final = re.compile(
    r"\s+(?:(?!(?:who|that|which|at|in|of|for|with|and|or|from|near|on|to|by|the|an?)\b)[a-z-]+\s+){0,2}"
)
_BODIES: Final = ORGANISATION_TYPES | {"group", "facility", "building"}
_STYLED: Final = re.compile(  # not "Assistant Prof"
    r"(?<!\bAssociate)(?<!\bAssistant)(?<=\w)\s+(?:Dr|Prof|Mrs?|Ms|Sir|Dame|Lord|Lady|Fr|Engr?)\.?$"
)
_LEADS: Final = re.compile(r"\b(?:leader|whip|chair(?:man|woman|person)?)$", re.IGNORECASE)
_HOUSE: Final = re.compile(
    r"\b(?:council|assembly|parliament|senate|house|chamber|legislature|congress)\b", re.IGNORECASE
)
_OF_STATE: Final = frozenset({"minister", "secretary", "president"})  # "Trade Minister" is of no body called Trade
_SPEAKS: Final = re.compile(r"^spokes(?:man|woman|person)$", re.IGNORECASE)
_HELD_ONCE: Final = re.compile(  # "whose [former] governor"
    r"\s*(?:(?:former|acting|interim|outgoing|incoming|current|longtime|then|first|new|ex)[-\s]+)?", re.IGNORECASE
)
_BRANCH: Final = re.compile(r"['’]s?\s")
_NOUN_BEFORE: Final = re.compile(r"(?:^|[^\w’'-])(\w+)\s+$")


def without_style(text: str, span: Span) -> Span:
    """Return the words of a role without what only styles the name behind it: "Vice-Chancellor [Prof]"."""
    styled = _STYLED.search(span.of(text))
    return Span(span.start, span.start + styled.start()) if styled is not None else span


def body_by_words(document: Document, table: EntityTable, span: Span, holder: str = "") -> str:
    """Return the body right before the role, inside it, after its preposition, after its holder's name; "" for none.

    A name inside the role ("UN envoy for Syria") goes before what follows the
    role, a mere noun ("military spokesman for the group") after it.
    """
    beside = [m for m in table.near(span) if table.entity(m.entity).type != "person" and not siding(document, m)]
    bodies = [m for m in beside if m.kind != "pronoun"]
    bodies = [m for m in bodies if m.span.of(document.text).casefold() not in SIDES]
    inside = [m for m in bodies if span.covers(m.span) and (m.span != span or table.entity(m.entity).named)]
    bodies = [m for m in bodies if not _BASED.match(document.text, m.span.end)]
    for mention in bodies:
        before = document.text[mention.span.end : span.start] if mention.span.end <= span.start else "-"
        if (
            before.strip() == ""
            and _TOPICAL.search(span.of(document.text))
            and _employer(document, table, bodies, span)
        ):
            continue  # "[Osk] analyst at the Paz Institute" tells what about
        ends_name = _PART_OF_NAME.search(document.text[max(0, mention.span.start - 40) : mention.span.start])
        if _BEFORE.fullmatch(before) and not ends_name:
            house = _led_house(document, table, bodies, span)  # "the Unity leader of the council"
            return house or _branched(document, table, bodies, mention) or mention.entity
    if named := next((m.entity for m in inside if table.entity(m.entity).named), ""):
        owner = _owner(document, table, beside, span)  # "its regional director for Africa"
        return owner if owner and _is_body(table, owner) else named
    owner = _owner(document, table, beside, span)  # "its country director" is of no country, "its envoy in Osk" its
    for mention in bodies if not (owner and _is_body(table, owner)) else ():
        after = document.text[span.end : mention.span.start] if mention.span.start >= span.end else "-"
        after = _SEATED.sub("", after)
        partial = _AFTER_WORD.fullmatch(after) and _PART.fullmatch(mention.span.of(document.text))
        if _AFTER.fullmatch(after) or partial:
            if mention.kind == "adjective" and (noun := _qualified(document, table, bodies, mention)):
                return noun
            wider = _for_firm(document, table, bodies, span, mention) or _wider(table, mention)
            if wider != mention.entity:
                return wider
            return _owned(document, table, mention.span) or _whole(document, bodies, mention) or mention.entity
    return owner or (inside[0].entity if inside else _after_name(document, table, span, holder, bodies))


def _for_firm(document: Document, table: EntityTable, bodies: Sequence[Mention], span: Span, place: Mention) -> str:
    """Whoever has somebody for a country: "head of Brazil for the card firm [NAME]", "" for a country's own head."""
    role = span.of(document.text)
    if not (_MANAGES.search(role) or _TOPICAL.search(role)) or table.entity(place.entity).type not in PLACE_TYPES | {
        "country"
    }:
        return ""
    return next(
        (
            m.entity
            for m in bodies
            if _FOR_FIRM.fullmatch(document.text[place.span.end : m.span.start]) and _is_bodys_name(table, m)
        ),
        "",
    )


def _employer(document: Document, table: EntityTable, bodies: Sequence[Mention], span: Span) -> bool:
    """Whether a body named behind "at" or "with" employs whoever has a role: "analyst at [the Paz Institute]"."""
    return any(
        m.span.start >= span.end
        and table.entity(m.entity).type in ORGANISATION_TYPES
        and _EMPLOYED.fullmatch(document.text[span.end : m.span.start])
        for m in bodies
    )


def _led_house(document: Document, table: EntityTable, bodies: Sequence[Mention], span: Span) -> str:
    """The house that a role is of by the words behind it, whatever party stands before it; "" for none."""
    return next(
        (
            _owned(document, table, m.span) or m.entity
            for m in bodies
            if m.span.start >= span.end
            and _OF.fullmatch(document.text[span.end : m.span.start])
            and _HOUSE.search(table.entity(m.entity).name)
            and _LEADS.search(span.of(document.text))
        ),
        "",
    )


def siding(document: Document, mention: Mention) -> bool:
    """Say whether an adjective only tells whom somebody is for or against: "Syrian" in "the pro-Syrian president"."""
    return _SIDING.search(document.text, max(0, mention.span.start - 5), mention.span.start) is not None


def names_body(table: EntityTable, span: Span) -> bool:
    """Say whether the words are the name of a body or place and no role: "the Joint Chiefs of Staff"."""
    return any(m.span == span and (_is_bodys_name(table, m) or _is_place(table, m)) for m in table.near(span, 0))


def _is_place(table: EntityTable, mention: Mention) -> bool:
    return mention.kind == "name" and table.entity(mention.entity).type in PLACE_TYPES


def of_person(document: Document, table: EntityTable, span: Span) -> bool:
    """Say whether an office is somebody's, not a body's: "a spokeswoman for Addo", "the mayor's spokesman"."""
    beside = [m for m in table.near(span) if table.entity(m.entity).type == "person" and m.kind != "pronoun"]
    persons = (m for m in beside if m.kind == "name")
    spoken = _SPEAKS.search(span.of(document.text)) is not None
    if spoken and any(_BRANCH.fullmatch(document.text[m.span.end : span.start]) for m in beside):
        return True
    return any(
        _TO_PERSON.fullmatch(document.text[span.end : m.span.start]) for m in persons if m.span.start >= span.end
    )


def _after_name(document: Document, table: EntityTable, span: Span, holder: str, bodies: Sequence[Mention]) -> str:
    """The body behind the name that the role stands before: "President NAME of Mali"."""
    names = [m.span for m in table.near(span) if m.entity == holder and 0 <= m.span.start - span.end <= 2]
    if not names or names[0].end - names[0].start > LONGEST:
        return ""
    end = names[0].end
    for mention in bodies:
        if mention.span.start >= end and _NAMED.fullmatch(document.text[end : mention.span.start]):
            return "" if _OF_PARTY.search(mention.span.of(document.text)) else mention.entity
    return ""


def _owner(document: Document, table: EntityTable, beside: Sequence[Mention], span: Span) -> str:
    """What a possessive before the role stands for: "its secretary", "their leader"."""
    for mention in beside:
        words = mention.span.of(document.text).casefold()
        if words in POSSESSIVES and _HELD_ONCE.fullmatch(document.text[mention.span.end : span.start]):
            kind = table.entity(mention.entity).type
            fits = ORGANISATION_TYPES | PLACE_TYPES | {"group", "country"}
            return mention.entity if mention.span.end <= span.start and kind in fits else ""
    return ""


def _branched(document: Document, table: EntityTable, bodies: Sequence[Mention], place: Mention) -> str:
    """The body whose part somewhere a place before a role tells: "[Osk Fund]'s Peru director"; "" for none."""
    if place.kind != "name" or table.entity(place.entity).type not in PLACE_TYPES | {"country"}:
        return ""
    owners = (m for m in bodies if _BRANCH.fullmatch(document.text[m.span.end : place.span.start]))
    return next((m.entity for m in owners if _is_bodys_name(table, m)), "")


def _whole(document: Document, bodies: Sequence[Mention], part: Mention) -> str:
    """What a part belongs to: "head of the occupied part of the Kherson region"."""
    if not _PART.fullmatch(part.span.of(document.text)):
        return ""
    return next((m.entity for m in bodies if _OF.fullmatch(document.text[part.span.end : m.span.start])), "")


def _qualified(document: Document, table: EntityTable, bodies: Sequence[Mention], adjective: Mention) -> str:
    """The body behind an adjective: "head of Osk chipmaker [NAME]", "spokesman for the Osk [junta]"; "" for none."""
    for mention in bodies:
        if mention.kind != "adjective" and mention.span.start > adjective.span.end:
            near = _NOUNS.fullmatch(document.text[adjective.span.end : mention.span.start])
            fits = table.entity(mention.entity).type in _BODIES | {"city", "town", "state", "region", "province"}
            return mention.entity if near and fits else ""
    return ""


def _wider(table: EntityTable, name: Mention) -> str:
    """What begins with a name and is about something of it: "the UN team" rather than the UN."""
    longest = max((m for m in table.near(name.span, 0) if m.span.start == name.span.start), key=lambda m: m.span.end)
    return longest.entity if table.entity(longest.entity).type in ORGANISATION_TYPES | {"group"} else name.entity


def body_by_noun(document: Document, table: EntityTable, span: Span) -> str:
    """Return the body of that kind named last, where its kind alone stands before the role: "union president"."""
    found = _NOUN_BEFORE.search(document.text[max(0, span.start - 30) : span.start])
    inside = span.of(document.text).split()
    noun = found[1].casefold() if found else ""
    if noun not in BODY_NOUNS:
        before = inside[:-1] if inside[-1].casefold() != "minister" else ()  # a "police minister" is of no police
        noun = next((word for word in map(str.casefold, before) if word in BODY_NOUNS), "")
    if not noun and len(inside) > 1 and inside[-1].casefold() not in _OF_STATE:
        noun = inside[0].casefold()  # "Coastguard commander"
    if not noun:
        return ""
    for mention in reversed(table.mentions):
        if mention.span.start >= span.start or mention.kind == "pronoun":
            continue
        entity = table.entity(mention.entity)
        last = mention.span.of(document.text).split()[-1].casefold()
        if entity.type in ORGANISATION_TYPES and last == noun:
            return mention.entity
    return ""


def _is_body(table: EntityTable, entity: str) -> bool:
    return table.entity(entity).type in ORGANISATION_TYPES


def _is_bodys_name(table: EntityTable, mention: Mention) -> bool:
    return mention.kind == "name" and table.entity(mention.entity).type in ORGANISATION_TYPES


def _owned(document: Document, table: EntityTable, owner: Span) -> str:
    """What the words after an owner name: in "Russia’s Belgorod region", "a nation's largest bank", "the US Senate"."""
    found = _OWNS.match(document.text, owner.end)
    start = found.end() if found else owner.end + 1
    return next(
        (
            m.entity
            for m in table.near(owner)
            if m.span.start == start
            and (m.kind not in ("pronoun", "adjective") if found else _is_bodys_name(table, m))
            and table.entity(m.entity).type != "person"
        ),
        "",
    )


def up_to_name(table: EntityTable, span: Span) -> Span:
    """Return a role up to the name that it runs on into: "Speaker" of "Speaker Dev", whom "Dev Raj Osk" names."""
    names = (m.span for m in table.near(span) if m.kind == "name" and table.entity(m.entity).type == "person")
    return next((Span(span.start, n.start - 1) for n in names if span.start < n.start - 1 < span.end <= n.end), span)


def named_before(document: Document, span: Span) -> bool:
    """Say whether a name stands right before a title in small letters: "World Skating president"."""
    first = document.tokens(span)[0]
    before = document.doc[first - 1] if first else None
    if before is None or before.pos_ != "PROPN" or not document.doc[first].text.islower():
        return False
    return document.text[before.idx + len(before) : span.start] == " " and before.lower_ not in DATES
