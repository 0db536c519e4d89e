"""Spans are found by place as by looking through all of them."""

import random

from kb.extraction.spans import SpanIndex
from kb.model import Span


def test_what_holds_and_what_touches_a_span_is_found_in_the_order_given() -> None:
    chance = random.Random(2)

    def anywhere() -> Span:
        start = chance.randrange(3000)
        return Span(start, start + 1 + chance.choice([chance.randrange(9), chance.randrange(900)]))

    rows = [(anywhere(), number) for number in range(300)]
    index = SpanIndex(rows)

    for span in (anywhere() for _ in range(300)):
        assert index.holding(span) == [row for row in rows if row[0].covers(span)]
        assert index.touching(span) == [number for other, number in rows if other.overlaps(span)]
        assert index.within(span) == [number for other, number in rows if span.covers(other)]
