"""Words that belong to another happening of their sentence, or of the one before, as the packaged reader has it."""

import pytest

from kb.extraction.builtin import create
from kb.model import Article, Event


def event(text: str, word: str) -> tuple[Event, dict[str, str]]:
    """Return the event that a word tells, and the names of the article's entities."""
    found = create().extract(Article(text, published="2025-06-02"))
    told = (e for e in found.events if word in {s.of(text) for s in (e.trigger, *e.other_mentions)})
    return next(told), {entity.id: entity.name for entity in found.entities}


def places(text: str, word: str) -> list[str]:
    found, names = event(text, word)
    return [names[place] for place in found.places]


def test_a_deed_of_long_ago_was_neither_when_nor_where_its_doer_was_arrested() -> None:
    text = (
        "Alan Dzasov was sentenced in absentia to 18 years in 2011 for the killing of four policemen and arrested at "
        "Kutaisi airport in 2023."
    )
    killing, _ = event(text, "killing")

    assert (places(text, "killing"), killing.time) == ([], None)
    assert places(text, "arrested") == ["Kutaisi airport"]


def test_the_year_before_a_noun_is_that_of_the_noun_alone() -> None:
    text = "Wilmer Anchundo, 43, had been serving a 25-year sentence for the 2019 murder of a port official."
    sentence, _ = event(text, "sentence")
    murder, _ = event(text, "murder")

    assert sentence.time is None
    assert murder.time is not None
    assert murder.time.earliest_begin == "2019-01-01"


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        (
            "A bus fell into a gorge near Doda on Saturday. Three people thought dead were alive in the district "
            "hospital, an official said. Twenty-five people were injured.",
            "injured",
            False,
        ),
        ("Two nurses were injured in the district hospital when a wall fell.", "injured", True),
        ("A ferry was carrying 94 people when it left Binga on Monday. The dead include nine pupils.", "dead", False),
    ],
)
def test_nobody_is_hurt_where_others_are_treated_or_set_out(text: str, word: str, there: bool) -> None:
    assert any("hospital" in place or place == "Binga" for place in places(text, word)) is there


@pytest.mark.parametrize(
    ("text", "word", "where"),
    [
        ("A storm struck on Sunday, killing 12 people in Lyon and seven in Nice.", "killing", ["Lyon", "Nice"]),
        ("Seven people died in Lyon, four in Nice and one in Cannes, he said.", "died", ["Lyon", "Nice", "Cannes"]),
        ("Seven people died in Lyon, and the mayor spoke in Nice.", "died", ["Lyon"]),
        ("A gunman opened fire in Lyon and died in Nice on Monday.", "opened fire", ["Lyon"]),
        ("A flood killed 12 people in Lyon and spread in Nice.", "killed", ["Lyon"]),
    ],
)
def test_the_dead_of_several_towns_died_in_each(text: str, word: str, where: list[str]) -> None:
    assert places(text, word) == where


def test_who_survived_is_not_among_the_dead() -> None:
    text = "A ferry sank last week, drowning 31 people.\n\nSixty-nine people survived.\n\nThe dead include nine boys."
    found = create().extract(Article(text))
    dead = {e.id for e in found.events if e.type == "death"}

    assert {figure.value for figure in found.figures if figure.event in dead} == {31.0, 9.0}


def test_what_a_live_blog_takes_back_before_a_colon_did_not_happen() -> None:
    text = (
        "Storm live\n\n15:30\nCorrection\nAn earlier entry said that a dam in Magat had burst. It has not: its owner "
        "opened five gates this morning."
    )

    assert event(text, "burst")[0].polarity == "negative"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A third suspect is believed to have drowned.", ["to have drowned"]),
        ("Rebels gave the army warning of an attack.", []),
        ("The army issued a warning of heavy attacks.", ["heavy attacks"]),
    ],
)
def test_what_is_no_verb_of_saying_brings_no_statement(text: str, said: list[str]) -> None:
    found = create().extract(Article(text))

    assert [" ".join(part.of(text) for part in s.content) for s in found.statements] == said


def test_the_town_on_a_river_is_no_river() -> None:
    text = "Luz Mosquero, mayor of the river town of Bojayá, was freed near the Opogadó river on Thursday."
    found = create().extract(Article(text))

    assert "river" not in {mention.span.of(text) for mention in found.mentions}


def test_what_came_hours_after_a_time_was_not_then() -> None:
    text = "It alerted the authorities at 2 a.m. on Sunday, 26 hours before the first patrol boat arrived."
    alerted, _ = event(text, "alerted")
    arrived, _ = event(text, "arrived")

    assert alerted.time is not None
    assert arrived.time is None or arrived.time.earliest_begin != alerted.time.earliest_begin


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Soldiers staged a coup in Bamako on Tuesday. The president says the coup has failed.", "negative"),
        ("Soldiers staged a coup in Bamako on Tuesday. The president says the army has failed.", "positive"),
        ("Nine died in a coup in Bamako in 2020. A second coup was foiled on Sunday.", "positive"),
    ],
)
def test_a_coup_that_failed_is_no_plain_fact(text: str, polarity: str) -> None:
    assert event(text, "coup")[0].polarity == polarity


def test_what_a_headline_tells_behind_a_semicolon_did_not_come_of_what_it_tells_before() -> None:
    text = (
        "Migrants rescued off Crete tell of beatings; 17 feared drowned\n\nGreek coast guards rescued 78 migrants from "
        "a sinking trawler south of Crete on Monday, and survivors said that 17 others had gone overboard."
    )
    beatings, _ = event(text, "beatings")
    drowned, _ = event(text, "drowned")

    assert drowned.modality == "possible"
    assert beatings.id not in drowned.causes
