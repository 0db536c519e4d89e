"""Which of several linked places an event happened at."""

import pytest

from kb.extraction.coreference import cluster_mentions
from kb.extraction.entities import build_entities
from kb.extraction.event_places import where
from kb.extraction.mentions import collect_mentions
from kb.language.gazetteer import shipped
from kb.model import Span
from tests.extraction.analyses import document


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Shops burnt in Osk, Bergen and Oslo.", ["Osk", "Bergen", "Oslo"]),
        ("Shops burnt in Osk and in Bergen, while rain fell on Oslo.", ["Osk", "Bergen"]),
        ("Shops burnt in Osk after a march from Bergen to Oslo.", ["Osk"]),
        ("Shops burnt in Bergen, Oslo.", ["Bergen"]),
    ],
)
def test_the_likeliest_place_and_what_is_listed_with_it(text: str, kept: list[str]) -> None:
    names = [name for name in ("Osk", "Bergen", "Oslo") if name in text]
    doc = document(text, [("mention", "place", name, {"kind": "name", "type": "city"}) for name in names])
    table = build_entities(doc, cluster_mentions(collect_mentions(doc, shipped()), {}, text), shipped())
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    places = [(table.at(span), span, 0.9 - 0.1 * n) for n, span in enumerate(spans)]

    found = where(doc, table, places)

    assert [span.of(text) for _, span, _ in found] == kept
