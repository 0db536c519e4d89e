"""Who vouches for each claim: on the pages of an event, of those who take part in it, and of figures."""

import re
from contextlib import nullcontext
from io import BytesIO
from types import SimpleNamespace

import pytest

from kb.api.pages.vouching import voices
from kb.query.errors import OverloadedError
from kb.service.happenings.vouchers import SharedClaim, Vouched, Voucher, vouched
from tests.api.conftest import Served
from tests.api.pages.conftest import Reader

EMPTY = b'{"results": {"bindings": []}}'
WIRE = Voucher("Wire", "", ("a1",))


def sources(html: str, before: str) -> list[str]:
    """Return the names in the first list of sources behind some words."""
    found = re.search(re.escape(before) + r'.*?<details class="vouchers".*?<ul>(.*?)</ul>', html, re.DOTALL)
    assert found, before
    return re.findall(r'<li><a class="thing" href="[^"]+"><bdi>([^<]+)</bdi>', found[1])


@pytest.fixture(scope="module")
def event(served: Served) -> str:
    return str(served.client.get("/events").json()["items"][0]["id"])


@pytest.mark.thorough
def test_each_claim_of_an_event_has_its_sources(reader: Reader, event: str) -> None:
    """Both papers say who attacked what; each figure is of one."""
    html = reader.page(f"/events/{event}")
    assert sources(html, "<dt>who did it</dt>") == ["Herald", "Wire"]
    assert sources(html, "<dt>what became of it</dt>") == ["Herald", "Wire"]
    figures = html.partition('id="figures"')[2]
    assert sorted(re.findall(r"<summary>(\d source)s?<", figures.partition('id="reports"')[0])) == ["1 source"] * 2


def test_who_takes_part_has_them_too(reader: Reader, served: Served) -> None:
    (column,) = [one for one in served.client.get("/entities").json()["items"] if one["label"] == "Blue Column"]
    assert sources(reader.page(f"/entities/{column['id']}"), "What they did") == ["Herald", "Wire"]


def test_as_of_a_time_when_one_article_told_it_there_was_one(reader: Reader, served: Served) -> None:
    """The article itself; the graph counts from two on."""
    first = min(one["position"] for one in served.client.get("/articles").json()["items"])
    then = served.client.get("/events", params={"asOf": first + 3}).json()["items"]
    html = reader.page(f"/events/{then[0]['id']}?asOf={first + 3}")
    assert len(sources(html, "<dt>who did it</dt>")) == 1


def test_nothing_is_asked_where_there_is_no_happening() -> None:
    def ask(_query: str) -> bytes:
        raise AssertionError

    assert vouched(ask, "http://localhost:8000/", ["", ""]).claims == ()


def test_claims_are_found_by_name_and_by_value() -> None:
    known = Vouched([SharedClaim("h1", "agent", "entity-1", (WIRE,), frozenset({"claim-1"}))])
    assert known.named("claim-1") == known.said("h1", "agent", "entity-1") == (WIRE,)
    assert known.named("claim-2") == known.said("h1", "target", "entity-1") == ()


def test_of_many_events_each_has_its_own_speaker() -> None:
    """However many statements there are, nobody's words become the paper's; those of what is counted are not read."""
    events = [
        SimpleNamespace(
            id=f"e{n}", happening=f"h{n}", article=f"a{n}", claimed_by=[f"s{n}"], figures=[], reality="occurred"
        )
        for n in range(230)
    ]
    said = {
        f"s{n}": SimpleNamespace(id=f"s{n}", speakers=[SimpleNamespace(id=f"p{n}", label=f"P{n}")]) for n in range(230)
    }
    asked: list[str] = []

    def statements(ids: list[str], limit: int) -> SimpleNamespace:
        asked.extend(ids)
        return SimpleNamespace(items=[said[one] for one in ids][:limit])

    def articles(ids: list[str], limit: int) -> SimpleNamespace:
        return SimpleNamespace(items=[SimpleNamespace(id=one, source=f"Paper {one}") for one in ids][:limit])

    def told_in(ids: list[str]) -> dict[str, int]:
        return dict.fromkeys(ids, 1) | {"h0": 2}

    catalog = SimpleNamespace(told_in=told_in, list_statements=statements, list_articles=articles)
    reads = SimpleNamespace(base_iri="http://localhost/", query=lambda *_, **__: nullcontext(BytesIO(EMPTY)))
    heard = voices(reads, catalog, events)  # type: ignore[arg-type]
    assert [one.name for event in events[1:] for one in heard.reality(event)] == [f"P{n}" for n in range(1, 230)]  # type: ignore[arg-type]
    assert heard.reality(events[0]) == ()  # type: ignore[arg-type]
    assert "s0" not in asked
    assert len(heard.papers) == 230


def test_a_page_stands_where_the_graph_cannot_be_asked(
    reader: Reader, event: str, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says that sources are not counted just now; all else is there."""

    def busy(*_: object, **__: object) -> None:
        raise OverloadedError("Too many queries run already.")

    assert "server is busy" not in reader.page(f"/events/{event}")
    monkeypatch.setattr("kb.api.pages.vouching.vouched", busy)
    html = reader.page(f"/events/{event}")
    assert "is not counted just now" in html
    assert 'id="figures"' in html
