"""A filler that another one, or its clause, rules out fills nothing."""

import pytest

from kb.model import Event
from tests.extraction.interpreted import Tree, extraction, mention, trigger


def fillers(event: Event, text: str) -> list[tuple[str, str]]:
    """Role and words of what fills an event."""
    return [(role.role, role.span.of(text)) for role in event.roles]


def test_the_body_that_a_doer_belongs_to_does_not_do_it() -> None:
    text = "Divers of the coastguard raised the tug."
    tree: Tree = {
        "raised": ("VERB", "root", "raised"),
        "Divers": ("NOUN", "nsubj", "raised"),
        "of": ("ADP", "case", "coastguard"),
        "coastguard": ("NOUN", "nmod", "Divers"),
        "tug": ("NOUN", "obj", "raised"),
    }
    rows = [trigger("raised", "relief"), mention("Divers", "group", "nominal")]
    rows += [mention("coastguard", "organisation", "nominal"), ("argument", "argument", "tug")]
    links = [("agent", "raised", "Divers"), ("agent", "raised", "coastguard"), ("patient", "raised", "tug")]

    (event,) = extraction(text, rows, links, tree).events

    assert [words for _, words in fillers(event, text)] == ["Divers", "tug"]


def test_what_and_joins_to_a_patient_stays() -> None:
    text = "The court fined the dairy and its driver."
    tree: Tree = {
        "fined": ("VERB", "root", "fined"),
        "court": ("NOUN", "nsubj", "fined"),
        "dairy": ("NOUN", "obj", "fined"),
        "driver": ("NOUN", "conj", "dairy"),
    }
    rows = [trigger("fined", "legal"), mention("dairy", "organisation", "nominal")]
    rows += [mention("driver", "person", "nominal")]
    links = [("patient", "fined", "dairy"), ("patient", "fined", "driver")]

    (event,) = extraction(text, rows, links, tree).events

    assert [words for _, words in fillers(event, text)] == ["dairy", "driver"]


@pytest.mark.parametrize(
    ("amount", "words", "currency"),
    [
        ("40,000 euros", "40,000 euros", "euros"),
        ("1.2 million soles", "soles", "soles"),
        ("300 kip", "kip", "kip"),
        ("two kip", "two kip", ""),
    ],
)
def test_a_sum_is_not_fined_beside_whoever_pays_it(amount: str, words: str, currency: str) -> None:
    text = f"The league fined the club {amount}."
    tree: Tree = {
        "fined": ("VERB", "root", "fined"),
        "club": ("NOUN", "iobj", "fined"),
        amount.rsplit(maxsplit=1)[-1]: ("NOUN", "obj", "fined"),
    }
    rows = [trigger("fined", "legal"), mention("club", "organisation", "nominal")]
    rows += [("argument", "argument", words)]
    links = [("patient", "fined", "club"), ("patient", "fined", words)]

    (event,) = extraction(text, rows, links, tree).events
    (alone,) = extraction(text, [rows[0], rows[2]], links[1:], tree).events

    assert [told for _, told in fillers(event, text)] == (["club"] if currency else ["club", words])
    assert [told for _, told in fillers(alone, text)] == [words]


def test_whom_the_subject_saw_is_not_released_with_him() -> None:
    text = "The pilot, who had not seen the girl, was released."
    tree: Tree = {
        "released": ("VERB", "root", "released"),
        "pilot": ("NOUN", "nsubj:pass", "released"),
        "seen": ("VERB", "acl:relcl", "pilot"),
        "who": ("PRON", "nsubj", "seen"),
        "girl": ("NOUN", "obj", "seen"),
        "was": ("AUX", "aux:pass", "released"),
    }
    rows = [trigger("released", "legal"), mention("pilot", "person", "nominal"), mention("girl", "person", "nominal")]
    links = [("patient", "released", "pilot"), ("patient", "released", "girl")]

    (event,) = extraction(text, rows, links, tree).events

    assert [words for _, words in fillers(event, text)] == ["pilot"]


def test_a_condition_is_no_reason() -> None:
    text = "The line may reroute ships if the strike goes on because of storms."
    tree: Tree = {
        "reroute": ("VERB", "root", "reroute"),
        "ships": ("NOUN", "obj", "reroute"),
        "if": ("SCONJ", "mark", "goes"),
        "goes": ("VERB", "advcl", "reroute"),
        "strike": ("NOUN", "nsubj", "goes"),
        "storms": ("NOUN", "obl", "reroute"),
    }
    rows = [trigger("reroute", "disruption", modality="possible"), ("argument", "argument", "if the strike")]
    rows += [("argument", "argument", "storms")]
    links = [("circumstance", "reroute", "if the strike"), ("circumstance", "reroute", "storms")]

    (event,) = extraction(text, rows, links, tree).events

    assert [words for role, words in fillers(event, text) if role != "patient"] == ["storms"]


def test_a_word_before_an_event_is_not_what_is_done() -> None:
    text = "Parliament approved an emergency loan and a bridge."
    tree: Tree = {
        "approved": ("VERB", "root", "approved"),
        "loan": ("NOUN", "obj", "approved"),
        "emergency": ("NOUN", "compound", "loan"),
        "bridge": ("NOUN", "conj", "loan"),
    }
    rows = [trigger("approved", "regulation"), trigger("loan", "business")]
    rows += [("argument", "argument", "emergency"), ("argument", "argument", "bridge")]
    links = [("patient", "approved", "emergency"), ("patient", "approved", "bridge"), ("patient", "loan", "emergency")]

    approved, loan = extraction(text, rows, links, tree).events

    assert [words for _, words in fillers(approved, text)] == ["bridge"]
    assert fillers(loan, text) == []


@pytest.mark.parametrize(
    ("text", "happens"),
    [
        ("Mongolia abolished the death penalty.", False),
        ("The writer received a death threat.", False),
        ("He spent years on death row.", False),
        ("The death of a miner was reported.", True),
    ],
)
def test_nobody_dies_of_a_death_penalty(text: str, happens: bool) -> None:
    assert bool(extraction(text, [trigger("death", "death")], []).events) is happens


@pytest.mark.parametrize("relation", ["obj", "obl"])
def test_a_light_verb_gives_way_to_its_noun_though_the_tree_takes_that_for_an_adjunct(relation: str) -> None:
    text = "The officer took bribes."
    tree: Tree = {
        "took": ("VERB", "root", "took"),
        "officer": ("NOUN", "nsubj", "took"),
        "bribes": ("NOUN", relation, "took"),
    }

    events = extraction(text, [trigger("took", "crime"), trigger("bribes", "crime")], [], tree).events

    assert [(event.type, event.trigger.of(text)) for event in events] == [("bribery", "bribes")]


@pytest.mark.parametrize(("hit", "role"), [("people", "target"), ("arrows", "instrument")])
def test_people_are_not_what_is_shot_with(hit: str, role: str) -> None:
    text = f"Gunmen shot six {hit}."
    tree: Tree = {"shot": ("VERB", "root", "shot"), hit: ("NOUN", "obj", "shot"), "six": ("NUM", "nummod", hit)}
    rows = [trigger("shot", "attack"), ("argument", "argument", f"six {hit}")]

    (event,) = extraction(text, rows, [("patient", "shot", f"six {hit}")], tree).events

    assert fillers(event, text) == [(role, f"six {hit}")]


@pytest.mark.parametrize(
    ("text", "before", "noun", "pos"),
    [
        ("He got a reduced sentence.", "reduced", "sentence", "VERB"),
        ("The board rejected a takeover bid.", "takeover", "bid", "VERB"),
        ("Days of torrential rain fell.", "torrential", "rain", "ADJ"),
    ],
)
def test_a_word_that_only_tells_of_an_events_noun_is_no_event_besides(
    text: str, before: str, noun: str, pos: str
) -> None:
    tree: Tree = {noun: ("NOUN", "root", noun), before: (pos, "amod", noun)}
    rows = [trigger(before, "other"), trigger(noun, "other")]

    (event,) = extraction(text, rows, [], tree).events
    apart = extraction(text, [trigger(before, "crime"), rows[1]], [], tree).events

    assert (event.trigger.of(text), event.other_mentions) == (noun, ())
    told = [span.of(text) for one in apart for span in (one.trigger, *one.other_mentions)]
    assert any(before in words for words in told)


@pytest.mark.parametrize(("between", "taken"), [("'s", ["unit"]), (" and its", ["Osk Mines", "unit"])])
def test_the_owner_of_whoever_is_ordered_is_not_ordered(between: str, taken: list[str]) -> None:
    """Wherever the tree hangs the owner."""
    text = f"A court ordered Osk Mines{between} unit to pay."
    rows = [
        mention("Osk Mines", "organisation"),
        mention("unit", "organisation", "nominal"),
        trigger("ordered", "legal"),
    ]
    tree: Tree = {
        "ordered": ("VERB", "root", "ordered"),
        "Osk": ("PROPN", "iobj", "ordered"),
        "Mines": ("PROPN", "flat", "Osk"),
        "unit": ("NOUN", "obj", "ordered"),
    }
    found = extraction(text, rows, [("recipient", "ordered", "Osk Mines"), ("recipient", "ordered", "unit")], tree)

    assert [role.span.of(text) for role in found.events[0].roles] == taken
