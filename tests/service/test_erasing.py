"""Erasing: the words are in no file any more, the chain holds, the others stay."""

from pathlib import Path

import pytest

from kb.errors import LockedError
from kb.events import ClaimConfirmed, DecisionUndone, EntityDescribed, Erased, PayloadErased
from kb.events.streams import CURATION, RESOLUTION
from kb.exporting.formats import BY_NAME
from kb.log import SqliteEventLog
from kb.log.backup import ErasedMeanwhileError
from kb.projections import purging
from kb.projections.catalog import copy as catalog_copy
from kb.projections.past import generations
from kb.projections.verify import verify
from kb.service.articles.stored import NoArticleError
from kb.service.articles.withdrawing import NoReasonError, withdraw
from kb.service.erasure import erasing
from kb.service.erasure.erasing import ErasedAlreadyError, NotScrubbedError, erase
from kb.service.export.dumping import dump
from kb.service.history.asof import erased_up_to
from kb.service.identity.naming import ErasedError
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.maintenance import rebuild_home
from kb.service.upkeep.verifying import prove
from tests.service.conftest import Open
from tests.service.residue import told
from tests.service.test_withdrawing import put
from tests.service.words import places_of

SECRET = (
    "Title: Xylophon verdict\nSource: Zwirnblatt\n\nQuarzkrone attacked Blue Column on Tuesday, and 4711 killed were "
    "found. Quarzkrone said: Mandelbrotgasse has to answer. The Wolkenkuckuck went home, and nobody saw it again."
)
OTHER = "Title: Elsewhere\nSource: Gazette\n\nBlue Column attacked Nordhaven Depot on Monday, and 3 killed were found."
WORDS = ("Quarzkrone", "Mandelbrotgasse", "Wolkenkuckuck", "Xylophon", "Zwirnblatt", "Klabautermann")


@pytest.fixture(autouse=True)
def close_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A generation of the graph with every step."""
    monkeypatch.setattr(generations, "APART", 1)


@pytest.fixture
def erasable(kb: KnowledgeBase) -> str:
    """The id of an article that was decided about, beside another that shares an entity with it."""
    secret, _ = put(kb, SECRET, OTHER)
    quarz = kb.entity_id("Quarzkrone")
    decided = kb.log.append(
        CURATION,
        0,
        [
            ClaimConfirmed(f"{secret}#v1", "Klabautermann told me"),
            ClaimConfirmed(f"{secret}#q1", "so did Klabautermann"),
        ],
        actor="person:tester",
    )
    kb.log.append(CURATION, 2, [DecisionUndone(decided[0].position, "Klabautermann lied")], actor="person:tester")
    described = EntityDescribed(quarz, "Quarzkrone", "organisation", description="of Klabautermann")
    kb.log.append(RESOLUTION, kb.log.stream_version(RESOLUTION), [described], actor="person:tester")
    kb.catch_up()
    return secret


def sound(kb: KnowledgeBase) -> None:
    """The chain holds, and the projections are what a replay gives."""
    kb.log.verify()
    kb.catch_up()
    verify(kb.home, kb.log).check()


@pytest.mark.thorough
def test_no_file_of_the_home_holds_the_words_any_more(kb: KnowledgeBase, erasable: str) -> None:
    """Log, catalog, full-text index, graph, snapshots, an older log: all looked through, packed or not."""
    past = kb.home.root / "past" / "000000000004"
    past.mkdir(parents=True, exist_ok=True)
    (past / "catalog.sqlite").write_bytes(kb.home.catalog_path.read_bytes() + b"Wolkenkuckuck")
    (kb.home.root / "log.sqlite.format1").write_bytes(b"Quarzkrone")
    dumped = dump(kb, kb.home.root / "dumps", [BY_NAME["nquads"]])
    (dumped.folder / "own.txt").write_text("nothing of the kind", encoding="utf-8")
    half = dumped.folder.with_name(f".{kb.position}.part")  # of one that was killed
    half.mkdir()
    (half / "kb.ttl").write_bytes(b"Wolkenkuckuck")
    places = places_of(WORDS, kb.home.root)
    assert set(places) == set(WORDS)
    assert any(place.startswith(generations.FOLDER) for place in places["Quarzkrone"])
    before = kb.position

    done = erase(kb, erasable, "court order")

    kb.close()
    assert places_of(WORDS, kb.home.root) == {}
    assert {"past", "log.sqlite.format1", f"dumps/{before}"} <= set(done.removed)
    left = [path.relative_to(dumped.folder.parent).as_posix() for path in dumped.folder.parent.rglob("*")]
    assert sorted(left) == [f"{before}", f"{before}/own.txt"]
    assert done.articles == (erasable,)
    assert done.position == before + 1
    assert len(done.positions) >= 6
    assert set(places_of(["Nordhaven", "court order"], kb.home.root)) == {"Nordhaven", "court order"}


def test_a_dump_that_was_being_written_meanwhile_does_not_stay(kb: KnowledgeBase, erasable: str) -> None:
    """It would come to its place after the erasure looked there; who dumps is told to begin again."""
    folder = kb.home.root / "dumps"

    def tell(_: str) -> None:
        erase(kb, erasable, "court order")

    with pytest.raises(ErasedMeanwhileError, match="was erased while the log was being read"):
        dump(kb, folder, [BY_NAME["nquads"]], tell=tell)
    assert list(folder.iterdir()) == []

    assert dump(kb, folder, [BY_NAME["nquads"]]).position == kb.position
    assert (folder / "latest" / "kb.nq").is_file()


def test_an_erasure_that_breaks_off_twice_is_done_by_the_third(
    opened: Open, kb: KnowledgeBase, erasable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as the log was not written anew, the projections do not say that all is done."""

    class Killed(BaseException):
        pass

    def killed(_: SqliteEventLog) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(SqliteEventLog, "scrub", killed)
        with pytest.raises(Killed):
            erase(kb, erasable, "court order")
        with pytest.raises(Killed), kb.writing():
            pass
    kb.close()

    done: list[int] = []
    scrub = SqliteEventLog.scrub

    def counted(log: SqliteEventLog) -> None:
        done.append(1)
        scrub(log)

    monkeypatch.setattr(SqliteEventLog, "scrub", counted)
    again = opened()
    for _ in range(2):
        with again.writing():
            pass
    again.close()
    assert done == [1]
    assert places_of(WORDS, kb.home.root) == {}


def test_an_erasure_that_ends_with_the_graph_gone_and_the_tables_old_is_done_by_the_next(
    opened: Open, kb: KnowledgeBase, erasable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables that hold what was erased are no ground to make the graph from."""

    class Killed(BaseException):
        pass

    put_away = catalog_copy.remove

    def killed(path: Path) -> None:
        if path == kb.home.catalog_path:
            raise Killed
        put_away(path)

    with monkeypatch.context() as patched:
        patched.setattr(catalog_copy, "remove", killed)
        with pytest.raises(Killed):
            erase(kb, erasable, "court order")
    assert kb.home.catalog_path.exists()
    assert not kb.home.graph_path.exists()
    kb.close()

    again = opened()
    with again.writing():
        pass

    assert places_of(WORDS, again.home.root) == {}
    sound(again)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("tables", "how"),
    [("old", "rebuild"), ("gone", "rebuild"), ("unreadable", "repair"), ("gone", "query")],
)
def test_an_interrupted_erasure_is_ended_by_a_rebuild(
    opened: Open, kb: KnowledgeBase, erasable: str, monkeypatch: pytest.MonkeyPatch, tables: str, how: str
) -> None:
    """Or by a repair, or by who asks next and finds no tables.

    New projections say that nothing is due any more: what lies beside them goes with the old ones.
    """

    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with kb.past.at(kb.position - 1) as view:
        assert view.catalog_path.exists()
    with monkeypatch.context() as patched:
        patched.setattr(purging, "purge", killed)
        with pytest.raises(Killed):
            erase(kb, erasable, "court order")
    kb.close()
    if tables == "gone":
        catalog_copy.remove(kb.home.catalog_path)
    if tables == "unreadable":
        kb.home.catalog_path.write_bytes(b"no database at all" * 1_000)

    again = opened()
    if how == "rebuild":
        assert rebuild_home(again) == again.position
    elif how == "repair":
        assert prove(again, repair=True).repaired
    else:
        assert again.query("ASK {}", format="csv").read()

    assert places_of(WORDS, again.home.root) == {}
    sound(again)


def test_the_log_says_what_is_gone_and_the_rest_is_as_without_it(
    opened: Open, kb: KnowledgeBase, erasable: str
) -> None:
    """The chain verifies, the graph equals a replay, the other article has its own; as-of counts what it lacks."""
    position = kb.position
    done = erase(kb, erasable, "court order")

    sound(kb)
    events = {recorded.position: recorded.event for recorded in kb.log.read()}
    assert all(isinstance(events[at], PayloadErased) for at in done.positions)
    assert events[done.position] == Erased(done.positions, "court order")
    assert kb.catalog.list_articles(limit=5).total == 1
    assert kb.catalog.search("Quarzkrone") == ()
    assert kb.catalog.get_entity(kb.entity_id("Blue Column")).articles == 1
    assert erased_up_to(kb.log, position) == len(done.positions)
    assert erased_up_to(kb.log, done.position) == 0
    assert not [line for line in told(kb.log, position) if "Quarzkrone" in line]


def test_what_is_erased_and_what_never_was_say_so(kb: KnowledgeBase, erasable: str) -> None:
    """Nothing is recorded."""
    with pytest.raises(NoReasonError):
        erase(kb, erasable, " ")
    with pytest.raises(NoArticleError):
        erase(kb, "0" * 16, "asked")
    done = erase(kb, erasable, "asked")
    position = kb.position
    with pytest.raises(ErasedAlreadyError, match=f"by event {done.position}"):
        erase(kb, erasable, "asked")
    for moment in (None, position - 1):
        with pytest.raises(ErasedError, match=f"was erased by event {done.position}"):
            kb.show(f"article-{erasable}", as_of=moment)
    assert kb.position == position


def test_a_withdrawn_article_can_be_erased_and_added_again(kb: KnowledgeBase, erasable: str) -> None:
    """Its withdrawal goes too; the same text may come back as a new article."""
    withdraw(kb, erasable, "Quarzkrone asked")
    erase(kb, erasable, "asked")
    sound(kb)
    assert "Quarzkrone" not in places_of(WORDS, kb.home.root)

    assert put(kb, SECRET) == [erasable]
    assert kb.catalog.list_articles(limit=5).total == 2
    sound(kb)


def test_all_revisions_go(kb: KnowledgeBase) -> None:
    """Whichever is named."""
    first = put(kb, "Title: A\nURL: https://x.example/a\n\n" + SECRET.partition("\n\n")[2])[0]
    with kb.adder(revision=True) as adder:
        from kb.sources import read_bytes

        text = "Title: A\nURL: https://x.example/a\n\nQuarzkrone attacked Blue Column on Tuesday, and 2 killed."
        second = adder.add(next(read_bytes(text.encode(), "test"))).article
    done = erase(kb, first, "asked")

    assert done.articles == (first, second)
    assert places_of(WORDS, kb.home.root) == {}
    sound(kb)


def test_an_interrupted_erasure_is_ended_by_who_comes_next(
    opened: Open, kb: KnowledgeBase, erasable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log lost the words at once; the projections lose them when the home is opened."""
    monkeypatch.setattr(erasing, "finish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        erase(kb, erasable, "asked")
    assert places_of(["Wolkenkuckuck"], kb.home.root)
    kb.close()

    again = opened()
    assert again.catalog.list_articles(limit=5).total == 1

    assert places_of(WORDS, again.home.root) == {}
    sound(again)


def test_a_reader_in_the_way_is_said_and_finishing_later_cleans_up(
    kb: KnowledgeBase, erasable: str, opened: Open
) -> None:
    """The erasure itself holds."""
    import sqlite3

    other = sqlite3.connect(kb.home.log_path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM event").fetchone()
    kb.log._connection.execute("PRAGMA busy_timeout = 100")  # type: ignore[attr-defined]
    with pytest.raises(NotScrubbedError, match="Erased by event") as caught:
        erase(kb, erasable, "asked")
    assert isinstance(caught.value, LockedError)
    assert kb.catalog.list_articles(limit=5).total == 1
    other.close()

    erasing.finish(kb)

    assert places_of(WORDS, kb.home.root) == {}
    assert Path(kb.home.log_path).exists()
