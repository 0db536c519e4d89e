"""What a tree says: voice, shared subjects, participles, nouns with their modifiers, light verbs."""

import spacy

from kb.extraction.syntax import links_of, subject_of
from tests.extraction.analyses import grow

NLP = spacy.blank("en")
Tree = dict[str, tuple[str, str, str]]


def links(text: str, tree: Tree, word: str, coarse: str) -> set[tuple[str, str]]:
    doc = NLP(text)
    grow(doc, tree)
    token = next(t for t in doc if t.text == word)
    return {(link.role, link.token.text) for link in links_of(token, coarse)}


def test_active_and_passive_turn_subject_into_agent_and_patient() -> None:
    active: Tree = {
        "Rebels": ("NOUN", "nsubj", "shelled"),
        "shelled": ("VERB", "root", "shelled"),
        "Kolda": ("PROPN", "obj", "shelled"),
    }
    passive: Tree = {
        "Kolda": ("PROPN", "nsubj:pass", "shelled"),
        "was": ("AUX", "aux:pass", "shelled"),
        "shelled": ("VERB", "root", "shelled"),
        "by": ("ADP", "case", "rebels"),
        "rebels": ("NOUN", "obl:agent", "shelled"),
    }

    assert links("Rebels shelled Kolda", active, "shelled", "attack") == {("agent", "Rebels"), ("patient", "Kolda")}
    assert links("Kolda was shelled by rebels", passive, "shelled", "attack") == {
        ("patient", "Kolda"),
        ("agent", "rebels"),
    }


def test_what_a_causing_verb_says_belongs_to_what_it_causes() -> None:
    whole: Tree = {
        "Sparks": ("NOUN", "nsubj", "caused"),
        "caused": ("VERB", "root", "caused"),
        "shed": ("NOUN", "obj", "caused"),
        "burn": ("VERB", "xcomp", "caused"),
    }
    short: Tree = {
        "Sparks": ("NOUN", "nsubj", "caused"),
        "caused": ("VERB", "root", "caused"),
        "fire": ("NOUN", "obj", "caused"),
    }

    assert {("circumstance", "Sparks"), ("patient", "shed")} <= links(
        "Sparks caused a shed to burn", whole, "burn", "fire_explosion"
    )
    assert ("circumstance", "Sparks") in links("Sparks caused the fire", short, "fire", "fire_explosion")


def test_who_dies_undergoes_it() -> None:
    tree: Tree = {
        "Two": ("NUM", "nummod", "miners"),
        "miners": ("NOUN", "nsubj", "died"),
        "died": ("VERB", "root", "died"),
    }

    assert links("Two miners died", tree, "died", "death") == {("patient", "miners")}


def test_a_participle_takes_the_subject_of_its_verb_and_its_own_object() -> None:
    tree: Tree = {
        "Shells": ("NOUN", "nsubj", "hit"),
        "hit": ("VERB", "root", "hit"),
        "school": ("NOUN", "obj", "hit"),
        "killing": ("VERB", "advcl", "hit"),
        "teachers": ("NOUN", "obj", "killing"),
    }

    assert links("Shells hit school killing teachers", tree, "killing", "death") == {
        ("agent", "Shells"),
        ("patient", "teachers"),
    }


def test_a_noun_takes_its_modifiers_and_a_light_verb_lends_its_subject() -> None:
    tree: Tree = {
        "Navy": ("PROPN", "nsubj", "launched"),
        "launched": ("VERB", "root", "launched"),
        "raid": ("NOUN", "obj", "launched"),
        "on": ("ADP", "case", "Mocha"),
        "Mocha": ("PROPN", "nmod", "raid"),
    }

    assert links("Navy launched raid on Mocha", tree, "raid", "attack") == {("agent", "Navy"), ("patient", "Mocha")}


def test_talks_between_two_have_two_participants() -> None:
    tree: Tree = {
        "talks": ("NOUN", "root", "talks"),
        "between": ("ADP", "case", "Chad"),
        "Chad": ("PROPN", "nmod", "talks"),
        "and": ("CCONJ", "cc", "Libya"),
        "Libya": ("PROPN", "conj", "Chad"),
    }

    assert links("talks between Chad and Libya", tree, "talks", "talks") == {
        ("participant", "Chad"),
        ("participant", "Libya"),
    }


def test_a_verb_without_subject_speaks_for_the_one_it_is_joined_to() -> None:
    doc = NLP("Amina stood up and said")
    grow(
        doc,
        {
            "Amina": ("PROPN", "nsubj", "stood"),
            "stood": ("VERB", "root", "stood"),
            "said": ("VERB", "conj", "stood"),
        },
    )

    subject = subject_of(doc[4])

    assert subject is not None
    assert subject.text == "Amina"


def test_an_attack_is_over_a_place_and_an_arrest_over_a_matter() -> None:
    tree: Tree = {
        "held": ("VERB", "root", "held"),
        "over": ("ADP", "case", "track"),
        "track": ("NOUN", "obl", "held"),
    }

    assert links("held over track", tree, "held", "crime") == set()
    assert links("held over track", tree, "held", "attack") == {("place", "track")}


def test_whoever_is_asked_does_it_and_not_who_asks() -> None:
    tree: Tree = {
        "Zambia": ("PROPN", "nsubj", "asked"),
        "asked": ("VERB", "root", "asked"),
        "Osk": ("PROPN", "obj", "asked"),
        "send": ("VERB", "xcomp", "asked"),
        "divers": ("NOUN", "obj", "send"),
    }
    doc = NLP("Zambia asked Osk send divers")
    grow(doc, tree)
    doc[1].lemma_ = "ask"

    assert {(link.role, link.token.text) for link in links_of(doc[3], "relief")} == {
        ("agent", "Osk"),
        ("patient", "divers"),
    }


def test_who_comes_under_attack_or_lives_under_siege_is_hit() -> None:
    came: Tree = {
        "Troops": ("NOUN", "nsubj", "came"),
        "came": ("VERB", "root", "came"),
        "under": ("ADP", "case", "attack"),
        "attack": ("NOUN", "obl", "came"),
    }
    besieged: Tree = {
        "Osk": ("PROPN", "nsubj", "siege"),
        "under": ("ADP", "case", "siege"),
        "siege": ("NOUN", "root", "siege"),
    }

    assert ("patient", "Troops") in links("Troops came under attack", came, "attack", "attack")
    assert ("patient", "Osk") in links("Osk under siege", besieged, "siege", "armed_conflict")
    after = {k: v for k, v in came.items() if k != "under"} | {"after": ("ADP", "case", "attack")}
    assert ("patient", "Troops") not in links("Troops came after attack", after, "attack", "attack")
