"""What ministries, courts and armies publish: words below "NAME said:", titles for names, towns with their states."""

import pytest

from kb.extraction.builtin import create
from kb.model import Article, Extraction
from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction

RELEASE = """Fisheries Minister Ana Lund said:

The fleet stays in port until the storm has passed.

We have written to every harbour, and we are ready to help.

The harbour of Osk was closed in May.

Notes to editors

We publish a list of harbours each month."""


def person(words: str, kind: str = "name") -> Row:
    return ("mention", "person", words, {"kind": kind, "type": "person"})


def body(words: str) -> Row:
    return ("mention", "organisation", words, {"kind": "name", "type": "organisation"})


def place(words: str, kind: str = "city") -> Row:
    return ("mention", "place", words, {"kind": "name", "type": kind})


def said(found: Extraction, text: str) -> list[tuple[list[str], list[str]]]:
    names = {entity.id: entity.name for entity in found.entities}
    return [([names[s] for s in one.speakers], [p.of(text) for p in one.content]) for one in found.statements]


def told(
    text: str, rows: list[Row], links: list[tuple[str, str, str]] | None = None
) -> list[tuple[list[str], list[str]]]:
    return said(extraction(text, rows, links or []), text)


LUND: list[Row] = [person("Ana Lund"), ("cue", "cue", "said")]
BY_LUND = [("speaker", "said", "Ana Lund")]


def test_paragraphs_below_a_line_that_ends_in_said_are_its_speakers() -> None:
    """The first, and those up to the last in which "we" speak; notes below are nobody's words."""
    ((speakers, parts),) = told(RELEASE, LUND, BY_LUND)

    assert speakers == ["Ana Lund"]
    assert " ".join(parts).startswith("The fleet stays in port")
    assert " ".join(parts).endswith("ready to help.")


@pytest.mark.parametrize(
    "below",
    [
        "- nets\n- ropes\n- engines for the boats in the yard",
        "1. The nets are to be mended.\n2. The boats are to be painted.",
        "“The fleet stays in port,” Jon Dahl told reporters.",
        "Harbours",
    ],
)
def test_lists_quotations_of_others_and_headings_are_not(below: str) -> None:
    text = f"Fisheries Minister Ana Lund said:\n\n{below}\n\nThe harbour of Osk was closed in May, and nobody spoke."

    assert not [parts for speakers, parts in told(text, LUND, BY_LUND) if speakers == ["Ana Lund"]]


def test_who_is_told_of_in_the_third_person_has_finished() -> None:
    text = (
        "Ana Lund said:\n\nThe fleet stays in port tonight.\n\nWe shall look again.\n\n"
        "Ana Lund will travel to Osk, where our reporter lives."
    )
    rows = [*LUND, person("Ana Lund#2")]

    ((_, parts),) = told(text, rows, BY_LUND)

    assert " ".join(parts).endswith("We shall look again.")


@pytest.mark.parametrize(
    "behind",
    [
        "Our correspondent saw two boats at the quay.",
        "The harbour was closed in World War I, too.",
    ],
)
def test_what_reporters_tell_is_not_said_by_the_speaker(behind: str) -> None:
    text = f"Ana Lund said:\n\nThe fleet stays in port tonight.\n\n{behind}"

    ((_, parts),) = told(text, LUND, BY_LUND)

    assert " ".join(parts).endswith("in port tonight.")


@pytest.mark.parametrize("marked", ["Foreign", "Foreign Secretary"])
def test_a_title_of_which_a_word_is_marked_is_its_holder(marked: str) -> None:
    """What is called by the title alone is whoever is named behind it, whatever the model marks."""
    text = "The Foreign Secretary left. Foreign Secretary Jo Reed met Ben Paz."
    row = body("Foreign") if marked == "Foreign" else person(marked, "nominal")
    found = extraction(text, [row, person("Jo Reed"), person("Ben Paz")], [])
    names = {entity.id: entity.name for entity in found.entities}

    assert [names[m.entity] for m in found.mentions if m.span.of(text) == "Foreign Secretary"][:1] == ["Jo Reed"]
    assert "Foreign" not in names.values()


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("The Oskan Foreign Minister left. Foreign Minister Jo Reed met Ben Paz.", ""),
        ("The Foreign Minister left. Foreign Minister Jo Reed met Foreign Minister Ben Paz.", ""),
        ("The US Foreign Minister left. Ben Paz met US Foreign Minister Jo Reed.", "Jo Reed"),
    ],
)
def test_a_title_is_nobodys_where_two_have_it_or_another_land_does(text: str, holder: str) -> None:
    found = extraction(text, [person("Foreign Minister#1", "nominal"), person("Jo Reed"), person("Ben Paz")], [])
    names = {entity.id: entity.name for entity in found.entities if entity.named}

    called = next((m.entity for m in found.mentions if m.span.of(text) == "Foreign Minister"), "")

    assert names.get(called, "") == holder


@pytest.mark.parametrize(
    ("marked", "name"), [("Middle East Jo Reed", "Jo Reed"), ("Middle East", "Jo Reed"), ("Jo Reed", "Jo Reed")]
)
def test_the_land_of_a_charge_is_no_part_of_a_name(marked: str, name: str) -> None:
    text = "The minister for the Middle East Jo Reed spoke on Monday."
    rows = [person(marked)] if marked != "Middle East" else [person(marked), person("Jo Reed")]
    found = extraction(text, rows, [])

    assert [entity.name for entity in found.entities if entity.type == "person"] == [name]


@pytest.mark.parametrize(
    ("text", "town", "land"),
    [
        ("Fire broke out in Oklahoma City, Oklahoma.", "Oklahoma City", "Oklahoma"),
        ("The fair in Virginia Beach, Virginia, opened.", "Virginia Beach", "Virginia"),
    ],
)
def test_a_state_is_not_short_for_a_town_that_is_called_after_it(text: str, town: str, land: str) -> None:
    state = f"{land}#2"
    found = extraction(text, [place(town), place(state, "state")], [])
    names = {entity.name: entity for entity in found.entities}

    assert names.keys() == {town, land}
    assert names[town].within == names[land].id


def test_a_town_is_called_without_the_land_behind_it() -> None:
    text = "Shells fell on Woodbridge, Virginia, and on Anbar, Iraq. Anbar province is dry."
    rows = [place("Woodbridge, Virginia"), place("Anbar, Iraq", "province"), place("Anbar province", "province")]

    assert {entity.name for entity in extraction(text, rows, []).entities} == {"Woodbridge", "Anbar province"}


@pytest.mark.parametrize(
    ("title", "holders"),
    [("Reed, Oskan president meet in Ula", []), ("Reed, president of Osk, resigns", ["Jo Reed"])],
)
def test_a_comma_in_a_headline_may_part_two_people(title: str, holders: list[str]) -> None:
    text = f"{title}\n\nJo Reed was in Ula on Monday."
    rows = [person("Reed#1"), person("Jo Reed"), ("office", "office", "president#1", {"status": "current"})]
    tree = {"meet": ("VERB", "root", "meet"), "president": ("NOUN", "nsubj", "meet")} if not holders else {}
    found = extraction(text, rows, [("holder", "president#1", "Reed#1")], tree)
    names = {entity.id: entity.name for entity in found.entities}

    assert [names[office.person] for office in found.offices] == holders


@pytest.mark.parametrize(
    ("text", "marked", "name"),
    [
        ("Bombs fell on the Al-Sinek district of Baghdad.", "Al", "Al-Sinek district"),
        ("Troops entered Mosul\u200e on Monday.", "Mosul\u200e", "Mosul"),
        ("Al spoke in Osk.", "Al", "Al"),
        ("Drones hit al-Tanf on Monday.", "al", "al-Tanf"),
    ],
)
def test_a_name_ends_where_it_ends(text: str, marked: str, name: str) -> None:
    assert [entity.name for entity in extraction(text, [place(marked)], []).entities] == [name]


def test_a_month_is_nobody() -> None:
    """But June Paz is."""
    text = "Many have had no aid since June. A Jan. 3 strike hit them. June Paz sang."
    found = extraction(text, [person("June#1"), person("Jan"), person("June Paz")], [])

    assert [m.span.of(text) for m in found.mentions] == ["June Paz"]


@pytest.mark.parametrize(
    ("marked", "names"),
    [("Taliban fighters", ["Taliban"]), ("NXA militants", ["NXA"]), ("Osk Harbour Rangers", ["Osk Harbour Rangers"])],
)
def test_a_bodys_fighters_are_named_after_it(marked: str, names: list[str]) -> None:
    found = extraction(f"They say that {marked} fled on Monday.", [body(marked)], [])

    assert [entity.name for entity in found.entities] == names


def test_one_body_in_two_writings_is_no_land() -> None:
    text = "Norvik's\n\nMarines of D'Osk fled. D’Osk said so."
    rows: list[Row] = [("mention", "country", "D'Osk", {"kind": "name", "type": "country"}), body("D’Osk")]

    assert [entity.type for entity in extraction(text, rows, []).entities] == ["organisation"]


@pytest.mark.thorough
def test_a_release_is_read_as_a_whole() -> None:
    """By the model that is shipped: who speaks, and nothing that "a news release" launches."""
    text = (
        "Minister comments on ferry rescue\n\n"
        "The Transport Secretary welcomed the rescue of 40 passengers off Osk, according to a news release.\n\n"
        "Transport Secretary Jo Reed said:\n\n"
        "I am relieved that everybody is safe. The crew did all that they could.\n\n"
        "We will now look at how the ferry came to lose power.\n"
    )
    found = create().extract(Article(text, published="2026-05-04"))
    by_reed = [parts for speakers, parts in said(found, text) if "Jo Reed" in speakers]

    assert any("I am relieved" in " ".join(parts) and "lose power" in " ".join(parts) for parts in by_reed)
    assert "launch_product" not in {event.type for event in found.events}
