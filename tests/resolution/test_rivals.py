"""A pair of events among the others of both articles; and one article's event that title and text both tell."""

from dataclasses import replace

import pytest

from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile
from kb.resolution.events.figures import Number
from kb.resolution.events.happenings import event_features
from kb.resolution.events.profile import EventProfile
from kb.resolution.events.retold import filled, retold, told_again
from kb.resolution.events.rivals import Rivals
from kb.resolution.judging import Pairs
from tests.resolution.test_happenings import BASE, OTHER

ARTICLE = replace(BASE, article="a", places=frozenset({"p1"}))
SECOND = replace(OTHER, article="b", places=frozenset({"p1"}))
ELSEWHERE = replace(SECOND, local="v9", places=frozenset({"p9"}), lands=frozenset(), stems=frozenset({"otherwhere"}))


def rivals(first: list[object], second: list[object]) -> Rivals:
    one, other = ({event.local: event for event in side} for side in (first, second))  # type: ignore[attr-defined]
    return Rivals(one, other, lambda a, b: event_features(a, b, 6.0, str.__eq__))


def test_what_has_no_rival_fits_best() -> None:
    found = rivals([ARTICLE], [SECOND])
    assert found.standing((ARTICLE.local, SECOND.local)) == {"fits best": 1.0}


def test_one_of_two_fits_best_and_the_other_knows() -> None:
    found = rivals([ARTICLE], [SECOND, ELSEWHERE])

    best, worse = (found.standing((ARTICLE.local, event.local)) for event in (SECOND, ELSEWHERE))

    assert 0 < best["fits best"] <= 1
    assert worse == {"another fits better": best["fits best"]}


def test_what_tells_a_happening_again_is_asked_for_only_where_there_are_rivals() -> None:
    asked = []

    def of(others: list[EventProfile]) -> Rivals:
        events = [{event.local: event for event in side} for side in ([ARTICLE], others)]
        return Rivals(*events, lambda a, b: {"same type": 1.0}, lambda: asked.append(others) or ((), ()))

    alone, beside = of([SECOND]), of([SECOND, ELSEWHERE])
    assert alone.standing((ARTICLE.local, SECOND.local)) == {"fits best": 1.0}
    assert not asked

    assert not beside.standing((ARTICLE.local, SECOND.local))
    assert not beside.standing((ARTICLE.local, ELSEWHERE.local))
    assert asked == [[SECOND, ELSEWHERE]]


def test_of_two_that_fit_alike_neither_leads() -> None:
    found = rivals([ARTICLE], [SECOND, replace(SECOND, local="v9")])
    assert not found.standing((ARTICLE.local, SECOND.local))
    assert not found.standing((ARTICLE.local, "v9"))


def test_what_title_and_text_both_tell_is_no_rival_of_itself() -> None:
    title = replace(SECOND, local="v0", titled=True, lead=True)
    body = replace(SECOND, lead=True, start=90)
    found = rivals([ARTICLE], [title, body])
    assert found.standing((ARTICLE.local, title.local)) == {"fits best": 1.0}


def test_the_standing_among_many_is_that_of_all_pairs_weighed() -> None:
    """Only the best few pairs of an event are kept, which is all that standing rests on."""
    first = [replace(ARTICLE, local=f"v{n}", places=frozenset({f"p{n % 4}"})) for n in range(6)]
    title = replace(SECOND, local="u0", titled=True, lead=True)
    rest = [replace(SECOND, local=f"u{n}", lead=n < 3, start=n, places=frozenset({f"p{n % 3}"})) for n in range(1, 7)]
    found = rivals([*first], [title, *rest])
    twin = {one: other for pair in retold({e.local: e for e in (title, *rest)}) for one, other in (pair, pair[::-1])}
    assert twin

    for a, b in ((one.local, other.local) for one in first for other in (title, *rest)):
        others = {(a, e.local) for e in (title, *rest)} | {(e.local, b) for e in first}
        best = max(found.bits(pair) for pair in others - {(a, b), (a, twin.get(b, ""))})
        lead = round(max(-3.0, min(3.0, found.bits((a, b)) - best)) / 3.0, 2)
        expected = {"fits best": lead} if lead > 0 else {"another fits better": -lead} if lead else {}
        assert found.standing((a, b)) == expected


def test_two_of_other_kinds_have_no_bits() -> None:
    found = rivals([ARTICLE], [replace(SECOND, coarse="talks", types=("talks",), word="talk")])
    assert found.bits((ARTICLE.local, SECOND.local)) == w.EXCLUDED


TITLE = replace(BASE, local="v1", titled=True, lead=True, begin="", end="")
TEXT = replace(BASE, local="v2", lead=True, start=80)


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        (TITLE, TEXT, True),
        (TITLE, replace(TEXT, types=("explosion",)), True),  # the same word
        (TITLE, replace(TEXT, types=("explosion",), word="burst"), False),
        (TITLE, replace(TEXT, lead=False), False),
        (TITLE, replace(TEXT, again="second"), False),
        (TITLE, replace(TEXT, denied=True), False),
        (replace(TITLE, begin="2020-01-01", end="2020-01-01"), TEXT, False),
        (TITLE, replace(TEXT, places=frozenset({"elsewhere"})), False),
        (replace(TITLE, titled=False), TEXT, False),
        (
            replace(TITLE, numbers=(Number(9, 9, "exactly", "", frozenset()),)),
            replace(TEXT, numbers=(Number(27, 27, "exactly", "", frozenset()),)),
            False,
        ),
    ],
)
def test_what_an_article_tells_twice(title: object, text: object, told: bool) -> None:
    events = {"v1": title, "v2": text}
    assert retold(events) == ({("v1", "v2")} if told else frozenset())  # type: ignore[arg-type]


def test_a_title_is_repeated_by_the_first_that_does() -> None:
    events = {"v1": TITLE, "v2": TEXT, "v3": replace(TEXT, local="v3", start=60)}
    assert retold(events) == {("v1", "v3")}


def test_a_title_and_its_text_are_neither_joined_nor_kept_apart() -> None:
    pairs = Pairs(
        {"a": ArticleProfile("a", {}, {"v1": replace(TITLE, article="a"), "v2": replace(TEXT, article="a")})}.get
    )
    assert w.EVENT_VETO < pairs.events("a#v1", "a#v2").bits < w.EVENT_REVIEW
    assert pairs.retold("a") == {("v1", "v2")}
    assert pairs.retold("c") == frozenset()


def test_a_title_has_the_day_and_the_places_of_its_text_where_it_gives_none() -> None:
    text = replace(ARTICLE, local="v2", titled=False, lead=True, start=90, begin="2025-03-02", end="2025-03-02")
    title = replace(text, local="v1", titled=True, start=0, begin="", end="", places=frozenset(), sites=frozenset())
    dated = replace(title, begin="2025-03-02", end="2025-03-03", places=frozenset({"p1", "p2"}))

    found = filled({"v1": title, "v2": text})

    assert (found["v1"].begin, found["v1"].places) == ("2025-03-02", text.places)
    assert found["v2"] == text
    assert filled({"v1": dated, "v2": text})["v1"] == dated


CLAIM = replace(BASE, local="v1", start=40, whom=frozenset({"captain"}))
DENIAL = replace(CLAIM, local="v2", start=90, denied=True, begin="", end="", places=frozenset())


@pytest.mark.parametrize(
    ("denial", "again"),
    [
        (DENIAL, True),
        (replace(DENIAL, types=("explosion",), word="burst"), False),
        (replace(DENIAL, absent=True), False),
        (replace(DENIAL, whom=frozenset({"owner"})), False),
        (replace(DENIAL, begin="2020-01-01", end="2020-01-01"), False),
        (replace(DENIAL, places=frozenset({"elsewhere"})), False),
        (replace(DENIAL, denied=False), False),
        (replace(DENIAL, real=False), False),
    ],
)
def test_what_one_tells_and_another_denies_in_one_article(denial: EventProfile, again: bool) -> None:
    """ "Police said they had arrested the captain. He was not arrested, his lawyer said." """
    assert told_again({"v1": CLAIM, "v2": denial}) == ({("v1", "v2")} if again else frozenset())


def test_a_denial_is_of_the_nearest_that_tells_it() -> None:
    far = replace(CLAIM, local="v3", start=400)
    assert told_again({"v1": CLAIM, "v2": DENIAL, "v3": far}) == {("v1", "v2")}


def test_a_report_and_its_denial_are_no_rivals_for_what_another_article_tells() -> None:
    told = replace(CLAIM, article="b", local="u1")
    denied = replace(DENIAL, article="b", local="u2", places=CLAIM.places)
    found = rivals([replace(CLAIM, article="a")], [told, denied])

    assert found.standing(("v1", "u1")) == found.standing(("v1", "u2")) == {"fits best": 1.0}


def test_a_wide_date_makes_no_toll_of_several_days_of_one_blast() -> None:
    """Five dead on the day of a blast, 33 "a year ago" by it: one toll that grew, not another of a whole month."""

    def articles(kind: str) -> Pairs:
        base = replace(BASE, places=frozenset(), actors=frozenset(), numbers=())
        blast = replace(base, coarse="fire_explosion", types=(kind,), word=kind)
        dead = replace(base, local="v2", coarse="death", types=("death",), word="die", causes=frozenset({blast.local}))
        month = {"begin": "2024-03-01", "end": "2024-03-31", "day": "2025-03-02"}
        first = [blast, replace(dead, numbers=(Number(5.0, 5.0, "exactly", "", frozenset({"miner"})),))]
        toll = Number(33.0, 33.0, "exactly", "", frozenset({"miner"}))
        second = [replace(one, article="a2", **month) for one in (blast, replace(dead, numbers=(toll,)))]  # type: ignore[arg-type]
        told = {name: {one.local: one for one in each} for name, each in (("a1", first), ("a2", second))}
        story = frozenset({"person:danso", "name:osk", "name:taro"})
        return Pairs({name: ArticleProfile(name, {}, events, story) for name, events in told.items()}.get)

    assert "toll of several days" not in articles("explosion").features("a1#v2", "a2#v2")
    assert "toll of several days" in articles("fire").features("a1#v2", "a2#v2")  # fires go on for weeks
