"""Whom the entities of one article may be: of many mentions those that are like its own, of the well-known few."""

from types import SimpleNamespace
from typing import Any

import pytest

from kb.resolution.profile import Profile
from kb.service.identity import link_met
from kb.service.identity.link_met import Met


def test_of_many_mentions_of_one_id_the_first_are_weighed_for_an_entity_of_another_article(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each id keeps some, however often another is told of."""
    monkeypatch.setattr(link_met, "_ALL", 2)
    monkeypatch.setattr(link_met, "_BESIDE", 2)
    standing = {"a#e1": "mayor", "b#e1": "mayor", "c#e1": "mayor", "d#e1": "singer"}
    index: Any = SimpleNamespace(stands_for=lambda names: {name: standing[name] for name in names})
    own = Profile("new", "e1", "person", "person", "", "Ana Cruz", ("ana cruz",))
    met = Met(index, index)
    met._bearers[own.member] = list(standing)

    assert met._telling(own) == ["a#e1", "b#e1", "d#e1"]


def test_for_an_entity_of_the_article_itself_those_are_weighed_in_whose_articles_most_of_its_names_were_met(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing but the names met says so: no article is read for it."""
    monkeypatch.setattr(link_met, "_ALL", 2)
    monkeypatch.setattr(link_met, "_NEAREST", 2)
    index: Any = SimpleNamespace(stands_for=lambda names: dict.fromkeys(names, "mayor"))
    own = Profile("new", "e1", "person", "person", "", "Ana Cruz", ("ana cruz",))
    met = Met(index, index)
    met.linked, met._bearers[own.member] = "new", ["a#e1", "b#e1", "c#e1", "d#e1"]
    met.articles.update({"a": 1, "b": 1, "c": 4, "d": 2})

    assert met._telling(own) == ["c#e1", "d#e1"]


class _Known:
    """An index of one person whom many articles name alike, and of one whose name is near."""

    def __init__(self, others: int = 0) -> None:
        self.names = [f"a{number}#e1" for number in range(9)]
        self.holding = [f"o{number}#e1" for number in range(others)]
        self.asked: list[str] = []

    def same(self, own: Profile) -> list[str]:
        return self.names

    def near(self, own: Profile, *, identified: bool) -> list[str]:
        self.asked.append(own.member)
        return [*self.names, "b#e1"]

    def holders(self, own: Profile) -> list[str]:
        return list(self.holding)

    def listed(self, own: Profile) -> list[tuple[str, str]]:
        return []

    def fetch(self, articles: set[str]) -> None:
        self.fetched = articles

    def stands_for(self, names: Any) -> dict[str, str]:
        return {name: "other" if name == "b#e1" else "mayor" for name in names}

    def entity(self, name: str) -> Profile:
        return Profile(name.split("#", maxsplit=1)[0], "e1", "person", "person", "", "Ana Cruz", ("ana cruz",))


def _weighing(bits: float) -> Any:
    return SimpleNamespace(bits=lambda *_: bits, weak=lambda *_: False)


def _article(own: Profile) -> Any:
    return SimpleNamespace(article=own.article, entities={own.local: own})


def test_the_well_known_are_looked_for_under_no_other_spelling() -> None:
    """Nine articles call one person so, and who is named here is that person beyond doubt."""
    own, index = Profile("new", "e1", "person", "person", "", "Ana Cruz", ("ana cruz",)), _Known()
    met = Met(index, _weighing(9.0))  # type: ignore[arg-type]

    met.look_up(_article(own), {})
    found = met.alone(own)

    assert found is not None
    assert found.settled
    assert found.ids == frozenset({"mayor"})
    assert len(found.members) == 4  # itself and three of nine
    assert index.asked == []


@pytest.mark.parametrize(
    ("bits", "others", "whole"), [(6.5, 0, False), (9.0, 1, False), (9.0, 0, True)], ids=["doubt", "holder", "whole"]
)
def test_where_there_is_doubt_all_spellings_are_looked_at(bits: float, others: int, whole: bool) -> None:
    """A link of few bits, an office that somebody without a name holds, and who judges anew."""
    own, index = Profile("new", "e1", "person", "person", "", "Ana Cruz", ("ana cruz",)), _Known(others)
    met = Met(index, _weighing(bits))  # type: ignore[arg-type]

    met.look_up(_article(own), {}, all_spellings=whole)

    assert met.alone(own) is None
    assert index.asked
    assert "b#e1" in met.of(own)


def test_of_articles_in_which_as_many_names_were_met_those_nearest_come_first() -> None:
    """As the index gives them, which is by time; the order of a set would hang on the process."""
    own, index = Profile("new", "e1", "person", "person", "", "Ana Cruz", ("ana cruz",)), _Known()
    index.names = [f"a{number * 7 % 40}#e1" for number in range(40)]
    met = Met(index, _weighing(9.0))  # type: ignore[arg-type]

    met.look_up(_article(own), {})

    assert list(met.articles) == [name.partition("#")[0] for name in index.names]
    assert set(met.articles.values()) == {1}
