"""Single values are cleared only where rdflib, and so pySHACL, has nothing to object."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.validation.authority import to_rdflib
from kb.validation.literals import XSD, languages_differ, number, ordered, value_test, well_formed

KINDS = ("string", "integer", "decimal", "boolean", "date", "dateTime", "anyURI")


def literal(value: str, kind: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))


WRITTEN = st.one_of(
    st.text(max_size=12),
    st.integers(-(10**20), 10**20).map(str),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.sampled_from(
        ("true", "1", "2024-02-30", "2024-02-22T24:00:00", "2024-02-22T10:00:00Z", "http://a/ b", "http://a/b")
    ),
)


@given(WRITTEN, st.sampled_from(KINDS))
def test_what_is_well_formed_here_is_well_typed_in_rdflib(written: str, kind: str) -> None:
    value = literal(written.replace("\ud800", ""), kind)
    if well_formed(value, XSD + kind):
        triple = ox.Triple(ox.NamedNode("x:s"), ox.NamedNode("x:p"), value)
        (_, _, found), *_ = to_rdflib([triple])
        assert not found.ill_typed


@given(st.dates(), st.dates())
def test_days_are_ordered_as_days_are(first, second) -> None:  # type: ignore[no-untyped-def]
    left, right = literal(first.isoformat(), "date"), literal(second.isoformat(), "date")

    assert ordered(left, right, equal=True) is (True if first <= second else None)
    assert ordered(left, right, equal=False) is (True if first < second else None)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (literal("2024-01-01", "date"), literal("2024-01-02T00:00:00", "dateTime")),
        (literal("2024-01-01T00:00:00", "dateTime"), literal("2024-01-02T00:00:00Z", "dateTime")),
        (literal("1", "integer"), literal("2", "string")),
        (ox.NamedNode("x:a"), literal("2", "integer")),
    ],
)
def test_what_cannot_be_compared_is_left_open(left: ox.NamedNode | ox.Literal, right: ox.Literal) -> None:
    assert ordered(left, right, equal=True) is None


def test_numbers_compare_across_their_types() -> None:
    assert ordered(literal("1", "integer"), literal("1.5", "decimal"), equal=False) is True
    assert number(literal("1e3", "decimal")) is None


def test_a_component_that_is_not_known_has_no_test() -> None:
    assert value_test("closed", literal("true", "boolean")) is None


def test_languages() -> None:
    assert languages_differ([ox.Literal("a", language="en"), ox.Literal("b", language="fr"), ox.Literal("c")])
    assert not languages_differ([ox.Literal("a", language="en"), ox.Literal("b", language="EN")])
