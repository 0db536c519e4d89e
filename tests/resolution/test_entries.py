"""A page that is written on all day tells one toll in several entries: one happening, and what is none."""

from dataclasses import replace
from itertools import combinations

import pytest

from kb.model import Article, Event, Extraction, Figure, Span
from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile
from kb.resolution.events.entries import told_live
from kb.resolution.events.figures import Number
from kb.resolution.events.profile import EventProfile, event_profiles
from kb.resolution.events.rivals import Rivals
from kb.resolution.judging import Pairs
from tests.resolution.test_happenings import BASE

NOON = replace(
    BASE,
    local="v1",
    coarse="death",
    types=("death",),
    word="kill",
    numbers=(Number(9.0, 9.0, "at_least", "", frozenset({"people"})),),
    causes=frozenset({"v9"}),
    actors=frozenset(),
    words=frozenset(),
    start=100,
    entry=1,
)
FIVE = replace(NOON, local="v2", numbers=(Number(14.0, 14.0, "exactly", "", frozenset({"dead"})),), start=300, entry=2)
TOWN = frozenset({"e5"})


def pairs(*events: EventProfile) -> frozenset[tuple[str, str]]:
    return told_live({event.local: event for event in events})


def test_a_toll_that_rises_from_entry_to_entry_is_of_one_happening() -> None:
    assert pairs(NOON, FIVE) == {("v1", "v2")}


@pytest.mark.parametrize(
    "other",
    [
        replace(FIVE, entry=1),
        replace(FIVE, causes=frozenset({"v8"})),
        replace(FIVE, causes=frozenset(), places=frozenset({"e7"})),
        replace(FIVE, begin="2024-03-05", end="2024-03-05"),
        replace(FIVE, types=("injury",), coarse="injury"),
        replace(FIVE, types=("shelling", "attack"), coarse="attack"),
        replace(FIVE, numbers=()),
        replace(FIVE, numbers=(replace(FIVE.numbers[0], part=True),)),
        replace(FIVE, numbers=(replace(FIVE.numbers[0], change="increase"),)),
        replace(FIVE, whom=frozenset({"soldier"}), numbers=(replace(FIVE.numbers[0], of=frozenset({"soldier"})),)),
        replace(FIVE, denied=True),
        replace(FIVE, real=False),
        replace(FIVE, one_more=True, again="another"),
    ],
)
def test_what_is_no_toll_told_again(other: EventProfile) -> None:
    """Of one entry, another cause, place, day or kind; a part or a rise; soldiers beside herders; denied, planned."""
    herders = replace(NOON, whom=frozenset({"herder"}), numbers=(replace(NOON.numbers[0], of=frozenset({"herder"})),))
    first = herders if other.whom else NOON

    assert pairs(first, other) == pairs(other, first) == frozenset()


def test_the_dead_of_one_town_are_a_part_of_all() -> None:
    """Unless they are as many: then the town is where it was."""
    few = replace(FIVE, towns=TOWN, numbers=(Number(4.0, 4.0, "exactly", "", frozenset({"people"})),))

    assert pairs(NOON, few) == frozenset()
    assert pairs(NOON, replace(FIVE, towns=TOWN)) == {("v1", "v2")}
    assert pairs(replace(NOON, towns=TOWN), replace(FIVE, towns=TOWN)) == {("v1", "v2")}
    assert pairs(replace(NOON, towns=TOWN), replace(FIVE, towns=frozenset({"e6"}))) == frozenset()


def test_a_text_without_entries_tells_two_tolls() -> None:
    assert pairs(replace(NOON, entry=0), replace(FIVE, entry=0)) == frozenset()
    assert pairs(replace(NOON, entry=0), FIVE) == {("v1", "v2")}  # the head tells what entries do


def test_a_quake_is_told_again_unless_its_strength_is_another() -> None:
    quake = replace(
        NOON, coarse="natural_hazard", types=("earthquake", "natural_hazard"), numbers=(), causes=frozenset()
    )
    strong, other = (Number(value, value, "exactly", "magnitude", frozenset()) for value in (6.9, 5.1))
    again = replace(quake, local="v2", entry=2, numbers=(strong,))

    assert pairs(quake, again) == {("v1", "v2")}
    assert pairs(replace(quake, numbers=(other,)), again) == frozenset()
    assert pairs(quake, replace(again, one_more=True, again="second")) == frozenset()


def test_entries_that_tell_one_toll_are_linked_and_are_no_rivals() -> None:
    late = replace(FIVE, article=NOON.article)
    known = {"a1": ArticleProfile("a1", {}, {one.local: one for one in (NOON, late)})}
    report = replace(NOON, article="a2", local="u1", entry=0, numbers=FIVE.numbers)

    found = Pairs(known.get).events(NOON.member, late.member)
    alone = Rivals({"v1": NOON}, {"u1": report}, lambda a, b: {"same days": 1.0})
    both = Rivals({"v1": NOON, "v2": late}, {"u1": report}, lambda a, b: {"same days": 1.0})

    assert found.bits == w.TOLD_LIVE >= w.EVENT_LINK
    assert both.standing(("v1", "u1")) == alone.standing(("v1", "u1"))


@pytest.mark.parametrize(
    ("stamps", "live"),
    [
        (("7:40 p.m.", "5:15 p.m.", "10:20 a.m."), True),
        (("19.40", "17.15", "10.20 GMT"), True),
        (("19:40 -", "17:15 -", "10:20 -"), True),
        (("7:40 p.m.", "5:15 p.m.", ""), False),
        (("7:40 p.m. on Monday,", "5:15 p.m. on Monday,", "10:20 a.m. on Monday,"), False),
    ],
)
def test_entries_begin_under_times_of_day(stamps: tuple[str, ...], live: bool) -> None:
    head = "Storm in Osk\n"
    lines = [f"{stamp} 1{n} people died.\n" if stamp[-1:] in "-," else f"{stamp}\n1{n} people died.\n"
             for n, stamp in enumerate(stamps)]  # fmt: skip
    text = head + "".join(lines)
    places = [at for at in range(len(text)) if text.startswith("died", at)]
    events = tuple(Event(f"v{n}", "death", Span(at, at + 4)) for n, at in enumerate(places))
    figures = tuple(
        Figure(f"q{n}", f"v{n}", Span(at - 10, at - 8), "exactly", 10.0 + n, of="people") for n, at in enumerate(places)
    )
    found = event_profiles(Article(text), Extraction("a", "made-up", "1", "", events=events, figures=figures))

    assert [found[f"v{n}"].entry for n in range(3)] == ([1, 2, 3] if live else [0, 0, 0])


def test_what_entries_tell_again_is_found_once_for_all_pairs_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of a day has a hundred events: to look at all pairs anew for each pair would take hours."""
    asked = []
    monkeypatch.setattr("kb.resolution.judging.told_live", lambda events: asked.append(events) or told_live(events))
    of_page = {f"v{n}": replace(NOON, article="a", local=f"v{n}", entry=n, start=100 * n) for n in range(1, 6)}
    pairs = Pairs({"a": ArticleProfile("a", {}, of_page)}.get)

    weighed = [pairs.events(f"a#{one}", f"a#{other}").bits for one, other in combinations(of_page, 2)]

    assert weighed == [w.TOLD_LIVE] * 10
    assert len(asked) == 1
