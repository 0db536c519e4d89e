"""Who stands near an event's verb and does nothing of it."""

import pytest
import spacy

from kb.extraction.events.onlookers import by_order, has_another_do_it, whom_it_befell
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
FLED: Tree = {
    "people": ("NOUN", "nsubj", "fled"),
    "fled": ("VERB", "root", "fled"),
    "to": ("ADP", "case", "town"),
    "town": ("NOUN", "obl", "fled"),
    "of": ("ADP", "case", "Osk"),
    "Osk": ("PROPN", "nmod", "town"),
}
FLED_FROM: Tree = {
    "people": ("NOUN", "nsubj", "fled"),
    "fled": ("VERB", "root", "fled"),
    "from": ("ADP", "case", "town"),
    "town": ("NOUN", "obl", "fled"),
    "of": ("ADP", "case", "Osk"),
    "Osk": ("PROPN", "nmod", "town"),
}
TREATED: Tree = {
    "medic": ("NOUN", "nsubj", "treated"),
    "treated": ("VERB", "root", "treated"),
    "22": ("NUM", "nummod", "wounded"),
    "wounded": ("ADJ", "xcomp", "treated"),
}
WAS_TREATED: Tree = {
    "medic": ("NOUN", "nsubj:pass", "treated"),
    "was": ("AUX", "aux:pass", "treated"),
    "treated": ("VERB", "root", "treated"),
    "for": ("ADP", "case", "cuts"),
    "cuts": ("NOUN", "obl", "treated"),
}
SHOT_DEAD: Tree = {
    "man": ("NOUN", "nsubj:pass", "jailed"),
    "who": ("PRON", "nsubj", "shot"),
    "shot": ("VERB", "acl:relcl", "man"),
    "dead": ("ADJ", "obj", "shot"),
    "a": ("DET", "det", "baker"),
    "baker": ("NOUN", "obj", "shot"),
    "was": ("AUX", "aux:pass", "jailed"),
    "jailed": ("VERB", "root", "jailed"),
}
FOUND_DEAD: Tree = {
    "guard": ("NOUN", "nsubj", "found"),
    "found": ("VERB", "root", "found"),
    "dead": ("ADJ", "xcomp", "found"),
    "two": ("NUM", "nummod", "climbers"),
    "climbers": ("NOUN", "obj", "found"),
}
WAS_SHOT_DEAD: Tree = {
    "man": ("NOUN", "nsubj:pass", "shot"),
    "was": ("AUX", "aux:pass", "shot"),
    "shot": ("VERB", "root", "shot"),
    "dead": ("ADJ", "xcomp", "shot"),
    "a": ("DET", "det", "mile"),
    "mile": ("NOUN", "obl:unmarked", "shot"),
    "off": ("ADV", "advmod", "shot"),
}
LEFT_DEAD: Tree = {
    "man": ("NOUN", "nsubj", "shot"),
    "shot": ("VERB", "root", "shot"),
    "dead": ("ADJ", "xcomp", "shot"),
    "two": ("NUM", "nummod", "weeks"),
    "weeks": ("NOUN", "obl:unmarked", "shot"),
    "ago": ("ADV", "advmod", "weeks"),
}
EXPECTED: Tree = {
    "She": ("PRON", "nsubj", "expected"),
    "expected": ("VERB", "root", "expected"),
    "two": ("NUM", "nummod", "cuts"),
    "cuts": ("NOUN", "obj", "expected"),
}
LAYOFFS: Tree = {
    "She": ("PRON", "nsubj", "expected"),
    "expected": ("VERB", "root", "expected"),
    "layoffs": ("NOUN", "obj", "expected"),
}
APPOSED: Tree = {
    "brother": ("NOUN", "nsubj", "treated"),
    "Ewan": ("PROPN", "appos", "brother"),
    "treated": ("VERB", "root", "treated"),
    "people": ("NOUN", "obj", "treated"),
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


@pytest.mark.thorough
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
        (FLED, "origin", "Osk", "fled", ("fled",), "destination"),
        (FLED, "origin", "town", "fled", ("fled",), "destination"),
        (EXPECTED, "agent", "She", "cuts", ("cuts",), ""),
        (EXPECTED | {"its": ("PRON", "nmod:poss", "cuts")}, "agent", "She", "cuts", ("cuts",), "agent"),
        (
            {k: (p, d, "made" if h == "expected" else h) for k, (p, d, h) in EXPECTED.items() if k != "expected"}
            | {"made": ("VERB", "root", "made")},
            "agent",
            "She",
            "cuts",
            ("cuts",),
            "agent",
        ),
        (LAYOFFS, "agent", "She", "layoffs", ("layoffs",), "agent"),
        (APPOSED, "patient", "Ewan", "treated", ("treated",), "agent"),
        (FLED_FROM, "origin", "Osk", "fled", ("fled",), "origin"),
        (TREATED, "patient", "medic", "treated", ("treated",), "agent"),
        (WAS_TREATED, "patient", "medic", "treated", ("treated",), "patient"),
        (SHOT_DEAD, "patient", "man", "dead", ("shot", "dead"), "agent"),
        (SHOT_DEAD, "patient", "baker", "dead", ("shot", "dead"), "patient"),
        (FOUND_DEAD, "patient", "guard", "dead", ("found", "dead"), "patient"),
        (WAS_SHOT_DEAD, "patient", "man", "dead", ("shot", "dead"), "patient"),
        (LEFT_DEAD, "patient", "man", "dead", ("shot", "dead"), "patient"),
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


@pytest.mark.thorough
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


@pytest.mark.parametrize(("noun", "role"), [("border", ""), ("talks", "origin")])
def test_whose_border_it_is_has_no_part_in_it(noun: str, role: str) -> None:
    words = ["fled", "to", "the", noun, "with", "Mali"]
    doc = spacy.blank("en").make_doc(" ".join(words))
    tree: Tree = {"fled": ("VERB", "root", "fled"), "to": ("ADP", "case", noun), "the": ("DET", "det", noun)}
    tree |= {noun: ("NOUN", "obl", "fled"), "with": ("ADP", "case", "Mali"), "Mali": ("PROPN", "obl", "fled")}
    grow(doc, tree)

    assert by_order("origin", doc[5], doc[0], frozenset()) == role


@pytest.mark.parametrize(("case", "role"), [("through", ""), ("to", "recipient")])
def test_where_it_passes_gets_nothing(case: str, role: str) -> None:
    doc = spacy.blank("en").make_doc(f"armed rebels {case} Mali")
    tree: Tree = {"armed": ("VERB", "root", "armed"), "rebels": ("NOUN", "obj", "armed"), case: ("ADP", "case", "Mali")}
    grow(doc, tree | {"Mali": ("PROPN", "obl", "armed")})

    assert by_order("recipient", doc[3], doc[0], frozenset()) == role


@pytest.mark.parametrize(("verb", "doing"), [("want", True), ("help", False)])
def test_who_wants_another_to_do_it_does_not_do_it(verb: str, doing: bool) -> None:
    doc = spacy.blank("en").make_doc(f"groups {verb} ministers to revoke permits")
    tree: Tree = {
        "groups": ("NOUN", "nsubj", verb),
        verb: ("VERB", "root", verb),
        "ministers": ("NOUN", "obj", verb),
        "to": ("PART", "mark", "revoke"),
        "revoke": ("VERB", "xcomp", verb),
        "permits": ("NOUN", "obj", "revoke"),
    }
    grow(doc, tree)

    assert has_another_do_it(doc[0], doc[4]) is doing


@pytest.mark.thorough
@pytest.mark.parametrize(("last", "role"), [("by", ""), ("on", "agent")])
def test_who_backed_a_step_did_not_boycott_it(last: str, role: str) -> None:
    doc = spacy.blank("en").make_doc(f"step backed by deputies and boycotted {last} rivals")
    tree: Tree = {
        "step": ("NOUN", "nsubj:pass", "backed"),
        "backed": ("VERB", "root", "backed"),
        "by": ("ADP", "case", "deputies"),
        "deputies": ("NOUN", "obl:agent", "backed"),
        "and": ("CCONJ", "cc", "boycotted"),
        "boycotted": ("VERB", "conj", "backed"),
        f"{last}#2" if last == "by" else last: ("ADP", "case", "rivals"),
        "rivals": ("NOUN", "obl", "boycotted"),
    }
    grow(doc, tree)

    assert by_order("agent", doc[3], doc[5], frozenset()) == role
    assert by_order("agent", doc[7], doc[5], frozenset()) == "agent"
