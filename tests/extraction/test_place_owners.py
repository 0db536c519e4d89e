"""Whose place it is: of the next clause, of what was before, of where somebody comes from, of the charge."""

import pytest

from kb.extraction.document import Document
from kb.extraction.events.place_owners import are_told_of, is_anothers, own_place
from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.entities import EntityTable, build_entities
from kb.extraction.names.stage import collect_mentions
from kb.language.gazetteer import shipped
from kb.model import Span
from tests.extraction.analyses import document, grow
from tests.extraction.interpreted import Tree, one_sentence

IN_OSK: Tree = {"in": ("ADP", "case", "Osk")}
MET: Tree = {"met": ("VERB", "root", "met"), **IN_OSK, "Osk": ("PROPN", "obl", "met")}


def read(text: str, tree: Tree, triggers: list[tuple[str, str]]) -> tuple[Document, EntityTable]:
    """A sentence with the towns that it names and (class, word) of its triggers."""
    rows = [("mention", "place", name, {"kind": "name", "type": "city"}) for name in ("Osk", "Ruvu") if name in text]
    doc = document(text, [*rows, *(("trigger", kind, word) for kind, word in triggers)])
    grow(doc.doc, one_sentence(text, tree))
    return doc, build_entities(doc, cluster_mentions(collect_mentions(doc, shipped()), {}, text), shipped())


def osk(text: str) -> Span:
    return Span(text.index("Osk"), text.index("Osk") + 3)


@pytest.mark.parametrize(
    ("text", "tree", "kind", "event", "gone"),
    [
        (
            "Power was cut ; ports in Osk shut",
            {
                "cut": ("VERB", "root", "cut"),
                ";": ("PUNCT", "punct", "cut"),
                **IN_OSK,
                "Osk": ("PROPN", "nmod", "ports"),
            },
            "disruption",
            "cut",
            True,
        ),
        (
            "Two were hurt and flights in Osk ended",
            {
                "hurt": ("VERB", "root", "hurt"),
                "and": ("CCONJ", "cc", "ended"),
                "flights": ("NOUN", "nsubj", "ended"),
                **IN_OSK,
                "Osk": ("PROPN", "nmod", "flights"),
                "ended": ("VERB", "conj", "hurt"),
            },
            "injury",
            "hurt",
            True,
        ),
        (
            "Two were hurt and nine died in Osk",
            {
                "hurt": ("VERB", "root", "hurt"),
                "and": ("CCONJ", "cc", "died"),
                "nine": ("NUM", "nsubj", "died"),
                "died": ("VERB", "conj", "hurt"),
                **IN_OSK,
                "Osk": ("PROPN", "obl", "died"),
            },
            "injury",
            "hurt",
            False,
        ),
        (
            "They met in Osk days after talks failed",
            {**MET, "failed": ("VERB", "advcl", "met")},
            "talks",
            "failed",
            True,
        ),
        (
            "They met in Osk after talks failed",
            {**MET, "failed": ("VERB", "advcl", "met")},
            "talks",
            "failed",
            False,
        ),
        (
            "They met in Osk days after a raid",
            {"met": ("VERB", "root", "met"), **IN_OSK, "Osk": ("PROPN", "obl", "met"), "raid": ("NOUN", "obl", "met")},
            "attack",
            "raid",
            False,
        ),
        (
            "Aircraft from a base in Osk searched",
            {
                "searched": ("VERB", "root", "searched"),
                "Aircraft": ("NOUN", "nsubj", "searched"),
                "from": ("ADP", "case", "base"),
                "base": ("NOUN", "nmod", "Aircraft"),
                **IN_OSK,
                "Osk": ("PROPN", "nmod", "base"),
            },
            "relief",
            "searched",
            True,
        ),
        (
            "He was charged in Osk with burning a mill",
            {"charged": ("VERB", "root", "charged"), **IN_OSK, "Osk": ("PROPN", "obl", "charged"),
             "with": ("SCONJ", "mark", "burning"), "burning": ("VERB", "advcl", "charged")},
            "fire_explosion",
            "burning",
            True,
        ),
        (
            "He was seen in Osk with burning torches",
            {"seen": ("VERB", "root", "seen"), **IN_OSK, "Osk": ("PROPN", "obl", "seen"),
             "with": ("SCONJ", "mark", "burning"), "burning": ("VERB", "advcl", "seen")},
            "fire_explosion",
            "burning",
            False,
        ),
    ],
)  # fmt: skip
def test_a_place_of_something_else_is_not_the_event_s(text: str, tree: Tree, kind: str, event: str, gone: bool) -> None:
    other = [("legal", "charged")] if "charged" in text else []
    doc, _ = read(text, tree, [*other, (kind, event)])
    triggers = [p for _, p in doc.analysis.layer("trigger") if p.label == kind]

    assert is_anothers(doc, osk(text), triggers) is gone


def test_what_one_drives_from_is_no_place_of_the_journey() -> None:
    text = "He drove from a home in Osk"
    tree = {
        "drove": ("VERB", "root", "drove"),
        "from": ("ADP", "case", "home"),
        "home": ("NOUN", "obl", "drove"),
        **IN_OSK,
        "Osk": ("PROPN", "nmod", "home"),
    }
    for kind, gone in (("travel", True), ("displacement", False), ("attack", False)):
        doc, _ = read(text, tree, [(kind, "drove")])
        assert is_anothers(doc, osk(text), [p for _, p in doc.analysis.layer("trigger")]) is gone


def test_the_deed_of_an_arrest_keeps_its_place() -> None:
    text = "The arrest over the recent protests in Osk"
    tree = {
        "arrest": ("NOUN", "root", "arrest"),
        "over": ("ADP", "case", "protests"),
        "recent": ("PART", "case", "protests"),
        "protests": ("NOUN", "nmod", "arrest"),
        **IN_OSK,
        "Osk": ("PROPN", "nmod", "protests"),
    }
    doc, _ = read(text, tree, [("legal", "arrest"), ("protest", "protests")])

    assert is_anothers(doc, osk(text), [p for _, p in doc.analysis.layer("trigger") if p.label == "legal"])


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("It was built in Osk and seized by police in Ruvu", "Ruvu"),
        ("It was built in Osk and seized by police from Ruvu", None),
        ("It was built in Osk and seized , then sold in Ruvu", None),
    ],
)
def test_a_verb_has_the_place_of_its_own_clause(text: str, own: str | None) -> None:
    tree = {"built": ("VERB", "root", "built"), "seized": ("VERB", "conj", "built"), "Osk": ("PROPN", "obl", "built")}
    cases = {
        word: ("ADP", "dep", "built") for word in ("in", "by", "from", "in#2") if word.split("#")[0] in text.split()
    }
    doc, table = read(text, {**tree, **{k: v for k, v in cases.items() if "#" not in k or text.count(" in ") > 1}},
                      [("business", "built"), ("crime", "seized")])  # fmt: skip
    triggers = [p for _, p in doc.analysis.layer("trigger") if p.label == "crime"]

    found = own_place(doc, table, osk(text), triggers)

    assert (found[1].of(text) if found else None) == own


@pytest.mark.parametrize(
    ("noun", "case", "gone"),
    [("leaders", "of", True), ("presidents", "of", True), ("leaders", "in", False), ("dead", "of", False)],
)
def test_whose_leaders_some_are_is_no_place_of_what_the_next_sentence_tells(noun: str, case: str, gone: bool) -> None:
    text = f"The {noun} {case} Ruvu and Osk wept. A mill burned."
    tree: Tree = {
        "wept": ("VERB", "root", "wept"),
        noun: ("NOUN", "nsubj", "wept"),
        case: ("ADP", "case", "Ruvu"),
        "Ruvu": ("PROPN", "nmod", noun),
        "Osk": ("PROPN", "conj", "Ruvu"),
        "mill": ("NOUN", "nsubj", "burned"),
        "burned": ("VERB", "root", "burned"),
    }
    rows = [("mention", "place", name, {"kind": "name", "type": "city"}) for name in ("Osk", "Ruvu")]
    doc = document(text, [*rows, ("trigger", "fire_explosion", "burned"), ("trigger", "other", "wept")])
    grow(doc.doc, tree)
    there, here = (
        next(p for _, p in doc.analysis.layer("trigger") if p.label == k) for k in ("fire_explosion", "other")
    )

    assert is_anothers(doc, osk(text), [there]) is gone
    assert not is_anothers(doc, osk(text), [here])


@pytest.mark.parametrize(
    ("text", "event", "there"),
    [
        ("They sued at a court in Osk , which freed two", "freed", True),
        ("They met a priest of Osk , who fled in May", "fled", False),
        ("They met in Osk , which is poor , and fled", "fled", False),
        ("Two fled Osk , which is poor", "fled", False),
    ],
)
def test_a_clause_behind_a_place_tells_of_it(text: str, event: str, *, there: bool) -> None:
    doc, _ = read(text, {event: ("VERB", "root", event)}, [("legal", event)])

    assert are_told_of(doc, osk(text), [p for _, p in doc.analysis.layer("trigger")]) is there
