"""One happening in several articles: what speaks for one and what for two; symmetric whatever is compared."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile
from kb.resolution.events.figures import Number, compatible
from kb.resolution.events.happenings import comparable, contrary, event_features, event_weight, kin_features
from kb.resolution.events.profile import EventProfile
from kb.resolution.judging import Pairs

TOLL = Number(14.0, 14.0, "exactly", "", frozenset({"kill"}))
BASE = EventProfile(
    article="a1",
    local="v1",
    coarse="attack",
    types=("shelling", "attack"),
    word="shell",
    real=True,
    places=frozenset({"e1"}),
    actors=frozenset({("agent", "e2")}),
    words=frozenset({"market"}),
    numbers=(TOLL,),
    begin="2024-03-02",
    end="2024-03-02",
    dated=True,
    lead=True,
    day="2024-03-02",
)
OTHER = replace(BASE, article="a2", local="v4", day="2024-03-03")


def bits(one: EventProfile, other: EventProfile, shared: float = 6.0) -> float:
    return event_weight(event_features(one, other, shared, lambda a, b: a == b)).bits


def test_same_place_day_and_participant_is_one_happening() -> None:
    assert comparable(BASE, OTHER)
    assert bits(BASE, OTHER) >= w.EVENT_LINK


def test_another_day_is_another_happening_whatever_else_agrees() -> None:
    later = replace(OTHER, begin="2024-03-09", end="2024-03-09", day="2024-03-09", numbers=())

    assert bits(BASE, later) < bits(BASE, OTHER) - 8


def test_a_rescue_is_no_recovery_of_bodies() -> None:
    """Both are relief: who was found alive and who was found dead are two happenings, however alike the rest."""
    rescue = replace(BASE, coarse="relief", types=("rescue", "relief"), word="rescue")

    assert not comparable(rescue, replace(OTHER, coarse="relief", types=("recovery_of_bodies", "relief"), word="find"))
    assert comparable(rescue, replace(OTHER, coarse="relief", types=("relief",), word="help"))
    assert comparable(rescue, replace(OTHER, coarse="relief", types=("rescue", "relief"), word="save"))


def test_a_verdict_is_no_sentence_and_a_release_no_manhunt() -> None:
    """Types of one class that are steps of one matter; what newsrooms take for one another is near."""
    freed = replace(BASE, coarse="crime", types=("release", "crime"), word="free", actors=frozenset())
    sought = replace(OTHER, coarse="crime", types=("manhunt", "crime"), word="search", actors=frozenset())

    assert "other type" in event_features(freed, sought, 6.0, lambda a, b: a == b)
    assert bits(freed, sought) < bits(freed, replace(sought, types=("release", "crime"))) - 5
    shelled = replace(OTHER, types=("stabbing", "attack"))
    assert "other type" not in event_features(BASE, shelled, 6.0, lambda a, b: a == b)


def test_what_cannot_be_one_is_named_by_what_tells_it_apart() -> None:
    """By its type where the classes are one."""
    rescue = replace(BASE, coarse="relief", types=("rescue", "relief"), word="rescue")
    bodies = replace(OTHER, coarse="relief", types=("recovery_of_bodies", "relief"), word="find")
    articles = {one.article: ArticleProfile(one.article, {}, {one.local: one}) for one in (rescue, bodies)}

    (part,) = Pairs(articles.get).events(rescue.member, bodies.member).parts

    assert part.words == "rescue and recovery of bodies"


def test_what_is_planned_is_not_what_took_place() -> None:
    assert not comparable(BASE, replace(OTHER, real=False))


def test_what_is_planned_is_not_what_is_told_on_its_day() -> None:
    """Headlines tell in the present what happens: "Talks open in Muscat", read as a plan."""
    plan = replace(BASE, real=False, day="2024-02-20")
    told = replace(OTHER, real=False, begin="2024-03-02", end="2024-03-02", day="2024-03-02")

    assert not comparable(plan, told)
    assert comparable(plan, replace(told, day="2024-03-01"))
    assert comparable(plan, replace(told, begin="", end=""))


def test_articles_without_a_common_name_tell_two_stories() -> None:
    assert bits(BASE, OTHER, shared=0.0) < bits(BASE, OTHER)


def test_another_class_is_compared_only_where_the_word_is_the_same() -> None:
    other = replace(OTHER, coarse="damage", types=("damage",), word="hit")

    assert not comparable(BASE, other)
    assert comparable(replace(BASE, word="hit"), other)


def test_a_quarter_of_the_town_is_no_other_place() -> None:
    quarter = replace(OTHER, places=frozenset({"e8"}), around=frozenset({"e1"}))
    market = replace(OTHER, places=frozenset({"e9"}), stems=frozenset({"lodva"}))
    elsewhere = replace(OTHER, places=frozenset({"e9"}))

    assert "place within" in event_features(BASE, quarter, 6.0, str.__eq__)
    assert "place within" in event_features(replace(BASE, stems=frozenset({"lodva"})), market, 6.0, str.__eq__)
    assert "other place" in event_features(BASE, elsewhere, 6.0, str.__eq__)


def test_no_article_tells_of_what_comes_after_it() -> None:
    early = replace(OTHER, begin="", end="", dated=False, day="2024-02-20")

    assert "after the report" in event_features(BASE, early, 6.0, str.__eq__)
    assert bits(BASE, early) < w.EVENT_LINK


def test_the_dead_of_two_floods_are_others() -> None:
    """What brought two events about counts, whichever is told of first."""
    one, other = replace(BASE, causes=frozenset({"v8"})), replace(OTHER, causes=frozenset({"v9"}))

    assert kin_features(one, other, lambda *_: 5.0, lambda *_: 0.0) == {"same cause": 1.0}
    assert kin_features(one, other, lambda *_: -9.0, lambda *_: -3.1) == {"other cause": 1.0}
    assert kin_features(one, OTHER, lambda *_: 5.0, lambda *_: 0.0) == {}


def test_causes_of_which_too_little_is_known_are_no_two() -> None:
    """ "The accident", of which an article says neither day nor place, may be the blast of the other article."""
    one, other = replace(BASE, causes=frozenset({"v8"})), replace(OTHER, causes=frozenset({"v9"}))

    assert kin_features(one, other, lambda *_: -9.0, lambda *_: -1.5) == {}
    assert kin_features(one, other, lambda *_: w.EXCLUDED, lambda *_: -3.1) == {}


def test_only_what_says_that_two_are_two_contradicts_one() -> None:
    """Who did it two accounts may tell otherwise, and much that is missing says nothing; a day later is another day."""
    doers = event_features(BASE, replace(OTHER, actors=frozenset({("agent", "e7")})), 0.0, str.__eq__)
    later = replace(OTHER, begin="2024-03-03", end="2024-03-03")

    assert "other agents" in doers
    assert contrary(doers) == 0.0
    assert contrary(event_features(BASE, later, 6.0, str.__eq__)) == w.OTHER_KIN
    assert contrary(event_features(BASE, replace(later, begin="2024-03-09", end="2024-03-09"), 6.0, str.__eq__)) < -3.0


def test_a_toll_changes_from_day_to_day() -> None:
    more = replace(OTHER, numbers=(replace(TOLL, low=20.0, high=20.0),))

    assert "figures of other days" in event_features(BASE, more, 6.0, str.__eq__)
    assert "other figures" in event_features(BASE, replace(more, day=BASE.day), 6.0, str.__eq__)


@pytest.mark.parametrize(("first", "second", "how"), [(20, 22, "near"), (14, 30, "other"), (5, 6, "other")])
def test_two_tolls_of_one_day_that_are_near_say_less_against_one_happening(first: int, second: int, how: str) -> None:
    one, two = (replace(BASE, numbers=(replace(TOLL, low=value, high=value),)) for value in (first, second))

    found = event_features(one, replace(two, article="a2"), 6.0, str.__eq__)

    assert {name for name in found if name.endswith("figures")} == {f"{how} figures"}


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (
            Number(23, 23, "at_least", "", frozenset()),
            Number(26, 26, "exactly", "", frozenset()),
            True,
        ),
        (
            Number(23, 23, "exactly", "", frozenset()),
            Number(26, 26, "exactly", "", frozenset()),
            False,
        ),
        (
            Number(20, 30, "exactly", "", frozenset()),
            Number(26, 26, "exactly", "", frozenset()),
            True,
        ),
        (
            Number(20, 30, "at_least", "", frozenset()),
            Number(26, 26, "exactly", "", frozenset()),
            True,
        ),
        (
            Number(20, 30, "at_least", "", frozenset()),
            Number(45, 45, "exactly", "", frozenset()),
            False,
        ),
        (
            Number(100, 100, "about", "", frozenset()),
            Number(108, 108, "exactly", "", frozenset()),
            True,
        ),
        (
            Number(8, 8, "more_than", "hour", frozenset()),
            Number(7.9, 7.9, "exactly", "hour", frozenset()),
            False,
        ),
        (
            Number(30, 30, "up_to", "", frozenset()),
            Number(14, 14, "exactly", "", frozenset()),
            True,
        ),
    ],
)
def test_figures_that_can_both_be_true(one: Number, other: Number, agree: bool) -> None:
    assert compatible(one, other) is agree
    assert compatible(other, one) is agree


EVENTS = st.builds(
    lambda begin, width, word, places, lead: replace(
        BASE,
        begin=f"2024-03-{begin:02}",
        end=f"2024-03-{min(28, begin + width):02}",
        word=word,
        places=frozenset(places),
        lead=lead,
    ),
    st.integers(1, 28),
    st.integers(0, 9),
    st.sampled_from(["shell", "hit"]),
    st.sets(st.sampled_from(["e1", "e2"]), max_size=2),
    st.booleans(),
)


@given(EVENTS, EVENTS, st.floats(0, 12))
def test_comparing_is_symmetric(one: EventProfile, other: EventProfile, shared: float) -> None:
    there = replace(other, article="a2")

    assert bits(one, there, shared) == bits(there, one, shared)


def test_a_denial_tells_of_what_it_denies() -> None:
    """It is linked, a little less readily, and is then seen to contradict."""
    denial = replace(OTHER, denied=True)

    assert comparable(BASE, denial)
    assert w.EVENT_LINK <= bits(BASE, denial) < bits(BASE, OTHER)


def test_actors_in_other_roles_are_no_other_actors() -> None:
    other = replace(OTHER, actors=frozenset({("patient", "e7")}))

    assert "actors of other roles" in event_features(BASE, other, 6.0, str.__eq__)
    assert "other actors" in event_features(BASE, replace(OTHER, actors=frozenset({("agent", "e7")})), 6.0, str.__eq__)


@pytest.mark.parametrize(("value", "telling"), [(40.0, None), (14.0, 1.0), (412.0, 2.0), (1_400_000.0, 1.0)])
def test_a_number_with_more_digits_tells_more(value: float, telling: float | None) -> None:
    one, other = (replace(event, numbers=(replace(TOLL, low=value, high=value),)) for event in (BASE, OTHER))

    assert event_features(one, other, 6.0, str.__eq__).get("telling figure") == telling


@pytest.mark.parametrize(
    ("coarse", "earlier", "later", "falls"),
    [
        ("death", 84.0, 7.0, True),
        ("death", 84.0, 60.0, False),
        ("death", 7.0, 84.0, False),
        ("protest", 84.0, 7.0, False),
    ],
)
def test_a_toll_that_falls_by_far_is_of_another_happening(
    coarse: str, earlier: float, later: float, falls: bool
) -> None:
    """What is counted of the dead adds up; protesters may be counted otherwise."""
    one, other = (
        replace(event, coarse=coarse, numbers=(replace(TOLL, low=value, high=value, of=frozenset({"people"})),))
        for event, value in ((BASE, earlier), (OTHER, later))
    )

    assert ("figures fall" in event_features(one, other, 6.0, str.__eq__)) is falls


WEEK, MONDAY, UNTIL = ("2025-03-03", "2025-03-07"), ("2025-03-03", "2025-03-03"), ("", "2025-03-03")


@pytest.mark.parametrize(
    ("coarse", "days", "before", "after", "apart"),
    [
        ("death", WEEK, 12.0, 40.0, True),
        ("injury", WEEK, 12.0, 40.0, True),
        ("death", WEEK, 14.0, 21.0, False),  # the toll of Monday has risen since
        ("death", WEEK, 12.0, 12.0, False),
        ("death", MONDAY, 12.0, 40.0, False),
        ("death", UNTIL, 12.0, 40.0, False),  # since when it does not say
        ("protest", WEEK, 12.0, 40.0, False),
    ],
)
def test_a_toll_of_a_week_is_of_more_than_that_of_one_of_its_days(
    coarse: str, days: tuple[str, str], before: float, after: float, apart: bool
) -> None:
    """ "12 killed on Monday" and "40 killed this week" are two happenings, and no figures in conflict."""
    one, other = (
        replace(
            event,
            coarse=coarse,
            numbers=(replace(TOLL, low=value, high=value, of=frozenset({"people"})),),
            begin=begin,
            end=end,
        )
        for event, value, (begin, end) in ((BASE, before, MONDAY), (OTHER, after, days))
    )

    found = event_features(one, other, 6.0, str.__eq__)

    assert ("toll of several days" in found) is apart
    assert event_features(other, one, 6.0, str.__eq__) == found
    assert not apart or event_weight(found).bits < w.EVENT_VETO


@pytest.mark.parametrize(("since", "apart"), [("2024-01-08", True), ("2024-03-01", False)])
def test_a_toll_since_a_day_is_of_all_days_up_to_its_report(since: str, apart: bool) -> None:
    """ "61 have died since January" beside 14 of one night; since the day before it may be of that night."""
    people = frozenset({"people"})
    night = replace(BASE, coarse="death", numbers=(replace(TOLL, of=people),))
    season = replace(
        OTHER, coarse="death", numbers=(replace(TOLL, low=61.0, high=61.0, of=people),), begin=since, end=""
    )

    found = event_features(night, season, 6.0, str.__eq__)

    assert ("toll of several days" in found) is apart
    assert event_features(season, night, 6.0, str.__eq__) == found


@pytest.mark.parametrize(
    ("coarse", "few", "many", "apart"),
    [
        ("death", [("soldier", 1.0)], [("people", 30.0)], True),
        ("death", [("guard", 2.0)], [("", 17.0)], True),
        ("injury", [("officer", 1.0)], [("people", 12.0)], True),
        ("death", [("miner", 11.0)], [("people", 28.0)], False),  # the first of them
        ("death", [("guard", 2.0)], [("guard", 9.0)], False),
        ("death", [("person", 1.0)], [("people", 30.0)], False),
        ("death", [("soldier", 1.0)], [("people", 2.0)], False),
        ("death", [("soldier", 1.0), ("people", 28.0)], [("people", 30.0)], False),
        ("protest", [("soldier", 1.0)], [("people", 30.0)], False),
    ],
)
def test_one_of_a_kind_who_is_told_of_by_himself_is_not_the_many_of_another(
    coarse: str, few: list[tuple[str, float]], many: list[tuple[str, float]], apart: bool
) -> None:
    """ "One soldier was also killed" and "up to 30 people have been killed" are two counts of one day."""
    one, other = (
        replace(
            event,
            coarse=coarse,
            words=frozenset(),
            numbers=tuple(replace(TOLL, low=n, high=n, of=frozenset({of} - {""})) for of, n in counted),
        )
        for event, counted in ((BASE, few), (OTHER, many))
    )

    found = event_features(one, other, 6.0, str.__eq__)

    assert ("few of many" in found) is apart
    assert event_features(other, one, 6.0, str.__eq__) == found


def test_one_time_alone_makes_no_two_accounts_one() -> None:
    """A school that is closed and a visit that is called off, both planned for one week and told on one day."""
    school = replace(
        BASE, coarse="disruption", types=("closure", "disruption"), word="close", real=False, places=frozenset(),
        actors=frozenset(), words=frozenset({"school"}), numbers=(),
    )  # fmt: skip
    visit = replace(
        OTHER, coarse="disruption", types=("disruption",), word="cancel", real=False, places=frozenset(),
        actors=frozenset({("agent", "e9")}), words=frozenset(), numbers=(),
    )  # fmt: skip

    assert "nothing but the time" in event_features(school, visit, 6.0, str.__eq__)
    assert bits(school, visit) < w.EVENT_LINK - 2
    for telling in (replace(visit, types=("closure", "disruption")), replace(visit, words=frozenset({"school"}))):
        assert "nothing but the time" not in event_features(school, telling, 6.0, str.__eq__)


def test_other_words_say_nothing_where_one_actor_is_named_by_both() -> None:
    """ "Its chief executive, Ada Osk, resigned" and "Ada Osk stepped down" have no word of a role in common."""
    one, other = replace(BASE, words=frozenset({"executive"})), replace(OTHER, words=frozenset({"breach"}))
    stranger = replace(other, actors=frozenset({("agent", "e7")}))

    assert "other words" not in event_features(one, other, 6.0, str.__eq__)
    assert "other words" in event_features(one, stranger, 6.0, str.__eq__)


def test_other_agents_speak_against_one_happening_though_its_target_is_shared() -> None:
    """Two columns that attacked one depot: who did it differs, what it was done to does not."""
    target = ("patient", "depot")
    blue = replace(BASE, actors=frozenset({("agent", "blue"), target}))
    green = replace(OTHER, actors=frozenset({("agent", "green"), target}))
    again = replace(OTHER, actors=frozenset({("agent", "blue"), target}))
    nobody = replace(OTHER, actors=frozenset({target}))

    features = [event_features(blue, one, 6.0, str.__eq__) for one in (green, again, nobody)]
    assert ["other agents" in one for one in features] == [True, False, False]
    assert all("shared actors" in one for one in features)


def test_that_nobody_was_hurt_is_told_of_everything() -> None:
    """Two events of which both articles say that there was none are less likely one than two that took place."""
    none = [replace(event, absent=True, denied=True) for event in (BASE, OTHER)]
    denied = [replace(event, denied=True) for event in (BASE, OTHER)]
    assert bits(*none) < bits(*denied) - 1


def test_two_villages_of_one_name_are_two_places() -> None:
    """A word in common joins a town and its market; the very same name of two of one size does not."""
    village = replace(BASE, stems=frozenset({"osk"}), sizes=frozenset({"settlement"}))
    namesake = replace(village, article="a2", local="v4", places=frozenset({"e9"}))
    market = replace(namesake, sizes=frozenset({"market"}))

    def told(other: EventProfile) -> set[str]:
        return {name for name in event_features(village, other, 6.0, lambda a, b: a == b) if "place" in name}

    assert told(replace(namesake, places=village.places)) == {"same place"}
    assert told(namesake) == {"other place"}
    assert told(market) == {"place within"}


def test_two_who_resign_on_one_day_resign_twice() -> None:
    """Of whom is appointed, or convicted, so it is; who appoints may be told otherwise."""
    resigned = replace(
        BASE, coarse="employment", types=("resignation",), word="resign", actors=frozenset({("agent", "e2")})
    )
    other = replace(resigned, article="a2", local="v4", actors=frozenset({("agent", "e5")}))
    named = replace(resigned, types=("appointment",), actors=frozenset({("agent", "e2"), ("patient", "e3")}))
    convicted = replace(resigned, coarse="legal", types=("conviction",), actors=frozenset({("patient", "e3")}))
    attacked = replace(convicted, coarse="attack")

    def told(one: EventProfile, another: EventProfile) -> bool:
        return "other person" in event_features(one, another, 6.0, lambda a, b: a == b)

    assert told(resigned, other)
    assert not told(resigned, replace(other, actors=resigned.actors))
    assert not told(named, replace(named, actors=frozenset({("agent", "e5"), ("patient", "e3")})))
    assert told(named, replace(named, actors=frozenset({("agent", "e2"), ("patient", "e6")})))
    assert told(convicted, replace(convicted, actors=frozenset({("patient", "e6")})))
    assert not told(attacked, replace(attacked, actors=frozenset({("patient", "e6")})))


def test_the_dead_of_two_villages_are_not_those_of_one() -> None:
    def dead(count: float, *towns: str) -> EventProfile:
        toll = Number(count, count, "exactly", "", frozenset({"people"}))
        kind = replace(BASE, coarse="death", types=("death",), towns=frozenset(towns), places=frozenset(towns))
        return replace(kind, article="a" + "".join(towns), numbers=(toll,))

    def told(one: EventProfile, other: EventProfile) -> set[str]:
        return set(event_features(one, other, 6.0, lambda a, b: a == b))

    assert "toll of several towns" in told(dead(11, "e1"), dead(22, "e1", "e2"))
    assert "toll of several towns" in told(dead(22, "e1", "e2"), dead(11, "e1"))
    assert "toll of several towns" not in told(dead(22, "e1"), dead(22, "e1", "e2"))
    assert "toll of several towns" not in told(dead(22, "e1"), dead(11, "e1", "e2"))
    assert "toll of several towns" not in told(dead(11, "e1"), dead(22, "e1"))


def test_of_one_land_alone_others_are_two_happenings() -> None:
    """The police of a country arrest a mayor and miners on one day; in one town it says less, and one story is one."""
    mine = replace(BASE, coarse="crime", types=("arrest",), actors=frozenset(), numbers=(), words=frozenset({"mayor"}))
    theirs = replace(mine, article=OTHER.article, local=OTHER.local, words=frozenset({"miner"}))
    dead = [replace(one, coarse="death", types=("death",)) for one in (mine, theirs)]
    in_town = [replace(one, towns=frozenset({"e1"})) for one in (mine, theirs)]

    def told(one: EventProfile, other: EventProfile, shared: float) -> bool:
        return "others of a land" in event_features(one, other, shared, lambda a, b: a == b)

    assert told(mine, theirs, 0.5)
    assert not told(mine, replace(theirs, words=mine.words), 0.5)
    assert not told(in_town[0], in_town[1], 0.5)
    assert not told(mine, theirs, 6.0)
    assert not told(dead[0], dead[1], 0.5)  # who died is told in many words
