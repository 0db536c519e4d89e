"""Queries that count are known by their shape, and answered over columns as the engine answers them."""

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.query.errors import MalformedQueryError, QueryTooLargeError
from kb.query.manner import PLAIN
from kb.query.service import UNSET, QueryService
from kb.query.sparql.counting import Counting, counting
from kb.query.sparql.prefixes import known
from kb.query.workers.recipe import Delta, Snapshot
from tests.query.conftest import LIMITS
from tests.query.data import BASE, KB
from tests.query.test_reuse import until, workers

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
BY_AGENT = "SELECT ?a (COUNT(*) AS ?n) { ?e kb:agent ?a } GROUP BY ?a ORDER BY DESC(?n) ?a"
FORMATS = ("json", "xml", "csv", "tsv")


def test_a_count_is_read_to_its_end() -> None:
    """What stands in it, by name or place; prefixes written out."""
    text = """PREFIX e: <http://e.org/>
        select ?b (count(distinct ?e) as ?n) (COUNT(*) AS ?all) where {
          ?e a kb:Event ; e:by ?a , $b ; . ?a <http://e.org/in> "x"@en .
        } group by ?a ?b having (count(*) >= 2) order by desc(?n) ?a offset 1 limit 5"""
    assert counting(text, known() | {"e": "http://e.org/"}) == Counting(
        patterns=(
            ("?e", TYPE, f"<{KB}Event>"),
            ("?e", "<http://e.org/by>", "?a"),
            ("?e", "<http://e.org/by>", "?b"),
            ("?a", "<http://e.org/in>", '"x"@en'),
        ),
        keys=("a", "b"),
        measures=(("e", True), ("", False)),
        columns=(("b", 1), ("n", ~0), ("all", ~1)),
        having=((~1, ">=", 2),),
        order=((~0, True), (0, False)),
        limit=5,
        offset=1,
    )


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a { ?e kb:agent ?a } GROUP BY ?a",
        "SELECT DISTINCT (COUNT(*) AS ?n) { ?e kb:agent ?a } GROUP BY ?a",
        "SELECT (COUNT(DISTINCT *) AS ?n) { ?e kb:agent ?a }",
        "SELECT (SUM(?a) AS ?n) (COUNT(*) AS ?m) { ?e kb:agent ?a }",
        "SELECT (COUNT(*) + 1 AS ?n) { ?e kb:agent ?a }",
        "SELECT (COUNT(?z) AS ?n) { ?e kb:agent ?a }",
        "SELECT ?e (COUNT(*) AS ?n) { ?e kb:agent ?a } GROUP BY ?a",
        "SELECT (COUNT(*) AS ?a) { ?e kb:agent ?a }",
        "SELECT (COUNT(*) AS ?n) (COUNT(?a) AS ?n) { ?e kb:agent ?a }",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent ?a } GROUP BY ?a ?a",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent ?a } GROUP BY (STR(?a) AS ?b)",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent ?a } GROUP BY ?a ORDER BY ?e",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent ?a } GROUP BY ?a HAVING (?n > 1)",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent ?a } GROUP BY ?a HAVING (COUNT(*) > 1.5)",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent ?a } GROUP BY ?a LIMIT 1 LIMIT 2",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent ?a } VALUES ?a { kb:x }",
        "SELECT (COUNT(*) AS ?n) FROM <urn:g> { ?e kb:agent ?a }",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent ?a FILTER(?a != kb:x) }",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent ?a OPTIONAL { ?e kb:place ?p } }",
        "SELECT (COUNT(*) AS ?n) { { ?e kb:agent ?a } }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?e kb:agent ?a } }",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent/kb:place ?a }",
        "SELECT (COUNT(*) AS ?n) { ?e ^kb:agent ?a }",
        "SELECT (COUNT(*) AS ?n) { ?e ?p ?a }",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent [] }",
        "SELECT (COUNT(*) AS ?n) { _:e kb:agent ?a }",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent _:a }",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent (?a) }",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent -1 }",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent ?a . ?e }",
        "SELECT (COUNT(*) AS ?n) { }",
        "SELECT (COUNT(*) AS ?n) { ?e <agent> ?a }",
        "SELECT (COUNT(*) AS ?n) { ?e <http://e.org/a/../b> ?a }",
        "SELECT (COUNT(*) AS ?n) { ?e none:agent ?a }",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent 'a\\'b' }",
        "PREFIX kb: <urn:x:> PREFIX kb: <urn:y:> SELECT (COUNT(*) AS ?n) { ?e kb:agent ?a }",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent ?a } # " + "x" * 3000,
        "ASK { ?e kb:agent ?a } # (COUNT",
        "SELECT (COUNT(*) AS ?n",
        "",
    ],
)
def test_what_is_close_to_it_is_none(text: str) -> None:
    """The engine answers those, as all others."""
    assert counting(text, known()) is None


def quads() -> Iterator[str]:
    """N-Quads of 2,400 events of 60 agents in two graphs, one quad in both, with labels, one of them in German."""
    for number in range(2_400):
        event = f"<{BASE}id/event-{number}>"
        yield f"{event} <{KB}agent> <{BASE}id/entity-{number % 60}> <{BASE}graph/{number % 2}> ."
    yield f"<{BASE}id/event-0> <{KB}agent> <{BASE}id/entity-0> <{BASE}graph/1> ."
    for number in range(60):
        language = "" if number else "@de"
        yield f'<{BASE}id/entity-{number}> <{KB}note> "Note {number // 2}"{language} <{BASE}graph/0> .'


@pytest.fixture
def large(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[QueryService]:
    """A graph of which columns are worth it, and one worker, or as many as a test says."""
    path = tmp_path / "large.nq"
    path.write_text("\n".join(quads()) + "\n", encoding="utf-8")
    with QueryService(
        Snapshot(1, (str(path),)), replace(LIMITS, running=getattr(request, "param", 1), spare=0), base=BASE
    ) as made:
        made.start()
        yield made


def is_counted(service: QueryService, text: str) -> bool:
    """Say whether it is answered over columns."""
    outcome = service._pool.run(service._ready(text, "", "json", UNSET, (), (), PLAIN).job)
    outcome.result.close()
    return bool(outcome.report.get("counted"))


def counts(service: QueryService) -> dict[str, int]:
    """Events of each agent, as a query sees them now."""
    rows = json.loads(service.run(BY_AGENT + " LIMIT 60", format="json").read())["results"]["bindings"]
    return {row["a"]["value"].rpartition("-")[2]: int(row["n"]["value"]) for row in rows}


@pytest.mark.thorough
@pytest.mark.parametrize(
    "text",
    [
        BY_AGENT + " LIMIT 20",
        "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?e kb:agent ?a }",
        "SELECT ?l (COUNT(*) AS ?n) { ?e kb:agent ?a . ?a kb:note ?l } GROUP BY ?l HAVING (COUNT(*) = 41)",
        'SELECT ?a (COUNT(*) AS ?n) { ?e kb:agent ?a . ?a kb:note "Note 7" } GROUP BY ?a ORDER BY ?a',
        "SELECT ?a (COUNT(*) AS ?n) { ?e kb:agent ?a } GROUP BY ?a HAVING (COUNT(*) > 100)",
        "SELECT (COUNT(*) AS ?n) { ?e kb:agent <urn:none> }",
    ],
)
def test_an_answer_is_the_engine_s_in_every_format(text: str, large: QueryService) -> None:
    """To the byte."""
    before = {name: large.run(text, format=name).read() for name in FORMATS}
    until(lambda: is_counted(large, text))

    assert {name: large.run(text, format=name).read() for name in FORMATS} == before


def test_what_has_an_order_of_its_own_is_the_engine_s(large: QueryService) -> None:
    """Plain texts and IRIs are sorted here, nothing else."""
    until(lambda: is_counted(large, BY_AGENT))
    text = "SELECT ?l (COUNT(*) AS ?n) { ?e kb:agent ?a . ?a kb:note ?l } GROUP BY ?l ORDER BY "
    until(lambda: is_counted(large, text + "?n"))

    assert not is_counted(large, text + "?l")
    assert large.run(text + "?l LIMIT 1", format="csv").read() == b"l,n\r\nNote 0,41\r\n"  # the one with a language


def test_limits_hold_over_columns(large: QueryService) -> None:
    """Rows are cut where they are cut otherwise, and bytes are bounded."""
    whole = "SELECT ?e (COUNT(*) AS ?n) { ?e kb:agent ?a } GROUP BY ?e"
    until(lambda: is_counted(large, BY_AGENT))

    for text, rows, cut in (
        (BY_AGENT, 50, True),
        (BY_AGENT + " LIMIT 50", 50, False),
        (BY_AGENT + " LIMIT 51", 50, True),
    ):
        assert is_counted(large, text)
        result = large.run(text, format="csv")
        assert (result.truncated, result.read().count(b"\n") - 1) == (cut, rows)
    tight = QueryService(Snapshot(1), replace(LIMITS, size=1000, rows=None), pool=large._pool)
    with pytest.raises(QueryTooLargeError):
        tight.run(whole)


def test_malformed_text_is_malformed(large: QueryService) -> None:
    """Also where it looks like a count: the engine reads it first."""
    until(lambda: is_counted(large, BY_AGENT))
    text = "SELECT (COUNT(*) AS ?n) { ?e <http://e.org:x/> ?a }"

    assert counting(text, known()) is not None
    with pytest.raises(MalformedQueryError):
        large.run(text)


def test_a_change_is_counted_at_once(large: QueryService) -> None:
    """What comes, what goes, what stands in another graph still; over columns again, without a pause."""
    until(lambda: is_counted(large, BY_AGENT))
    usual = counts(large)
    assert (usual["0"], usual["1"]) == (41, 40)
    recipe = Snapshot(1, ())
    line = f"<{BASE}id/event-{{}}> <{KB}agent> <{BASE}id/entity-{{}}> <{BASE}graph/{{}}> .\n"
    added = "".join(line.format(f"new-{number}", 1, 2) for number in range(5)).encode()

    large.advance(Delta(1, 2, added=added), replace(recipe, position=2))
    assert counts(large)["1"] == 45
    large.advance(Delta(2, 3, removed=line.format(0, 0, 0).encode()), replace(recipe, position=3))
    assert counts(large)["0"] == 40
    large.advance(Delta(3, 4, cleared=(f"{BASE}graph/2",)), replace(recipe, position=4))
    assert counts(large) == usual | {"0": 40}
    assert is_counted(large, BY_AGENT)


def test_a_killed_worker_takes_no_columns_along(large: QueryService) -> None:
    """They are the process's that forks the workers."""
    until(lambda: is_counted(large, BY_AGENT))
    until(lambda: len(workers(large)) == 1)
    (worker,) = workers(large)
    os.kill(int(worker), signal.SIGKILL)
    until(lambda: workers(large) != {worker})

    assert is_counted(large, BY_AGENT)


def test_other_graphs_are_the_engine_s(large: QueryService) -> None:
    """Columns know all graphs as one."""
    until(lambda: is_counted(large, BY_AGENT))
    text = "SELECT (COUNT(*) AS ?n) { ?e kb:agent ?a }"

    assert large.run(text, format="csv").read() == b"n\r\n2401\r\n"
    assert large.run(text, format="csv", default_graphs=[f"{BASE}graph/0"]).read() == b"n\r\n1200\r\n"


def test_properties_of_ours_are_no_predicates(large: QueryService) -> None:
    """Text with kb:search is rewritten before it means anything."""
    text = 'SELECT (COUNT(*) AS ?n) { ?e kb:search "x" }'
    manner = replace(PLAIN, search=lambda words, most: [])

    assert counting(text, known()) is not None
    assert large._ready(text, "", "json", UNSET, (), (), manner).job.counting is None


@pytest.mark.parametrize("large", [2], indirect=True)
def test_workers_that_wait_make_way_for_those_with_columns(large: QueryService) -> None:
    """Whoever counts next need not meet one that was there before, and as many wait as did."""
    until(lambda: len(workers(large)) == 2)
    before = workers(large)
    large.run(BY_AGENT).close()
    until(lambda: len(workers(large)) == 2 and len(workers(large) & before) <= 1)

    assert is_counted(large, BY_AGENT)


def test_an_explanation_says_so(large: QueryService) -> None:
    """Of a query that columns may answer, and of no other."""
    assert "counted over columns" in large.explain(BY_AGENT)["note"]
    assert "columns" not in large.explain("SELECT ?a { ?e kb:agent ?a }")["note"]
