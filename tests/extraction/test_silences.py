"""Who could not be heard is told, whoever asked and in whatever words."""

import pytest

from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.entities import build_entities
from kb.extraction.names.stage import collect_mentions
from kb.extraction.statements.silences import with_silences
from kb.language.gazetteer import shipped
from kb.model import Span, Statement
from tests.extraction.analyses import document


def _silences(text: str, told: list[Statement]) -> list[tuple[str, list[str], str]]:
    rows = [("mention", "person", "Rosa Paz", {"kind": "name", "type": "person"})]
    doc = document(text, rows)
    table = build_entities(doc, cluster_mentions(collect_mentions(doc, shipped()), {}), shipped())
    found = with_silences(doc, table, told)
    return [(s.cue.of(text) if s.cue else "", [table.entity(e).name for e in s.speakers], s.status) for s in found]


SILENT = "not_reported_content"


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Rosa Paz could not immediately be reached for comment.", "could not immediately be reached for comment"),
        ("Rosa Paz was not available for comment.", "was not available for comment"),
        ("A request for comment left with Rosa Paz was not returned.", "was not returned"),
        ("Calls seeking an interview with Rosa Paz went unanswered.", "went unanswered"),
        ("Messages left at Rosa Paz's office were not answered.", "were not answered"),
        ("Calls for help to Rosa Paz went unanswered.", ""),
        ("Requests for comment went unanswered, and Rosa Paz left.", ""),
        ("Rosa Paz could be reached for comment.", ""),
        ("Rosa Paz said the summit could not be reached.", ""),
    ],
)
def test_whose_silence_it_is(text: str, cue: str) -> None:
    assert _silences(text, []) == ([(cue, ["Rosa Paz"], SILENT)] if cue else [])


def test_a_silence_that_is_told_already_gets_its_speaker() -> None:
    text = "Requests for comment sent to Rosa Paz were not answered."
    at = text.index("answered")
    told = Statement("s1", (), "indirect", cue=Span(at, at + 8), status=SILENT)

    assert _silences(text, [told]) == [("were not answered", ["Rosa Paz"], SILENT)]


def test_a_silence_with_a_speaker_stays_as_it_is() -> None:
    text = "Requests for comment sent to Rosa Paz were not answered."
    at = text.index("not answered")
    told = Statement("s1", (), "indirect", speakers=("e1",), cue=Span(at, at + 12), status=SILENT)

    assert _silences(text, [told]) == [("not answered", ["Rosa Paz"], SILENT)]


def test_what_somebody_says_of_a_silence_is_said() -> None:
    text = "A clerk said a request for comment left with Rosa Paz was not returned."
    words = Span(text.index("a request"), len(text) - 1)
    told = Statement("s1", (words,), "indirect", cue=Span(8, 12))

    assert _silences(text, [told]) == [("said", [], "reported")]


@pytest.mark.parametrize(("how", "silent"), [("by road", 0), ("by phone", 1), ("on Monday", 1)])
def test_where_no_road_leads_is_no_silence(how: str, silent: int) -> None:
    assert len(_silences(f"Rosa Paz could not be reached {how}.", [])) == silent
