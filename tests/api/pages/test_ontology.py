"""The vocabulary as a page: every term with its anchor, every link to a term leads to one."""

import re

import pytest

from kb.api.pages import ontology
from kb.api.pages.ontology import groups
from kb.language.event_types import EventTypes
from kb.service.ontology import packaged_ontology
from tests.api.conftest import Served
from tests.api.pages.conftest import Reader


@pytest.mark.thorough
def test_every_term_has_a_place_and_every_link_one_to_lead_to(served: Served) -> None:
    """For browsers alone; programs get RDF at the same address."""
    page = Reader(served).page("/ontology")
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert {"kb:Event", "kb:agent", "kb:occurred", "kbt:shelling", "classes", "properties", "types"} <= anchors
    assert {f"kbt:{kind.name}" for kind in EventTypes.load()} <= anchors
    assert {"Event", "agent", "occurred", "shelling"} <= anchors
    assert {kind.name for kind in EventTypes.load()} <= anchors
    assert len(re.findall(r'id="([^"]+)"', page)) == len(anchors)
    assert '<a href="#kb:Event"><code>kb:Event</code></a>' in page
    assert {link for link in re.findall(r'href="#([^"]+)"', page) if link != "main"} <= anchors
    assert served.client.get("/ontology").headers["content-type"].startswith("text/turtle")
    assert served.client.get("/ontology.html").text.count("<article") == page.count("<article")
    assert "No ontology" in Reader(served).page("/ontology?asOf=1")
    formats = page.partition('class="formats"')[2].partition("</p>")[0]
    assert re.findall(r'href="([^"?]+)', formats)[:3] == ["/ontology.json", "/ontology.csv", "/ontology.ttl"]


@pytest.mark.thorough
def test_terms_have_examples_from_the_base(served: Served) -> None:
    """Of a class a thing, of a property both its ends, of a type an event and how many; each link leads to a page."""
    reader = Reader(served)
    page = reader.page("/ontology")
    told = dict(re.findall(r'<article class="term" id="([^"]+)">(.*?)</article>', page, re.DOTALL))
    here = {name: part.partition("In this base:")[2].partition("</p>")[0] for name, part in told.items()}
    assert "/events/event-" in here["kb:Event"]
    assert "→" in here["kb:agent"]
    assert "→" in here["kb:occurred"]
    assert "/events?type=attack" in here["kbt:attack"]
    assert here["kbt:coup"] == ""
    for name in ("kb:Event", "kb:agent", "kbt:attack"):
        for link in re.findall(r'href="([^"]+)"', here[name]):
            assert reader.get(link).status_code == 200, (name, link)
    assert "/events/event-" not in reader.page("/ontology?asOf=2")


def test_a_term_is_found_by_its_name_without_prefix_unless_another_has_it() -> None:
    """Classes before properties, types before frames and values; a group or a part of the page keeps its own."""
    found = groups(packaged_ontology().turtle.encode())
    short = {term.name: term.short for group in found for term in group.terms}
    assert (short["kb:Event"], short["kb:eventType"], short["kbt:attack"]) == ("Event", "eventType", "attack")
    assert (short["kbf:attack"], short["kb:increase"], short["kbt:increase"]) == ("", "", "increase")
    taken = [one for one in short.values() if one]
    assert len(taken) == len(set(taken))
    assert not {"types", "values", "main", "q"} & set(taken)
    own = b"@prefix kb: <https://w3id.org/newskb#> . kb:main a <http://www.w3.org/2002/07/owl#Class> ."
    assert [term.short for group in groups(own) for term in group.terms] == [""]


def test_an_event_leads_to_what_its_type_means(reader: Reader) -> None:
    event = reader.get("/events.json?type=attack").json()["items"][0]["id"]
    assert 'href="/ontology#kbt:attack"' in reader.page(f"/events/{event}")


def test_a_term_says_what_the_ontology_says() -> None:
    """Kind, domain, counterparts elsewhere; no term is left out."""
    found = {term.name: term for group in groups(packaged_ontology().turtle.encode()) for term in group.terms}
    shelling = found["kbt:shelling"]
    assert (shelling.label, ("kind of", "kbt:attack", "kbt:attack")) == ("shelling", shelling.facts[0])
    assert ("PLOVER", "ASSAULT", "") in shelling.facts
    assert ("close to", "foaf:Agent", "") in found["kb:Actor"].facts
    assert ("of", "kb:Event", "kb:Event") in found["kb:eventType"].facts
    assert found["kb:Statement"].comment.startswith("Something a person or body")


def test_the_terms_of_one_text_are_made_out_once_for_pages_and_tables(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a moment of the past as well, whichever format is asked for first."""
    made: list[bytes] = []
    real = ontology.groups
    monkeypatch.setattr(ontology, "groups", lambda turtle: made.append(turtle) or real(turtle))
    for path in ("/ontology.csv?asOf=3", "/ontology.csv?asOf=4", "/ontology", "/ontology.csv"):
        assert "kb:Event" in reader.get(path).text
    assert len(made) <= 1, "of one text, that a page before may have made out"
