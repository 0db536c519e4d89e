"""One happening in several articles: same class, place, day and participants link; another day never does."""

from dataclasses import replace

from kb.resolution import EventProfile, link_happenings

BASE = EventProfile(
    "a1#v1",
    "a1",
    "attack",
    "shelling",
    frozenset({"town"}),
    frozenset({"army"}),
    frozenset({14.0}),
    "2024-03-02",
    "2024-03-02",
)


def test_same_place_day_and_participant_is_one_happening() -> None:
    other = replace(BASE, event="a2#v4", article="a2", figures=frozenset({23.0}))

    (link,) = link_happenings([other], [BASE])

    assert set(link.members) == {"a1#v1", "a2#v4"}
    assert link.score >= 7


def test_another_day_is_another_happening() -> None:
    assert not link_happenings(
        [replace(BASE, event="a2#v4", article="a2", begin="2024-03-09", end="2024-03-09")], [BASE]
    )


def test_an_event_without_place_and_day_is_linked_to_nothing() -> None:
    bare = replace(BASE, event="a2#v4", article="a2", places=frozenset(), begin="", end="", figures=frozenset())

    assert not link_happenings([bare], [BASE])


def test_one_article_gives_a_happening_one_event() -> None:
    twice = [replace(BASE, event=f"a2#v{n}", article="a2") for n in (4, 5)]

    assert len(link_happenings(twice, [BASE])) == 1


def test_a_known_happening_keeps_its_id() -> None:
    (link,) = link_happenings([replace(BASE, event="a2#v4", article="a2")], [replace(BASE, happening="h1")])

    assert (link.happening, link.members) == ("h1", ("a2#v4",))
