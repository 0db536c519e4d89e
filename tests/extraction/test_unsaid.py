"""What stands beside a reporting verb and is not said."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.entities import build_entities
from kb.extraction.names.stage import collect_mentions
from kb.extraction.statements.stage import find_statements
from kb.language.gazetteer import shipped
from kb.model import Article
from tests.extraction.analyses import Row, document, grow
from tests.extraction.interpreted import Tree, one_sentence


def said(text: str, cue: str, pieces: list[str], tree: Tree, more: list[Row] | None = None) -> list[list[str]]:
    """The words of each statement that is read where a model proposes *pieces* as what *cue* says."""
    rows: list[Row] = [("cue", "cue", cue), *(("content", "indirect", words) for words in pieces), *(more or [])]
    doc = document(text, rows, [("content", cue, words) for words in pieces])
    grow(doc.doc, one_sentence(text, tree))
    table = build_entities(doc, cluster_mentions(collect_mentions(doc, shipped()), {}), shipped())
    return [[span.of(text) for span in found.content] for found in find_statements(doc, table)]


@pytest.mark.parametrize(
    ("text", "cue", "pieces", "kept"),
    [
        (
            "The list had 98 names, but survivors say at least 150 sailed.",
            "say",
            ["98 names", "at least 150 sailed"],
            ["at least 150 sailed"],
        ),
        (
            "The ferry sank and, police said, ten people died.",
            "said",
            ["The ferry sank", "ten people died"],
            ["The ferry sank", "ten people died"],
        ),
    ],
)
def test_a_clause_that_a_conjunction_joins_to_the_saying_is_not_said(
    text: str, cue: str, pieces: list[str], kept: list[str]
) -> None:
    tree: Tree = {
        cue: ("VERB", "root", cue),
        "survivors" if cue == "say" else "police": ("NOUN", "nsubj", cue),
        "but" if cue == "say" else "and": ("CCONJ", "cc", cue),
        **{f",#{n}": ("PUNCT", "punct", cue) for n in range(1, text.count(",") + 1)},
    }

    assert said(text, cue, pieces, tree) == [kept]


@pytest.mark.parametrize(("kind", "found"), [("trigger", []), ("mention", [["to derail the treaty"]])])
def test_a_clash_that_threatens_to_do_harm_says_nothing(kind: str, found: list[list[str]]) -> None:
    text = "They met after clashes that killed four and threatened to derail the treaty."
    tree: Tree = {
        "met": ("VERB", "root", "met"),
        "clashes": ("NOUN", "obl", "met"),
        "that": ("PRON", "nsubj", "killed"),
        "killed": ("VERB", "acl:relcl", "clashes"),
        "and": ("CCONJ", "cc", "threatened"),
        "threatened": ("VERB", "conj", "met"),  # as parsers have it
        "to": ("PART", "mark", "derail"),
        "derail": ("VERB", "xcomp", "threatened"),
    }
    group: Row = ("mention", "group", "clashes", {"kind": "nominal", "type": "group"})
    more: Row = ("trigger", "armed_conflict", "clashes", {}) if kind == "trigger" else group

    assert said(text, "threatened", ["to derail the treaty"], tree, [more]) == found


@pytest.mark.parametrize(
    ("text", "cue", "pieces", "kept"),
    [
        (
            "He sacked the cabinet amid reports of much infighting.",
            "reports",
            ["the cabinet", "much infighting"],
            ["much infighting"],
        ),
        ("The warning, she said, reached nobody.", "said", ["The warning", "reached nobody"], None),
        ("The militia is believed to be behind it.", "believed", ["The militia", "to be behind it"], None),
    ],
)
def test_what_another_verb_has_as_its_object_is_not_said(
    text: str, cue: str, pieces: list[str], kept: list[str] | None
) -> None:
    tree: Tree = {
        cue: ("NOUN" if cue == "reports" else "VERB", "root", cue),
        **({"is": ("AUX", "aux:pass", cue)} if " is " in text else {}),
        **({"sacked": ("VERB", "root", "sacked")} if "sacked" in text else {}),
        **{f",#{n}": ("PUNCT", "punct", cue) for n in range(1, text.count(",") + 1)},
    }

    assert said(text, cue, pieces, tree) == [kept or pieces]


@pytest.mark.parametrize(
    ("text", "cue", "piece", "kept"),
    [
        ("The bishop said Mass on the quay.", "said", "Mass on the quay", []),
        ("The bishop said Masses draw few people.", "said", "Masses draw few people", [["Masses draw few people"]]),
    ],
)
def test_a_rite_is_no_statement(text: str, cue: str, piece: str, kept: list[list[str]]) -> None:
    assert said(text, cue, [piece], {cue: ("VERB", "root", cue), "bishop": ("NOUN", "nsubj", cue)}) == kept


@pytest.mark.parametrize(("verb", "kept"), [("attend", []), ("answer", [[]])])
def test_who_stays_away_does_not_refuse_to_speak(verb: str, kept: list[list[str]]) -> None:
    text = f"The coach did not {verb} the reporters."
    tree: Tree = {verb: ("VERB", "root", verb), "did": ("AUX", "aux", verb), "not": ("PART", "advmod", verb)}
    rows: list[Row] = [("cue", "cue", "did not", {"status": "not_reported_content"})]
    doc = document(text, rows, [])
    grow(doc.doc, one_sentence(text, tree))
    table = build_entities(doc, cluster_mentions(collect_mentions(doc, shipped()), {}), shipped())

    assert [[span.of(text) for span in found.content] for found in find_statements(doc, table)] == kept


@pytest.mark.parametrize(("verb", "kept"), [("typed", []), ("noted", [["310 instead of 130"]])])
def test_a_slip_of_the_pen_is_no_statement(verb: str, kept: list[list[str]]) -> None:
    tree: Tree = {verb: ("VERB", "root", verb), "clerk": ("NOUN", "nsubj", verb)}

    assert said(f"A clerk {verb} 310 instead of 130.", verb, ["310 instead of 130"], tree) == kept


@pytest.mark.parametrize(
    ("text", "content"), [("He typed that all was well.", "all was well"), ("“I am well,” he typed.", "I am well,")]
)
def test_what_is_typed_as_a_clause_or_quotation_is_said(text: str, content: str) -> None:
    assert said(text, "typed", [content], {"typed": ("VERB", "root", "typed")}) == [[content]]


@pytest.mark.parametrize(("words", "kept"), [("Mass in Osk", []), ("Mass was long", [["Mass was long"]])])
def test_a_rite_that_a_clause_tells_of_is_not_held(words: str, kept: list[list[str]]) -> None:
    tree: Tree = {"said": ("VERB", "root", "said"), "Mass": ("PROPN", "obj", "said")}
    if kept:
        tree |= {"Mass": ("PROPN", "nsubj", "long"), "was": ("AUX", "cop", "long"), "long": ("ADJ", "ccomp", "said")}

    assert said(f"The priest said {words}.", "said", [words], tree) == kept


@pytest.mark.parametrize(
    ("words", "found"), [("x" * 300, []), ("the bridge " + "x" * 300, [["the bridge " + "x" * 300]])]
)
def test_a_word_that_nobody_could_say_is_no_statement(words: str, found: list[list[str]]) -> None:
    """Beside others it is one of them."""
    text = f"Police said {words}."
    tree: Tree = {"said": ("VERB", "root", "said"), "Police": ("NOUN", "nsubj", "said")}
    assert said(text, "said", [words], tree) == found


@pytest.mark.parametrize(
    ("title", "speaking"),
    [
        ("Opposition candidate declared winner of provincial vote", False),
        ("Ferry captain pronounced dead after search", False),
        ("Ferry with 240 aboard sinks off Osk; 31 confirmed dead", False),
        ("Paz declared winner, Obi says vote was rigged", True),
    ],
)
def test_who_is_declared_something_in_a_headline_says_nothing(title: str, speaking: bool) -> None:
    text = f"{title}\n\nMONGU, Nov 14 - Officials of the commission in Mongu worked through the night on Sunday.\n"

    assert bool(create().extract(Article(text)).statements) == speaking


@pytest.mark.parametrize(
    ("text", "cue", "piece", "said_so"),
    [
        ("Osk accounts for 40 cases.", "accounts", "40 cases", False),
        ("Osk accounts it a loss.", "accounts", "it a loss", True),
        ("Osk was criticised after 26 people died.", "criticised", "after 26 people died", False),
        ("Osk was criticised for 26 deaths.", "criticised", "for 26 deaths", True),
        ("Ada criticised Osk after 26 died.", "criticised", "after 26 died", True),
        ("Osk had 64 since one was declared in May.", "declared", "64", False),
        ("Osk was declared fit since 64 left in May.", "declared", "fit", True),
    ],
)
def test_a_share_and_when_somebody_was_blamed_are_not_said(text: str, cue: str, piece: str, said_so: bool) -> None:
    tree: Tree = {cue: ("VERB", "root", cue), "Ada" if "Ada" in text else "Osk": ("PROPN", "nsubj", cue)}
    tree |= {"was": ("AUX", "aux:pass", cue)} if "was" in text else {}
    tree |= {"since": ("SCONJ", "mark", "declared" if "since one" in text else "left")} if "since" in text else {}

    assert bool(said(text, cue, [piece], tree)) is said_so


@pytest.mark.parametrize(
    ("text", "piece", "said_so"),
    [
        ("40 died, compared with 31 in 2019.", "31 in 2019", False),
        ("Ada compared it with 31 in 2019.", "it with 31 in 2019", True),
    ],
)
def test_a_number_set_beside_another_is_not_said(text: str, piece: str, said_so: bool) -> None:
    tree: Tree = {"compared": ("VERB", "root", "compared")}
    tree |= {"Ada": ("PROPN", "nsubj", "compared")} if said_so else {"40": ("NUM", "nsubj", "compared")}

    assert bool(said(text, "compared", [piece], tree)) is said_so
