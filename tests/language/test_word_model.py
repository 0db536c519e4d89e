"""The second opinion: what words alone say of an event."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.labels import EVENT_CLASSES
from kb.language.network import folder
from kb.language.reader import Reader
from kb.language.word_features import ROWS, Sentence, of_text, row
from kb.language.word_model import FILE, WordModel, mixed_classes, mixed_tags


def sentence(words: str, lemmas: str, heads: list[int]) -> Sentence:
    return Sentence(words.split(), lemmas.split(), "DET NOUN VERB DET NOUN".split(), heads)


COURT = sentence("the court fined the mill", "the court fine the mill", [1, 2, 2, 4, 2])
STORM = sentence("the storm killed a farmer", "the storm kill a farmer", [1, 2, 2, 4, 2])


@pytest.fixture(scope="module")
def model() -> WordModel:
    return WordModel(folder())


def best(model: WordModel, s: Sentence) -> str:
    return EVENT_CLASSES[int(model.classes(model.text(s.lower), s, 2, 3).argmax())]


def test_the_class_follows_from_the_words(model: WordModel) -> None:
    assert best(model, COURT) == "legal"
    assert best(model, STORM) == "death"


def test_a_verb_that_tells_something_is_likelier_an_event_than_its_subject(model: WordModel) -> None:
    text = model.text(STORM.lower)
    assert model.trigger(text, STORM, 2) > 0 > model.trigger(text, STORM, 4)


def test_log_probabilities_sum_to_one(model: WordModel) -> None:
    said = model.classes(model.text(COURT.lower), COURT, 2, 3)
    assert np.exp(said).sum() == pytest.approx(1, abs=1e-4)


def test_features_name_the_word_its_neighbours_and_what_hangs_on_it() -> None:
    rows = dict(COURT.of_span(2, 3))
    assert {row("t=fined"), row("k=court"), row("k2=mill_fine"), row("c-1=court"), row("bn=fine_the")} <= set(rows)
    assert rows[row("s=court")] == pytest.approx(1 / 1.2)
    assert dict(COURT.of_span(1, 2))[row("h=fine")] == 1


def test_a_text_of_short_words_says_nothing() -> None:
    assert of_text(["it", "is", "so", "!"]) == []


@given(st.floats(0.001, 0.99), st.floats(0, 1), st.floats(-30, 30), st.floats(0, 2))
def test_mixed_tags_are_probabilities_and_go_where_the_opinion_points(
    begin: float, share: float, odds: float, weight: float
) -> None:
    before = np.array([(1 - begin) * share, begin, (1 - begin) * (1 - share)], np.float32)
    after = mixed_tags(before, odds, weight)
    assert after.sum() == pytest.approx(1, abs=1e-3)
    assert (after >= 0).all()
    assert (after[1] - before[1]) * odds >= -1e-3


def test_no_weight_leaves_classes_as_they_are() -> None:
    before = np.array([0.7, 0.2, 0.1], np.float32)
    assert mixed_classes(before, np.log(before[::-1]), 0.0) == pytest.approx(before, abs=1e-4)
    assert mixed_classes(before, np.log(before[::-1]), 3.0).argmax() == 2


def test_a_table_of_another_shape_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / FILE, rows=np.zeros((4, 3), np.int8), scale=np.ones(3), offset=np.ones(3), mix=np.ones(2))
    with pytest.raises(ValueError, match=str(ROWS)):
        WordModel(tmp_path)


def test_the_reader_asks_only_of_events_and_figures() -> None:
    text = "The court in Osk fined the mill 3,000 euros on Friday after a fire that killed a farmer, police said."
    alone = Reader(second_opinion=False).read(text)
    both = Reader().read(text)
    for layer in ("mention", "name", "time", "cue", "content", "office"):
        assert [p for _, p in alone.layer(layer)] == [p for _, p in both.layer(layer)]
    changed = [(a.score, b.score) for (_, a), (_, b) in zip(alone.layer("trigger"), both.layer("trigger"), strict=True)]
    assert any(a != b for a, b in changed)
