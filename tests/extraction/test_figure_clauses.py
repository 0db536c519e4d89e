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


@pytest.mark.parametrize(("verb", "told"), [("represents", []), ("killed", ["said"])])
def test_how_many_a_body_stands_for_measures_no_happening_however_the_parser_hangs_it(
    verb: str, told: list[str]
) -> None:
    """The parser may take those who are represented for those who say something."""
    text = f"Osk Union, which {verb} 900 dockers, said it."
    tree: Tree = {
        "Union": ("PROPN", "nsubj", "said"),
        "which": ("PRON", "nsubj", verb),
        verb: ("VERB", "acl:relcl", "Union"),
        "900": ("NUM", "nummod", "dockers"),
        "dockers": ("NOUN", "nsubj", "said"),
        "said": ("VERB", "root", "said"),
    }

    assert _measured(text, ("said",), "900", tree) == told


@pytest.mark.parametrize(
    ("verb", "relation", "told"),
    [("grew", "conj", []), ("grew", "advcl", ["repaired"]), ("licensed", "conj", ["repaired"])],
)
def test_a_number_of_a_clause_beside_the_trigger_s_measures_nothing_of_it(
    verb: str, relation: str, told: list[str]
) -> None:
    text = f"Crews repaired the road and the queue {verb} to 900 lorries."
    tree: Tree = {
        "repaired": ("VERB", "root", "repaired"),
        "road": ("NOUN", "obj", "repaired"),
        "queue": ("NOUN", "nsubj", verb),
        verb: ("VERB", relation, "repaired"),
        "900": ("NUM", "nummod", "lorries"),
        "lorries": ("NOUN", "obl", verb),
    }

    assert _measured(text, ("repaired", "licensed") if verb == "licensed" else ("repaired",), "900", tree) == told


def test_a_number_of_the_trigger_s_own_noun_measures_it() -> None:
    text = "Officials counted 900 licensed taxis."
    tree: Tree = {
        "counted": ("VERB", "root", "counted"),
        "taxis": ("NOUN", "obj", "counted"),
        "licensed": ("ADJ", "conj", "taxis"),
        "900": ("NUM", "nummod", "licensed"),
    }

    assert _measured(text, ("licensed",), "900", tree) == ["licensed"]


@pytest.mark.parametrize(("behind", "told"), [("people hurt", ["hurt"]), ("people who were hurt", [])])
def test_what_becomes_of_those_counted_is_measured_whatever_the_tree(behind: str, told: list[str]) -> None:
    text = f"Paz left and more than 900 {behind}."
    tree: Tree = {
        "left": ("VERB", "root", "left"),
        "900": ("NUM", "obj", "left"),
        "who": ("PRON", "nsubj", "hurt"),
        "were": ("AUX", "aux:pass", "hurt"),
        "hurt": ("VERB", "conj", "left"),
    }
    tree = {word: row for word, row in tree.items() if word in text}

    assert _measured(text, ("hurt",), "more than 900", tree) == told


@pytest.mark.parametrize(
    ("told", "figures"),
    [
        ("bringing the number of survivors to 41", []),
        ("which took the total of people rescued to 41", []),
        ("leaving 41 survivors", []),
        ("bringing the number of dead to 41", ["killed"]),
        ("bringing the number of survivors who died to 41", ["killed"]),
        ("and the number of the missing rose to 41", ["killed"]),
    ],
)
def test_who_lives_is_none_of_the_dead(told: str, figures: list[str]) -> None:
    text = f"The blast killed miners, {told}."
    rows = [trigger("killed", "death"), ("figure", "figure", "41")]
    tree: Tree = {"killed": ("VERB", "root", "killed"), "41": ("NUM", "dep", "killed")}
    found = extraction(text, rows, [("measure", "killed", "41")], one_sentence(text, tree))

    assert [figure.span.of(text) for figure in found.figures] == (["41"] if figures else [])


@pytest.mark.parametrize(
    ("noun", "relation", "told"),
    [("members", "obj", []), ("members", "obl", ["repaired"]), ("away", "obj", ["repaired"])],
)
def test_what_somebody_has_measures_no_happening_outside_its_clause(noun: str, relation: str, told: list[str]) -> None:
    text = f"The league, which has 900 {noun}, repaired a hall."
    tree: Tree = {
        "league": ("NOUN", "nsubj", "repaired"),
        "has": ("VERB", "acl:relcl", "league"),
        "900": ("NUM", "nummod", noun),
        noun: ("NOUN" if noun == "members" else "ADV", relation if noun == "members" else "advmod", "has"),
        "repaired": ("VERB", "root", "repaired"),
    }

    assert _measured(text, ("repaired",), "900", tree) == told


@pytest.mark.parametrize(
    ("of", "told"),
    [
        ("of the victims were young", ["killed"]),
        ("of the victims were young, as nine died there", ["killed"]),
        ("of the streets were dark", []),
    ],
)
def test_a_share_of_the_victims_is_of_the_deaths_told_first(of: str, told: list[str]) -> None:
    text = f"A blast killed 12 miners.\n\nIn 2011 a fire led to deaths.\n\nA third {of}."
    rows = [trigger("killed", "death"), trigger("deaths", "death"), ("figure", "figure", "A third")]
    rows += [trigger("died", "death")] if "died" in of else []
    found = extraction(text, rows, [])
    words = {event.id: event.trigger.of(text) for event in found.events}

    assert [words[figure.event] for figure in found.figures if figure.span.of(text) == "A third"] == told


@pytest.mark.parametrize(
    ("text", "told"), [("Osk, which wants a rise, said 9% left.", []), ("Osk, wanting a rise, said 9% left.", ["rise"])]
)
def test_what_a_clause_about_the_speaker_tells_is_not_measured_by_what_is_said(text: str, told: list[str]) -> None:
    """Whatever the tree makes of the clause."""
    rows = [trigger("rise", "business"), ("cue", "cue", "said"), ("figure", "figure", "9%")]
    marks = dict.fromkeys((",#1", ",#2", "%", "."), ("PUNCT", "punct", "said"))
    tree: Tree = {"said": ("VERB", "root", "said"), **marks}
    found = extraction(text, rows, [("measure", "rise", "9%")], one_sentence(text, tree))
    words = {event.id: event.trigger.of(text) for event in found.events}

    assert [words[figure.event] for figure in found.figures] == told


@pytest.mark.parametrize(
    ("behind", "whose"),
    [
        ("64, including 42 deaths", ["cases"]),
        ("64, among them 42 deaths", ["cases"]),
        ("64 after 42 deaths", ["deaths"]),
    ],
)
def test_a_total_that_holds_the_dead_is_of_what_was_counted(behind: str, whose: list[str]) -> None:
    text = f"Osk had nine new cases bringing the total since May to {behind}."
    rows = [trigger("cases", "other"), trigger("deaths", "death"), ("figure", "figure", "64")]
    tree: Tree = {"had": ("VERB", "root", "had"), "nine": ("NUM", "nummod", "cases"), "new": ("ADJ", "amod", "cases")}
    tree |= {"cases": ("NOUN", "obj", "had"), "42": ("NUM", "nummod", "deaths")}
    found = extraction(text, rows, [("measure", "deaths", "64")], one_sentence(text, tree))
    words = {event.id: event.trigger.of(text) for event in found.events}

    assert [words[figure.event] for figure in found.figures] == whose


def test_a_total_that_the_tree_hangs_from_the_dead_is_of_what_the_model_says() -> None:
    text = "Osk had nine new cases, a total of 64, including 42 deaths."
    rows = [trigger("cases", "other"), trigger("deaths", "death"), ("figure", "figure", "64")]
    tree: Tree = {"had": ("VERB", "root", "had"), "nine": ("NUM", "nummod", "cases"), "cases": ("NOUN", "obj", "had")}
    tree |= {"64": ("NUM", "nummod", "deaths"), "42": ("NUM", "nummod", "deaths"), "deaths": ("NOUN", "obl", "had")}
    links = [("measure", "cases", "64"), ("measure", "deaths", "64")]
    (figure,) = extraction(text, rows, links, one_sentence(text, tree)).figures

    (cases, _deaths) = extraction(text, rows, links, one_sentence(text, tree)).events
    assert figure.event == cases.id


def test_a_subject_that_the_tree_hangs_from_the_verb_before_counts_for_its_own() -> None:
    text = "The centre counted two balloons and 170 flights were halted."
    tree: Tree = {
        "centre": ("NOUN", "nsubj", "counted"),
        "counted": ("VERB", "root", "counted"),
        "170": ("NUM", "nummod", "flights"),
        "flights": ("NOUN", "nsubj", "counted"),
        "were": ("AUX", "aux:pass", "halted"),
        "halted": ("VERB", "conj", "counted"),
    }

    assert _measured(text, ("halted",), "170", tree) == ["halted"]


@pytest.mark.parametrize(("score", "told"), [(0.9, 1), (0.95, 2)])
def test_a_sure_link_is_not_overruled_by_a_wrong_tree(score: float, told: int) -> None:
    """The parser may hang "officers" from "said", joined to "killed"."""
    text = "Police said two officers and four gunmen were killed."
    tree: Tree = {
        "said": ("VERB", "root", "said"),
        "officers": ("NOUN", "ccomp", "said"),
        "two": ("NUM", "nummod", "officers"),
        "four": ("NUM", "nummod", "gunmen"),
        "gunmen": ("NOUN", "conj", "officers"),
        "killed": ("VERB", "parataxis", "said"),
    }
    rows = [trigger("killed", "death"), ("figure", "figure", "two"), ("figure", "figure", "four")]
    links = [("measure", "killed", "two"), ("measure", "killed", "four")]
    found = extraction(text, rows, links, one_sentence(text, tree), score=score)
    assert len(found.figures) == told
