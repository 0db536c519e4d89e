"""What followed at once was where and when the happening was; what another scene tells was not."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.protocol import Extractor
from kb.model import Article
from tests.extraction.analyses import Row
from tests.extraction.interpreted import Tree, extraction, mention, trigger
from tests.extraction.test_clause_owners import told


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


SCENE = "A coach plunged near Osk on Sunday."


@pytest.mark.parametrize(
    ("behind", "known"),
    [
        (" Twelve were injured.", True),
        (" Rain fell. Twelve were injured.", True),
        (" Twelve were injured before.", True),
        (" Twelve had been injured.", False),
        ("\n\nTwelve were injured.", True),
        ("\n\nRain fell.\n\nTwelve were injured.", False),
        (" In Lom twelve were injured.", False),
        (" In May twelve were injured.", False),
        (" Rain fell. Snow fell. Twelve were injured.", False),
    ],
)
def test_the_wounded_told_next_are_of_the_scene_until_it_changes(behind: str, known: bool) -> None:
    text = SCENE + behind
    rows: list[Row] = [
        trigger("plunged", "damage"),
        trigger("injured", "injury"),
        mention("Osk", "place"),
        ("time", "time", "Sunday"),
        *([mention("Lom", "place")] if "Lom" in text else []),
    ]
    tree: Tree = {"injured": ("VERB", "root", "injured")}
    if "had" in text:
        tree["had"] = ("AUX", "aux", "injured")
    links = [("place", "plunged", "Osk"), ("time", "plunged", "Sunday")]

    _, event = extraction(text, rows, links, tree).events

    assert (len(event.places), event.time is not None) == ((1, True) if known else (0, False))


@pytest.mark.parametrize("modality", ["possible", "planned"])
def test_what_may_follow_is_not_of_the_scene(modality: str) -> None:
    rows: list[Row] = [
        trigger("plunged", "damage"),
        trigger("injured", "injury", modality=modality),
        mention("Osk", "place"),
        ("time", "time", "Sunday"),
    ]
    links = [("place", "plunged", "Osk"), ("time", "plunged", "Sunday")]

    _, event = extraction(SCENE + " Twelve may be injured.", rows, links).events

    assert (event.places, event.time) == ((), None)


def test_what_befell_those_just_told_of_has_their_time(reader: Extractor) -> None:
    text = "Soldiers arrived on Sunday morning and found the road mined; one of them was killed when a bomb went off."

    assert told(reader, text, "killed")[1] == "2026-11-22"


@pytest.mark.parametrize("word", ["died", "plunged"])
def test_what_when_tells_behind_a_time_was_then_though_the_time_is_counted_from(reader: Extractor, word: str) -> None:
    text = "The crash was the deadliest on the road since May 2023, when 27 people died as a bus plunged into a gorge."

    assert told(reader, text, word)[1] == "2023-05-01"
    assert reader.extract(Article(text)).events[0].time is None


def test_a_nearer_scene_elsewhere_hides_the_one_before_it() -> None:
    text = "A coach plunged near Osk on Sunday. Police dispersed a march in Lom. Three from Osk were injured."
    rows: list[Row] = [
        trigger("plunged", "damage"),
        trigger("march", "protest"),
        trigger("injured", "injury"),
        mention("Osk", "place"),
        mention("Osk#2", "place"),
        mention("Lom", "place"),
        ("time", "time", "Sunday"),
    ]
    links = [
        ("place", "plunged", "Osk"),
        ("time", "plunged", "Sunday"),
        ("place", "march", "Lom"),
        ("place", "injured", "Osk#2"),
    ]

    *_, event = extraction(text, rows, links).events

    assert event.places
    assert event.time is None


@pytest.mark.parametrize(
    ("other", "word", "known"),
    [
        ("", "rescued", True),
        ("A barge sank off Lom in 2018.", "rescued", True),
        ("A barge sank off Lom on Sunday.", "rescued", False),
        ("", "arrested", False),
    ],
)
def test_who_is_rescued_is_at_the_only_scene_of_the_story(other: str, word: str, known: bool) -> None:
    """Wherever it is told; not so an arrest, which may be made elsewhere, nor where there are two scenes."""
    text = f"A ferry sank off Osk on Monday.\n\n{other or 'Rain fell.'}\n\nSnow fell.\n\nTen were {word}."
    rows: list[Row] = [trigger("sank", "damage"), mention("Osk", "place"), ("time", "time", "Monday")]
    rows += [trigger(word, "relief" if word == "rescued" else "legal")]
    links = [("place", "sank", "Osk"), ("time", "sank", "Monday")]
    if other:
        when = "in 2018" if "2018" in other else "Sunday"
        rows += [trigger("sank#2", "damage"), mention("Lom", "place"), ("time", "time", when)]
        links += [("place", "sank#2", "Lom"), ("time", "sank#2", when)]

    event = extraction(text, rows, links, {word: ("VERB", "root", word)}).events[-1]

    assert [span.of(text) for span in event.place_spans] == (["Osk"] if known else [])
