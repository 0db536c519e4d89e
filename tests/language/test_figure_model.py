"""The second opinion on figures: what stands beside a number."""

from pathlib import Path

import numpy as np
import pytest

from kb.language.figure_model import FIGURE_ROWS, FigureModel, figure_row, of_number
from kb.language.network import folder
from kb.language.reader import Reader
from kb.language.word_features import Sentence
from kb.language.word_model import FILE, WordModel


def sentence(words: str, lemmas: str, pos: str, heads: list[int]) -> Sentence:
    return Sentence(words.split(), lemmas.split(), pos.split(), heads)


KILLED = sentence("the raid killed 12 people", "the raid kill 12 people", "DET NOUN VERB NUM NOUN", [1, 2, 2, 4, 2])
PAGES = sentence("the 12 - page ruling", "the 12 - page ruling", "DET NUM PUNCT NOUN NOUN", [4, 3, 3, 4, 4])


@pytest.fixture(scope="module")
def model() -> FigureModel:
    return WordModel(folder()).figures


def odds(model: FigureModel, sentence: Sentence, word: int) -> float:
    said = model.log_odds(sentence, word)
    assert said is not None
    return said


def test_who_was_killed_is_counted_and_pages_of_a_ruling_are_not(model: FigureModel) -> None:
    assert odds(model, KILLED, 3) > 0 > odds(model, PAGES, 1)


def test_a_word_that_begins_no_figure_is_not_asked_of(model: FigureModel) -> None:
    assert model.log_odds(KILLED, 1) is None


def test_features_say_what_stands_beside_a_number_and_what_it_hangs_on() -> None:
    rows = dict(of_number(KILLED, 3))
    keys = ("form=99", "-1=kill", "1=people", "head=people", "above=kill", "4=^", "near=raid")
    assert {figure_row(key) for key in keys} <= set(rows)


def test_any_digit_counts_alike() -> None:
    other = Sentence([w.replace("12", "34") for w in KILLED.lower], KILLED.lemmas, KILLED.pos, KILLED.heads)
    assert of_number(other, 3) == of_number(KILLED, 3)


def test_a_table_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=str(FIGURE_ROWS)):
        FigureModel(np.zeros((4, 1), np.int8), *(np.ones(1, np.float32),) * 3, np.array(["some"]))


def test_a_table_without_figures_is_refused(tmp_path: Path) -> None:
    with np.load(folder() / FILE, allow_pickle=False) as table:
        np.savez(tmp_path / FILE, **{name: table[name] for name in table.files if not name.startswith("figure")})
    with pytest.raises(ValueError, match="0 of figures"):
        WordModel(tmp_path)


def test_the_reader_takes_less_for_figures() -> None:
    """Where it is in doubt; what both take is scored anew."""
    text = "The 51-page ruling of a two-day hearing cleared nine men of a 310-metre tunnel in which 14 people died."
    alone = Reader(second_opinion=False).read(text)
    both = Reader().read(text)
    spans = [{(p.start, p.end) for _, p in read.layer("figure")} for read in (alone, both)]
    assert spans[1] < spans[0]
