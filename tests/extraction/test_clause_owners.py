"""Places and times stay with the clause and the noun that they are told of."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.protocol import Extractor
from kb.model import Article, Event, Extraction


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


def event_of(found: Extraction, text: str, word: str) -> Event:
    events = [e for e in found.events if word in (e.trigger.of(text), *(m.of(text) for m in e.other_mentions))]
    assert events, f"no event on {word}"
    return events[0]


def told(reader: Extractor, text: str, word: str) -> tuple[str, str]:
    """The place and the first day of an event, "" for none."""
    found = reader.extract(Article(text, published="2026-11-24"))
    event = event_of(found, text, word)
    names = {entity.id: entity.name for entity in found.entities}
    return ", ".join(names[p] for p in event.places), event.time.earliest_begin[:10] if event.time is not None else ""


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        (
            "Three engineers who were kidnapped in Zinder on 2 November were released on Monday, the company said.",
            "kidnapped",
            "Zinder",
        ),
        (
            "Three engineers who were kidnapped in Zinder on 2 November were released on Monday, the company said.",
            "released",
            "",
        ),
        ("A student who was beaten in Jos was taken to hospital on Monday.", "beaten", "Jos"),
    ],
)
def test_where_somebody_was_held_is_not_where_he_is_freed(reader: Extractor, text: str, word: str, place: str) -> None:
    assert told(reader, text, word)[0] == place


def test_the_place_and_time_of_a_signing_are_not_those_of_the_breach(reader: Extractor) -> None:
    text = "Bolivia's foreign minister said on Monday that Chile had broken the truce signed in Arica in June."

    assert told(reader, text, "broken") == ("", "")
    assert told(reader, text, "truce") == ("Arica", "2026-06-01")


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        ("A judge jailed the banker for fraud committed in May, and police dispersed a rally in Osk.", "rally", ""),
        ("On Monday a judge jailed the banker, and police dispersed a rally in Osk.", "jailed", "2026-11-23"),
        (
            "Fire destroyed a mill in Perm on Saturday, and on Sunday rain flooded the station.",
            "destroyed",
            "2026-11-21",
        ),
        ("Fire destroyed a mill in Perm on Saturday, and on Sunday rain flooded the station.", "flooded", "2026-11-22"),
    ],
)
def test_each_joined_clause_has_its_own_time(reader: Extractor, text: str, word: str, day: str) -> None:
    assert told(reader, text, word)[1] == day


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("Crowds gathered in Gori and Telavi; in Poti, an office was set on fire overnight.", "set on fire", "Poti"),
        ("A bridge collapsed in Turin; in Genoa, flights were cancelled.", "collapsed", "Turin"),
    ],
)
def test_each_joined_clause_has_its_own_place(reader: Extractor, text: str, word: str, place: str) -> None:
    assert told(reader, text, word)[0] == place


def test_a_clock_time_is_of_the_day_told_and_not_of_one_looked_back_to(reader: Extractor) -> None:
    text = (
        "A coach fell into a gorge near Potosí before dawn on Sunday, killing nine people, police said.\n\n"
        "The coach had left Sucre on Saturday evening. Rescuers freed two passengers at about 8 a.m."
    )

    assert told(reader, text, "freed")[1] == "2026-11-22"


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("The minister, who was on a visit to Tarija, said nothing on Monday.", "visit", "Tarija"),
        ("The queen arrived in Oslo on Monday.", "arrived", "Oslo"),
        ("The town of Pukatawagan was evacuated on Sunday night.", "evacuated", "Pukatawagan"),
        ("In 2022 rebels besieged Mopti, in the Mopti region, for eight months.", "besieged", "Mopti"),
    ],
)
def test_where_one_goes_on_a_visit_and_whence_people_are_evacuated_is_where(
    reader: Extractor, text: str, word: str, place: str
) -> None:
    assert told(reader, text, word)[0] == place


def test_what_came_after_days_of_fighting_does_not_date_them(reader: Extractor) -> None:
    text = "Rebels seized the town of Ruvu early on Sunday after two days of fighting, residents said."

    assert told(reader, text, "fighting")[1] == ""


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        (
            "The union called for the resignation of the minister, Ada Obi, who has been in office since 3 March 2024.",
            "resignation",
            "",
        ),
        ("The union condemned the raid, which began on 3 March 2024.", "raid", "2024-03-03"),
        ("Police arrested Karim Dessan, who fled the country, on Monday.", "arrested", "2026-11-23"),
        ("Police arrested Karim Dessan, who fled the country, on Monday.", "fled", ""),
        ("Police arrested Karim Dessan, who fled the country on Monday.", "fled", "2026-11-23"),
    ],
)
def test_since_when_somebody_is_what_he_is_dates_nothing_else(
    reader: Extractor, text: str, word: str, day: str
) -> None:
    assert told(reader, text, word)[1] == day


def test_behind_a_comma_in_a_clause_about_somebody_time_may_be_of_what_was_told_before(reader: Extractor) -> None:
    text = "Rebels ambushed Ada Obi, who was on patrol, killing 12 guards on 14 March 2024."

    assert told(reader, text, "ambushed")[1] == "2024-03-14"
