"""Two readings of one text, scored against each other."""

from collections import Counter

from training.agreement import compare
from training.documents import Document, Span
from training.evaluate import Score, f1, touching

WORDS = "Rebels of Osk shelled the town on Monday".split()


def _reading(cls: str, first: int, agent: bool, polarity: str = "positive") -> Document:
    spans = [
        Span("mention", "group", first, 2),
        Span("trigger", cls, 3, 3, {"polarity": polarity}),
        Span("time", "time", 6, 7),
    ]
    links = {(1, 0): "agent", (1, 2): "time"} if agent else {(1, 2): "time"}
    return Document("news", "x", WORDS, [0], [True] + [False] * 7, spans=spans, links=links, ignored=set())


def _compared(one: Document, other: Document) -> tuple[dict[str, tuple[int, int, int]], Counter[tuple[str, bool]]]:
    scores: dict[str, Score] = {}
    same: Counter[tuple[str, bool]] = Counter()
    compare(one, other, scores, same)
    return {name: found.rows[0] for name, found in scores.items()}, same


def test_a_reading_agrees_with_itself() -> None:
    rows, same = _compared(_reading("attack", 0, agent=True), _reading("attack", 0, agent=True))
    assert all(right == found == gold for right, found, gold in rows.values())
    assert rows["trigger with class, touching"] == rows["time, exact"] == (1, 1, 1)
    assert same == {("polarity of trigger", True): 1}


def test_where_two_readings_differ() -> None:
    rows, same = _compared(_reading("attack", 0, agent=True), _reading("crime", 1, agent=False, polarity="negative"))
    assert rows["trigger, exact"] == (1, 1, 1)
    assert rows["trigger with label, exact"] == rows["trigger with class, touching"] == (0, 1, 1)
    assert rows["mention, exact"] == (0, 1, 1)
    assert rows["relation roles and place, end to end"] == (0, 0, 1)  # the second reading names no doer
    assert rows["relation time, end to end"] == (1, 1, 1)
    assert same == {("polarity of trigger", False): 1}


def test_what_touches_is_counted_once() -> None:
    gold = [("attack", 0, 2), ("attack", 5, 6)]
    assert touching([("attack", 1, 3), ("attack", 0, 1), ("crime", 5, 6)], gold, 0.01) == (1, 3, 2)
    assert touching([("attack", 1, 3)], gold, 0.5) == (0, 1, 2)


def test_f1_in_percent() -> None:
    assert f1(3, 4, 8) == 50.0
    assert f1(0, 0, 0) == 0.0
