"""Windows cover every word, overlap, and pass on at sentence starts."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.language.windows import OVERLAP, WINDOW, plan, seam, units

WORDS = st.lists(st.sampled_from(["word", ".", '"', "Long", "!"]), max_size=900)


@given(WORDS, st.integers(1, 8))
def test_windows_cover_all_words_in_order_and_fit(words: list[str], size: int) -> None:
    """Each window fits, begins after the one before it, and leaves no gap."""
    sizes = [size] * len(words)
    found = plan(units(words, sizes, [i == 0 for i in range(len(words))]), sizes)

    assert (not found) == (not words)
    reached = 0
    begin = -1
    for a, b in found:
        assert begin < a <= reached < b
        assert (b - a) * size <= WINDOW
        assert (reached - a) * size <= OVERLAP
        begin, reached = a, b
    assert reached == len(words)


def test_a_short_text_is_one_window() -> None:
    """Nothing is cut that need not be."""
    words = ["A", "b", "."] * 20

    assert plan(units(words, [1] * 60, [False] * 60), [1] * 60) == [(0, 60)]


def test_long_texts_share_words_between_windows() -> None:
    """A word near an edge is seen from both sides."""
    words = ["A", "b", "c", "."] * 300
    sizes = [1] * len(words)

    found = plan(units(words, sizes, [False] * len(words)), sizes)

    assert all(OVERLAP // 2 <= left[1] - right[0] <= OVERLAP for left, right in pairwise(found))


def test_a_closing_quotation_mark_begins_no_unit() -> None:
    """The mark stays with the sentence it closes."""
    assert units(["Go", ".", '"', "He", "went", "."], [1] * 6, [True] + [False] * 5) == [0, 3]


def test_seam_takes_the_sentence_start_nearest_to_the_middle() -> None:
    """Both windows must hold it for a start."""
    left = np.array([0.9, 0.1, 0.8, 0.1, 0.9, 0.1], np.float32)
    right = np.array([0.9, 0.1, 0.7, 0.1, 0.2, 0.1], np.float32)

    assert seam(left, right, [False] * 6) == 2
    assert seam(left, right, [False, False, False, True, False, False]) == 3


def test_seam_without_a_start_takes_the_likeliest_word() -> None:
    """A text without sentence ends is cut all the same."""
    flat = np.array([0.1, 0.1, 0.3, 0.1], np.float32)

    assert seam(flat, flat, [False] * 4) == 2
