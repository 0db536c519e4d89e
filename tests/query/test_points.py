"""Tests of kb.query.sparql.points and looking.turned: points that lie nowhere, or are written the wrong way round."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.query.sparql.looking import turned
from kb.query.sparql.points import misplaced, on_earth, place, points
from kb.query.sparql.prefixes import KNOWN
from tests.query.test_functions import DATA


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_what_is_on_earth_is_a_place(longitude: float, latitude: float) -> None:
    assert place(f"POINT({longitude:.5f} {latitude:.5f})") is not None


@given(st.floats(allow_nan=True), st.floats(allow_nan=True))
def test_what_is_not_is_none(longitude: float, latitude: float) -> None:
    inside = -90 <= latitude <= 90 and -180 <= longitude <= 180
    assert (on_earth(latitude, longitude) is not None) == inside


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ('kb:distance(?p, "POINT(0 95)")', "Did you mean POINT(95 0)?"),
        ('kb:distance(?p, "POINT(200 0)")', "lies nowhere"),
        ('kb:distance(?p, "POINT(13.1, 32)")', "is no point that can be read"),
        ("kb:inBox(?p, 10, 40, 20, 30)", "No place is in the box 10, 40, 20, 30"),
        ("kb:inBox(?p, 10, -100, 20, 30)", "No place is in the box"),
        ("kb:inBox(?p, 170, 30, -170, 40)", ""),
        ("kb:inBox(?p, ?west, 40, 20, 30)", ""),
        ('kb:distance(?p, "POINT(13.19 32.89)")', ""),
    ],
)
def test_what_lies_nowhere_is_told(expression: str, told: str) -> None:
    warnings = misplaced(f"SELECT ?p {{ ?p a kb:City FILTER({expression}) }}", KNOWN)

    assert len(warnings) == bool(told)
    assert told in "".join(warnings)


def test_a_point_with_its_numbers_turned_is_noticed_where_the_graph_knows_what_is_there() -> None:
    store = ox.Store()
    store.load(DATA, format=ox.RdfFormat.TURTLE)
    query = 'SELECT (kb:distance(?p, "POINT(32.89 13.19)") AS ?km) (kb:distance(?p, "POINT(13.2 32.8)") AS ?mi) {}'

    written = points(query)

    assert written == ("POINT(32.89 13.19)", "POINT(13.2 32.8)")
    assert turned(store, written) == [("POINT(32.89 13.19)", "")]
    assert turned(ox.Store(), written) == []
