"""What is looked at together for one article: all of a small region, of a large one few members of each id."""

from types import SimpleNamespace
from typing import Any

import pytest

from kb.resolution.clustering import FOREVER
from kb.resolution.profile import Profile
from kb.service.identity import link_events, link_region
from kb.service.identity import region as regions
from kb.service.identity.link_region import Regions
from kb.service.identity.region import Region, days_apart

OWN = "new#e1"
DAYS = {OWN: "2026-05-10", "a#e1": "2026-05-01", "b#e1": "2026-05-12", "c#e1": "2020-01-01", "d#e1": ""}
STANDING = {"a#e1": "mayor", "b#e1": "mayor", "c#e1": "singer", "d#e1": "singer"}


def region() -> Region:
    """Return a member and four others of two ids, all of one name."""
    members = {
        name: Profile(name[:-3], "e1", "person", "person", "", "Ana Cruz", ("ana cruz",), day=day)
        for name, day in DAYS.items()
    }
    return Region(members, frozenset({OWN}), frozenset({"mayor", "singer"}))


def test_of_each_id_those_nearest_in_time_stand_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The own member stays; who has no date is nearest to nobody."""
    monkeypatch.setattr(regions, "_NEAREST", 1)

    thin = region().thinned_to(DAYS[OWN], STANDING)

    assert set(thin.members) == {OWN, "b#e1", "c#e1"}
    assert thin.thinned
    assert (thin.own, thin.ids) == (frozenset({OWN}), frozenset({"mayor", "singer"}))


def test_only_a_large_region_in_which_something_is_open_is_thinned(monkeypatch: pytest.MonkeyPatch) -> None:
    """In small homes all is looked at, so that the order of adding counts for nothing."""
    whole = region()
    assert not whole.is_large
    monkeypatch.setattr(regions, "_WHOLE", 4)
    assert whole.is_large
    assert not Region(whole.members, whole.own, whole.ids, settled=True).is_large


def test_members_of_one_id_are_not_weighed_with_each_other_again_in_a_thinned_region() -> None:
    """They stay one; the new member is weighed with all, and two ids with each other."""
    weighed: list[tuple[str, str]] = []

    def bits(one: str, other: str) -> float:
        weighed.append((one, other))
        return 1.0

    index: Any = SimpleNamespace(stands_for=lambda names: {name: STANDING[name] for name in names})
    pairs: Any = SimpleNamespace(bits=bits, asked=lambda one, other: False)
    _, one = Regions(index, pairs).entity_bits(region().thinned_to(DAYS[OWN], STANDING))

    assert {("a#e1", "b#e1"), ("c#e1", "d#e1")}.isdisjoint(weighed)
    assert len(weighed) == 8
    assert one == [("a#e1", "b#e1"), ("c#e1", "d#e1")]


@pytest.mark.parametrize(("one", "other", "days"), [("2026-05-10", "2026-05-12", 2), ("2026-01-01", "2025-12-31", 1)])
def test_days_between_two_dates(one: str, other: str, days: int) -> None:
    """Whichever comes first."""
    assert days_apart(one, other) == days_apart(other, one) == days
    assert days_apart(one, "") > 10_000


def _waiting(group: str) -> list[Profile]:
    """Return five persons or bodies of two ids and two names, in no order of their days."""
    rows = [("a", "ana cruz", 9), ("b", "ana cruz", 2), ("c", "a cruz", 3), ("d", "ana cruz", 4), ("e", "a cruz", 1)]
    return [Profile(a, "e1", group, group, "", name, (name,), day=f"2026-05-0{day}") for a, name, day in rows]


@pytest.mark.parametrize(("group", "asked"), [("person", ["b", "c", "d"]), ("organisation", ["a", "b", "c", "d", "e"])])
def test_of_many_persons_one_of_each_name_and_id_has_its_namesakes_looked_for(
    group: str, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest in time stands for the others; of bodies all are asked, and of few persons."""
    held = {"a#e1": "mayor", "b#e1": "mayor", "c#e1": "mayor", "d#e1": "singer", "e#e1": "mayor"}
    index: Any = SimpleNamespace(stands_for=lambda names: {name: held[name] for name in names})
    gathering: Any = Regions(index, index)
    assert gathering._telling(_waiting("person"), "2026-05-03") == _waiting("person")
    monkeypatch.setattr(link_region, "_ALL", 4)

    found = gathering._telling(_waiting(group), "2026-05-03")

    assert sorted(one.article for one in found) == asked


def test_of_an_entity_of_many_members_few_are_looked_at_and_stay_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that may be one with the entity of the article come before others; who judges anew looks at all."""
    monkeypatch.setattr(link_region, "_MANY", 3)
    monkeypatch.setattr(link_region, "_FEW", 3)
    many = [f"m{number}#e1" for number in range(6)]
    profiles = {name: Profile(name[:-3], "e1", "person", "person", "", "Ana Cruz", ("ana cruz",)) for name in many}
    index: Any = SimpleNamespace(
        members=lambda entity, limit: many if entity == "mayor" else many[:2],
        stands_for=lambda names: dict.fromkeys(names, "mayor"),
        fetch=lambda articles: None,
        entity=profiles.get,
    )
    here = {"m0#e1": profiles["m0#e1"]}

    few, all_of_it = Regions(index, index), Regions(index, index)
    all_of_it.WHOLE = True
    region, other, whole = dict(here), dict(here), dict(here)

    assert few._add_members(region, ["mayor"], {"mayor": ["m5#e1", "m4#e1", "m3#e1"]})
    assert set(region) == {"m0#e1", "m5#e1", "m4#e1"}
    assert not few._add_members(other, ["singer"])
    assert set(other) == {"m0#e1", "m1#e1"}
    assert not all_of_it._add_members(whole, ["mayor"])
    assert set(whole) == set(many)


@pytest.mark.parametrize(("stories", "weighed"), [(5, 10), (4, 4)], ids=["few", "many"])
def test_of_many_events_those_of_one_happening_stay_one(
    stories: int, weighed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then only those of the article that is linked are weighed with the others."""
    monkeypatch.setattr(link_events, "_STORIES", stories)
    asked: list[tuple[str, ...]] = []

    def weigh(*pair: str) -> float:
        asked.append(pair)
        return 1.0

    index: Any = SimpleNamespace(stands_for=lambda names: {name: "storm" if name < "c" else "flood" for name in names})
    pairs: Any = SimpleNamespace(
        retold=lambda article: frozenset(),
        weighed_bits=lambda one, other: [((f"{one}#v1", f"{other}#v1"), weigh(f"{one}#v1", f"{other}#v1"))],
        event_bits=weigh,
        least=lambda one, other: 0.0,
    )
    regions_of = Regions(index, pairs)
    regions_of._met.linked = "new"

    bits = regions_of.event_bits({"a#v1", "b#v1", "c#v1", "d#v1", "new#v1"})

    assert len(asked) == weighed
    assert len(bits) == 10
    together = {pair for pair, value in bits.items() if value == FOREVER}
    assert together == (set() if stories == 5 else {("a#v1", "b#v1"), ("c#v1", "d#v1")})
    assert ("a#v1", "c#v1") in bits


def test_a_persons_decision_bears_on_a_region_but_where_one_new_member_alone_is_to_be_placed() -> None:
    whole = region()
    settled = Region(whole.members, whole.own, whole.ids, settled=True)

    assert whole.is_open(set())
    assert not settled.is_open({"a#e1"})
    assert settled.is_open({OWN})
