"""What dispatches on politics, business and sport show: who is who, who speaks, what is no happening."""

from dataclasses import replace

import pytest

from kb.extraction.builtin import BuiltinExtractor
from kb.extraction.layout.stage import layout
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


@pytest.mark.parametrize(
    ("text", "places"),
    [("An Osk-listed firm merged.", 0), ("An Osk-wide firm merged.", 1), ("In Osk a firm merged.", 1)],
)
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


@pytest.mark.parametrize(("likely", "figures"), [(0.2, 0), (0.4, 1), (0.9, 1)])
def test_a_figure_measures_an_event_of_another_sentence_only_where_that_is_likely(likely: float, figures: int) -> None:
    text = "Riots hurt people. They want $205 now."
    read = analysis(text, [trigger("hurt", "injury"), ("figure", "figure", "$205")], [("measure", "hurt", "$205")])
    read = replace(read, relations=tuple(replace(relation, score=likely) for relation in read.relations))
    extractor = BuiltinExtractor(NoReader(), shipped(), EventTypes.load())  # type: ignore[arg-type]

    assert len(extractor.interpret(Article(text), layout(text, 0), read).figures) == figures


def test_an_accord_like_an_earlier_one_is_another() -> None:
    text = "They agreed on Monday. They signed a similar accord later."
    tree: Tree = {
        "agreed": ("VERB", "root", "agreed"),
        "signed": ("VERB", "root", "signed"),
        "similar": ("ADJ", "amod", "accord"),
        "accord": ("NOUN", "obj", "signed"),
    }
    rows: list[Row] = [trigger(word, "agreement") for word in ("agreed", "signed", "accord")]
    links = [("same", "signed", "agreed"), ("same", "accord", "agreed"), ("same", "accord", "signed")]

    assert len(extraction(text, rows, links, tree).events) == 2


@pytest.mark.parametrize(("word", "events"), [("next", 2), ("this", 1)])
def test_the_tournament_of_next_year_is_not_the_one_that_is_over(word: str, events: int) -> None:
    text = f"The tournament ended. The {word} year's tournament will be in Osk."
    tree: Tree = {
        "tournament": ("NOUN", "nsubj", "ended"),
        "ended": ("VERB", "root", "ended"),
        word: ("ADJ", "amod", "year"),
        "year": ("NOUN", "nmod:poss", "tournament#2"),
        "tournament#2": ("NOUN", "nsubj", "be"),
        "be": ("AUX", "root", "be"),
    }
    rows: list[Row] = [trigger("tournament", "other"), trigger("tournament#2", "other")]

    assert len(extraction(text, rows, [("same", "tournament#2", "tournament")], tree).events) == events


@pytest.mark.parametrize(("text", "speakers"), [("firms accused of cutting cables", 0), ("firms asked", 1)])
def test_who_is_accused_does_not_accuse(text: str, speakers: int) -> None:
    cue = text.split(maxsplit=1)[1].split(" of ", maxsplit=1)[0]
    told = "cutting cables" if speakers == 0 else "about it"
    whole = f"They met {text}." if speakers == 0 else f"The {text} about it."
    tree: Tree = {
        cue: ("VERB", "acl" if speakers == 0 else "root", "firms" if speakers == 0 else cue),
        "firms": ("NOUN", "obj" if speakers == 0 else "nsubj", "met" if speakers == 0 else cue),
    }
    tree |= {"met": ("VERB", "root", "met")} if speakers == 0 else {}
    rows: list[Row] = [
        ("mention", "group", "firms", {"kind": "nominal", "type": "group"}),
        ("cue", "cue", cue),
        ("content", "indirect", told),
    ]

    found = extraction(whole, rows, [("speaker", cue, "firms"), ("content", cue, told)], tree)

    assert len(found.statements[0].speakers) == speakers


@pytest.mark.parametrize(
    ("words", "speaker"), [("her lawyer, Juho Lind", "Ada Obi"), ("Juho Lind's ministry", "ministry")]
)
def test_who_only_lends_a_name_or_a_voice_does_not_speak(words: str, speaker: str) -> None:
    told = f'"It rained," Ada Obi said through {words}.' if "lawyer" in words else f'"It rained," said {words}.'
    rows: list[Row] = [
        *([("mention", "person", "Ada Obi", PERSON)] if "lawyer" in words else []),
        ("mention", "person", "Juho Lind", PERSON),
        *([("mention", "organisation", "ministry", NOUN)] if "ministry" in words else []),
        ("cue", "cue", "said"),
        ("content", "direct", "It rained,"),
    ]
    links = [("speaker", "said", row[2]) for row in rows if row[0] == "mention"]

    found = extraction(told, rows, [*links, ("content", "said", "It rained,")])

    assert [names(found)[one] for one in found.statements[0].speakers] == [speaker]


@pytest.mark.parametrize(("auxiliary", "modality"), [("will", "planned"), ("had", "actual")])
def test_a_verb_shares_the_auxiliary_of_the_one_before_it(auxiliary: str, modality: str) -> None:
    text = f"Ships {auxiliary} be built and delivered."
    tree: Tree = {
        "built": ("VERB", "root", "built"),
        "Ships": ("NOUN", "nsubj:pass", "built"),
        auxiliary: ("AUX", "aux", "built"),
        "be": ("AUX", "aux:pass", "built"),
        "and": ("CCONJ", "cc", "delivered"),
        "delivered": ("VERB", "conj", "built"),
    }
    rows: list[Row] = [trigger("built", "business", modality="planned"), trigger("delivered", "business")]

    found = extraction(text, rows, [], one_sentence(text, tree))

    assert [event.modality for event in found.events] == ["planned", modality]


@pytest.mark.parametrize("firm", ["Argo Lines", "ARG"])
def test_a_name_says_what_a_firm_before_it_is_called(firm: str) -> None:
    text = f"Osk Yards builds for shipowner {firm}."
    rows: list[Row] = [
        ("mention", "organisation", "Osk Yards", COMPANY),
        ("mention", "organisation", "shipowner", {"kind": "nominal", "type": "company"}),
        ("mention", "organisation", firm, COMPANY),
    ]

    found = extraction(text, rows, [("coref", "shipowner", "Osk Yards")])

    assert [names(found)[m.entity] for m in found.mentions] == ["Osk Yards", firm, firm]


def test_a_suspended_prison_sentence_is_a_sentence() -> None:
    text = "They got a suspended prison sentence."
    tree: Tree = {
        "got": ("VERB", "root", "got"),
        "suspended": ("VERB", "amod", "sentence"),
        "prison": ("NOUN", "compound", "sentence"),
        "sentence": ("NOUN", "obj", "got"),
    }

    (event,) = extraction(text, [trigger("suspended", "legal")], [], one_sentence(text, tree)).events

    assert (event.type, event.trigger.of(text)) == ("sentence", "sentence")


@pytest.mark.parametrize(
    ("told", "sources"), [("dismissed blame of Obi, who quit", 0), ("said Obi, who quit, lied", 1)]
)
def test_what_a_clause_adds_to_a_person_who_is_blamed_is_not_said(told: str, sources: int) -> None:
    cue, said = told.split(maxsplit=1)
    text = f"Lind {told}."
    tree: Tree = {
        cue: ("VERB", "root", cue),
        "Lind": ("PROPN", "nsubj", cue),
        "Obi": ("PROPN", "nmod", "blame") if sources == 0 else ("PROPN", "nsubj", "lied"),
        "who": ("PRON", "nsubj", "quit"),
        "quit": ("VERB", "acl:relcl", "Obi"),
        **({"blame": ("NOUN", "obj", cue)} if sources == 0 else {"lied": ("VERB", "ccomp", cue)}),
    }
    rows: list[Row] = [
        ("mention", "person", "Lind", PERSON),
        ("cue", "cue", cue),
        ("content", "indirect", said),
        trigger("quit", "employment"),
    ]

    found = extraction(text, rows, [("speaker", cue, "Lind"), ("content", cue, said)], one_sentence(text, tree))

    assert len(found.events[0].sources) == sources


@pytest.mark.parametrize(
    ("below", "names_told"), [("Some apple growers left.", []), ("Apple left.", ["Apple", "Apple"])]
)
def test_a_word_with_the_capital_of_its_sentence_is_no_name(below: str, names_told: list[str]) -> None:
    text = f"Apple growers protest. {below}"
    rows: list[Row] = [("name", "ORG", "Apple"), *([("name", "ORG", "Apple#2")] if names_told else [])]

    found = extraction(
        text, rows, [], {"growers": ("NOUN", "nsubj", "protest"), "protest": ("VERB", "root", "protest")}
    )

    assert [m.span.of(text) for m in found.mentions] == names_told


@pytest.mark.parametrize(("role", "kind"), [("convener", "organisation"), ("adviser", "person")])
def test_whoever_leads_it_says_that_a_name_is_a_body(role: str, kind: str) -> None:
    text = f"Bagan Manch {role} Ada Obi spoke."
    rows: list[Row] = [("mention", "person", "Bagan Manch", PERSON), ("mention", "person", "Ada Obi", PERSON)]

    assert extraction(text, rows, []).entities[0].type == kind


@pytest.mark.parametrize(("office", "whose"), [("president of the union", "union"), ("fan", "Osk Ales")])
def test_we_of_who_leads_a_union_is_not_the_company(office: str, whose: str) -> None:
    text = f'Osk Ales made the union an offer. "We wait," said Ada Obi, {office}.'
    rows: list[Row] = [
        ("mention", "organisation", "Osk Ales", COMPANY),
        ("mention", "organisation", "union", NOUN),
        ("mention", "organisation", "We", {"kind": "pronoun", "type": "organisation"}),
        ("mention", "person", "Ada Obi", PERSON),
        ("cue", "cue", "said"),
        ("content", "direct", "We wait,"),
        *(
            [("mention", "organisation", "union#2", NOUN), ("office", "office", "president")]
            if whose == "union"
            else []
        ),
    ]
    links = [("coref", "We", "Osk Ales"), ("content", "said", "We wait,"), ("speaker", "said", "Ada Obi")]
    links += [("coref", "union#2", "union"), ("body", "president", "union#2")] if whose == "union" else []

    found = extraction(text, rows, links)

    assert next(names(found)[m.entity] for m in found.mentions if m.span.of(text) == "We") == whose


@pytest.mark.parametrize(
    ("said", "statements"), [("Justice Ada Obi as judge", 0), ("Ada Obi as victim", 1), ("Ada Obi was ill", 1)]
)
def test_who_is_confirmed_as_a_judge_is_no_statement(said: str, statements: int) -> None:
    rows: list[Row] = [
        ("mention", "organisation", "Senate", {"kind": "name", "type": "organisation"}),
        ("mention", "person", "Ada Obi", PERSON),
        ("cue", "cue", "confirmed"),
        ("content", "indirect", said),
    ]
    links = [("speaker", "confirmed", "Senate"), ("content", "confirmed", said)]
    rows += [("office", "office", "judge")] if "judge" in said else []
    text = f"The Senate confirmed {said}."
    tree: Tree = {"confirmed": ("VERB", "root", "confirmed"), "Senate": ("PROPN", "nsubj", "confirmed")}

    assert len(extraction(text, rows, links, one_sentence(text, tree)).statements) == statements
