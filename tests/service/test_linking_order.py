"""Once all are in, any order gives the same clusters: of an invented world's articles, and of real readings."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmarks.linking_scale import Truth, _NoVetting, _without_graph
from benchmarks.scale_world import World
from kb import bootstrap
from kb.bootstrap import default_parts, open_knowledge_base
from kb.events import EntitiesKeptApart, EntitiesLinked, HappeningsLinked
from kb.language.event_types import EventTypes
from kb.model import Article, Entity, Event, Extraction, Figure, Mention, Span, TimeValue
from kb.service.identity import link_index
from kb.service.identity.link_index import LinkIndex
from kb.service.identity.link_kept import KeptProfiles
from kb.service.identity.members import linked_members
from kb.service.identity.resolving import plan
from kb.settings import load_settings
from kb.sources import Loaded
from kb.validation import Report
from training.links import APART, CLUSTERS, LinkSet, own_clusters

Reading = tuple[Article, Extraction]
WORLD = World(7)
NO_SHRINKING = [phase for phase in Phase if phase is not Phase.shrink]


def decisions(folder: Path, readings: Sequence[Reading], *, every: int = 1000) -> list[str]:
    """Add what was read, the catalog catching up after each *every* articles, and return what was decided."""
    config, reader = load_settings({"actor": "tester"}, {"XDG_CONFIG_HOME": "/nonexistent"}), Truth()
    parts = replace(
        default_parts(config), extractor=lambda: reader, judge=lambda: lambda quads, text, closure: Report(())
    )
    with open_knowledge_base(folder, config, create=True, parts=parts) as kb:
        with kb.adder() as adder:
            for number, (article, extraction) in enumerate(readings, 1):
                reader.known[article.id] = extraction
                assert adder.add(Loaded(article, article.title)).status == "added"
                if number % every == 0:
                    adder.catch_up()
        types = [EntitiesLinked.TYPE, HappeningsLinked.TYPE, EntitiesKeptApart.TYPE]
        return [str(recorded.event) for recorded in kb.log.read(types=types)]


def clusters(folder: Path, readings: Sequence[Reading]) -> set[frozenset[str]]:
    """Add what was read, and return which entities, and which events, are one, whatever the ids."""
    config, reader = load_settings({"actor": "tester"}, {"XDG_CONFIG_HOME": "/nonexistent"}), Truth()
    parts = replace(
        default_parts(config), extractor=lambda: reader, judge=lambda: lambda quads, text, closure: Report(())
    )
    with open_knowledge_base(folder, config, create=True, parts=parts) as kb:
        with kb.adder() as adder:
            for article, extraction in readings:
                reader.known[article.id] = extraction
                assert adder.add(Loaded(article, article.title)).status == "added"
        return {frozenset(members) for group in linked_members(kb) for members in group.values()}


@pytest.mark.thorough
@settings(max_examples=3, deadline=None, suppress_health_check=[*HealthCheck], phases=NO_SHRINKING)
@given(first=st.integers(0, 500), data=st.data())
def test_articles_of_an_invented_world_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, small_ontology: None, first: int, data: st.DataObject
) -> None:
    """Stories with namesakes, typing errors, scripts and offices."""
    readings = [(one.article, one.extraction) for one in WORLD.articles(14, first)]

    found = clusters(tmp_path_factory.mktemp("one"), readings)

    assert found == clusters(tmp_path_factory.mktemp("other"), data.draw(st.permutations(readings)))
    assert any(len(cluster) > 2 for cluster in found)


@pytest.mark.thorough
def test_what_is_kept_at_hand_or_asked_for_together_changes_no_decision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_ontology: None
) -> None:
    """As if each profile were read, and each member asked for, whenever it is wanted."""
    readings = [(one.article, one.extraction) for one in WORLD.articles(50)]
    found = decisions(tmp_path / "quick", readings, every=7)
    kept = LinkIndex.stands_for

    def forgetful(index: LinkIndex, members: Iterable[str]) -> dict[str, str]:
        stands: dict[str, str] = {}
        for name in members:
            index._standing.clear()
            stands |= kept(index, [name])
        return stands

    monkeypatch.setattr(LinkIndex, "stands_for", forgetful)
    monkeypatch.setattr(link_index, "KeptProfiles", lambda: KeptProfiles(0))

    assert found == decisions(tmp_path / "plain", readings, every=7)
    assert len(found) > 100


def person(number: int, name: str) -> Reading:
    """An article of its own day that names one person, and a town that all such articles name."""
    text = f"{name} came to Lviv. Number {number}."
    town = Mention("m2", Span(len(name) + 9, len(name) + 13), "name", "e2")
    article = Article(text, title=str(number), published=f"2025-{1 + number // 28:02}-{1 + number % 28:02}")
    entities = (Entity("e1", "person", name), Entity("e2", "city", "Lviv", country="UA", external="geonames:702550"))
    mentions = (Mention("m1", Span(0, len(name)), "name", "e1"), town)
    return article, Extraction(article.id, "truth", "1", "", mentions, entities)


@pytest.mark.thorough
def test_a_name_that_is_met_often_hides_nobody_of_the_same_family(tmp_path: Path, small_ontology: None) -> None:
    """Forty articles of one and two of another under one key, months apart: more rows than are looked at."""
    often = [person(number, "Andriy Kovalenko") for number in range(40)]
    seldom = [person(41, "Oksana Kovalenko"), person(140, "Oksana Kovalenko")]
    orders = ([*often, *seldom], [seldom[1], *often[::-1], seldom[0]], [*often[::2], *seldom, *often[1::2]])

    found = [clusters(tmp_path / str(number), order) for number, order in enumerate(orders)]

    assert {frozenset(f"{article.id}#e1" for article, _ in rows) for rows in (often, seldom)} <= found[0]
    assert found[1] == found[0]
    assert found[2] == found[0]


def test_what_is_decided_does_not_hang_on_when_the_catalog_catches_up(tmp_path: Path, small_ontology: None) -> None:
    """One of the nine before speaks for the tenth more than the others; it is not among the four nearest in time."""
    readings = [person(number, "Andriy Kovalenko") for number in range(10)]
    for number in (3, 9):
        article, reading = readings[number]
        beside = tuple(Entity(f"e{n}", "person", name) for n, name in ((3, "Petro Bondar"), (4, "Olha Melnyk")))
        readings[number] = article, replace(reading, entities=(*reading.entities, *beside))

    found = [decisions(tmp_path / str(every), readings, every=every) for every in (1, 5, 1000)]

    assert len(found[0]) > 10
    assert found[1] == found[0]
    assert found[2] == found[0]


def place(number: int, *towns: Entity, beside: str = "") -> Reading:
    """An article of its own day that names a town, and somebody."""
    names = [*towns, *([Entity("e9", "person", beside)] if beside else [])]
    article = Article(f"Number {number}.", title=str(number), published=f"2026-03-{1 + number:02}")
    mentions = tuple(Mention(f"m{at}", Span(0, 6), "name", one.id) for at, one in enumerate(names, 1))
    return article, Extraction(article.id, "truth", "1", "", mentions, tuple(names))


def test_an_identifier_names_all_that_is_one_whichever_was_looked_at(tmp_path: Path, small_ontology: None) -> None:
    """One calls the town by the longer of its names alone, which the article with the identifier has not."""
    longer = place(1, Entity("e1", "city", "Lokosa Rapids"), beside="Ana Cruz")
    both = place(2, Entity("e1", "city", "Lokosa", country="NG", aliases=("Lokosa Rapids",)), beside="Ana Cruz")
    known = place(3, Entity("e1", "city", "Lokosa", country="NG", external="geonames:1"), beside="Petro Bondar")
    orders = permutations((longer, both, known))
    found = [outcome(tmp_path / str(number), order) for number, order in enumerate(orders)]

    assert frozenset(f"{article.id}#e1" for article, _ in (longer, both, known)) in found[0][0]
    assert found[0][2] == []
    assert all(one == found[0] for one in found)


@pytest.mark.thorough
def test_an_identifier_names_all_of_a_town_that_many_articles_name(tmp_path: Path, small_ontology: None) -> None:
    """Of twenty articles eight are looked at for one more; all are the town of the gazetteer since."""
    town = Entity("e1", "city", "Lokosa", country="NG")
    often = [place(number, town, beside="Ana Cruz") for number in range(20)]
    known = place(25, replace(town, external="geonames:1"), beside="Ana Cruz")
    everywhere = frozenset(f"{article.id}#e1" for article, _ in (*often, known))

    assert everywhere in outcome(tmp_path / "last", [*often, known])[0]
    assert everywhere in outcome(tmp_path / "first", [known, *often])[0]


@cache
def real_readings(name: str) -> list[Reading]:
    reader = default_parts(load_settings({}, {})).extractor()
    return [(article, reader.extract(article)) for article in all_clusters()[name].articles.values()]


@cache
def all_clusters() -> dict[str, LinkSet]:
    return {one.name: one for one in chain(own_clusters(), own_clusters(APART))}


def outcome(folder: Path, readings: Sequence[Reading]) -> tuple[set[frozenset[str]], set[frozenset[str]], list[str]]:
    """Return entities and events that are one after adding, and whom `kb resolve --all` would move then."""
    config, reader = load_settings({"actor": "tester", "snapshots": 0}, {"XDG_CONFIG_HOME": "/nonexistent"}), Truth()
    parts = replace(default_parts(config), extractor=lambda: reader)
    with _without_graph(True), open_knowledge_base(folder, config, create=True, parts=parts) as kb:
        with kb.adder() as adder:
            adder._reader = _NoVetting(reader, "", lambda quads, text, closure: Report(()))
            for article, extraction in readings:
                reader.known[article.id] = extraction
                assert adder.add(Loaded(article, article.title)).status == "added"
        entities, events = ({frozenset(one) for one in group.values()} for group in linked_members(kb))
        return entities, events, [change.member for change in plan(kb).changes]


@pytest.mark.thorough
@pytest.mark.parametrize("name", [path.stem for folder in (CLUSTERS, APART) for path in sorted(folder.glob("*.yaml"))])
def test_real_readings_in_any_order(tmp_path: Path, name: str) -> None:
    """Of three articles all orders, of four each third; judging anew finds nothing to change after any."""
    orders = list(permutations(real_readings(name)))
    orders = orders if len(orders) < 24 else orders[::3]
    found = [outcome(tmp_path / str(number), order) for number, order in enumerate(orders)]

    assert found[0][2] == []
    assert all(one == found[0] for one in found)


def page(text: str, title: str, *tolls: int) -> Reading:
    """An article that tells of one raid, then of so many dead, each where the text has the number."""
    raid = Span(text.index("raid"), text.index("raid") + 4)
    spans = [Span(text.index(f"{toll} died"), text.index(f"{toll} died") + len(str(toll))) for toll in tolls]
    deaths = tuple(
        Event(f"v{number}", "death", Span(span.end + 1, span.end + 5), causes=("v1",))
        for number, span in enumerate(spans, 2)
    )
    figures = tuple(
        Figure(f"q{number}", f"v{number}", span, "exactly", float(toll), of="people")
        for number, (span, toll) in enumerate(zip(spans, tolls, strict=True), 2)
    )
    article = Article(text, title=title, published="2026-03-11")
    at = text.index("Osk")
    osk = (Entity("e1", "town", "Osk"),), (Mention("m1", Span(at, at + 3), "name", "e1"),)
    when = TimeValue(None, *["2026-03-10"] * 4, "day", "inferred")
    attack = Event("v1", "raid", raid, places=("e1",), time=when)
    return article, Extraction(article.id, "truth", "1", "", osk[1], osk[0], events=(attack, *deaths), figures=figures)


def test_a_live_page_tells_one_happening_by_its_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_ontology: None, event_types: None
) -> None:
    """Alone, and before a report that counts otherwise; two sentences of one text are two happenings as ever."""
    monkeypatch.setattr(bootstrap, "_coarse", lambda: EventTypes.load().coarse)  # what others asked for is kept
    live = page("A raid on Osk.\n7:40 p.m.\n21 died.\n5:15 p.m.\n14 died.\n1:05 p.m.\n9 died.\n", "Live", 21, 14, 9)
    plain = page("A raid on Osk. By evening 21 died. At noon 14 died.\n", "Plain", 21, 14)
    report = page("The raid on Osk: 26 died.\n", "Report", 26)
    deaths = frozenset(f"{live[0].id}#v{number}" for number in (2, 3, 4))

    assert deaths in clusters(tmp_path / "alone", [live])
    assert not any(len(cluster) > 1 for cluster in clusters(tmp_path / "plain", [plain]))
    both = clusters(tmp_path / "both", [live, report])
    assert deaths | {f"{report[0].id}#v2"} in both
    assert both == clusters(tmp_path / "turned", [report, live])
