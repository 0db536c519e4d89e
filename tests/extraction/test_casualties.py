"""Who shot and who was shot, whose death it is, whom "the dead" are: deeds that a model joins and words tell apart."""

import pytest

from kb.extraction.builtin import create
from kb.model import Article, Event, Extraction
from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, mention, trigger

SHOT = (
    "Man kills two in Vestby school, shot by police\n\nA man with a pistol shot dead two people in a school in Vestby "
    "on Monday before he was himself shot and badly wounded by police.\n\nOne of the wounded, a girl, is in hospital."
)


def read(text: str) -> Extraction:
    return create().extract(Article(text, published="2026-03-12"))


def words_of(event: Event, text: str) -> list[str]:
    return [span.of(text) for span in (event.trigger, *event.other_mentions)]


def fillers(event: Event, role: str, text: str) -> set[str]:
    return {filler.span.of(text) for filler in event.roles if filler.role == role}


def test_who_is_shot_by_police_is_not_among_those_he_shot() -> None:
    shootings = [event for event in read(SHOT).events if event.type == "shooting"]

    doers = {(*fillers(e, "agent", SHOT), *fillers(e, "target", SHOT)) for e in shootings if e.roles}
    assert ("man", "two people") in doers
    assert all("police" not in row or "two people" not in row for row in doers)


@pytest.mark.parametrize(("hit", "events"), [("him", 2), ("Osk", 1)])
def test_whoever_was_hit_by_what_he_hit_before_is_hit_in_another_deed(hit: str, events: int) -> None:
    """The model links "him" to Obi, who did the first; of Osk it may be the first told again."""
    text = f"Obi struck Osk.\n\nThe strike on {hit} lasted."
    rows: list[Row] = [mention("Obi", "person"), trigger("struck", "attack"), trigger("strike", "attack")]
    rows += (
        [mention("Osk", "place")] if hit == "Osk" else [mention("Osk", "place"), mention("him", "person", "pronoun")]
    )
    links = [("agent", "struck", "Obi"), ("patient", "struck", "Osk"), ("patient", "strike", hit)]
    links += [("same", "strike", "struck"), *([("coref", "him", "Obi")] if hit == "him" else [])]

    assert len(extraction(text, rows, links).events) == events


@pytest.mark.parametrize(
    ("text", "with_police"),
    [
        ("A man shot two people at a mall in Aarhus on Saturday before he was shot by police. {}", False),
        ("Police shot a man at a mall in Aarhus on Saturday. {}", True),
    ],
)
def test_the_attack_is_what_police_answered(text: str, with_police: bool) -> None:
    text = text.format("The mayor called the attack meaningless.")
    (event,) = (event for event in read(text).events if "attack" in words_of(event, text))

    assert ({"police", "Police"} & fillers(event, "agent", text) != set()) is with_police


@pytest.mark.parametrize(
    ("whose", "nouns"),
    [("On Friday troops killed eight militants in a raid on Jilib. Residents said the dead were farmers.", 1)],
)
def test_the_dead_are_the_last_told_of_in_their_paragraph(whose: str, nouns: int) -> None:
    text = f"Mudarra blast leaves five dead\n\nA bomber killed five soldiers in Mudarra on Sunday.\n\n{whose}"
    deaths = [words_of(event, text) for event in read(text).events if event.type == "death"]

    assert sum(words[-2:] == ["killed", "dead"] for words in deaths) == nouns
    assert all(words.count("killed") < 2 for words in deaths)


def test_the_other_dies_another_death() -> None:
    text = (
        "Court jails ex-mayor over murder of reporter\n\nA court on Monday jailed the former mayor Ivo Lund for the "
        "murder of reporter Ada Paz in 2021. He had paid two gunmen. One confessed. The other was shot dead in a bar."
    )
    (murder,) = (event for event in read(text).events if event.type == "murder")

    assert "dead" not in words_of(murder, text)


@pytest.mark.parametrize(("second", "events"), [("blast", 2), ("blaze", 1)])
def test_what_blew_up_is_not_what_burned(second: str, events: int) -> None:
    text = f"A fire broke out.\n\nThe {second} was heard."
    rows: list[Row] = [trigger("fire", "fire_explosion"), trigger(second, "fire_explosion")]
    tree = {"fire": ("NOUN", "root", "fire"), second: ("NOUN", "root", second)}

    assert len(extraction(text, rows, [("same", second, "fire")], tree).events) == events


def test_a_car_does_not_die() -> None:
    text = "A drone strike on a car killed two people near Vestby on Monday, officials said."
    deaths = [event for event in read(text).events if event.type == "death"]

    assert [fillers(event, "patient", text) for event in deaths] == [{"two people"}]


@pytest.mark.parametrize(
    ("text", "kind", "doer"),
    [
        ("The army said that no rockets had been fired from Lebanon on Monday.", "shelling", ""),
        ("The army said that rockets had been fired by Lebanon on Monday.", "shelling", "Lebanon"),
        ("Nurses block road in Vestby, 14 arrested", "arrest", ""),
    ],
)
def test_what_is_fired_from_a_place_is_not_fired_by_it(text: str, kind: str, doer: str) -> None:
    (event,) = (event for event in read(text).events if event.type == kind)

    assert "".join(fillers(event, "agent", text)) == doer


@pytest.mark.parametrize(
    ("earlier", "later", "events"),
    [
        ("The death of Ben Obi was told.", "In protests 16 people died.", 2),
        ("The death of Ben Obi was told.", "In the blast 16 people died, including Ben.", 1),
        ("The death of Ben Obi was told.", "In the blast one clerk died.", 1),
    ],
)
def test_the_death_of_one_is_not_that_of_sixteen(earlier: str, later: str, events: int) -> None:
    dead = "16 people" if "16" in later else "one clerk"
    text = f"News\n\n{earlier}\n\n{later}"
    rows: list[Row] = [mention("Ben Obi", "person"), ("argument", "argument", dead, {})]
    rows += [trigger("death", "death"), trigger("died", "death")]
    tree = {"16": ("NUM", "nummod", "people"), "one": ("NUM", "nummod", "clerk")}
    links = [("same", "died", "death"), ("patient", "death", "Ben Obi"), ("patient", "died", dead)]

    found = extraction(text, rows, links, {word: row for word, row in tree.items() if word in later})

    assert len(found.events) == events


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "A blast tore through a mine in Osk. A further 12 men were feared dead, the ministry said.\n\n"
            "Among the dead are Rui Obi, 44, and Ana Paz, 31.",
            ["possible", "actual"],
        ),
        ("Five people were killed and 20 more are feared dead after a slide hit Osk.", ["actual", "possible"]),
        ("The climber, missing since May, is presumed dead.", ["possible"]),
        ("Five people were killed in Osk. The dead were all miners.", ["actual"]),
    ],
)
def test_who_is_feared_dead_is_not_among_the_dead(text: str, told: list[str]) -> None:
    assert [event.modality for event in read(text).events if event.type == "death"] == told


def test_when_they_are_feared_to_have_died_is_over() -> None:
    (death,) = (e for e in read("A ferry sank on Tuesday and 40 people are feared dead.").events if e.type == "death")

    assert death.time is None or death.time.latest_end <= "2026-03-12"


@pytest.mark.parametrize(("between", "caused"), [("\n\n", False), (" ", True)])
def test_what_a_later_paragraph_tells_has_not_brought_it_about(between: str, caused: bool) -> None:
    text = f"OSK - Nobody has been found dead.{between}The ferry sank in 2009, a year of storms."
    rows: list[Row] = [trigger("dead", "death"), trigger("sank", "damage")]
    found = extraction(text, rows, [("cause", "dead", "sank")])

    assert [bool(event.causes) for event in found.events] == [caused, False]
