"""Whatever JSON a chat model answers, what is made of it can be vetted, and all of it stands in the text."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.extraction.dating.clock import TextClock
from kb.extraction.document import Document
from kb.extraction.layout.stage import layout
from kb.extraction.llm.answer import ITEMS, parse
from kb.extraction.llm.building import Builder
from kb.extraction.llm.prompt import windows
from kb.extraction.quantity import find_quantities
from kb.language.analysis import Analysis
from kb.language.event_types import EventTypes
from kb.language.gazetteer import shipped
from kb.language.tokenizer import tokenize
from kb.model import Extraction
from kb.service.intake.vetting import vet
from kb.validation import Report
from tests.extraction.test_llm import ARTICLE, TEXT, good

QUOTES = st.sampled_from(["Derna", "rockets", "killed", "14 people", "Tuesday", "said", "She", "", " ", "Paris", "“We"])
WORDS = st.sampled_from(
    ["e1", "e2", "v1", "v2", "s1", "k1", "", "person", "city", "country", "attack", "death", "LY", "name"]
)
VALUES = st.one_of(QUOTES, WORDS, st.integers(-1, 9), st.none(), st.lists(WORDS, max_size=2))


def _mutated(node: Any, draw: Any) -> Any:
    """Return an answer with some of its values replaced by others."""
    if draw(st.integers(0, 9)) == 0:
        return draw(VALUES)
    if isinstance(node, dict):
        return {key: _mutated(value, draw) for key, value in node.items() if draw(st.integers(0, 19))}
    if isinstance(node, list):
        items = [_mutated(item, draw) for item in node]
        return items + items[:1] * draw(st.integers(0, 1))
    return draw(QUOTES | WORDS) if draw(st.integers(0, 3)) == 0 else node


def _built(answer: Any) -> tuple[Extraction, int]:
    found = layout(TEXT, 0)
    clock = TextClock(Document(ARTICLE, Analysis(tokenize(TEXT))), found)
    builder = Builder(ARTICLE, EventTypes.load(), shipped(), clock, find_quantities(TEXT))
    for window in windows(TEXT, found, 120):
        items, refused = parse(json.dumps(answer))
        builder.draft.refused += refused
        builder.take(window, items)
    return builder.finished(), len(builder.draft.refused)


@pytest.mark.thorough
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.data())
def test_a_mangled_answer_is_taken_apart_and_never_breaks_the_reading(data: st.DataObject) -> None:
    """No exception; every claim that stays cites characters; events are no parts of themselves."""
    answer = _mutated(good(), data.draw)
    if not isinstance(answer, dict):
        answer = {"entities": answer}
    extraction, _ = _built(answer)
    vetted = vet(ARTICLE, extraction, "http://localhost:8000/", lambda *_: Report(()))

    ids = {kind: [item.id for item in getattr(vetted.extraction, kind)] for kind in ITEMS}
    assert all(len(set(found)) == len(found) for found in ids.values())
    wholes = {event.id: event.part_of for event in vetted.extraction.events}
    for event in wholes:
        seen = set()
        while event:
            assert event not in seen
            seen.add(event)
            event = wholes.get(event, "")
    for mention in vetted.extraction.mentions:
        assert mention.span.of(TEXT).strip()
