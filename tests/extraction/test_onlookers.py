"""Who stands near an event's verb and does nothing of it."""

import pytest
import spacy

from kb.extraction.events.onlookers import by_order, whom_it_befell
from tests.extraction.analyses import grow

Tree = dict[str, tuple[str, str, str]]

LED: Tree = {
    "Obi": ("PROPN", "nsubj:pass", "handed"),
    "was": ("AUX", "aux:pass", "handed"),
    "handed": ("VERB", "root", "handed"),
    "to": ("ADP", "case", "mission"),
    "mission": ("NOUN", "obl", "handed"),
    "led": ("VERB", "acl", "mission"),
    "by": ("ADP", "case", "Lund"),
    "Lund": ("PROPN", "obl:agent", "handed"),
}
WHOSE: Tree = {
    "office": ("NOUN", "nsubj:pass", "dismissed"),
    ",": ("PUNCT", "punct", "dismissed"),
    "whose": ("PRON", "nmod:poss", "head"),
    "head": ("NOUN", "nsubj:pass", "dismissed"),
    "was": ("AUX", "aux:pass", "dismissed"),
    "dismissed": ("VERB", "root", "dismissed"),
    ",#2": ("PUNCT", "punct", "dismissed"),
    "inspected": ("VERB", "conj", "dismissed"),
    "it": ("PRON", "obj", "inspected"),
}
FOUND: Tree = {
    "climbers": ("NOUN", "nsubj", "found"),
    "found": ("VERB", "root", "found"),
    "safe": ("ADJ", "xcomp", "found"),
}
HAVE_FOUND: Tree = {
    "climbers": ("NOUN", "nsubj", "found"),
    "had": ("AUX", "aux", "found"),
    "found": ("VERB", "root", "found"),
    "safe": ("ADJ", "amod", "shelter"),
    "shelter": ("NOUN", "obj", "found"),
}
SOUGHT: Tree = {
    "others": ("NOUN", "nsubj", "looked"),
    "are": ("AUX", "aux", "looked"),
    "being": ("AUX", "aux", "looked"),
    "looked": ("VERB", "root", "looked"),
    "for": ("ADP", "obl", "looked"),
}
BACKED: Tree = {
    "crowd": ("NOUN", "nsubj", "gathered"),
    "gathered": ("VERB", "root", "gathered"),
    "in": ("ADP", "case", "support"),
    "support": ("NOUN", "obl", "gathered"),
    "of": ("ADP", "case", "strikers"),
    "strikers": ("NOUN", "nmod", "support"),
}
STRIKING: Tree = {
    "officer": ("NOUN", "nsubj", "striking"),
    "striking": ("VERB", "root", "striking"),
    "woman": ("NOUN", "obj", "striking"),
}
AT: Tree = {**STRIKING, "woman": ("NOUN", "obl", "striking")}
OUSTED: Tree = {
    "alliance": ("NOUN", "nsubj", "ousted"),
    "ousted": ("VERB", "root", "ousted"),
    "Obi": ("PROPN", "nsubj", "ousted"),
}


@pytest.mark.parametrize(
    ("tree", "label", "filler", "trigger", "events", "role"),
    [
        (LED, "agent", "Lund", "handed", ("handed",), ""),
        (LED, "agent", "Lund", "handed", ("handed", "led"), "agent"),
        (LED, "agent", "Lund", "handed", ("handed", "mission"), "agent"),
        (WHOSE, "agent", "head", "inspected", ("inspected",), ""),
        (WHOSE, "agent", "office", "inspected", ("inspected",), "agent"),
        (FOUND, "agent", "climbers", "found", ("found",), "patient"),
        (HAVE_FOUND, "agent", "climbers", "found", ("found",), "agent"),
        (BACKED, "agent", "strikers", "gathered", ("gathered",), ""),
        (BACKED, "agent", "crowd", "gathered", ("gathered",), "agent"),
        (SOUGHT, "agent", "others", "looked", ("looked",), "patient"),
        ({k: v for k, v in SOUGHT.items() if k != "being"}, "agent", "others", "looked", ("looked",), "agent"),
        (STRIKING, "patient", "officer", "striking", ("striking",), "agent"),
        (STRIKING, "patient", "woman", "striking", ("striking",), "patient"),
        (
            {**STRIKING, "woman": ("NOUN", "obl", "striking")},
            "patient",
            "officer",
            "striking",
            ("striking",),
            "patient",
        ),
        (OUSTED, "patient", "alliance", "ousted", ("ousted",), "agent"),
        (OUSTED, "patient", "Obi", "ousted", ("ousted",), "patient"),
    ],
)
def test_the_order_of_words_says_who_does_it(
    tree: Tree, label: str, filler: str, trigger: str, events: tuple[str, ...], role: str
) -> None:
    doc = spacy.blank("en")(" ".join(word.partition("#")[0] for word in tree))
    grow(doc, tree)
    tokens = {token.text: token for token in doc}

    assert by_order(label, tokens[filler], tokens[trigger], {tokens[event].i for event in events}) == role


NAMED: Tree = {
    "Paz": ("PROPN", "nsubj:pass", "named"),
    "was": ("AUX", "aux:pass", "named"),
    "named": ("VERB", "root", "named"),
    "by": ("ADP", "case", "Obi"),
    "Obi": ("PROPN", "obl", "named"),
    "and": ("CCONJ", "cc", "resigned"),
    "resigned": ("VERB", "conj", "named"),
}


@pytest.mark.parametrize(
    ("tree", "who"),
    [
        (NAMED, "Paz"),
        ({**NAMED, "was": ("AUX", "aux", "named")}, None),
        ({word: row for word, row in NAMED.items() if word != "by"}, None),
        ({**NAMED, "Lund": ("PROPN", "nsubj", "resigned")}, None),
    ],
)
def test_who_is_named_by_somebody_and_resigns_is_who_was_named(tree: Tree, who: str | None) -> None:
    doc = spacy.blank("en")(" ".join(tree))
    grow(doc, tree)
    tokens = {token.text: token for token in doc}
    found = whom_it_befell("agent", tokens["Obi"], tokens["resigned"])

    assert (found.text if found is not None else None) == who
