"""Maps and networks as the tools read them that people open them with, where these are installed.

QGIS reads through GDAL, which pyogrio packs; igraph has a reader of its own (both in requirements/peers.in); gexfpy
(pip install gexfpy) reads by classes that were made of the GEXF schema.
"""

import io
from pathlib import Path
from typing import Any

import pytest

from kb.api.lists.formats import as_geojson
from kb.exporting.network import write_network
from kb.exporting.reading import Graph
from kb.service.export.event_table import COLUMNS, written
from tests.exporting.conftest import built

DAYS = ("2031-05-06", "", "2031-05-08")


def events() -> list[dict[str, Any]]:
    """Return rows of the flat table: one of them has no day, as many have."""
    told = {"latitude": 50.5, "longitude": 30.5, "confidence": 0.5, "published": "2031-05-09T08:00:00+02:00"}
    return [
        dict.fromkeys(COLUMNS, "")
        | told
        | {"event": f"http://x/id/event-{n}", "label": f"fire “{n}”", "begin": day, "end": day}
        for n, day in enumerate(DAYS)
    ]


def listed() -> list[dict[str, Any]]:
    """Return rows of a list of events."""
    return [
        {"id": f"event-{n}", "iri": f"http://x/id/event-{n}", "label": "fire", "begin": day, "end": day, "figures": 2}
        for n, day in enumerate(DAYS)
    ]


@pytest.mark.parametrize("source", ["export", "list"])
def test_qgis_reads_days_as_days(source: str, tmp_path: Path) -> None:
    """Degrees on WGS 84, a column of days that its time slider takes; a GeoPackage made of it has the same."""
    pyogrio = pytest.importorskip("pyogrio")
    path = tmp_path / "events.geojson"
    fields = ["id", "iri", "label", "begin", "end", "figures"]
    parts = (
        written(events(), "geojson")
        if source == "export"
        else as_geojson(listed(), fields, lambda _: [("Osk", (30.5, 50.5))])
    )
    path.write_bytes(b"".join(parts))

    about = pyogrio.read_info(path)
    kinds = dict(zip(about["fields"], about["dtypes"], strict=True))
    assert (about["crs"], about["geometry_type"], about["features"]) == ("EPSG:4326", "Point", len(DAYS))
    assert kinds["begin"] == kinds["end"] == "datetime64[D]"
    assert kinds["label"] == "object"
    meta, _, shapes, values = pyogrio.raw.read(path)
    columns = dict(zip(meta["fields"], values, strict=True))
    assert [str(day) for day in columns["begin"]] == ["2031-05-06", "NaT", "2031-05-08"]
    again = tmp_path / "events.gpkg"
    pyogrio.raw.write(again, shapes, values, meta["fields"], geometry_type="Point", crs="EPSG:4326", driver="GPKG")
    copied, _, copies, _ = pyogrio.raw.read(again)
    assert ([*copied["fields"]], [*copies]) == ([*meta["fields"]], [*shapes])


def network(graph: Graph, format: str) -> tuple[Any, bytes]:
    """Return the network that is written, and its bytes."""
    out = io.BytesIO()
    write_network(graph, out, format)
    return built(graph), out.getvalue()


def test_gexf_is_as_its_schema_has_it(graph: Graph, tmp_path: Path) -> None:
    """What Gephi opens: nodes with labels and values of declared attributes, edges with weight and direction."""
    gexfpy = pytest.importorskip("gexfpy")
    made, data = network(graph, "gexf")
    path = tmp_path / "who.gexf"
    path.write_bytes(data)

    read = gexfpy.parse(str(path)).graph
    assert read.defaultedgetype.value == "directed"
    declared = {one.id for group in read.attributes for one in group.attribute}
    nodes = read.nodes[0].node
    assert {one.id: one.label for one in nodes} == {name: facts["label"] for name, facts in made.nodes(data=True)}
    given = {value.for_value for one in nodes for values in one.attvalues for value in values.attvalue}
    assert given <= declared
    edges = sorted((one.source, one.target, float(one.weight)) for one in read.edges[0].edge)
    assert edges == sorted((one, other, float(facts["weight"])) for one, other, facts in made.edges(data=True))


def test_igraph_reads_graphml(graph: Graph, tmp_path: Path) -> None:
    """Cytoscape, yEd and R read the same: parallel edges kept, weights as numbers."""
    igraph = pytest.importorskip("igraph")
    made, data = network(graph, "graphml")
    path = tmp_path / "who.graphml"
    path.write_bytes(data)

    read = igraph.Graph.Read_GraphML(str(path))
    assert read.is_directed()
    assert {one["id"]: one["label"] for one in read.vs} == {
        name: facts["label"] for name, facts in made.nodes(data=True)
    }
    found = sorted((read.vs[e.source]["id"], read.vs[e.target]["id"], e["kind"], e["weight"]) for e in read.es)
    assert found == sorted((one, other, facts["kind"], facts["weight"]) for one, other, facts in made.edges(data=True))
