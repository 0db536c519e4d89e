"""Names in datelines and by-lines: places, agencies and persons, never a post."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.layout.stage import layout
from kb.extraction.names.filed import filed_names
from kb.language.gazetteer import shipped
from kb.model import Article


def names(text: str) -> list[tuple[str, str]]:
    found = filed_names(text, layout(text, 0), shipped(), 7)
    assert [c.proposal for c in found] == list(range(7, 7 + len(found)))
    return [(c.words, c.group) for c in found]


def test_a_dateline_names_its_places_and_its_agency() -> None:
    text = "VIENNA, Austria, May 3 (Danube Wire) - The mayor resigned on Monday."

    assert names(text) == [("Vienna", "place"), ("Austria", "country"), ("Danube Wire", "organisation")]


def test_a_name_above_a_post_is_who_wrote() -> None:
    text = "Dam wall fails\n\nAda Obi\nBusiness Editor\nVIENNA, 3 May 2026\n\nThe wall gave way on Monday."

    found = filed_names(text, layout(text, 0), shipped(), 7)

    assert [(c.words, c.group) for c in found] == [("Ada Obi", "person"), ("Vienna", "place")]


def test_a_place_in_capitals_is_written_as_the_article_writes_it() -> None:
    assert names("PORT-AU-PRINCE — Shops closed.\n\nThe port of Port-au-Prince stayed open.") == [
        ("Port-au-Prince", "place")
    ]


@pytest.mark.parametrize(
    ("line", "persons"),
    [
        ("By Ada Obi", ["Ada Obi"]),
        ("By Ada Obi and Jan van der Berg", ["Ada Obi", "Jan van der Berg"]),
        ("By ADA OBI, political editor", ["Ada Obi"]),
        ("By Ada Obi, Jo Lund and Ana Reyes", ["Ada Obi", "Jo Lund", "Ana Reyes"]),
        ("By Ada Obi, New Delhi", ["Ada Obi"]),
        ("By Ada Obi in Vienna", ["Ada Obi"]),
        ("By Ada Obi in New Delhi and Jo Lund in Vienna", ["Ada Obi", "Jo Lund"]),
        ("By our court reporter", []),
        ("By Danube Wire staff", []),
        ("By Reuters", []),
    ],
)
def test_a_byline_names_persons(line: str, persons: list[str]) -> None:
    assert names(f"Mayor resigns\n\n{line}\n\nThe mayor resigned on Monday.") == [(name, "person") for name in persons]


def test_the_place_of_a_dateline_is_the_place_of_the_story() -> None:
    """One entity, with the mention in the dateline, in the country that the dateline gives."""
    text = "VIENNA, Austria, May 3 (Danube Wire) - Two people died in a fire in Vienna on Monday, police said."
    extraction = create().extract(Article(text))
    by_name = {entity.name: entity for entity in extraction.entities}
    places = [m.span.of(text) for m in extraction.mentions if m.entity == by_name["Vienna"].id]

    assert places == ["VIENNA", "Vienna"]
    assert by_name["Vienna"].within == by_name["Austria"].id
    assert by_name["Danube Wire"].type == "platform"


@pytest.mark.parametrize("agency", ["Agencies", "Staff and agencies", "News desk"])
def test_agencies_without_a_name_are_nobody(agency: str) -> None:
    assert names(f"VIENNA, May 3 ({agency}) - The mayor resigned on Monday.") == [("Vienna", "place")]


@pytest.mark.parametrize(("town", "code"), [("KINSHASA", "CD"), ("BRAZZAVILLE", "CG")])
def test_a_country_that_shares_its_name_is_the_one_of_the_town(town: str, code: str) -> None:
    text = f"{town}, Congo (Wire) - The mayor resigned on Monday."
    found = filed_names(text, layout(text, 0), shipped(), 7)

    assert [(c.words, c.group, c.country) for c in found][1] == ("Congo", "country", code)


@pytest.mark.parametrize(
    ("head", "countries"),
    [
        ("MINISTRY OF HEALTH OF THE REPUBLIC OF MALAWI", ["Malawi"]),
        ("EMBASSY OF THE DEMOCRATIC REPUBLIC OF THE CONGO", ["Democratic Republic Of The Congo"]),
        ("MINISTRY OF HEALTH", []),
        ("UNIVERSITY OF THE REPUBLIC OF LETTERS", []),
    ],
)
def test_a_letterhead_names_the_state_whose_paper_it_is(head: str, countries: list[str]) -> None:
    text = f"{head}\nPRESS RELEASE\n19 February 2026\n\nThe ministry wishes to thank all who came on Monday."

    assert [name for name, group in names(text) if group == "country"] == countries


def test_a_heading_in_capitals_is_no_towns_dateline() -> None:
    head = "MINISTRY OF HEALTH\nPRESS RELEASE\n19 February 2026\n\nMEASLES: UPDATE NUMBER NINE"
    text = f"{head}\n\nThe ministry counted nine new cases on Monday."

    assert names(text) == []
    assert names("VIENNA: The mayor resigned on Monday.") == [("Vienna", "place")]
