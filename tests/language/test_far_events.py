"""What is told again beyond the reach of the network, by words and trees alone."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.analysis import Proposal, Relation
from kb.language.event_pairs import EVENT_ROWS, EventPairs, Trigger
from kb.language.far_events import NEAR, REACH, SURE, FarEvents
from kb.language.network import folder
from kb.language.pair_features import Tree
from kb.language.reader import load_reader
from kb.language.word_features import Sentence
from kb.language.word_model import WordModel

BLAST = ("a blast killed miners", "a blast kill miner", "DET NOUN VERB NOUN", [1, 2, 2, 2], "det nsubj root obj")
AGAIN = ("the blast shook homes", "the blast shake home", "DET NOUN VERB NOUN", [1, 2, 2, 2], "det nsubj root obj")
FILLER = ("talks went on", "talk go on", "NOUN VERB ADV", [1, 1, 1], "nsubj root advmod")
Said = tuple[str, str, str, list[int], str]


def text(*sentences: Said) -> list[tuple[int, Tree]]:
    trees, first = [], 0
    for words, lemmas, pos, heads, deps in sentences:
        trees.append((first, Tree(Sentence(words.split(), lemmas.split(), pos.split(), heads), deps.split())))
        first += len(words.split())
    return trees


@cache
def shipped() -> FarEvents:
    return WordModel(folder()).far


def trigger(first: int, label: str = "fire_explosion") -> Proposal:
    return Proposal("trigger", label, first, first + 1, 0.9)


def told(
    fillers: int, *, label: str = "fire_explosion", known: tuple[Relation, ...] = (), last: Said = AGAIN, at: int = 1
) -> list[tuple[int, int]]:
    """Return what the shipped table joins of a blast, sentences about talks, and "the blast"."""
    trees = text(BLAST, *[FILLER] * fillers, last)
    found = shipped().relations(trees, [trigger(1), trigger(4 + 3 * fillers + at, label)], known)
    assert all(one.label == "same" and one.score >= SURE for one in found)
    return [(one.head, one.tail) for one in found]


def test_the_blast_of_the_end_is_that_of_the_beginning() -> None:
    assert told(NEAR // 3) == [(1, 0)]


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("what the network sees together", told(10)),
        ("what is farther than was learnt", told(REACH // 3 + 1)),
        ("two of different classes", told(NEAR // 3, label="talks")),
        ("another blast", told(NEAR // 3, last=BLAST)),
        ("what a verb tells", told(NEAR // 3, last=BLAST, at=2)),
        ("what the network says is told again", told(NEAR // 3, known=(Relation("same", 1, 0, 0.7),))),
    ],
)
def test_nothing_is_said_of(what: str, found: list[tuple[int, int]]) -> None:
    assert found == [], what


def test_a_rival_between_and_another_determiner_are_seen() -> None:
    """Rows differ by what stands between, and by "the" against "a"."""
    plain = EventPairs(text(BLAST, FILLER, AGAIN), [(1, 2, "fire_explosion"), (8, 9, "fire_explosion")])
    rival = EventPairs(
        text(BLAST, FILLER, AGAIN), [(1, 2, "fire_explosion"), (4, 5, "fire_explosion"), (8, 9, "fire_explosion")]
    )
    other = EventPairs(text(BLAST, FILLER, BLAST), [(1, 2, "fire_explosion"), (8, 9, "fire_explosion")])
    assert plain.of(1, 0) != rival.of(2, 0)
    assert plain.of(1, 0) != other.of(1, 0)


def test_a_table_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="fit it anew"):
        FarEvents(np.zeros((4, 1), np.int8), np.ones(1, np.float32), np.zeros(1, np.float32))


words = st.lists(st.sampled_from(["blast", "the", "fell", "Osk", "12"]), min_size=1, max_size=5)


@given(st.lists(words, min_size=1, max_size=5), st.data())
def test_any_trees_have_rows(sentences: list[list[str]], data: st.DataObject) -> None:
    """Loops among governors, one word, several triggers at one: every pair has rows of the table."""
    trees, first = [], 0
    for words in sentences:
        heads = [data.draw(st.integers(0, len(words) - 1)) for _ in words]
        trees.append((first, Tree(Sentence(words, words, ["NOUN"] * len(words), heads), ["dep"] * len(words))))
        first += len(words)
    places = sorted(data.draw(st.lists(st.integers(0, first - 1), min_size=2, max_size=4)))
    triggers: list[Trigger] = [(place, place + 1, "attack") for place in places]
    rows = EventPairs(trees, triggers).of(len(places) - 1, 0)
    assert rows
    assert all(0 <= row < EVENT_ROWS for row in rows)


def test_the_reader_joins_across_its_windows() -> None:
    """The network looks at a part of this text at a time; its last sentence is of the first one's explosion."""
    between = " ".join(
        f"Councillor Adaeze Orji said on Monday that the town of Osk would repair road number {n} before the rains."
        for n in range(2, 22)
    )
    said = f"An explosion at a fireworks plant in Osk injured nine workers. {between} The explosion shattered windows."
    analysis = load_reader().read(said)
    last = max(i for i, p in analysis.layer("trigger") if analysis.doc[p.start].text == "explosion")
    first = min(i for i, p in analysis.layer("trigger") if analysis.doc[p.start].text == "explosion")

    assert first != last
    assert [r.score >= SURE for r in analysis.relations if (r.label, r.head, r.tail) == ("same", last, first)] == [True]
