"""Labels of events say where, by the town around a place without a name, and read as a newspaper would put it."""

import pytest

from kb.graph.labels import called_together, event_label
from kb.model import Entity, Event, Figure, Role, Span

TEXT = "Gunman kills two people and a boy at a market in Osk. No tourists hurt. Nurses and protesters block a gate."
ENTITIES = {
    "e1": Entity("e1", "person", "Gunman", named=False),
    "e2": Entity("e2", "market", "market", named=False, within="e3"),
    "e3": Entity("e3", "town", "Osk"),
    "e4": Entity("e4", "person", "boy", named=False),
    "e5": Entity("e5", "facility", "gate", named=False),
    "e6": Entity("e6", "group", "protesters", named=False),
    "e7": Entity("e7", "building", "shed", named=False),
    "e8": Entity("e8", "company", "Osk Ales"),
    "e9": Entity("e9", "group", "Nurses", named=False),
}


def labelled(kind: str, roles: dict[str, str], places: tuple[str, ...] = ()) -> str:
    """The label of an event whose roles are filled by words of the text."""
    filled = []
    for words, role in roles.items():
        at = Span(TEXT.index(words), TEXT.index(words) + len(words))
        known = next((i for i, e in ENTITIES.items() if e.name == words.removeprefix("a ")), "")
        filled.append(Role(role, at, known))
    return event_label(TEXT, Event("v1", kind, Span(7, 12), roles=tuple(filled), places=places), ENTITIES, ())


@pytest.mark.parametrize(("place", "where"), [("e2", " in Osk"), ("e3", " in Osk"), ("e7", "")])
def test_a_place_without_a_name_gives_the_town_around_it(place: str, where: str) -> None:
    assert labelled("death", {"Gunman": "agent"}, (place,)) == f"killing by gunman{where}"


def test_one_of_many_without_a_name_is_not_all_of_them() -> None:
    assert labelled("death", {"two people": "patient", "a boy": "patient"}, ("e3",)) == "deaths in Osk"


def test_nobody_is_not_said_to_be_hurt_by_no() -> None:
    assert labelled("injury", {"No tourists": "patient"}) == "injuries to tourists"
    assert counted("two", "injury", whom="two of whom", value=2.0) == "injuries"


@pytest.mark.parametrize(
    ("roles", "label"),
    [
        ({"a gate": "target", "protesters": "agent"}, "protest at gate"),
        ({"a gate": "target", "Nurses": "agent"}, "protest at gate by nurses"),
        ({"protesters": "agent"}, "protest"),
    ],
)
def test_people_protest_at_a_gate_and_not_against_it(roles: dict[str, str], label: str) -> None:
    assert labelled("protest", roles) == label


def test_people_protest_against_a_company() -> None:
    event = Event("v1", "protest", Span(7, 12), roles=(Role("target", Span(0, 6), "e8"),))

    assert event_label(TEXT, event, ENTITIES, ()) == "protest against Osk Ales"


def counted(words: str, kind: str = "death", whom: str = "", known: str = "", **more: object) -> str:
    """The label of an event of the text that a figure counts; the figure's words, and who died, stand in the text."""
    text = f"{TEXT} {words} {whom}"
    at = Span(text.index(whom), len(text))
    roles = (Role("patient", at, known),) if whom else ()
    event = Event("v1", kind, Span(7, 12), roles=roles)
    of = str(more.pop("event", "v1"))
    at = Span(len(TEXT) + 1, len(TEXT) + 1 + len(words))
    figure = Figure("k1", of, at, "exactly", **more)  # type: ignore[arg-type]
    return event_label(text, event, ENTITIES | {"e10": Entity("e10", "person", "Rosa Obi")}, [figure])


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("deaths", {"words": "14", "value": 14.0}),
        ("deaths", {"words": "one or two", "value": 1.0, "upper": 2.0}),
        ("deaths", {"words": "dozens"}),
        ("arrests", {"words": "22", "value": 22.0, "kind": "arrest"}),
        ("deaths of welders", {"words": "14", "value": 14.0, "whom": "welders"}),
        ("death", {"words": "1", "value": 1.0}),
        ("death", {"words": "3 days", "value": 3.0, "unit": "day"}),
        ("death", {"words": "2 more", "value": 2.0, "change": "increase"}),
        ("death", {"words": "14", "value": 14.0, "withdrawn": True}),
        ("death", {"words": "14", "value": 14.0, "event": "v2"}),
        ("death of the welder", {"words": "14", "value": 14.0, "whom": "the welder"}),
        ("death of Rosa Obi", {"words": "14", "value": 14.0, "whom": "Rosa Obi", "known": "e10"}),
    ],
)
def test_what_a_figure_counts_is_told_as_many(label: str, told: dict[str, object]) -> None:
    assert counted(**told) == label  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "whom", "label"),
    [("deaths", "", "deaths"), ("death", "", "death"), ("injuries", "Rosa Obi", "injury to Rosa Obi")],
)
def test_what_the_article_tells_as_many_is_many(word: str, whom: str, label: str) -> None:
    text = f"{word} {whom}"
    roles = (Role("patient", Span(len(word) + 1, len(text)), "e10"),) if whom else ()
    event = Event("v1", label.split(maxsplit=1)[0].removesuffix("s"), Span(0, len(word)), roles=roles)

    assert event_label(text, event, {"e10": Entity("e10", "person", "Rosa Obi")}, ()) == label


def test_one_death_among_deaths_is_of_them_unless_it_says_whose() -> None:
    labels = ["death in Osk", "deaths of welders in Osk", "death of Rosa Obi", "injury, 2026"]

    assert called_together(labels) == {label: label for label in labels} | {"death in Osk": "deaths in Osk"}
    assert called_together(["death in Osk"]) == {"death in Osk": "death in Osk"}


@pytest.mark.parametrize(("told", "label"), [("of the dead were", "deaths"), ("who fell were", "deaths of welders")])
def test_what_some_of_the_dead_were_is_not_what_all_were(told: str, label: str) -> None:
    text = f"Nine deaths. Two {told} welders."
    at = text.index("welders")
    event = Event("v1", "death", Span(5, 11), roles=(Role("patient", Span(at, at + 7)),))
    figures = [
        Figure("k1", "v1", Span(0, 4), "exactly", value=9.0),
        Figure("k2", "v1", Span(13, 16), "exactly", value=2.0),
    ]

    assert event_label(text, event, {}, figures) == label


MAP = {
    "e1": Entity("e1", "town", "Osk"),
    "e2": Entity("e2", "town", "Ruvu"),
    "e3": Entity("e3", "building", "Lom Clinic"),
    "e4": Entity("e4", "person", "Ada Obi"),
    "e5": Entity("e5", "company", "Osk Ales"),
}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("A boat sank near the port of Osk.", "sinking near Osk"),
        ("A boat sank off Osk.", "sinking off Osk"),
        ("A boat sank, 4 km off the village of Osk.", "sinking off Osk"),
        ("A boat sank north-west of Osk.", "sinking north-west of Osk"),
        ("A boat sank in the north-west of Osk.", "sinking in Osk"),
        ("A boat sank near a mill in Osk.", "sinking in Osk"),
        ("A boat sank in Osk.", "sinking in Osk"),
    ],
)
def test_a_label_keeps_the_word_that_says_how_near(text: str, where: str) -> None:
    at = text.index("Osk")
    event = Event("v1", "sinking", Span(7, 11), places=("e1",), place_spans=(Span(at, at + 3),))

    assert event_label(text, event, MAP, ()) == where


@pytest.mark.parametrize(("before", "where"), [("between ", "between Osk and Ruvu"), ("in ", "in Osk")])
def test_a_happening_between_two_towns_is_in_neither(before: str, where: str) -> None:
    text = f"A boat sank {before}Osk and Ruvu."
    at = [text.index(name) for name in ("Osk", "Ruvu")]
    spans = (Span(at[0], at[0] + 3), Span(at[1], at[1] + 4))
    event = Event("v1", "sinking", Span(7, 11), places=("e1", "e2"), place_spans=spans)

    assert event_label(text, event, MAP, ()) == f"sinking {where}"


@pytest.mark.parametrize(
    ("kind", "roles", "label"),
    [
        ("travel", {"e4": "agent", "e1": "origin", "e2": "destination"}, "travel of Ada Obi from Osk to Ruvu"),
        ("travel", {"e4": "patient", "e2": "destination"}, "travel of Ada Obi to Ruvu"),
        ("flight", {"e1": "origin"}, "flight from Osk"),
        ("arrival", {"e4": "agent", "e2": "destination"}, "arrival of Ada Obi in Ruvu"),
        ("hospitalization", {"e4": "patient", "e3": "destination"}, "hospitalization of Ada Obi at Lom Clinic"),
        ("travel", {"e4": "agent", "e5": "destination"}, "travel of Ada Obi"),
    ],
)
def test_travel_is_from_where_and_to_where(kind: str, roles: dict[str, str], label: str) -> None:
    event = Event("v1", kind, Span(0, 1), roles=tuple(Role(role, Span(0, 1), e) for e, role in roles.items()))

    assert event_label("-", event, MAP, ()) == label


@pytest.mark.parametrize(
    ("kind", "word", "roles", "label"),
    [
        ("damage", "fell", {"e3": "patient"}, "fall of Lom Clinic"),
        ("damage", "hit", {"e3": "patient"}, "damage to Lom Clinic"),
        ("manhunt", "searched", {"e3": "target"}, "search of Lom Clinic"),
        ("agreement", "accord", {"e5": "party"}, "agreement with Osk Ales"),
        ("election", "election", {"e4": "agent"}, "election"),
        ("death", "died", {"e4": "patient"}, "death of Ada Obi"),
        ("fire_explosion", "set fire", {"e3": "patient"}, "burning of Lom Clinic"),
        ("fire_explosion", "fire", {"e3": "patient"}, "fire at Lom Clinic"),
        ("fire_explosion", "blew up", {"e5": "patient"}, "explosion of Osk Ales"),
        ("fire_explosion", "burned", {"e5": "patient"}, "burning of Osk Ales"),
        ("alert", "warned", {"e4": "agent"}, "warning by Ada Obi"),
        ("alert", "alarm", {"e4": "agent"}, "alert by Ada Obi"),
        ("production", "built", {"e5": "agent"}, "construction by Osk Ales"),
        ("production", "made", {"e5": "agent"}, "production by Osk Ales"),
        ("offer_of_terms", "offered", {"e5": "agent"}, "offer by Osk Ales"),
        ("aid_delivery", "brought", {"e5": "agent"}, "aid delivery by Osk Ales"),
        ("run_off", "run-off", {}, "run-off"),
        ("curfew", "curfew", {"e4": "agent"}, "curfew imposed by Ada Obi"),
        ("breakdown_of_talks", "walked out", {"e4": "agent"}, "breakdown of talks"),
        ("resignation", "quit", {"e4": "agent"}, "resignation of Ada Obi"),
        ("withdrawal", "withdrew", {"e4": "agent", "e5": "patient"}, "withdrawal of Osk Ales by Ada Obi"),
        ("fighting", "fought", {"e4": "agent", "e5": "target"}, "fighting between Ada Obi and Osk Ales"),
        ("fighting", "fought", {"e5": "target"}, "fighting against Osk Ales"),
        ("phone_call", "rang", {"e4": "agent", "e5": "participant"}, "phone call between Ada Obi and Osk Ales"),
        ("conversation", "spoke", {"e4": "participant"}, "conversation with Ada Obi"),
        ("fighting", "fought", {"e4": "participant"}, "fighting involving Ada Obi"),
        ("discussion", "debated", {"e5": "participant"}, "discussion by Osk Ales"),
        ("goal", "scored", {"e4": "agent", "e3": "theme"}, "goal by Ada Obi"),
        ("stone_throwing", "threw", {"e4": "target"}, "stone throwing at Ada Obi"),
        ("environment", "tended", {"e4": "agent"}, "Ada Obi tended"),
    ],
)
def test_a_label_is_a_noun_that_fits_what_is_told(kind: str, word: str, roles: dict[str, str], label: str) -> None:
    event = Event("v1", kind, Span(0, len(word)), roles=tuple(Role(role, Span(0, 1), e) for e, role in roles.items()))

    assert event_label(word, event, MAP, ()) == label


def test_some_of_those_who_died_are_not_named_for_all() -> None:
    text = "Eleven nurses, seven of them women, died."
    event = Event("v1", "death", Span(36, 40), roles=(Role("patient", Span(0, 34)),))

    assert event_label(text, event, {}, ()) == "deaths of nurses"


@pytest.mark.parametrize(("whole", "label"), [("A wall", "fall of wall"), ("The roof of a wall", "damage to wall")])
def test_what_a_part_falls_off_has_not_fallen(whole: str, label: str) -> None:
    text = f"{whole} fell."
    at = text.index("wall")
    event = Event("v1", "damage", Span(at + 5, at + 9), roles=(Role("patient", Span(at, at + 4)),))

    assert event_label(text, event, {}, ()) == label


@pytest.mark.parametrize(
    ("kind", "whom", "label"),
    [
        ("payment", "$95 in cash", "payment"),
        ("payment", "P5 million", "payment"),
        ("payment", "40,000 kwacha", "payment"),
        ("payment", "five percent", "payment"),
        ("arrest", "78 percent of the guards", "arrests of guards"),
        ("funeral", "first of them", "funeral"),
        ("shooting", "anything that moved", "shooting"),
        ("price_change", "Shares in Osk", "price change of shares in Osk"),
        ("sale", "M23 rifles", "sale of M23 rifles"),
        ("arrest", "Two crown officers", "arrests of crown officers"),
        ("arrest", "Syrian guards", "arrest of Syrian guards"),
        ("arrest", "14 members", "arrests"),
        ("arrest", "14 members of the crew", "arrests of members of the crew"),
    ],
)
def test_a_label_tells_no_sum_nor_share_and_nobody_in_particular(kind: str, whom: str, label: str) -> None:
    event = Event("v1", kind, Span(0, len(whom)), roles=(Role("patient", Span(0, len(whom))),))

    assert event_label(whom, event, {}, ()) == label


@pytest.mark.parametrize(("confidence", "label"), [(0.9, "deaths"), (0.2, "men fell ill")])
def test_a_type_that_is_hardly_sure_is_told_in_the_articles_word(confidence: float, label: str) -> None:
    text = "Three men fell ill in Osk."
    event = Event("v1", "death", Span(10, 14), roles=(Role("patient", Span(6, 9)),), confidence=confidence)

    assert event_label(text, event, {}, ()) == label


@pytest.mark.parametrize(
    ("kind", "what", "label"),
    [
        ("revenue", "quarterly revenue of 900 million euros", "revenue"),
        ("profit", "a net profit of 40 million", "profit"),
        ("profit", "profit of the mill", "profit of mill"),
        ("police_raid", "two offices", "raid on offices"),
    ],
)
def test_a_label_says_its_noun_once(kind: str, what: str, label: str) -> None:
    event = Event("v1", kind, Span(0, len(what)), roles=(Role("theme", Span(0, len(what))),))

    assert event_label(what, event, {}, ()) == label


def _role(text: str, name: str, words: str) -> Role:
    return Role(name, Span(text.index(words), text.index(words) + len(words)))


@pytest.mark.parametrize(
    ("text", "kind", "word", "roles", "label"),
    [
        ("The captain has now played 26 matches.", "sport", "played", {"agent": "captain", "patient": "matches"},
         "matches played by captain"),
        ("The captain has now played 26 World Cup matches.", "sport", "played",
         {"agent": "captain", "patient": "matches"},
         "matches played by captain"),
        ("The captain has now played chess.", "sport", "played", {"agent": "captain", "patient": "chess"},
         "captain has now played chess"),
        ("The trophy was handed over on Monday.", "transfer", "handed over", {"patient": "trophy"},
         "handover of trophy"),
        ("The player was sold to Osk.", "transfer", "sold", {"patient": "player"}, "transfer of player"),
        ("A crash killed 28 of the 32 on board.", "death", "killed", {"patient": "28 of the 32 on board"}, "deaths"),
        ("Japan is to bring back soil.", "other", "bring back", {"agent": "Japan", "patient": "soil"},
         "Japan is to bring back soil"),
    ],
)  # fmt: skip
def test_a_label_reads_as_a_newspaper_would_put_it(
    text: str, kind: str, word: str, roles: dict[str, str], label: str
) -> None:
    at = text.index(word)
    filled = tuple(_role(text, name, words) for name, words in roles.items())
    event = Event("v1", kind, Span(at, at + len(word)), roles=filled, confidence=0.9)

    assert event_label(text, event, {}, ()) == label


def test_a_sum_is_no_part_of_a_label_in_whatever_currency() -> None:
    text = "They must repay 9 million soles."
    sum_ = Span(text.index("9"), len(text) - 1)
    event = Event("v1", "payment", Span(10, 15), roles=(Role("theme", sum_),), confidence=0.9)
    figure = Figure("q1", "v1", sum_, "exactly", 9e6, unit="PEN")

    assert event_label(text, event, {}, [figure]) == "payment"
