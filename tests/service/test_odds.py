"""Contradictions in the graph: there while both claims are, and nothing of them left behind."""

import pytest

from kb.service.articles.withdrawing import withdraw
from kb.service.happenings.odds import Odds, UnknownKindError, odds
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.maintenance import verify_home
from kb.sources import read_bytes


def put(kb: KnowledgeBase, number: int, killed: int) -> str:
    text = (
        f"Title: Story {number}\nSource: Paper {number}\nDate: 2025-03-0{number}\n\n"
        f"Orion Energy attacked Tovue Party on Tuesday, and {killed} killed were found."
    )
    with kb.adder() as adder:
        return adder.add(next(read_bytes(text.encode(), "test"))).article


def asked(kb: KnowledgeBase, kind: str = "") -> list[Odds]:
    def ask(text: str) -> bytes:
        with kb.query(text, format="json") as answer:
            return answer.read()

    return list(odds(ask, kb.iris.base, "", kind))


def test_two_tolls_contradict_each_other_with_the_reason(kb: KnowledgeBase) -> None:
    articles = [put(kb, 1, 5), put(kb, 2, 7)]

    (odd,) = asked(kb)

    assert odd.kind == "figure"
    assert "5 killed" in odd.because
    assert "7 killed" in odd.because
    assert sorted(odd.articles) == sorted(f"article-{article}" for article in articles)
    assert asked(kb, "place") == []
    verify_home(kb)


def test_a_claim_that_leaves_takes_its_contradictions_along(kb: KnowledgeBase) -> None:
    put(kb, 1, 5)
    second = put(kb, 2, 7)
    before = asked(kb)

    withdraw(kb, second, reason="test")
    assert asked(kb) == []
    verify_home(kb)
    assert before != []


def test_another_kind_is_refused(kb: KnowledgeBase) -> None:
    with pytest.raises(UnknownKindError) as caught:
        asked(kb, "colour")

    assert "happened, time, place, actor, figure" in str(caught.value.hint)
