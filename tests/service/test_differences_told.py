"""A difference ("2 more killed") passes for no toll."""

import csv
import io
from collections.abc import Iterator

import pytest

from kb.service.answering.asking import ask
from kb.service.happenings.conflicts import conflicts
from kb.service.knowledge_base import KnowledgeBase
from kb.service.saved.binding import bind
from kb.service.saved.library import library
from tests.api.conftest import opened
from tests.service.conftest import add

TEXT = (
    "Red Column attacked Vardo Bridge on Tuesday, said people there. At least 9 killed were counted. "
    "On Monday there were 2 more killed, as nurses told us on the road.\n"
)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A base with an article that gives a toll and what came on top of it, beside others."""
    folder = tmp_path_factory.mktemp("differences")
    (folder / "osk.txt").write_text(TEXT, encoding="utf-8")
    with opened(folder / "home") as one:
        add(one, folder / "osk.txt")
        yield one


def rows(data: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data)))


def test_an_answer_leaves_it_out_beside_a_toll(kb: KnowledgeBase) -> None:
    found = ask("How many were killed?", kb.catalog, kb.base_iri, lambda sparql: kb.query(sparql, format="csv"))

    words = [row["words"] for row in rows(found.result.read().decode())]
    assert "9" in words
    assert not {"2", "2 more"} & set(words)


def test_a_saved_query_of_tolls_leaves_it_out(kb: KnowledgeBase) -> None:
    saved = library().get("toll-history")
    with kb.query(bind(saved, {}, kb.catalog, kb.base_iri), format="csv") as answer:
        words = {row["words"] for row in rows(answer.read().decode())}
    assert "9" in words
    assert not words & {"2", "2 more"}


def test_it_is_at_odds_with_nothing(kb: KnowledgeBase) -> None:
    told = {value.words for quantity in conflicts(kb.catalog, agreeing=True) for value in quantity.values}
    assert told == {"5", "7"}  # of two other articles; "9" has no second number beside it
