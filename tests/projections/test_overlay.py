"""Rows of then, laid over the catalog of now, are those of a replay up to there, and so is all that is read of them."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kb.graph.iris import Iris
from kb.projections.catalog import overview
from kb.projections.catalog.chronicle import chronicle, days
from kb.projections.catalog.company import companions, meetings, undergone
from kb.projections.catalog.facets import facets
from kb.projections.catalog.namesakes import told_apart
from kb.projections.catalog.phrases import fts_beginnings, fts_query
from kb.projections.catalog.projection import Catalog
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.typical import typical
from kb.projections.catalog.whereabouts import whereabouts
from kb.projections.catalog.writing import RowWriter
from kb.projections.opening import in_memory, rebuild
from kb.projections.past import answers, overlay, ranking
from kb.projections.past import projection as module
from kb.projections.past.answers import Answers
from kb.projections.past.projection import Past
from kb.projections.past.totals import TALLIED
from kb.projections.past.view import PastView
from kb.service.answering import exemplary
from kb.service.display.showing_event import elsewhere
from kb.service.identity.naming import SeveralCalledError, called
from kb.service.review.sides import SideMaker
from tests.projections.test_past import bring_on, looking_back, past_of
from tests.projections.test_replay import rows
from tests.projections.worlds import COMMANDS, SETTLED, Command, World

SLOW = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.generate]
)
SEARCHED = ("the", "said the", "edition 1", "Sena", "killed in", "governor's", "two_three", "_ the", "nowhere", "")
COUNTED: dict[str, Callable[[CatalogReader], object]] = {  # over joins, and over groups
    "map": lambda reader: whereabouts(reader, {}, most=9),
    "examples of questions": lambda reader: [exemplary._met(reader, *of) for of in exemplary._FROM.values()],
    "map of some": lambda reader: whereabouts(reader, {"reality": "occurred"}, most=9),
    "chronicle": lambda reader: chronicle(reader, {}, most=9),
    "days": lambda reader: days(reader, {}),
    "days of some": lambda reader: days(reader, {"reality": "occurred"}),
    "facets of some": lambda reader: facets(reader, "events", {"reality": "occurred"}),
    "typical": lambda reader: list(typical(reader)),
    "called": lambda reader: overview.events_called(reader, "a", limit=9),
    "last": lambda reader: overview.happened_last(reader, "2999-01-01", limit=9),
    "denied": lambda reader: overview.told_differently(reader, limit=9),
    "several": overview.several_numbers,
    "at odds": lambda reader: overview.several_numbers(reader, alike=False),
    "counted": lambda reader: overview.counted_differently(reader, limit=9),
}
ORDERS = {
    "articles": ["", "published", "-published"],
    "entities": ["", "label"],
    "events": ["", "added", "begin", "-begin"],
    "statements": ["", "-confidence"],
    "figures": ["", "value"],
    "offices": ["", "-since"],
}
FACETED = ("articles", "entities", "events")
NARROWED: dict[str, list[dict[str, object]]] = {  # what a list is narrowed by, in all ways that conditions are written
    "articles": [{"source": "gazette"}, {"since": "1999-01-01"}, {"text": "the"}],
    "entities": [
        {"type": "person"},
        {"country": "xx"},
        {"name": "a"},
        {"min_articles": 2},
        {"type": "city", "name": "a"},
    ],
    "events": [
        {"reality": "occurred"},
        {"since": "1999-01-01"},
        {"until": "2999-01-01", "reality": "occurred"},
        {"possibly_in": "1999/2999"},
        {"certainly_in": "1999/2999"},
        {"min_confidence": 0.1},
        {"role": "place"},
        {"source": "gazette"},
    ],
    "statements": [{"mode": "direct"}, {"since": "1999-01-01"}, {"until": "2999-01-01"}, {"text": "the"}],
    "figures": [{"least": 0.0}, {"withdrawn": False}, {"since": "1999-01-01"}],
    "offices": [{"at": "2024-01-01", "held": "possibly"}, {"status": "current"}],
}


@pytest.fixture(autouse=True)
def never_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is read here is read without a copy of the catalog."""
    monkeypatch.setattr(module.Past, "make_catalog", None)


def same_as_replay(past: Past, world: World, position: int) -> None:
    """Hold what is read of a moment to a replay up to there."""
    with closing(in_memory(world.log, position)) as then, past.at(position) as view:
        same(view, then.catalog)


def same(view: PastView, then: Catalog) -> None:
    """Hold rows, lists, counts and searches to those of a catalog of then."""
    assert rows(view.connection) == rows(then.connection)
    mine, own = view.reader, CatalogReader(then.connection)
    assert mine.position == own.position
    assert mine.counts() == own.counts()
    for table, columns in (*TALLIED, ("events", ("modality",)), ("entities", ("label",))):  # noted, and counted anew
        assert mine.tally(table, *columns) == own.tally(table, *columns), columns
    for table, orders in ORDERS.items():
        for order in orders:
            assert all_pages(mine, table, order) == all_pages(own, table, order)
        for asked in NARROWED[table]:
            assert all_pages(mine, table, "", **asked) == all_pages(own, table, "", **asked), asked
            if table in FACETED:
                assert facets(mine, table, asked) == facets(own, table, asked), asked
        if table in FACETED:
            assert facets(mine, table, {}) == facets(own, table, {})
    for text in SEARCHED:
        assert mine.search(text) == own.search(text)
        assert mine.search(text, kinds=["statement"], limit=2) == own.search(text, kinds=["statement"], limit=2)
        assert mine.entities_alike(text) == own.entities_alike(text)
        assert mine.list_articles(text=text) == own.list_articles(text=text)
        assert mine.list_statements(text=text) == own.list_statements(text=text)
    keys = [row[0] for row in own.rows("SELECT DISTINCT key FROM link_keys ORDER BY key", [])]
    assert mine.entities_keyed(keys) == own.entities_keyed(keys)
    for article, _ in own.ids("articles", limit=9):
        assert mine.text_of_article(article) == own.text_of_article(article)
    for name, question in COUNTED.items():
        assert question(mine) == question(own), name
    known = tuple(one for one, _ in own.ids("entities", limit=99))
    assert meetings(mine, known) == meetings(own, known)
    for entity in known:
        assert mine.own_label(entity) == own.own_label(entity)
        assert companions(mine, entity, limit=9) == companions(own, entity, limit=9)
        assert undergone(mine, entity, limit=9) == undergone(own, entity, limit=9)
        for table, asked in of_entity(entity):
            assert all_pages(mine, table, "", **asked) == all_pages(own, table, "", **asked), asked
        assert whereabouts(mine, {"place": entity}, most=9) == whereabouts(own, {"place": entity}, most=9)
        assert chronicle(mine, {"entity": entity}, most=9) == chronicle(own, {"entity": entity}, most=9)
        assert facets(mine, "events", {"place": entity}) == facets(own, "events", {"place": entity})
        assert mine.ties([entity]) == own.ties([entity])
        assert mine.beside(entity, "event") == own.beside(entity, "event")


def of_entity(entity: str) -> list[tuple[str, dict[str, object]]]:
    """Return the lists that an entity narrows, and how."""
    return [
        ("articles", {"entity": entity}),
        ("entities", {"within": entity}),
        ("events", {"place": entity}),
        ("events", {"entity": entity}),
        ("events", {"actor": entity}),
        ("statements", {"speaker": entity}),
        ("statements", {"about": entity}),
        ("figures", {"place": entity}),
        ("figures", {"entity": entity, "speaker": entity}),
        ("offices", {"entity": entity}),
    ]


def all_pages(reader: CatalogReader, table: str, order: str, **asked: object) -> list[object]:
    """Return all parts of a list, three rows each."""
    found: list[object] = []
    cursor = ""
    while True:
        page = getattr(reader, f"list_{table}")(sort=order, limit=3, cursor=cursor, **asked)
        found.append(page)
        if not (cursor := page.next):
            return found


def asked(world: World, share: float) -> int:
    """Return an event that lies nearer to the end than to the beginning, which is gone on from otherwise."""
    last = world.log.position()
    return round(last * (0.5 + share / 2))


@pytest.mark.thorough
@SLOW
@given(COMMANDS, COMMANDS, st.floats(0, 1))
def test_laid_over_now(before: list[Command], after: list[Command], share: float) -> None:
    """Whatever happened since."""
    world = World().run([*SETTLED, *before])
    with looking_back(world) as past:
        world.run(after)
        bring_on(past.home, world)
        same_as_replay(past, world, asked(world, share))


@pytest.mark.thorough
@SLOW
@given(COMMANDS, COMMANDS, COMMANDS, st.floats(0, 1))
def test_the_present_moves_on(first: list[Command], then: list[Command], last: list[Command], share: float) -> None:
    """Between one question about a moment and the next; what the first has made is gone on from."""
    world = World().run([*SETTLED, *first])
    with looking_back(world) as past:
        position = asked(world, share)
        for more in ([], then, last):
            world.run(more)
            bring_on(past.home, world)
            if position > world.log.position() * 0.4:
                same_as_replay(past, world, position)


@pytest.fixture
def settled() -> Iterator[tuple[World, Past]]:
    """A world whose past is looked at."""
    world = World().run(SETTLED)
    with looking_back(world) as past:
        yield world, past


@pytest.mark.thorough
def test_the_present_moves_on_under_a_view(settled: tuple[World, Past]) -> None:
    """Who has a view goes on reading what it read; who opens one then reads the same."""
    world, past = settled
    position = world.log.position() - 2
    with closing(in_memory(world.log, position)) as then, past.at(position) as view:
        same(view, then.catalog)
        world.run([("withdraw", "0"), ("read", "1", "less"), ("merge", "aa", "cc")])
        bring_on(past.home, world)
        same(view, then.catalog)
        with past_of(past.home, world).at(position) as other:
            same(other, then.catalog)
        same(view, then.catalog)


@pytest.mark.thorough
def test_the_catalog_is_made_anew_under_a_view(settled: tuple[World, Past]) -> None:
    """As an upgrade does: its texts have other numbers then, its steps other ends."""
    world, past = settled
    position = world.log.position() - 2
    with closing(in_memory(world.log, position)) as then:
        with past.at(position) as view:
            same(view, then.catalog)
            rebuild(past.home, world.log)
            same(view, then.catalog)
        with past.at(position) as view:
            same(view, then.catalog)


@pytest.mark.thorough
def test_what_is_made_once_is_not_made_again(settled: tuple[World, Past], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is anything of it made again because the present moved on: the rows of what changed meanwhile come beside."""
    world, past = settled
    position = world.log.position() - 2
    same_as_replay(past, world, position)
    with monkeypatch.context() as patch:
        patch.setattr(overlay, "make", None)
        same_as_replay(past_of(past.home, world), world, position)
    world.run([("add", "3"), ("read", "3", "full")])
    bring_on(past.home, world)
    written: list[str] = []
    article = RowWriter.article

    def noting(self: RowWriter, one: str, *, indexed: bool = True) -> None:
        if self._beyond:  # not those of the replay
            written.append(one)
        article(self, one, indexed=indexed)

    monkeypatch.setattr(RowWriter, "article", noting)
    same_as_replay(past, world, position)
    assert len(written) == 1


@pytest.mark.thorough
def test_a_file_of_another_catalog_is_made_again(settled: tuple[World, Past]) -> None:
    """One that stands later than the catalog does, or was made from another log."""
    world, past = settled
    position = world.log.position() - 2
    same_as_replay(past, world, position)
    [kept] = past.snapshots.all()
    for until in (f"{position + 99} {'0' * 64}", f"{position} {'0' * 64}", f"{position}", "0"):
        with closing(sqlite3.connect(kept.rows_path)) as connection, connection:
            connection.execute("UPDATE meta SET value = ? WHERE name = 'until'", (until,))
            connection.execute("DELETE FROM gone_article")
        same_as_replay(past, world, position)


def test_a_file_without_totals_is_made_again(settled: tuple[World, Past]) -> None:
    """As one that was begun before they were kept."""
    world, past = settled
    position = world.log.position() - 2
    same_as_replay(past, world, position)
    [kept] = past.snapshots.all()
    with closing(sqlite3.connect(kept.rows_path)) as connection, connection:
        assert connection.execute("DELETE FROM meta WHERE name LIKE 'tally %'").rowcount == 8
    same_as_replay(past, world, position)


def test_what_was_tallied_is_not_counted_again(settled: tuple[World, Past]) -> None:
    """How many rows have each value is read from the file, whatever came since: no row of now is looked at."""
    world, past = settled
    with past.at(world.log.position() - 2) as view:
        asked: list[str] = []
        view.connection.set_trace_callback(asked.append)
        for table, columns in TALLIED:
            assert view.reader.tally(table, *columns)
        view.connection.set_trace_callback(None)
    assert len(asked) >= len(TALLIED)
    assert not [one for one in asked if re.search(r"\b(main\.)?(articles|entities|events)\b (WHERE|GROUP)", one)]


def test_a_list_is_asked_of_each_file_by_itself(settled: tuple[World, Past]) -> None:
    """As it is asked of now, with what it is narrowed by: rows and total, and no view of both files together."""
    world, past = settled
    with past.at(world.log.position() - 2) as view:
        asked: list[str] = []
        view.connection.set_trace_callback(asked.append)
        view.reader.list_events(since="1999-01-01", limit=1)
        view.connection.set_trace_callback(None)
    narrowed = [one for one in asked if '"end" >= \'1999' in one]
    assert len(narrowed) == 4
    assert not [one for one in narrowed if re.search(r"(FROM|JOIN) events\b", one)]


def test_places_within_a_place_are_looked_for_once(settled: tuple[World, Past]) -> None:
    """They are entities, of both files; rows and total of each file would look for them again."""
    world, past = settled
    with past.at(world.log.position() - 2) as view:
        asked: list[str] = []
        view.connection.set_trace_callback(asked.append)
        view.reader.list_events(place=view.reader.ids("entities", limit=1)[0][0], limit=1)
        view.connection.set_trace_callback(None)
    assert len([one for one in asked if "RECURSIVE" in one]) == 1


def test_what_is_asked_again_is_not_looked_for_again(settled: tuple[World, Past]) -> None:
    """Counts, groups and searches of a moment stay what they are."""
    world, past = settled
    with past.at(world.log.position() - 2) as view:
        asked: list[str] = []

        def ask() -> object:
            return view.reader.search("the"), days(view.reader, {}), overview.several_numbers(view.reader)

        first = ask()
        view.connection.set_trace_callback(asked.append)
        assert ask() == first
        view.connection.set_trace_callback(None)
    assert not asked


def test_what_is_kept_of_answers_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """By questions, by rows, and no answer that is large is kept."""
    made: list[str] = []

    def ask(kept: Answers, question: str, rows: int) -> None:
        def answer() -> list[int]:
            made.append(question)
            return [0] * rows

        assert len(kept.kept(question, (), answer)) == rows

    for name, value in (("QUESTIONS", 3), ("ROWS", 10), ("MOST", 6)):
        monkeypatch.setattr(answers, name, value)
    kept = Answers()
    for question in "abac":
        ask(kept, question, 1)
    assert made == ["a", "b", "c"]
    ask(kept, "d", 1)  # "b" was asked longest ago
    ask(kept, "a", 1)
    ask(kept, "b", 1)
    assert made[3:] == ["d", "b"]
    for question in ("large", "large"):
        ask(kept, question, 7)
    assert made[5:] == ["large", "large"]
    for question in ("some", "more", "more", "some"):  # eleven rows
        ask(kept, question, 6 if question == "some" else 5)
    assert made[7:] == ["some", "more", "some"]


FEW: dict[str, Callable[[CatalogReader, str], object]] = {  # about one entity
    "companions": lambda reader, entity: companions(reader, entity, limit=9),
    "meetings": lambda reader, entity: meetings(reader, [entity, "other"]),
    "undergone": lambda reader, entity: undergone(reader, entity, limit=9),
    "beside in articles": lambda reader, entity: reader.beside(entity, "article"),
    "beside in events": lambda reader, entity: reader.beside(entity, "event"),
    "beside in statements": lambda reader, entity: reader.beside(entity, "statement"),
    "articles of both": lambda reader, entity: reader.articles_of_both(entity, "other", 9),
    "events": lambda reader, entity: reader.list_events(entity=entity, limit=1),
    "events at a place": lambda reader, entity: reader.list_events(place=entity, limit=1),
    "statements": lambda reader, entity: reader.list_statements(speaker=entity, limit=1),
    "named": lambda reader, entity: reader.entities_named(reader.get_entity(entity).label),
    "on a map": lambda reader, entity: whereabouts(reader, {"entity": entity}, most=9),
    "drawn": lambda reader, entity: chronicle(reader, {"entity": entity}, most=9),
}


def test_versions_of_a_happening_are_found_by_their_index(settled: tuple[World, Past]) -> None:
    """The page of an event asks both files by themselves, too."""
    world, past = settled
    with past.at(world.log.position() - 1) as view:
        told = [row[0] for row in view.connection.execute("SELECT DISTINCT happening FROM events WHERE happening > ''")]
        assert told
        asked: list[str] = []
        view.connection.set_trace_callback(asked.append)
        assert elsewhere(view.connection, told[0], "", *[lambda *_: ()] * 3, Iris("https://x.test/")) is None  # type: ignore[arg-type]
        view.connection.set_trace_callback(None)
        plans = [row[3] for one in asked for row in view.connection.execute(f"EXPLAIN QUERY PLAN {one}")]
    assert any(step.startswith("SEARCH main.events USING INDEX events_by_happening") for step in plans)
    assert not [step for step in plans if step.startswith("SCAN main.")]


NAMED: dict[str, Callable[[World, sqlite3.Connection, str, str], object]] = {  # who somebody is, by name or by id
    "by name": lambda _, connection, _entity, label: known_by(connection, label),
    "told apart": lambda _, connection, *of: told_apart(CatalogReader(connection), dict.fromkeys((of[0], ""), of[1])),
    "offices": lambda world, connection, entity, _: SideMaker(connection, world.log)._offices("person = ?", entity),
}


def known_by(connection: sqlite3.Connection, label: str) -> str:
    """Return what a name stands for, or whom it may stand for."""
    try:
        return called(connection, label)
    except SeveralCalledError as error:
        return str(error)


@pytest.mark.parametrize("name", NAMED)
def test_who_somebody_is_is_found_by_indices(settled: tuple[World, Past], name: str) -> None:
    """A name, an office and what tells namesakes apart: no table is read whole."""
    world, past = settled
    with past.at(world.log.position() - 1) as view:
        [office] = view.reader.list_offices(limit=1).items
        asked: list[str] = []
        view.connection.set_trace_callback(asked.append)
        assert NAMED[name](world, view.connection, office.person.id, office.person.label)
        view.connection.set_trace_callback(None)
        looked = [one for one in asked if "title = " not in one]  # of all titles, as of now
        plans = [row[3] for one in looked for row in view.connection.execute(f"EXPLAIN QUERY PLAN {one}")]
    assert any(step.startswith("SEARCH main.") for step in plans)
    assert not [step for step in plans if step.startswith("SCAN main.")]


@pytest.mark.parametrize("name", FEW)
def test_no_table_is_read_whole_for_a_few_rows(settled: tuple[World, Past], name: str) -> None:
    """Each file is asked by its indices, also where rows are counted."""
    world, past = settled
    with past.at(world.log.position() - 2) as view:
        asked: list[str] = []
        entity = view.reader.ids("entities", limit=1)[0][0]
        view.connection.set_trace_callback(asked.append)
        FEW[name](view.reader, entity)
        view.connection.set_trace_callback(None)
        plans = [row[3] for one in set(asked) for row in view.connection.execute(f"EXPLAIN QUERY PLAN {one}")]
    assert any(step.startswith("SEARCH main.") for step in plans)
    assert not [step for step in plans if step.startswith("SCAN main.")]


def test_a_view_changes_nothing(settled: tuple[World, Past]) -> None:
    """Neither its own file, nor the catalog of now."""
    world, past = settled
    with past.at(world.log.position() - 2) as view:
        for table in ("main.articles", "past.articles", "main.state"):
            with pytest.raises(sqlite3.OperationalError):
                view.connection.execute(f"DELETE FROM {table}")


@SLOW
@given(
    st.lists(st.tuples(st.lists(st.sampled_from("ab cd efg abc é".split()), max_size=9), st.booleans()), max_size=40),
    st.lists(st.lists(st.sampled_from("ab cd abc".split()), max_size=200), max_size=4),
    st.lists(st.sampled_from(["ab", "cd", "abc", "e", "a", "_"]), min_size=1, max_size=3),
)
def test_ranks_are_those_of_an_index_of_then(
    texts: list[tuple[list[str], bool]], others: list[list[str]], asked: list[str]
) -> None:
    """To the last digit, as SQLite's own function gives them, whatever is hidden and whatever comes from elsewhere."""
    with closing(sqlite3.connect(":memory:")) as laid, closing(sqlite3.connect(":memory:")) as own:
        laid.execute("ATTACH ':memory:' AS past")
        for connection, file in ((laid, "main"), (laid, "past"), (own, "main")):
            connection.execute(f"CREATE VIRTUAL TABLE {file}.search USING fts5(title, body)")
            connection.execute(f"CREATE TABLE {file}.search_keys (number INTEGER UNIQUE, kind TEXT)")
        laid.execute("CREATE TEMP TABLE gone_number (number INTEGER PRIMARY KEY)")

        def put(connection: sqlite3.Connection, file: str, number: int, words: list[str]) -> None:
            text = number, " ".join(words[:2]), " ".join(words[2:])
            connection.execute(f"INSERT INTO {file}.search (rowid, title, body) VALUES (?, ?, ?)", text)
            connection.execute(f"INSERT INTO {file}.search_keys VALUES (?, 'article')", (number,))

        for number, (words, hidden) in enumerate(texts, 1):
            put(laid, "main", number, words)
            if hidden:
                laid.execute("INSERT INTO gone_number VALUES (?)", (number,))
            else:
                put(own, "main", number, words)
        for number, words in enumerate(others, overlay.BEYOND + 1):
            put(laid, "past", number, words)
            put(own, "main", number, words)
        laid.commit()  # with which the engine writes how many texts there are
        phrases = [f'"{word}"' for word in asked[:-1]] + [f'"{asked[-1]}"*']
        for query in (" ".join(phrases), " OR ".join(phrases)):
            wanted = own.execute(
                "SELECT rowid, bm25(search, 4.0, 1.0) FROM search WHERE search MATCH ?", (query,)
            ).fetchall()
            found = ranking.Ranking(laid).best(query, phrases, ["article"], 99)
            assert sorted((one.number, one.rank) for one in found) == sorted(wanted)
            best = ranking.Ranking(laid).best(query, phrases, ["article"], 2)
            assert sorted(one.rank for one in best)[:2] == sorted(rank for _, rank in wanted)[:2]


def test_queries_of_the_engine_are_made_of_phrases() -> None:
    """What ranks texts takes them one by one."""
    assert fts_query('a "b') == '"a" "b"*'
    assert fts_beginnings("Kharkiv oblast") == '"kha"* OR "obl"*'
