"""Whose office it is: the body, the place or the country that the words around a role give.

Input: an office proposal with its relations, the entities.
Output: an entity id and how sure it is, read by kb.extraction.offices.stage.
Never: takes the body that stands nearest for want of a better one.
"""

import re
from typing import Final, NamedTuple

from kb.extraction.document import Document
from kb.extraction.names.entities import EntityTable
from kb.extraction.names.place_context import DIRECTION
from kb.extraction.names.sides import tells_of_sport
from kb.extraction.offices.context import (
    EXECUTIVE,
    FEDERAL,
    is_not_of,
    is_of_another_noun,
    told_before,
    told_ministry,
)
from kb.extraction.offices.homeland import filed_town, main_country
from kb.extraction.offices.links import BODY_FLOOR, linked
from kb.extraction.offices.ranks import without_rank
from kb.extraction.offices.states import OF_STATE, acting_state, acts, country_named, promises, seat_beside, whole_of
from kb.extraction.offices.words import body_by_noun, body_by_words, of_person, siding
from kb.model import Entity, Span
from kb.model.extraction import PLACE_TYPES

STATELY: Final = frozenset({"country", "office", "place", "state", "region", "province"})
SURE: Final = 0.7  # that a province has such a minister, or president
PARTS: Final = frozenset({"region", "province", "state"})
_GOVERNMENT: Final = re.compile(r"\b(?:government|cabinet|administration|coalition|junta|ministry)\b", re.IGNORECASE)
_RULING: Final = re.compile(r"\b(?:government|cabinet|administration|coalition|junta)\b", re.IGNORECASE)
_MINISTRY = re.compile(r"(?P<of>(?:[\w’'-]+ )*)(?:ministry|department|treasury)\b(?: (?:of|for) .*)?", re.IGNORECASE)
_PREMIER: Final = re.compile(r"\bpremier$", re.IGNORECASE)
_ATTORNEY: Final = re.compile(r"\battorney[- ]general$", re.IGNORECASE)
_SECRETARY: Final = re.compile(r"\bsecretary$", re.IGNORECASE)
SECRETARIES: Final = frozenset({"GB", "MX", "PH", "US"})  # where ministers are called so
ATTORNEYS: Final = frozenset({"US"})  # where each state has an attorney general
BESIDE: Final = 0.95  # how sure a body is that stands beside its office
SENTENCE: Final = 400  # characters that a long one has
NO_LINKS: Final = -1  # in place of a proposal, for an office that the model proposed none for
SILENT: Final = 0.6  # and that an office without a body has none
_ONCE: Final = re.compile(r"(?:ex|former|incumbent|outgoing|sitting)[-\s]+(?=\w)", re.IGNORECASE)  # no part of a title
_YET: Final = re.compile(r"-(?:elect|designate)$", re.IGNORECASE)
_NATIONAL: Final = re.compile(
    r"(?!(?:[\w-]+ )?chief minister)"  # of an Indian state or a Malaysian one
    r"(?!(?:(?:acting|deputy|former) )?(?:provincial|regional|territorial|cantonal|state) [\w&’'-]+ )(?:"
    r"(?:(?:deputy|vice|prime|first|interim|acting|former|foreign|interior|defen[cs]e|finance|health|justice|"
    r"education|energy|agriculture|transport|home|culture|economy|trade|environment|labou?r|information|security|"
    r"relief|mines)[ -])*"
    r"(?:president|minister|premier|king|queen|emir|sultan|chancellor|vice-president)|(?:[\w&,’'-]+ ){1,5}minister|"
    r"(?:(?:deputy|vice|junior|acting|former|interim) |vice-)*minister (?:of|for) (?:the )?[\w&,’' -]{3,60}|"
    r"(?:(?:deputy|acting|former) )?(?:foreign|home|interior|defen[cs]e|health|justice|education|energy|agriculture|"
    r"transport(?:ation)?|labou?r|trade|commerce|treasury|environment) secretary|"
    r"(?:(?:deputy|acting|former) )?(?:chief justice|attorney[- ]general|cabinet secretary|governor[- ]general)|"
    r"(?:(?:deputy|acting|former) )?director of public prosecutions)",
    re.IGNORECASE,
)
_REGIONAL: Final = re.compile(  # of a state or province, and of no country
    r"(?:[\w-]+ )?chief minister|state (?:sen(?:ator)?|rep(?:resentative)?|lawmaker|legislator)\.?|"
    r"(?:(?:acting|deputy|former) )?(?:provincial|regional|territorial|cantonal|state) (?:[\w&’'-]+ ){1,4}minister",
    re.IGNORECASE,
)
_SOVEREIGN: Final = re.compile(
    r"(?:\w+[ -]){0,2}prime minister|king|queen|emir|sultan|chancellor|governor[- ]general", re.IGNORECASE
)
_DEPUTY: Final = re.compile(r"deputy|vice|junior|former", re.IGNORECASE)
_MINISTER: Final = re.compile(r"\b(?:minister|premier)\b|\bpublic prosecutions$", re.IGNORECASE)
_OF_STATE: Final = re.compile(  # executives whom a country has too
    r"\bchief (?:scientist|(?:dental|election|electoral|fire|medical|nursing|statistical|veterinary) officer)$",
    re.IGNORECASE,
)
_GOVERNS_PART: Final = re.compile(r"\b(?:provincial|regional|state|county|territorial) governor$", re.IGNORECASE)
_OF_CLUBS: Final = re.compile(r"(?:vice[- ])?president", re.IGNORECASE)
_PRIZE: Final = re.compile(r"\b(?:Award|Medal|Prize|Trophy)s?\b")
_ITS: Final = re.compile(r"\b(?:its|their|whose)\s+$", re.IGNORECASE)
_LOCAL: Final = re.compile(r"\b(?:mayor(?:ess)?|council+or|alderman|sheriff|headman|gov(?:ernor)?)s?$", re.IGNORECASE)
_MAYOR: Final = re.compile(r"\bmayor(?:ess)?$", re.IGNORECASE)
_GOVERNOR: Final = re.compile(r"(?<!prison )(?<!jail )\bgov(?:ernor)?s?$", re.IGNORECASE)
_BUILT: Final = frozenset("facility infrastructure building market route sea lake river mountain".split())
_IN: Final = re.compile(r"\s*[Ii]n\s+(?:the\s+)?")
_OF: Final = re.compile(r"\s+(?:of|from|for)\s+(?:the\s+)?")


class Body(NamedTuple):
    """Whose office it is.

    Attributes:
        entity: its id, "" for none.
        score: how sure that is.
        told: whether the words beside the office say so, rather than the article as a whole.
    """

    entity: str
    score: float
    told: bool = True


def title_of(role: str) -> str:
    """Return a role in one line, without the word that only says whether it is held: "Ex-minister" is "minister"."""
    return _ONCE.sub("", " ".join(role.split()))


def _kind(role: str) -> str:
    """The title, without the rank behind it and what says that it is not held yet: "president-elect"."""
    return _YET.sub("", without_rank(title_of(role)))


def body_of(document: Document, table: EntityTable, index: int, span: Span, holder: str) -> Body:
    """Return the body or place whose office it is, and how sure that is."""
    role = _kind(span.of(document.text))
    body = body_by_words(document, table, span, holder) or body_by_noun(document, table, span)
    told = bool(body) and not _unfit(role, table.entity(body))
    if told or of_person(document, table, span):  # "a spokeswoman for Addo" speaks for no body
        return Body(body if told else "", BESIDE if told else SILENT)
    national, local = _NATIONAL.fullmatch(role) is not None, _LOCAL.search(role) is not None
    body, score = _by_link(document, table, index, span)
    if national and body and (whole := whole_of(table, body)):
        body = whole
    if local and body and is_of_another_noun(document, table, span, holder, body):
        body = ""
    if body and (_unfit(role, table.entity(body)) or (national and score < SURE and table.entity(body).type in PARTS)):
        body = ""
    visited = ""
    there = _opening(document, table, span) if national else ""
    of_country = bool(body) and table.entity(body).type == "country"
    if of_country and there and table.entity(there).country != table.entity(body).country:
        return Body(_country_of(table, there), SILENT, told=False)
    if body and table.entity(body).type == "country":
        if local:
            return Body(told_before(document, table, span), SILENT, told=False)  # countries have no mayors
        if not _before_or_of(document, table, span, holder, body):
            named = (m for m in table.near(span, SENTENCE) if m.entity == body and m.kind != "nominal")
            here = [m.span for m in named if _beside(document, m.span, span)]
            if score >= BODY_FLOOR and promises(document, here):
                score = max(score, SURE)  # who says what Osk will do, and is linked to it, is of Osk
            else:
                visited, body = (body if here and not acts(document, here) else ""), ""
    if overruled := _overruled(document, table, span, role, Body(body, score)):
        return overruled
    nameless = bool(body) and national and not table.entity(body).named and _RULING.search(table.entity(body).name)
    stately = national or OF_STATE.fullmatch(role) is not None
    country = _articles_country(document, table, span, role) if stately and (nameless or not body) else ""
    if body and not (nameless and country):
        return Body(body, score)  # so "the president, whose government signed"
    return Body(country if country and country != visited else told_before(document, table, span), SILENT, told=False)


def _overruled(document: Document, table: EntityTable, span: Span, role: str, by_link: Body) -> Body | None:
    """The country of an office whose link is weak, missing or only to a ministry; of "Minister NAME" the ministry."""
    if role.casefold() == "minister" and (ministry := told_ministry(document, table, span)):
        return Body(ministry, SURE, told=False)
    unsure = not by_link.entity or by_link.score < SURE
    stately = unsure and _NATIONAL.fullmatch(role) is not None
    actor = (seat_beside(document, table, span) or acting_state(document, table, span)) if stately else ""
    if not actor and (state := _of_ministry(document, table, span, role, by_link.entity)):
        return Body(state, by_link.score)
    filed = not actor and bool(by_link.entity) and unsure
    state = actor or (_filed_in(document, table, span, role, by_link.entity) if filed else "")
    return Body(state, SILENT, told=False) if state else None


def _of_ministry(document: Document, table: EntityTable, span: Span, role: str, body: str) -> str:
    """The country of a minister who is linked to a ministry: "Interior Minister NAME" is one of a state."""
    if not body or _MINISTER.search(role) is None or _MINISTRY.search(table.entity(body).name) is None:
        return ""
    own = country_named(table, table.entity(body).country) if table.entity(body).country else ""
    return own or (_articles_country(document, table, span, role) if _NATIONAL.fullmatch(role) else "")


def _filed_in(document: Document, table: EntityTable, span: Span, role: str, country: str) -> str:
    """The article's own country, if the report is from there and a president may be its rather than *country*'s.

    "Japan's prime minister telephoned President NAME", in Manila.
    """
    stately = _NATIONAL.fullmatch(role) is not None and _DEPUTY.match(role) is None
    filed = filed_town(document, table)
    if not stately or not filed or table.entity(country).type != "country":
        return ""
    own = _articles_country(document, table, span, role)
    here = bool(own) and own != country and table.entity(filed).country == table.entity(own).country
    return own if here else ""


def _articles_country(document: Document, table: EntityTable, span: Span, role: str) -> str:
    """The country that the article is about, where a minister or president of it can be meant."""
    owned = _ITS.search(document.text[max(0, span.start - 8) : span.start]) is not None
    owned = owned or (_OF_CLUBS.fullmatch(role) is not None and tells_of_sport(document.text))
    country = "" if owned or _abroad(document, table, span) else main_country(document, table)
    code = table.entity(country).country if country else ""
    provincial = (_PREMIER.search(role) and code in FEDERAL) or (_ATTORNEY.search(role) and code in ATTORNEYS)
    return "" if provincial or (_SECRETARY.search(role) and code not in SECRETARIES) else country


def _by_link(document: Document, table: EntityTable, index: int, span: Span) -> tuple[str, float]:
    """The body that the model links to an office, if it can have such an office; else one that can, though unlikely."""
    role = _kind(span.of(document.text))
    national, local = _NATIONAL.fullmatch(role) is not None, _LOCAL.search(role) is not None
    sovereign = _SOVEREIGN.fullmatch(role) is not None
    body, score = linked(document, table, index, "body", persons=False)
    stated = _MINISTER.search(role) or _SECRETARY.search(role)  # unions and clubs have presidents
    minister = national and stated is not None
    beside = [m for m in table.near(span) if m.entity == body]
    if beside and all(siding(document, m) for m in beside):
        body = ""

    def stately(entity: Entity) -> bool:
        ministry = _MINISTRY.search(entity.name)  # "labour ministry" has no mining minister
        return _stately(entity) and (ministry is None or _words(ministry["of"]) <= _words(role))

    unfit = (minister or not body) and not (body and stately(table.entity(body)))
    if body and sovereign and not _of_country(table.entity(body)):
        unfit, body = True, ""
    if (national and unfit) or (local and not body):
        fits = _of_country if sovereign else stately if national else (lambda one: one.type in PLACE_TYPES)
        body, score = linked(document, table, index, "body", persons=False, fits=fits)
        if body and table.entity(body).type not in PARTS and _GOVERNOR.search(role):
            body = ""  # of a curfew's town, not his
    return body, score


def _is_of_firms(role: str) -> bool:
    return EXECUTIVE.fullmatch(role) is not None and _OF_STATE.search(role) is None


def _unfit(role: str, body: Entity) -> bool:
    """Whether a place or a crowd has no such office: no town a minister ("in Osk"), no port a governor."""
    stately = _NATIONAL.fullmatch(role) is not None or _REGIONAL.fullmatch(role) is not None
    minister = stately and _MINISTER.search(role) is not None
    governor = _GOVERNOR.search(role) is not None
    if _PRIZE.search(body.name) or (body.type == "country" and (_REGIONAL.fullmatch(role) or _is_of_firms(role))):
        return True  # a country has no finance director
    if body.type == "office" and _MINISTRY.search(body.name):
        return role.casefold() == "president"
    if body.type not in PLACE_TYPES and (_GOVERNS_PART.search(role) or (body.type == "group" and not body.named)):
        return minister or governor  # "the people who put their chief minister in jail"
    if is_not_of(role, body) or (governor and body.type == "region" and DIRECTION.match(body.name)):
        return True  # "southern Osk" has no governor
    if body.type in PARTS and _MAYOR.search(role):
        return True  # a town has one
    return body.type in PLACE_TYPES - STATELY and (minister or (governor and body.type in _BUILT))


def _words(text: str | None) -> set[str]:
    return set(re.findall(r"\w{4,}", (text or "").casefold()))


def _abroad(document: Document, table: EntityTable, span: Span) -> bool:
    """Whether the sentence opens in another country than the article's: "In Cairo, Foreign Minister NAME"."""
    there, main = _opening(document, table, span), main_country(document, table)
    return bool(there and main) and table.entity(there).country != table.entity(main).country


def _opening(document: Document, table: EntityTable, span: Span) -> str:
    """Return the place that the sentence opens in, if its country is known: "In [Cairo], President NAME"; else ""."""
    sentence = document.doc[document.tokens(span)[0]].sent
    opening = next((m for m in table.near(span, SENTENCE) if m.span.start >= sentence.start_char), None)
    if opening is None or not _IN.fullmatch(document.text[sentence.start_char : opening.span.start]):
        return ""
    return opening.entity if table.entity(opening.entity).country else ""


def _country_of(table: EntityTable, place: str) -> str:
    """Return the country of a place if the article names it otherwise than by that place alone, else ""."""
    code = table.entity(place).country
    countries = {m.entity for m in table.mentions if table.entity(m.entity).type == "country"}
    return next((c for c in sorted(countries) if c != place and table.entity(c).country == code), "")


def _stately(body: Entity) -> bool:
    compass = DIRECTION.match(body.name) is not None and body.type == "region"  # "northern India" has no ministers
    return (body.type in STATELY and not compass) or _GOVERNMENT.search(body.name) is not None


def _of_country(body: Entity) -> bool:
    office = body.type == "office" and _MINISTRY.search(body.name) is None
    return body.type == "country" or office or _RULING.search(body.name) is not None


def _beside(document: Document, one: Span, other: Span) -> bool:
    """Whether two spans stand in one sentence."""
    first, second = document.tokens(one)[0], document.tokens(other)[0]
    return document.sentence_of[first] == document.sentence_of[second]


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
