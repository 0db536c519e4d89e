"""Lists, records and search answer from the catalog, whatever the text asked for."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import events as ev
from kb.projections.catalog.paging import BadCursorError
from kb.projections.catalog.reading import CatalogReader, NoSuchRecordError
from kb.projections.catalog.records import FigureRecord
from kb.projections.catalog.schema import FORMAT, SCHEMA
from kb.projections.opening import Projections, in_memory
from tests.projections.worlds import SETTLED, World, text_of

ZERO, ONE = text_of("0").id, text_of("1").id


@pytest.fixture(scope="module")
def projected() -> Projections:
    """Return a world of two articles with merged cities."""
    return in_memory(World().run([*SETTLED, ("add", "2")]).log)


@pytest.fixture(scope="module")
def reader(projected: Projections) -> CatalogReader:
    """Return a reader of that world."""
    return CatalogReader(projected.catalog.connection)


def test_a_reader_that_nobody_holds_lets_go_of_the_file(tmp_path: Path) -> None:
    """At once: a server that reads another file after `kb rebuild` would keep the old one's blocks on the disk."""
    with closing(sqlite3.connect(tmp_path / "catalog.sqlite")) as made:
        made.executescript(f"{SCHEMA}; PRAGMA user_version = {FORMAT};")
    reader: CatalogReader | None = CatalogReader(tmp_path / "catalog.sqlite")
    connection = reader._connection
    assert reader.list_articles().total == 0
    reader = None
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_articles_are_listed_the_last_first_with_what_was_read(reader: CatalogReader) -> None:
    """Counts come with each; an article that nothing has read has none."""
    page = reader.list_articles()

    assert [article.id for article in page.items] == [text_of("2").id, ONE, ZERO]
    assert (page.items[0].extractor, page.items[0].events) == ("", 0)
    assert (page.items[1].extractor, page.items[1].entities, page.items[1].events) == ("sample/1", 5, 4)
    assert (page.items[1].statements, page.items[1].figures, page.items[1].offices) == (3, 1, 1)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"source": "gazette"}, {ZERO, text_of("2").id}),
        ({"since": "2031-05-07", "until": "2031-05-07"}, {ZERO, ONE, text_of("2").id}),
        ({"since": "2031-05-08"}, set()),
        ({"text": "edition 1"}, {ONE}),
        ({"text": '"AND (('}, set()),
        ({"entity": "cc"}, {ZERO}),
        ({"language": "de"}, set()),
    ],
)
def test_articles_are_filtered(reader: CatalogReader, filters: dict[str, str], found: set[str]) -> None:
    """Each filter alone; the total counts what it lets through."""
    page = reader.list_articles(**filters)

    assert {article.id for article in page.items} == found
    assert page.total == len(found)


def test_merged_entity_has_both_articles_and_answers_by_its_old_id(reader: CatalogReader) -> None:
    """The absorbed id leads to the one that stands for it."""
    entity = reader.get_entity("bb")

    assert (entity.id, entity.label, entity.articles, entity.absorbed) == ("aa", "The aa", 2, ("bb",))
    assert entity.aliases == ("Rivermark",)
    assert entity.within is not None
    assert entity.within.id == "dd"


def test_entities_are_found_by_part_of_a_name_whatever_its_accents(reader: CatalogReader) -> None:
    """The name is folded before it is looked for."""
    assert [entity.label for entity in reader.list_entities(name="ÁDA").items] == ["Ada Lund", "Ada Lund"]
    assert [entity.type for entity in reader.list_entities(type="platform").items] == ["platform"] * 2
    assert {entity.id for entity in reader.entities_named("mayor ada lund")} >= {"cc"}
    assert reader.list_entities(min_articles=2).total == 1


def test_events_are_found_by_participant_role_type_and_time(reader: CatalogReader) -> None:
    """The killing is in the merged city, in both articles."""
    killings = reader.list_events(entity="aa", role="place")

    assert [event.label for event in killings.items] == ["killing in Rivermark, 6 May 2031"] * 2
    assert reader.list_events(type="killing", since="2031-05-06", until="2031-05-06").total == 2
    assert reader.list_events(type="killing", since="2031-05-07").total == 0
    assert reader.list_events(reality="denied").total == 2
    assert reader.list_events(types=["flood", "visit"]).total == 4
    assert reader.list_events(happening="h1").total == 1


def test_event_comes_with_participants_figures_and_claimants(reader: CatalogReader) -> None:
    """What one page shows of an event is in its record."""
    event = reader.list_events(type="killing", article=ZERO).items[0]
    again = reader.get_event(event.id)

    assert again == event
    assert [(p.role, p.words, p.entity.label if p.entity else "") for p in event.participants] == [
        ("cause", "Floods", ""),
        ("patient", "at least four people", ""),
        ("place", "Rivermark", "The aa"),
    ]
    assert [(figure.comparator, figure.value, figure.counts) for figure in event.figures] == [
        ("atLeast", 4.0, "people killed")
    ]
    statement = reader.get_statement(event.claimed_by[0])
    assert event.figures[0].claimed_by == event.claimed_by
    assert (statement.medium, statement.cue, statement.speakers[0].id) == ("Chirper", "said", "cc")
    assert statement.asserts == (event.id,)


def test_statements_are_filtered(reader: CatalogReader) -> None:
    """By speaker, mode, event, words."""
    assert reader.list_statements(speaker="cc").total == 2
    assert reader.list_statements(mode="direct", article=ONE).items[0].content == "We expect a visit by the president."
    assert reader.list_statements(text="gates").total == 2
    assert reader.list_statements(text="gates airport").total == 0


def test_offices_name_person_and_place(reader: CatalogReader) -> None:
    """Who is mayor of what."""
    office = reader.offices(person="cc")[0]

    assert (office.person.label, office.title, office.place.label if office.place else "") == (
        "Ada Lund",
        "Mayor",
        "The aa",
    )


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_join_to_the_whole_list(reader: CatalogReader, limit: int) -> None:
    """No row is skipped or repeated, whatever the length of a page."""
    whole = reader.list_entities().items
    joined: list[str] = []
    cursor = ""
    while True:
        page = reader.list_entities(limit=limit, cursor=cursor)
        joined += [entity.id for entity in page.items]
        cursor = page.next
        if not cursor:
            break

    assert joined == [entity.id for entity in whole]
    assert page.total == len(whole)


@pytest.mark.parametrize("cursor", ["x", "e30", "WzFd", "W251bGwsbnVsbCxudWxsXQ", "é"])
def test_a_cursor_of_elsewhere_is_refused(reader: CatalogReader, cursor: str) -> None:
    """Garbage is no page."""
    with pytest.raises(BadCursorError):
        reader.list_entities(cursor=cursor)


@pytest.mark.parametrize("get", ["get_article", "get_entity", "get_event", "get_statement"])
def test_unknown_ids_are_named(reader: CatalogReader, get: str) -> None:
    """The error has the id and where to look."""
    with pytest.raises(NoSuchRecordError) as caught:
        getattr(reader, get)("nope'; --")
    assert caught.value.identifier == "nope'; --"
    assert "kb list" in caught.value.hint


def test_search_finds_titles_names_and_words_said(reader: CatalogReader) -> None:
    """The last word may be the beginning of one."""
    assert {(hit.kind, hit.title) for hit in reader.search("river")} == {
        ("article", "Rivermark floods"),
        ("entity", "The aa"),
        ("statement", "Mayor Ada Lund"),
    }
    hit = reader.search("old bridge", kinds=["article"])[0]
    assert "[old] [bridge]" in hit.snippet


def test_what_is_called_just_so_comes_first() -> None:
    """However many other names it has, and in whatever case it is written; also where only one is asked for."""
    projected = in_memory(World().run(SETTLED).log)
    with projected.catalog.connection as connection:
        for number, title, body in ((901, "Ostrava Mill", ""), (902, "Ostrava", "the mill town " * 20)):
            connection.execute("INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)", (number, title, body))
            connection.execute("INSERT INTO search_keys VALUES ('', 'entity', ?, ?)", (title, number))
    reader = CatalogReader(projected.catalog.connection)

    assert [hit.title for hit in reader.search(" ostrava ")] == ["Ostrava", "Ostrava Mill"]
    assert [hit.title for hit in reader.search("Ostrava", limit=1)] == ["Ostrava"]
    assert reader.search("ostrava\ud800")


def test_a_statement_that_is_found_by_its_speaker_shows_what_was_said(reader: CatalogReader) -> None:
    """Its title has the name already."""
    hit = next(hit for hit in reader.search("Ada Lund", kinds=["statement"]))
    assert "Ada Lund" in hit.title
    assert hit.snippet
    assert "Lund" not in hit.snippet


@given(st.text(max_size=40))
def test_any_text_is_safe_to_search_for(text: str) -> None:
    """Operators, quotes, NUL, anything: an answer, never an error."""
    reader = CatalogReader(_SHARED.catalog.connection)

    assert all(hit.kind in ("article", "entity", "statement") for hit in reader.search(text))
    assert reader.list_articles(text=text, source=text, entity=text).total >= 0
    assert reader.list_entities(name=text, country=text).total >= 0


_SHARED = in_memory(World().run(SETTLED).log)


@pytest.mark.parametrize(
    "text", ["NEAR(flood", 'flood"', "title:flood", "flood AND", "-flood", "^flood", "flood*", "{flood}"]
)
def test_the_engines_own_syntax_is_only_words(reader: CatalogReader, text: str) -> None:
    """Nothing that the user types is an operator."""
    found = reader.search(text.replace("NEAR", "").replace("title", "").replace("AND", ""))
    assert found
    reader.search(text)


def test_withdrawn_article_leaves_no_residue() -> None:
    """After withdrawing, neither rows, nor searchable words, nor quads of it remain, but that it was withdrawn."""
    world = World().run([*SETTLED, ("withdraw", "0"), ("withdraw", "1")])
    projected = in_memory(world.log)
    reader = CatalogReader(projected.catalog.connection)

    assert set(reader.counts().values()) == {0}
    assert reader.search("Rivermark Ada Lund floods") == ()
    rest = "\n".join(str(quad) for quad in projected.graph.store)
    assert "Rivermark" not in rest
    assert "Lund" not in rest
    assert rest.count('"article-withdrawn"') == 2


def test_a_retracted_event_leaves_and_comes_back() -> None:
    """A person's decision takes an event out of list, graph and happening; undoing it brings it back."""
    world = World().run([*SETTLED, ("retract", "0", "v4")])
    without = CatalogReader(in_memory(world.log).catalog.connection)
    assert without.list_events(article=ZERO, type="flood").total == 0
    assert without.list_events(type="flood").total == 1

    world.run([("undecide", "0")])
    assert CatalogReader(in_memory(world.log).catalog.connection).list_events(article=ZERO, type="flood").total == 1


def test_a_city_follows_its_country_when_that_is_merged() -> None:
    """kb:within names the canonical country after a merge, in steps as in a replay."""
    world = World().run([*SETTLED, ("describe", "dd", "dd", "city"), ("link", "1", "e2", "ee")])
    before = in_memory(world.log)
    world.put("resolution", ev.EntitiesMerged("m9", "ee", "dd", 9.0))
    before.advance(world.log)
    reader = CatalogReader(before.catalog.connection)

    within = reader.get_entity("aa").within
    assert within is not None
    assert (within.id, within.label) == ("ee", "The dd")
    assert sorted(map(str, before.graph.store)) == sorted(map(str, in_memory(world.log).graph.store))


def test_a_description_that_nothing_used_is_accounted_for_once_something_does() -> None:
    """Describing a place first and who lies in it later gives the same account as a replay."""
    world = World().run([("describe", "dd", "dd", "city"), *SETTLED[:4]])
    stepwise = in_memory(world.log)
    world.run([("describe", "aa", "dd", "city")])
    stepwise.advance(world.log)
    lines = sorted(map(str, stepwise.graph.store))

    assert lines == sorted(map(str, in_memory(world.log).graph.store))
    assert sum('"entity-described"' in line for line in lines) == 2


@pytest.mark.parametrize(
    ("change", "unit", "told"),
    [
        ("", "", "six killed"),
        ("increase", "", "six more killed"),
        ("decrease", "", "six fewer killed"),
        ("decrease", "percent", "six less killed"),
    ],
)
def test_a_difference_is_told_as_one(change: str, unit: str, told: str) -> None:
    figure = FigureRecord("q", "a", "v", "six", "exactly", 6.0, None, unit, "killed", None, False, 0.9, 0, 3)
    assert replace(figure, change=change).told == told
