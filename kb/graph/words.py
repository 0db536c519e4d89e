"""From the words of kb.model to the terms of the ontology.

Input: the literal values that an extraction uses. Output: full IRIs, read by
the builder of an article's graph and by whoever writes queries.
Pure: constants only; a test holds each table to kb.model.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kb.graph.vocabulary import KB

ENTITY_CLASS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "person": KB.Person,
        "organisation": KB.Organization,
        "company": KB.Company,
        "armed_force": KB.ArmedForce,
        "office": KB.GovernmentBody,
        "international_organisation": KB.InternationalOrganization,
        "group": KB.Group,
        "platform": KB.Platform,
        "country": KB.Country,
        "state": KB.State,
        "region": KB.Region,
        "province": KB.Province,
        "district": KB.District,
        "city": KB.City,
        "town": KB.Town,
        "village": KB.Village,
        "island": KB.Island,
        "mountain": KB.Mountain,
        "river": KB.River,
        "lake": KB.Lake,
        "sea": KB.Sea,
        "facility": KB.Facility,
        "infrastructure": KB.Infrastructure,
        "building": KB.Building,
        "market": KB.Market,
        "route": KB.Route,
        "area": KB.Area,
        "place": KB.Location,
    }
)

MENTION_KIND: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": KB.name,
        "acronym": KB.acronym,
        "adjective": KB.adjective,
        "metonym": KB.metonym,
        "nominal": KB.nominal,
        "pronoun": KB.pronoun,
    }
)

MODE: Final[Mapping[str, str]] = MappingProxyType(
    {"direct": KB.direct, "indirect": KB.indirect, "evidential": KB.evidential}
)

STATEMENT_STATUS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "reported": KB.reported,
        "not_reported_content": KB.notReported,
        "retracted": KB.retracted,
        "superseded": KB.superseded,
    }
)

BASIS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "explicit": KB.explicit,
        "relative": KB.relative,
        "inferred": KB.inferred,
        "unattributed": KB.unattributed,
    }
)

MODALITY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "actual": KB.actual,
        "ongoing": KB.ongoing,
        "planned": KB.planned,
        "hoped": KB.hoped,
        "hypothetical": KB.hypothetical,
        "conditional": KB.conditional,
        "requested": KB.requested,
        "required": KB.required,
        "obligation": KB.obligation,
        "suspended": KB.suspended,
        "expected": KB.expected,
        "promised": KB.promised,
        "possible": KB.possible,
        "alleged": KB.alleged,
    }
)

COMPARATOR: Final[Mapping[str, str]] = MappingProxyType(
    {
        "exactly": KB.exactly,
        "at_least": KB.atLeast,
        "more_than": KB.moreThan,
        "less_than": KB.lessThan,
        "at_most": KB.atMost,
        "up_to": KB.upTo,
        "about": KB.approximately,
        "nearly": KB.nearly,
        "more_than_half": KB.moreThanHalf,
        "vague": KB.vague,
    }
)

POSITION_STATUS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "current": KB.current,
        "acting": KB.acting,
        "former": KB.former,
        "candidate": KB.contender,
        "elect": KB.elect,
    }
)

ROLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "agent": KB.agent,
        "judge": KB.judge,
        "participant": KB.participant,
        "party": KB.party,
        "candidate": KB.candidate,
        "mediator": KB.mediator,
        "chair": KB.chair,
        "observer": KB.observer,
        "patient": KB.patient,
        "theme": KB.theme,
        "target": KB.target,
        "recipient": KB.recipient,
        "addressee": KB.addressee,
        "beneficiary": KB.beneficiary,
        "instrument": KB.instrument,
        "means": KB.means,
        "circumstance": KB.circumstance,
        "cause": KB.cause,
        "reason": KB.reason,
        "purpose": KB.purpose,
        "topic": KB.topic,
        "path": KB.path,
        "destination": KB.destination,
        "origin": KB.origin,
        "route": KB.route,
        "source": KB.origin,  # kb:source is who claims it
        "place": KB.place,
    }
)
