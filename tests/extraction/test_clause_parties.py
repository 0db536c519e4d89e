"""Who takes part in what a clause tells is told in it, not beside it nor before "who"; a number may tell it."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.protocol import Extractor
from kb.model import Article
from tests.extraction.analyses import Row
from tests.extraction.interpreted import Tree, extraction, trigger


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


def parties(reader: Extractor, text: str, word: str, *roles: str) -> set[str]:
    """Return the words that fill *roles* of the event that a word tells."""
    (event,) = [e for e in reader.extract(Article(text)).events if e.trigger.of(text) == word]
    return {role.span.of(text) for role in event.roles if role.role in roles}


SENT = "The Osk Relief Society distributed tents, and Peru promised to send a field hospital."
FREED = "Rebels freed nine nurses in Osk, and soldiers recovered 12 bodies from a well."


@pytest.mark.parametrize(
    ("text", "word", "role", "who"),
    [
        (SENT, "send", "agent", {"Peru"}),
        (SENT, "distributed", "agent", {"Osk Relief Society"}),
        ("The Osk Relief Society distributed tents and promised to send a field hospital.", "send", "agent", None),
        (FREED, "freed", "agent", {"Rebels"}),
        (FREED, "recovered", "agent", {"soldiers"}),
        ("Kenya and Peru distributed tents in Osk on Sunday.", "distributed", "agent", {"Kenya", "Peru"}),
        ("Marchers in Osk clashed with riot police, who fired tear gas at them.", "fired", "agent", {"who"}),
    ],
)
def test_whoever_acts_in_the_clause_before_does_not_act_in_the_next(
    reader: Extractor, text: str, word: str, role: str, who: set[str] | None
) -> None:
    """But who has both verbs does both."""
    assert parties(reader, text, word, role) == (who or {"Osk Relief Society"})


RAISED: Tree = {
    "Divers": ("NOUN", "nsubj", "raised"),
    "raised": ("VERB", "root", "raised"),
    "boats": ("NOUN", "obj", "raised"),
    ",": ("PUNCT", "punct", "found"),
    "and": ("CCONJ", "cc", "found"),
    "crews": ("NOUN", "nsubj", "found"),
    "found": ("VERB", "conj", "raised"),
    "cars": ("NOUN", "obj", "found"),
}
LISTED: Tree = {
    "Divers": ("NOUN", "nsubj", "raised"),
    "raised": ("VERB", "root", "raised"),
    "boats": ("NOUN", "obj", "raised"),
    ",": ("PUNCT", "punct", "masts"),
    "masts": ("NOUN", "conj", "boats"),
    "and": ("CCONJ", "cc", "cars"),
    "cars": ("NOUN", "conj", "boats"),
}


@pytest.mark.parametrize(
    ("text", "tree", "whom"),
    [
        ("Divers raised boats, and crews found cars.", RAISED, ["boats"]),
        ("Divers raised boats, masts and cars.", LISTED, ["boats", "cars"]),
    ],
)
def test_what_the_clause_beside_is_about_undergoes_nothing_here(text: str, tree: Tree, whom: list[str]) -> None:
    """Whatever the model links; what a list goes on to is undergone as the rest of it is."""
    rows: list[Row] = [trigger("raised", "relief"), ("argument", "argument", "boats"), ("argument", "argument", "cars")]
    links = [("patient", "raised", "boats"), ("patient", "raised", "cars")]

    (event,) = extraction(text, rows, links, tree).events

    assert [role.span.of(text) for role in event.roles] == whom


def befallen(verb: str, passive: tuple[str, str, str], noun: str) -> list[str]:
    """Return whom an event befell that a sentence tells: "Nine NOUN were VERB"."""
    text = f"Nine {noun} were {verb}."
    tree: Tree = {
        "Nine": ("NUM", "nummod", noun),
        noun: ("NOUN", passive[0], verb),
        "were": ("AUX", passive[1], verb),
        verb: (passive[2], "root", verb),
    }
    rows: list[Row] = [trigger(verb, "other"), ("figure", "figure", "Nine")]
    (event,) = extraction(text, rows, [("measure", verb, "Nine")], tree).events
    return [role.span.of(text) for role in event.roles]


@pytest.mark.parametrize(
    ("verb", "tree", "noun", "whom"),
    [
        ("freed", ("nsubj:pass", "aux:pass", "VERB"), "drivers", ["Nine drivers"]),
        ("missing", ("nsubj", "cop", "ADJ"), "drivers", ["Nine drivers"]),
        ("freed", ("nsubj:pass", "aux:pass", "VERB"), "days", []),
        ("singing", ("nsubj", "aux", "VERB"), "drivers", []),
    ],
)
def test_a_number_tells_whom_it_befell(verb: str, tree: tuple[str, str, str], noun: str, whom: list[str]) -> None:
    """Where the model marks nobody; not how long, nor who does it."""
    assert befallen(verb, tree, noun) == whom


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Inspectors who visited the dairy in Osk last week found rats.", "Inspectors"),
        ("The police, who arrested two men in Osk on Sunday, said no more.", "police"),
        ("Two nurses who fled Osk on foot were found on Monday.", "nurses"),
    ],
)
def test_who_may_be_a_group_or_a_body(reader: Extractor, text: str, name: str) -> None:
    found = reader.extract(Article(text))
    who = next(m for m in found.mentions if m.span.of(text) == "who")

    assert name in {m.span.of(text) for m in found.mentions if m.entity == who.entity}
