"""A clause between commas and what a day owns keep their time."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.dating.owners import is_rather_of
from kb.extraction.protocol import Extractor
from kb.model import Article
from tests.extraction.analyses import Row, document, grow
from tests.extraction.interpreted import extraction, mention, one_sentence, trigger


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


@pytest.mark.parametrize(
    ("told", "trigger", "words"),
    [
        ("The mayor, Lin Ho, who was kidnapped during the assault, was released on Tuesday night.", "kidnapped", ""),
        (
            "The mayor, Lin Ho, who was kidnapped during the assault, was released on Tuesday night.",
            "released",
            "Tuesday night",
        ),
        ("The attack, which took place on Monday, killed twelve people in Osk.", "attack", "Monday"),
        (
            "Soldiers who have fought in Osk since the army's withdrawal had no part in Monday's clashes.",
            "fought",
            "",
        ),
        (
            "Soldiers who have fought in Osk since the army's withdrawal had no part in Monday's clashes.",
            "clashes",
            "Monday",
        ),
        ("Most lawyers boycotted Wednesday's hearing in Osk.", "boycotted", "Wednesday"),
        ("Turnout by 4 p.m. was 61 percent, lower than in 2019, when Ana Paz defeated Tor Lund.", "defeated", "2019"),
        ("Ana Paz defeated Tor Lund in 2024, when turnout was 61 percent.", "defeated", "2024"),
    ],
)
def test_whose_time_it_is(reader: Extractor, told: str, trigger: str, words: str) -> None:
    article = Article(told, published="2025-05-07")

    (event,) = [e for e in reader.extract(article).events if e.trigger.of(article.text) == trigger]

    assert (event.time.words.of(told) if event.time is not None and event.time.words is not None else "") == words


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("Unions will extend their strike in Osk. Drivers have joined the walkout, which began on Monday.", "05"),
        ("Unions in Osk have called a strike. The strike, which is to begin on Monday, will last a week.", "12"),
    ],
)
def test_the_tense_of_the_verb_beside_a_weekday_says_which_one_it_is(reader: Extractor, told: str, day: str) -> None:
    """Whatever else the article tells of the strike."""
    found = [e for e in reader.extract(Article(told, published="2025-05-07")).events if e.type == "strike"]

    assert [e.time.earliest_begin for e in found if e.time is not None] == [f"2025-05-{day}"]


@pytest.mark.parametrize(
    ("text", "said", "dated"),
    [
        ("On Friday the clerk said the depot had burned.", "the depot had burned", False),
        ("The clerk said the depot had burned on Friday.", "the depot had burned on Friday", True),
        ("On Friday, the clerk said, the depot burned.", "the depot burned", True),
    ],
)
def test_a_time_before_the_verb_of_saying_dates_the_saying(text: str, said: str, dated: bool) -> None:
    rows: list[Row] = [
        mention("clerk", "person", "nominal"),
        ("cue", "cue", "said"),
        ("content", "indirect", said),
        trigger("burned", "fire_explosion"),
        ("time", "time", "Friday"),
    ]
    links = [("content", "said", said), ("speaker", "said", "clerk"), ("time", "burned", "Friday")]
    (event,) = extraction(text, rows, links).events

    assert (event.time is not None) is dated


@pytest.mark.parametrize(
    ("told", "word", "month"),
    [
        ("The ministry had ordered the camp to be cleared in November.", "cleared", "2025-11"),
        ("The ministry has ordered the camp to be cleared in November.", "cleared", "2026-11"),
        ("Divers will enter the wreck in May if the weather allows it.", "enter", "2026-05"),
    ],
)
def test_what_had_been_ordered_was_for_then_and_what_hangs_on_a_condition_is_ahead(
    reader: Extractor, told: str, word: str, month: str
) -> None:
    (time,) = [
        e.time
        for e in reader.extract(Article(told, published="2026-01-19")).events
        if e.trigger.of(told) == word and e.time is not None
    ]

    assert time.earliest_begin[:7] == month


@pytest.mark.parametrize(
    ("told", "dated"), [("said on Thursday profit fell", False), ("said profit fell on Thursday", True)]
)
def test_a_time_between_a_verb_of_saying_and_what_is_said_is_of_the_saying(told: str, dated: bool) -> None:
    text = f"Ana Paz {told} 18 percent."
    rows = [
        mention("Ana Paz", "person"),
        ("cue", "cue", "said"),
        trigger("fell", "business"),
        ("time", "time", "on Thursday"),
    ]
    content = "profit fell on Thursday 18 percent" if dated else "profit fell 18 percent"
    rows.append(("content", "indirect", content))
    links = [("speaker", "said", "Ana Paz"), ("content", "said", content), ("time", "fell", "on Thursday")]

    (event,) = extraction(text, rows, links).events

    assert (event.time is not None) is dated


@pytest.mark.parametrize(("relation", "dated"), [("acl:relcl", False), ("conj", True)])
def test_days_after_a_disaster_are_not_when_it_killed(relation: str, dated: bool) -> None:
    text = "He left two days after the disaster that killed nine."
    tree = {
        "left": ("VERB", "root", "left"),
        "days": ("NOUN", "obl", "left"),
        "disaster": ("NOUN", "obl", "left"),
        "after": ("ADP", "case", "disaster"),
        "killed": ("VERB", relation, "disaster" if relation == "acl:relcl" else "left"),
    }
    rows: list[Row] = [trigger("killed", "death"), ("time", "time", "two days after")]
    found = extraction(text, rows, [("time", "killed", "two days after")], one_sentence(text, tree))

    assert [event.time is not None for event in found.events] == [dated]


@pytest.mark.parametrize(("case", "dated"), [("until", False), ("after", True)])
def test_a_hearing_s_day_is_not_when_somebody_is_held_until_it(case: str, dated: bool) -> None:
    text = f"He was remanded {case} a hearing in Osk on 4 June."
    tree = {
        "was": ("AUX", "aux:pass", "remanded"),
        "remanded": ("VERB", "root", "remanded"),
        case: ("ADP", "case", "hearing"),
        "hearing": ("NOUN", "obl", "remanded"),
        "on": ("ADP", "case", "June"),
        "June": ("PROPN", "obl", "remanded"),
    }
    rows: list[Row] = [trigger("remanded", "legal"), trigger("hearing", "legal")]
    found = extraction(text, rows, [], one_sentence(text, tree))
    times = {event.trigger.of(text): event.time for event in found.events}

    assert (times["remanded"] is not None) is dated


@pytest.mark.parametrize(("words", "rather"), [("plans to reach", True), ("soon reached", False)])
def test_when_more_is_to_be_done_is_not_when_it_was_done(words: str, rather: bool) -> None:
    verb = words.rpartition(" ")[2]
    rows: list[Row] = [trigger("fed", "relief"), trigger(verb, "relief"), ("time", "time", "in May")]
    text = f"Osk fed 90 and {words} 50 in May"
    doc = document(text, rows, [("time", verb, "in May")])
    grow(doc.doc, one_sentence(text, {"fed": ("VERB", "root", "fed")}))
    (time, _), (_, fed), _ = (*doc.analysis.layer("time"), *doc.analysis.layer("trigger"))

    assert is_rather_of(doc, time, fed) is rather
