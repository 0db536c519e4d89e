"""Figures in words: units in the plural where there is more than one, ranges, parts of a whole."""

import pytest

from kb.model import Article, Event, Figure, Office, Span, Statement
from kb.model.extraction import MODALITIES
from kb.service.display.wording import figure_words, office_words, reality_words, stance

SPAN = Span(0, 1)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure("q1", "v1", SPAN, "exactly", 9.0, unit="day"), "9 days"),
        (Figure("q1", "v1", SPAN, "exactly", 1.0, unit="hour"), "1 hour"),
        (Figure("q1", "v1", SPAN, "exactly", 3.5, unit="percent"), "3.5 percent"),
        (Figure("q1", "v1", SPAN, "exactly", 14.0, whole=23.0, of="drones"), "14 of 23 drones"),
        (Figure("q1", "v1", SPAN, "at_least", 6.0, of="killed", change="increase"), "at least 6 more killed"),
        (Figure("q1", "v1", SPAN, "exactly", 7.0, of="cases", change="decrease"), "7 fewer cases"),
        (Figure("q1", "v1", SPAN, "exactly", 3.0, unit="percent", change="decrease"), "3 percent less"),
        (Figure("q1", "v1", SPAN, "vague", of="drones"), "dozens of (no number given)"),
        (Figure("q1", "v1", SPAN, "exactly", 30.0, of="dead", withdrawn=True), "30 dead (withdrawn by its source)"),
    ],
)
def test_a_figure_reads_as_a_person_would_say_it(figure: Figure, words: str) -> None:
    assert figure_words(figure, "dozens  of") == words


@pytest.mark.parametrize(
    ("text", "cue", "said"),
    [
        ("The ministry denied that it rained.", "denied", "denied"),
        ("The ministry said that it rained.", "said", ""),
        ("According to the ministry it rained.", "According to", ""),
        ("The ministry did not deny that it rained.", "deny", "did not deny"),
        ("The ministry doesn’t really believe it.", "believe", "doesn’t really believe"),
    ],
)
def test_a_cue_that_says_more_than_said_is_told(text: str, cue: str, said: str) -> None:
    start = text.index(cue)
    statement = Statement("s1", (Span(0, 3),), "indirect", cue=Span(start, start + len(cue)))

    assert stance(Article(text), statement) == said


@pytest.mark.parametrize(
    ("role", "status", "words"),
    [
        ("mayor", "current", "mayor"),
        ("mayor", "acting", "acting mayor"),
        ("acting mayor", "acting", "acting mayor"),
        ("Former Mayor", "former", "Former Mayor"),
    ],
)
def test_an_office_says_its_status_once(role: str, status: str, words: str) -> None:
    assert office_words(Office("o1", "e1", role, SPAN, status=status)) == words


@pytest.mark.parametrize("role", ["Ex-minister", "ex-deputy governor", "former mayor", "late king"])
def test_who_held_an_office_is_not_called_former_twice(role: str) -> None:
    """The article's word says it already."""
    assert office_words(Office("o1", "e1", role, SPAN, status="former")) == role
    assert office_words(Office("o1", "e1", "examiner", SPAN, status="former")) == "former examiner"


def test_a_denial_reads_otherwise_than_what_was_not() -> None:
    """The article itself says that something was not, or only those who deny it do."""
    event = Event("v1", "attack", SPAN, polarity="negative")
    assert reality_words(event) == "did not happen"
    assert reality_words(event, ["said"]) == "did not happen"
    assert reality_words(event, ["denied"]) == "denied"


def test_every_modality_reads_with_not() -> None:
    """No word of the model alone, such as "not conditional"."""
    for modality in MODALITIES:
        words = reality_words(Event("v1", "attack", SPAN, polarity="negative", modality=modality))
        assert words not in (f"not {modality}" for modality in ("conditional", "possible", "hypothetical", "alleged"))
        assert words
