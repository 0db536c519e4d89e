"""What the clause around a number says that it is of."""

import pytest

from tests.extraction.interpreted import Tree, extraction, one_sentence, trigger


def _measured(text: str, verbs: tuple[str, ...], number: str, tree: Tree) -> list[str]:
    """Return the triggers that the number measures, which the model links to the first of *verbs*."""
    rows = [*(trigger(verb, "damage" if verb == "repaired" else "regulation") for verb in verbs)]
    found = extraction(
        text, [*rows, ("figure", "figure", number)], [("measure", verbs[0], number)], one_sentence(text, tree)
    )
    words = {event.id: event.trigger.of(text) for event in found.events}
    return [words[figure.event] for figure in found.figures]


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("the 35 it is licensed for", "licensed"),
        ("the 35 that Ada had licensed", "carried"),  # no pronoun right behind
        ("35 and it is licensed for", "carried"),
        ("the 35 it took from Osk and was licensed for", "carried"),  # too far behind
    ],
)
def test_a_bare_number_is_of_the_clause_behind_it(clause: str, told: str) -> None:
    tree: Tree = {"carried": ("VERB", "root", "carried"), "licensed": ("VERB", "conj", "carried")}
    tree["35"] = ("NUM", "obj", "carried")

    assert _measured(f"The boat carried twice {clause}.", ("carried", "licensed"), "35", tree) == [told]


@pytest.mark.parametrize(
    ("verb", "pos", "told"), [("seats", "VERB", []), ("cost", "SYM", []), ("lost", "VERB", ["repaired"])]
)
def test_how_much_a_thing_holds_measures_no_happening_outside_its_clause(verb: str, pos: str, told: list[str]) -> None:
    text = f"They repaired a hall that {verb} 900."
    tree: Tree = {
        "repaired": ("VERB", "root", "repaired"),
        "hall": ("NOUN", "obj", "repaired"),
        verb: (pos, "acl:relcl", "hall"),
        "900": ("NUM", "obj", verb),
    }

    assert _measured(text, ("repaired",), "900", tree) == told
