"""What a publication says of its own text is no happening, and what a live blog takes back is no fact."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.events.own_notes import without_retracted
from kb.model import Article, Event, Span, Statement


def told(text: str) -> dict[str, str]:
    read = create().extract(Article(text, published="2026-10-14"))
    return {event.trigger.of(text): event.type for event in read.events}


FERRY = "A ferry sank off Osk on Monday, killing nine people.\n\n"


@pytest.mark.parametrize(
    "note",
    [
        "Correction: An earlier version of this story said that the ferry had been rammed. It was not.",
        "CORRECTION (Oct 14): The company's name was misspelt in a previous version of this article.",
        "This story has been corrected to show that nine people died, not eight.",
        "Clarification: This article was amended on Tuesday to make clear that the captain has not resigned.",
    ],
)
def test_a_note_that_corrects_the_article_is_no_happening(note: str) -> None:
    found = told(FERRY + note)

    assert "sinking" in found.values()
    assert {"correction", "amendment"}.isdisjoint(found.values())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The bank announced a correction to its accounts on Monday.", "correction"),
        (FERRY + "The senate amended the harbour law on Tuesday, and the ministry said it would be glad.", "amendment"),
    ],
)
def test_what_others_correct_and_amend_is_one(text: str, kind: str) -> None:
    assert kind in told(text).values()


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Correction: Parliament amended the law on Monday, not on Tuesday as reported earlier.", "amendment"),
        ("Correction: troops withdrew from Gao on Sunday, not on Monday as an earlier version said.", "withdrawal"),
    ],
)
def test_what_a_note_sets_right_happened(note: str, kind: str) -> None:
    read = create().extract(Article(FERRY + note, published="2026-10-14"))

    assert [event.modality for event in read.events if event.type == kind] == ["actual"]


BLOG = "Fire at mill in Osk: live\n\n13:10\n\nA guard was killed, police say.\n\n15:20\n\n"


def deaths(text: str) -> list[str]:
    read = create().extract(Article(text, published="2026-10-14"))
    return [event.modality for event in read.events if event.type == "death"]


@pytest.mark.parametrize(
    ("entry", "modality"),
    [
        ("Correction: we reported at 13:10 that a guard had been killed in the fire. He is alive.", "alleged"),
        ("An earlier post here said that a guard had been killed; we withdraw it. He is alive.", "alleged"),
        ("We reported at 13:10 that a guard had been killed. His name was Rui Obi.", "actual"),
        ("Correction: a post at 13:10 misspelt the mill's name. The guard was killed at once.", "actual"),
    ],
)
def test_what_an_entry_takes_back_the_earlier_one_told_for_nothing(entry: str, modality: str) -> None:
    assert deaths(BLOG + entry) == [modality]


def test_what_is_told_again_after_it_was_taken_back_stands() -> None:
    entry = "Correction: a post at 13:10 said that a guard had been killed. He was hurt.\n\n17:00\n\n"

    assert "actual" in deaths(BLOG + entry + "The guard has now died, the hospital says.")


@pytest.mark.parametrize(
    ("text", "stamps", "modality"),
    [
        ("died. We said that two died", (1, 2), "alleged"),
        ("died. We said that two died", (3, 2), "actual"),
        ("died. We said that two died", (None, None), "actual"),
        ("died. We said that the died", (1, 2), "actual"),
    ],
)
def test_only_earlier_entries_are_taken_back(text: str, stamps: tuple[int | None, int | None], modality: str) -> None:
    """What is taken up, "in the fire", stands."""
    first, again = Span(0, 4), Span(text.rindex("died"), len(text))
    event = Event("v1", "death", first, other_mentions=(again,), sources=("s1",))
    statement = Statement("s2", (Span(text.index("that ") + 5, len(text)),), "indirect", status="retracted")

    def stamped(words: Span) -> tuple[str, int] | None:
        minute = stamps[words.start > 0]
        return None if minute is None else ("2026-10-14", minute)

    (found,) = without_retracted([event], [statement], text, stamped)

    assert found.modality == modality
