"""Answers of queries as maps, graphs and lines of time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.api.pages.answer_drawings import NODES, Edge, graph, moments, spots, views
from kb.api.pages.answers import Cell, Table


def number(value: float) -> Cell:
    return Cell(f"{value:g}", "number", "", "", value)


def thing(name: str) -> Cell:
    return Cell(name, "iri", f"/entities/{name}", f"http://localhost/id/{name}")


def term(name: str) -> Cell:
    return Cell(name, "iri", "", name)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("POINT(36.8 -1.28)", (-1.28, 36.8)),
        ("point ( 36.8   -1.28 )", (-1.28, 36.8)),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(36.8 -1.28)", (-1.28, 36.8)),
        ("POINT(1e1 2.5E-1)", (0.25, 10.0)),
        ("POINT(36.8 91)", None),
        ("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(-1.28 36.8)", None),
        ("POINT(36.8)", None),
        ("somewhere", None),
    ],
)
def test_a_point_in_wkt_is_longitude_and_latitude(text: str, there: tuple[float, float] | None) -> None:
    """What has its axes the other way round, or lies beyond the globe, is on no map."""
    found = spots(Table(("what", "where"), ((thing("a"), Cell(text, "words")),)))
    assert [(spot.latitude, spot.longitude) for spot in found] == ([there] if there else [])
    assert all(spot.label == thing("a") for spot in found)


@pytest.mark.parametrize(
    ("columns", "drawn"),
    [
        (("what", "lat", "lon"), True),
        (("what", "latitude", "longitude"), True),
        (("what", "place_lat", "place_lng"), True),
        (("what", "placeLatitude", "placeLongitude"), True),
        (("what", "killed", "injured"), False),
        (("what", "lat", "injured"), False),
        (("what", "flat", "salon"), False),
    ],
)
def test_two_columns_of_numbers_are_a_place_if_they_are_called_so(columns: tuple[str, ...], drawn: bool) -> None:
    """And rows without one of them are left out."""
    rows = ((thing("a"), number(-1.28), number(36.8)), (thing("b"), number(5), Cell()))
    table = Table(columns, rows)
    assert ("map" in views(table)) == drawn
    assert [(spot.latitude, spot.longitude) for spot in spots(table)] == ([(-1.28, 36.8)] if drawn else [])


def test_triples_are_a_graph_under_the_labels_that_they_give() -> None:
    """Literals are no nodes."""
    rows = (
        (thing("a"), term("kb:agent"), thing("b")),
        (thing("a"), term("rdfs:label"), Cell("a raid", "words")),
        (thing("a"), term("kb:text"), Cell("words", "words")),
    )
    found = graph(Table(("subject", "predicate", "object"), rows))
    assert [(edge.start.text, edge.words, edge.end.text) for edge in found.edges] == [("a raid", "kb:agent", "b")]
    assert (found.nodes, found.found) == (2, 2)


def test_three_columns_are_triples_whatever_they_are_called() -> None:
    """What joins is no node, though some values are words, which are none either."""
    rows = (
        (thing("a"), term("kb:agent"), thing("b")),
        (thing("a"), term("kb:text"), Cell("words", "words")),
        (thing("a"), term("rdfs:label"), Cell("a raid", "words")),
        (thing("a"), term("rdf:type"), term("kb:Event")),
    )
    found = graph(Table(("x", "how", "y"), rows))
    assert [(edge.start.text, edge.words, edge.end.text) for edge in found.edges] == [
        ("a raid", "kb:agent", "b"),
        ("a raid", "rdf:type", "kb:Event"),
    ]


def test_two_columns_of_names_are_a_graph() -> None:
    """Things of the base before terms of the ontology; a third column says what joins them."""
    pair = Table(("who", "with"), ((thing("a"), thing("b")), (thing("a"), thing("b"))))
    assert graph(pair).edges == (Edge(thing("a"), "", thing("b")),)
    assert graph(Table(("who", "type", "label"), ((thing("a"), term("kb:Event"), Cell("raid", "words")),))).nodes == 2
    said = Table(("s", "p", "o"), ((thing("a"), term("kb:agent"), thing("b")),))
    assert graph(said).edges == (Edge(thing("a"), "kb:agent", thing("b")),)
    titled = Table(("who", "body", "title"), ((thing("a"), thing("b"), Cell("mayor", "words")),))
    assert graph(titled).edges == (Edge(thing("a"), "mayor", thing("b")),)
    assert views(Table(("who", "number"), ((thing("a"), number(1)),))) == ()
    assert views(Table((), ())) == ()


def test_a_column_that_names_another_is_no_edge_but_the_name_of_what_has_none() -> None:
    """A phrase of an article has an id alone; the query says what it is called."""
    phrase = Cell("phrase-2d35efde3df99a77e298", "iri", "/phrase", "http://localhost/id/phrase-2d35efde3df99a77e298")
    rows = ((phrase, Cell("two lawyers", "words"), thing("b"), Cell("Bee", "words")),)
    found = graph(Table(("a", "aName", "b", "b_label"), rows))
    assert [(edge.start.text, edge.words, edge.end.text) for edge in found.edges] == [("two lawyers", "", "b")]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=60), st.integers(1, 12))
def test_a_graph_is_thinned_to_nodes_that_hang_together(pairs: list[tuple[int, int]], most: int) -> None:
    """No more nodes than are asked for; no edge to one that is not drawn; how many there are is said."""
    table = Table(("a", "b"), tuple((thing(f"n{a}"), thing(f"n{b}")) for a, b in pairs))
    found = graph(table, most=most)
    drawn = {cell for edge in found.edges for cell in (edge.start, edge.end)}
    assert len(drawn) == found.nodes <= min(most, NODES)
    assert found.found == len({one for pair in pairs for one in pair})
    assert len(set(found.edges)) == len(found.edges)
    if most >= found.found:
        assert len(found.edges) == len(set(pairs))


@pytest.mark.parametrize(
    ("told", "begin", "end"),
    [
        ("2031-05-06", "2031-05-06", "2031-05-06"),
        ("2031-05-06T10:30:00Z", "2031-05-06", "2031-05-06"),
        ("2032-02", "2032-02-01", "2032-02-29"),
        ("2031", "2031-01-01", "2031-12-31"),
        ("-0044", "", ""),
        ("soon", "", ""),
    ],
)
def test_a_moment_has_its_first_and_last_day(told: str, begin: str, end: str) -> None:
    """A year is all of it; what is no such time stands in the list and is not drawn; what has a page names the row."""
    day = Cell(told, "day")
    [found] = moments(Table(("note", "when", "what"), ((Cell("a note", "words"), day, thing("a")),)))
    assert (found.told, found.begin, found.end, found.label) == (day, begin, end, thing("a"))
    [bare] = moments(Table(("when",), ((day,),)))
    assert (bare.label, bare.cells) == (day, ())


@pytest.mark.parametrize(
    ("columns", "begin", "end", "until"),
    [
        (("begin", "end"), "2031-05-06", "2031-05-09", "2031-05-09"),
        (("earliestBegin", "latestEnd"), "2031-05-06", "2031-05-09", "2031-05-09"),
        (("valid_from", "valid_until"), "2031-05-06", "2031-05-09", "2031-05-09"),
        (("first", "last"), "2031-05-06", "2031-05-09", "2031-05-09"),
        (("earliestBegin", "latestBegin"), "2031-05-06", "2031-05-06", ""),
        (("born", "published"), "2031-05-06", "2031-05-06", ""),
        (("end", "begin"), "2031-05-09", "2031-05-09", ""),
    ],
)
def test_two_days_are_a_time_if_their_columns_are_called_so(
    columns: tuple[str, str], begin: str, end: str, until: str
) -> None:
    """Of two that are not, the first is drawn, and the other is what the row says besides."""
    [found] = moments(Table((*columns, "what"), ((Cell("2031-05-06", "day"), Cell("2031-05-09", "day"), thing("a")),)))
    assert (found.begin, found.end, found.until.text) == (begin, end, until)
    assert len(found.cells) == (1 if until else 2)
    [short] = moments(Table(("begin", "end"), ((Cell("2031-05-06", "day"), Cell("2031-05-06T23:59:59", "day")),)))
    assert (short.until.text, short.cells) == ("", ())


def test_a_time_without_a_begin_is_drawn_where_it_ends() -> None:
    """In the order of days; a row without either is left out."""
    rows = ((Cell(), Cell("2031-05-09", "day")), (Cell("2031-05-06", "day"), Cell()), (Cell(), Cell()))
    found = moments(Table(("since", "until"), rows))
    assert [(one.begin, one.end) for one in found] == [("2031-05-06", "2031-05-06"), ("2031-05-09", "2031-05-09")]
