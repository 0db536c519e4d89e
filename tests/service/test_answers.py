"""What questions and saved queries answer on the bundled articles, read by the built-in reader. Slow: it reads them."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from kb.bootstrap import open_knowledge_base
from kb.projections.graph.store import open_reader
from kb.query.sparql.prefixes import KNOWN
from kb.resources import resource
from kb.service.answering.asking import ask
from kb.service.answering.question import is_place
from kb.service.knowledge_base import KnowledgeBase
from kb.service.saved.binding import bind
from kb.service.saved.library import library
from kb.settings import load_settings
from kb.sources import read_paths

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A knowledge base of the bundled articles."""
    home = tmp_path_factory.mktemp("answers") / "home"
    with open_knowledge_base(home, load_settings({}, {}), create=True) as one:
        with one.adder() as adder:
            for outcome in read_paths(sorted(Path(resource("seeds")).glob("[0-9]*"))):
                adder.add(outcome)
        yield one


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("Who said what about William Ruto?", "Wafula Chebukati"),
        ("What did Raila Odinga say?", "to overturn the presidential election of 9 August"),
        ("What did the Northern Liberation Front deny?", "its fighters had taken part"),
        ("What did the mayor of Derna say?", "between 18,000 and 20,000 people might have been killed"),
        ("How many people were killed in Derna?", "at least 11,300"),
        ("How many were injured in Moussadé?", "41"),
        ("Who is the mayor of Derna?", "Abdulmenam al-Ghaithi"),
        ("What office does Raila Odinga hold?", "prime minister"),
        ("What happened in Kenya in August 2022?", "2022-08-09"),
        ("When was the election in Kenya?", "2022-08-09"),
        ("Where is Derna?", "Libya"),
        ("Where was William Ruto?", "Kenya"),
        ("Who bought Activision Blizzard?", "Microsoft"),
        ("Who attacked Moussadé?", "Gunmen"),
        ("Who is mentioned with William Ruto?", "Raila Odinga"),
        ("Which articles mention Kenya?", "Indian Ocean Courier"),
        ("How do figures about Derna disagree?", "figure"),
        ("How many votes did William Ruto get?", "7,176,141"),
        ("Who claimed responsibility for the attack in Moussadé?", "not reported"),
        ("How many dengue cases in Laos?", "about 7,900"),
        ("How much did Microsoft pay for Activision Blizzard?", "69000000000"),
        ("Who owns Activision Blizzard?", "Microsoft"),
        ("Is Fatima Oularé a minister?", "office"),
        ("Who won the World Cup final?", "Argentina"),
    ],
)
def test_a_question_is_answered(kb: KnowledgeBase, question: str, cell: str) -> None:
    """The answer has the cell that a reader of the articles looks for."""
    found = ask(question, kb.catalog, kb.base_iri, lambda sparql: kb.query(sparql, format="csv"))
    cells = [value for row in csv.reader(io.StringIO(found.result.read().decode())) for value in row]

    assert cell in cells, cells[:60]


@pytest.mark.parametrize("name", sorted(library().queries))
def test_a_saved_query_answers_its_example(kb: KnowledgeBase, name: str) -> None:
    """With rows, where the articles tell of it."""
    saved = library().get(name)
    with kb.query(bind(saved, saved.example, kb.catalog, kb.base_iri), format="csv") as answer:
        assert len(answer.read().splitlines()) > 1


def test_lists_and_the_graph_agree_on_what_is_said_about_whom_and_what_is_where(kb: KnowledgeBase) -> None:
    """For the entities that most articles name: the catalog's rows are those of the saved queries."""
    store = open_reader(kb.home.graph_path)

    def asked(name: str, column: str, **values: str) -> set[str]:
        text = bind(library().get(name), values | {"limit": "10000"}, kb.catalog, kb.base_iri)
        rows = store.query(text, use_default_graph_as_union=True, prefixes=dict(KNOWN))
        assert isinstance(rows, QuerySolutions)
        return {str(row[column]).rstrip(">").rpartition("-")[2] for row in rows}

    found = 0
    for one in kb.catalog.list_entities(limit=150).items:
        said = {row.id for row in kb.catalog.list_statements(about=one.id, limit=10_000).items}
        assert said == asked("who-said-what-about", "statement", about=f"entity-{one.id}"), one.label
        found += len(said)
        if is_place(one):
            there = {row.id for row in kb.catalog.list_events(place=one.id, limit=10_000).items}
            assert there == asked("what-happened-at", "event", place=f"entity-{one.id}"), one.label
            found += len(there)
    assert found > 100
