"""The basemap: fewer points, the same ends, countries that still share their borders."""

import json

from hypothesis import given
from hypothesis import strategies as st

from kb.api.pages.assets import FOLDER
from tools.basemap import RING, basemap, simplified

LINES = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=4, max_size=40)
WORLD = json.loads((FOLDER / "vendor/countries-50m.json").read_text(encoding="utf-8"))


@given(LINES, st.booleans())
def test_a_line_keeps_its_ends_and_some_of_its_points(line: list[tuple[float, float]], closed: bool) -> None:
    """A closed one stays a ring."""
    line = [*line, line[0]] if closed else line
    made = simplified(line, least=1.0)
    assert (made[0], made[-1]) == (line[0], line[-1])
    assert set(made) <= set(line)
    if line[0] == line[-1]:
        assert len(made) >= min(RING, len(line))


def test_two_countries_share_the_border_between_them() -> None:
    """An arc is simplified once, for both."""
    world = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[0, 0], [5, 1], [5, -1]], [[10, 0], [0, 9], [-10, 0], [0, -9]], [[10, 0], [0, -9], [-10, 0], [0, 9]]],
        "objects": {"countries": {"geometries": [
            {"type": "Polygon", "arcs": [[0, 1]], "id": "1", "properties": {"name": "North", "a3": "NOR"}},
            {"type": "Polygon", "arcs": [[0, 2]], "id": "2", "properties": {"name": "South"}},
        ]}},
    }  # fmt: skip
    made = basemap(world)
    assert [one["arcs"] for one in made["objects"]["countries"]["geometries"]] == [[[0, 1]], [[0, 2]]]
    assert made["objects"]["countries"]["geometries"][0]["properties"] == {"name": "North"}
    assert made["arcs"][0] == [(18000, 9000), (500, 100), (500, -100)]


def test_the_vendored_basemap_has_the_worlds_countries_on_the_globe() -> None:
    """Every arc lies in the world's bounds; every ring has an area."""
    names = {one["properties"]["name"] for one in WORLD["objects"]["countries"]["geometries"]}
    assert len(names) > 190
    assert {"Ukraine", "Kenya", "France"} <= names
    (kx, ky), (dx, dy) = WORLD["transform"]["scale"], WORLD["transform"]["translate"]
    for arc in WORLD["arcs"]:
        x = y = 0
        for step in arc:
            x, y = x + step[0], y + step[1]
            assert -180.001 <= x * kx + dx <= 180.001
            assert -90.001 <= y * ky + dy <= 90.001
        assert len(arc) >= 2
