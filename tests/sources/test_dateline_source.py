"""The source that an article's dateline names, and what in brackets is none."""

import pytest

from kb.sources import ReadOptions
from kb.sources.dateline_source import dateline_source
from tests.sources.samples import NOW, codes, loaded

PROSE = "Two ferries collided in the harbour on Tuesday, the coast guard said."


@pytest.mark.parametrize(
    ("dateline", "source"),
    [
        ("NAIROBI (Xinhua) —", "Xinhua"),
        ("LISBON, March 3 (Reuters) -", "Reuters"),
        ("LISBON, Portugal, March 3, 2026 (AFP) --", "AFP"),
        ("Lagos (dpa) –", "dpa"),
        ("AVENO, 3 March (Southern Shore News Service) –", "Southern Shore News Service"),
        ("AVENO (Kessara Times)—", "Kessara Times"),
        ("AVENO (Newspress) -", "Newspress"),
        ("AVENO (KNWA) -", "KNWA"),
        ("PORTLAND (Maine) —", ""),
        ("TRIPOLI (Lebanon) —", ""),
        ("WASHINGTON (USA) -", ""),
        ("AVENO (north) -", ""),
        ("AVENO (3 March) -", ""),
        ("AVENO, March 3 -", ""),
        ("Jonas Lind (Labour) -", ""),
        ("Jonas Lind (Kessara Times) -", ""),
        ("The minister (Reuters) said -", ""),
        ("AVENO (see page 3) -", ""),
        ("AVENO (R-Ohio) -", ""),
        ("GENEVA (WHO) -", ""),
        ("VIENNA (OPEC) -", ""),
        ("NEW YORK (CNN) —", "CNN"),
    ],
)
def test_an_agency_or_paper_in_brackets_behind_the_place(dateline: str, source: str) -> None:
    assert dateline_source(f"Ferries collide\n\n{dateline} {PROSE}", 0) == source


def test_what_is_declared_comes_first_and_what_is_taken_is_said() -> None:
    """By the file, or by whoever adds it; the date is told as without."""
    text = f"AVENO, March 3, 2026 (Reuters) - {PROSE}"
    told, own = loaded(text.encode()), loaded(f"Source: Aveno Gazette\n\n{text}".encode())
    given = loaded(text.encode(), options=ReadOptions(source="Kessara Times", now=NOW))

    assert [one.article.source for one in (told, own, given)] == ["Reuters", "Aveno Gazette", "Kessara Times"]
    assert [one.article.published for one in (told, own, given)] == ["2026-03-03"] * 3
    assert ["source-from-text" in codes(one) for one in (told, own, given)] == [True, False, False]


def test_two_agencies_name_no_source() -> None:
    """News in brief have a dateline each; far below the head there is none."""
    text = f"AVENO (Reuters) - {PROSE}\n\nOSKO (AFP) - {PROSE}"

    assert dateline_source(text, 0) == ""
    assert dateline_source("\n\n".join([PROSE] * 7 + [f"AVENO (Reuters) - {PROSE}"]), 0) == ""
