"""A ship that is named after an island is another thing than the island."""

import pytest

from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.stage import collect_mentions
from kb.language.gazetteer import shipped
from tests.extraction.analyses import document


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("The ferry Brenva left the island of Brenva.", [[1], [2]]),
        ("The ferry Brenva left. The Brenva sank. It rained in Brenva.", [[1, 2], [3]]),
        ("Rain fell in Brenva. The ferry Brenva left. The Brenva sank.", [[1], [2, 3]]),
        ("The island of Brenva burned. Rain fell in Brenva. Brenva is small.", [[1, 2, 3]]),
        ("The ferry Brenva left. Brenva sank.", [[1, 2]]),
    ],
)
def test_what_the_text_calls_a_ship_is_no_island(text: str, things: list[list[int]]) -> None:
    count = text.count("Brenva")
    names = ["Brenva", *(f"Brenva#{n}" for n in range(2, count + 1))]
    doc = document(text, [("mention", "place", name, {"kind": "name", "type": "island"}) for name in names])
    starts = [n for n in range(len(text)) if text.startswith("Brenva", n)]

    clusters = cluster_mentions(collect_mentions(doc, shipped()), {}, text)

    assert [[starts.index(m.span.start) + 1 for m in c.members] for c in clusters] == things
