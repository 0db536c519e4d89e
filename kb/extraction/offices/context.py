"""Whose office it is where the words beside it do not say: the article's country, a mayor's town, a speaker's body.

Input: an office's words, the entities, where the report was filed.
Output: an entity id, "" for none, read by kb.extraction.offices.bodies.
Never: overrides what the words beside the office give.
"""

import re
from collections import Counter
from functools import partial
from typing import Final

from kb.extraction.document import Document
from kb.extraction.names.entities import ORGANISATION_TYPES, EntityTable
from kb.extraction.names.forms import BUILT
from kb.extraction.names.place_context import DIRECTION
from kb.extraction.offices.homeland import filed_town, main_code
from kb.extraction.offices.houses import house_of
from kb.extraction.offices.ranks import without_rank
from kb.model import Entity, Mention, Span

MOST: Final = 3  # times as often as any other town, that of a mayor is named who has none beside
REACH: Final = 400  # characters that a long sentence has
SPOKEN: Final = 600  # characters back, in its paragraph, to the body that a spokesman without one speaks for
_IN: Final = re.compile(r"\s*[Ii]n\s+(?:the\s+)?")
_SPEAKS: Final = re.compile(r"(?:[\w-]+ )?spokes(?:man|woman|person)", re.IGNORECASE)
_ENVOY: Final = re.compile(
    r"(?:(?:former|acting|deputy) )?(?:ambassador|high commissioner|consul(?: general)?)", re.IGNORECASE
)
_OF_BANK: Final = re.compile(r"(?:(?:deputy|acting|former|vice)[ -])?governor", re.IGNORECASE)
_BANK: Final = re.compile(
    r"\b(?:central|reserve|federal|national|state) bank\b|\bbank of \w|\bmonetary authority\b", re.IGNORECASE
)
_PRIVATE: Final = frozenset({"organisation", "company", "armed_force", "group"})
_IN_POWER: Final = re.compile(r"\b(?:ruling|governing)\b", re.IGNORECASE)
_FOR: Final = re.compile(r"\s+(?:for|of)\s")
_FROM: Final = re.compile(r"\bfrom\s+(?:the\s+)?(?:[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,2},\s+)?$")
_TAIL: Final = re.compile(r"[A-Z][\w.’'-]*,\s+$")  # of "Osk, Ohio"
_SITE: Final = re.compile(
    rf"\bthe\s(?:{'|'.join(sorted(BUILT))}|mine|colliery|quarry|museum|hotel)['’]s\s(?:\w+\s)?$", re.IGNORECASE
)
_OWN: Final = re.compile(r"\b(?:his|her|their|whose)\s+$", re.IGNORECASE)
_MAYOR: Final = re.compile(r"\bmayor(?:ess)?$", re.IGNORECASE)
_MAYOR_OF: Final = re.compile(r"\bmayor(?:ess)? (?:of|in) (?:the (?:town|city) of )?$", re.IGNORECASE)
_ITS_MAYOR: Final = re.compile(r"(?:['’]s?)? (?:[a-z-]+ )?mayor\b", re.IGNORECASE)
_GOVERNOR: Final = re.compile(
    r"(?<!bank )\b(?:gov(?:ernor)?|chief minister)\.?$|"
    r"\bstate (?:sen(?:ator)?|rep(?:resentative)?|lawmaker|legislator)\.?$",
    re.IGNORECASE,
)
_PREMIER: Final = re.compile(r"(?:(?:deputy|acting|former|state|provincial) )*premier", re.IGNORECASE)
_PROVINCIAL: Final = re.compile(
    r"(?:(?:acting|deputy) )?(?:provincial|regional|territorial|state [\w-]+ |prefect$|voivode$)\b", re.IGNORECASE
)
FEDERAL: Final = frozenset({"AU", "CA", "ZA"})  # a premier there is a province's
_MINISTER: Final = re.compile(
    r"(?:(?:deputy|acting|former|then|interim) )*(?P<of>[\w,&’'-]+(?: [\w,&’'-]+){0,4})[ -]minister", re.IGNORECASE
)
_MINISTRY: Final = re.compile(
    r"(?:\w+ )?(?:ministry|department) (?:of|for) (?:the )?(?P<of>.+)|(?P<before>.+) (?:ministry|department)"
)
EXECUTIVE: Final = re.compile(
    r"(?:(?:deputy|acting|interim|former|group|vice)[ -])*"
    r"(?:chief (?:[a-z]+ officer|executive|financial|operating|economist|strategist|scientist)|C[EFO]O|"
    r"managing director|(?:executive )?chair(?:man|woman|person)?|finance (?:chief|director)|boss|director)",
    re.IGNORECASE,
)
_UNNAMED: Final = frozenset({"armed_force", "office"})  # "the army has lent 14 boats, spokeswoman NAME says"
_TOWNS: Final = frozenset({"city", "town", "village"})
_LAND: Final = re.compile(r"\b(?:basin|coast|delta|desert|peninsula|plain|plateau|steppe|valley)s?$", re.IGNORECASE)
_REGIONS: Final = frozenset({"region", "province", "state"})
_ACCORDING: Final = re.compile(r"\baccording to (?:the )?$", re.IGNORECASE)
_PROSECUTOR: Final = re.compile(r"\bprosecutors?$", re.IGNORECASE)
_COURT: Final = re.compile(r"\b(?:court|bench|judges)\b(?<!criminal court)", re.IGNORECASE)
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "nsubj:pass"})


def told_before(document: Document, table: EntityTable, span: Span) -> str:
    """Return the town of a mayor, the region of a governor, the ministry of a minister, whom a spokesman speaks for."""
    role = without_rank(span.of(document.text))
    if _MAYOR.search(role):
        return mayors_town(document, table)
    if _GOVERNOR.search(role) or (_PREMIER.fullmatch(role) and main_code(document, table) in FEDERAL):
        bank = _bank_beside(document, table, span) if _OF_BANK.fullmatch(role) else ""
        return bank or governors_region(document, table, span)
    if _PROVINCIAL.match(role) and (region := _region_here(document, table, span)):
        return region
    if minister := _MINISTER.fullmatch(role):
        return ministry_of(table, minister["of"])
    if EXECUTIVE.fullmatch(role):
        site = _SITE.search(document.text, max(0, span.start - 40), span.start)  # "the mine's director"
        return spoken_for(document, table, span) or ("" if site else only_company(document, table, span))
    return spoken_for(document, table, span) if _SPEAKS.fullmatch(role) else house_of(document, table, span)


def _bank_beside(document: Document, table: EntityTable, span: Span) -> str:
    """Return the central bank that a governor's paragraph or the one before tells of, beside no province; else ""."""
    here = document.paragraph(span.start)
    beside = [m for m in table.mentions if m.span.end <= span.start and document.paragraph(m.span.start) >= here - 1]
    told = [table.entity(m.entity) for m in beside if m.kind != "pronoun"]
    banks = {e.id for e in told if e.type in ORGANISATION_TYPES and _BANK.search(e.name)}
    return banks.pop() if len(banks) == 1 and not any(e.type in _REGIONS for e in told) else ""


def _region_here(document: Document, table: EntityTable, span: Span) -> str:
    """The region of a territorial minister: the one named last before in the paragraph, else as a governor's."""
    here = document.paragraph(span.start)
    told = [m for m in table.near(span, SPOKEN) if m.span.end <= span.start and _governed(table.entity(m.entity))]
    told = [m for m in told if document.paragraph(m.span.start) == here and not _is_origin(document, m)]
    there = _opens_in(document, table, span) or (told[-1].entity if told else "")
    return there or governors_region(document, table, span)


def told_ministry(document: Document, table: EntityTable, span: Span) -> str:
    """Return the ministry told of last before a bare "Minister NAME" in its paragraph, "" for none."""
    before = (m for m in reversed(table.near(span, SPOKEN)) if m.span.end <= span.start and m.kind != "pronoun")
    here = (m for m in before if document.paragraph(m.span.start) == document.paragraph(span.start))
    return next((m.entity for m in here if _MINISTRY.search(table.entity(m.entity).name.casefold())), "")


def ministry_of(table: EntityTable, matter: str) -> str:
    """Return the one ministry of a matter that the article names: "Ministry of Industry" of an "Industry Minister"."""
    wanted = matter.casefold()
    found = {
        entity.id
        for entity in table.entities
        if entity.type in ("office", "organisation")
        and any(_ministry_matter(name) == wanted for name in (entity.name, *entity.aliases))
    }
    return found.pop() if len(found) == 1 else ""


def _ministry_matter(name: str) -> str:
    told = _MINISTRY.fullmatch(name.casefold())
    return (told["of"] or told["before"]) if told else ""


def is_of_another_noun(document: Document, table: EntityTable, span: Span, holder: str, body: str) -> bool:
    """Return whether a body stands behind the holder's verb alone: "Mayor NAME called on lawmakers in [Osk]"."""
    sentence = document.doc[document.tokens(span)[0]].sent
    around = [m for m in table.near(span, sentence.end_char - sentence.start_char) if m.span.start < sentence.end_char]
    there = [m.span for m in around if m.entity == body and m.span.start >= sentence.start_char]
    end = next((m.span.end for m in around if m.entity == holder and 0 <= m.span.start - span.end <= 2), span.end)
    if not there or min(there).start < end:
        return False
    first, last = document.tokens(Span(end, min(there).start))
    return any(token.pos_ == "VERB" for token in document.doc[first:last])


def mayors_town(document: Document, table: EntityTable) -> str:
    """Return the town of a mayor whom no town stands beside.

    It is where the report was filed, or the only town there is, but first of all the one town whose mayor the article
    tells of with its name: "the mayor of Osk ... the current mayor".
    """
    if len(told := {t for t in map(partial(_governed_by, document, table), table.mentions) if t}) == 1:
        return told.pop()
    filed = filed_town(document, table)
    if filed and table.entity(filed).type in _TOWNS:
        return filed
    named = [m.entity for m in table.mentions if table.entity(m.entity).type in _TOWNS and table.entity(m.entity).named]
    first = Counter(named).most_common(2)
    alone = len(first) == 1 or (len(first) == 2 and first[0][1] >= MOST * first[1][1])
    return first[0][0] if alone else ""


def _governed_by(document: Document, table: EntityTable, town: Mention) -> str:
    """The town that a mention names, if it names its mayor too: "Osk's mayor", "the mayor of Osk"; else ""."""
    if table.entity(town.entity).type not in _TOWNS or not table.entity(town.entity).named:
        return ""
    before = document.text[max(0, town.span.start - 24) : town.span.start]
    told = _MAYOR_OF.search(before) or _ITS_MAYOR.match(document.text, town.span.end)
    return town.entity if told else ""


def governors_region(document: Document, table: EntityTable, span: Span) -> str:
    """Return the region of a governor whom none stands beside: the only one of the article, or of its opening.

    Else the one named last before the office; "northwestern Pakistan" has no governor.
    """
    told = [m for m in table.mentions if _governed(table.entity(m.entity)) and not _is_origin(document, m)]
    told = [m for m in told if m.span.start < span.start or not _TAIL.search(document.text[: m.span.start][-32:])]
    if there := _opens_in(document, table, span):
        return there
    found = {m.entity for m in told}
    if len(found) > 1:
        opening = document.paragraphs[0].end if document.paragraphs else 0
        before = [m.entity for m in told if m.span.end <= span.start]
        found = {m.entity for m in told if m.span.start < opening} or set(before[-1:])
    return found.pop() if len(found) == 1 else ""


def _is_origin(document: Document, place: Mention) -> bool:
    """Whether a place only tells where somebody is from: "a driver from Osk"."""
    return _FROM.search(document.text, max(0, place.span.start - 48), place.span.start) is not None


def _opens_in(document: Document, table: EntityTable, span: Span) -> str:
    """The region or town that the sentence of an office opens in: "In [Osk] two were hurt, regional head NAME said"."""
    start = document.doc[document.tokens(span)[0]].sent.start_char
    first = next((m for m in table.near(span, REACH) if start <= m.span.start < span.start), None)
    if first is None or not _IN.fullmatch(document.text[start : first.span.start]):
        return ""
    place = table.entity(first.entity)
    return place.id if _governed(place) or (place.named and place.type in _TOWNS) else ""


def _governed(place: Entity) -> bool:
    part = place.type == "region" and DIRECTION.match(place.name)  # "northern Osk", not the state of North Osk
    land = part or _LAND.search(place.name)
    return place.type in _REGIONS and place.named and not land


def _pleads_before(role: str, body: Entity) -> bool:
    """Whether a body is a court that a prosecutor stands before; an international one has its own."""
    return bool(_PROSECUTOR.search(role) and _COURT.search(body.name)) and body.type != "international_organisation"


def is_not_of(role: str, body: Entity) -> bool:
    """Say whether a body cannot have a role: who pleads before it, whom it does not send, who opposes who rules."""
    if _pleads_before(role, body):
        return True
    if _ENVOY.fullmatch(role):
        return body.type in _PRIVATE
    of_firm = body.type == "company" or _IN_POWER.search(body.name) is not None
    return "opposition" in role.casefold() and of_firm


def only_company(document: Document, table: EntityTable, span: Span) -> str:
    """Return the company of a chief executive beside whom none stands: the one of the paragraph, or of the article.

    Of several in the article it is the one that it opens with and tells of most, three times as often as any other.
    """
    told = [m for m in table.mentions if table.entity(m.entity).type == "company" and table.entity(m.entity).named]
    here = document.paragraph(span.start)
    for among in ([m for m in told if document.paragraph(m.span.start) == here and m.span.end <= span.start], told):
        if len(found := {m.entity for m in among}) == 1:
            return found.pop()
    first = Counter(m.entity for m in told).most_common(2)
    opening = document.paragraphs[0].end if document.paragraphs else 0
    opens = any(m.entity == first[0][0] and m.span.start < opening for m in told) if first else False
    return first[0][0] if opens and first[0][1] >= MOST * first[1][1] else ""


def spoken_for(document: Document, table: EntityTable, span: Span) -> str:
    """Return the body that acts before a spokesman without one: "Osk Ales denied this. ... spokesman NAME"."""
    if _OWN.search(document.text[max(0, span.start - 8) : span.start]) or _FOR.match(document.text, span.end):
        return ""  # "his spokesman", "a spokesman for the president"
    for mention in reversed(table.near(span, SPOKEN)):
        if mention.span.end > span.start or mention.kind == "pronoun":
            continue
        if document.paragraph(mention.span.start) != document.paragraph(span.start):
            break
        entity = table.entity(mention.entity)
        spoken = entity.named or entity.type in _UNNAMED
        if spoken and entity.type in ORGANISATION_TYPES - {"platform"} and _subject(document, mention):
            return entity.id
    return ""


def _subject(document: Document, mention: Mention) -> bool:
    first, end = document.tokens(mention.span)
    told = _ACCORDING.search(document.text[max(0, mention.span.start - 17) : mention.span.start]) is not None
    return told or any(token.dep_ in _SUBJECTS for token in document.doc[first:end])
