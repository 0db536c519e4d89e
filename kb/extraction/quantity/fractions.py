"""Fractions in words: "half", "a third", "two-thirds", "three quarters", "half a million".

Input: tokens from an index. Output: scales.Number, read by kb.extraction.quantity.numbers.
Pure: no I/O; looks at most five tokens ahead.
"""

from typing import Final

from kb.extraction.quantity.scales import SCALES, Number, with_scale
from kb.extraction.quantity.tokens import Token, at

_FRACTION: Final = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "hundredth": 100,
}
_FRACTION.update({f"{word}s": parts for word, parts in list(_FRACTION.items()) if not word.endswith("s")})
_SMALL: Final = {word: n for n, word in enumerate("one two three four five six seven eight nine".split(), start=1)}
_AFTER_SHARE: Final = frozenset(
    "of more less fewer higher lower larger smaller in on at after before since by from to and "
    "while as over compared".split()
)


def read_fraction(tokens: list[Token], index: int) -> Number | None:
    """Return the fraction that begins at *index*, or the part of a scale ("half a million"); None if none does."""
    first, second, third = (at(tokens, index + k) for k in range(3))
    if first.lower == "half":
        return _half(tokens, index)
    hyphen = second.text in {"-", "‑"}
    part = third if hyphen else second
    if part.broken or part.lower not in _FRACTION:
        return None
    count = {"a": 1, "an": 1}.get(first.lower) or _SMALL.get(first.lower, 0)
    parts = _FRACTION[part.lower]
    if not count or count >= parts or (count > 1) != part.lower.endswith("s") or part.lower.startswith("half"):
        if not (first.lower in {"a", "one"} and part.lower == "half"):
            return None
        count = 1
    end = index + (3 if hyphen else 2)
    value = count / parts
    after = [at(tokens, end + k).lower for k in range(3)]
    if after[:2] == ["of", "a"] and after[2] in SCALES:
        return with_scale(tokens, value, end + 2, "words")
    if count == 1 and first.lower in {"a", "an"} and not _is_share(tokens, index, end):
        return None
    return Number(value, end, "fraction")


def _half(tokens: list[Token], index: int) -> Number | None:
    after = [at(tokens, index + k).lower for k in range(1, 4)]
    if after[0] in {"a", "an"} and after[1] in SCALES:
        return with_scale(tokens, 0.5, index + 2, "words")
    if after[0] in SCALES and after[0] != "hundred":
        return with_scale(tokens, 0.5, index + 1, "words")
    before = at(tokens, index - 1)
    if before.lower in {
        "first",
        "second",
        "other",
        "better",
        "opening",
        "latter",
        "early",
        "late",
        "time",
        "each",
        "in",
    }:
        return None
    marked = at(tokens, index + 1).text in {"-", "‑", "'", "’"} and not of_point(tokens, index + 1)
    if marked or after[0] in {
        "time",
        "brother",
        "sister",
        "mast",
        "way",
        "past",
    }:
        return None
    return Number(0.5, index + 1, "fraction")


def _is_share(tokens: list[Token], start: int, end: int) -> bool:
    """Tell "a third of voters", "by a third", "nearly a third" from "a third term"."""
    before, after = at(tokens, start - 1).lower, at(tokens, end)
    if at(tokens, end - 1).lower in {"half", "quarter"} and of_point(tokens, end):
        return True
    if at(tokens, end - 1).lower == "second" or after.text.startswith(("-", "'", "’")):
        return False
    if before in {"for", "to"} and after.lower != "of":
        return False
    if after.lower in _AFTER_SHARE or after.kind in {"s", ""} or after.broken:
        return True
    return before in {"nearly", "almost", "about", "roughly", "than"}


def of_point(tokens: list[Token], end: int) -> bool:
    """Say whether a fraction that ends before *end* is of a point: "a quarter point", "half-point"."""
    end += at(tokens, end).text in {"-", "‑"}
    word = at(tokens, end).lower if at(tokens, end).lower != "percentage" else at(tokens, end + 1).lower
    return word in {"point", "points"} and not at(tokens, end).broken
