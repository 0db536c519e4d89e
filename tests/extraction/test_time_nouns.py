"""A time before a noun is when that was, whatever came ahead of it."""

import pytest

from tests.extraction.interpreted import extraction, one_sentence, trigger


@pytest.mark.parametrize(
    ("words", "noun", "modality", "began"),
    [
        ("ahead of the Saturday", "vote", "planned", "2024-05-18"),
        ("before the March", "vote", "planned", "2025-03-01"),
        ("before the May", "summit", "actual", "2024-05-01"),
    ],
)
def test_what_a_noun_names_was_when_the_word_before_it_says(words: str, noun: str, modality: str, began: str) -> None:
    text = f"Police arrested two men {words} {noun}."
    rows = [trigger("arrested", "crime"), trigger(noun, "election", "positive", modality), ("time", "time", words)]
    tree = {"arrested": ("VERB", "root", "arrested"), noun: ("NOUN", "obl", "arrested")}
    arrest, vote = extraction(text, rows, [("time", noun, words)], one_sentence(text, tree)).events

    assert vote.time is not None
    assert vote.time.earliest_begin == began
    assert arrest.time is not None
    assert arrest.time.latest_end < began


def test_what_came_before_a_vote_to_come_came_before_that_and_not_before_last_year_s() -> None:
    text = "It was the second killing ahead of the September vote."
    rows = [trigger("killing", "death"), trigger("vote", "election", "positive", "planned")]
    rows += [("time", "time", "ahead of the September")]
    tree = {"killing": ("NOUN", "root", "killing"), "vote": ("NOUN", "nmod", "killing")}
    links = [("time", "killing", "ahead of the September")]
    killing, _ = extraction(text, rows, links, one_sentence(text, tree)).events

    assert killing.time is not None
    assert killing.time.latest_end == "2024-08-31"


@pytest.mark.parametrize(
    ("verb", "rest", "began"),
    [
        ("declared", "a day of national mourning", "2024-05-23"),
        ("proclaimed", "as a day of mourning", "2024-05-23"),
        ("spent", "a day of mourning", ""),
    ],
)
def test_a_day_that_somebody_sets_apart_is_still_to_come(verb: str, rest: str, began: str) -> None:
    text = f"The president {verb} Thursday {rest}."
    rows = [trigger("mourning", "other")]
    tree = {
        verb: ("VERB", "root", verb),
        "Thursday": ("PROPN", "obj", verb),
        "day": ("NOUN", "xcomp", verb),
        "a": ("DET", "det", "day"),
        "as": ("ADP", "case", "day"),
        "of": ("ADP", "case", "mourning"),
        "national": ("ADJ", "amod", "mourning"),
        "mourning": ("NOUN", "nmod", "day"),
    }
    tree = {word: row for word, row in tree.items() if word in text.split() or f"{word}." in text}
    (mourning,) = extraction(text, rows, [], one_sentence(text, tree)).events

    assert (mourning.time.earliest_begin if mourning.time is not None else "") == began


def test_a_deadline_is_of_what_is_to_be_done_and_not_of_what_it_is_about() -> None:
    text = "Lawyers would appeal the sentence within 14 days."
    rows = [
        trigger("appeal", "legal", "positive", "planned"),
        trigger("sentence", "legal"),
        ("time", "time", "within 14 days"),
    ]
    tree = {
        "Lawyers": ("NOUN", "nsubj", "appeal"),
        "appeal": ("VERB", "root", "appeal"),
        "the": ("DET", "det", "sentence"),
        "sentence": ("NOUN", "obj", "appeal"),
        "within": ("ADP", "case", "days"),
        "14": ("NUM", "nummod", "days"),
        "days": ("NOUN", "obl", "appeal"),
    }
    linked = extraction(text, rows, [("time", "appeal", "within 14 days")], one_sentence(text, tree)).events
    alone = extraction(text, rows, [], one_sentence(text, tree)).events

    assert [event.time is not None for event in linked] == [True, False]
    assert alone[1].time is not None  # where the model says nothing


def test_what_began_then_has_its_time_though_another_is_dated_by_the_whole_clause() -> None:
    text = "Villagers died since the war began in February 2022."
    rows = [trigger("died", "death"), trigger("war", "armed_conflict", "positive", "ongoing")]
    rows += [("time", "time", "since the war began in February 2022")]
    tree = {
        "Villagers": ("NOUN", "nsubj", "died"),
        "died": ("VERB", "root", "died"),
        "since": ("ADP", "mark", "began"),
        "the": ("DET", "det", "war"),
        "war": ("NOUN", "obl", "died"),
        "began": ("VERB", "advcl", "died"),
        "in": ("ADP", "case", "February"),
        "February": ("PROPN", "obl", "died"),
        "2022": ("NUM", "nmod:unmarked", "February"),
    }
    links = [("time", "died", "since the war began in February 2022")]
    _, war = extraction(text, rows, links, one_sentence(text, tree)).events

    assert war.time is not None
    assert war.time.earliest_begin == "2022-02-01"
