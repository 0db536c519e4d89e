"""The documented queries run as they are and answer what they say."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kb.graph.article_graph import article_quads
from kb.graph.names import PREFIXES
from kb.resources import resource
from kb.service.intake.vetting import closure
from tests.graph.sample import BASE, article, extraction
from tools.query_examples import FOLDER, body, queries, question

DECLARED = " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """The sample article, its entities and the ontology, all in the default graph."""
    found = ox.Store()
    taken = extraction(article())
    for quad in (*article_quads(article(), taken, {}, BASE), *closure(taken, BASE)):
        found.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    for path in resource("ontology").rglob("*.ttl"):
        found.load(path=path)
    return found


def rows(store: ox.Store, name: str) -> list[dict[str, str]]:
    solutions = store.query(f"{DECLARED}\n{(FOLDER / name).read_text(encoding='utf-8')}")
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{name: getattr(row[name], "value", "") for name in names} for row in solutions]


@pytest.mark.parametrize("path", queries(), ids=lambda path: path.stem)
def test_every_query_says_what_it_asks_and_runs(path: Path, store: ox.Store) -> None:
    assert question(path).splitlines()[0].rstrip().endswith(("?", "."))
    assert body(path).startswith("SELECT")
    rows(store, path.name)


def test_who_said_what(store: ox.Store) -> None:
    found = rows(store, "who-said-what.rq")

    assert {"speaker": "Dam Authority", "mode": "indirect", "cue": "denied", "medium": ""}.items() <= found[-1].items()
    assert [row["medium"] for row in found if row["content"].startswith("Floods")] == ["Chirper"]


def test_provenance_is_one_hop_more(store: ox.Store) -> None:
    found = rows(store, "which-words-say-so.rq")

    assert {(row["agent"], row["words"], row["claimed_by"]) for row in found} == {
        ("Dam Authority", "its", "Dam Authority"),
        ("the president", "the president", "Ada Lund"),
    }


def test_figures_name_who_claims_them(store: ox.Store) -> None:
    found = rows(store, "figures-and-who-claims-them.rq")

    assert {(row["comparator"], row["value"], row["claimed_by"]) for row in found} >= {("at least", "4", "Ada Lund")}


def test_a_type_is_asked_for_with_all_below_it(store: ox.Store) -> None:
    assert {row["kind"] for row in rows(store, "events-of-a-kind-and-below.rq")} == {"flood"}


def test_the_page_shows_every_query() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [path.name for path in queries() if body(path) not in page] == []
