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
from kb.extraction.offices.states import (
    OF_STATE,
    SENTENCE,
    acting_state,
    acts,
    country_named,
    named_else,
    only_owns,
    opening,
    opposed,
    promises,
    seat_beside,
    whole_of,
)
from kb.extraction.offices.titles import (
    ATTORNEY,
    CIVIL_CHIEF,
    DEPUTY,
    GOVERNOR,
    GOVERNS_PART,
    LOCAL,
    MAYOR,
    MINISTER,
    NATIONAL,
    PREMIER,
    REGIONAL,
    SECRETARY,
    SOVEREIGN,
)
from kb.extraction.offices.words import body_by_noun, body_by_words, named_before, of_person, siding
from kb.model import Entity, Span
from kb.model.extraction import PLACE_TYPES

STATELY: Final = frozenset({"country", "office", "place", "state", "region", "province"})
SURE: Final = 0.7  # that a province has such a minister, or president
PARTS: Final = frozenset({"region", "province", "state"})
_GOVERNMENT: Final = re.compile(r"\b(?:government|cabinet|administration|coalition|junta|ministry)\b", re.IGNORECASE)
_RULING: Final = re.compile(r"\b(?:government|cabinet|administration|coalition|junta)\b", re.IGNORECASE)
_MINISTRY = re.compile(r"(?P<of>(?:[\w’'-]+ )*)(?:ministry|department|treasury)\b(?: (?:of|for) .*)?", re.IGNORECASE)
_MISSION: Final = re.compile(r"\b(?:embassy|consulate|high commission)\b", re.IGNORECASE)
SECRETARIES: Final = frozenset({"GB", "MX", "PH", "US"})  # where ministers are called so
ATTORNEYS: Final = frozenset({"US"})  # where each state has an attorney general
BESIDE: Final = 0.95  # how sure a body is that stands beside its office
NO_LINKS: Final = -1  # in place of a proposal, for an office that the model proposed none for
SILENT: Final = 0.6  # and that an office without a body has none
_ONCE: Final = re.compile(  # no part of a title
    r"(?:(?:ex|former|incumbent|outgoing|sitting)[-\s]+(?=\w)|new\s(?=(?-i:[a-z])))", re.IGNORECASE
)
_YET: Final = re.compile(r"-(?:elect|designate)$", re.IGNORECASE)
_OF_CLUBS: Final = re.compile(r"(?:vice[- ])?president", re.IGNORECASE)
_PRIZE: Final = re.compile(r"\b(?:Award|Medal|Prize|Trophy)s?\b")
_ITS: Final = re.compile(r"\b(?:its|local|their|whose)\s+$", re.IGNORECASE)
_BUILT: Final = frozenset("facility infrastructure building market route sea lake river mountain".split())
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
    national, local = NATIONAL.fullmatch(role) is not None, LOCAL.search(role) is not None
    body, score = _by_link(document, table, index, span)
    if national and body and (whole := whole_of(table, body)):
        body = whole
    if local and body and is_of_another_noun(document, table, span, holder, body):
        body = ""
    if body and (_unfit(role, table.entity(body)) or (national and score < SURE and table.entity(body).type in PARTS)):
        body = ""
    visited = ""
    there = opening(document, table, span) if national else ""
    of_country = bool(body) and table.entity(body).type == "country"
    if of_country and there and table.entity(there).country != table.entity(body).country:
        return Body(named_else(table, there), SILENT, told=False)
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
    country = country if body else opposed(document, table, span, role) or country
    if body and not (nameless and country):
        return Body(body, score)  # so "the president, whose government signed"
    return Body(country if country and country != visited else told_before(document, table, span), SILENT, told=False)


def _overruled(document: Document, table: EntityTable, span: Span, role: str, by_link: Body) -> Body | None:
    """The country of an office whose link is weak, missing or only to a ministry; of "Minister NAME" the ministry."""
    there = opening(document, table, span) if NATIONAL.fullmatch(role) and not by_link.entity else ""
    if there and (abroad := named_else(table, there)):
        return Body(abroad, SILENT, told=False)
    if role.casefold() == "minister" and (ministry := told_ministry(document, table, span)):
        return Body(ministry, SURE, told=False)
    unsure = not by_link.entity or by_link.score < SURE or only_owns(document, table, span, by_link.entity)
    stately = unsure and NATIONAL.fullmatch(role) is not None
    actor = (seat_beside(document, table, span) or acting_state(document, table, span)) if stately else ""
    if not actor and (state := _of_ministry(document, table, span, role, by_link.entity)):
        return Body(state, by_link.score)
    filed = not actor and bool(by_link.entity) and unsure
    state = actor or (_filed_in(document, table, span, role, by_link.entity) if filed else "")
    return Body(state, SILENT, told=False) if state else None


def _of_ministry(document: Document, table: EntityTable, span: Span, role: str, body: str) -> str:
    """The country of a minister who is linked to a ministry: "Interior Minister NAME" is one of a state."""
    if not body or MINISTER.search(role) is None or _MINISTRY.search(table.entity(body).name) is None:
        return ""
    own = country_named(table, table.entity(body).country) if table.entity(body).country else ""
    return own or (_articles_country(document, table, span, role) if NATIONAL.fullmatch(role) else "")


def _filed_in(document: Document, table: EntityTable, span: Span, role: str, country: str) -> str:
    """The article's own country, if the report is from there and a president may be its rather than *country*'s.

    "Japan's prime minister telephoned President NAME", in Manila.
    """
    stately = NATIONAL.fullmatch(role) is not None or OF_STATE.fullmatch(role) is not None
    stately = stately and DEPUTY.match(role) is None
    filed = filed_town(document, table)
    if not stately or not filed or table.entity(country).type != "country":
        return ""
    own = _articles_country(document, table, span, role)
    here = bool(own) and own != country and table.entity(filed).country == table.entity(own).country
    return own if here else ""


def _articles_country(document: Document, table: EntityTable, span: Span, role: str) -> str:
    """The country that the article is about, where a minister or president of it can be meant."""
    owned = _ITS.search(document.text[max(0, span.start - 8) : span.start]) is not None
    clubs = _OF_CLUBS.fullmatch(role) is not None and tells_of_sport(document.text)
    owned = owned or clubs or named_before(document, span)
    country = "" if owned or _abroad(document, table, span) else main_country(document, table)
    code = table.entity(country).country if country else ""
    provincial = (PREMIER.search(role) and code in FEDERAL) or (ATTORNEY.search(role) and code in ATTORNEYS)
    return "" if provincial or (SECRETARY.search(role) and code not in SECRETARIES) else country


def _by_link(document: Document, table: EntityTable, index: int, span: Span) -> tuple[str, float]:
    """The body that the model links to an office, if it can have such an office; else one that can, though unlikely."""
    role = _kind(span.of(document.text))
    national, local = NATIONAL.fullmatch(role) is not None, LOCAL.search(role) is not None
    sovereign = SOVEREIGN.fullmatch(role) is not None
    body, score = linked(document, table, index, "body", persons=False)
    stated = MINISTER.search(role) or SECRETARY.search(role)  # unions and clubs have presidents
    minister = national and stated is not None
    beside = [m for m in table.near(span) if m.entity == body]
    if beside and all(siding(document, m) for m in beside):
        body = ""

    def stately(entity: Entity) -> bool:
        ministry = _MINISTRY.search(entity.name)  # "labour ministry" has no mining minister
        return (
            _stately(entity)
            and not _MISSION.search(entity.name)
            and (ministry is None or _words(ministry["of"]) <= _words(role))
        )

    unfit = (minister or not body) and not (body and stately(table.entity(body)))
    if body and sovereign and not _of_country(table.entity(body)):
        unfit, body = True, ""
    if (national and unfit) or (local and not body):
        fits = _of_country if sovereign else stately if national else (lambda one: one.type in PLACE_TYPES)
        body, score = linked(document, table, index, "body", persons=False, fits=fits)
        if body and table.entity(body).type not in PARTS and GOVERNOR.search(role):
            body = ""  # of a curfew's town, not his
    return body, score


def _is_of_firms(role: str) -> bool:
    return EXECUTIVE.fullmatch(role) is not None and CIVIL_CHIEF.search(role) is None


def _unfit(role: str, body: Entity) -> bool:
    """Whether a place or a crowd has no such office: no town a minister ("in Osk"), no port a governor."""
    stately = NATIONAL.fullmatch(role) is not None or REGIONAL.fullmatch(role) is not None
    minister = stately and MINISTER.search(role) is not None
    governor = GOVERNOR.search(role) is not None
    mission = stately and _MISSION.search(body.name) is not None  # an embassy has no minister
    if (
        mission
        or _PRIZE.search(body.name)
        or (body.type == "country" and (REGIONAL.fullmatch(role) or _is_of_firms(role)))
    ):
        return True  # a country has no finance director
    if body.type == "office" and _MINISTRY.search(body.name):
        return role.casefold() == "president"
    if body.type not in PLACE_TYPES and (GOVERNS_PART.search(role) or (body.type == "group" and not body.named)):
        return minister or governor  # "the people who put their chief minister in jail"
    if is_not_of(role, body) or (governor and body.type == "region" and DIRECTION.match(body.name)):
        return True  # "southern Osk" has no governor
    if body.type in PARTS and MAYOR.search(role):
        return True  # a town has one
    return body.type in PLACE_TYPES - STATELY and (minister or (governor and body.type in _BUILT))


def _words(text: str | None) -> set[str]:
    return set(re.findall(r"\w{4,}", (text or "").casefold()))


def _abroad(document: Document, table: EntityTable, span: Span) -> bool:
    """Whether the sentence opens in another country than the article's: "In Cairo, Foreign Minister NAME"."""
    there, main = opening(document, table, span), main_country(document, table)
    return bool(there and main) and table.entity(there).country != table.entity(main).country


def _stately(body: Entity) -> bool:
    compass = DIRECTION.match(body.name) is not None and body.type == "region"  # "northern India" has no ministers
    return (body.type in STATELY and not compass and not _MISSION.search(body.name)) or _GOVERNMENT.search(
        body.name
    ) is not None


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
