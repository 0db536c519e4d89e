"""Claims are judged by an annotation of the same text."""

from typing import Any

from kb.model import Entity, Event, Extraction, Figure, Mention, Office, Role, Span, Statement, TimeValue
from training.alignment import Judge, Judged

TEXT = "Ann Lee, mayor of Oster, said on Monday that a fire killed at least 3 people. Bo Ray denied it."


def at(words: str, nth: int = 0) -> dict[str, int]:
    """Return where *words* stand, as an annotation has it."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return {"start": start, "end": start + len(words)}


def span(words: str) -> Span:
    """Return where *words* stand."""
    return Span(**at(words))


GOLD: dict[str, Any] = {
    "doc": "x",
    "text": TEXT,
    "entities": [
        {"id": "A", "type": "person", "name": "Ann Lee", "mentions": [{**at("Ann Lee"), "kind": "name"}]},
        {"id": "B", "type": "city", "name": "Oster", "mentions": [{**at("Oster"), "kind": "name"}]},
        {"id": "C", "type": "person", "name": "Bo Ray", "mentions": [{**at("Bo Ray"), "kind": "name"}]},
    ],
    "officials": [
        {
            "person": "A",
            "role": "mayor",
            "org": None,
            "place": "B",
            "country": None,
            "status": "current",
            "role_span": at("mayor"),
        }
    ],
    "statements": [
        {
            "id": "S1",
            "speaker": ["A"],
            "mode": "indirect",
            "medium": None,
            "status": None,
            "content": [at("a fire killed at least 3 people")],
            "claims": ["V2"],
        }
    ],
    "events": [
        {
            "id": "V1",
            "cls": "fire_explosion",
            "trigger": at("fire"),
            "other_mentions": [],
            "polarity": "positive",
            "modality": "actual",
            "roles": [],
            "place": ["B"],
            "part_of": None,
            "cause": None,
            "source": ["S1"],
            "time": {"span": [at("Monday")]},
        },
        {
            "id": "V2",
            "cls": "death",
            "trigger": at("killed"),
            "other_mentions": [],
            "polarity": "positive",
            "modality": "actual",
            "roles": [{"role": "patient", "span": at("at least 3 people")}, {"role": "cause", "ref": "V1"}],
            "place": [],
            "part_of": None,
            "cause": "V1",
            "source": ["S1"],
        },
    ],
    "quantities": [{"event": "V2", "span": at("at least 3"), "comparator": "at_least", "value": 3.0}],
}
COARSE = {"fire": "fire_explosion", "killing": "death", "attack": "attack"}


def judged(**other: Any) -> dict[str, list[Judged]]:
    """Return the judgements of a right extraction with other parts in it, by kind."""
    found: dict[str, Any] = {
        "mentions": (
            Mention("m1", span("Ann Lee"), "name", "e1"),
            Mention("m2", span("Oster"), "name", "e2"),
            Mention("m3", span("Bo Ray"), "name", "e3"),
        ),
        "entities": (
            Entity("e1", "person", "Ann Lee"),
            Entity("e2", "city", "Oster"),
            Entity("e3", "person", "Bo Ray"),
        ),
        "offices": (Office("o1", "e1", "mayor", span("mayor"), place="e2"),),
        "statements": (
            Statement(
                "s1",
                (span("a fire killed at least 3 people"),),
                "indirect",
                ("e1",),
                cue=span("said"),
                speaker_confidence=0.5,
            ),
        ),
        "events": (
            Event(
                "v1",
                "fire",
                span("fire"),
                places=("e2",),
                place_confidences=(0.5,),
                time=TimeValue(span("Monday")),
                time_confidence=0.5,
                reality_confidence=0.5,
                sources=("s1",),
                source_confidence=0.5,
            ),
            Event(
                "v2",
                "killing",
                span("killed"),
                roles=(
                    Role("patient", span("at least 3 people")),
                    Role("cause", span("fire"), event="v1"),
                ),
                causes=("v1",),
                link_confidence=0.5,
            ),
        ),
        "figures": (Figure("q1", "v2", span("at least 3"), "at_least", 3.0),),
    }
    rows: dict[str, list[Judged]] = {}
    extraction = Extraction("x", "test", "1", **(found | other))
    for row in Judge(GOLD, extraction, COARSE.__getitem__).judged():
        rows.setdefault(row.kind, []).append(row)
    return rows


def test_what_the_annotation_says_is_right() -> None:
    """Each kind of claim, and all of them."""
    rows = judged()

    assert {row.right for kind in rows.values() for row in kind} == {True}
    assert {
        *("mention by name", "entity, named", "office", "statement", "speaker", "event", "reality"),
        *("place", "time", "source", "whole or cause", "role: patient", "role: circumstance", "figure"),
    } == set(rows)


def test_a_wrong_speaker_leaves_the_statement_right() -> None:
    """But the wrong one makes the claim about the speaker wrong."""
    statement = Statement(
        "s1", (span("a fire killed at least 3 people"),), "indirect", ("e3",), cue=span("said"), speaker_confidence=0.5
    )
    rows = judged(statements=(statement,))

    assert [row.right for row in rows["statement"]] == [True]
    assert [row.right for row in rows["speaker"]] == [False]


def test_what_hangs_on_a_wrong_event_is_wrong() -> None:
    """A fire taken for an attack: its place may be right, the claim that the attack was there is not."""
    event = Event("v1", "attack", span("fire"), places=("e2",), place_confidences=(0.5,), reality_confidence=0.5)
    rows = judged(events=(event,), figures=())

    assert [row.right for row in rows["event"] + rows["reality"] + rows["place"]] == [False] * 3


def test_a_second_event_for_one_happening_is_wrong() -> None:
    """Counted twice would be told twice."""
    events = (Event("v1", "fire", span("fire")), Event("v2", "fire", span("a fire")))

    assert sorted(row.right for row in judged(events=events, figures=())["event"]) == [False, True]


def test_number_comparator_and_event_of_a_figure_count() -> None:
    """Three, exactly, or of the fire: each is wrong."""
    wrong = (
        Figure("q1", "v2", span("at least 3"), "at_least", 4.0),
        Figure("q1", "v2", span("at least 3"), "exactly", 3.0),
        Figure("q1", "v1", span("at least 3"), "at_least", 3.0),
    )
    for figure in wrong:
        assert [row.right for row in judged(figures=(figure,))["figure"]] == [False]


def test_a_part_points_at_the_claim_it_rests_on() -> None:
    """Which stands before it, so that chances can be bounded in one pass."""
    extraction_rows = [row for kind in judged().values() for row in kind]

    assert all(row.within == -1 for row in extraction_rows if row.kind in ("event", "statement", "figure"))
    assert all(row.within >= 0 for row in extraction_rows if row.kind in ("reality", "place", "speaker", "time"))
