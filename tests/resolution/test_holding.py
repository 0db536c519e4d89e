"""Who holds an office at a time: near in time, once, and neither before nor after."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Entity, Extraction, Office, Span
from kb.resolution import weights as w
from kb.resolution.clustering import Partition, ordered
from kb.resolution.comparison import match_weight
from kb.resolution.holding import attach
from kb.resolution.judging import ENTITIES
from kb.resolution.profile import Profile, profiles

LVIV = Entity("p", "city", "Lviv", country="UA", external="geonames:702550")
UKRAINE = Entity("c", "country", "Ukraine", country="UA")


def reading(article: str, day: str, name: str, role: str, status: str = "current", **office: str) -> Profile:
    """The profile of a person; without a name if *name* is a title."""
    person = Entity("e", "person", name, named=name[0].isupper())
    held = replace(Office("o", "e", role, Span(0, 1), place="p", status=status), **office)  # type: ignore[arg-type]
    found = profiles(Extraction(article, "x", "1", "", entities=(LVIV, UKRAINE, person), offices=(held,)), day)
    return found["e"]


MAYOR = reading("b", "2025-03-04", "mayor", "mayor")


@pytest.mark.parametrize(
    ("day", "bits"),
    [("2025-03-01", w.HOLDER_NEAR), ("2024-12-01", w.HOLDER), ("2024-05-01", w.HOLDER_FAR), ("2023-01-01", 0.0)],
)
def test_an_article_that_names_the_holder_speaks_for_some_time(day: str, bits: float) -> None:
    named = reading("a", day, "Ada Lund", "Mayor")

    assert match_weight(MAYOR, named) == match_weight(named, MAYOR)
    assert match_weight(MAYOR, named).bits == bits
    assert "Ada Lund is called mayor" in match_weight(MAYOR, named).reasons[0]


@pytest.mark.parametrize(
    ("role", "day", "office", "bits"),
    [
        ("mayor", "2025-03-01", {"status": "former"}, w.EXCLUDED),  # not any more
        ("mayor", "2025-04-01", {"status": "former"}, 0.0),  # may have left since
        ("mayor", "2025-03-01", {"status": "acting"}, w.HOLDER_NEAR),
        ("mayor", "2024-06-01", {"status": "acting"}, 0.0),  # nobody acts for so long
        ("mayor", "2025-03-01", {"since": "2025-03-10"}, w.EXCLUDED),
        ("mayor", "2019-03-01", {"since": "2018"}, w.HOLDER_NEAR),
        ("mayor", "2025-03-01", {"until": "2024-12"}, w.EXCLUDED),
        ("deputy mayor", "2025-03-01", {}, 0.0),
        ("governor", "2025-03-01", {}, 0.0),
    ],
)
def test_former_acting_dates_and_other_offices(role: str, day: str, office: dict[str, str], bits: float) -> None:
    assert match_weight(MAYOR, reading("a", day, "Ada Lund", role, **office)).bits == bits


def test_the_acting_one_is_not_the_one_who_holds_it() -> None:
    acting = reading("b", "2025-03-04", "acting mayor", "acting mayor")

    assert match_weight(acting, reading("a", "2025-03-01", "Ada Lund", "mayor")).bits == 0.0
    assert match_weight(acting, reading("a", "2025-03-01", "Ada Lund", "acting mayor")).bits == w.HOLDER_NEAR


def test_ministers_are_of_a_country_and_mayors_of_the_one_town() -> None:
    said = Entity("e", "person", "mayor", named=False)
    two = (LVIV, Entity("q", "city", "Kyiv", country="UA", external="geonames:703448"), said)

    assert profiles(Extraction("b", "x", "1", "", entities=(LVIV, said)), "2025-03-04")["e"].posts == MAYOR.posts
    assert "e" not in profiles(Extraction("b", "x", "1", "", entities=two), "2025-03-04")
    minister = reading("b", "2025-03-04", "defence minister", "defence minister", place="", country="c")
    named = reading("a", "2025-03-01", "Ada Lund", "Minister of Defense", place="", country="c")
    assert match_weight(minister, named).bits == w.HOLDER_NEAR


@given(
    st.permutations("abcd"),
    st.lists(st.sampled_from([-30.0, 0.0, 7.0, 8.0, 9.0]), min_size=4, max_size=4),
    st.permutations("uv"),
)
def test_without_a_name_one_is_never_of_two(names: list[str], values: list[float], unnamed: list[str]) -> None:
    """At most one cluster gets it, one that beats all others clearly; the clusters of those with names stay."""
    found = Partition(tuple((name,) for name in sorted(names)))
    bits = {ordered(name, u): value for name, value in zip("abcd", values, strict=True) for u in unnamed}

    after = attach(found, unnamed, bits, ENTITIES)

    assert sorted(member for cluster in after.clusters for member in cluster) == sorted([*names, *unnamed])
    assert {tuple(m for m in cluster if m not in unnamed) for cluster in after.clusters} - {()} == set(found.clusters)
    best = sorted(values, reverse=True)
    clear = best[0] >= w.LINK and best[1] <= best[0] - w.LEAD
    assert all((("u",) in after.clusters) != clear for _ in unnamed)
