"""What dispatches on politics, business and sport show: who is who, who speaks, what is no happening."""

from dataclasses import replace

import pytest

from kb.extraction.builtin import BuiltinExtractor
from kb.extraction.layout import layout
from kb.language.event_types import EventTypes
from kb.language.gazetteer import shipped
from kb.model import Article, Extraction
from tests.extraction.analyses import Row, analysis
from tests.extraction.interpreted import NoReader, Tree, extraction, mention, one_sentence, trigger

COMPANY = {"kind": "name", "type": "company"}
NOUN = {"kind": "nominal", "type": "organisation"}
PERSON = {"kind": "name", "type": "person"}


def names(found: Extraction) -> dict[str, str]:
    return {entity.id: entity.name for entity in found.entities}


@pytest.mark.parametrize(("noun", "apart"), [("union", True), ("company", False), ("brewery", False)])
def test_a_union_is_not_the_company_that_the_model_links_it_to(noun: str, apart: bool) -> None:
    rows: list[Row] = [("mention", "organisation", "Osk Ales", COMPANY), ("mention", "organisation", noun, NOUN)]

    found = extraction(
        f"Osk Ales made an offer. The {noun} met on Monday.", rows, [("coref", noun, "Osk Ales")], score=0.97
    )

    assert (len(found.mentions) == 1) is apart


@pytest.mark.parametrize(("noun", "apart"), [("men", True), ("runner", False)])
def test_many_people_are_not_the_one_who_is_named(noun: str, apart: bool) -> None:
    rows: list[Row] = [
        ("mention", "person", "Ada Obi", PERSON),
        ("mention", "person", noun, {"kind": "nominal", "type": "person"}),
    ]

    found = extraction(f"Ada Obi won. The {noun} rested.", rows, [("coref", noun, "Ada Obi")])

    assert (len(found.mentions) == 1) is apart


def test_who_stands_right_behind_a_name_is_that_one_wherever_the_tree_hangs_both() -> None:
    text = "Ada Obi follows Juho Lind, who retired."
    rows: list[Row] = [
        ("mention", "person", "Ada Obi", PERSON),
        ("mention", "person", "Juho Lind", PERSON),
        ("mention", "person", "who", {"kind": "pronoun", "type": "person"}),
        trigger("retired", "employment"),
    ]
    tree: Tree = {
        "follows": ("VERB", "root", "follows"),
        "Obi": ("PROPN", "nsubj", "follows"),
        "Lind": ("PROPN", "obj", "retired"),
        "who": ("PRON", "nsubj", "retired"),
        "retired": ("VERB", "advcl", "follows"),
    }

    found = extraction(
        text, rows, [("coref", "who", "Juho Lind"), ("agent", "retired", "who")], one_sentence(text, tree)
    )

    assert [names(found)[role.entity] for role in found.events[0].roles] == ["Juho Lind"]


@pytest.mark.parametrize(("word", "relation", "events"), [("at", "case", 0), ("down", "advmod", 1)])
def test_a_word_that_only_leads_to_others_is_no_happening(word: str, relation: str, events: int) -> None:
    text = f"Shares were {word} home."
    tree: Tree = {"home": ("NOUN", "root", "home"), word: ("ADP", relation, "home")}

    found = extraction(text, [trigger(word, "business")], [], one_sentence(text, tree))

    assert len(found.events) == events


def test_a_phrase_and_the_noun_in_it_are_one_happening() -> None:
    text = "Osk Air files for bankruptcy."
    tree: Tree = {
        "files": ("VERB", "root", "files"),
        "Air": ("PROPN", "nsubj", "files"),
        "for": ("ADP", "case", "bankruptcy"),
        "bankruptcy": ("NOUN", "obl", "files"),
    }

    found = extraction(
        text,
        [trigger("files for bankruptcy", "business"), trigger("bankruptcy", "business")],
        [],
        one_sentence(text, tree),
    )

    assert [event.type for event in found.events] == ["bankruptcy"]


def test_seconds_that_somebody_took_are_no_event() -> None:
    text = "She took 15 seconds off."
    tree: Tree = {
        "took": ("VERB", "root", "took"),
        "15": ("NUM", "nummod", "seconds"),
        "seconds": ("NOUN", "obj", "took"),
    }

    found = extraction(text, [trigger("took", "other")], [], one_sentence(text, tree))

    assert [event.trigger.of(text) for event in found.events] == ["took"]


@pytest.mark.parametrize(("cue", "polarity"), [("ruled out", "negative"), ("announced", "positive")])
def test_what_somebody_rules_out_is_not_to_be(cue: str, polarity: str) -> None:
    text = f"Obi {cue} joining them."
    tree: Tree = {
        cue.split(maxsplit=1)[0]: ("VERB", "root", cue.split(maxsplit=1)[0]),
        "Obi": ("PROPN", "nsubj", cue.split(maxsplit=1)[0]),
        "joining": ("VERB", "xcomp", cue.split(maxsplit=1)[0]),
        "them": ("PRON", "obj", "joining"),
    }
    rows: list[Row] = [
        ("mention", "person", "Obi", PERSON),
        ("cue", "cue", cue),
        ("content", "indirect", "joining them"),
        trigger("joining", "employment", modality="planned"),
    ]

    found = extraction(
        text, rows, [("speaker", cue, "Obi"), ("content", cue, "joining them")], one_sentence(text, tree)
    )

    assert found.events[0].polarity == polarity


@pytest.mark.parametrize(("text", "places"), [("An Osk-listed firm merged.", 0), ("In Osk a firm merged.", 1)])
def test_where_a_firm_is_listed_is_not_where_it_merges(text: str, places: int) -> None:
    tree: Tree = {
        "merged": ("VERB", "root", "merged"),
        "firm": ("NOUN", "nsubj", "merged"),
        "Osk": ("PROPN", "obl", "merged"),
    }

    found = extraction(
        text,
        [mention("Osk", "place"), trigger("merged", "business")],
        [("place", "merged", "Osk")],
        one_sentence(text, tree),
    )

    assert len(found.events[0].places) == places


@pytest.mark.parametrize(
    ("behind", "speakers"),
    [("in a note issued by his aide, Juho Lind", ["Ada Obi"]), ("and the aide, Juho Lind", ["Ada Obi", "Juho Lind"])],
)
def test_who_only_hands_a_statement_on_is_no_second_speaker(behind: str, speakers: list[str]) -> None:
    text = f'"Rain fell," said Ada Obi {behind}.'
    rows: list[Row] = [
        ("mention", "person", "Ada Obi", PERSON),
        ("mention", "person", "Juho Lind", PERSON),
        ("cue", "cue", "said"),
        ("content", "direct", "Rain fell,"),
    ]
    links = [("speaker", "said", "Ada Obi"), ("speaker", "said", "Juho Lind"), ("content", "said", "Rain fell,")]

    found = extraction(text, rows, links)

    assert [names(found)[one] for one in found.statements[0].speakers] == speakers


def test_a_name_speaks_before_a_pronoun_that_is_linked_as_surely() -> None:
    text = "She was wrong, Juho Lind wrote, pointing out that it failed."
    rows: list[Row] = [
        ("mention", "person", "Ada Obi", PERSON),
        ("mention", "person", "She", {"kind": "pronoun", "type": "person"}),
        ("mention", "person", "Juho Lind", PERSON),
        ("cue", "cue", "pointing out"),
        ("content", "indirect", "it failed"),
    ]
    links = [
        ("coref", "She", "Ada Obi"),
        ("speaker", "pointing out", "She"),
        ("speaker", "pointing out", "Juho Lind"),
        ("content", "pointing out", "it failed"),
    ]

    found = extraction(f"Ada Obi sat. {text}", rows, links)

    assert [names(found)[one] for one in found.statements[0].speakers] == ["Juho Lind"]


@pytest.mark.parametrize(("relation", "held"), [("obj", 0), ("appos", 1)])
def test_whom_somebody_meets_holds_an_office_of_his_own(relation: str, held: int) -> None:
    text = "Ada Obi, met the mayor."
    tree: Tree = {
        "met": ("VERB", "root", "met"),
        "Obi": ("PROPN", "nsubj", "met"),
        "mayor": ("NOUN", relation, "met"),
    }

    found = extraction(
        text, [("mention", "person", "Ada Obi", PERSON), ("office", "office", "mayor")], [], one_sentence(text, tree)
    )

    assert len(found.offices) == held


def test_an_additional_superintendent_has_one_rank() -> None:
    text = "Additional Superintendent Ada Obi spoke."
    rows: list[Row] = [("mention", "person", "Ada Obi", PERSON), ("office", "office", "Additional Superintendent")]

    assert [office.role for office in extraction(text, rows, []).offices] == ["Additional Superintendent"]


@pytest.mark.parametrize(("likely", "figures"), [(0.4, 0), (0.9, 1)])
def test_a_figure_measures_an_event_of_another_sentence_only_where_that_is_likely(likely: float, figures: int) -> None:
    text = "Riots hurt people. They want $205 now."
    read = analysis(text, [trigger("hurt", "injury"), ("figure", "figure", "$205")], [("measure", "hurt", "$205")])
    read = replace(read, relations=tuple(replace(relation, score=likely) for relation in read.relations))
    extractor = BuiltinExtractor(NoReader(), shipped(), EventTypes.load())  # type: ignore[arg-type]

    assert len(extractor.interpret(Article(text), layout(text, 0), read).figures) == figures
