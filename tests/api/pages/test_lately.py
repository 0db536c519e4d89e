"""What was made for a key is not made again, as long as it lasts and is among the last that were asked for."""

from itertools import count

from kb.api.pages.lately import Lately


def test_a_value_is_made_once_for_its_key() -> None:
    lately, made = Lately(2), count()

    assert [lately.kept(key, lambda: next(made)) for key in ("a", "a", "b", "a")] == [0, 0, 1, 0]


def test_what_was_not_asked_for_longest_goes_first() -> None:
    lately, made = Lately(2), count()
    for key in ("a", "b", "a", "c"):
        lately.kept(key, lambda: next(made))

    assert lately.kept("a", lambda: -1) == 0
    assert lately.kept("b", lambda: -1) == -1


def test_what_does_not_last_is_made_again() -> None:
    lately = Lately(2)
    asked = [lately.kept("a", lambda value=value: value, lambda made: made > 9) for value in (1, 2, 30, 4)]

    assert asked == [1, 2, 30, 30]
