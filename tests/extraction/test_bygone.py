"""What happened long before, or is to come again, is another happening than today's of its kind."""

import pytest

from tests.extraction.interpreted import Tree, extraction, mention, one_sentence, trigger


@pytest.mark.parametrize(
    ("told", "modality", "events"),
    [
        ("Nurses last struck in March.", "actual", 2),
        ("At last struck miners rested.", "actual", 1),
        ("Nurses boldly struck in March.", "actual", 1),
        ("Nurses would struck again.", "planned", 2),
        ("Nurses would struck soon.", "planned", 1),
        ("Nurses have struck again.", "actual", 1),
    ],
)
def test_what_last_happened_or_comes_again_is_another(told: str, modality: str, events: int) -> None:
    text = f"Nurses began a strike. {told}"
    tree: Tree = {
        "began": ("VERB", "root", "began"),
        "strike": ("NOUN", "obj", "began"),
        "struck": ("VERB", "dep", "began"),
    }
    rows = [trigger("strike", "protest"), trigger("struck", "protest", "positive", modality)]
    found = extraction(text, rows, [("same", "struck", "strike")], one_sentence(text, tree))

    assert len(found.events) == events


def test_that_stoppage_is_the_one_told_last() -> None:
    text = "Nurses began a strike. Nurses last struck in March. That stoppage was long."
    tree: Tree = {
        "began": ("VERB", "root", "began"),
        "strike": ("NOUN", "obj", "began"),
        "struck": ("VERB", "dep", "began"),
        "stoppage": ("NOUN", "dep", "began"),
        "That": ("DET", "det", "stoppage"),
    }
    rows = [trigger(word, "protest") for word in ("strike", "struck", "stoppage")]
    links = [("same", "struck", "strike"), ("same", "stoppage", "strike"), ("same", "stoppage", "struck")]
    found = extraction(text, [*rows, mention("March", "place")][:3], links, one_sentence(text, tree))

    assert [[span.of(text) for span in event.other_mentions] for event in found.events] == [[], ["stoppage"]]


@pytest.mark.parametrize(
    ("told", "when", "modality", "events"),
    [
        ("bought", "in 1996", "planned", 2),
        ("bought", "in May", "planned", 1),  # a deal of this year may be the one that is planned
        ("bought", "in 1996", "actual", 1),  # what was told as done is for its own time to tell apart
        ("buying", "in 1996", "planned", 1),
    ],
)
def test_what_is_to_come_was_not_done_years_ago(told: str, when: str, modality: str, events: int) -> None:
    text = f"Osk will buy tanks. It has others which it {told} {when}."
    tree: Tree = {"buy": ("VERB", "root", "buy"), told: ("VERB", "dep", "buy")}
    rows = [trigger("buy", "business", "positive", modality), trigger(told, "business"), ("time", "time", when)]
    found = extraction(text, rows, [("same", told, "buy"), ("time", told, when)], one_sentence(text, tree))

    assert len(found.events) == events


@pytest.mark.parametrize(
    ("most", "relation", "published", "events"),
    [
        ("worst", "nsubj", "2024-05-17", 2),
        ("last", "nsubj", "", 2),  # what is dated in full is past whenever the article is of
        ("worst", "root", "2024-05-17", 1),  # "was the worst strike since May 2021" is this one
        ("long", "nsubj", "2024-05-17", 1),
        ("worst", "nsubj", "2021-05-20", 1),  # it may still be this one
    ],
)
def test_the_worst_of_its_kind_was_another_time(most: str, relation: str, published: str, events: int) -> None:
    text = f"Nurses began a strike. The {most} stoppage in May 2021 spread."
    tree: Tree = {
        "began": ("VERB", "root", "began"),
        "strike": ("NOUN", "obj", "began"),
        "stoppage": ("NOUN", relation, "spread" if relation == "nsubj" else "stoppage"),
        most: ("ADJ", "amod", "stoppage"),
        "spread": ("VERB", "dep", "began"),
    }
    rows = [trigger("strike", "protest"), trigger("stoppage", "protest"), ("time", "time", "in May 2021")]
    links = [("same", "stoppage", "strike"), ("time", "stoppage", "in May 2021")]
    found = extraction(text, rows, links, one_sentence(text, tree), published)

    assert len(found.events) == events


@pytest.mark.parametrize(
    ("first", "modality", "events"), [("final", "planned", 2), ("final", "actual", 1), ("derby", "planned", 1)]
)
def test_a_match_that_was_played_is_not_the_final_to_come(first: str, modality: str, events: int) -> None:
    text = f"Osk meet Ruvu in the {first}. The match began late."
    tree: Tree = {
        "meet": ("VERB", "root", "meet"),
        "match": ("NOUN", "nsubj", "began"),
        "began": ("VERB", "dep", "meet"),
    }
    rows = [trigger(first, "other", "positive", modality), trigger("match", "other")]
    found = extraction(text, rows, [("same", "match", first)], one_sentence(text, tree))

    assert len(found.events) == events


@pytest.mark.parametrize(
    ("when", "published", "events"), [("in September", "", 2), ("on Sunday", "", 1), ("in May", "2024-05-21", 1)]
)
def test_where_no_day_is_known_a_sunday_is_not_a_month(when: str, published: str, events: int) -> None:
    text = f"Clerks died on Sunday. It was told how clerks perished {when}."
    rows = [trigger("died", "death"), trigger("perished", "death")]
    rows += [("time", "time", "on Sunday"), ("time", "time", f"{when}#2" if when == "on Sunday" else when)]
    links = [("same", "perished", "died"), ("time", "died", "on Sunday"), ("time", "perished", rows[3][2])]

    assert len(extraction(text, rows, links, published=published).events) == events
