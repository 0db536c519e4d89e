"""The core questions of ../shared/gold, put to the graph that kb makes of its first article.

What the reader does not answer yet is listed with its reason; take a line out when it does.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.bootstrap import open_knowledge_base
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from tests.gold.questions import QUESTIONS, Question, Rows

ARTICLE = Path(__file__).parents[3] / "shared/gold/articles/000_16bb0c0037e4eb97.txt"
UNANSWERED = {
    "F17": "“debris caused a building to catch fire” gives no link from the fire to the debris",
    "F32": "“on his way to Iowa” is not read as travel",
}

pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="../shared/gold is missing")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A knowledge base of the one article, published on the day its gold says."""
    from kb.sources import ReadOptions, read_path

    with open_knowledge_base(tmp_path_factory.mktemp("home"), load_settings({}, {}), create=True) as kb:
        with kb.adder() as adder:
            for outcome in read_path(str(ARTICLE), ReadOptions(published="2025-07-04")):
                assert adder.add(outcome).error is None
        yield kb


def ask(kb: KnowledgeBase, query: str) -> Rows:
    """Return the answers as name -> text."""
    result = kb.query(query, format="json")
    bindings = json.loads(result.read())["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


@pytest.mark.thorough
@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.id not in UNANSWERED], ids=lambda q: q.id)
def test_a_core_question_has_its_answer(base: KnowledgeBase, question: Question) -> None:
    """The graph gives the gold answer to a question put in plain SPARQL."""
    rows = ask(base, question.query)

    assert question.holds(rows), rows[:10]
