"""The timeline over HTTP: what joins happenings."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from kb.bootstrap import open_knowledge_base
from kb.settings import load_settings
from kb.sources import read_bytes
from tests.api.conftest import FAST, serving
from tests.service.stand_in import parts
from tests.service.test_timeline import TEXT, Joined


@pytest.mark.thorough
def test_what_joins_happenings_is_sent_with_ids_that_lead_on(tmp_path: Path) -> None:
    """Each join names a thing of the same timeline, by an id that has a timeline itself."""
    settings = replace(load_settings(FAST, {}), home=str(tmp_path / "home"))
    joined = replace(parts(), extractor=Joined)
    with open_knowledge_base(tmp_path / "home", settings, create=True, parts=joined) as kb:
        with kb.adder() as adder:
            assert [adder.add(one).error for one in read_bytes(TEXT.encode(), "told", kind="text")] == [None]
        with serving(kb) as served:
            _check(served.client)


def _check(client: httpx.Client) -> None:
    [raid] = client.get("/events", params={"type": "raid"}).json()["items"]
    items = {item["id"]: item for item in client.get(f"/timeline/{raid['id']}").json()["items"]}

    joins = [join for item in items.values() for join in item["joins"]]
    assert sorted(join["kind"] for join in joins) == ["caused by", "part of"]
    for join in joins:
        assert items[join["id"]]["label"] == join["label"]
        assert client.get(f"/timeline/{join['id']}").json()["items"]
