"""Who stands by an event is not its doer or its victim."""

import pytest
import spacy

from kb.extraction.events.bystanders import role_of
from tests.extraction.analyses import grow
from tests.extraction.interpreted import extraction, mention, trigger

NLP = spacy.blank("en")
HEARD = {
    "Monitors": ("NOUN", "nsubj", "heard"),
    "heard": ("VERB", "root", "heard"),
    "shelling": ("NOUN", "obj", "heard"),
}
SOUND = HEARD | {"sound": ("NOUN", "obj", "heard"), "shelling": ("NOUN", "nmod", "sound")}
FOUGHT = {
    "Scouts": ("NOUN", "nsubj", "fought"),
    "fought": ("VERB", "root", "fought"),
    "alongside": ("ADP", "case", "troops"),
    "troops": ("NOUN", "obl", "fought"),
}
AGAINST = {k: v for k, v in FOUGHT.items() if k != "alongside"} | {"against": ("ADP", "case", "troops")}
TWO = {
    "villagers": ("NOUN", "nsubj", "died"),
    "died": ("VERB", "root", "died"),
    "raiders": ("NOUN", "nsubj:pass", "killed"),
    "were": ("AUX", "aux:pass", "killed"),
    "killed": ("VERB", "conj", "died"),
}
ELECTED = {
    "Obi": ("PROPN", "nsubj:pass", "elected"),
    "was": ("AUX", "aux:pass", "elected"),
    "elected": ("VERB", "root", "elected"),
}
REPORTED = {
    "reports": ("NOUN", "root", "reports"),
    "inspector": ("NOUN", "nsubj", "bribed"),
    "been": ("AUX", "aux:pass", "bribed"),
    "bribed": ("VERB", "acl", "reports"),
}

HELD = {
    "captain": ("NOUN", "nsubj", "held"),
    "held": ("VERB", "root", "held"),
    "over": ("ADP", "case", "sinking"),
    "sinking": ("NOUN", "obl", "held"),
}
HOLDING = {k: v for k, v in HELD.items() if k in ("captain", "held")} | {"talks": ("NOUN", "obj", "held")}
HAD_HELD = HELD | {"had": ("AUX", "aux", "held")}
MAYOR = {
    "mayor": ("NOUN", "nsubj", "shot"),
    "shot": ("VERB", "root", "shot"),
    "dead": ("ADJ", "xcomp", "shot"),
}
KILLER = MAYOR | {"guards": ("NOUN", "dep", "shot")}
CAME = {
    "patrol": ("NOUN", "nsubj", "came"),
    "came": ("VERB", "root", "came"),
    "under": ("ADP", "case", "fire"),
    "fire": ("NOUN", "obl", "came"),
}
PORT = {"port": ("NOUN", "nsubj", "attacked"), "attacked": ("VERB", "root", "attacked")}
CAMP = PORT | {"camp": ("NOUN", "root", "camp"), "attacked": ("VERB", "acl:relcl", "camp")}
RAID = PORT | {"dawn": ("NOUN", "obl", "attacked")}
PATROL = CAME | {"of": ("ADP", "case", "monitors"), "monitors": ("NOUN", "nmod", "patrol")}
NEAR = {k: v for k, v in CAME.items() if k != "under"} | {"near": ("ADP", "case", "fire")}
WOUNDED = {
    "nurse": ("NOUN", "nsubj:pass", "wounded"),
    "was": ("AUX", "aux:pass", "wounded"),
    "wounded": ("VERB", "root", "wounded"),
}
EVACUATED = WOUNDED | {"evacuated": ("VERB", "conj", "wounded")}
CONFESSED = WOUNDED | {"confessed": ("VERB", "conj", "wounded")}
LARGEST = {
    "takeover": ("NOUN", "root", "takeover"),
    "in": ("ADP", "case", "history"),
    "history": ("NOUN", "nmod", "takeover"),
}


@pytest.mark.parametrize(
    ("text", "tree", "label", "filler", "trigger", "role"),
    [
        ("Monitors heard shelling", HEARD, "agent", "Monitors", "shelling", ""),
        ("Monitors heard sound shelling", SOUND, "agent", "Monitors", "shelling", ""),
        ("Monitors heard shelling", HEARD, "agent", "shelling", "heard", "agent"),
        ("Scouts fought alongside troops", FOUGHT, "participant", "troops", "fought", "agent"),
        ("Scouts fought against troops", AGAINST, "participant", "troops", "fought", "participant"),
        ("villagers died raiders were killed", TWO, "patient", "villagers", "killed", ""),
        ("villagers died raiders were killed", TWO, "patient", "raiders", "killed", "patient"),
        ("villagers died raiders were killed", TWO, "patient", "villagers", "died", "patient"),
        ("takeover in history", LARGEST, "patient", "history", "takeover", ""),
        ("mayor shot dead", MAYOR, "agent", "mayor", "shot", "patient"),
        ("mayor shot dead guards", KILLER, "agent", "mayor", "shot", "agent"),
        ("port attacked;", PORT, "agent", "port", "attacked", "patient"),
        ("camp port attacked;", CAMP, "agent", "port", "attacked", "agent"),
        ("port attacked dawn", RAID, "agent", "port", "attacked", "agent"),
        ("patrol came under fire", CAME, "agent", "patrol", "came", "patient"),
        ("patrol of monitors came under fire", PATROL, "agent", "monitors", "came", ""),
        ("patrol came near fire", NEAR, "agent", "patrol", "came", "agent"),
        ("nurse was wounded evacuated", EVACUATED, "agent", "nurse", "evacuated", "patient"),
        ("nurse was wounded confessed", CONFESSED, "agent", "nurse", "confessed", "agent"),
        ("Obi was elected", ELECTED, "agent", "Obi", "elected", "patient"),
        ("reports inspector been bribed", REPORTED, "agent", "inspector", "bribed", "patient"),
    ],
)
def test_the_tree_says_who_only_stands_by(
    text: str, tree: dict[str, tuple[str, str, str]], label: str, filler: str, trigger: str, role: str
) -> None:
    """Witnesses, allies, the dead of another clause, the subject of a passive verb."""
    doc = NLP(text)
    grow(doc, tree)
    tokens = {token.text: token for token in doc}
    assert role_of(label, tokens[filler], tokens[trigger]) == role


LOST = {
    "who": ("PRON", "nsubj", "lost"),
    "lost": ("VERB", "acl:relcl", "picker"),
    "her": ("PRON", "nmod:poss", "mother"),
    "mother": ("NOUN", "obj", "lost"),
    "picker": ("NOUN", "root", "picker"),
}
RAIDED = {
    "People": ("NOUN", "nsubj", "raided"),
    "of": ("ADP", "case", "Osk"),
    "Osk": ("PROPN", "nmod", "People"),
    "raided": ("VERB", "root", "raided"),
    "camp": ("NOUN", "obj", "raided"),
}
ROSE = {"Obi": ("PROPN", "nsubj", "became"), "became": ("VERB", "root", "became")}
ALLIED = {
    "Troops": ("NOUN", "nsubj", "raided"),
    "allied": ("VERB", "acl", "Troops"),
    "Osk": ("PROPN", "obl", "allied"),
    "raided": ("VERB", "root", "raided"),
}
MET_AND_ASKED = {
    "Troops": ("NOUN", "nsubj", "met"),
    "met": ("VERB", "root", "met"),
    "and": ("CCONJ", "cc", "asked"),
    "asked": ("VERB", "conj", "met"),
    "Osk": ("PROPN", "obj", "asked"),
    "raid": ("VERB", "xcomp", "asked"),
}
ASKED = {
    "Troops": ("NOUN", "nsubj", "asked"),
    "asked": ("VERB", "root", "asked"),
    "Osk": ("PROPN", "obj", "asked"),
    "raid": ("VERB", "xcomp", "asked"),
}
BOOED = {
    "Osk": ("PROPN", "nsubj", "booed"),
    "been": ("AUX", "aux", "booed"),
    "booed": ("VERB", "root", "booed"),
}
BOOING = {
    "Osk": ("PROPN", "nsubj", "booing"),
    "been": ("AUX", "aux", "booing"),
    "booing": ("VERB", "root", "booing"),
}
GIVEN = {
    "Obi": ("PROPN", "nsubj", "received"),
    "received": ("VERB", "root", "received"),
    "aid": ("NOUN", "obj", "received"),
}
MADE = {"judge": ("NOUN", "root", "judge"), "appointed": ("VERB", "acl", "judge")}
MISREAD = {
    "One": ("NUM", "nsubj", "died"),
    "died": ("VERB", "root", "died"),
    "six": ("NUM", "conj", "One"),
    "were": ("AUX", "aux:pass", "injured"),
    "injured": ("VERB", "conj", "died"),
}
PARTED = {
    "One": ("NUM", "nsubj", "died"),
    "died": ("VERB", "root", "died"),
    "six": ("NUM", "nsubj:pass", "injured"),
    "injured": ("VERB", "conj", "died"),
}


@pytest.mark.parametrize(
    ("text", "tree", "coarse", "filler", "word", "role"),
    [
        ("picker who lost her mother", LOST, "death", "who", "lost", ""),
        ("picker who lost her mother", LOST, "death", "picker", "lost", ""),
        ("picker who lost her mother", LOST, "death", "her", "lost", ""),
        ("picker who lost her mother", LOST, "death", "mother", "lost", "patient"),
        ("picker who lost her mother", LOST, "business", "who", "lost", "patient"),
        ("People of Osk raided camp", RAIDED, "attack", "Osk", "raided", "place"),
        ("People of Osk raided camp", RAIDED, "attack", "camp", "raided", "patient"),
        ("One died six injured", PARTED, "death", "six", "died", ""),
        ("One died six injured", PARTED, "injury", "One", "injured", ""),
        ("One died six injured", PARTED, "injury", "six", "injured", "patient"),
        ("One died six were injured", MISREAD, "death", "six", "died", ""),
        ("One died six were injured", MISREAD, "injury", "One", "injured", ""),
        ("One died six were injured", MISREAD, "injury", "six", "injured", "patient"),
    ],
)
def test_who_mourns_and_whose_people_attack_are_not_hit(
    text: str, tree: dict[str, tuple[str, str, str]], coarse: str, filler: str, word: str, role: str
) -> None:
    """The bereaved live, the attackers' own village stands, and each clause has its own dead."""
    doc = NLP(text)
    grow(doc, tree)
    tokens = {token.text: token for token in doc}

    assert role_of("patient", tokens[filler], tokens[word], coarse) == role


@pytest.mark.parametrize(
    ("text", "tree", "coarse", "filler", "word", "role"),
    [
        ("Obi became", ROSE, "employment", "Obi", "became", "patient"),
        ("Obi became", ROSE, "business", "Obi", "became", "agent"),
        ("Troops allied Osk raided", ALLIED, "attack", "Osk", "raided", ""),
        ("Troops allied Osk raided", ALLIED, "attack", "Troops", "raided", "agent"),
        ("Troops asked Osk raid", ASKED, "attack", "Troops", "raid", ""),
        ("Troops asked Osk raid", ASKED, "attack", "Osk", "raid", "agent"),
        ("Troops met and asked Osk raid", MET_AND_ASKED, "attack", "Troops", "raid", ""),
        ("Troops met and asked Osk raid", MET_AND_ASKED, "attack", "Osk", "raid", "agent"),
        ("Troops asked Osk raid", ASKED, "other", "Troops", "asked", "agent"),
        ("Osk has been booed", BOOED, "protest", "Osk", "booed", "patient"),
        ("Osk has been booing", BOOING, "protest", "Osk", "booing", "agent"),
        ("Obi received aid", GIVEN, "business", "Obi", "received", "recipient"),
        ("Obi received aid", GIVEN, "other", "Obi", "received", "agent"),
        ("judge appointed", MADE, "employment", "judge", "appointed", "patient"),
        ("captain held over sinking", HELD, "crime", "captain", "held", "patient"),
        ("captain held talks", HOLDING, "talks", "captain", "held", "agent"),
        ("captain had held over sinking", HAD_HELD, "crime", "captain", "held", "agent"),
    ],
)
def test_an_ally_does_not_act_and_who_becomes_something_is_made_it(
    text: str, tree: dict[str, tuple[str, str, str]], coarse: str, filler: str, word: str, role: str
) -> None:
    doc = NLP(text)
    grow(doc, tree)
    tokens = {token.text: token for token in doc}
    lemmas = {"became": "become", "received": "receive", "allied": "ally", "asked": "ask"}
    for token in doc:
        token.lemma_ = lemmas.get(token.text, token.lemma_)

    assert role_of("agent", tokens[filler], tokens[word], coarse) == role


@pytest.mark.parametrize(("goal", "role"), [("at", "target"), ("with", "instrument")])
def test_what_is_fired_at_is_the_target(goal: str, role: str) -> None:
    text = f"They fired rockets {goal} ships."
    tree = {
        "fired": ("VERB", "root", "fired"),
        "They": ("PRON", "nsubj", "fired"),
        "rockets": ("NOUN", "obj", "fired"),
        goal: ("ADP", "case", "ships"),
        "ships": ("NOUN", "obl", "fired"),
    }
    rows = [trigger("fired", "attack"), ("argument", "argument", "rockets"), ("argument", "argument", "ships")]
    links = [("instrument", "fired", "rockets"), ("instrument", "fired", "ships")]

    (event,) = extraction(text, rows, links, tree).events

    assert {r.span.of(text): r.role for r in event.roles} == {"rockets": "instrument", "ships": role}


KILLED = {
    "families": ("NOUN", "root", "families"),
    "those": ("PRON", "nmod", "families"),
    "killed": ("VERB", "acl", "those"),
    "in": ("ADP", "case", "bombing"),
    "bombing": ("NOUN", "obl", "killed"),
}
TEN = {
    "Ten": ("NUM", "nsubj:pass", "killed"),
    "killed": ("VERB", "root", "killed"),
    "in": ("ADP", "case", "bombing"),
    "bombing": ("NOUN", "obl", "killed"),
    "rebels": ("NOUN", "obl:agent", "killed"),
}


@pytest.mark.parametrize(
    ("text", "tree", "filler", "role"),
    [
        ("families of those killed in bombing", KILLED, "those", ""),
        ("families of those killed in bombing", KILLED, "families", ""),
        ("Ten killed by rebels in bombing", TEN, "Ten", ""),
        ("Ten killed by rebels in bombing", TEN, "rebels", "agent"),
    ],
)
def test_who_was_killed_in_it_did_not_do_it(
    text: str, tree: dict[str, tuple[str, str, str]], filler: str, role: str
) -> None:
    doc = NLP(text)
    grow(doc, tree)
    doc[[t.text for t in doc].index("killed")].lemma_ = "kill"
    tokens = {t.text: t for t in doc}

    assert role_of("agent", tokens[filler], tokens["bombing"]) == role


def test_a_ferry_is_what_is_named_right_behind_it() -> None:
    text = "The Osk Star sank. The ferry Osk Moon had run aground."
    rows = [mention("Osk Star", "place"), mention("ferry", "place", "nominal"), mention("Osk Moon", "place")]

    found = extraction(text, rows, [("coref", "ferry", "Osk Star")])
    entity = {m.span.of(text): m.entity for m in found.mentions}

    assert entity["ferry"] == entity["Osk Moon"] != entity["Osk Star"]


LOYAL = {
    "Troops": ("NOUN", "nsubj", "stormed"),
    "loyal": ("ADJ", "amod", "Troops"),
    "Obi": ("PROPN", "obl", "loyal"),
    "stormed": ("VERB", "root", "stormed"),
}
OWNED = {
    "Raiders": ("NOUN", "nsubj", "burned"),
    "burned": ("VERB", "root", "burned"),
    "Obi": ("PROPN", "nmod:poss", "farm"),
    "farm": ("NOUN", "obj", "burned"),
}
SORRY = {
    "relatives": ("NOUN", "root", "relatives"),
    "those": ("PRON", "nmod", "relatives"),
    "killed": ("VERB", "acl", "those"),
    "bombing": ("NOUN", "obl", "killed"),
}
INSERTED = {
    "Guards": ("NOUN", "nsubj", "beat"),
    "says": ("VERB", "parataxis", "beat"),
    "Obi": ("PROPN", "nsubj", "says"),
    "beat": ("VERB", "root", "beat"),
}


@pytest.mark.parametrize(
    ("tree", "filler", "trigger", "expected"),
    [
        (LOYAL, "Obi", "stormed", ""),
        (LOYAL, "Troops", "stormed", "agent"),
        (OWNED, "Obi", "burned", ""),
        (OWNED, "Raiders", "burned", "agent"),
        (SORRY, "relatives", "bombing", ""),
        (INSERTED, "Obi", "beat", ""),
        (INSERTED, "Guards", "beat", "agent"),
    ],
)
def test_who_is_only_told_of_does_nothing(
    tree: dict[str, tuple[str, str, str]], filler: str, trigger: str, expected: str
) -> None:
    doc = NLP(" ".join(tree))
    grow(doc, tree)
    by_word = {token.text: token for token in doc}

    assert role_of("agent", by_word[filler], by_word[trigger]) == expected


def test_what_and_joins_to_a_victim_is_one_only_of_the_same_clause() -> None:
    text = "One died, six were injured."
    tree = {"died": ("VERB", "root", "died"), **{w: v for w, v in MISREAD.items() if w != "died"}}
    rows = [trigger("died", "death"), ("argument", "argument", "One"), ("argument", "argument", "six")]

    (event,) = extraction(text, rows, [("patient", "died", "One")], tree).events

    assert [r.span.of(text) for r in event.roles] == ["One"]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("noun", "case", "whose", "pos", "role"),
    [
        ("testimony", "of", "nurse", "NOUN", "agent"),
        ("confession", "of", "driver", "NOUN", "agent"),
        ("deposition", "of", "Prado", "PROPN", "agent"),
        ("testimony", "of", "torture", "NOUN", "patient"),
        ("testimony", "against", "driver", "NOUN", "patient"),
        ("arrest", "of", "driver", "NOUN", "patient"),
    ],
)
def test_whose_testimony_is_told_of_gives_it(noun: str, case: str, whose: str, pos: str, role: str) -> None:
    doc = spacy.blank("en")(f"{noun} {case} {whose}")
    grow(doc, {noun: ("NOUN", "root", noun), case: ("ADP", "case", whose), whose: (pos, "nmod", noun)})

    assert role_of("patient", doc[2], doc[0], "legal") == role


@pytest.mark.parametrize(
    ("first", "group", "hit"), [("convoy", "organisation", ["convoy"]), ("Lom", "place", ["Lom", "Osk"])]
)
def test_a_place_joined_to_a_convoy_was_not_ambushed(first: str, group: str, hit: list[str]) -> None:
    text = f"Raiders ambushed {first} and Osk."
    rows = [mention("Raiders", "group", "nominal"), mention(first, group), mention("Osk", "place")]
    tree = {
        "Raiders": ("NOUN", "nsubj", "ambushed"),
        "ambushed": ("VERB", "root", "ambushed"),
        first: ("NOUN", "obj", "ambushed"),
        "Osk": ("PROPN", "conj", first),
    }
    links = [("agent", "ambushed", "Raiders"), ("patient", "ambushed", first)]

    (event,) = extraction(text, [*rows, trigger("ambushed", "attack")], links, tree).events

    assert [role.span.of(text) for role in event.roles if role.role == "target"] == hit


@pytest.mark.parametrize(("coarse", "role"), [("legal", "patient"), ("other", "agent")])
def test_those_named_beside_whoever_receives_years_are_sentenced(coarse: str, role: str) -> None:
    doc = NLP("Two directors, Obi and Lund, received nine years")
    grow(
        doc,
        {
            "directors": ("NOUN", "nsubj", "received"),
            "Obi": ("PROPN", "appos", "directors"),
            "Lund": ("PROPN", "conj", "Obi"),
            "received": ("VERB", "root", "received"),
        },
    )
    by_word = {token.text: token for token in doc}

    assert {role_of("agent", by_word[name], by_word["received"], coarse) for name in ("Obi", "Lund")} == {role}


def test_what_talks_are_about_is_no_party_to_them() -> None:
    tree = {
        "talks": ("NOUN", "root", "talks"),
        "over": ("ADV", "advmod", "talks"),
        "captives": ("NOUN", "nmod", "talks"),
    }
    doc = NLP.make_doc("talks over captives")
    grow(doc, tree)

    assert role_of("participant", doc[2], doc[0], "talks") == "circumstance"
    assert role_of("participant", doc[2], doc[0], "sport") == "participant"


@pytest.mark.parametrize(("killed", "pos", "role"), [("Obi", "PROPN", ""), ("them", "PRON", "patient")])
def test_who_is_hit_beside_whoever_is_killed_is_not_killed(killed: str, pos: str, role: str) -> None:
    doc = NLP(f"A wall fell on clerks, killing {killed}")
    tree = {
        "fell": ("VERB", "root", "fell"),
        "clerks": ("NOUN", "nsubj", "killing"),  # as the tree may have it
        "killing": ("VERB", "advcl", "fell"),
        killed: (pos, "obj", "killing"),
    }
    grow(doc, tree)
    by_word = {token.text: token for token in doc}

    assert role_of("patient", by_word["clerks"], by_word["killing"], "death") == role
    assert role_of("patient", by_word[killed], by_word["killing"], "death") == "patient"
