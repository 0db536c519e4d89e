"""Entities of the knowledge base that a name from elsewhere may mean, each with a score.

Input: a name, types and properties, as the W3C Reconciliation API has them in a query.
Output: candidates, the best first, read by kb.api.routes.reconcile.
Never: decides for anybody. *match* says that one candidate, and one alone, has the very name and contradicts nothing,
or has the very id.

Source:
    Reconciliation Service API 0.2, W3C Entity Reconciliation Community Group.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rapidfuzz import fuzz

from kb.language.numerals import bearer
from kb.language.text_keys import acronym_of, name_key, person_key
from kb.model.external import found_in
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EntityRecord
from kb.resolution.comparison import name_agreement
from kb.resolution.kinds import group_of
from kb.service.elsewhere.attributes import Value, country_code, is_a, values

__all__ = ["Candidate", "Query", "candidates"]

_FLOOR: Final = 60.0  # a name less alike than this is another name
_NEAR: Final = 5.0  # points between the first and the second below which neither is a match
_ACRONYM: Final = 92.0
_SPELT: Final = 95.0  # another spelling or order of the name, as linking has it
_ONE: Final = frozenset({"same", "order", "spelling"})
_ALIKE: Final = 85.0  # of a property's value in words
_WEIGHT: Final = 0.25  # of one property beside the name's 1
_COMPARED: Final = 200
_ID: Final = "id"  # a feature: what was asked for as a name is its id
_IDS: Final = frozenset({"identifier", "geonames", "wikidata"})  # properties of which only the very same is one


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for.

    Attributes:
        name: as written elsewhere; "" to look by properties alone.
        types: ids of types ("Person"), none for any.
        strict: whether a candidate must be of one of *types* ("any"), of all ("all"), or better be ("should").
        properties: property id -> values, any of which agrees.
        limit: how many candidates at most.
    """

    name: str = ""
    types: Sequence[str] = ()
    strict: str = "any"
    properties: Mapping[str, Sequence[str]] = field(default_factory=dict)
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may be meant.

    Attributes:
        score: 0 to 100.
        match: whether it alone has the very name, or the id that was asked for.
        features: name, type and each property -> how far it agrees, 0 to 100.
    """

    entity: EntityRecord
    score: float
    match: bool
    features: Mapping[str, float]


def candidates(catalog: CatalogReader, query: Query) -> tuple[Candidate, ...]:
    """Return whom *query* may mean, the best first.

    The name is compared in full with each name and alias; properties that the
    knowledge base says nothing about count neither way. Who has the id that is
    asked for, as the name or as a property, comes first whatever it is called.
    """
    found = [one for record in _met(catalog, query) if (one := _judge(catalog, query, record)) is not None]
    known = [one for one in found if _is_identified(one)]
    found.sort(key=lambda one: (one not in known, -one.score, -one.entity.articles, one.entity.id))
    exact = [one for one in found if one.features["name"] == 100.0 and min(one.features.values()) > 0]
    rival = found[1].score if len(found) > 1 else 0.0
    sure = bool(query.name) and len(exact) == 1 and exact[0] is found[0] and found[0].score - rival >= _NEAR
    sure = len(known) == 1 if known else sure
    return tuple(
        Candidate(one.entity, one.score, sure and at == 0, one.features)
        for at, one in enumerate(found[: max(0, query.limit)])
    )


def _met(catalog: CatalogReader, query: Query) -> list[EntityRecord]:
    """Return who is worth comparing."""
    met = dict.fromkeys(catalog.entities_named(query.name) if query.name else ())
    if query.name:
        met |= dict.fromkeys(catalog.entities_alike(query.name, limit=_COMPARED))
    for identifier in (query.name, *_ids_asked(query)):
        if external := found_in(identifier):
            met |= dict.fromkeys(catalog.entities_identified(external))
    return list(met)


def _ids_asked(query: Query) -> list[str]:
    """Return the ids elsewhere that properties ask for, as SCHEME:ID."""
    found: list[str] = []
    for name, wanted in query.properties.items():
        if (scheme := _plain(name)) in _IDS:
            found += [_as_id(scheme, one) for one in wanted]
    return found


def _as_id(scheme: str, text: str) -> str:
    """Return an id elsewhere in its one form: of *wikidata* "Q42", "wikidata:Q42" or its page; as it is if none."""
    text = text.strip()
    bare = "" if scheme == "identifier" or ":" in text else found_in(f"{scheme}:{text}")
    return bare or found_in(text) or text


def _plain(identifier: str) -> str:
    return identifier.rpartition("#")[2].removeprefix("kb:")


def _is_identified(found: Candidate) -> bool:
    """Say whether it has an id that was asked for, and not another one."""
    told = [value for name, value in found.features.items() if _plain(name) in _IDS or name == _ID]
    return bool(told) and min(told) == 100.0


def _judge(catalog: CatalogReader, query: Query, record: EntityRecord) -> Candidate | None:
    """Return the candidate, None where name or type say that it is another."""
    features: dict[str, float] = {"name": _name_score(query.name, record) if query.name else 100.0}
    if (external := found_in(query.name)) and external in record.external:
        features |= {"name": 100.0, _ID: 100.0}
    if features["name"] < _FLOOR and not set(map(found_in, _ids_asked(query))) & set(record.external):
        return None
    if query.types:
        fits = [is_a(record.type, wanted) for wanted in query.types]
        good = all(fits) if query.strict == "all" else any(fits)
        if not good and query.strict != "should":
            return None
        features["type"] = 100.0 if good else 0.0
    for identifier, wanted in query.properties.items():
        if _plain(identifier) == "country":  # tables have its name more often than a code
            wanted = [country_code(one) or one for one in wanted]
        known = values(catalog, record, identifier)
        scheme = _plain(identifier)
        agreed = _same(scheme, wanted, known) if scheme in _IDS else _agreement(wanted, known)
        if agreed is not None:
            features[identifier] = agreed
    beside = [value for name, value in features.items() if name != "name"]
    score = (features["name"] + _WEIGHT * sum(beside)) / (1 + _WEIGHT * len(beside))
    found = Candidate(record, round(score, 1), False, features)
    return replace(found, score=100.0) if _is_identified(found) else found


def _name_score(name: str, record: EntityRecord) -> float:
    key: Callable[[str], str] = person_key if record.type == "person" else name_key
    wanted = key(name)
    which = bearer(name) if record.type == "person" else None
    best = 0.0
    for known in (record.label, *record.aliases):
        other = key(known)
        if not other or (which is not None and bearer(known) not in (which, None)):
            continue
        if other == wanted:
            return 100.0
        alike = fuzz.token_sort_ratio(wanted, other)
        group = group_of(record.type)
        if name_agreement(group if group != "country" else "place", wanted, other) in _ONE:
            alike = max(alike, _SPELT)
        if acronym_of(name, known) or acronym_of(known, name):
            alike = max(alike, _ACRONYM)
        best = max(best, min(alike, 99.0))
    return round(best, 1)


def _same(scheme: str, wanted: Sequence[str], known: Iterable[Value]) -> float | None:
    """Return whether one id is among those asked for, None where the knowledge base has none of the schemes."""
    asked = {_as_id(scheme, one) for one in wanted if one.strip()}
    schemes = {one.partition(":")[0] for one in asked if ":" in one}
    told = {_as_id(scheme, text) for value in known for text in value.writings}
    told = {one for one in told if not schemes or one.partition(":")[0] in schemes}
    return None if not told or not asked else 100.0 if told & asked else 0.0


def _agreement(wanted: Sequence[str], known: Iterable[Value]) -> float | None:
    """Return how far two sets of values agree, None where the knowledge base has none."""
    told = [text for value in known for text in value.writings]
    if not told or not wanted:
        return None
    best = max(
        fuzz.token_sort_ratio(name_key(one) or one, name_key(other) or other) for one in wanted for other in told
    )
    return round(best, 1) if best >= _ALIKE else 0.0
