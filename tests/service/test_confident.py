"""Views are made once for each question's confidence, given back when spent, and agree with pages and lists."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store

from kb.events import ArticleAdded
from kb.projections.graph.confident import BadConfidenceError
from kb.projections.graph.store import open_reader
from kb.query.limits import Limits
from kb.service.confident import KEPT, ConfidentViews
from kb.service.identity.naming import NothingCalledError
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.validating import Validation, one_hop
from kb.validation import validate
from tests.service.conftest import add

SURE = "Title: Sure\nSource: A\n\nBlue Column attacked Nordhaven Depot, and 5 killed were counted on Monday.\n"
MAYBE = "Title: Unsure\nSource: B\n\nRed Column attacked Nordhaven Depot, MAYBE, and 7 killed. Max said: so it was.\n"
COUNT = "SELECT (COUNT(DISTINCT ?event) AS ?n) { ?event a kb:Event }"


@pytest.fixture
def told(kb: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
    """A sure attack, and one at 0.4."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(SURE, encoding="utf-8")
    (folder / "b.txt").write_text(MAYBE, encoding="utf-8")
    assert [result.status for result in add(kb, folder)] == ["added", "added"]  # type: ignore[attr-defined]
    return kb


@pytest.fixture
def views(told: KnowledgeBase) -> Iterator[ConfidentViews]:
    """Views of the graph of the two."""
    made = ConfidentViews(told.base_iri, Limits())
    yield made
    made.close()


def count(kb: KnowledgeBase, **options: float) -> str:
    """Return how many events a query finds."""
    return kb.query(COUNT, format="csv", **options).read().decode().split()[1]  # type: ignore[arg-type]


@pytest.mark.thorough
def test_a_query_sees_what_is_sure_enough(told: KnowledgeBase) -> None:
    """Whatever the query: it runs on the view, not on the graph with a condition."""
    assert [count(told, min_confidence=p) for p in (0.0, 0.4, 0.41, 1.0)] == ["2", "2", "1", "1"]
    negative = "ASK { ?event a kb:Event . FILTER NOT EXISTS { ?event kb:agent [ rdfs:label 'Blue Column' ] } }"
    assert told.query(negative, format="csv").read() == b"true"
    assert told.query(negative, format="csv", min_confidence=0.9).read() == b"false"


def test_a_view_of_the_past_is_of_the_past(told: KnowledgeBase) -> None:
    """As of the article before the last; other positions and confidences at once."""
    events = [r.position for r in told.log.read() if r.envelope.type == "extraction-recorded"]

    assert count(told, min_confidence=0.9, as_of=events[0]) == "1"
    assert count(told, min_confidence=0.3, as_of=events[0]) == "1"
    assert count(told, min_confidence=0.3) == "2"


def test_a_view_follows_the_log(told: KnowledgeBase, tmp_path: Path) -> None:
    """What is added is in the view that is asked for next."""
    assert count(told, min_confidence=0.9) == "1"
    (tmp_path / "c.txt").write_text(SURE.replace("Sure", "More").replace("Blue", "Green"), encoding="utf-8")
    add(told, tmp_path / "c.txt")

    assert count(told, min_confidence=0.9) == "2"


@pytest.mark.parametrize("value", [-0.5, 1.5, float("nan")])
def test_what_is_no_chance_is_refused(told: KnowledgeBase, value: float) -> None:
    """By queries and pages."""
    with pytest.raises(BadConfidenceError):
        told.query(COUNT, min_confidence=value)
    with pytest.raises(BadConfidenceError):
        told.show("Blue Column", value)


def test_views_are_made_once_and_few_are_kept(told: KnowledgeBase, views: ConfidentViews) -> None:
    """The one asked for last stays longest; its folder goes with it."""
    made: list[int] = []

    def graph() -> Store:
        made.append(1)
        return open_reader(told.home.graph_path)

    folders = []
    for least in (0.5, 0.6, 0.5, 0.5, 0.7):
        with views.at(least, told.position, graph) as view:
            folders.append(view.folder)
            assert view.folder.is_dir()
    assert len(made) == 3
    assert [folder.is_dir() for folder in folders] == [True, False, True, True, True]
    assert len(set(folders)) == KEPT + 1


def test_a_view_in_use_outlives_its_turn(told: KnowledgeBase, views: ConfidentViews) -> None:
    """Others push it out; it goes when its user has gone."""

    def graph() -> Store:
        return open_reader(told.home.graph_path)

    with views.at(0.5, told.position, graph) as view:
        for least in (0.6, 0.7, 0.8):
            with views.at(least, told.position, graph):
                pass
        assert view.queries.run(COUNT, format="csv").read().split()[1] == b"1"
    assert not view.folder.exists()


def test_many_ask_at_once_and_one_view_is_made(told: KnowledgeBase, views: ConfidentViews) -> None:
    """Eight threads, one confidence."""
    made: list[int] = []

    def graph() -> Store:
        made.append(1)
        return open_reader(told.home.graph_path)

    def ask() -> None:
        with views.at(0.5, told.position, graph) as view:
            assert view.users > 0

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_pages_and_lists_show_what_the_view_has(told: KnowledgeBase) -> None:
    """The unsure attack has no page at 0.9, nor has who is named nowhere else; the depot has one, told of once."""
    events = told.catalog.list_events().items
    unsure = next(e for e in events if "Red" in e.label)

    assert told.show(f"event-{unsure.id}").kind == "event"
    for what in (f"event-{unsure.id}", "Red Column"):
        with pytest.raises(NothingCalledError):
            told.show(what, 0.9)
    sections = {s.title: s.facts for s in told.show("Nordhaven Depot", 0.9).sections}
    assert len(sections["Took part in"]) == len(sections["Named in"]) == 1
    article = next(a for a in told.catalog.list_articles().items if a.title == "Unsure")
    titles = {s.title for s in told.show(f"article-{article.id}", 0.9).sections}
    assert not titles & {"Events", "Figures"}
    with told.shower(0.9) as shower:
        assert [shower.stands(e.article, e.local) for e in events] == [e.id != unsure.id for e in events]


def test_a_view_breaks_no_shape_that_the_graph_keeps(told: KnowledgeBase) -> None:
    """Article by article; the stand-in's type of event is none of the ontology's, its happening's neither: no more."""
    before = {line for verdict in Validation(told) for line in verdict.lines}
    texts = {r.event.article_id: r.event.article.text for r in told.log.read() if isinstance(r.event, ArticleAdded)}
    with told.confident(0.9) as view:
        store = open_reader(view.folder)
        for article, text in texts.items():
            quads = list(store.quads_for_pattern(None, None, None, told.iris.article_graph(article)))
            assert quads
            assert set(validate(quads, text, one_hop(store, told, quads)).text().splitlines()) <= before
    assert all("EventShape-eventType" in line or "HappeningShape-happeningType" in line for line in before)
    assert len(before) > 1
