"""What became of an event, and what it is called."""

import pytest

from kb.graph.labels import event_label
from kb.graph.names import date_time, decimal, words_of
from kb.graph.reality import reality
from kb.model import Entity, Event, Role, Span, TimeValue
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
        ("negative", "planned", ["denied"], "denied"),
        ("negative", "promised", ["said"], "notHappened"),
        ("negative", "requested", ["urged"], "hypothetical"),
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
        ([("target", "Pokrovsk", "e1")], (), "air strike on Pokrovsk"),
        ([("target", "Pokrovsk", "e1"), ("agent", "Gunmen", "")], (), "air strike on Pokrovsk by gunmen"),
        ([("agent", "Gunmen", "")], ("e3",), "air strike by gunmen in Donbas"),
        ([("target", "Pokrovsk", "e1")], ("e1",), "air strike on Pokrovsk"),
        ([("patient", "Pokrovsk", "e1"), ("patient", "Toretsk", "e2")], (), "air strike on Pokrovsk and Toretsk"),
        ([("participant", "Pokrovsk", "e1"), ("participant", "Toretsk", "e2"), ("participant", "Siversk", "")], (),
         "air strike between Pokrovsk, Toretsk and others"),
        ([("instrument", "Gunmen", "")], (), "air strike"),
    ],
)  # fmt: skip
def test_label_is_type_and_main_participants(
    roles: list[tuple[str, str, str]], places: tuple[str, ...], label: str
) -> None:
    """Words of the article and the type's name, and the small words that join them."""
    event = Event(
        "v1", "air_strike", span("shelled"), roles=tuple(Role(r, span(w), e) for r, w, e in roles), places=places
    )
    assert event_label(TEXT, event, ENTITIES, ()) == label


@pytest.mark.parametrize("vague", ["other", "legal", "emergency_measure"])
def test_an_event_whose_type_names_a_field_is_called_by_its_word(vague: str) -> None:
    """ "other" and "legal by gunmen" would tell a reader nothing; who takes part stands as in a sentence."""
    roles = (Role("agent", span("Gunmen")), Role("target", span("Toretsk"), "e2"))
    assert event_label(TEXT, Event("v1", vague, span("shelled"), roles=roles), ENTITIES, ()) == "gunmen shelled Toretsk"
    assert event_label(TEXT, Event("v1", vague, span("shelled"), roles=roles[1:]), ENTITIES, ()) == "shelled Toretsk"


@pytest.mark.parametrize(
    ("kind", "text", "victims", "agent", "label"),
    [
        ("death", "At least 17 people died.", ["At least 17 people"], "", "deaths"),
        ("death", "At least 17 people and nine more died.", ["At least 17 people", "nine"], "", "deaths"),
        ("death", "Twelve soldiers died.", ["Twelve soldiers"], "", "deaths of soldiers"),
        ("death", "A clerk died.", ["A clerk"], "", "death of a clerk"),
        ("death", "Gunmen killed 12 soldiers.", ["12 soldiers"], "Gunmen", "killing of soldiers by gunmen"),
        ("injury", "Dozens were hurt.", ["Dozens"], "", "injuries"),
        ("arrest", "Syrian police arrested 11 people.", ["11 people"], "Syrian police", "arrests by Syrian police"),
        (
            "arrest",
            "Police arrested the owner of it.",
            ["the owner of it"],
            "Police",
            "arrest of the owner of it by police",
        ),
        ("flood", TEXT, [TEXT], "", "flood"),
        (
            "death",
            "Twelve clerks and two soldiers died.",
            ["Twelve clerks and two soldiers"],
            "",
            "deaths of clerks and soldiers",
        ),
        ("death", "Three bodies were counted.", ["Three bodies"], "", "deaths"),
        ("recovery_of_bodies", "Three bodies were found.", ["Three bodies"], "", "recovery of bodies"),
        ("fire_explosion", "Gunmen burnt two shops.", ["two shops"], "Gunmen", "burning of shops by gunmen"),
        ("departure_travel", "A ship left.", [], "A ship", "departure of a ship"),
    ],
)
def test_a_label_gives_no_number_and_no_clause(
    kind: str, text: str, victims: list[str], agent: str, label: str
) -> None:
    """Articles tell numbers differently; many are a plural; nobody in particular is left out; a clause is no name."""

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    roles = [Role("patient", at(words)) for words in victims] + ([Role("agent", at(agent))] if agent else [])
    assert event_label(text, Event("v1", kind, Span(0, 1), roles=tuple(roles)), {}, ()) == label


@pytest.mark.parametrize(
    ("begin", "end", "label"),
    [
        ("2025-07-04", "2025-07-04", "flood in Donbas, 4 July 2025"),
        ("2025-07-04T22:00", "2025-07-05T04:00", "flood in Donbas, 4 July 2025"),
        ("2025-07-01", "2025-07-31", "flood in Donbas, July 2025"),
        ("2025-01-01", "2025-12-31", "flood in Donbas, 2025"),
        ("2024-12-01", "2025-01-31", "flood in Donbas"),
        ("", "2025-07-04", "flood in Donbas"),
    ],
)
def test_a_label_has_the_day_where_it_is_known(begin: str, end: str, label: str) -> None:
    """As surely as the text gives it."""
    time = TimeValue(None, begin, begin, end, end)
    event = Event("v1", "flood", span("shelled"), places=("e3",), time=time)
    assert event_label(TEXT, event, ENTITIES, ()) == label


def test_long_names_are_cut_between_two_words() -> None:
    """A label stays a line."""
    entities = {"e9": Entity("e9", "organisation", "Commission " * 12)}
    event = Event("v1", "flood", Span(0, 1), roles=(Role("target", Span(0, 6), "e9"),))

    assert event_label(TEXT, event, entities, ()) == "flood of Commission Commission Commission Commission Commission…"


def test_a_word_that_fills_the_line_is_cut_itself() -> None:
    """Else nothing would follow "in"."""
    entities = {"e9": Entity("e9", "town", "Aberystwyth" * 8)}
    event = Event("v1", "flood", Span(0, 1), places=("e9",))

    assert event_label(TEXT, event, entities, ()) == f"flood in {('Aberystwyth' * 8)[:56]}…"


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


@pytest.mark.parametrize(
    ("kind", "words", "label"),
    [
        ("vaccination", "vaccination of contacts", "vaccination of contacts"),
        ("vaccination", "the vaccination of the contacts", "vaccination of contacts"),
        ("recovery_of_bodies", "bodies", "recovery of bodies"),
        ("recovery_of_bodies", "the bodies", "recovery of bodies"),
        ("recovery_of_bodies", "miners", "recovery of bodies of miners"),
        ("missing", "sailors", "disappearance of sailors"),
    ],
)
def test_a_label_says_no_word_twice(kind: str, words: str, label: str) -> None:
    """What the type's name says is not said again of who undergoes it."""
    text = f"They told of {words}"
    at = Span(text.index(words), len(text))
    assert event_label(text, Event("v1", kind, at, roles=(Role("patient", at),)), {}, ()) == label


@pytest.mark.parametrize(("role", "label"), [("origin", "flight from Pokrovsk"), ("destination", "flight to Pokrovsk")])
def test_a_label_says_to_or_from_as_the_place_was_reached_or_left(role: str, label: str) -> None:
    event = Event("v1", "flight", span("shelled"), roles=(Role(role, span("Pokrovsk"), "e1"),), places=("e1",))
    assert event_label(TEXT, event, ENTITIES, ()) == label


@pytest.mark.parametrize(
    ("others", "label"), [("At least 22 people", "deaths"), ("Two clerks", "deaths of Rosa Obi and clerks")]
)
def test_one_of_many_does_not_name_the_happening(others: str, label: str) -> None:
    """Of 22 dead one is named: they are not her deaths."""
    text = f"{others} died, among them Rosa Obi."
    rosa = text.index("Rosa")
    entities = {"e1": Entity("e1", "person", "Rosa Obi")}
    roles = (Role("patient", Span(rosa, rosa + 8), "e1"), Role("patient", Span(0, len(others)), ""))
    died = text.index("died")
    event = Event("v1", "death", Span(died, died + 4), roles=roles)

    assert event_label(text, event, entities, ()) == label


@pytest.mark.parametrize(
    ("verb", "label"), [("assumed", "appointment of Ada Obi"), ("named", "appointment by Ada Obi")]
)
def test_who_takes_an_office_is_appointed_to_it(verb: str, label: str) -> None:
    text = f"Ada Obi {verb} it."
    event = Event("v1", "appointment", Span(8, 8 + len(verb)), roles=(Role("agent", Span(0, 7), "e1"),))

    assert event_label(text, event, {"e1": Entity("e1", "person", "Ada Obi")}, ()) == label
