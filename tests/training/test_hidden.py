"""Words behind a mask."""

import random

from training.augment import hidden

MASK = (103,)


def test_every_word_keeps_its_place_and_half_of_the_documents_are_left_alone() -> None:
    words = [(i, i + 1) for i in range(200)]
    left, masked = 0, 0
    for seed in range(200):
        out = hidden(words, MASK, random.Random(seed))
        assert len(out) == len(words)
        assert all(x in (w, MASK) for x, w in zip(out, words, strict=True))
        left += out == words
        masked += out.count(MASK)
    assert 70 < left < 130
    assert 0.04 < masked / (200 * 200) < 0.06
