"""An article is filed anew, and somebody else, or who runs it, is in the way."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kb.projections.verify import verify
from kb.service.articles import refiling
from kb.service.articles.refiling import otherwise_said, refile
from kb.service.articles.revising import put_back
from kb.service.articles.withdrawing import NotThereError, withdraw
from kb.service.intake.adding import Adder
from kb.service.knowledge_base import KnowledgeBase
from kb.sources import Loaded, ReadOptions, read_paths

TEXT = "Flood in Beira\n\nHeavy rain flooded the port of Beira on Tuesday, killing nine people, the mayor said.\n"
Changes = Mapping[str, tuple[str, str]]


def given(folder: Path, day: str) -> Loaded:
    (folder / "flood.txt").write_text(TEXT, encoding="utf-8")
    (found,) = read_paths([str(folder / "flood.txt")], ReadOptions(published=day))
    assert isinstance(found, Loaded)
    return found


@pytest.fixture
def dated(kb: KnowledgeBase, tmp_path: Path) -> tuple[Loaded, Changes]:
    """An article that is in without a day, as it comes with one, and what is otherwise."""
    anew = given(tmp_path, "2026-03-12")
    with kb.adder() as adder:
        adder.add(given(tmp_path, ""))
    with kb.adder() as adder:
        return anew, otherwise_said(adder.catalog, anew, ["published"])


def days(kb: KnowledgeBase) -> list[str]:
    kb.catch_up()
    return [one.published for one in kb.catalog.list_articles().items]


def test_one_that_left_meanwhile_is_said_to_have_left(kb: KnowledgeBase, dated: tuple[Loaded, Changes]) -> None:
    anew, changes = dated
    withdraw(kb, anew.article.id, "asked")
    result = refile(kb, anew, changes)

    assert (result.status, type(result.error)) == ("failed", NotThereError)
    assert days(kb) == []


def test_one_that_somebody_adds_in_between_is_not_said_to_be_filed(
    kb: KnowledgeBase, dated: tuple[Loaded, Changes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew, changes = dated

    def withdrawn(*args: object, **more: object) -> object:
        found = withdraw(*args, **more)  # type: ignore[arg-type]
        with kb.adder(again=True) as adder:
            adder.add(given(tmp_path, "2026-01-01"))
        return found

    monkeypatch.setattr(refiling, "withdraw", withdrawn)
    assert refile(kb, anew, changes).status == "known"
    assert days(kb) == ["2026-01-01"]


@pytest.mark.parametrize(("late", "kept"), [(False, ""), (True, "2026-03-12")])
def test_who_breaks_it_off_finds_it_as_it_was_or_as_it_was_to_be(
    kb: KnowledgeBase, dated: tuple[Loaded, Changes], late: bool, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the article is recorded the withdrawal is undone; behind that it stands, and the interrupt is told."""
    anew, changes = dated
    add = Adder.add

    def broken(adder: Adder, outcome: Loaded, **more: str) -> object:
        if late:
            add(adder, outcome, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(Adder, "add", broken)
    with pytest.raises(KeyboardInterrupt):
        refile(kb, anew, changes)

    assert days(kb) == [kept]


def test_a_correction_stays_one(kb: KnowledgeBase, dated: tuple[Loaded, Changes]) -> None:
    """Its earlier text can still be put back, with the ids that both have."""
    anew, _ = dated
    earlier = Loaded(replace(anew.article, text=TEXT.replace("nine", "six"), published=""), "log")
    withdraw(kb, anew.article.id, "the earlier text comes first")
    with kb.adder() as adder:
        first = adder.add(earlier)
        second = adder.add(replace(anew, article=replace(anew.article, published="")), corrects=first.article)
    with kb.adder() as adder:
        changes = otherwise_said(adder.catalog, anew, ["published"])

    result = refile(kb, anew, changes)

    assert (second.status, result.status, days(kb)) == ("corrected", "refiled", ["2026-03-12"])
    assert put_back(kb, anew.article.id, first.article).status == "corrected"
    verify(kb.home, kb.log).check()
