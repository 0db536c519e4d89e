"""A word of dismissals or courts is of business where its sentence tells of neither."""

import pytest

from kb.extraction.builtin import create
from kb.model import Article
from tests.extraction.interpreted import Tree, extraction, one_sentence, trigger


@pytest.mark.parametrize(
    ("text", "verb", "coarse", "taken", "kind"),
    [
        ("The deal will cost the harbour 640 million next year.", "cost", "employment", "harbour", "pricing"),
        ("The staff deal will cost the harbour 640 million.", "cost", "employment", "harbour", "pricing"),
        ("The bank will cut rates twice.", "cut", "employment", "rates", "business"),
        ("The bank will cut jobs twice.", "cut", "employment", "jobs", "layoff"),
        ("She charged a fee for the hall.", "charged", "legal", "fee", "pricing"),
        ("The mill passed on to growers a fee.", "passed", "regulation", "fee", "business"),
        ("The senate passed a bill on growers.", "passed", "regulation", "bill", "bill"),
        ("They charged a clerk for the fire.", "charged", "legal", "clerk", "charge"),
    ],
)
def test_what_is_cut_or_charged_tells_the_class(text: str, verb: str, coarse: str, taken: str, kind: str) -> None:
    tree: Tree = {verb: ("VERB", "root", verb), taken: ("NOUN", "obj", verb), "million": ("NUM", "nummod", verb)}
    tree = tree if "million" in text else {w: row for w, row in tree.items() if w != "million"}
    (event,) = extraction(text, [trigger(verb, coarse)], [], one_sentence(text, tree)).events

    assert event.type == kind


@pytest.mark.parametrize(
    ("text", "verb", "coarse", "taken", "kind"),
    [
        ("A girl was flown to Osk.", "flown", "injury", "girl", "hospitalization"),
        ("A girl was burnt in Osk.", "burnt", "injury", "girl", "injury"),
        ("Crews brought a miner out.", "brought", "relief", "miner", "rescue"),
        ("Crews brought a tent to Osk.", "brought", "relief", "tent", "aid_delivery"),
    ],
)
def test_whom_a_verb_carries_tells_the_type(text: str, verb: str, coarse: str, taken: str, kind: str) -> None:
    relation = "nsubj:pass" if "was" in text else "obj"
    tree: Tree = {verb: ("VERB", "root", verb), taken: ("NOUN", relation, verb)}
    (event,) = extraction(text, [trigger(verb, coarse)], [], one_sentence(text, tree)).events

    assert event.type == kind


@pytest.mark.parametrize(
    ("text", "taken", "kind"),
    [
        ("Osk Ales fired a man in May.", "man", "dismissal"),
        ("Osk Ales fired people in May.", "people", "dismissal"),
        ("Dane fired the ball home.", "ball", "other"),
        ("Dane fired a shot past the post.", "shot", "other"),
        ("Dane fired a shot past the gate.", "shot", "shooting"),
        ("Dane fired a rifle at a man.", "rifle", "shooting"),
    ],
)
def test_whom_or_what_is_fired_says_whether_a_gun_is(text: str, taken: str, kind: str) -> None:
    tree: Tree = {"fired": ("VERB", "root", "fired"), taken: ("NOUN", "obj", "fired")}
    if "past" in text:
        goal = text.rsplit(maxsplit=1)[-1].rstrip(".")
        tree |= {goal: ("NOUN", "obl", "fired")}
    (event,) = extraction(text, [trigger("fired", "attack")], [], one_sentence(text, tree)).events

    assert event.type == kind


def kinds(text: str) -> list[str]:
    read = create().extract(Article(text, published="2026-10-14"))
    return [event.type for event in read.events]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The airline posted quarterly revenue of 900 million euros.", "revenue"),
        ("The company expects annual sales of 6.9 billion pula.", "revenue"),
        ("Osk Bank posted a profit of 40 million euros.", "profit"),
        ("The dealer reported sales of 6.9 million cars in 2025.", "sale"),
        ("Sales of 3 million in the first week made the album a hit.", "sale"),
    ],
)
def test_what_a_firm_takes_in_is_no_profit(text: str, kind: str) -> None:
    assert kinds(text)[0] == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Police raided the offices of an opposition party in Osk on Tuesday.", "police_raid"),
        ("Tax inspectors raided the headquarters of Osk Bank on Monday.", "police_raid"),
        ("The navy boarded a trawler on Monday and arrested its captain.", "police_raid"),
        ("Gunmen raided a village near Osk on Monday.", "raid"),
        ("Pirates boarded a tanker off Osk.", "crime"),
        ("33 people had boarded the ferry, two of them infants.", "departure_travel"),
        ("About 200 migrants boarded a dinghy.", "departure_travel"),
        ("Customs men boarded a trawler off Osk.", "police_raid"),
        ("Protesters boarded the ship to stop it leaving.", "crime"),
        ("Thieves boarded the yacht and took a painting.", "crime"),
        ("Burglars searched the house on Monday.", "crime"),
    ],
)
def test_officers_who_enter_commit_no_crime_nor_do_passengers(text: str, kind: str) -> None:
    assert kinds(text)[0] == kind


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Ruiz was given six years in prison on Monday.", 1),
        ("Paz was given 10 years of hard labour.", 1),
        ("Students were given two years of free travel.", 0),
    ],
)
def test_not_all_who_are_given_years_are_sentenced(text: str, sentences: int) -> None:
    assert kinds(text).count("sentence") == sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The owner was convicted of fraud and given six years, suspended because of his health.", {"sentence"}),
        ("The club finished third in two years, suspended its coach and closed.", {"dismissal"}),
        ("The officer, who served six years, was suspended.", {"dismissal"}),
    ],
)
def test_a_term_that_is_suspended_dismisses_nobody(text: str, expected: set[str]) -> None:
    assert set(kinds(text)) & {"sentence", "dismissal"} == expected


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("He missed the penalty that put his country out of the cup.", 0),
        ("The goalkeeper saved a penalty from Paz.", 0),
        ("Paz scored a penalty.", 1),
    ],
)
def test_a_penalty_that_is_missed_is_no_goal(text: str, goals: int) -> None:
    assert kinds(text).count("goal") == goals
