"""Layout: what is story and what is furniture, on pages of our own words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.extraction.builtin import readable_text
from kb.extraction.layout import cues
from kb.extraction.layout.dateline import find_dateline
from kb.extraction.layout.stage import KINDS, Layout, layout

PROSE = "Firefighters reached the depot shortly after the roof gave way, the city said."


def kinds(text: str, body_start: int = 0) -> list[str]:
    return [p.kind for p in layout(text, body_start).paragraphs]


def words(text: str, found: Layout) -> list[tuple[str, str | None]]:
    return [(p.lead.of(text) if p.lead else "", p.prose.of(text) if p.prose else None) for p in found.paragraphs]


@pytest.mark.parametrize(
    ("head", "places", "date", "agency"),
    [
        ("KYIV, July 4 (Reuters) - ", ["KYIV"], "July 4", "Reuters"),
        ("ISTANBUL — ", ["ISTANBUL"], None, None),
        ("ISTANBUL -- ", ["ISTANBUL"], None, None),
        ("NAIROBI, Kenya (AP) — ", ["NAIROBI", "Kenya"], None, "AP"),
        ("NAIROBI, Kenya, Aug. 3 (AFP) – ", ["NAIROBI", "Kenya"], "Aug. 3", "AFP"),
        ("SYLHET, Bangladesh, June 21 (Bay News) — ", ["SYLHET", "Bangladesh"], "June 21", "Bay News"),
        ("Lagos, 3 March 2025 – ", ["Lagos"], "3 March 2025", None),
        ("Geneva, 12 June 2025 - ", ["Geneva"], "12 June 2025", None),
        ("BERLIN, Sept. 5, 2025 /PRWire/ -- ", ["BERLIN"], "Sept. 5, 2025", "PRWire"),
        ("WASHINGTON/BRUSSELS, March 3 (Reuters) - ", ["WASHINGTON", "BRUSSELS"], "March 3", "Reuters"),
        ("NEW DELHI: ", ["NEW DELHI"], None, None),
        ("SÃO PAULO (EFE) — ", ["SÃO PAULO"], None, "EFE"),
        ("PORT-AU-PRINCE, Haiti — ", ["PORT-AU-PRINCE", "Haiti"], None, None),
        ("(Reuters) - ", [], None, "Reuters"),
        ("By Staff. KISUMU, Kenya, March 4 — ", ["KISUMU", "Kenya"], "March 4", None),
        ("By Ana Paz. OSK, May 3 (Bay News) - ", ["OSK"], "May 3", "Bay News"),
        ("SANTIAGO (Sept 3) — ", ["SANTIAGO"], "Sept 3", None),
        ("ŁÓDŹ, Poland, Monday, May 5 (PAP) — ", ["ŁÓDŹ", "Poland"], "Monday, May 5", "PAP"),
        ("AARHUS, Denmark, and SANTOS, Brazil, May 4, 2026 — ", None, "May 4, 2026", None),
    ],
)
def test_datelines(head: str, places: list[str] | None, date: str | None, agency: str | None) -> None:
    """House styles of datelines give place, date and agency, and the prose starts after them."""
    text = head + PROSE
    found = layout(text).dateline

    assert found is not None
    assert (found.date.of(text) if found.date else None) == date
    assert (found.agency.of(text) if found.agency else None) == agency
    if places is not None:
        assert [p.of(text) for p in found.places] == places
    assert layout(text).paragraphs[0].prose.of(text) == PROSE  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "NATO — which met in Vilnius — agreed on a plan.",
        "The minister — Ada Brown — resigned.",
        "Trump - who had left early - did not vote.",
        "On Friday, July 4 - a holiday - banks were shut.",
        "Police said: Nobody was hurt.",
        "By Monday. NATO had agreed on a plan - or so it said.",
        "LIVE: Ferry sinks off the coast",
        "PRESS RELEASE: Yard wins order",
        "A well-known singer (Maria Sol) - she was 34 - has died.",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    """A dash or colon in the first sentence makes no dateline."""
    assert find_dateline(text, 0, len(text), first=True) is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("You might also be interested in - Zoo opens second elephant house", "boilerplate"),
        ("Read more: Zoo opens second elephant house", "boilerplate"),
        ("READ ALSO: Zoo opens second elephant house", "boilerplate"),
        ("Related:", "boilerplate"),
        ("Related stories", "boilerplate"),
        ("Subscribe to our newsletter", "boilerplate"),
        ("Sign up for the morning briefing.", "boilerplate"),
        ("Follow us on Facebook and X", "boilerplate"),
        ("Advertisement", "boilerplate"),
        ("Story continues below advertisement", "boilerplate"),
        ("Share this article", "boilerplate"),
        ("© 2025 Harbour Press. All rights reserved.", "boilerplate"),
        ("Copyright 2025 Harbour Press", "boilerplate"),
        ("This article was originally published by Harbour Press.", "boilerplate"),
        ("Click here to download the app", "boilerplate"),
        ("Photo: Harbour Press/Lena Moss", "boilerplate"),
        ("For more information visit the museum's site.", "boilerplate"),
        ("Notes to editors:", "boilerplate"),
        ("* * *", "boilerplate"),
        ("(Additional reporting by Lena Moss in Oslo; editing by Tom Reed)", "byline"),
        ("Reporting by Lena Moss; Editing by Tom Reed", "byline"),
        ("By Lena Moss", "byline"),
        ("By Lena Moss and Tom Reed in Oslo", "byline"),
        ("By our correspondent", "byline"),
        ("With inputs from agencies", "byline"),
        ("Published 4 July 2025, 20:15", "published"),
        ("Updated: July 5, 2025", "published"),
        ("CORRECTION: An earlier version of this article said the bridge was closed for two days.", "correction"),
        ("An earlier version of this article misstated the length of the bridge.", "correction"),
        ("This article was amended on 3 May 2025 to correct the name of the mayor.", "correction"),
        ("(This story corrects the spelling of the mayor's name in paragraph 3)", "correction"),
        ("Correction, June 3: The bridge is 400 metres long, not 40.", "correction"),
        ("Editor's note: This story has been updated with a statement from the mayor.", "correction"),
        ("Editor's note: This story describes violence.", "boilerplate"),
        ("• Two schools stay closed", "list_item"),
        ("- Two schools stay closed until the water is gone.", "list_item"),
        ("The road ahead", "heading"),
        ("What happens next?", "heading"),
        ("14:32", "time_stamp"),
        ("09:15 GMT", "time_stamp"),
        ("10.40 am", "time_stamp"),
        ("By Friday the water had gone, and the shops were open again.", "body"),
        ("From Oslo the ship sailed on to Bergen, where it was searched.", "body"),
        ("The report was updated by the ministry after complaints, officials said.", "body"),
        ("Related companies were searched as well, the prosecutor said.", "body"),
        ("Subscribers were told that the paper would close.", "body"),
        ("Follow-up talks are planned for May.", "body"),
        ("He said no.", "body"),
    ],
)
def test_kind_of_a_paragraph(line: str, kind: str) -> None:
    """One line between two paragraphs of prose gets its kind."""
    assert kinds(f"{PROSE}\n\n{line}\n\n{PROSE}") == ["body", kind, "body"]


def test_header_title_and_body() -> None:
    """Header lines stay header; the title is the value of its line."""
    text = f"Title: Depot burns\nSource: Harbour Press\nDate: 4 July 2025\n\n{PROSE}\n\n{PROSE}"
    found = layout(text, text.index("Fire"))

    assert [p.kind for p in found.paragraphs] == ["title", "header", "header", "body", "body"]
    assert found.title is not None
    assert found.title.of(text) == "Depot burns"


def test_title_without_header() -> None:
    """A first line in the shape of a headline is the title; the by-line follows."""
    text = f"Depot burns for a second night\n\nBy Lena Moss\n\n4 July 2025, 20:15\n\n{PROSE}"

    assert kinds(text) == ["title", "byline", "published", "body"]


def test_a_single_line_is_body() -> None:
    """A text of one line without a full stop is still read."""
    assert kinds("Depot burns for a second night") == ["body"]


def test_interview_turns() -> None:
    """Labels that come again are speakers; who mostly asks is the interviewer."""
    text = (
        "Harbour Press: How long will the strike go on, in your view?\n\n"
        "Mr Okafor: As long as it has to, and not a day less.\n\n"
        "Harbour Press: And who pays for it in the end?\n\nMr Okafor: We all pay. Who else would do that?\n\n"
        "Harbour Press: Will you meet the mayor?\n\nMr Okafor: I met him on Friday and he listened."
    )
    found = layout(text)

    assert [p.kind for p in found.paragraphs] == ["question", "answer"] * 3
    assert found.paragraphs[1].speaker is not None
    assert found.paragraphs[1].speaker.of(text) == "Mr Okafor"
    assert words(text, found)[1] == ("Mr Okafor: ", "As long as it has to, and not a day less.")


def test_question_and_answer_letters() -> None:
    """Q and A are turns even if they come once."""
    assert kinds("Q: Is it over?\nA: It is not over.") == ["question", "answer"]


def test_one_label_is_no_interview() -> None:
    """A colon in prose makes no speaker."""
    assert (
        kinds(f"{PROSE}\n\nThe Mayor: a man of few words and many enemies in his own party.\n\n{PROSE}") == ["body"] * 3
    )


def test_live_blog_stamps_carry_on() -> None:
    """Paragraphs under a stamp know it; the stamp is not prose."""
    text = (
        f"14:32\n\n{PROSE}\n\n{PROSE}\n\n13:05 GMT – Trains are running again.\n\n12:50 The mayor spoke to reporters."
    )
    found = layout(text)

    assert [p.kind for p in found.paragraphs] == ["time_stamp", "body", "body", "body", "body"]
    assert [p.stamp.of(text) if p.stamp else "" for p in found.paragraphs] == [
        "14:32",
        "14:32",
        "14:32",
        "13:05 GMT",
        "12:50",
    ]
    assert words(text, found)[3][1] == "Trains are running again."


def test_numbered_list() -> None:
    """Numbered lines beside each other are a list; a lone one is prose."""
    assert kinds(f"{PROSE}\n\n1. Close the valves\n2. Leave the house\n\n{PROSE}")[1:3] == ["list_item"] * 2


def test_wrapped_lines_are_one_paragraph() -> None:
    """Hard-wrapped prose is joined, lines that are sentences are not."""
    wrapped = (
        "Firefighters reached the depot shortly after the roof\n"
        "gave way, the city said, and they stayed until the\nmorning came."
    )
    assert kinds(wrapped) == ["body"]
    assert (
        kinds("Firefighters reached the depot at noon.\nThe roof gave way an hour later.\nNobody was hurt.")
        == ["body"] * 3
    )


def test_what_follows_the_end_mark() -> None:
    """After ENDS or ### nothing is story."""
    assert kinds(f"{PROSE}\n\nENDS\n\n{PROSE}") == ["body", "boilerplate", "boilerplate"]


def test_teaser_heading_covers_its_links() -> None:
    """Headline-like lines under "Related stories" are teasers too."""
    text = f"{PROSE}\n\nRelated stories\n\nZoo opens second elephant house\n\nMayor sells his boat\n\n{PROSE}"
    assert kinds(text) == ["body", "boilerplate", "boilerplate", "boilerplate", "body"]


def test_only_story_is_story() -> None:
    """The story leaves out by-lines, headings, corrections and teasers."""
    text = f"By Lena Moss\n\n{PROSE}\n\nThe road ahead\n\n{PROSE}\n\nRead more: Zoo opens"
    assert [p.span.of(text) for p in layout(text).story] == [PROSE, PROSE]


@given(
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\n\r .:,-–—“”\"'AQ1430•()©")), max_size=400),
    st.integers(0, 50),
)
def test_any_text_is_covered_once(text: str, body_start: int) -> None:
    """Every character that is not white space lies in exactly one paragraph."""
    found = layout(text, min(body_start, len(text)))
    position = 0
    for paragraph in found.paragraphs:
        assert paragraph.kind in KINDS
        assert paragraph.span.start >= position
        assert not text[position : paragraph.span.start].strip()
        assert paragraph.lead is None or paragraph.span.covers(paragraph.lead)
        position = paragraph.span.end
    assert not text[position:].strip()


@pytest.mark.thorough
@pytest.mark.parametrize(
    "unit", ["A", "1 ", "KYIV, ", "(", "— ", ": ", "\n", "Q: a\n", "this version of ", "14:32 x\n"]
)
def test_large_texts_end(unit: str) -> None:
    """A long text of anything is laid out without backtracking."""
    text = unit * (60_000 // len(unit))
    assert sum(p.span.end - p.span.start for p in layout(text).paragraphs) <= len(text)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Source: The Ruvan Courier", "header"),
        ("Source: The Ruvan Courier, 14 May 2026", "published"),
        ("The Ruvan Courier, 14 May 2026", "published"),
        ("Ruvu, 14 May 2026", "dateline"),
        ("Source: a clerk told the court that nobody had counted the ballots twice on the night of it.", "body"),
    ],
)
def test_a_line_that_names_where_an_article_comes_from_is_no_story(line: str, kind: str) -> None:
    assert kinds(f"Fire destroys depot in Ruvu\n{line}\n\n{PROSE}")[1] == kind
    assert kinds(f"{line}\n\n{PROSE}")[0] == kind


@pytest.mark.parametrize(
    ("words", "prose"),
    [
        ("TENNIS - Ana Lund beat Mia Obi.", "Ana Lund beat Mia Obi."),
        ("ICE HOCKEY: Osk lost again.", "Osk lost again."),
        ("CHURCH — The bishops met.", "The bishops met."),
        ("OSK - The mayor resigned.", "OSK - The mayor resigned."),
        ("Business is slow - and Osk knows it.", "Business is slow - and Osk knows it."),
    ],
)
def test_the_name_of_a_section_is_no_story(words: str, prose: str) -> None:
    text = f"{PROSE}\n\n{words}\n\n{PROSE}"
    spans = [p.prose.of(text) for p in layout(text).story if p.prose is not None]

    assert spans[1] == prose


def test_a_heading_is_apart_from_the_line_below_it() -> None:
    """The reader sees the break at its own length; a line that goes on small is wrapped."""
    text = f"{PROSE}\n\n14:32\nMayor urges calm\nHe spoke at noon.\n\n- Two schools stay\nclosed today\n\n{PROSE}"
    read = readable_text(text, layout(text))

    assert len(read) == len(text)
    assert "Mayor urges calm\u2029He spoke" in read
    assert "- Two schools stay\nclosed" in text
    assert "schools stay\nclosed" in read


def test_a_colon_in_the_first_line_makes_no_interview_of_one_line() -> None:
    """A headline may name who speaks; where labels come again the first is a turn."""
    assert kinds(f"Police: Depot burns in Osk\n\n{PROSE}")[0] == "title"
    assert kinds(f"UN: Depot burns in Osk\n\n{PROSE}")[0] == "title"
    assert kinds(f"Police: Depot burns in Osk\n\nMayor: It does not burn.\n\n{PROSE}")[0] == "body"


@pytest.mark.parametrize(
    ("line", "is_byline"),
    [("Madrid, 3 December 2026. By Lena Moss", True), ("Madrid, 3 December 2026. A story", False)],
)
def test_where_when_and_by_whom_in_one_line_is_a_byline(line: str, is_byline: bool) -> None:
    found = layout(f"River rises\n\n{line}\n\nThe river rose on Monday, police said.\n", 0)

    assert (found.paragraphs[1].kind == "byline") is is_byline


def test_rows_of_a_table_are_no_story() -> None:
    """Lines with as many bars, one after the other; one alone, or of another width, is as any other line."""
    prose = "Twelve people were killed when the river burst its banks, the council said."
    rows = "District | Dead | Missing\n\nNorth Osk | 7 | 3\nSouth Osk | | 11"
    found = kinds(f"{prose}\n\n{rows}\n\n{prose}\n\nNorth Osk | South Osk.")

    assert found == ["body", *["table_row"] * 3, "body", "body"]


def test_lines_with_a_sentence_behind_a_bar_are_story() -> None:
    """A label stands before it: a town, an hour; what has no sentence beside it stays a row."""
    told = 'OSK | Two bridges were closed on Monday, police said.\n\nLOM | A school was shut until "further notice."'
    rows = "North Osk | 7 dead\n\nSouth Osk | 11 dead, 4 hurt"

    assert kinds(f"{PROSE}\n\n{told}\n\n{rows}") == [*["body"] * 3, *["table_row"] * 2]


def test_a_long_line_that_opens_as_a_source_is_soon_known_to_be_none() -> None:
    """The words are parted in one way only: a line of 60 letters took minutes."""
    begun = time.process_time()

    assert not cues.is_source_line("Source: " + "x" * 2000 + " and" * 40)
    assert not cues.is_source_line("Source: " + " ".join(["word"] * 11))
    assert cues.is_source_line("Source: The Osk Herald")
    assert time.process_time() - begun < 1
