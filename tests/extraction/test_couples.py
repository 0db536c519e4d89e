"""Which of two who share a family name a title means: "Mrs Osk" is the wife, a bare "Osk" then the husband."""

import pytest

from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.stage import collect_mentions
from kb.language.gazetteer import shipped
from tests.extraction.analyses import Row, document


def clusters(text: str, *names: str) -> list[list[str]]:
    rows: list[Row] = [("mention", "person", name, {"kind": "name", "type": "person"}) for name in names]
    found = collect_mentions(document(text, rows, []), shipped())
    return [[m.words for m in c.members] for c in cluster_mentions(found, {}, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ben Osk, 58, and his wife, Ada Osk, deny it. Mrs Osk wept. Later Osk left.",
            [["Ben Osk", "Osk"], ["Ada Osk", "Osk"]],
        ),
        (
            "Her brother, Ben Osk, and Ada Osk deny it. Ms. Osk wept. Later Osk left.",
            [["Ben Osk", "Osk"], ["Ada Osk", "Osk"]],
        ),
        (
            "The chairwoman Ada Osk and Ben Osk deny it. Mr Osk wept. Later Osk left.",
            [["Ada Osk", "Osk"], ["Ben Osk", "Osk"]],
        ),
        ("Ada Osk and Ben Osk deny it. Mr Osk wept. Mr Osk left.", [["Ada Osk"], ["Ben Osk", "Osk", "Osk"]]),
    ],
)
def test_a_title_tells_which_of_two_is_meant(text: str, expected: list[list[str]]) -> None:
    assert clusters(text, *(n for n in ("Ada Osk", "Ben Osk")), *_bare(text)) == expected


def _bare(text: str) -> list[str]:
    return [f"Osk#{n}" for n in range(3, text.count("Osk") + 1)]


def test_a_title_that_fits_nobody_is_somebody_else() -> None:
    assert clusters("Her husband, Ben Osk, denies it. Mrs Osk wept.", "Ben Osk", "Osk#2") == [["Ben Osk"], ["Osk"]]


def test_a_title_alone_parts_nobody() -> None:
    assert clusters("Ben Osk denies it. Mrs Osk wept.", "Ben Osk", "Osk#2") == [["Ben Osk", "Osk"]]
