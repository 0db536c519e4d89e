"""Types and properties of canonical entities under the names that other tools ask for them by.

Input: entity records of the catalog. Output: types with their broader ones,
properties with their values; read by kb.service.identity.matching and kb.api.routes.reconcile.
Never: writes; knows how a request looks.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel.core import get_global
from pyoxigraph import NamedNode, RdfFormat, parse

from kb.errors import NotFoundError
from kb.graph.names import LABEL, RDFS
from kb.graph.vocabulary import KB, NAMESPACE
from kb.graph.words import ENTITY_CLASS
from kb.language.gazetteer import shipped
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EntityRecord, Named
from kb.service.ontology import packaged_ontology

ROOTS: Final = ("Actor", "Location")
_BELOW: Final = NamedNode(f"{RDFS}subClassOf")
_COMMENT: Final = NamedNode(f"{RDFS}comment")


class NoSuchTypeError(NotFoundError):
    """Entities have no type of this id."""

    code = "no-such-type"

    def __init__(self, identifier: str) -> None:
        self.identifier = identifier
        super().__init__(f"Entities have no type {identifier!r}.", hint=f"There are: {', '.join(sorted(types()))}.")


class NoSuchPropertyError(NotFoundError):
    """Entities have no property of this id."""

    code = "no-such-property"

    def __init__(self, identifier: str) -> None:
        self.identifier = identifier
        super().__init__(f"Entities have no property {identifier!r}.", hint=f"There are: {', '.join(PROPERTIES)}.")


@dataclass(frozen=True, slots=True)
class Type:
    """A class of the ontology that entities have, or one above such.

    Attributes:
        id: local name ("Person").
        broader: ids of the classes above it.
    """

    id: str
    label: str
    comment: str
    broader: frozenset[str]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property.

    Attributes:
        text: for reading; "" where *number* or *entity* says it all.
        entity: another entity that is the value.
    """

    text: str = ""
    number: float | int | None = None
    entity: Named | None = None

    @property
    def writings(self) -> tuple[str, ...]:
        """Every way in which somebody else may write the value."""
        if self.entity is not None:
            return (self.entity.label, self.entity.id, f"entity-{self.entity.id}")
        return (self.text if self.number is None else f"{self.number:g}",)


@dataclass(frozen=True, slots=True)
class Property:
    """Something that can be asked about an entity.

    Attributes:
        domain: id of the type of which alone entities may have it.
        points: whether its values are entities.
    """

    id: str
    label: str
    comment: str
    of: Callable[[CatalogReader, EntityRecord], tuple[Value, ...]]
    domain: str = "Entity"
    points: bool = False


@cache
def types() -> Mapping[str, Type]:
    """Return the types of entities and the ones above them, by id."""
    above: defaultdict[str, list[str]] = defaultdict(list)
    said: dict[tuple[str, str], str] = {}
    for subject, predicate, object, _ in parse(packaged_ontology().turtle, format=RdfFormat.TURTLE):
        if not isinstance(subject, NamedNode):
            continue
        if predicate == _BELOW and isinstance(object, NamedNode):
            above[subject.value].append(object.value)
        elif predicate in (LABEL, _COMMENT):
            said[subject.value, predicate.value] = object.value
    found: dict[str, Type] = {}
    waiting = list(ENTITY_CLASS.values())
    while waiting:
        iri = waiting.pop(0)
        identifier = _local(iri)
        if identifier in found or not iri.startswith(NAMESPACE):
            continue
        waiting += above[iri]
        every = frozenset(map(_local, _all_above(iri, above)))
        label, comment = said.get((iri, LABEL.value), identifier), said.get((iri, _COMMENT.value), "")
        found[identifier] = Type(identifier, label, comment, every)
    return found


def _all_above(iri: str, above: Mapping[str, Sequence[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [iri]
    while waiting:
        more = set(above.get(waiting.pop(), ())) - found - {iri}
        found |= more
        waiting += more
    return found


def type_of(entity_type: str) -> Type:
    """Return the type of an entity whose record says *entity_type* ("armed_force")."""
    return types()[_local(ENTITY_CLASS.get(entity_type, KB.Location))]


def is_a(entity_type: str, wanted: str) -> bool:
    """Say whether an entity of *entity_type* is of the type with id, IRI or name *wanted*, or of one below it.

    Names are those of classes and of entities' types, as lists show them: "person", "armed force".
    """
    own = type_of(entity_type)
    return _type_called(wanted) in ({own.id} | own.broader)


def is_type(name: str) -> bool:
    """Say whether there is a type with this id, IRI or name."""
    return _type_called(name) in types()


def _type_called(name: str) -> str:
    """Return the id of a type by its id, IRI or name, whatever the case; what is none as it is."""
    local = _local(name)
    if local in types():
        return local
    plain = local.casefold().replace("_", " ")
    if iri := ENTITY_CLASS.get(plain.replace(" ", "_")):
        return _local(str(iri))
    return next((one.id for one in types().values() if plain in (one.id.casefold(), one.label.casefold())), local)


def values(catalog: CatalogReader, record: EntityRecord, identifier: str) -> tuple[Value, ...]:
    """Return the values of one property; none for a property that there is not.

    Args:
        identifier: local name or IRI.
    """
    found = PROPERTIES.get(_local(identifier))
    return found.of(catalog, record) if found else ()


def is_property(identifier: str) -> bool:
    """Say whether there is a property of this local name or IRI."""
    return _local(identifier) in PROPERTIES


def property_called(identifier: str) -> Property:
    """Return a property by local name or IRI.

    Raises:
        NoSuchPropertyError: there is none.
    """
    found = PROPERTIES.get(_local(identifier))
    if found is None:
        raise NoSuchPropertyError(identifier)
    return found


def properties_of(type_name: str) -> tuple[Property, ...]:
    """Return the properties that entities of a type, or of one below it, may have.

    Args:
        type_name: id, IRI or name; "" for whatever entity.

    Raises:
        NoSuchTypeError: there is none.
    """
    found = types().get(_type_called(type_name or "Entity"))
    if found is None:
        raise NoSuchTypeError(type_name)
    below = {name for name, one in types().items() if found.id in one.broader}
    above = {found.id, *found.broader, *below, *(up for name in below for up in types()[name].broader)}
    return tuple(one for one in PROPERTIES.values() if one.domain in above)


def country_code(name: str) -> str:
    """Return the ISO 3166-1 code of two letters of a country called by name or by a code of two or three, else ""."""
    code = name.strip().upper()
    if len(code) == 3 and (two := get_global("territory_aliases").get(code)):
        code = two[0]
    if len(code) == 2 and shipped().country_by_code(code):
        return code
    found = shipped().countries(name.strip())
    return found.iso2 if found else ""


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].removeprefix("kb:")


def _texts(*texts: str) -> tuple[Value, ...]:
    return tuple(Value(text) for text in dict.fromkeys(texts) if text)


def _scheme(name: str) -> Callable[[CatalogReader, EntityRecord], tuple[Value, ...]]:
    return lambda _, record: _texts(
        *(one.partition(":")[2] for one in record.external if one.partition(":")[0] == name)
    )


def _bodies(catalog: CatalogReader, record: EntityRecord) -> tuple[Value, ...]:
    found = [body for office in catalog.offices(person=record.id) for body in (office.organisation, office.place)]
    return tuple(Value(entity=body) for body in dict.fromkeys(found) if body is not None)


def _number(value: float | None) -> tuple[Value, ...]:
    return () if value is None else (Value(number=value),)


PROPERTIES: Final[Mapping[str, Property]] = {
    one.id: one
    for one in (
        Property("alias", "other name", "Names and spellings that articles use.", lambda _, r: _texts(*r.aliases)),
        Property("country", "country", "ISO 3166-1 code, two letters.", lambda _, r: _texts(r.country)),
        Property(
            "within", "lies within", "The place that holds it.",
            lambda _, r: (Value(entity=r.within),) if r.within else (), "Location", points=True,
        ),
        Property(
            "office", "office held", "Titles of offices held, sought or left.",
            lambda c, r: _texts(*(office.title for office in c.offices(person=r.id))), "Person",
        ),
        Property("officeOf", "office at", "Bodies and places of these offices.", _bodies, "Person", points=True),
        Property("description", "description", "What tells namesakes apart.", lambda _, r: _texts(r.description)),
        Property("identifier", "identifier elsewhere", "SCHEME:ID.", lambda _, r: _texts(*r.external)),
        Property("geonames", "GeoNames id", "", _scheme("geonames"), "Location"),
        Property("wikidata", "Wikidata id", "", _scheme("wikidata")),
        Property("latitude", "latitude", "Degrees north, WGS 84.", lambda _, r: _number(r.latitude), "Location"),
        Property("longitude", "longitude", "Degrees east, WGS 84.", lambda _, r: _number(r.longitude), "Location"),
        Property("articles", "articles", "How many articles name it.", lambda _, r: (Value(number=r.articles),)),
    )
}  # fmt: skip
