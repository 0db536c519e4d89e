"""Who said what: split quotations, carried-on ones, refusals, speakers by link and by tree."""

from kb.extraction.coreference import cluster_mentions
from kb.extraction.entities import build_entities
from kb.extraction.mentions import collect_mentions
from kb.extraction.statements import find_statements
from kb.language.gazetteer import shipped
from kb.model import Statement
from tests.extraction.analyses import Row, document


def statements(
    text: str, rows: list[Row], links: list[tuple[str, str, str]]
) -> list[tuple[list[str], list[str], Statement]]:
    doc = document(text, rows, links)
    table = build_entities(doc, cluster_mentions(collect_mentions(doc, shipped()), {}), shipped())
    return [
        ([s.of(text) for s in found.content], [table.entity(e).name for e in found.speakers], found)
        for found in find_statements(doc, table)
    ]


def person(words: str) -> Row:
    return ("mention", "person", words, {"kind": "name", "type": "person"})


def test_a_quotation_split_by_its_attribution_is_one_statement() -> None:
    text = "“The bridge is closed,” Ingrid Dahl said. “Nobody may cross it before Monday.”"
    rows: list[Row] = [
        person("Ingrid Dahl"),
        ("cue", "cue", "said"),
        ("content", "direct", "The bridge is closed,"),
        ("content", "direct", "Nobody may cross it before Monday."),
    ]

    ((content, speakers, found),) = statements(
        text, rows, [("speaker", "said", "Ingrid Dahl"), ("content", "said", "The bridge is closed,")]
    )

    assert content == ["The bridge is closed,", "Nobody may cross it before Monday."]
    assert speakers == ["Ingrid Dahl"]
    assert found.mode == "direct"


def test_a_quotation_in_the_next_paragraph_without_a_cue_keeps_its_speaker_as_inferred() -> None:
    text = "“We lost two boats,” Tomás Vega said.\n\n“The third one sank on Tuesday.”"
    rows: list[Row] = [person("Tomás Vega"), ("cue", "cue", "said"), ("content", "direct", "We lost two boats,")]

    first, second = statements(
        text, rows, [("speaker", "said", "Tomás Vega"), ("content", "said", "We lost two boats,")]
    )

    assert (first[1], first[2].basis) == (["Tomás Vega"], "explicit")
    assert (second[0], second[1], second[2].basis) == (["The third one sank on Tuesday."], ["Tomás Vega"], "inferred")


def test_an_indirect_statement_leaves_out_that_and_the_full_stop() -> None:
    text = "Mayor Lin Ho said that the dam would hold."
    rows: list[Row] = [person("Lin Ho"), ("cue", "cue", "said"), ("content", "indirect", "that the dam would hold.")]

    ((content, _, found),) = statements(
        text, rows, [("speaker", "said", "Lin Ho"), ("content", "said", "that the dam would hold.")]
    )

    assert (content, found.mode) == (["the dam would hold"], "indirect")


def test_declining_to_comment_is_kept_as_not_reported() -> None:
    text = "Petra Novak declined to comment on the arrests."
    rows: list[Row] = [person("Petra Novak"), ("cue", "cue", "declined to comment")]

    ((content, speakers, found),) = statements(text, rows, [("speaker", "declined to comment", "Petra Novak")])

    assert (content, speakers, found.status, found.claims) == ([], ["Petra Novak"], "not_reported_content", ())


def test_a_quotation_the_model_missed_is_taken_when_it_is_a_clause() -> None:
    text = "“Schools will open again on the first of May,” the “red” notice read."

    ((content, speakers, found),) = statements(text, [("cue", "cue", "read")], [])

    assert content == ["Schools will open again on the first of May,"]
    assert (speakers, found.mode) == ([], "direct")


def test_a_statement_inside_another_is_nested() -> None:
    text = "Omar Said said the minister had told parliament that taxes would rise."
    rows: list[Row] = [
        person("Omar Said"),
        ("cue", "cue", "said"),
        ("cue", "cue", "told"),
        ("content", "indirect", "the minister had told parliament that taxes would rise"),
        ("content", "indirect", "taxes would rise"),
    ]

    outer, inner = statements(
        text,
        rows,
        [
            ("speaker", "said", "Omar Said"),
            ("content", "said", "the minister had told parliament that taxes would rise"),
            ("content", "told", "taxes would rise"),
        ],
    )

    assert inner[2].nested_in == outer[2].id
    assert outer[2].nested_in == ""
