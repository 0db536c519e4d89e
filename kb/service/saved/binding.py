"""Values put into a saved query, as terms of RDF.

Input: a SavedQuery, values as a person writes them, the catalog of a moment. Output: the text of a plain query.
Never: pastes what was given: every value becomes a term, which pyoxigraph writes out, and takes the place of one token.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import Literal, NamedNode

from kb.errors import KbError
from kb.graph.vocabulary import TYPE_NAMESPACE
from kb.model.days import first_day, last_day, one_day
from kb.projections.catalog.reading import CatalogReader
from kb.service.curation.whom import entity_id, event_type
from kb.service.identity.naming import NothingCalledError, SeveralCalledError
from kb.service.saved.errors import BadParameterError, MissingParameterError, UnknownParameterError
from kb.service.saved.header import Parameter, SavedQuery, slots

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_EXAMPLES: Final = {
    "entity": "Kyiv",
    "event-type": "attack",
    "thing": "event-0d6fdd7fd1b2a7d1a9c3",
    "text": "water",
    "currency": "EUR",
    "integer": "10",
    "decimal": "0.5",
    "date": "2024-07-05",
    "boolean": "true",
    "iri": "https://example.org/x",
}
_DAYS: Final = {"": one_day, "first": first_day, "last": last_day}
_THING: Final = re.compile(r"[a-z]+-[0-9A-Za-z_~-]{1,200}\Z")
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\\x00-\x20]*\Z")


def bind(query: SavedQuery, given: Mapping[str, str], catalog: CatalogReader, base: str) -> str:
    """Return the query with its parameters bound; it can be asked anywhere as it is.

    Args:
        given: name -> value as written; "" is as good as not given.
        catalog: where names are looked up.
        base: base IRI of the home.

    Raises:
        UnknownParameterError, MissingParameterError, BadParameterError: says which parameter, and what would do.
        NothingCalledError, SeveralCalledError: a name fits nothing, or several.
    """
    known = kinds(query)
    for name in given:
        if name not in known:
            raise UnknownParameterError(query.name, name, known)
    _in_order(query, given)
    terms = {one.name: _term(query, one, given.get(one.name, "").strip(), catalog, base) for one in query.parameters}
    parts, end = [], 0
    for token, _, _ in slots(query.text):
        parts += [query.text[end : token.start], terms[token.text[1:]]]
        end = token.end
    return "".join([*parts, query.text[end:]])


def example_of(parameter: Parameter) -> str:
    """Return a value that a parameter might have."""
    return parameter.default or (parameter.choices[0] if parameter.choices else _EXAMPLES[parameter.kind])


def kinds(query: SavedQuery) -> dict[str, str]:
    """Return the types of a query's parameters, of a choice what there is to choose."""
    return {one.name: "|".join(one.choices) if one.choices else one.kind for one in query.parameters}


def _term(query: SavedQuery, one: Parameter, given: str, catalog: CatalogReader, base: str) -> str:
    value = given or one.default
    if not value:
        if one.optional:
            return "UNDEF"
        raise MissingParameterError(
            query.name, one.name, one.about, query.example.get(one.name) or example_of(one), kinds(query)
        )
    if one.kind == "entity":
        return _entity(one, value, catalog, base)
    if one.kind == "event-type" and "," in value:  # in VALUES alone; elsewhere the query is malformed, and says where
        return " ".join(str(_plain(one, part.strip(), base)) for part in value.split(",") if part.strip())
    if one.kind == "integer":
        return _integer(one, value)
    if one.kind == "decimal":
        return str(Literal(_decimal(one, value), datatype=NamedNode(f"{_XSD}decimal")))
    return str(_plain(one, value, base))


def _plain(one: Parameter, value: str, base: str) -> NamedNode | Literal:
    match one.kind:
        case "event-type":
            try:
                return NamedNode(TYPE_NAMESPACE + event_type(value))
            except KbError as error:
                raise BadParameterError(one.name, value, "there is no such type of event", error.hint) from error
        case "thing":
            plain = value.removeprefix("<").removesuffix(">").removeprefix(f"{base}id/")
            if not _THING.match(plain):
                raise BadParameterError(
                    one.name, value, "it is no id", "Give one as answers have it: event-..., article-..."
                )
            return NamedNode(f"{base}id/{plain}")
        case "iri":
            if not _IRI.match(value):
                raise BadParameterError(
                    one.name, value, "it is no absolute IRI", "Give one like https://example.org/x."
                )
            return NamedNode(value)
        case "date":
            return _date(one, value)
        case "boolean":
            if value.lower() not in ("true", "false"):
                raise BadParameterError(one.name, value, "it is neither true nor false", "Give true or false.")
            return Literal(value.lower(), datatype=NamedNode(f"{_XSD}boolean"))
        case "currency":
            value = _currency(one, value)
        case "choice":
            if value not in one.choices:
                raise BadParameterError(
                    one.name, value, "it is none of the choices", f"Choose {', '.join(one.choices)}."
                )
    return Literal(value)


def _currency(one: Parameter, value: str) -> str:
    from kb.extraction.quantity.currencies import currency_called

    if code := currency_called(value):
        return code
    hint = "Give a code of ISO 4217 (EUR), a sign, or a name that one has alone (euro, Mexican peso)."
    raise BadParameterError(one.name, value, "no currency is called so, or several are", hint)


def _entity(one: Parameter, value: str, catalog: CatalogReader, base: str) -> str:
    try:
        return str(NamedNode(f"{base}id/entity-{entity_id(catalog, base, value)}"))
    except (NothingCalledError, SeveralCalledError):
        raise
    except ValueError as error:
        raise BadParameterError(
            one.name, value, "it is no id", "Give an id, an IRI of this base, or a name."
        ) from error


def _integer(one: Parameter, value: str) -> str:
    try:
        number = int(value)
    except ValueError as error:
        raise BadParameterError(one.name, value, "it is no whole number", "Give one like 10.") from error
    _bounded(one, value, Decimal(number))
    return str(number)


def _decimal(one: Parameter, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise BadParameterError(one.name, value, "it is no number", "Give one like 0.5.") from error
    if not number.is_finite():
        raise BadParameterError(one.name, value, "it is no number", "Give one like 0.5.")
    _bounded(one, value, number)
    return f"{number:f}"


def _bounded(one: Parameter, value: str, number: Decimal) -> None:
    if (one.least and number < Decimal(one.least)) or (one.most and number > Decimal(one.most)):
        bounds = f"from {one.least} to {one.most}" if one.least and one.most else f"{one.least or 'up to ' + one.most}"
        raise BadParameterError(one.name, value, "it is out of bounds", f"Give a number {bounds}.")


def _date(one: Parameter, value: str) -> Literal:
    return Literal(_day(one, value), datatype=NamedNode(f"{_XSD}date"))


def _day(one: Parameter, value: str) -> str:
    try:
        return _DAYS[one.edge](value)
    except ValueError as error:
        hint = "Give one as year-month-day, 2024-07-05" + (", or a month or year: 2024-07, 2024." if one.edge else ".")
        why = str(error) if str(error).startswith("it is") else f"it is no day: {error}"
        raise BadParameterError(one.name, value, why, hint) from error


def _in_order(query: SavedQuery, given: Mapping[str, str]) -> None:
    """Refuse what ends before it begins, of a query with one day from which and one up to which it asks."""
    edges = {edge: [one for one in query.parameters if one.edge == edge] for edge in ("first", "last")}
    if any(len(found) != 1 for found in edges.values()):
        return
    (first,), (last,) = edges["first"], edges["last"]
    begin, end = (given.get(one.name, "").strip() or one.default for one in (first, last))
    if begin and end and _day(last, end) < _day(first, begin):
        raise BadParameterError(last.name, end, f"it lies before {first.name} {begin}", "Give the earlier day first.")
