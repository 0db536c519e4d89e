"""Articles without publisher, title, address or day: every shipped query tells of them as of others."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from pyoxigraph import NamedNode, QuerySolutions, Store
from rdflib import URIRef
from rdflib.paths import AlternativePath, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kb.cli import demo_queries
from kb.projections.graph.store import open_reader
from kb.query.formats import SOLUTIONS
from kb.query.result import QueryResult
from kb.query.sparql.prefixes import KNOWN
from kb.query.sparql.tokens import standard
from kb.resources import resource
from kb.service.answering.answer import _template, _trimmed
from kb.service.answering.asking import ask
from kb.service.knowledge_base import KnowledgeBase
from kb.service.saved.binding import bind
from kb.service.saved.header import read
from kb.service.saved.library import library
from tests.api.conftest import opened
from tests.service.conftest import add
from tests.service.test_saved import VALUES

KB: Final = dict(KNOWN)["kb"]
MAY_LACK: Final = {KB + name for name in ("source", "title", "url", "published", "publishedAt")}
COLUMNS: Final = {"source", "title", "url", "published", "first", "second", "sources"}  # of the heading
ASK: Final = sorted(path.stem for path in (resource("queries") / "ask").glob("*.rq"))
DOCS: Final = sorted((Path(__file__).parents[2] / "docs" / "queries").glob("*.rq"))
DEMO: Final = (demo_queries.PEOPLE, demo_queries.PLACES, demo_queries.HAPPENINGS, demo_queries.STATEMENTS)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A knowledge base of three articles, one of them a text and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "bare.txt").write_text(
        "Red Column attacked Vardo Bridge on Tuesday, said people there. At least 9 killed were counted. "
        "Ada Lund said: nobody had seen it coming at all that day.\n",
        encoding="utf-8",
    )
    with opened(folder / "home") as one:
        add(one, folder / "bare.txt")
        yield one


@pytest.fixture(scope="module")
def graphs(kb: KnowledgeBase) -> tuple[Store, Store]:
    """The graph, and the same without what an article may lack."""
    whole, bare = Store(), Store()
    for quad in open_reader(kb.home.graph_path):
        whole.add(quad)
        if not (quad.predicate.value in MAY_LACK and "/article-" in str(quad.subject)):
            bare.add(quad)
    assert len(whole) > len(bare)
    return whole, bare


def shipped() -> Iterator[tuple[str, str]]:
    """Yield name and text of every query, a template both with all its lines and with those alone of no parameter."""
    for name in ASK:
        template = _template(name)
        yield f"ask/{name}", _trimmed(template, {line.partition("#? ")[2].strip() for line in template.splitlines()})
        yield f"ask/{name} alone", _trimmed(template, set())
    for name, query in library().queries.items():
        yield name, query.text
    for path in DOCS:
        yield f"docs/{path.stem}", path.read_text(encoding="utf-8")
    for number, text in enumerate([*DEMO, *(text for _, text in demo_queries.QUESTIONS)]):
        yield f"demo {number}", text


EVERY: Final = dict(shipped())


def demands(node: Any) -> set[str]:
    """Return what an article must have for a row to come of a node of the algebra."""
    if not isinstance(node, CompValue):
        return set()
    if node.name == "BGP":
        return {str(last) for _, predicate, _ in node.triples for last in _last(predicate)} & MAY_LACK
    if node.name == "Union":
        return demands(node.p1) & demands(node.p2)
    if node.name in ("LeftJoin", "Minus"):
        return demands(node.p1)
    return demands(node.p) | demands(node.p1) | demands(node.p2)


def _last(path: Any) -> Iterator[URIRef]:
    if isinstance(path, SequencePath):
        yield from _last(path.args[-1])
    elif isinstance(path, AlternativePath):
        yield from (_last(path.args[0]) if len(path.args) == 1 else ())
    elif isinstance(path, URIRef):
        yield path


@pytest.mark.thorough
@pytest.mark.parametrize("name", EVERY)
def test_no_query_demands_what_an_article_may_lack(name: str) -> None:
    """Publisher, title, address and day stand in OPTIONAL, or in one branch of several."""
    text = re.sub(r"\$\w+", "<urn:given>", EVERY[name].replace("LIMIT $limit", ""))
    assert demands(translateQuery(parseQuery(standard(text)), initNs=dict(KNOWN)).algebra) == set()


@pytest.mark.parametrize("line", ["?a kb:source ?s", "?e kb:article/kb:title ?t", "?a kb:url ?u OPTIONAL { ?a ?p ?o }"])
def test_such_a_query_would_be_found(line: str) -> None:
    """Whether named on its own or at the end of a path."""
    wrong = f"SELECT * {{ ?e kb:article ?a . {line} }}"
    assert demands(translateQuery(parseQuery(wrong), initNs=dict(KNOWN)).algebra)


def rows(store: Store, text: str) -> set[tuple[str, ...]]:
    """Return the rows of a query, without the columns that are about the article's own heading."""
    found = store.query(text, use_default_graph_as_union=True, prefixes=dict(KNOWN))
    assert isinstance(found, QuerySolutions)
    names = [one.value for one in found.variables if one.value not in COLUMNS]
    return {tuple(str(row[name]) for name in names) for row in found}


def test_nothing_is_lost_with_them(kb: KnowledgeBase, graphs: tuple[Store, Store]) -> None:
    """Every query that runs without being told more has the same rows, but for the columns that are blank then."""
    whole, bare = graphs
    told = {}
    for name, text in EVERY.items():
        if name in library().queries:
            query = library().get(name)
            needed = {p.name: p.choices[0] if p.choices else VALUES[p.kind] for p in query.parameters if p.required}
            text = bind(query, needed, kb.catalog, kb.base_iri)
        elif name.startswith("ask/"):
            if "alone" not in name or name == "ask/place alone":
                continue  # its lines exclude each other
            if re.search(r"\$(?!limit\b)\w+", text):
                continue  # there is no asking it without a name
            text = bind(read("x", text), {}, kb.catalog, kb.base_iri)
        told[name] = (rows(whole, text), rows(bare, text))

    assert {name for name, (before, after) in told.items() if before != after} == {"docs/whose-voice"}
    assert told["docs/whose-voice"][1], "its rows are a publisher's: those of none are one row"
    assert sum(bool(before) for before, _ in told.values()) > 15


@pytest.mark.parametrize(
    ("question", "column", "value"),
    [
        ("Who attacked Vardo Bridge?", "who", "Red Column"),
        ("What did Ada Lund say?", "content", "nobody had seen it coming at all that day"),
        ("Which articles mention Vardo Bridge?", "article", "/id/article-"),
    ],
)
def test_a_text_and_nothing_else_is_asked_about(kb: KnowledgeBase, question: str, column: str, value: str) -> None:
    """It answers, with a blank for its publisher."""
    store = open_reader(kb.home.graph_path)
    found: list[dict[str, str]] = []

    def run(text: str) -> QueryResult:
        solutions = store.query(text, use_default_graph_as_union=True, prefixes=dict(KNOWN))
        assert isinstance(solutions, QuerySolutions)
        mine = [{v.value: row[v].value for v in solutions.variables if row[v] is not None} for row in solutions]
        found.extend(mine)
        body = json.dumps({"results": {"bindings": mine}}).encode()
        return QueryResult("solutions", SOLUTIONS[0], len(body), 0, False, BytesIO(body))

    ask(question, kb.catalog, kb.base_iri, run)
    bare = [row for row in found if "source" not in row]
    assert any(value in row[column] for row in bare), found
    assert all(NamedNode(row["article"]) for row in bare if column == "article")


@pytest.mark.parametrize("question", ["Who attacked Vardo Bridge?", "How many were killed?"])
def test_the_sparql_of_a_question_means_the_same_without_the_word_of_the_engine(
    kb: KnowledgeBase, question: str
) -> None:
    """Whoever takes it to an engine that has no LATERAL gets the same rows."""
    sparql: list[str] = []

    def run(text: str) -> QueryResult:
        sparql.append(text)
        return kb.query(text, format="json")

    ask(question, kb.catalog, kb.base_iri, run)
    told = next(text for text in sparql if "LATERAL" in text)
    both = [json.loads(kb.query(text, format="json").read()) for text in (told, standard(told))]
    assert both[0]["results"] == both[1]["results"]
    assert both[0]["results"]["bindings"]
