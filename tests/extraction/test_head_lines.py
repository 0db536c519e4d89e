"""The lines above a story: who published it, where and when."""

import pytest

from kb.extraction.layout.stage import layout

STORY = "1. The two sides signed the accord this morning, said the minister.\n\n2. It holds for a year.\n"


def kinds(text: str) -> list[tuple[str, str]]:
    return [(p.kind, p.span.of(text)) for p in layout(text).paragraphs]


def test_publisher_and_place_of_a_release_are_no_story() -> None:
    """A headline of any length stays one; the place is where it was filed."""
    title = " ".join(["Joint statement on the reopening of crossings between Karsa and Ostero"] * 2)
    text = f"{title}\nMinistry of Transport, Republic of Karsa\nOstero, 3 March 2023\n\n{STORY}"
    found = layout(text)

    assert [kind for kind, _ in kinds(text)][:3] == ["title", "header", "dateline"]
    assert found.title is not None
    assert found.title.of(text) == title
    assert found.dateline is not None
    assert [place.of(text) for place in found.dateline.places] == ["Ostero"]
    assert found.dateline.date is not None
    assert found.dateline.date.of(text) == "3 March 2023"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_line_of_place_date_and_agency_is_a_dateline_without_a_dash(gap: str) -> None:
    text = f"Dam wall fails{gap}BEIRA, 3 March 2023 (Upland Wire){gap}{STORY}"
    found = layout(text).dateline

    assert kinds(text)[1] == ("dateline", "BEIRA, 3 March 2023 (Upland Wire)")
    assert found is not None
    assert found.agency is not None
    assert found.agency.of(text) == "Upland Wire"


def test_a_bar_parts_place_and_day_of_a_dateline() -> None:
    found = layout(f"Dam wall fails\nBy Rosa Lind\nBEIRA | Tue 14 March 2023\n\n{STORY}").dateline

    assert found is not None
    assert found.date is not None
    assert found.span.start == 28


def test_an_outlet_before_the_headline_is_not_the_headline() -> None:
    text = f"The Upland Beacon\nDam wall above Karsa fails\nBy Rosa Lind\n\n{STORY}"

    assert kinds(text)[:3] == [
        ("header", "The Upland Beacon"),
        ("title", "Dam wall above Karsa fails"),
        ("byline", "By Rosa Lind"),
    ]


@pytest.mark.parametrize("below", ["Three villages cut off", "The Upland Beacon"])
def test_a_head_that_nothing_files_is_left_alone(below: str) -> None:
    text = f"Dam wall above Karsa fails\n\n{below}\n\n{STORY}"

    assert [kind for kind, _ in kinds(text)][:2] == ["title", "heading"]


def test_the_form_of_a_release_is_not_its_headline() -> None:
    text = f"PRESS RELEASE\nKarsa, 3 March 2023\n\nOsk Ales opens a brewery in Ostero\n\n{STORY}"

    assert kinds(text)[:3] == [
        ("header", "PRESS RELEASE"),
        ("dateline", "Karsa, 3 March 2023"),
        ("title", "Osk Ales opens a brewery in Ostero"),
    ]


def test_a_name_above_a_writers_post_signs() -> None:
    """Only beneath the headline: "Science editor" may be one."""
    text = f"Dam wall above Karsa fails\n\nRosa Lind\nScience reporter\nKARSA, 3 March 2023\n\n{STORY}"
    other = f"Science editor\n3 March 2023\n\n{STORY}"

    assert [kind for kind, _ in kinds(text)][:4] == ["title", "byline", "byline", "dateline"]
    assert kinds(other)[0] == ("title", "Science editor")
