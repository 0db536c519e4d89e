"""Tests of single values that answer yes only where nobody could say no.

Input: RDF terms. Output: functions for kb.validation.compiled; a value that is
written in an unusual way fails the test and is left to pySHACL.
Pure.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

import pyoxigraph as ox

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_LEXICAL: Final = MappingProxyType(
    {
        XSD + "string": re.compile(r".*", re.S),
        XSD + "integer": re.compile(r"[+-]?[0-9]{1,18}"),
        XSD + "decimal": re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?"),
        XSD + "boolean": re.compile(r"true|false"),
        XSD + "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        XSD + "dateTime": re.compile(
            r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})?"
        ),
        XSD + "anyURI": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-\[\]_a-z~%]*"),
    }
)

_BOUNDS: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = MappingProxyType(
    {"minInclusive": operator.ge, "maxInclusive": operator.le, "minExclusive": operator.gt}
)

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Test = Callable[[Term], bool]


def well_formed(term: Term, datatype: str) -> bool:
    """Say whether *term* is a literal of a datatype, written in a common way and possible."""
    if not isinstance(term, ox.Literal) or term.datatype.value != datatype or datatype not in _LEXICAL:
        return False
    if not _LEXICAL[datatype].fullmatch(term.value):
        return False
    if datatype in (XSD + "date", XSD + "dateTime"):
        return _moment(term) is not None
    return True


def value_test(component: str, parameter: Term) -> Test | None:
    """Return the test of one constraint component for one value, None if there is none."""
    if component == "datatype" and isinstance(parameter, ox.NamedNode):
        datatype = parameter.value
        return lambda term: well_formed(term, datatype)
    if not isinstance(parameter, ox.Literal):
        return None
    if component == "pattern":
        pattern = re.compile(parameter.value)
        return lambda term: isinstance(term, ox.Literal) and "\n" not in term.value and bool(pattern.search(term.value))
    bound, holds = number(parameter), _BOUNDS.get(component)
    if bound is None:
        return None
    if component == "minLength":
        return lambda term: isinstance(term, ox.Literal) and len(term.value) >= bound
    return holds and (lambda term: (found := number(term)) is not None and holds(found, bound))


def number(term: Term) -> Decimal | None:
    """Return the value of a plainly written integer or decimal, else None."""
    if isinstance(term, ox.Literal) and any(well_formed(term, XSD + kind) for kind in ("integer", "decimal")):
        return Decimal(term.value)
    return None


def languages_differ(terms: Sequence[Term]) -> bool:
    """Say whether no two literals have the same language tag."""
    tags = [term.language.lower() for term in terms if isinstance(term, ox.Literal) and term.language]
    return len(set(tags)) == len(tags)


def _moment(term: ox.Literal) -> date | datetime | None:
    try:
        if term.datatype.value == XSD + "date":
            return date.fromisoformat(term.value)
        return datetime.fromisoformat(term.value)
    except ValueError:
        return None


def ordered(left: Term, right: Term, *, equal: bool) -> bool | None:
    """Return True if *left* surely comes before *right*, else None."""
    a, b = _comparable(left), _comparable(right)
    if a is None or b is None or a[0] != b[0]:
        return None
    return True if a[1] < b[1] or (equal and a[1] == b[1]) else None


def _comparable(term: Term) -> tuple[str, Any] | None:
    """Return a kind and a value; values of one kind can be compared."""
    if (value := number(term)) is not None:
        return "number", value
    if not isinstance(term, ox.Literal) or not well_formed(term, term.datatype.value):
        return None
    moment = _moment(term) if term.datatype.value in (XSD + "date", XSD + "dateTime") else None
    if isinstance(moment, datetime):
        return "moment" if moment.tzinfo is None else "moment of a zone", moment
    return None if moment is None else ("day", moment)


PAIRS: Final[Mapping[str, Callable[[Term, Term], bool | None]]] = MappingProxyType(
    {
        "lessThan": lambda left, right: ordered(left, right, equal=False),
        "lessThanOrEquals": lambda left, right: ordered(left, right, equal=True),
        "disjoint": lambda left, right: left != right,
    }
)
