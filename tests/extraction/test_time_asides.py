"""Times that the words beside them take: when a toll was counted, for when something was planned, what is compared."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.dating.measured import only_compares
from kb.extraction.protocol import Extractor
from kb.model import Article, Span


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


def dates(reader: Extractor, text: str) -> dict[str, str]:
    """The word of each event with the words that date it."""
    found = reader.extract(Article(f"OSK, Oct 24 - {text}", published="2025-10-24"))
    whole = f"OSK, Oct 24 - {text}"
    return {
        event.trigger.of(whole): event.time.words.of(whole) if event.time and event.time.words else ""
        for event in found.events
    }


@pytest.mark.parametrize(
    ("text", "word", "time"),
    [
        ("A quake struck on Sunday. The death toll had stood at 820 on Monday evening.", "death toll", ""),
        ("The death toll from the raid on Sunday rose to 12.", "death toll", "Sunday"),
        ("The death toll from a quake in Osk on Wednesday rose to 140 on Friday.", "quake", "Wednesday"),
        ("The number of people killed in Monday's raid on Osk climbed to 23 on Thursday.", "raid", "Monday"),
        ("The death toll from the raid on Osk reached 23 on Thursday.", "raid", ""),
        (
            "The death toll of Tuesday's drone strike rose to 14 on Thursday, the hospital said.",
            "drone strike",
            "Tuesday",
        ),
        ("The raid on Osk killed 23 people on Thursday.", "raid", "Thursday"),
        ("A march planned for Thursday in Lom was called off.", "called off", ""),
        ("A march planned for Thursday in Lom was called off.", "march", "Thursday"),
        ("A march was called off on Thursday.", "called off", "Thursday"),
        ("The agency postponed Tuesday's launch.", "postponed", ""),
        ("The party boycotted Monday's hearing.", "boycotted", "Monday"),
        ("The country is receiving $3 billion from a fund under a deal that ends next May.", "receiving", ""),
        ("The protests began on 1 July after the high court restored a quota.", "restored", ""),
        ("The protests began on 1 July after the high court restored a quota.", "protests", "1 July"),
        ("Police held 30 people over protests in Osk that began on 18 June.", "protests", "18 June"),
        ("A strike by rail workers that began on Monday ended.", "strike", "Monday"),
        ("A man killed three women before being shot by police in Lom on Saturday.", "killed", "Saturday"),
        ("Gunmen killed 20 people before fleeing into a forest on Monday.", "killed", "Monday"),
        ("A clerk was held for two weeks before being freed on Monday.", "held", ""),
        ("Ana Paz was jailed before joining the army in 2015.", "jailed", ""),
        ("Fires set on Monday destroyed ten homes.", "destroyed", "Monday"),
        ("Ana Paz won the presidential election, partial results showed on Monday.", "election", ""),
    ],
)
def test_whose_time_it_is(reader: Extractor, text: str, word: str, time: str) -> None:
    assert dates(reader, text)[word] == time


@pytest.mark.parametrize(
    ("before", "compared"),
    [
        ("a loss of $118 million, against a profit of $64 million", True),
        ("was trading at 10.95 to the dollar, against 11.02 on", True),
        ("a profit of 3 million, compared with a loss of 5 million in", True),
        ("voted against the bill on", False),
        ("voted 312 against 150 on", False),
        ("voted against 40 job cuts on", False),
        ("won 3-1 against Osk on", False),
    ],
)
def test_what_a_sum_is_set_against_dates_nothing_else(before: str, compared: bool) -> None:
    text = f"{before} Tuesday"

    assert only_compares(text, Span(len(before) + 1, len(text))) == compared
