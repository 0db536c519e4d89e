"""docs/http.md says what the service does."""

import re
from pathlib import Path

from kb.api.traffic.problems import BY_REASON
from tests.api.conftest import Served

PAGE = (Path(__file__).parents[2] / "docs/http.md").read_text(encoding="utf-8")


def test_the_table_of_statuses_is_the_one_in_the_code() -> None:
    """Reason and status, no more and no fewer."""
    assert {
        reason: int(status) for reason, status in re.findall(r"^\| ([a-z-]+) \| (\d+) \|$", PAGE, re.M)
    } == BY_REASON


def test_every_route_is_named(served: Served) -> None:
    """Also one that is added later."""
    for path in served.client.get("/openapi.json").json()["paths"]:
        stem = re.sub(r"/\{\w+\}$", "", path)  # "/articles" stands for each of them too
        named = {"ending": "ENDING", "kind": "KIND", "number": "N", "position": "N"}
        assert re.sub(r"\{(\w+)\}", lambda found, names=named: names.get(found[1], "ID"), stem) in PAGE, path
