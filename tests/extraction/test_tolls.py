"""Whose deaths a toll counts: those of now, told before those of a past year."""

import pytest

from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, trigger

NOW = "A ferry sank at Osk and 17 people drowned."
THEN = "Crews were warned in 2021, when the Ada sank and 11 people died."


def _deaths(text: str, links: list[tuple[str, str, str]], noun: str = "toll") -> list[str]:
    """Return, of each event, the words that tell it."""
    rows: list[Row] = [trigger(word, "death") for word in ("drowned", "died", noun) if word in text]
    rows += [("time", "time", "in 2021")] if "2021" in text else []
    rows += [("time", "time", when) for when in ("on Tuesday", "on Thursday") if when in text]
    tree = {
        "drowned": ("VERB", "root", "drowned"),
        "died": ("VERB", "root", "died"),
        noun: ("NOUN", "nsubj", "rose" if "rose" in text else noun),
    }
    events = extraction(text, rows, links, {word: row for word, row in tree.items() if word in text}).events
    return [" ".join(span.of(text) for span in (event.trigger, *event.other_mentions)) for event in events]


@pytest.mark.parametrize(
    ("toll", "told"),
    [
        ("\n\nThe toll rose to 22.", ["drowned toll", "died"]),
        ("\n\nThe death toll rose to 22.", ["drowned toll", "died"]),
        (" The toll rose to 22.", ["drowned", "died toll"]),  # in the same paragraph
        ("\n\nThe toll of the Ada rose to 22.", ["drowned", "died toll"]),
        ("\n\nThe toll since then rose to 22.", ["drowned", "died toll"]),
        ("\n\nTheir toll rose to 22.", ["drowned", "died toll"]),
    ],
)
def test_a_toll_in_a_later_paragraph_passes_over_deaths_of_a_past_year(toll: str, told: list[str]) -> None:
    text = f"{NOW}\n\n{THEN}{toll}"

    assert _deaths(text, [("time", "died", "in 2021"), ("same", "toll", "died")]) == told


def test_where_all_deaths_are_of_a_past_year_the_toll_counts_those() -> None:
    text = f"{THEN}\n\nThe toll rose to 22."

    assert _deaths(text, [("time", "died", "in 2021"), ("same", "toll", "died")]) == ["died toll"]


@pytest.mark.parametrize(("noun", "told"), [("toll", ["drowned toll"]), ("deaths", ["drowned", "deaths"])])
def test_a_toll_counts_deaths_of_days_before(noun: str, told: list[str]) -> None:
    text = f"On the lake 17 people drowned on Tuesday. The {noun} rose to 18 on Thursday."
    links = [("time", "drowned", "on Tuesday"), ("time", noun, "on Thursday"), ("same", noun, "drowned")]

    assert _deaths(text, links, noun) == told


@pytest.mark.parametrize(
    ("count", "told"),
    [
        ("\n\nAn earlier count of 61 deaths was wrong.", ["killed deaths", "died"]),
        ("\n\nThe number of 61 deaths was wrong.", ["killed deaths", "died"]),
        (" An earlier count of 61 deaths was wrong.", ["killed", "died deaths"]),  # in the same paragraph
        ("\n\nThe flood led to 61 deaths.", ["killed", "died deaths"]),
    ],
)
def test_an_earlier_count_is_of_the_deaths_that_the_article_is_about(count: str, told: list[str]) -> None:
    text = f"Fever grips Osk\n\nFever killed 48.\n\nIn Ruma floods came and 19 died.{count}"
    rows: list[Row] = [trigger(word, "death") for word in ("killed", "died", "deaths")]
    events = extraction(text, rows, [("same", "deaths", "killed"), ("same", "deaths", "died")]).events

    assert [" ".join(span.of(text) for span in (e.trigger, *e.other_mentions)) for e in events] == told


@pytest.mark.parametrize(
    ("title", "events"), [("Fire kills nine; toll may rise", 1), ("Toll may rise after fire kills", 2)]
)
def test_a_toll_in_a_title_is_of_the_deaths_told_in_it(title: str, events: int) -> None:
    rows: list[Row] = [trigger("kills", "death"), trigger("toll" if "toll" in title else "Toll", "death")]

    assert len(extraction(f"{title}\n\nIt burned in Osk.", rows, []).events) == events


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("The army gave a lower toll and said 12 had died.", ["drowned toll died"]),
        ("The army gave a toll and said 12 had died.", ["drowned", "toll", "died"]),
        ("The army gave a lower toll of the raid and said 12 had died.", ["drowned", "toll", "died"]),
    ],
)
def test_another_count_of_the_dead_is_of_the_same_deaths(given: str, told: list[str]) -> None:
    assert _deaths(f"{NOW} {given}", []) == told
