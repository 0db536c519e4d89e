"""Queries that begin without anybody waiting, and small answers that are kept until the graph changes."""

import select
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kb.query.answers import Answer, Answers
from kb.query.errors import QueryCancelledError, QueryTimeoutError
from kb.query.manner import PLAIN, Manner
from kb.query.ready import Begun
from kb.query.service import QueryResult, QueryService
from kb.query.sparql.readings import Readings
from kb.query.workers.job import Job
from kb.query.workers.pool import CancelToken, Place
from kb.query.workers.recipe import Delta, DiskStore, Snapshot
from tests.query.conftest import LIMITS
from tests.query.data import BASE, CROSS_PRODUCT, article
from tests.query.test_reuse import until, workers

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a kb:Event }"


@pytest.fixture
def keeping(snapshot: Snapshot) -> Iterator[QueryService]:
    """Queries whose small answers are kept, with a worker that is ready."""
    with QueryService(snapshot, replace(LIMITS, running=1, spare=0), base=BASE, answers=1 << 20) as made:
        made.start()
        until(lambda: len(workers(made)) == 1)
        yield made


def begun(
    service: QueryService, text: str, *, timeout: float = 60.0, manner: Manner = PLAIN, token: CancelToken | None = None
) -> Begun:
    """Begin a query that was not answered before, as soon as a worker is there."""
    found: list[Begun | QueryResult | Place | None] = []

    def tried() -> bool:
        found.append(service.begin(text, timeout=timeout, format="csv", token=token or CancelToken(), manner=manner))
        return found[-1] is not None

    until(tried)
    made = found[-1]
    assert isinstance(made, Begun)
    return made


def count(service: QueryService) -> tuple[int, bool]:
    """How many events a query sees now, and whether that was known already."""
    found = service.begin(COUNT, format="csv", token=CancelToken())
    kept = isinstance(found, QueryResult)
    assert not isinstance(found, Place)
    result = found if isinstance(found, QueryResult) else (found or begun(service, COUNT)).end()
    return int(result.read().split()[1]), kept


def test_a_query_begins_and_ends(keeping: QueryService) -> None:
    """Its descriptor can be read when it has ended, and then nobody waits."""
    one = begun(keeping, COUNT)
    select.select([one.fileno()], [], [], 60)

    assert one.soon()
    assert one.end().read() == b"n\r\n80\r\n"
    assert keeping.load == (0, 0)


def test_nothing_begins_that_would_wait(keeping: QueryService, disk: DiskStore) -> None:
    """For a turn, a worker, full text, an estimate, or a process of its own."""
    token, other = CancelToken(), CancelToken()
    running = begun(keeping, CROSS_PRODUCT, timeout=300.0, token=token)

    assert keeping.begin(COUNT, token=other) is None  # the only place is taken
    token.cancel()
    with pytest.raises(QueryCancelledError):
        running.end()
    assert keeping.begin('SELECT * { ?x kb:search "drone" }', token=other) is None
    assert keeping.begin("SELECT * { ?a a ?b . ?c a ?d }", token=other, manner=Manner(tell=print)) is None
    assert keeping.begin(f"ASK {{}} #{'x' * 5000}", token=other) is None
    assert keeping.begin("ASK {}", default_graphs=[f"http://x/{'y' * 5000}"], token=other) is None
    with QueryService(disk, LIMITS, answers=1 << 20) as files:
        files.start()
        assert files.begin(COUNT, token=other) is None


def test_one_that_waits_for_its_turn_begins_when_it_is_called(keeping: QueryService) -> None:
    """Its time counts from its arrival: one that waited for all of it is not begun."""
    token, called = CancelToken(), list[None]()
    manner = Manner(ready=lambda: called.append(None))
    running = begun(keeping, CROSS_PRODUCT, timeout=300.0, token=token)
    place = keeping.begin(COUNT, format="csv", token=CancelToken(), manner=manner)
    assert isinstance(place, Place)
    assert (keeping.load, called) == ((1, 1), [])

    token.cancel()
    with pytest.raises(QueryCancelledError):
        running.end()
    assert (keeping.load, called) == ((1, 0), [None])
    until(lambda: len(workers(keeping)) == 1)
    place.arrived -= 50
    with pytest.raises(QueryTimeoutError):
        keeping.begin(COUNT, timeout=49.0, token=CancelToken(), manner=replace(manner, place=place))
    one = begun(keeping, COUNT, manner=replace(manner, place=place))
    with pytest.raises(QueryTimeoutError):  # likewise where a thread waits for the rest
        keeping.run("ASK {}", timeout=49.0, manner=Manner(client="another", place=place))
    assert one.end().read() == b"n\r\n80\r\n"
    assert keeping.load == (0, 0)


def test_one_that_takes_long_is_ended_by_its_limit(keeping: QueryService) -> None:
    """Whoever ends it learns why, and the next has another worker."""
    one = begun(keeping, CROSS_PRODUCT, timeout=0.3)
    assert not one.soon()
    with pytest.raises(QueryTimeoutError):
        one.end()

    assert begun(keeping, COUNT).end().read() == b"n\r\n80\r\n"


def test_an_answer_is_kept_until_something_changes(keeping: QueryService, snapshot: Snapshot) -> None:
    """And never for a later position."""
    assert count(keeping) == (80, False)
    assert count(keeping) == (80, True)
    keeping.advance(Delta(7, 8, added=("\n".join(article(20)) + "\n").encode()), replace(snapshot, position=8))
    assert count(keeping) == (84, False)
    assert count(keeping) == (84, True)
    keeping.refresh(snapshot)  # the same position as at first, read anew
    assert count(keeping) == (80, False)
    counts = keeping.answers.counts
    assert (counts.hits, counts.misses >= 3, counts.size > 0) == (2, True, True)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (RAND() AS ?n) {}", "SELECT (NOW() AS ?n) {}", "SELECT (STRUUID() AS ?n) {}",
        "SELECT (rand # at last\n # two\r\n () AS ?n) {}",
    ],
)  # fmt: skip
def test_what_changes_each_time_is_not_kept(keeping: QueryService, text: str) -> None:
    """It is worked out anew."""
    begun(keeping, text).end().close()
    begun(keeping, text).end().close()  # a Begun again, not a result


def test_bounds_are_part_of_what_was_asked(keeping: QueryService) -> None:
    """Who may have fewer rows is not given the answer of who may have more."""
    rows = "SELECT ?s { ?s a kb:Event }"
    few = Manner(budget=replace(LIMITS, rows=3))
    whole = begun(keeping, rows).end()
    assert (len(whole.read().split()), whole.truncated) == (51, True)
    cut = begun(keeping, rows, manner=few).end()
    assert (len(cut.read().split()), cut.truncated) == (4, True)
    again = keeping.begin(rows, format="csv", token=CancelToken(), manner=few)
    assert isinstance(again, QueryResult)
    assert (again.kept, again.truncated, len(again.read().split())) == (True, True, 4)
    other = keeping.begin(rows, format="json", token=CancelToken(), manner=few)
    assert not isinstance(other, QueryResult | Place)
    if other is not None:
        other.end().close()


def _job(text: str) -> Job:
    return Job(text, "ASK", 0, (), ("json", "turtle"), {}, "", (), (), None, None, None, None, network=False)


def test_what_was_not_asked_for_longest_goes_first() -> None:
    """The bound is in bytes; an answer that was begun before a change is not found after it."""
    answers = Answers(3000)
    jobs = [_job(name) for name in "abc"]
    keys = [answers.key(job, 1) for job in jobs]
    for key, job in zip(keys[:2], jobs, strict=False):
        answers.keep(key, job, Answer("boolean", b"x" * 600, truncated=False, warnings=()))
    assert answers.find(keys[0]) is not None
    answers.keep(keys[2], jobs[2], Answer("boolean", b"x" * 600, truncated=False, warnings=()))

    assert [answers.find(key) is not None for key in keys] == [True, False, True]
    assert answers.counts.size <= 3000
    answers.keep(keys[1], jobs[1], Answer("boolean", b"x" * 4000, truncated=False, warnings=()))
    assert answers.find(keys[1]) is None
    answers.clear()
    answers.keep(keys[1], jobs[1], Answer("boolean", b"", truncated=False, warnings=()))
    assert answers.find(answers.key(jobs[1], 1)) is None
    assert Answers(0).key(jobs[0], 1) is None


def test_names_of_graphs_count_to_what_an_answer_takes() -> None:
    """Each may be as long as a request, and nobody could say then how much is kept."""
    answers = Answers(1 << 20)
    for number in range(20):
        job = replace(_job("a"), default_graphs=(f"http://x/{number}/{'y' * 200_000}",))
        answers.keep(answers.key(job, 1), job, Answer("boolean", b"true", truncated=False, warnings=()))
        assert answers.counts.size >= min(number + 1, 5) * 200_000
    assert answers.counts.size <= 1 << 20


def test_small_texts_are_not_taken_for_free_to_keep() -> None:
    """What is read of a text takes kilobytes, however short it is."""
    readings = Readings(LIMITS, BASE)
    for number in range(4000):
        readings.of(f"x{number}")
    assert readings.kept("x3999") is not None
    assert readings.kept("x0") is None


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("SELECT ?a { ?a ?b ?c } LIMIT 5", 5),
        ("SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 5 OFFSET 2", 5),
        ("SELECT ?a { { SELECT ?a { ?a ?b ?c } LIMIT 5 } }", None),
        ("SELECT * { ?a ?b ?c } LIMIT 5", None),
        ("SELECT DISTINCT * { ?a ?b ?c } LIMIT 5", None),
        ("SELECT ?a { ?a ?b ?c } # LIMIT 5", None),
        ("SELECT ?a { ?a ?b ?c FILTER(?c<1#>) } LIMIT 5", None),
        ("SELECT ?a { ?a ?b ?c FILTER(?c<'x>) } LIMIT 5", None),
        ("CONSTRUCT { ?a ?b ?c } { ?a ?b ?c } LIMIT 5", None),
    ],
)
def test_a_limit_of_its_own_is_known_where_nobody_reads_it_otherwise(
    service: QueryService, text: str, rows: int | None
) -> None:
    """What may be a comment or a string to the engine is none."""
    assert service._readings.of(text).admitted.rows == rows
