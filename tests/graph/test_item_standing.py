"""Standings reckoned from values are those that the quads have."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.graph.curation import Curated
from kb.graph.item_standing import _by_quads, item_standing
from kb.model import Event, Extraction, Span
from tests.graph import sample

BASE = "http://localhost:8000/"
CHANCES = st.floats(0.0, 0.9999, allow_nan=False)


@st.composite
def readings(draw: st.DrawFn) -> Extraction:
    """The sample's reading with other chances, and other reasons to believe its events."""
    whole = sample.extraction()
    statements = [one.id for one in whole.statements]
    some = st.lists(st.sampled_from(statements), unique=True, max_size=2).map(tuple)

    def surer(item: object) -> object:
        return replace(item, confidence=draw(CHANCES))  # type: ignore[type-var]

    events = tuple(
        replace(surer(one), sources=draw(some), reality_confidence=draw(st.none() | CHANCES))  # type: ignore[type-var]
        for one in whole.events
    )
    return replace(
        whole,
        events=events,
        statements=tuple(surer(one) for one in whole.statements),  # type: ignore[misc]
        figures=tuple(replace(surer(one), sources=draw(some)) for one in whole.figures),  # type: ignore[type-var]
        offices=tuple(surer(one) for one in whole.offices),  # type: ignore[misc]
    )


@pytest.mark.thorough
@given(readings())
def test_both_ways_agree(extraction: Extraction) -> None:
    """For every event, statement, figure and office."""
    curated = Curated(extraction)

    assert item_standing(sample.article(), curated, {}, BASE) == _by_quads(sample.article(), curated, {}, BASE)


def test_what_no_graph_can_be_made_of_has_none() -> None:
    """The graph's projection stops at it and names it; the catalog does not."""
    broken = Extraction(sample.article().id, "x", "1", events=(Event("v1", "flood", Span(0, 99_999)),))

    assert item_standing(sample.article(), Curated(broken), {}, BASE) == {}
