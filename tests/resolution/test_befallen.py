"""Whom an event befell: two sides of one clash mourn their own."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Article, Entity, Event, Extraction, Figure, Role, Span
from kb.resolution import weights as w
from kb.resolution.events.befallen import elided, other_sides, others_told, sides_of
from kb.resolution.events.figures import Number, word_forms
from kb.resolution.events.happenings import event_features, event_weight
from kb.resolution.events.profile import EventProfile, event_profiles

TEXT = "Harrari guns killed five Sabaland soldiers and wounded nine. Ten people fled."


def _span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _figure(event: str, words: str, value: float, of: str = "") -> Figure:
    return Figure(f"f-{event}", event, _span(words), "exactly", value=value, of=of)


def _read() -> dict[str, EventProfile]:
    article = Article(title="T", text=TEXT, published="2026-04-11")
    entities = (Entity("e1", "country", "Harrar"), Entity("e2", "country", "Sabaland"))
    events = tuple(
        Event(name, kind, _span(word), roles=(Role("patient", _span(whom)),))
        for name, kind, word, whom in (
            ("v1", "death", "killed", "five Sabaland soldiers"),
            ("v2", "injury", "wounded", "nine"),
            ("v3", "flight", "fled", "Ten people"),
        )
    )
    figures = (
        _figure("v1", "five", 5, "Sabaland soldiers"),
        _figure("v2", "nine", 9),
        _figure("v3", "Ten", 10, "people"),
    )
    return event_profiles(article, Extraction("a1", "t", "1", entities=entities, events=events, figures=figures))


def _told(one: str, other: str) -> bool:
    return others_told(word_forms(one), word_forms(other), "death", ((), ()))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("six herders", "five soldiers", True),
        ("civilians", "troops", True),
        ("the attackers", "shoppers", True),
        ("gunmen", "police", True),
        ("soldiers", "police", False),  # one newsroom's soldiers are another's gendarmes
        ("herders", "civilians", False),
        ("sons", "soldiers", False),  # may be
        ("people among them two soldiers", "herders", False),
        ("herders and soldiers", "soldiers", False),
        ("houses", "soldiers", False),
        ("", "soldiers", False),
    ],
)
def test_kinds_of_people_that_exclude_one_another(one: str, other: str, apart: bool) -> None:
    assert _told(one, other) is _told(other, one) is apart


def test_what_figures_count_tells_whom_a_death_befell_and_not_whom_an_attack_did() -> None:
    """150 soldiers who attacked are those who did it."""
    counted = ((word_forms("soldiers"),), (word_forms("herders"),))

    assert others_told((), (), "death", counted)
    assert not others_told((), (), "attack", counted)


def test_a_bare_number_counts_what_the_one_before_it_in_the_sentence_does() -> None:
    found = {
        figure.event: figure.of
        for figure in elided(TEXT, (_figure("v1", "five", 5, "soldiers"), _figure("v2", "nine", 9)))
    }

    assert found == {"v1": "soldiers", "v2": "soldiers"}
    alone = _figure("v3", "Ten", 10)
    assert elided(TEXT, (_figure("v1", "five", 5, "soldiers"), alone))[1] == alone


def test_a_profile_has_whom_it_befell_and_whose_they_are() -> None:
    read = _read()

    assert read["v1"].whom == {"soldier"}
    assert read["v1"].sides == read["v2"].sides != frozenset()
    assert not read["v3"].sides
    assert "soldier" in read["v2"].numbers[0].of


def test_soldiers_from_a_country_are_its_own() -> None:
    text = "Two more soldiers from Sabaland were wounded."
    read = (Entity("e2", "country", "Sabaland"),)

    def sides(words: str) -> frozenset[str]:
        return sides_of(text, (Role("patient", _span(words, text)),), (), {one.id: one for one in read})

    assert sides("Two more soldiers") == {"sabaland"}
    assert sides("Two") == frozenset()


def test_as_many_militants_as_civilians_are_in_dispute_and_other_numbers_are_other_people() -> None:
    one = replace(_read()["v1"], coarse="death", whom=frozenset({"militant"}), sides=frozenset())
    one = replace(one, numbers=(Number(20, 20, "exactly", "", frozenset({"militant"})),))
    other = replace(one, article="a2", whom=frozenset({"civilian"}))

    def names(value: float) -> set[str]:
        counted = replace(other, numbers=(Number(value, value, "exactly", "", frozenset({"civilian"})),))
        return set(event_features(one, counted, 3.0, lambda a, b: a == b))

    assert "victims called otherwise" in names(20)
    assert "other kind of victims" in names(19)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ({"harari"}, {"sabaland"}, True),
        ({"harari"}, {"harar"}, False),
        ({"=TR"}, {"=SY"}, True),
        ({"=TR"}, {"=TR", "=SY"}, False),
        ({"=TR"}, {"kurdish"}, False),  # of whom it is not known what country they are of
        (set(), {"=SY"}, False),
    ],
)
def test_sides(one: set[str], other: set[str], apart: bool) -> None:
    assert other_sides(frozenset(one), frozenset(other)) is other_sides(frozenset(other), frozenset(one)) is apart


def test_the_dead_of_two_sides_are_two_happenings_though_day_place_and_type_are_one() -> None:
    ours = replace(
        _read()["v1"], coarse="death", begin="2026-04-10", end="2026-04-10", places=frozenset({"e9"}), lead=True
    )
    theirs = replace(ours, article="a2")
    for other in (
        replace(theirs, whom=frozenset({"herder"}), numbers=(), sides=frozenset()),
        replace(theirs, sides=frozenset({"harari"})),
    ):
        features = event_features(replace(ours, numbers=other.numbers), other, 3.0, lambda a, b: a == b)
        assert event_weight(features).bits <= w.EVENT_VETO
        assert not {"same figure", "compatible figures"} & features.keys()
    alike = event_features(ours, theirs, 3.0, lambda a, b: a == b)
    assert event_weight(alike).bits > w.EVENT_LINK
    assert "same figure" in alike


@given(
    st.lists(
        st.frozensets(st.sampled_from("soldier herder gunman police people son house".split())), min_size=2, max_size=2
    )
)
def test_symmetric_and_never_of_one_with_itself(sides: list[frozenset[str]]) -> None:
    one, other = sides

    assert others_told(one, other, "", ((), ())) is others_told(other, one, "", ((), ()))
    assert not others_told(one, one, "", ((), ()))
