"""Who cannot be whom: subject and object of one verb are two entities."""

import re
from dataclasses import replace

import pytest

from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.rivals import rivals_of
from kb.extraction.names.stage import collect_mentions
from kb.language.gazetteer import shipped
from kb.model import Span
from tests.extraction.analyses import Row, document, grow

FORCES = {"kind": "acronym", "type": "armed_force"}
NOUN = {"kind": "nominal", "type": "armed_force"}


def clusters(
    text: str, rows: list[Row], tree: dict[str, tuple[str, str, str]], links: dict[int, dict[int, float]]
) -> list[list[str]]:
    doc = document(text, rows)
    grow(doc.doc, tree)
    candidates = collect_mentions(doc, shipped())
    found = cluster_mentions(candidates, links, text, rivals_of(doc, candidates))
    return [[member.words for member in cluster.members] for cluster in found]


def test_who_blames_is_not_who_is_blamed_here_or_under_the_same_words_elsewhere() -> None:
    text = "The army blamed the NLF. Later the army fled."
    rows: list[Row] = [
        ("mention", "organisation", "army", NOUN),
        ("mention", "organisation", "NLF", FORCES),
        ("mention", "organisation", "army#2", NOUN),
    ]
    tree = {
        "army": ("NOUN", "nsubj", "blamed"),
        "blamed": ("VERB", "root", "blamed"),
        "NLF": ("PROPN", "obj", "blamed"),
    }

    found = clusters(text, rows, tree, {1: {0: 0.9}, 2: {1: 0.9, 0: 0.7}})

    assert found == [["army", "army"], ["NLF"]]


def test_behind_some_verbs_the_order_of_words_is_enough() -> None:
    text = "The army accused the NLF of looting."
    rows: list[Row] = [("mention", "organisation", "army", NOUN), ("mention", "organisation", "NLF", FORCES)]
    tree = {
        "army": ("NOUN", "nsubj", "accused"),
        "accused": ("VERB", "root", "accused"),
        "NLF": ("PROPN", "nsubj", "looting"),
        "looting": ("VERB", "ccomp", "accused"),
    }

    assert clusters(text, rows, tree, {1: {0: 0.9}}) == [["army"], ["NLF"]]


def test_a_pronoun_that_turns_back_is_no_other() -> None:
    text = "Ada Obi defended herself."
    rows: list[Row] = [
        ("mention", "person", "Ada Obi", {"kind": "name", "type": "person"}),
        ("mention", "person", "herself", {"kind": "pronoun", "type": "person"}),
    ]
    tree = {
        "Ada": ("PROPN", "nsubj", "defended"),
        "Obi": ("PROPN", "flat", "Ada"),
        "defended": ("VERB", "root", "defended"),
        "herself": ("PRON", "obj", "defended"),
    }

    assert clusters(text, rows, tree, {1: {0: 0.9}}) == [["Ada Obi", "herself"]]


@pytest.mark.parametrize(("words", "one"), [("behind", False), ("of", True)])
def test_who_is_behind_a_thing_is_not_the_thing(words: str, one: bool) -> None:
    text = f"The Osk Rail was late, and the group {words} it paid."
    rows: list[Row] = [
        ("mention", "organisation", "Osk Rail", {"kind": "name", "type": "company"}),
        ("mention", "organisation", "group", {"kind": "nominal", "type": "company"}),
        ("mention", "organisation", "it", {"kind": "pronoun", "type": "company"}),
    ]
    doc = document(text, rows, [("coref", "it", "Osk Rail"), ("coref", "group", "Osk Rail")])
    grow(doc.doc, {})
    candidates = collect_mentions(doc, shipped())
    links = {2: {0: 0.9}, 1: {0: 0.9}}
    found = cluster_mentions(candidates, links, text, rivals_of(doc, candidates))

    assert (["Osk Rail", "group", "it"] in [[m.words for m in c.members] for c in found]) is one


def test_nobody_calls_himself_he_between_quotation_marks() -> None:
    text = "“She paid for the driver,” Ada Obi said. She left."
    rows: list[Row] = [
        ("mention", "person", "She", {"kind": "pronoun", "type": "person"}),
        ("mention", "person", "driver", {"kind": "nominal", "type": "person"}),
        ("mention", "person", "Ada Obi", {"kind": "name", "type": "person"}),
        ("mention", "person", "She#2", {"kind": "pronoun", "type": "person"}),
        ("content", "direct", "She paid for the driver"),
        ("cue", "cue", "said"),
    ]
    doc = document(text, rows, [("speaker", "said", "Ada Obi"), ("content", "said", "She paid for the driver")])
    candidates = collect_mentions(doc, shipped())
    links = {0: {2: 0.9}, 1: {2: 0.9}, 2: {0: 0.9}, 3: {2: 0.9}}

    found = cluster_mentions(candidates, links, text, rivals_of(doc, candidates))

    assert [[m.words for m in c.members] for c in found] == [["driver"], ["Ada Obi", "She"]]


def test_whom_a_clause_behind_a_noun_tells_of_is_not_who_does_it() -> None:
    text = "Rebels freed workers whom they seized."
    rows: list[Row] = [
        ("mention", "group", "Rebels", {"kind": "nominal", "type": "group"}),
        ("mention", "group", "workers", {"kind": "nominal", "type": "group"}),
        ("mention", "group", "they", {"kind": "pronoun", "type": "group"}),
    ]
    tree = {
        "Rebels": ("NOUN", "nsubj", "freed"),
        "freed": ("VERB", "root", "freed"),
        "workers": ("NOUN", "obj", "freed"),
        "whom": ("PRON", "obj", "seized"),
        "they": ("PRON", "nsubj", "seized"),
        "seized": ("VERB", "acl:relcl", "workers"),
    }

    assert clusters(text, rows, tree, {2: {1: 0.9, 0: 0.6}}) == [["Rebels", "they"], ["workers"]]


@pytest.mark.parametrize(("whose", "apart"), [("his ", True), ("", False)])
def test_whom_and_joins_are_two_but_one_may_hold_two_posts(whose: str, apart: bool) -> None:
    text = f"The envoy and {whose}adviser left."
    person = {"kind": "nominal", "type": "person"}
    rows: list[Row] = [("mention", "person", "envoy", person), ("mention", "person", "adviser", person)]
    tree = {"envoy": ("NOUN", "nsubj", "left"), "left": ("VERB", "root", "left"), "adviser": ("NOUN", "obl", "left")}

    assert clusters(text, rows, tree, {1: {0: 0.9}}) == ([["envoy"], ["adviser"]] if apart else [["envoy", "adviser"]])


def test_somebodys_own_is_another_however_much_stands_between() -> None:
    text = "Ada Obi, an engineer of the port, and her brother left."
    rows: list[Row] = [
        ("mention", "person", "Ada Obi", {"kind": "name", "type": "person"}),
        ("mention", "person", "brother", {"kind": "nominal", "type": "person"}),
    ]
    tree = {
        "Ada": ("PROPN", "nsubj", "left"),
        "Obi": ("PROPN", "flat", "Ada"),
        "brother": ("NOUN", "conj", "Ada"),
        "her": ("PRON", "nmod:poss", "brother"),
        "left": ("VERB", "root", "left"),
    }

    assert clusters(text, rows, tree, {1: {0: 0.9}}) == [["Ada Obi"], ["brother"]]


def test_of_whom_some_are_killed_is_not_who_kills() -> None:
    text = "The rebels fled, killing eight of them."
    rows: list[Row] = [
        ("mention", "group", "rebels", {"kind": "nominal", "type": "group"}),
        ("mention", "group", "them", {"kind": "pronoun", "type": "group"}),
    ]
    tree = {
        "rebels": ("NOUN", "nsubj", "fled"),
        "fled": ("VERB", "root", "fled"),
        "killing": ("VERB", "advcl", "fled"),
        "eight": ("NUM", "obj", "killing"),
        "of": ("ADP", "case", "them"),
        "them": ("PRON", "nmod", "eight"),
    }

    assert clusters(text, rows, tree, {1: {0: 0.9}}) == [["rebels"]]


@pytest.mark.parametrize(
    ("words", "apart"),
    [
        (", a unit of ", True),
        (", a wholly owned subsidiary of ", True),
        (" is owned by ", True),
        (" and its parent company ", True),
        (", known as ", False),
    ],
)
def test_a_body_is_none_that_it_belongs_to_though_it_bears_its_name(words: str, apart: bool) -> None:
    text = f"Osk Steel Logistics{words}Osk Steel will close a depot."
    rows: list[Row] = [
        ("mention", "organisation", "Osk Steel Logistics", {"kind": "name", "type": "company"}),
        ("mention", "organisation", "Osk Steel#2", {"kind": "name", "type": "company"}),
    ]

    found = clusters(text, rows, {"close": ("VERB", "root", "close")}, {1: {0: 0.9}})

    assert found == ([["Osk Steel Logistics"], ["Osk Steel"]] if apart else [["Osk Steel Logistics", "Osk Steel"]])


@pytest.mark.parametrize(
    ("word", "found"), [("combined", [["Osk Ales"], ["company"]]), ("large", [["Osk Ales", "company"]])]
)
def test_what_comes_of_a_merger_is_none_of_those_that_merge(word: str, found: list[list[str]]) -> None:
    text = f"Osk Ales will merge. The {word} company will grow."
    firm = {"type": "company"}
    rows: list[Row] = [
        ("mention", "organisation", "Osk Ales", {"kind": "name", **firm}),
        ("mention", "organisation", "company", {"kind": "nominal", **firm}),
    ]
    tree = {"company": ("NOUN", "nsubj", "grow"), word: ("VERB", "amod", "company"), "grow": ("VERB", "root", "grow")}

    assert clusters(text, rows, tree, {1: {0: 0.9}}) == found


@pytest.mark.parametrize(("kind", "home"), [("nominal", "army chief"), ("pronoun", "Ana Paz")])
def test_who_the_model_says_does_something_is_not_to_whom_it_is_done(kind: str, home: str) -> None:
    text = "The ruler, Ana Paz, then removed, on Monday, army chief and aide alike."
    rows: list[Row] = [
        ("mention", "person", "Ana Paz", {"kind": "name", "type": "person"}),
        ("mention", "person", "army chief", {"kind": "nominal", "type": "person"}),
        ("trigger", "employment", "removed"),
    ]
    links = [("agent", "removed", "Ana Paz"), ("patient", "removed", "army chief")]
    if kind == "pronoun":
        text, rows[1] = text.replace("army chief", "himself"), ("mention", "person", "himself", {"kind": kind})
        links[1] = ("patient", "removed", "himself")
    doc = document(text, rows, links)
    candidates = collect_mentions(doc, shipped())

    read = cluster_mentions(candidates, {1: {0: 0.9}}, text, rivals_of(doc, candidates))

    assert read[-1].members[0].words == home


def test_whose_widow_somebody_is_is_not_the_widow_whatever_the_links_say() -> None:
    text = "Council leader's widow wins. The council leader slept. Ada Obi, the widow, wept."
    person = {"kind": "nominal", "type": "person"}
    rows: list[Row] = [
        ("mention", "person", "Council leader", person),
        ("mention", "person", "widow", person),
        ("mention", "person", "Ada Obi", {"kind": "name", "type": "person"}),
    ]

    found = clusters(text, rows, {}, {1: {0: 0.9}, 2: {0: 0.8, 1: 0.9}})

    assert found == [["Council leader"], ["widow", "Ada Obi"]]


def test_two_descriptions_that_nothing_parts_can_be_of_one() -> None:
    text = "Council leader, a widow, wins. Ada Obi wept."
    person = {"kind": "nominal", "type": "person"}
    rows: list[Row] = [
        ("mention", "person", "Council leader", person),
        ("mention", "person", "widow", person),
        ("mention", "person", "Ada Obi", {"kind": "name", "type": "person"}),
    ]

    assert clusters(text, rows, {}, {1: {0: 0.9}, 2: {0: 0.8, 1: 0.9}}) == [["Council leader", "widow", "Ada Obi"]]


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("Challenger wins race, incumbent refuses to go\n\nThey met.\n", True),
        ("Osk said.\n\nThe challenger wins, the incumbent refuses to go.\n", False),
    ],
)
def test_in_a_headline_who_does_one_thing_is_not_who_does_another(text: str, apart: bool) -> None:
    one, other = ("Challenger", "incumbent") if apart else ("challenger", "incumbent")
    doc = document(
        text, [("mention", "person", words, {"kind": "nominal", "type": "person"}) for words in (one, other)]
    )
    doc = replace(doc, title=Span(0, text.index("\n")))
    grow(
        doc.doc,
        {
            one: ("NOUN", "nsubj", "wins"),
            "wins": ("VERB", "root", "wins"),
            other: ("NOUN", "nsubj", "refuses"),
            "refuses": ("VERB", "parataxis", "wins"),
        },
    )
    candidates = collect_mentions(doc, shipped())

    found = cluster_mentions(candidates, {1: {0: 0.9}}, text, rivals_of(doc, candidates))

    assert len(found) == (2 if apart else 1)


@pytest.mark.parametrize("own", [True, False])
def test_a_pronoun_of_a_clause_of_its_own_is_not_what_the_verb_above_is_done_to(own: bool) -> None:
    """The tree hangs "him" from "gave", which stands before a clause with a subject of its own."""
    text = "Osk gave mills to Ana, who ran against him." if own else "Osk gave mills and gave him."
    rows: list[Row] = [
        ("mention", "person", "Osk", {"kind": "name", "type": "person"}),
        ("mention", "person", "him", {"kind": "pronoun", "type": "person"}),
    ]
    tree = {
        "Osk": ("PROPN", "nsubj", "gave"),
        "gave": ("VERB", "root", "gave"),
        "mills": ("NOUN", "obj", "gave"),
        "him": ("PRON", "iobj", "gave"),
    }
    tree |= {"who": ("PRON", "nsubj", "ran"), "ran": ("VERB", "advcl", "gave")} if own else {}

    assert (["Osk", "him"] in clusters(text, rows, tree, {1: {0: 0.9}})) is own


@pytest.mark.parametrize(
    ("verb", "noun", "relations", "one"),
    [
        ("demanded", "resignation", ("nmod:poss", "obj"), False),
        ("called", "removal", ("nmod:poss", "obl"), False),
        ("called", "removal", ("nsubj", "ccomp"), False),
        ("demanded", "release", ("nmod:poss", "obj"), True),
        ("demanded", "own resignation", ("nmod:poss", "obj"), True),
        ("announced", "resignation", ("nmod:poss", "obj"), True),
    ],
)
def test_nobody_calls_for_his_own_removal(verb: str, noun: str, relations: tuple[str, str], one: bool) -> None:
    text = f"Osk {verb} her {noun}."
    own, _, noun = noun.rpartition(" ")
    rows: list[Row] = [
        ("mention", "person", "Osk", {"kind": "name", "type": "person"}),
        ("mention", "person", "her", {"kind": "pronoun", "type": "person"}),
    ]
    tree = {
        "Osk": ("PROPN", "nsubj", verb),
        verb: ("VERB", "root", verb),
        "her": ("PRON", relations[0], noun),
        noun: ("NOUN", relations[1], verb),
    }
    if own:
        tree["own"] = ("ADJ", "amod", noun)

    assert (["Osk", "her"] in clusters(text, rows, tree, {1: {0: 0.9}})) is one


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ('"They had rifles and our guards fled," he said.', False),
        ('"They had rifles," he said, and added: "Our guards fled."', True),
    ],
)
def test_they_are_not_we_of_one_quotation(text: str, one: bool) -> None:
    own = "our" if "our" in text else "Our"
    rows: list[Row] = [
        ("mention", "organisation", "They", {"kind": "pronoun", "type": "organisation"}),
        ("mention", "organisation", own, {"kind": "pronoun", "type": "organisation"}),
        ("mention", "organisation", "police", NOUN),
    ]
    text = f"The police came. {text}"
    doc = document(text, rows)
    doc = replace(doc, quotations=tuple(Span(m.start(1), m.end(1)) for m in re.finditer(r'"([^"]+)"', text)))
    candidates = collect_mentions(doc, shipped())
    index = {c.words: c.proposal for c in candidates}
    links = {index["They"]: {index["police"]: 0.9}, index[own]: {index["police"]: 0.9}}

    found = cluster_mentions(candidates, links, text, rivals_of(doc, candidates))

    assert (len(found[0].members) == 3) is one


@pytest.mark.parametrize(
    ("text", "names", "apart"),
    [
        ("Osk sold\nOsk, a shipyard, fell. Osk Seafood, a salmon farmer, said so.", ["Osk#2", "Osk Seafood"], True),
        ("Osk sold\nShares in Osk fell. Osk Seafood, a salmon farmer, said so.", ["Osk#2", "Osk Seafood"], False),
        ("Osk sold\nOsk Seafood, a salmon farmer, fell. A rival bid for Osk.", ["Osk Seafood", "Osk#3"], False),
        ("Osk sold\nOsk Seafood, a salmon farmer, said so.", ["Osk", "Osk Seafood"], False),  # the title's short name
        ("Osk sold\nOsk, a farmer, fell. Osk ASA, a salmon farmer, said so.", ["Osk#2", "Osk ASA"], False),
        ("Osk sold\nOsk, a farmer, fell. Osk Seafood said so.", ["Osk#2", "Osk Seafood"], False),
    ],
)
def test_who_is_introduced_by_a_longer_name_was_not_told_of_before(text: str, names: list[str], apart: bool) -> None:
    """Osk the shipbuilder is not Osk Seafood, a salmon farmer, of whom the text then tells for the first time."""
    rows: list[Row] = [("mention", "organisation", name, {"kind": "name", "type": "company"}) for name in names]

    assert len(clusters(text, rows, {}, {1: {0: 0.9}})) == (2 if apart else 1)


@pytest.mark.parametrize(("other", "one"), [("Ulan mine", False), ("Osk mine#2", True), ("Osk coal mine", True)])
def test_two_sites_of_a_kind_are_two_however_sure_the_model_is(other: str, one: bool) -> None:
    text = f"Police searched the Osk mine. Three men died at the {other.partition('#')[0]}."
    rows: list[Row] = [("mention", "place", name, {"kind": "name", "type": "facility"}) for name in ("Osk mine", other)]

    assert (len(clusters(text, rows, {}, {1: {0: 0.9}})) == 1) == one


def test_a_title_names_a_site_by_its_town() -> None:
    text = "Bomb at Osk mosque\nNine died in the Ulan mosque."
    rows: list[Row] = [
        ("mention", "place", name, {"kind": "name", "type": "facility"}) for name in ("Osk mosque", "Ulan mosque")
    ]

    assert len(clusters(text, rows, {}, {1: {0: 0.9}})) == 1
