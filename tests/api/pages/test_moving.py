"""Which articles' names are one, moved by hand on the pages, and put back: without scripts, as forms are sent."""

import re
from html import unescape

import pytest

from kb.sources import read_bytes
from tests.api.pages.conftest import Reader

pytestmark = pytest.mark.thorough

PAPERS = (("Raid at the quay", "2024-03-02"), ("Second raid at the quay", "2024-05-09"))


@pytest.fixture
def quay(writer: Reader) -> Reader:
    """A browser over a base in which two articles name Grey Column and Red Column, and one of them Quay House."""
    with writer.served.kb.adder() as adder:
        for number, (title, day) in enumerate(PAPERS):
            more = "Red Column attacked Quay House." if number else "Red Column attacked Quay Depot."
            text = f"Title: {title}\nDate: {day}\n\nOn {day} Grey Column attacked Quay Depot. {more}\n"
            for outcome in read_bytes(text.encode(), f"{day}.txt"):
                adder.add(outcome)
    return writer


def named(reader: Reader, name: str) -> list[str]:
    """Return the ids of the entities of a name."""
    items = reader.served.client.get("/entities", params={"name": name}).json()["items"]
    return [one["id"] for one in items if one["label"] == name]


def pens(html: str) -> list[str]:
    """Return where the pens beside members lead."""
    members = html.partition('id="members"')[2]
    return [unescape(found) for found in re.findall(r'class="decide" href="([^"]+)"', members)]


def fields(html: str, action: str, nth: int = 0) -> dict[str, str]:
    """Return the hidden fields of the form that decides *action*, of several the *nth*."""
    forms = [form for form in re.findall(r"<form.*?</form>", html, re.S) if f'name="action" value="{action}"' in form]
    return {name: unescape(value) for name, value in re.findall(r'name="([\w-]+)" value="([^"]*)"', forms[nth])}


def test_one_articles_name_is_moved_to_another_entity_and_back(quay: Reader) -> None:
    """The page of members leads to the form; the banner says from whom to whom, and undoing puts it back."""
    (grey,), (red,) = named(quay, "Grey Column"), named(quay, "Red Column")
    html = quay.page(f"/entities/{grey}/why")
    assert "2 names in articles" in html
    assert all(title in html for title, _ in PAPERS)
    form = quay.page(pens(html)[0])
    assert "Decide which one it is" in form
    assert "as 1 other name in an article" in form
    answer = quay.send("/decide", fields(form, "move") | {"value": red})
    assert answer.status_code == 200
    said = unescape(re.sub(r"<[^>]+>", "", answer.text.partition("members moved, ")[2].partition("</p>")[0]))
    assert "Grey Column in Raid at the quay to Red Column" in said
    assert "1 name in an article" in quay.page(f"/entities/{grey}/why")
    assert "3 names in articles" in quay.page(f"/entities/{red}/why")
    quay.send("/decide", {"action": "undo", "position": fields(answer.text, "undo")["position"]})
    alone = quay.send("/decide", fields(form, "move", 1)).text
    undone = quay.send("/decide", {"action": "undo", "position": fields(alone, "undo")["position"]}).text
    said = unescape(re.sub(r"<[^>]+>", "", undone.partition("members moved, ")[2].partition("</p>")[0]))
    assert said.endswith("Grey Column in Raid at the quay to one of its own")
    assert "2 names in articles" in quay.page(f"/entities/{grey}/why")


def test_one_articles_name_can_be_nobody_elses(quay: Reader) -> None:
    """It has an entity of its own then; the only one of an entity is merged, not moved: its id answers on."""
    (grey,), (house,) = named(quay, "Grey Column"), named(quay, "Quay House")
    form = quay.page(pens(quay.page(f"/entities/{grey}/why"))[1])
    assert fields(form, "move", 1)["value"] == "itself"
    quay.send("/decide", fields(form, "move", 1))
    greys = named(quay, "Grey Column")
    assert len(greys) == 2
    alone = quay.page(pens(quay.page(f"/entities/{house}/why"))[0])
    assert "which nothing else is taken for" in alone
    assert "Move it there" not in alone
    quay.send("/decide", fields(alone, "merge") | {"value": greys[0]})
    assert quay.get(f"/entities/{greys[0]}").url.path == f"/entities/{house}"


def test_what_was_merged_is_parted_again_on_the_page_of_both(quay: Reader) -> None:
    """By a button beside the name that it had."""
    (grey,), (red,) = named(quay, "Grey Column"), named(quay, "Red Column")
    quay.send("/decide", {"action": "merge", "what": grey, "value": red})
    html = quay.page(f"/entities/{grey}")
    assert fields(html, "unmerge")["what"] == red
    said = unescape(re.sub(r"<[^>]+>", "", quay.send("/decide", fields(html, "unmerge")).text))
    assert "merge undone, Grey Column and Red Column are two again" in " ".join(said.split())
    assert named(quay, "Red Column") == [red]


def test_reports_of_events_are_merged_moved_and_parted_on_their_pages(quay: Reader) -> None:
    """An event is named by what it is called, and suggested with its day and article."""
    events = quay.served.client.get("/events").json()["items"]
    one, other = (next(e["id"] for e in events if word in e["label"]) for word in ("Quay Depot", "Quay House"))
    suggested = quay.get("/suggest/events?q=Quay House").text
    assert f'data-id="{other}"' in suggested
    assert "Second raid at the quay" in suggested
    quay.send("/decide", fields(quay.page(f"/events/{one}"), "merge") | {"value": other})
    html = quay.page(f"/events/{one}")
    versions = html.count('<details class="version"')
    assert versions > 1
    pen = next(
        unescape(href) for href in re.findall(r'class="decide" href="([^"]+part=member[^"]*)"', html) if other in href
    )
    form = quay.page(pen)
    assert "other report" in form
    quay.send("/decide", fields(form, "move", 1))
    assert quay.page(f"/events/{one}").count('<details class="version"') == versions - 1


def test_a_moment_of_the_past_shows_who_was_one_then_and_moves_nobody(quay: Reader) -> None:
    """No pens, as nothing can be decided there."""
    (grey,) = named(quay, "Grey Column")
    position = quay.served.kb.log.position()
    quay.send("/decide", fields(quay.page(pens(quay.page(f"/entities/{grey}/why"))[1]), "move", 1))
    then = quay.page(f"/entities/{grey}/why?asOf={position}")
    assert "2 names in articles" in then
    assert pens(then) == []
