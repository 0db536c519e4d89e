"""A happening that was merged into another goes on answering under its own id, as that one, whoever asks for it."""

import pytest

from kb.events import EntitiesMerged
from kb.sources import read_bytes
from tests.api.conftest import Served
from tests.mcp.test_tools import Assistant

OTHER = "Title: Raid on Southport\nDate: 2023-01-09\n\nGrey Column attacked Southport Depot on Sunday. 4 killed.\n"


@pytest.fixture
def merged(writable: Served) -> tuple[str, str, int]:
    """The id that went, the one that it is now, and the event by which."""
    with writable.kb.adder() as adder:
        for outcome in read_bytes(OTHER.encode(), "other.txt"):
            adder.add(outcome)
    events = writable.client.get("/events").json()["items"]
    keeps = next(one for one in events if one["happening"])
    goes = next(one for one in events if one["happening"] != keeps["happening"])
    done = writable.backend.decide("merge", "ann", what=keeps["id"], value=goes["id"])
    event = next(iter(writable.kb.log.read(after=done.position - 1))).event
    assert isinstance(event, EntitiesMerged)
    return f"happening-{event.absorbed}", f"happening-{event.entity}", done.position


@pytest.mark.thorough
def test_its_page_is_that_of_what_it_is_now_and_says_so(writable: Served, merged: tuple[str, str, int]) -> None:
    """In Python and on the command line, over HTTP, and for assistants."""
    gone, now, _ = merged
    page = writable.kb.show(gone)
    assert page == writable.kb.show(now)
    why = next(section for section in page.sections if section.title == "Why these are one")
    said = f"merged {gone} into {now}"
    assert any(said in fact.value for fact in why.facts)
    told = writable.client.get(f"/doc/{gone}.json").json()
    assert told == writable.client.get(f"/doc/{now}.json").json()
    assert said in str(told)
    assert now in writable.client.get(f"/doc/{gone}.ttl").text
    assistant = Assistant(writable.backend, write=False)
    assert assistant.call("read_event", event=gone) == assistant.call("read_event", event=now)


@pytest.mark.parametrize(
    "path", ["/events?happening={}", "/figures?happening={}", "/conflicts?happening={}&agreeing=true", "/timeline/{}"]
)
def test_lists_of_it_are_those_of_what_it_is_now(writable: Served, merged: tuple[str, str, int], path: str) -> None:
    """Whatever narrows by a happening, or is about one."""
    gone, now, _ = merged
    found = writable.client.get(path.format(gone)).json()
    assert found["items"]
    assert found == writable.client.get(path.format(now)).json()


def test_its_address_leads_to_an_event_of_what_it_is_now(writable: Served, merged: tuple[str, str, int]) -> None:
    """For browsers and programs, in every format; what was never a happening is none."""
    gone, now, position = merged
    for accept in ("text/html", "application/json"):
        led = [writable.client.get(f"/events/{one}?asOf={position}", headers={"Accept": accept}) for one in (gone, now)]
        assert led[0].status_code in (303, 307)
        assert led[0].headers["location"] == led[1].headers["location"]
        assert f"asOf={position}" in led[0].headers["location"]
    page = writable.client.get(f"/doc/{gone}", headers={"Accept": "text/html"})
    assert page.status_code == 303
    assert page.headers["location"].startswith("/events/event-")
    for accept in ("text/csv", "text/turtle"):
        first, second = (writable.client.get(f"/events/{one}", headers={"Accept": accept}) for one in (gone, now))
        assert first.status_code == 200
        assert first.content == second.content
    assert writable.client.get(f"/events/happening-{'0' * 20}").status_code == 404


def test_parted_again_both_are_called_happenings(writable: Served, merged: tuple[str, str, int]) -> None:
    """And who would part them twice is told what did it."""
    gone, now, position = merged
    done = writable.backend.decide("unmerge", "ann", what=gone)
    assert done.said == f"{now} and {gone} are two again."

    again = writable.client.post("/decisions/unmerge", json={"what": gone})
    assert again.status_code == 409
    said = f"event {position} merged {gone} into {now}, and was undone by event {done.position}"
    assert said in again.json()["detail"]
