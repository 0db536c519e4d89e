"""Words in capitals that name nobody: posts, and ratings of debt."""

import pytest

from kb.extraction.names.stage import collect_mentions
from kb.language.gazetteer import shipped
from tests.extraction.analyses import document


@pytest.mark.parametrize(
    ("words", "label", "kinds"),
    [
        ("Team Manager", "person", ["nominal"]),
        ("Assistant Professor", "person", ["nominal"]),
        ("Chief Operating Officer", "person", ["nominal"]),
        ("CFO", "person", ["nominal"]),
        ("Ana Manager", "person", ["name"]),
        ("BB+", "organisation", []),
        ("Baa2", "organisation", []),
        ("BB", "organisation", ["acronym"]),
    ],
)
def test_a_post_describes_and_a_rating_is_nobody(words: str, label: str, kinds: list[str]) -> None:
    text = f"They spoke of {words} again."
    doc = document(text, [("mention", label, words, {"kind": "name", "type": label})])

    assert [found.kind for found in collect_mentions(doc, shipped())] == kinds
