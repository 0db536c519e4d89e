"""What a noun takes up: "was suspended" and "the suspension" are one happening."""

import pytest

from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, mention, trigger


@pytest.mark.parametrize(
    ("second", "noun", "events"),
    [
        ("The suspension angered the union.", "suspension", 1),
        ("A suspension angered the union.", "suspension", 2),
        ("The suspension of Ada Obi angered the union.", "suspension", 2),
        ("The long suspension angered the union.", "suspension", 2),
        ("The dismissal angered the union.", "dismissal", 2),
    ],
)
def test_the_noun_of_a_verb_takes_it_up(second: str, noun: str, events: int) -> None:
    found = extraction(
        f"A bridge fell in Osk.\n\nThe town suspended Juan Osk on Monday. {second}",
        [mention("Juan Osk", "person"), trigger("suspended", "employment"), trigger(noun, "employment")],
        [],
        {"suspended": ("VERB", "root", "suspended"), noun: ("NOUN", "nsubj", "angered")},
    )

    assert len(found.events) == events


def test_of_two_of_its_stem_none_is_taken_up() -> None:
    found = extraction(
        "The town suspended Juan Osk. The club suspended Ada Obi. The suspension angered the union.",
        [
            mention("Juan Osk", "person"),
            mention("Ada Obi", "person"),
            trigger("suspended", "employment"),
            trigger("suspended#2", "employment"),
            trigger("suspension", "employment"),
        ],
        [],
        {"suspension": ("NOUN", "nsubj", "angered")},
    )

    assert len(found.events) == 3


def test_an_office_of_former_days_is_no_event() -> None:
    found = extraction(
        "Court convicts ex-mayor Juan Osk",
        [mention("Juan Osk", "person"), trigger("convicts", "legal"), trigger("ex-", "employment")],
        [],
        {"convicts": ("VERB", "root", "convicts")},
    )

    assert len(found.events) == 1


@pytest.mark.parametrize(("second", "events"), [("her", 1), ("Juan Osk", 2)])
def test_nobody_dies_twice(second: str, events: int) -> None:
    pronoun = {"kind": "pronoun", "type": "person"}
    whom = ("mention", "person", second, pronoun) if second == "her" else mention(second, "person")
    found = extraction(
        f"The death of Ada Obi shook Osk. Gunmen killed {second} at home.",
        [mention("Ada Obi", "person"), whom, trigger("death", "death"), trigger("killed", "death")],
        [("patient", "death", "Ada Obi"), ("patient", "killed", second), ("coref", second, "Ada Obi")],
        {"death": ("NOUN", "nsubj", "shook"), "killed": ("VERB", "root", "killed")},
    )

    assert len(found.events) == events


@pytest.mark.parametrize(("noun", "events"), [("toll", 1), ("news", 2)])
def test_a_toll_counts_those_who_died(noun: str, events: int) -> None:
    found = extraction(
        f"The {noun} of people killed by cholera has risen to 58.",
        [mention("people", "group"), trigger(noun, "death"), trigger("killed", "death")],
        [],
        {
            noun: ("NOUN", "nsubj", "risen"),
            "risen": ("VERB", "root", "risen"),
            "people": ("NOUN", "nmod", noun),
            "killed": ("VERB", "acl", "people"),
        },
    )

    assert len(found.events) == events


@pytest.mark.parametrize(("who", "events"), [("nurse", 1), ("attacker", 2)])
def test_each_attack_has_its_attacker(who: str, events: int) -> None:
    nominal = {"kind": "nominal", "type": "person"}
    rows: list[Row] = [("mention", "person", who, nominal), ("mention", "person", f"{who}#2", nominal)]
    found = extraction(
        f"In Osk the {who} died. In Belt a blast killed the {who}.",
        [*rows, trigger("died", "death"), trigger("killed", "death")],
        [("patient", "died", who), ("patient", "killed", f"{who}#2"), ("coref", f"{who}#2", who)],
        {"died": ("VERB", "root", "died"), "killed": ("VERB", "root", "killed")},
    )

    assert len(found.events) == events


@pytest.mark.parametrize(
    ("before", "marked", "events"),
    [("stalled", "talks", 1), ("stalled", "stalled", 1), ("new", "talks", 2), ("failed", "vote", 2)],
)
def test_talks_called_stalled_are_those_told_before(before: str, marked: str, events: int) -> None:
    noun = "vote" if marked == "vote" else "talks#2"
    text = f"Osk hosts talks in Lom\n\nEnvoys discussed the {before} {noun.removesuffix('#2')}."
    second = noun if marked != "stalled" else "stalled"
    tree = {"hosts": ("VERB", "root", "hosts"), "talks": ("NOUN", "obj", "hosts")}
    tree |= {noun: ("NOUN", "root", noun), before: ("ADJ", "amod", noun)}

    found = extraction(text, [trigger("talks", "talks"), trigger(second, "talks")], [], tree)

    assert len(found.events) == events


@pytest.mark.parametrize(("whose", "events"), [("Obi", 1), ("Lund", 2)])
def test_a_noun_that_is_the_same_persons_takes_the_verb_up(whose: str, events: int) -> None:
    text = f"A court acquitted Obi and jailed Lund. Lawyers praised {whose}'s acquittal."
    owner = f"{whose}#2"
    found = extraction(
        text,
        [
            mention("Obi", "person"),
            mention("Lund", "person"),
            mention(owner, "person"),
            trigger("acquitted", "legal"),
            trigger("acquittal", "legal"),
        ],
        [("patient", "acquitted", "Obi"), ("patient", "acquittal", owner)],
        {
            "acquitted": ("VERB", "root", "acquitted"),
            "praised": ("VERB", "root", "praised"),
            "acquittal": ("NOUN", "obj", "praised"),
            owner: ("PROPN", "nmod:poss", "acquittal"),
        },
    )

    assert len(found.events) == events
