"""Ids in the words of the log as names that lead on."""

import re

import pytest
from markupsafe import Markup

from kb.api.pages.frame import Frame
from kb.api.pages.naming import Names, linked, names_in
from kb.projections.catalog.reading import CatalogReader
from kb.sources import read_bytes
from tests.api.conftest import Served
from tests.api.pages.conftest import Reader

pytestmark = pytest.mark.thorough

ENTITY = "entity-" + "a" * 20
ARTICLE = "article-" + "b" * 16


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"kept apart from Ada Lund ({ENTITY})", "kept apart from Ada Lund"),
        (f"{ENTITY} goes into {ENTITY}: same <b>", "Ada Lund goes into Ada Lund: same &lt;b&gt;"),
        (f"{ENTITY} Ada Lund (person, )", "Ada Lund (person, )"),
        (f"{ARTICLE} Raid on No...", "Raid on Nordhaven"),
        (f"{ARTICLE}: asked to", "Raid on Nordhaven: asked to"),
        ("b" * 16 + "#e3", "one in Raid on Nordhaven"),
        ("b" * 16 + "#q3: misread", "a figure in Raid on Nordhaven: misread"),
        ("b" * 16 + "#v12", "an event in Raid on Nordhaven"),
        (
            "b" * 16 + "#claim-" + "d" * 20 + " (reality of event)",
            "“what became of it” of an event in Raid on Nordhaven",
        ),
        ("b" * 16 + "#q3 (value of figure)", "a figure in Raid on Nordhaven (value of the figure)"),
        (f"{ENTITY} (-1.5 bits, 2026-01-02)", "Ada Lund (\u22121.5 bits, 2026-01-02)"),
        ("entity-" + "c" * 20, "entity-" + "c" * 20),
    ],
)
def test_ids_are_said_as_names_once_and_escaped(text: str, said: str) -> None:
    """What is not known stays an id; nothing of a label is markup."""
    found = linked(text, {ENTITY: "Ada Lund", ARTICLE: "Raid on Nordhaven"}, Frame())
    assert found.replace("&lt;b&gt;", "").striptags() == Markup(said.replace("&lt;b&gt;", "")).striptags()
    assert "<b>" not in found


def test_what_is_named_like_an_entity_may_be_a_happening() -> None:
    """Decisions keep two happenings apart under ids that look like those of entities."""
    found = linked(f"{ENTITY} is not it", {ENTITY.replace("entity", "happening"): "the raid"}, Frame())
    assert found.striptags() == "the raid is not it"
    assert f'href="/events/happening-{"a" * 20}"' in found


def test_what_is_called_the_same_is_told_apart_and_that_is_no_markup() -> None:
    """Nobody reads that the raid is not the raid."""
    other = "entity-" + "d" * 20
    names = Names({ENTITY: "raid", other: "raid"}, {ENTITY: "Nordhaven", other: "<b>Southport"})
    found = linked(f"{ENTITY} is not {other}", names, Frame())
    assert Markup(found).striptags() == "raid (Nordhaven) is not raid (<b>Southport)"
    assert "<b>" not in found


def test_who_is_given_another_name_is_told_by_the_one_that_articles_have(writer: Reader) -> None:
    """In the banner as well as in the log."""
    (entity,) = writer.served.client.get("/entities", params={"name": "Blue Column"}).json()["items"]
    form = {
        "action": "rename",
        "what": entity["id"],
        "value": "Column of the Blue",
        "back": f"/entities/{entity['id']}",
    }
    for html in (writer.send("/decide", form).text, writer.page("/log")):
        said = " ".join(re.sub(r"<[^>]+>", "", html).split())
        assert "Blue Column is called Column of the Blue" in said


def test_a_label_is_no_markup() -> None:
    assert "<script>" not in linked(ENTITY, {ENTITY: "<script>"}, Frame())
    assert "<script>" not in linked("b" * 16 + "#v1", {"b" * 16 + "#v1": "<script>", ARTICLE: "Raid"}, Frame())


def test_a_version_of_an_event_is_called_what_its_article_tells(served: Served) -> None:
    """And so told from the others of the article, which leads on."""
    with served.backend.catalog() as catalog:
        event = catalog.list_events(limit=1).items[0]
        text = f"{event.article}#{event.local} may be one or two"
        names = names_in(catalog, [text])
        assert f"{event.article}#nothing" not in names_in(catalog, [f"{event.article}#nothing"])
    paper = names[f"article-{event.article}"]
    assert linked(text, names, Frame()).striptags() == f"{event.label} in {paper} may be one or two"


def test_many_versions_and_events_are_asked_for_together(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many a page of the log names."""
    with served.backend.catalog() as catalog:
        events = catalog.list_events(limit=6).items
        questions: list[str] = []
        real = type(catalog)._all

        def noted(self: CatalogReader, query: str, *values: object) -> object:
            questions.append(query)
            return real(self, query, *values)

        monkeypatch.setattr(type(catalog), "_all", noted)
        names = names_in(catalog, [f"{one.article}#{one.local} of happening-{one.happening}" for one in events])
    assert {f"{one.article}#{one.local}" for one in events} <= names.keys()
    assert {f"happening-{one.happening}" for one in events} <= names.keys()
    assert sum("FROM events" in one for one in questions) == 2


def test_the_log_names_what_its_events_are_about(served: Served) -> None:
    """Articles by their titles, entities by their labels; each link leads to a page."""
    page = Reader(served).page("/log")
    events = served.client.get("/log").json()
    assert events
    assert "Raid on Nordhaven</bdi></a>" in page
    with served.backend.catalog() as catalog:
        entity = catalog.list_entities(limit=1).items[0]
        assert names_in(catalog, [f"entity-{entity.id} goes"]) == {f"entity-{entity.id}": entity.label}
        assert names_in(catalog, ["happening-" + "d" * 20]) == {}


def test_a_happening_that_is_anothers_now_keeps_its_name_and_leads_there(writer: Reader) -> None:
    """In the log of the merge, told from the other by an article of its own; its address goes on answering."""
    served = writer.served
    other = "Title: Raid on Southport\nDate: 2023-01-09\n\nGrey Column attacked Southport Depot on Sunday.\n"
    with served.kb.adder() as adder:
        for outcome in read_bytes(other.encode(), "other.txt"):
            adder.add(outcome)
    events = served.client.get("/events").json()["items"]
    keeps = next(one for one in events if one["happening"])
    goes = next(one for one in events if one["happening"] != keeps["happening"])
    served.backend.decide("merge", "ann", what=keeps["id"], value=goes["id"])
    line = writer.page("/log").partition("entities merged</strong>")[2].partition("</p>")[0]

    said = re.sub(r"<[^>]+>", "", line).strip()
    apart = re.fullmatch(rf"{re.escape(goes['label'])} \((.+?)\) goes into {re.escape(goes['label'])} \((.+?)\)", said)
    assert apart, said
    assert {apart[1], apart[2]} == {"“Raid on Southport”", "“Raid on Nordhaven”"}
    (first, second) = re.findall(r'href="([^"]+)"', line)
    assert writer.get(first).url.path == writer.get(second).url.path != "/log"
