"""What became of an event, and what it is called."""

import pytest

from kb.graph.labels import event_label
from kb.graph.names import date_time, decimal, words_of
from kb.graph.reality import reality
from kb.model import Entity, Event, Role, Span
from kb.model.extraction import MODALITIES


@pytest.mark.parametrize(
    ("polarity", "modality", "cues", "expected"),
    [
        ("positive", "actual", [], "occurred"),
        ("positive", "ongoing", [], "ongoing"),
        ("negative", "actual", [], "notHappened"),
        ("negative", "ongoing", ["said"], "notHappened"),
        ("negative", "actual", ["denied"], "denied"),
        ("negative", "actual", ["has rejected", "denies"], "denied"),
        ("negative", "actual", ["denied", "said"], "notHappened"),
        ("negative", "planned", ["denied"], "planned"),
        ("positive", "suspended", [], "notHappened"),
        ("positive", "alleged", ["said"], "hypothetical"),
        ("positive", "promised", [], "planned"),
    ],
)
def test_reality(polarity: str, modality: str, cues: list[str], expected: str) -> None:
    """Denied only where nobody but those who deny it speaks of it."""
    assert reality(polarity, modality, cues) == expected


@pytest.mark.parametrize("modality", sorted(MODALITIES))
def test_every_modality_has_a_reality(modality: str) -> None:
    """None is forgotten."""
    assert reality("positive", modality, []) in {"occurred", "ongoing", "planned", "hypothetical", "notHappened"}


TEXT = "Gunmen shelled Pokrovsk and Toretsk and Siversk at the long long long long long long long long long long front"


def span(words: str) -> Span:
    """Return where *words* stand."""
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


ENTITIES = {
    "e1": Entity("e1", "city", "Pokrovsk"),
    "e2": Entity("e2", "city", "Toretsk"),
    "e3": Entity("e3", "region", "Donbas"),
}


@pytest.mark.parametrize(
    ("roles", "places", "label"),
    [
        ([("target", "Pokrovsk", "e1")], (), "air strike of Pokrovsk"),
        ([("target", "Pokrovsk", "e1"), ("agent", "Gunmen", "")], (), "air strike of Pokrovsk by Gunmen"),
        ([("agent", "Gunmen", "")], ("e3",), "air strike by Gunmen in Donbas"),
        ([("target", "Pokrovsk", "e1")], ("e1",), "air strike of Pokrovsk"),
        ([("patient", "Pokrovsk", "e1"), ("patient", "Toretsk", "e2")], (), "air strike of Pokrovsk and Toretsk"),
        ([("participant", "Pokrovsk", "e1"), ("participant", "Toretsk", "e2"), ("participant", "Siversk", "")], (),
         "air strike of Pokrovsk, Toretsk and others"),
        ([("instrument", "Gunmen", "")], (), "air strike"),
    ],
)  # fmt: skip
def test_label_is_type_and_main_participants(
    roles: list[tuple[str, str, str]], places: tuple[str, ...], label: str
) -> None:
    """Words of the article and the type's name, nothing else."""
    event = Event(
        "v1", "air_strike", span("shelled"), roles=tuple(Role(r, span(w), e) for r, w, e in roles), places=places
    )
    assert event_label(TEXT, event, ENTITIES) == label


@pytest.mark.parametrize("vague", ["other", "legal", "emergency_measure"])
def test_an_event_whose_type_names_a_field_is_called_by_its_word(vague: str) -> None:
    """ "other" and "legal by Gunmen" would tell a reader nothing."""
    event = Event("v1", vague, span("shelled"), roles=(Role("agent", span("Gunmen")),))

    assert event_label(TEXT, event, {}) == "“shelled” by Gunmen"


def test_long_words_are_cut_between_two() -> None:
    """A label stays a line."""
    event = Event("v1", "flood", Span(0, 1), roles=(Role("target", Span(0, len(TEXT))),))

    assert event_label(TEXT, event, {}) == "flood of Gunmen shelled Pokrovsk and Toretsk and Siversk at the…"


@pytest.mark.parametrize(
    ("number", "written"),
    [(4, "4"), (0.1, "0.1"), (-0.0, "0"), (1e-7, "0.0000001"), (2.5e9, "2500000000"), (1.10, "1.1")],
)
def test_decimals_have_one_form(number: float, written: str) -> None:
    """No exponent, no trailing zero."""
    assert decimal(number).value == written


@pytest.mark.parametrize(
    ("stamp", "last", "written"),
    [
        ("2031-05-07", False, "2031-05-07T00:00:00"),
        ("2031-05-07", True, "2031-05-07T23:59:59"),
        ("2031-05-07T09:30", False, "2031-05-07T09:30:00"),
        ("2031-05-07T09:30+0200", False, "2031-05-07T09:30:00+02:00"),
        ("2031-05-07 09:30:10.500Z", False, "2031-05-07T09:30:10.5Z"),
    ],
)
def test_stamps_become_date_times(stamp: str, last: bool, written: str) -> None:
    """A day is its first second or its last; a zone is kept as given."""
    assert date_time(stamp, last=last).value == written


@pytest.mark.parametrize(
    ("local", "words"), [("airStrike", "air strike"), ("air_strike", "air strike"), ("flood", "flood")]
)
def test_words_of_a_local_name(local: str, words: str) -> None:
    """Camel or snake."""
    assert words_of(local) == words
